# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The orders of a unit by clock; several signed for at once, each by a command of its own."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.application.envelopes import Envelope, Receipt, Refused
from jiesu.application.lists import (
    PAGE_SIZE,
    OrderRow,
    OrderView,
    cursor_from_text,
)
from jiesu.application.terms import TERMS
from jiesu.application.work import in_conflict, same_unit
from jiesu.domain.clocks import ClockName
from jiesu.domain.streams import order_stream
from jiesu.domain.workorders.messages import OrderRole, SignFor
from jiesu.domain.workorders.model import OrderState
from jiesu.kernel.ids import derived_id, spoken_case_number
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Text
from jiesu.web.shared.needs import page
from jiesu.web.shared.problems import problem_of
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import (
    Badge,
    Names,
    WorkRow,
    acting,
    chosen_view,
    eyes,
    joined,
    may,
    picked,
    said_of,
    tabs,
    today,
    turning,
)

_TITLES = (
    (OrderView.LATE, gettext_lazy("办理超时")),
    (OrderView.TODAY, gettext_lazy("今日到期")),
    (OrderView.NEW, gettext_lazy("待签收")),
    (OrderView.OPEN, gettext_lazy("在办")),
    (OrderView.COPIES, gettext_lazy("抄送")),
    (OrderView.DONE, gettext_lazy("已反馈")),
)
_NEXT_CLOCK: Mapping[str, tuple[ClockName, str]] = {
    OrderState.ASSIGNED: (ClockName.SIGNING, "signing_due"),
    OrderState.SIGNED: (ClockName.FIRST_CONTACT, "contact_due"),
    OrderState.CONTACTED: (ClockName.HANDLING, "handling_due"),
}
_TONES = {
    OrderState.ASSIGNED: "busy",
    OrderState.REPORTED: "good",
    OrderState.CANCELLED: "muted",
}
_MOST = PAGE_SIZE


@page("order.show", title=gettext_lazy("工单"), order=20, of_a_unit=True)
def inbox(request: Request) -> HttpResponse:
    """Show one view of the unit's orders, with how much every view holds."""
    actor = acting(request)
    if actor.unit is None:
        return render(request, "unit/no_unit.html", {})
    view = chosen_view(request, OrderView, OrderView.OPEN)
    cursor = cursor_from_text(request.GET.get("at", ""))
    now = request.city.clock.now()
    found = request.city.lists.inbox(view, eyes(request), now, cursor)
    names = Names(request)
    signing = may(request, "order.sign") and view is not OrderView.COPIES
    rows = [_row(order, names, now, signing=signing) for order in found.page.rows]
    context = {
        "unit": names.unit(actor.unit),
        "tabs": tabs(_TITLES, found.counts, view),
        "rows": rows,
        "pick": picked(rows),
        "view": view.value,
        "turning": turning(found.page, cursor),
        "command_id": request.city.ids.new(),
        "where": request.get_full_path(),
    }
    return render(request, "unit/inbox.html", context)


def _row(order: OrderRow, names: Names, now: Instant, *, signing: bool) -> WorkRow:
    state = OrderState(order.state)
    number = spoken_case_number(order.number)
    clock: Instant | None = order.handling_due
    label, note = TERMS[ClockName, ClockName.HANDLING.value], ""
    if order.closed_at is not None:
        clock, note = None, _("按时") if order.on_time else _("超时反馈")
    elif (name := _NEXT_CLOCK[state][0]) is not ClockName.HANDLING:
        due: Instant = getattr(order, _NEXT_CLOCK[state][1])
        if order.handling_due > now:  # what is late as a whole says so first
            clock, label = due, TERMS[ClockName, name.value]
    if state is OrderState.CANCELLED:
        note = ""
    return WorkRow(
        id=str(order.id),
        number=number,
        url=reverse("unit:order", args=[number]),
        head=joined(names.matter(order.matter) or _("事项待定"), names.area(order.area)),
        words=said_of(order.title, order.words),
        badges=tuple(_badges(order, state)),
        clock=clock,
        clock_label=label,
        note=note,
        can_pick=signing and state is OrderState.ASSIGNED,
    )


def _badges(order: OrderRow, state: OrderState) -> Iterator[Badge]:
    yield Badge(TERMS[OrderState, state.value], _TONES.get(state, "plain"))
    if order.round > 1:
        yield Badge(_("第%(round)s轮 退回重办") % {"round": order.round}, "bad")
    if order.role != OrderRole.LEAD:
        yield Badge(TERMS[OrderRole, order.role], "muted")
    if order.confidential:
        yield Badge(_("要求保密"), "muted")
    if order.messages:
        yield Badge(_("留言 %(n)s") % {"n": order.messages}, "muted")


@dataclass(frozen=True, slots=True)
class TurnedDown:
    """An order that was not signed for: which, why, what to do."""

    number: str
    what: str
    next_step: str


@page("order.sign", methods=("POST",))
def sign_several(request: Request) -> HttpResponse:
    """Sign for every order picked; say of each that could not be signed for why."""
    back = _inbox_of(request)
    ids = _ids(request.POST.getlist("order"))
    batch = next(iter(_ids([request.POST.get("command_id", "")])), None)
    if not ids or batch is None:
        messages.warning(request, _("没有选择工单。"))
        return HttpResponseRedirect(back)
    actor = acting(request)
    chains = [
        (Envelope(SignFor(order_id=each), actor, derived_id(batch, str(each))),) for each in ids
    ]
    outcomes = request.city.gate.handle_many(chains)
    signed = [outcome[0] for outcome in outcomes if not isinstance(outcome, Refused)]
    refused = {
        each: outcome
        for each, outcome in zip(ids, outcomes, strict=True)
        if isinstance(outcome, Refused)
    }
    if signed:
        messages.success(request, _("已签收：%(n)s 件") % {"n": len(signed)})
    if not refused:
        return HttpResponseRedirect(back)
    context = {"signed": _numbers(signed), "refused": _why(request, refused), "back": back}
    return render(request, "unit/signed.html", context)


def _ids(texts: list[str]) -> list[UUID]:
    """Return the ids among some texts, each once, no more than a page shows."""
    found: dict[UUID, None] = {}
    for text in texts[:_MOST]:
        try:
            found[UUID(text)] = None
        except ValueError:
            continue
    return list(found)


def _inbox_of(request: Request) -> str:
    """Return the view somebody came from."""
    view = request.POST.get("view", "")
    place = reverse("unit:inbox")
    return f"{place}?view={view}" if view in set(OrderView) else place


def _numbers(receipts: list[Receipt]) -> list[str]:
    return [spoken_case_number(each.number) for each in receipts if each.number]


def _why(request: Request, refused: Mapping[UUID, Refused]) -> list[TurnedDown]:
    known = _known(request, list(refused))
    language = request.language
    return [
        TurnedDown(
            known.get(each, "–"),
            problem_of(outcome.error, request).what if each in known else _absent().say(language),
            problem_of(outcome.error, request).next_step,
        )
        for each, outcome in refused.items()
    ]


def _absent() -> Text:
    return Text("找不到这件工单。", "There is no such order here.")


def _known(request: Request, orders: list[UUID]) -> dict[UUID, str]:
    """Return the numbers of those orders that are there for these eyes."""
    actor, organisation, day = acting(request), request.city.policy.organisation, today(request)
    loaded = request.city.store.load([order_stream(each) for each in orders])
    found: dict[UUID, str] = {}
    for stream, one in loaded.items():
        appeal = one.case.appeal
        if appeal is None or in_conflict(actor, appeal, organisation, day):
            continue
        unit = one.case.order(stream.id).unit
        if same_unit(unit, actor.unit or "", organisation, day):
            found[stream.id] = spoken_case_number(appeal.number)
    return found
