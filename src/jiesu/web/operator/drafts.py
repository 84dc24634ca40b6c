# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What is being written down: saved every second, found again, or ended with a reason."""

from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.application.envelopes import Envelope, StaleView
from jiesu.application.ports import SomebodyWasFaster
from jiesu.application.terms import TERMS
from jiesu.domain.interactions.messages import EndInteraction, EndReason, SaveDraft
from jiesu.domain.interactions.model import InteractionState
from jiesu.domain.taxonomy import Channel
from jiesu.kernel.errors import BadInput, JiesuError
from jiesu.kernel.ids import derived_id
from jiesu.kernel.instants import instant
from jiesu.kernel.private import PrivateKind, PrivateText
from jiesu.kernel.text import Text
from jiesu.web.operator.calls import NOTHING_YET, contact_of
from jiesu.web.operator.forms import TAKING_CALLS
from jiesu.web.shared.needs import page
from jiesu.web.shared.problems import status_of
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import acting

_LOOKING_BACK = timedelta(days=2)
_MOST = 50


class NotADraft(BadInput):
    """What came in is not what the page of a call sends."""

    what = Text("无法读取这次保存。", "This save cannot be read.")
    next_step = Text("请刷新页面后继续。", "Reload the page and go on.")


@page(TAKING_CALLS, methods=("POST",), keep=False)
def save(request: Request, interaction: UUID) -> HttpResponse:
    """Save what has been typed so far; say when, or what another window saved meanwhile."""
    contact_of(request, interaction)
    command_id, expected, channel = _carried(request)
    number = request.POST.get("account", "").strip()
    command = SaveDraft(
        interaction_id=interaction,
        channel=channel,
        words=PrivateText(PrivateKind.WORDS, request.POST.get("words", "").strip() or NOTHING_YET),
        account=PrivateText(PrivateKind.ACCOUNT, number) if number else None,
    )
    gate = request.city.gate
    try:
        receipt = gate.handle(command, acting(request), command_id=command_id, expected=expected)
    except (StaleView, SomebodyWasFaster):
        return _other_window(request, interaction)
    except JiesuError as error:
        said = error.explain(request.language)
        return JsonResponse({"say": said, "stop": True}, status=status_of(error))
    at = request.city.policy.calendar.local(request.city.clock.now())
    said = _("已保存 %(time)s") % {"time": f"{at:%H:%M:%S}"}
    return _answer(request, said, receipt.version)


def _carried(request: Request) -> tuple[UUID, int, Channel]:
    try:
        command_id = UUID(request.POST.get("command_id", ""))
        expected = int(request.POST.get("expected", ""))
        return command_id, expected, Channel(request.POST.get("channel", ""))
    except ValueError:
        raise NotADraft from None


def _answer(request: Request, said: str, version: int, **more: str) -> JsonResponse:
    carried = {"say": said, "version": version, "next": str(request.city.ids.new())}
    return JsonResponse({**carried, **more})


def _other_window(request: Request, interaction: UUID) -> HttpResponse:
    """Answer with what the other window saved: nothing is overwritten unseen."""
    case, version = contact_of(request, interaction)
    contact = case.interaction
    if contact is None or contact.state is not InteractionState.DRAFT:
        said = _("这次来电已在另一窗口登记或结束。")
        return JsonResponse({"say": said, "stop": True}, status=HTTPStatus.CONFLICT)
    theirs = request.city.own_draft(contact, acting(request).id).get(PrivateKind.WORDS, "")
    said = _("另一窗口保存了不同的内容，请先选择。")
    answer = _answer(request, said, version, theirs=theirs)
    answer.status_code = HTTPStatus.CONFLICT
    return answer


@page(TAKING_CALLS, methods=("POST",))
def end(request: Request, interaction: UUID) -> HttpResponse:
    """End a contact that brought no appeal, with its reason; what was typed is kept first."""
    contact_of(request, interaction)
    given = request.POST.get("reason", "")
    if given not in set(EndReason):
        messages.warning(request, _("请选择结束的原因。"))
        return HttpResponseRedirect(reverse("operator:call", args=[interaction]))
    reason = EndReason(given)
    try:
        first = UUID(request.POST.get("command_id", ""))
    except ValueError:
        raise NotADraft from None
    said = TERMS[EndReason, reason.value]
    words = request.POST.get("words", "").strip() or said.zh
    chain: tuple[SaveDraft | EndInteraction, ...] = (
        SaveDraft(
            interaction_id=interaction,
            channel=Channel.PHONE,
            words=PrivateText(PrivateKind.WORDS, words),
        ),
        EndInteraction(interaction_id=interaction, reason=reason),
    )
    actor = acting(request)
    request.city.gate.handle_together(
        [Envelope(each, actor, derived_id(first, each.name)) for each in chain]
    )
    reading = said.say(request.language)
    messages.success(request, _("来电已结束：%(reason)s") % {"reason": reading})
    return HttpResponseRedirect(reverse("operator:desk"))


@page(TAKING_CALLS, methods=("GET",))
def unfinished(request: Request) -> HttpResponse:
    """Show the calls somebody began to write down and has not finished."""
    since = instant(request.city.clock.now() - _LOOKING_BACK)
    found = request.city.reader.drafts(acting(request).id, since, _MOST)
    return render(request, "operator/drafts.html", {"drafts": found, "nothing": NOTHING_YET})
