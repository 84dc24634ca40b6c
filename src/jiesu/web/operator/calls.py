# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Registering while somebody talks: one page, saved as it is typed, sent in one go."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.application.doors import command_from_fields
from jiesu.application.envelopes import Envelope, Receipt
from jiesu.application.foresight import Foresight, foresee, supposed
from jiesu.application.terms import TERMS
from jiesu.application.work import is_accused
from jiesu.domain.access import NotYours
from jiesu.domain.appeals.messages import AnswerAtOnce, DispatchAppeal, RouteSpecially
from jiesu.domain.interactions.messages import EndReason, SaveDraft
from jiesu.domain.interactions.model import InteractionState
from jiesu.domain.streams import interaction_stream
from jiesu.domain.taxonomy import Channel, SpecialRoute
from jiesu.domain.workorders.case import Case
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.ids import derived_id, spoken_case_number
from jiesu.kernel.private import PrivateKind, PrivateText
from jiesu.web.operator.desk import rows_of
from jiesu.web.operator.forms import (
    OF_THE_CALLER,
    ROW,
    TAKING_CALLS,
    CallForm,
    Then,
    call_form,
)
from jiesu.web.shared.needs import page
from jiesu.web.shared.problems import problem_of, status_of
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import Names, acting, eyes, may, today

NOTHING_YET = "…"
"""What a draft holds before a word was said: the number alone is worth keeping."""
_MOST_EARLIER = 8


@page(TAKING_CALLS, methods=("GET",), title=gettext_lazy("登记来电"), order=5)
def new_call(request: Request) -> HttpResponse:
    """Give a call its own address, so that a reload finds what was typed."""
    return HttpResponseRedirect(reverse("operator:call", args=[request.city.ids.new()]))


@page(TAKING_CALLS)
def call(request: Request, interaction: UUID) -> HttpResponse:
    """Show the form of a call, or register what was told and go on as asked."""
    if request.method == "POST":
        return _register(request, interaction)
    case, version = contact_of(request, interaction)
    contact = case.interaction
    initial: dict[str, Any] = {}
    if contact is not None and contact.state is InteractionState.ENDED:
        return render(request, "operator/ended.html", {})
    taken = contact is not None and contact.state is InteractionState.TAKEN_UP
    if contact is not None and not taken:
        clear = request.city.own_draft(contact, acting(request).id)
        words = clear.get(PrivateKind.WORDS, "")
        initial = {
            "words": "" if words == NOTHING_YET else words,
            "account": clear.get(PrivateKind.ACCOUNT, ""),
            "channel": contact.channel.value,
        }
    form = call_form(request, again=taken, **initial)
    return call_page(request, form, interaction, version, again=taken)


def contact_of(request: Request, interaction: UUID) -> tuple[Case, int]:
    """Return a contact and its version; an empty case where nobody has written anything yet.

    Raises:
        NotYours: it is somebody else's draft, or an appeal of it complains of whoever asks.
    """
    stream = interaction_stream(interaction)
    loaded = request.city.store.load([stream])[stream]
    contact, actor = loaded.case.interaction, acting(request)
    if contact is None:
        return loaded.case, 0
    others = contact.state is InteractionState.DRAFT and contact.owner != actor.id
    organisation = request.city.policy.organisation
    if others or is_accused(actor, loaded.case, organisation, today(request)):
        raise NotYours(subject=str(interaction))
    return loaded.case, loaded.heads[stream].version


def call_page(  # noqa: PLR0913 -- what the page needs to know of a call
    request: Request,
    form: CallForm,
    interaction: UUID,
    version: int,
    *,
    again: bool,
    status: int = HTTPStatus.OK,
    **more: object,
) -> HttpResponse:
    """Return the page of a call with its form; ``more`` is what else is shown on it."""
    siblings = request.city.lists.of_contact(interaction, eyes(request)) if again else []
    context: dict[str, Any] = {
        "form": form,
        "interaction": interaction,
        "version": version,
        "next_id": request.city.ids.new(),
        "again": again,
        "siblings": rows_of(siblings, request),
        "scripts": _scripts(request),
        "reasons": [
            (each.value, TERMS[EndReason, each.value].say(request.language)) for each in EndReason
        ],
        "can_answer": may(request, "appeal.answer"),
        "can_route": may(request, "appeal.route"),
        "can_dispatch": may(request, "appeal.dispatch"),
        **more,
    }
    return render(request, "operator/call.html", context, status=status)


def _scripts(request: Request) -> list[tuple[str, str]]:
    """Return what is said in each special case, by the law of today."""
    names = Names(request)
    return [
        (names.term("route_name", route.value), script_of(request, route)) for route in SpecialRoute
    ]


def script_of(request: Request, route: SpecialRoute) -> str:
    """Return the pack's script of a special route, its places left as dashes."""
    key = request.city.policy.appeals.routes[route].as_of(today(request)).value
    text = request.city.policy.texts.get(key)
    return text.say(request.language, case_number="……") if text else key


def _register(request: Request, interaction: UUID) -> HttpResponse:
    form = call_form(request, data=request.POST)
    again = request.POST.get("again") in {"True", "on"}
    if not form.is_valid():
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return call_page(request, form, interaction, 0, again=again, status=status)
    try:
        receipts = request.city.gate.handle_together(_chain(request, form, interaction))
    except JiesuError as error:
        return _refused(request, interaction, error)
    return _done(request, form, interaction, receipts)


def _chain(request: Request, form: CallForm, interaction: UUID) -> list[Envelope]:
    """Return everything the person asks for, as one chain that stands or falls together.

    The ids of what follows derive from that of the form: sent twice, it is one chain.
    """
    actor, first = acting(request), form.cleaned_data["command_id"]
    registering = command_from_fields(ROW, form.told(interaction))
    chain: list[Any] = [registering]
    if not form.cleaned_data["again"]:
        chain.insert(0, _last_save(form, interaction))
    appeal, then = form.cleaned_data["appeal_id"], form.cleaned_data["then"]
    if then is Then.DISPATCH:
        chain.append(DispatchAppeal(appeal_id=appeal))
    elif then is Then.ANSWER:
        reply = PrivateText(PrivateKind.REPLY, form.cleaned_data["reply"])
        chain.append(AnswerAtOnce(appeal_id=appeal, reply=reply))
    elif then is Then.ROUTE:
        chain.append(_routing(request, form, appeal))
    return [
        Envelope(
            command, actor, first if command is registering else derived_id(first, command.name)
        )
        for command in chain
    ]


def _last_save(form: CallForm, interaction: UUID) -> SaveDraft:
    """Return the contact's last save: it is there then, whether the page could save or not."""
    number = form.cleaned_data.get("account")
    return SaveDraft(
        interaction_id=interaction,
        channel=Channel(form.cleaned_data["channel"]),
        words=PrivateText(PrivateKind.WORDS, form.cleaned_data["words"]),
        account=PrivateText(PrivateKind.ACCOUNT, number) if number else None,
    )


def _routing(request: Request, form: CallForm, appeal: UUID) -> RouteSpecially:
    route = SpecialRoute(form.cleaned_data["route"])
    said = form.cleaned_data["explanation"] or script_of(request, route)
    explanation = PrivateText(PrivateKind.REPLY, said)
    return RouteSpecially(appeal_id=appeal, route=route, explanation=explanation)


def _refused(request: Request, interaction: UUID, error: JiesuError) -> HttpResponse:
    """Return the form still filled in, with why nothing was registered.

    Where the call has brought an appeal meanwhile, sending again registers another one.
    """
    case, version = contact_of(request, interaction)
    contact = case.interaction
    taken = contact is not None and contact.state is InteractionState.TAKEN_UP
    data = request.POST.copy()
    data["command_id"], data["again"] = str(request.city.ids.new()), "True" if taken else ""
    if taken:
        data["appeal_id"] = str(request.city.ids.new())
    return call_page(
        request,
        call_form(request, data=data),
        interaction,
        version,
        again=taken,
        status=status_of(error),
        problem=problem_of(error, request),
    )


def _done(
    request: Request, form: CallForm, interaction: UUID, receipts: tuple[Receipt, ...]
) -> HttpResponse:
    number = spoken_case_number(receipts[-1].number or "")
    said = {
        Then.DISPATCH: _("已登记并派单：%(number)s"),
        Then.REGISTER: _("已登记：%(number)s"),
        Then.ANSWER: _("已登记并当场答复：%(number)s"),
        Then.ROUTE: _("已登记并按特殊情形告知：%(number)s"),
    }[form.cleaned_data["then"]]
    messages.success(request, said % {"number": number})
    if not form.cleaned_data["another"]:
        return HttpResponseRedirect(reverse("operator:case", args=[number]))
    kept: dict[str, Any] = {name: form.cleaned_data.get(name) for name in OF_THE_CALLER}
    return call_page(request, call_form(request, again=True, **kept), interaction, 0, again=True)


# ------------------------------------------------------------------------------------ fragments


@page(TAKING_CALLS, methods=("POST",), keep=False)
def earlier(request: Request) -> HttpResponse:
    """Show the appeals a number left before."""
    tokens = request.city.contact_tokens(request.POST.get("account", ""))
    found = (
        request.city.lists.found(tokens, eyes(request), _MOST_EARLIER)
        if tokens and may(request, "appeal.show")
        else []
    )
    context = {"rows": rows_of(found, request), "known": bool(tokens)}
    return render(request, "operator/earlier.html", context)


@page(TAKING_CALLS, "appeal.dispatch", methods=("POST",), keep=False)
def foreseen(request: Request) -> HttpResponse:
    """Show who would be responsible by what is chosen so far, and what to ask about it."""
    return render(request, "operator/foresight.html", foresight_of_form(request))


def foresight_of_form(request: Request) -> dict[str, Any]:
    """Return what the fragment about responsibility shows for the fields as posted."""
    city, names, now = request.city, Names(request), request.city.clock.now()
    matter, area = request.POST.get("matter", ""), request.POST.get("area", "")
    accused = request.POST.get("complained_unit", "")
    context: dict[str, Any] = {
        "chosen": names.matter(matter),
        "ask": to_ask(request, matter),
        "names": names,
    }
    if matter or area:
        try:
            appeal = supposed(matter or None, area or None, accused or None, now)
            context |= shown_foresight(request, foresee(appeal, city.policy, now))
        except JiesuError as error:
            context["problem"] = problem_of(error, request)
    return context


def to_ask(request: Request, matter: str) -> str:
    """Return what the catalogue says one should ask about a matter; empty where it says nothing."""
    found = request.city.policy.catalogue.matters.get(matter)
    return found.ask.say(request.language) if found and found.ask else ""


def shown_foresight(request: Request, found: Foresight) -> dict[str, Any]:
    """Return what a page shows of a foresight."""
    names, answer = Names(request), found.answer
    return {
        "foresight": found,
        "lead": names.unit(answer.lead.id),
        "helpers": names.listed(answer.co_handlers),
        "copies": names.listed(answer.copies),
        "counterpart": names.unit(answer.counterpart),
        "way": TERMS[type(answer.route), answer.route.value],
    }
