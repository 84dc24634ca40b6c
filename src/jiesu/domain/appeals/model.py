# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""An appeal: state, folding, transitions."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from jiesu.domain.appeals.messages import (
    AppealAnswered,
    AppealClosed,
    AppealDispatched,
    AppealErased,
    AppealHandedOver,
    AppealHandled,
    AppealRegistered,
    AppealReopened,
    AppealRouted,
    AppealSentBack,
    AppealWithdrawn,
    CallBackBegan,
    Capacity,
    Closing,
    DispatchOverdue,
    FactsAdded,
    Minor,
    PersonalRevealed,
    StepUndone,
    Undoable,
)
from jiesu.domain.clocks import Clock, ClockName
from jiesu.domain.taxonomy import AppealKind, Channel, SpecialRoute
from jiesu.kernel.events import Event
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import SealedText
from jiesu.kernel.records import replace


class AppealState(StrEnum):
    """诉求状态."""

    REGISTERED = "registered"  # 已登记，待派单
    ANSWERED = "answered"  # 当场答复
    ROUTED = "routed"  # 特殊情形，已告知
    DISPATCHED = "dispatched"  # 已派单
    HANDLED = "handled"  # 已办结反馈
    WITHDRAWN = "withdrawn"  # 已撤回
    CLOSED = "closed"  # 已结案


@dataclass(frozen=True, slots=True)
class Complaint:
    """Whom an appeal complains of: who must not judge it, nor learn that it is there."""

    complained_unit: str | None
    complained_officer: str | None


@dataclass(frozen=True, slots=True)
class Appeal:
    """诉求: what a person said. Never edited; erased only by law, leaving a tombstone.

    ``round`` counts how often units have had it, ``asked_round`` the last one
    the person was asked about.
    """

    id: UUID
    number: str
    interaction_id: UUID
    state: AppealState
    kind: AppealKind
    channel: Channel
    registered_at: Instant
    words: SealedText
    dispatch_due: Instant
    title: SealedText | None = None
    appellant: SealedText | None = None
    contact: SealedText | None = None
    place: SealedText | None = None
    account: SealedText | None = None
    capacity: Capacity = Capacity.SELF
    representative: SealedText | None = None
    confidential: bool = False
    organisation: bool = False
    minor: Minor | None = None
    matter: str | None = None
    area: str | None = None
    district: str | None = None
    complained_unit: str | None = None
    complained_officer: str | None = None
    lead: str | None = None
    orders: tuple[UUID, ...] = ()
    route: SpecialRoute | None = None
    reply: SealedText | None = None
    round: int = 1
    asked: bool = False
    asked_round: int = 0
    callback_due: Instant | None = None
    callbacks: tuple[UUID, ...] = ()
    additions: int = 0
    settled_at: Instant | None = None
    closing: Closing | None = None
    closed_at: Instant | None = None
    undoable: Undoable | None = None
    undoable_at: Instant | None = None
    expired: tuple[ClockName, ...] = ()
    erased_at: Instant | None = None


_STATES = {
    AppealAnswered: AppealState.ANSWERED,
    AppealRouted: AppealState.ROUTED,
    AppealDispatched: AppealState.DISPATCHED,
    AppealWithdrawn: AppealState.WITHDRAWN,
    AppealHandled: AppealState.HANDLED,
    AppealClosed: AppealState.CLOSED,
    AppealSentBack: AppealState.DISPATCHED,
}
"""Where each event leads that moves the appeal; undoing and reopening look at where it was."""
_UNDOABLE = {
    AppealAnswered: Undoable.ANSWER,
    AppealRouted: Undoable.ROUTE,
    AppealDispatched: Undoable.DISPATCH,
    AppealWithdrawn: Undoable.WITHDRAWAL,
}
_VERDICTS = {Closing.RESOLVED, Closing.UNRESOLVED, Closing.DISSATISFIED}
_REGISTERED, _DISPATCHED = AppealState.REGISTERED, AppealState.DISPATCHED


def evolve(state: Appeal | None, event: Event, entity: UUID, at: Instant) -> Appeal:
    """Return the appeal after ``event``; the only place its state changes."""
    if isinstance(event, AppealRegistered):
        return _registered(event, entity, at)
    if state is None:
        raise ValueError(f"{event.name} before AppealRegistered")
    if type(event) in _STATES:
        moved = replace(state, state=_STATES[type(event)], **_step(event, at))
        return _moved(moved, event, at)
    if isinstance(event, StepUndone | AppealReopened):
        return _returned(state, event)
    return _aside(state, event, at)


def _step(event: Event, at: Instant) -> dict[str, Any]:
    """Return what can be undone after ``event``, and since when."""
    step = _UNDOABLE.get(type(event))
    if isinstance(event, AppealClosed) and event.closing in _VERDICTS:
        step = Undoable.VERDICT
    return {"undoable": step, "undoable_at": at if step else None}


def _moved(state: Appeal, event: Event, at: Instant) -> Appeal:
    match event:
        case AppealAnswered(reply=reply):
            return replace(state, reply=reply, settled_at=at)
        case AppealRouted(route=route, explanation=reply):
            return replace(state, route=route, reply=reply, settled_at=at)
        case AppealDispatched(orders=orders, lead=lead, asked=asked, callback_due=due):
            every = (*state.orders, *orders)
            return replace(state, orders=every, lead=lead, asked=asked, callback_due=due)
        case AppealSentBack(lead=lead, callback_due=due):
            again = _open_again(state)
            return replace(again, round=state.round + 1, lead=lead, callback_due=due)
        case AppealClosed(closing=closing):
            return replace(state, closing=closing, closed_at=at)
    return replace(state, settled_at=at)


def _open_again(state: Appeal) -> Appeal:
    return replace(state, settled_at=None, closing=None, closed_at=None)


def _returned(state: Appeal, event: StepUndone | AppealReopened) -> Appeal:
    """Fold what leads back to where the appeal was before."""
    forgotten = replace(state, undoable=None, undoable_at=None)
    match event:
        case AppealReopened(dispatch_due=due):
            again = replace(_open_again(forgotten), route=None, reply=None)
            if due is None:
                return again  # sent back to its unit in the same instant
            return replace(again, state=_REGISTERED, dispatch_due=due, expired=())
        case StepUndone(step=Undoable.VERDICT):
            return replace(forgotten, state=AppealState.HANDLED, closing=None, closed_at=None)
        case StepUndone(step=Undoable.WITHDRAWAL) if state.lead is not None:
            return replace(_open_again(forgotten), state=_DISPATCHED)
    fresh = replace(_open_again(forgotten), state=_REGISTERED, route=None, reply=None)
    return replace(fresh, lead=None, asked=False, asked_round=0, callback_due=None)


def _aside(state: Appeal, event: Event, at: Instant) -> Appeal:
    """Fold what changes nothing about where the appeal stands."""
    match event:
        case DispatchOverdue(clock=clock):
            return replace(state, expired=(*state.expired, clock))
        case CallBackBegan(callback_id=callback_id):
            every = (*state.callbacks, callback_id)
            return replace(state, callbacks=every, asked_round=state.round)
        case AppealHandedOver(lead=lead):
            return replace(state, lead=lead)
        case FactsAdded():
            return replace(state, additions=state.additions + 1)
        case AppealErased():
            return replace(state, erased_at=at, undoable=None, undoable_at=None)
        case PersonalRevealed():
            return state
    raise ValueError(f"{event.name} is not an event of an appeal")


def _registered(event: AppealRegistered, entity: UUID, at: Instant) -> Appeal:
    return Appeal(
        id=entity,
        number=event.number,
        interaction_id=event.interaction_id,
        state=AppealState.REGISTERED,
        kind=event.kind,
        channel=event.channel,
        registered_at=at,
        words=event.words,
        dispatch_due=event.dispatch_due,
        title=event.title,
        appellant=event.appellant,
        contact=event.contact,
        place=event.place,
        account=event.account,
        capacity=event.capacity,
        representative=event.representative,
        confidential=event.confidential,
        organisation=event.organisation,
        minor=event.minor,
        matter=event.matter,
        area=event.area,
        district=event.district,
        complained_unit=event.complained_unit,
        complained_officer=event.complained_officer,
    )


def clocks(state: Appeal) -> tuple[Clock, ...]:
    """Return what is running: the wait for a dispatch, or for the day the person is asked."""
    if state.state is AppealState.REGISTERED:
        waiting = ClockName.DISPATCH not in state.expired
        return (Clock(ClockName.DISPATCH, state.dispatch_due),) if waiting else ()
    handling = state.state in {AppealState.DISPATCHED, AppealState.HANDLED}
    if not handling or state.erased_at is not None or state.asked_round >= state.round:
        return ()
    return () if state.callback_due is None else (Clock(ClockName.CALLBACK, state.callback_due),)
