# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""An appeal: state, folding, transitions."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from jiesu.domain.appeals.messages import (
    AppealAnswered,
    AppealDispatched,
    AppealErased,
    AppealHandled,
    AppealRegistered,
    AppealRouted,
    AppealWithdrawn,
    DispatchOverdue,
    Minor,
    PersonalRevealed,
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


@dataclass(frozen=True, slots=True)
class Appeal:
    """诉求: what a person said. Never edited; erased only by law, leaving a tombstone."""

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
    settled_at: Instant | None = None
    expired: tuple[ClockName, ...] = ()
    erased_at: Instant | None = None


def evolve(state: Appeal | None, event: Event, entity: UUID, at: Instant) -> Appeal:
    """Return the appeal after ``event``; the only place its state changes."""
    if isinstance(event, AppealRegistered):
        return _registered(event, entity, at)
    if state is None:
        raise ValueError(f"{event.name} before AppealRegistered")
    match event:
        case AppealAnswered(reply=reply):
            return replace(state, state=AppealState.ANSWERED, reply=reply, settled_at=at)
        case AppealRouted(route=route, explanation=reply):
            return replace(state, state=AppealState.ROUTED, route=route, reply=reply, settled_at=at)
        case AppealDispatched(orders=orders, lead=lead):
            return replace(state, state=AppealState.DISPATCHED, orders=orders, lead=lead)
    return _ending(state, event, at)


def _ending(state: Appeal, event: Event, at: Instant) -> Appeal:
    match event:
        case AppealHandled():
            return replace(state, state=AppealState.HANDLED, settled_at=at)
        case AppealWithdrawn():
            return replace(state, state=AppealState.WITHDRAWN, settled_at=at)
        case DispatchOverdue(clock=clock):
            return replace(state, expired=(*state.expired, clock))
        case AppealErased():
            return replace(state, erased_at=at)
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
    """Return what is running: an appeal nobody has dispatched or answered yet."""
    waiting = state.state is AppealState.REGISTERED and ClockName.DISPATCH not in state.expired
    return (Clock(ClockName.DISPATCH, state.dispatch_due),) if waiting else ()
