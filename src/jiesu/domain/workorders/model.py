# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A work order: state, folding, transitions, clocks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from jiesu.domain.clocks import Clock, ClockName
from jiesu.domain.transitions import Guard, Transition, TransitionTable
from jiesu.domain.workorders.messages import (
    ContactRevealed,
    DispatchRoute,
    Ending,
    ExpireOrderClock,
    FirstContactMade,
    HandOverOrder,
    MessageSent,
    NoContactReason,
    OrderCancelled,
    OrderHandedOver,
    OrderOpened,
    OrderOverdue,
    OrderReported,
    OrderRestored,
    OrderRole,
    OrderSentBack,
    OrderSigned,
    RecordFirstContact,
    ReportResult,
    RevealContact,
    SendMessage,
    SignFor,
)
from jiesu.kernel.events import Event
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import SealedText
from jiesu.kernel.records import replace
from jiesu.kernel.text import Text


class OrderState(StrEnum):
    """工单状态."""

    ASSIGNED = "assigned"  # 待签收
    SIGNED = "signed"  # 已签收，办理中
    CONTACTED = "contacted"  # 已联系，办理中
    REPORTED = "reported"  # 已办结反馈
    CANCELLED = "cancelled"  # 随诉求撤回


_CLOSED = frozenset({OrderState.REPORTED, OrderState.CANCELLED})


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """工单: the duty one unit has for an appeal.

    ``round`` counts how often the unit has had it. After a redo ``report`` and ``on_time`` are
    still those of the round before, until the unit reports again.
    """

    id: UUID
    appeal_id: UUID
    state: OrderState
    role: OrderRole
    unit: str
    route: DispatchRoute
    automatic: bool
    limit_class: str
    dispatched_at: Instant
    signing_due: Instant
    contact_due: Instant
    handling_due: Instant
    due_assumed: bool
    copies: tuple[str, ...] = ()
    counterpart: str | None = None
    district: str | None = None
    matter: str | None = None
    duty_item: str | None = None
    signed_at: Instant | None = None
    contacted_at: Instant | None = None
    no_contact: NoContactReason | None = None
    report: SealedText | None = None
    on_time: bool | None = None
    closed_at: Instant | None = None
    round: int = 1
    messages: int = 0
    expired: tuple[ClockName, ...] = ()

    @property
    def open(self) -> bool:
        """Return whether the unit still has something to do."""
        return self.state not in _CLOSED


ENDINGS: Mapping[Ending, Text] = {
    Ending.DONE: Text("已办理", "done"),
    Ending.LONGER_BY_LAW: Text("法定时限更长，已告知", "the law allows longer; told so"),
    Ending.NOT_YET: Text(
        "暂时无法解决，已告知措施和时限", "not now; told the measures and the day"
    ),
    Ending.NOT_LAWFUL: Text("不符合规定，已解释", "not allowed; explained"),
    Ending.REPEAT: Text("同一事实和理由，不再办理", "the same facts and reasons; not again"),
}
"""How a unit's part can end, as people read it."""

_AT_WORK = (OrderState.ASSIGNED, OrderState.SIGNED, OrderState.CONTACTED)
_STANDING = (*_AT_WORK, OrderState.REPORTED)
_SIGNED_FIRST: Guard[WorkOrder] = Guard(
    lambda order: order.signed_at is not None,
    Text("请先签收。", "Sign for the order first."),
)

ORDERS: TransitionTable[OrderState, WorkOrder] = TransitionTable(
    "order",
    {
        OrderState.ASSIGNED: Text("待签收", "waiting to be signed for"),
        OrderState.SIGNED: Text("已签收", "signed for"),
        OrderState.CONTACTED: Text("已联系", "appellant contacted"),
        OrderState.REPORTED: Text("已反馈", "reported"),
        OrderState.CANCELLED: Text("已取消", "cancelled"),
    },
    {
        SignFor: Text("签收", "Sign for the order"),
        RecordFirstContact: Text("登记首次联系", "Record the first contact"),
        ReportResult: Text("办结反馈", "Report the result"),
        RevealContact: Text("查看联系方式", "See how to reach the person"),
        SendMessage: Text("留言", "Send a message"),
        ExpireOrderClock: Text("工单时钟到期", "Order clock ran out"),
        HandOverOrder: Text("移交工单", "Hand the order over"),
    },
    (
        Transition(
            OrderState.ASSIGNED, SignFor, OrderState.SIGNED, "order.sign", "order.first_receiver"
        ),
        Transition(
            OrderState.SIGNED,
            RecordFirstContact,
            OrderState.CONTACTED,
            "order.contact",
            "order.first_contact",
            _SIGNED_FIRST,
        ),
        Transition(
            OrderState.SIGNED, ReportResult, OrderState.REPORTED, "order.report", "order.reporting"
        ),
        Transition(
            OrderState.CONTACTED,
            ReportResult,
            OrderState.REPORTED,
            "order.report",
            "order.reporting",
        ),
        *(
            Transition(state, RevealContact, state, "order.reveal", "appeal.reveal")
            for state in _STANDING
        ),
        *(
            Transition(state, SendMessage, state, "order.message", "order.messaging")
            for state in _STANDING
        ),
        *(
            Transition(state, ExpireOrderClock, state, "clock.expire", "order.reporting")
            for state in _AT_WORK
        ),
        *(
            Transition(state, HandOverOrder, state, "order.hand_over", "organisation.succession")
            for state in _AT_WORK
        ),
    ),
)
"""Opening is decided by dispatch; cancelling, restoring and sending back with the whole case."""


def evolve(state: WorkOrder | None, event: Event, entity: UUID, at: Instant) -> WorkOrder:
    """Return the order after ``event``; the only place its state changes."""
    if isinstance(event, OrderOpened):
        return _opened(event, entity, at)
    if state is None:
        raise ValueError(f"{event.name} before OrderOpened")
    match event:
        case OrderSigned():
            return replace(state, state=OrderState.SIGNED, signed_at=at)
        case FirstContactMade():
            return replace(state, state=OrderState.CONTACTED, contacted_at=at)
        case OrderOverdue(clock=clock):
            return replace(state, expired=(*state.expired, clock))
        case MessageSent():
            return replace(state, messages=state.messages + 1)
    return _closed(state, event, at)


def _closed(state: WorkOrder, event: Event, at: Instant) -> WorkOrder:
    match event:
        case ContactRevealed():
            return state
        case OrderHandedOver():
            return _handed_over(state, event)
        case OrderReported(report=report, no_contact=no_contact, on_time=on_time):
            return replace(
                state,
                state=OrderState.REPORTED,
                report=report,
                no_contact=no_contact,
                on_time=on_time,
                closed_at=at,
            )
        case OrderCancelled():
            return replace(state, state=OrderState.CANCELLED, closed_at=at)
        case OrderRestored():
            return replace(state, state=_before_cancelling(state), closed_at=None)
        case OrderSentBack():
            return _sent_back(state, event)
    raise ValueError(f"{event.name} is not an event of an order")


def _handed_over(state: WorkOrder, event: OrderHandedOver) -> WorkOrder:
    return replace(
        state,
        unit=event.unit,
        role=event.role,
        route=event.route,
        copies=event.copies,
        counterpart=event.counterpart,
    )


def _before_cancelling(state: WorkOrder) -> OrderState:
    if state.contacted_at is not None:
        return OrderState.CONTACTED
    return OrderState.SIGNED if state.signed_at is not None else OrderState.ASSIGNED


def _sent_back(state: WorkOrder, event: OrderSentBack) -> WorkOrder:
    return replace(
        state,
        state=OrderState.ASSIGNED,
        round=state.round + 1,
        signing_due=event.signing_due,
        contact_due=event.contact_due,
        handling_due=event.handling_due,
        due_assumed=event.due_assumed,
        signed_at=None,
        contacted_at=None,
        closed_at=None,
        expired=(),
    )


def _opened(event: OrderOpened, entity: UUID, at: Instant) -> WorkOrder:
    return WorkOrder(
        id=entity,
        appeal_id=event.appeal_id,
        state=OrderState.ASSIGNED,
        role=event.role,
        unit=event.unit,
        route=event.route,
        automatic=event.automatic,
        limit_class=event.limit_class,
        dispatched_at=at,
        signing_due=event.signing_due,
        contact_due=event.contact_due,
        handling_due=event.handling_due,
        due_assumed=event.due_assumed,
        copies=event.copies,
        counterpart=event.counterpart,
        district=event.district,
        matter=event.matter,
        duty_item=event.duty_item,
    )


def clocks(state: WorkOrder) -> tuple[Clock, ...]:
    """Return what is running for the unit, soonest kind of duty first."""
    if not state.open:
        return ()
    return tuple([Clock(name, due_at) for name, due_at in _due(state) if name not in state.expired])


def _due(state: WorkOrder) -> list[tuple[ClockName, Instant]]:
    """Return what has not happened yet, with the instant by which it must."""
    found = [(ClockName.HANDLING, state.handling_due)]
    if state.contacted_at is None:
        found.insert(0, (ClockName.FIRST_CONTACT, state.contact_due))
    if state.signed_at is None:
        found.insert(0, (ClockName.SIGNING, state.signing_due))
    return found
