# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One appeal as the hotline sees it through: its way, its call, what can be done and why not."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.application.foresight import foresee
from jiesu.application.showing import Timeline
from jiesu.application.terms import TERMS
from jiesu.domain.access import NotYours
from jiesu.domain.appeals.messages import (
    AddFacts,
    AnswerAtOnce,
    Capacity,
    DispatchAppeal,
    Minor,
    ReopenAppeal,
    RevealPersonal,
    RouteSpecially,
    Undoable,
    UndoStep,
    WithdrawAppeal,
)
from jiesu.domain.appeals.model import Appeal, AppealState
from jiesu.domain.streams import StreamId, appeal_stream, order_stream
from jiesu.domain.taxonomy import SpecialRoute
from jiesu.domain.timelimits import due
from jiesu.domain.understanding import Understood
from jiesu.domain.workorders.messages import OrderRole, SendMessage
from jiesu.domain.workorders.model import OrderState, WorkOrder
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command
from jiesu.web.operator.calls import script_of, shown_foresight
from jiesu.web.operator.desk import rows_of
from jiesu.web.operator.forms import TAKING_CALLS
from jiesu.web.operator.ways import way_taken, ways
from jiesu.web.shared.casework import (
    Told,
    acts,
    case_here,
    messages_of,
    small_form,
    told,
    words_of,
)
from jiesu.web.shared.command_form import Asked, command_page, version_of
from jiesu.web.shared.emergencies import emergency
from jiesu.web.shared.needs import page
from jiesu.web.shared.problems import problem_of
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import Names, eyes, may, today

_PAGES: dict[type[Command], str] = {
    DispatchAppeal: "operator:dispatch",
    AnswerAtOnce: "operator:answer",
    RouteSpecially: "operator:route",
    AddFacts: "operator:add",
    WithdrawAppeal: "operator:withdraw",
    ReopenAppeal: "operator:reopen",
    RevealPersonal: "operator:reveal",
    UndoStep: "operator:undo",
}
_BY_HAND = ("unit", "co_handlers", "reason")


@page("appeal.show", methods=("GET",))
def show(request: Request, number: str) -> HttpResponse:
    """Show a case with everything the role may do with it."""
    timeline = case_here(request, number)
    appeal = timeline.case.appeal
    assert appeal is not None, "show_case hides cases without an appeal"
    names = Names(request)
    links = [timeline.number, appeal.id]
    urls = {command: reverse(name, args=links) for command, name in _PAGES.items()}
    now, not_now = acts(timeline.prospects, appeal.id, urls)
    version = version_of(request, appeal_stream(appeal.id))
    can = {act.command for act in now}
    steps = told(timeline.steps, names)
    context = {
        **(about := _about(request, timeline, appeal, names)),
        "danger": _danger(request, appeal, about["words"]),
        "steps": steps,
        "acts": [act for act in now if act.command not in {DispatchAppeal, UndoStep}],
        "not_now": not_now,
        "orders": [_order(timeline, order, steps, names) for order in _standing(timeline)],
        "undo": _undo(request, timeline, appeal, version) if UndoStep in can else None,
        "undo_url": urls[UndoStep],
        "dispatch_url": urls[DispatchAppeal],
    }
    if DispatchAppeal in can:
        asked = Asked(DispatchAppeal, {"appeal_id": appeal.id}, left_out=_BY_HAND, expected=version)
        context |= {
            "dispatch_form": small_form(request, asked),
            "ways": ways(request, appeal, about["words"], urls[DispatchAppeal]),
            **_foreseen(request, appeal),
        }
    return render(request, "operator/case.html", context)


def _about(request: Request, timeline: Timeline, appeal: Appeal, names: Names) -> dict[str, Any]:
    title, words = words_of(request, appeal)
    siblings = (
        request.city.lists.of_contact(appeal.interaction_id, eyes(request))
        if may(request, TAKING_CALLS)
        else []
    )
    others = [each for each in siblings if each.id != appeal.id]
    return {
        "number": timeline.number,
        "appeal": appeal,
        "title": title,
        "words": words,
        "state": TERMS[AppealState, appeal.state.value],
        "waiting": appeal.state is AppealState.REGISTERED,
        "matter": names.matter(appeal.matter) or _("事项待定"),
        "area": names.area(appeal.area),
        "kind": names.term("kind", appeal.kind.value),
        "channel": names.term("channel", appeal.channel.value),
        "capacity": TERMS[Capacity, appeal.capacity.value],
        "minor": TERMS[Minor, appeal.minor.value] if appeal.minor else None,
        "complained_unit": names.unit(appeal.complained_unit),
        "siblings": rows_of(others, request),
        "can_register": may(request, TAKING_CALLS),
    }


def _danger(request: Request, appeal: Appeal, words: str) -> tuple[str, ...]:
    """Return the pack's words for danger in an appeal nobody has dispatched yet."""
    if appeal.state is not AppealState.REGISTERED:
        return ()
    return emergency(request.city.policy, today(request)).heard_in(words, Understood())


def _standing(timeline: Timeline) -> list[WorkOrder]:
    return [each for each in timeline.case.orders if each.state is not OrderState.CANCELLED]


def _order(timeline: Timeline, order: WorkOrder, steps: list[Told], names: Names) -> dict[str, Any]:
    url = reverse("operator:message", args=[timeline.number, order.id])
    now, _not_now = acts(timeline.prospects, order.id, {SendMessage: url})
    return {
        "unit": names.unit(order.unit),
        "role": TERMS[OrderRole, order.role.value],
        "state": TERMS[OrderState, order.state.value],
        "round": order.round,
        "due": order.handling_due if order.open else None,
        "copies": names.listed(order.copies),
        "counterpart": names.unit(order.counterpart),
        "talk": list(messages_of(steps, order.id)),
        "message_url": url if now else "",
    }


def _undo(
    request: Request, timeline: Timeline, appeal: Appeal, version: int
) -> dict[str, Any] | None:
    """Return what the bar about undoing shows; None where it is over or acted upon."""
    policy, now = request.city.policy, request.city.clock.now()
    if appeal.undoable is None or appeal.undoable_at is None:
        return None
    window = policy.appeals.undoing.as_of(today(request)).value
    left = due(window, appeal.undoable_at, policy.calendar).due - now
    begun = any(order.signed_at is not None for order in timeline.case.orders if order.open)
    if left.total_seconds() <= 0 or (appeal.undoable is Undoable.DISPATCH and begun):
        return None
    asked = Asked(UndoStep, {"appeal_id": appeal.id}, left_out=("step",), expected=version)
    form = small_form(request, asked)
    fields = {field.name: field.value() for field in form.hidden_fields()}
    return {
        "what": TERMS[Undoable, appeal.undoable.value],
        "seconds": int(left.total_seconds()),
        "fields": {**fields, "step": appeal.undoable.value},
    }


def _foreseen(request: Request, appeal: Appeal) -> dict[str, Any]:
    city = request.city
    try:
        return shown_foresight(request, foresee(appeal, city.policy, city.clock.now()))
    except JiesuError as error:
        return {"foresight_problem": problem_of(error, request)}


def _command(  # noqa: PLR0913 -- the parts of an address, and the page around the form
    request: Request,
    number: str,
    subject: UUID,
    command: type[Command],
    stream: StreamId,
    template: str = "work_command.html",
    suggested: Mapping[str, object] = MappingProxyType({}),
    **more: Any,  # noqa: ANN401 -- the template's
) -> HttpResponse:
    """Answer the page of one command; on GET only where the subject is part of the case."""
    field = "order_id" if command is SendMessage else "appeal_id"
    version: int | None = None
    if request.method != "POST":
        _present(request, number, subject)
        version = version_of(request, stream)
    asked = Asked(command, {field: subject}, expected=version, suggested=suggested)
    done = reverse("operator:case", args=[number])
    return command_page(request, asked, done=done, number=number, template=template, further=more)


def _present(request: Request, number: str, subject: UUID) -> Timeline:
    """Return the case of an address.

    Raises:
        NotYours: the subject is not part of it.
    """
    timeline = case_here(request, number)
    appeal, orders = timeline.case.appeal, timeline.case.orders
    if subject not in {appeal.id if appeal else None, *(order.id for order in orders)}:
        raise NotYours(subject=number)
    return timeline


def _of_appeal(
    request: Request,
    number: str,
    appeal: UUID,
    command: type[Command],
    **more: Any,  # noqa: ANN401 -- the template's
) -> HttpResponse:
    return _command(request, number, appeal, command, appeal_stream(appeal), **more)


@page("appeal.dispatch")
def dispatch(request: Request, number: str, appeal: UUID) -> HttpResponse:
    """Dispatch an appeal: by the catalogue, or by hand with a reason."""
    notes: dict[str, Any] = {}
    if request.method != "POST":
        found = _present(request, number, appeal).case.appeal
        assert found is not None
        notes = way_taken(request, found) or _foreseen(request, found)
    template = "operator/dispatch.html"
    return _of_appeal(request, number, appeal, DispatchAppeal, template=template, **notes)


@page("appeal.answer")
def answer(request: Request, number: str, appeal: UUID) -> HttpResponse:
    """Answer an appeal that needs no unit."""
    return _of_appeal(request, number, appeal, AnswerAtOnce)


@page("appeal.route")
def route(request: Request, number: str, appeal: UUID) -> HttpResponse:
    """Take one of the special routes; the scripts stand beside."""
    names = Names(request)
    scripts = [
        (names.term("route_name", each.value), script_of(request, each)) for each in SpecialRoute
    ]
    template = "operator/route.html"
    return _of_appeal(request, number, appeal, RouteSpecially, template=template, scripts=scripts)


@page("appeal.withdraw")
def withdraw(request: Request, number: str, appeal: UUID) -> HttpResponse:
    """Take an appeal back as its person asks."""
    return _of_appeal(request, number, appeal, WithdrawAppeal)


@page("appeal.add")
def add(request: Request, number: str, appeal: UUID) -> HttpResponse:
    """Add what the person says besides."""
    return _of_appeal(request, number, appeal, AddFacts)


@page("appeal.reopen")
def reopen(request: Request, number: str, appeal: UUID) -> HttpResponse:
    """Take an appeal up again that had ended."""
    return _of_appeal(request, number, appeal, ReopenAppeal)


@page("appeal.undo")
def undo(request: Request, number: str, appeal: UUID) -> HttpResponse:
    """Take back the last step."""
    return _of_appeal(request, number, appeal, UndoStep)


@page("order.message")
def message(request: Request, number: str, order: UUID) -> HttpResponse:
    """Write to a unit about its order."""
    return _command(request, number, order, SendMessage, order_stream(order))
