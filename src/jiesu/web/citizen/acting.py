# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the appellant may do: judge, add, take back, take up again, undo. A GET never does it."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.application.envelopes import SameIdOtherContent, StaleView
from jiesu.application.ports import SomebodyWasFaster
from jiesu.domain.appeals.messages import AddFacts, ReopenAppeal, Undoable, UndoStep, WithdrawAppeal
from jiesu.domain.callback.messages import RateHandling, Satisfied, Solved
from jiesu.domain.streams import appeal_stream, callback_stream
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command
from jiesu.kernel.instants import instant, parse_instant
from jiesu.web.citizen.codes import Held, held
from jiesu.web.citizen.following import context_of, followed_by, not_followed
from jiesu.web.shared.command_form import Asked, CommandForm, command_form, overtaken, send
from jiesu.web.shared.needs import PUBLIC, page
from jiesu.web.shared.problems import Problem, explain, problem_of, show_problem, status_of
from jiesu.web.shared.rooms import Request

_OVERTAKEN = (StaleView, SomebodyWasFaster, SameIdOtherContent)


@dataclass(frozen=True, slots=True)
class Act:
    """One thing people do, in their words."""

    command: type[Command]
    title: str | Promise
    field: str
    label: str | Promise
    hint: str | Promise
    button: str | Promise
    done: str | Promise
    watched: bool = True
    """Whether it rests on how the case stood: then whoever was overtaken is told first."""


_ADD = Act(
    AddFacts,
    gettext_lazy("补充情况"),
    "facts",
    gettext_lazy("要补充什么"),
    gettext_lazy("新的情况、时间、地点都可以。以前说的不会改动，补充的内容承办单位也会看到。"),
    gettext_lazy("提交补充"),
    gettext_lazy("已补充。承办单位可以看到。"),
    watched=False,
)
_WITHDRAW = Act(
    WithdrawAppeal,
    gettext_lazy("撤回诉求"),
    "reason",
    gettext_lazy("为什么撤回"),
    gettext_lazy("撤回后单位不再办理。按错了，短时间内可以撤销。"),
    gettext_lazy("确认撤回"),
    gettext_lazy("已撤回。如果是误操作，可以在下面撤销。"),
)
_REOPEN = Act(
    ReopenAppeal,
    gettext_lazy("重新受理"),
    "reason",
    gettext_lazy("为什么需要重新办理"),
    gettext_lazy("例如：问题又出现了，或者并没有真正解决。"),
    gettext_lazy("申请重新受理"),
    gettext_lazy("已重新受理。"),
)


@page(PUBLIC)
def add(request: Request, number: str) -> HttpResponse:
    """Say more."""
    return _act_page(request, number, _ADD)


@page(PUBLIC)
def withdraw(request: Request, number: str) -> HttpResponse:
    """Take the appeal back."""
    return _act_page(request, number, _WITHDRAW)


@page(PUBLIC)
def reopen(request: Request, number: str) -> HttpResponse:
    """Take the appeal up again."""
    return _act_page(request, number, _REOPEN)


def _act_page(request: Request, number: str, act: Act) -> HttpResponse:
    found = held(request, number)
    if found is None:
        return not_followed(request, number)
    version = found.versions.get(appeal_stream(found.appeal.id)) if act.watched else None
    asked = Asked(act.command, {"appeal_id": found.appeal.id}, expected=version)
    form = command_form(request, asked)
    form.fields[act.field].label = str(act.label)
    form.fields[act.field].help_text = str(act.hint)
    context = {"form": form, "act": act, "number": found.number}
    return _answered(request, found, form, "citizen/act.html", context, str(act.done))


def _answered(  # noqa: PLR0913 -- a page is made of these
    request: Request,
    found: Held,
    form: CommandForm,
    template: str,
    context: dict[str, Any],
    done: str,
) -> HttpResponse:
    """Answer the whole way of a form: drawn, wrong, overtaken, refused, or done."""
    if request.method != "POST":
        return render(request, template, context)
    try:
        receipt = send(request, form, found.actor)
    except _OVERTAKEN as error:
        since = _since(request, found, form)
        return overtaken(request, form, error, "", template, {**context, "meanwhile": since})
    except JiesuError as error:
        page_ = {**context, "problem": problem_of(error, request)}
        return render(request, template, page_, status=status_of(error))
    if receipt is None:
        return render(request, template, context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    messages.success(request, done)
    return _back(found)


def _since(request: Request, found: Held, form: CommandForm) -> list[Any]:
    """Return what happened since the form was drawn."""
    seen = parse_instant(form.cleaned_data["seen_at"])
    happened = followed_by(request, found).happened
    return [one for one in happened if instant(one.at) > seen]


def _back(found: Held) -> HttpResponse:
    place = reverse("citizen:show", args=[found.number])
    return HttpResponseRedirect(place, status=HTTPStatus.SEE_OTHER)


@page(PUBLIC)
def rate(request: Request, number: str) -> HttpResponse:
    """Judge the handling: the first tap has chosen solved or not, the second says how content."""
    found = held(request, number)
    if found is None:
        return not_followed(request, number)
    context = context_of(request, found)
    question = context["followed"].question
    asked_id = question.id if question else _posted_question(request, found)
    if asked_id is None:
        return _nothing_to_rate(request)
    subject = callback_stream(asked_id)
    version = found.versions.get(subject)
    form = command_form(request, Asked(RateHandling, {"callback_id": asked_id}, expected=version))
    form.initial = {**form.initial, "solved": _chosen(request), "contacted": _spoken_to(found)}
    context |= {"form": form, "satisfied": [one.value for one in Satisfied]}
    done = _("谢谢，您的评价已记下。")
    return _answered(request, found, form, "citizen/rate.html", context, done)


def _posted_question(request: Request, found: Held) -> UUID | None:
    """Return the question a repeated form answers, though it is answered already."""
    if request.method != "POST" or not found.case.callbacks:
        return None
    return found.case.callbacks[-1].id


def _chosen(request: Request) -> str:
    given = request.GET.get("solved", "")
    return given if given in set(Solved) else ""


def _spoken_to(found: Held) -> bool:
    """Return whether the record says that somebody spoke to the person: they may say otherwise."""
    lead = found.case.lead
    return lead is not None and lead.contacted_at is not None and lead.no_contact is None


def _nothing_to_rate(request: Request) -> HttpResponse:
    status = HTTPStatus.CONFLICT
    what = _("这件诉求现在没有等待您评价的办理结果，或者已经评价过了。")
    problem = Problem(status, _("现在不用评价"), what, "", _("请回到诉求页面看最新进展。"))
    return show_problem(request, problem)


@page(PUBLIC, methods=("POST",))
def undo(request: Request, number: str) -> HttpResponse:
    """Take back one's own last step while it is fresh."""
    found = held(request, number)
    if found is None:
        return not_followed(request, number)
    try:
        command_id, step = UUID(request.POST["command_id"]), Undoable(request.POST["step"])
    except (KeyError, ValueError):
        return _back(found)
    command = UndoStep(appeal_id=found.appeal.id, step=step)
    try:
        request.city.gate.handle(command, found.actor, command_id=command_id)
    except JiesuError as error:
        return explain(request, error)
    messages.success(request, _("已撤销，恢复到之前的状态。"))
    return _back(found)
