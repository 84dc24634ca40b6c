# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One order as its unit works on it: what was said, until when, why us, what comes next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.application.showing import Ground, Timeline
from jiesu.application.terms import TERMS
from jiesu.application.work import same_unit
from jiesu.domain.access import NotYours
from jiesu.domain.appeals.messages import Minor
from jiesu.domain.clocks import ClockName
from jiesu.domain.streams import order_stream
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.messages import (
    OrderRole,
    RecordFirstContact,
    ReportResult,
    RevealContact,
    SendMessage,
    SignFor,
)
from jiesu.domain.workorders.model import OrderState, WorkOrder
from jiesu.kernel.events import Command
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Text
from jiesu.web.shared.casework import (
    Act,
    Told,
    acts,
    case_here,
    messages_of,
    small_form,
    told,
    words_of,
)
from jiesu.web.shared.command_form import Asked, command_page, version_of
from jiesu.web.shared.needs import page
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import Names, acting, today
from jiesu.web.unit.endings import needs_of_endings, not_needed

_BY_STATE: dict[OrderState, type[Command]] = {
    OrderState.ASSIGNED: SignFor,
    OrderState.SIGNED: RecordFirstContact,
    OrderState.CONTACTED: ReportResult,
}
_PAGES: dict[type[Command], str] = {
    SignFor: "unit:sign",
    RecordFirstContact: "unit:contact",
    ReportResult: "unit:report",
    SendMessage: "unit:message",
    RevealContact: "unit:reach",
}
_LIMITS = ("limit.", "order.signing", "order.first_contact")
_AGAIN = {"CallBackAnswered", "CallBackReturned", "AppealReopened"}
"""What a person, or the hotline, said when a unit gets something again."""


@dataclass(frozen=True, slots=True)
class Limit:
    """One clock of an order: when it ends, when it was met, and its rule."""

    name: Text
    due: Instant
    met: Instant | None
    grounds: tuple[Ground, ...]


@page("order.show")
def show(request: Request, number: str) -> HttpResponse:
    """Show an order of the unit with its case."""
    timeline = case_here(request, number)
    names = Names(request)
    order = _own(request, timeline.case)
    steps = told(timeline.steps, names)
    context = _about(request, timeline, names)
    if order is not None:
        context |= _ours(request, timeline, order, steps, names)
    return render(request, "unit/order.html", {**context, "steps": steps})


def _about(request: Request, timeline: Timeline, names: Names) -> dict[str, Any]:
    appeal = timeline.case.appeal
    assert appeal is not None, "show_case hides cases without an appeal"
    title, words = words_of(request, appeal)
    return {
        "number": timeline.number,
        "appeal": appeal,
        "title": title,
        "words": words,
        "matter": names.matter(appeal.matter) or _("事项待定"),
        "area": names.area(appeal.area),
        "kind": names.term("kind", appeal.kind.value),
        "channel": names.term("channel", appeal.channel.value),
        "capacity": TERMS[type(appeal.capacity), appeal.capacity.value],
        "minor": TERMS[Minor, appeal.minor.value] if appeal.minor else None,
        "others": _others(request, timeline.case, names),
        "prospects": timeline.prospects,
        "actor_unit": names.unit(acting(request).unit),
    }


def _others(request: Request, case: Case, names: Names) -> list[dict[str, Any]]:
    """Return who else has an order of the case, and how theirs stand."""
    return [
        {
            "unit": names.unit(each.unit),
            "role": TERMS[OrderRole, each.role.value],
            "state": TERMS[OrderState, each.state.value],
            "due": each.handling_due if each.open else None,
        }
        for each in case.orders
        if not _is_ours(request, each) and each.state is not OrderState.CANCELLED
    ]


def _is_ours(request: Request, order: WorkOrder) -> bool:
    organisation, unit = request.city.policy.organisation, acting(request).unit
    return unit is not None and same_unit(order.unit, unit, organisation, today(request))


def _own(request: Request, case: Case) -> WorkOrder | None:
    """Return the unit's order: the one still open, else the last; None where it has a copy."""
    ours = [order for order in case.orders if _is_ours(request, order)]
    still = [order for order in ours if order.open]
    return next(reversed(still or ours), None)


def _ours(
    request: Request, timeline: Timeline, order: WorkOrder, steps: Sequence[Told], names: Names
) -> dict[str, Any]:
    links = [timeline.number, order.id]
    urls = {command: reverse(name, args=links) for command, name in _PAGES.items()}
    now, not_now = acts(timeline.prospects, order.id, urls)
    wanted = _BY_STATE.get(order.state)
    primary = next((act for act in now if act.command is wanted), None)
    version = version_of(request, order_stream(order.id))
    opened = _grounds(steps, order.id)
    return {
        "order": order,
        "state": TERMS[OrderState, order.state.value],
        "role": TERMS[OrderRole, order.role.value],
        "counterpart": names.unit(order.counterpart),
        "copies": names.listed(order.copies),
        "limits": _limits(order, opened),
        "why": [ground for ground in opened if not ground.key.startswith(_LIMITS)],
        "primary": primary,
        "primary_form": _primary_form(request, order, primary, version),
        "acts": [act for act in now if act.command not in {wanted, SendMessage, RevealContact}],
        "reach_url": _url_of(now, RevealContact, urls),
        "not_now": not_now,
        "talk": list(messages_of(steps, order.id)),
        "message_form": _message_form(request, order, now, version),
        "message_url": urls[SendMessage],
        "again": _again(steps, order),
    }


def _primary_form(
    request: Request, order: WorkOrder, primary: Act | None, version: int
) -> object | None:
    """Return the form of the next step where it fits on the page: reports have one of their own."""
    if primary is None or primary.command is ReportResult:
        return None
    return small_form(request, Asked(primary.command, {"order_id": order.id}, expected=version))


def _url_of(
    now: Sequence[Act], command: type[Command], urls: Mapping[type[Command], str]
) -> str | None:
    return urls[command] if any(act.command is command for act in now) else None


def _message_form(
    request: Request, order: WorkOrder, now: Sequence[Act], version: int
) -> object | None:
    if not any(act.command is SendMessage for act in now):
        return None
    return small_form(request, Asked(SendMessage, {"order_id": order.id}, expected=version))


def _grounds(steps: Sequence[Told], order: UUID) -> list[Ground]:
    """Return the rules an order rests on: those of its opening, its limits by the last round."""
    found: dict[str, Ground] = {}
    for step in steps:
        if step.stream == order and step.event in {"OrderOpened", "OrderSentBack"}:
            found |= {ground.key: ground for ground in step.grounds}
    return list(found.values())


def _limits(order: WorkOrder, grounds: Sequence[Ground]) -> list[Limit]:
    clocks = (
        (ClockName.SIGNING, order.signing_due, order.signed_at, "order.signing"),
        (ClockName.FIRST_CONTACT, order.contact_due, order.contacted_at, "order.first_contact"),
        (ClockName.HANDLING, order.handling_due, order.closed_at, "limit."),
    )
    return [
        Limit(
            TERMS[ClockName, name.value],
            due,
            met,
            tuple(ground for ground in grounds if ground.key.startswith(key)),
        )
        for name, due, met, key in clocks
    ]


def _again(steps: Sequence[Told], order: WorkOrder) -> Told | None:
    """Return what the person said when the unit got it again; None in the first round."""
    if order.round == 1:
        return None
    return next((step for step in reversed(steps) if step.event in _AGAIN), None)


def _command(
    request: Request,
    number: str,
    order: UUID,
    command: type[Command],
    left_out: tuple[str, ...] = (),
    **around: Any,  # noqa: ANN401 -- what command_page takes
) -> HttpResponse:
    """Answer the page of one command on an order; on GET only where the order is there."""
    version: int | None = None
    if request.method != "POST":
        found = present(request, number, order)
        if found.contacted_at is not None:
            left_out += tuple({"no_contact"} & {field.name for field in fields(command)})
        version = version_of(request, order_stream(order))
    asked = Asked(command, {"order_id": order}, left_out=left_out, expected=version)
    done = reverse("unit:order", args=[number])
    around.setdefault("template", "work_command.html")
    return command_page(request, asked, done=done, number=number, **around)


def present(request: Request, number: str, order: UUID) -> WorkOrder:
    """Return the order of an address.

    Raises:
        NotYours: it is not one of this case, or not this unit's.
    """
    for each in case_here(request, number).case.orders:
        if each.id == order and _is_ours(request, each):
            return each
    raise NotYours(subject=number)


@page("order.sign")
def sign(request: Request, number: str, order: UUID) -> HttpResponse:
    """Sign for an order."""
    return _command(request, number, order, SignFor)


@page("order.contact")
def contact(request: Request, number: str, order: UUID) -> HttpResponse:
    """Record that the unit has spoken to the person."""
    return _command(request, number, order, RecordFirstContact)


@page("order.report")
def report(request: Request, number: str, order: UUID) -> HttpResponse:
    """Report what came of it, to the person and to the hotline."""
    needs = needs_of_endings(request)
    around = {"template": "unit/report.html", "further": {"needs": needs}}
    return _command(request, number, order, ReportResult, not_needed(needs), **around)


@page("order.message")
def message(request: Request, number: str, order: UUID) -> HttpResponse:
    """Write to the hotline about an order."""
    return _command(request, number, order, SendMessage)
