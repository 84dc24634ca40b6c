# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A call-back: state, folding, transitions, clock."""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from jiesu.domain.callback.messages import (
    CallBackAnswered,
    CallBackAttempted,
    CallBackCancelled,
    CallBackGivenUp,
    CallBackOpened,
    CallBackOverdue,
    CallBackReturned,
    CallBackReverted,
    ExpireCallBackClock,
    RateHandling,
    RecordAttempt,
    RecordOutcome,
    ReturnResult,
    Satisfied,
    Solved,
    Trigger,
    Via,
)
from jiesu.domain.clocks import Clock, ClockName
from jiesu.domain.taxonomy import AppealKind
from jiesu.domain.transitions import Transition, TransitionTable
from jiesu.kernel.events import Event
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import SealedText
from jiesu.kernel.text import Text


class CallBackState(StrEnum):
    """回访状态."""

    OPEN = "open"  # 待回访
    ANSWERED = "answered"  # 有效回访
    GIVEN_UP = "given_up"  # 无法回访
    CANCELLED = "cancelled"  # 不再回访


@dataclass(frozen=True, slots=True)
class CallBack:
    """回访: the question put to one person about one round of handling, and the answer."""

    id: UUID
    appeal_id: UUID
    state: CallBackState
    round: int
    trigger: Trigger
    lead: str
    kind: AppealKind
    registered_at: Instant
    dispatched_at: Instant
    due_at: Instant
    opened_at: Instant
    asking_due: Instant
    helpers: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    district: str | None = None
    matter: str | None = None
    area: str | None = None
    attempts: int = 0
    via: Via | None = None
    contacted: bool | None = None
    solved: Solved | None = None
    satisfied: Satisfied | None = None
    process: Satisfied | None = None
    note: SealedText | None = None
    ended_at: Instant | None = None
    expired: tuple[ClockName, ...] = ()


_OPEN, _ANSWERED, _GIVEN_UP = CallBackState.OPEN, CallBackState.ANSWERED, CallBackState.GIVEN_UP

CALLBACKS: TransitionTable[CallBackState, CallBack] = TransitionTable(
    "callback",
    {
        _OPEN: Text("待回访", "to be asked"),
        _ANSWERED: Text("有效回访", "answered"),
        _GIVEN_UP: Text("无法回访", "no answer to be had"),
        CallBackState.CANCELLED: Text("不再回访", "not asked any more"),
    },
    {
        RecordAttempt: Text("登记未接通", "Record an attempt"),
        RecordOutcome: Text("登记回访结果", "Record the outcome"),
        RateHandling: Text("评价办理结果", "Rate the handling"),
        ReturnResult: Text("审核退回", "Return the result"),
        ExpireCallBackClock: Text("回访超时", "Call-back overdue"),
    },
    (
        Transition(_OPEN, RecordAttempt, _OPEN, "callback.ask", "callback.attempts"),
        Transition(_OPEN, RecordOutcome, _ANSWERED, "callback.record", "callback.outcome"),
        Transition(_OPEN, RateHandling, _ANSWERED, "callback.rate", "callback.rating"),
        Transition(_GIVEN_UP, RateHandling, _ANSWERED, "callback.rate", "callback.rating"),
        Transition(
            _OPEN, ReturnResult, CallBackState.CANCELLED, "callback.return", "callback.review"
        ),
        Transition(_OPEN, ExpireCallBackClock, _OPEN, "clock.expire", "callback.asking"),
    ),
)
"""Opening, giving up and cancelling are decided with the whole case: see ``domain.handling``."""


def evolve(state: CallBack | None, event: Event, entity: UUID, at: Instant) -> CallBack:
    """Return the call-back after ``event``; the only place its state changes."""
    if isinstance(event, CallBackOpened):
        return _opened(event, entity, at)
    if state is None:
        raise ValueError(f"{event.name} before CallBackOpened")
    match event:
        case CallBackAttempted():
            return replace(state, attempts=state.attempts + 1)
        case CallBackAnswered():
            return replace(
                state,
                state=_ANSWERED,
                via=event.via,
                contacted=event.contacted,
                solved=event.solved,
                satisfied=event.satisfied,
                process=event.process,
                note=event.note,
                ended_at=at,
            )
        case CallBackOverdue(clock=clock):
            return replace(state, expired=(*state.expired, clock))
    return _ended(state, event, at)


def _ended(state: CallBack, event: Event, at: Instant) -> CallBack:
    match event:
        case CallBackGivenUp():
            return replace(state, state=_GIVEN_UP, ended_at=at)
        case CallBackCancelled() | CallBackReturned():
            return replace(state, state=CallBackState.CANCELLED, ended_at=at)
        case CallBackReverted():
            return replace(
                state,
                state=_OPEN,
                via=None,
                contacted=None,
                solved=None,
                satisfied=None,
                process=None,
                note=None,
                ended_at=None,
            )
    raise ValueError(f"{event.name} is not an event of a call-back")


def _opened(event: CallBackOpened, entity: UUID, at: Instant) -> CallBack:
    return CallBack(
        id=entity,
        appeal_id=event.appeal_id,
        state=_OPEN,
        round=event.round,
        trigger=event.trigger,
        lead=event.lead,
        kind=event.kind,
        registered_at=event.registered_at,
        dispatched_at=event.dispatched_at,
        due_at=event.due_at,
        opened_at=at,
        asking_due=event.asking_due,
        helpers=event.helpers,
        copies=event.copies,
        district=event.district,
        matter=event.matter,
        area=event.area,
    )


def clocks(state: CallBack) -> tuple[Clock, ...]:
    """Return what is running: a person nobody has asked yet."""
    waiting = state.state is _OPEN and ClockName.ASKING not in state.expired
    return (Clock(ClockName.ASKING, state.asking_due),) if waiting else ()
