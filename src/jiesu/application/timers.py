# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Timers: clocks that ran out become commands, sent through the same gate as everybody's."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import zip_longest
from typing import Protocol
from uuid import UUID

from jiesu.application.backoff import Backoff, Chance
from jiesu.application.envelopes import (
    Envelope,
    Outcome,
    Receipt,
    Refused,
    SameIdOtherContent,
    TimeRunsBackwards,
)
from jiesu.application.ports import LoadedCase
from jiesu.application.streams import AGGREGATES
from jiesu.domain.access import TIMER_ACCOUNT, Actor
from jiesu.domain.appeals.messages import BeginCallBack, ExpireDispatchClock
from jiesu.domain.callback.messages import ExpireCallBackClock
from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions.decide import ClockNotDue
from jiesu.domain.interactions.messages import ExpireDraft
from jiesu.domain.streams import StreamId, StreamKind
from jiesu.domain.transitions import NotInThisState
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.messages import ExpireOrderClock
from jiesu.kernel.errors import JiesuError, NotFound
from jiesu.kernel.events import Command
from jiesu.kernel.ids import derived_id
from jiesu.kernel.instants import Instant, instant_text

TIMER = Actor(TIMER_ACCOUNT, "system")
"""Who sends the commands of clocks that ran out."""

TIMER_BACKOFF = Backoff(timedelta(seconds=5), timedelta(hours=1))
_BATCH = 1000
_STALE = (ClockNotDue, NotInThisState, NotFound, SameIdOtherContent)
# Why a timer outlived its clock: it stopped, its stream is gone, or it was fired before.

HandleMany = Callable[[Sequence[Sequence[Envelope]]], Sequence[Outcome]]
"""The gate in bulk: :meth:`jiesu.application.gate.Gate.handle_many`."""
LoadCases = Callable[[Sequence[StreamId]], Mapping[StreamId, LoadedCase]]
"""The store's way of reading cases: :meth:`jiesu.application.ports.Store.load`."""


@dataclass(frozen=True, slots=True)
class DueTimer:
    """A row of the timer table that this sweeper has claimed.

    ``kind`` and ``name`` are as written in the row: a newer program may have written words that
    this one does not know. ``case`` is the appeal it belongs to, for contacts the contact itself.
    """

    stream: UUID
    kind: str
    name: str
    due_at: Instant
    attempts: int
    case: UUID


Timers = list[DueTimer]
"""Timers of one case, in the order they fell due."""


@dataclass(frozen=True, slots=True)
class FailingTimer:
    """A timer that could not be fired yet, for people to look at."""

    stream: UUID
    kind: str
    name: str
    due_at: Instant
    wake_at: Instant
    attempts: int
    last_error: str


@dataclass(frozen=True, slots=True)
class TimerOverview:
    """Where the timers stand; ``about`` is the database's estimate of all running clocks."""

    about: int
    due: int
    oldest_due: Instant | None
    failing: int


class TimerStore(Protocol):
    """The timer table as the sweeper uses it."""

    def transaction(self) -> AbstractContextManager[None]:
        """Return a context whose calls commit together; inside another one, a savepoint of it."""
        ...

    def claim(self, now: Instant, limit: int) -> list[DueTimer]:
        """Lock and return up to ``limit`` due timers with their cases until the transaction ends.

        What another sweeper holds, or a command is changing just now, is left out.
        """
        ...

    def settle(self, timers: Sequence[DueTimer]) -> None:
        """Remove timers whose clock has stopped."""
        ...

    def reschedule(self, timer: DueTimer, due_at: Instant) -> None:
        """Write down when the clock really is due."""
        ...

    def back_off(self, timer: DueTimer, wake_at: Instant, error: str) -> None:
        """Look at the timer again at ``wake_at``; ``error`` is a code, never personal."""
        ...

    def next_wake(self) -> Instant | None:
        """Return when the next timer wants to be looked at; None if nothing runs."""
        ...


@dataclass(frozen=True, slots=True)
class SweepReport:
    """What one sweep did with the timers it claimed; reasons are error codes."""

    claimed: int = 0
    fired: int = 0
    corrected: int = 0
    stale: Mapping[str, int] = field(default_factory=dict)
    failed: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Verdict:
    """What became of a group of timers; kept only once the group's savepoint is."""

    fired: list[DueTimer] = field(default_factory=list)
    over: list[tuple[DueTimer, str]] = field(default_factory=list)
    failed: list[tuple[DueTimer, str]] = field(default_factory=list)

    def accept(self, timers: Timers, receipts: Sequence[Receipt]) -> None:
        for timer, receipt in zip(timers, receipts, strict=True):
            if receipt.replayed:  # fired before: nothing was appended, so the row is still there
                self.over.append((timer, "replayed"))
            else:
                self.fired.append(timer)

    def refuse(self, timer: DueTimer, error: JiesuError) -> None:
        stale = isinstance(error, _STALE)
        (self.over if stale else self.failed).append((timer, error.code))

    def absorb(self, other: "_Verdict") -> None:
        self.fired += other.fired
        self.over += other.over
        self.failed += other.failed


def command_of(timer: DueTimer) -> Command:
    """Return what a timer says: this clock ran out.

    Raises:
        ValueError: the row's kind or name is not one this program knows.
    """
    clock = ClockName(timer.name)
    match StreamKind(timer.kind):
        case StreamKind.INTERACTION:
            return ExpireDraft(interaction_id=timer.stream, clock=clock)
        case StreamKind.APPEAL if clock is ClockName.CALLBACK:
            return BeginCallBack(appeal_id=timer.stream, clock=clock)
        case StreamKind.APPEAL:
            return ExpireDispatchClock(appeal_id=timer.stream, clock=clock)
        case StreamKind.ORDER:
            return ExpireOrderClock(order_id=timer.stream, clock=clock)
        case StreamKind.CALLBACK:
            return ExpireCallBackClock(callback_id=timer.stream, clock=clock)
    raise ValueError(f"no clock runs in a {timer.kind}")


def envelope_of(timer: DueTimer) -> Envelope:
    """Return the timer's command under an id that the same clock running out always has.

    It happened when it was due, however late anybody looked.
    """
    command_id = derived_id(timer.stream, "timer", timer.name, instant_text(timer.due_at))
    return Envelope(command_of(timer), TIMER, command_id, timer.due_at)


def told_now(timer: DueTimer) -> Envelope:
    """Return the same command for a stream to which something happened after the clock was due.

    Its history cannot be told otherwise any more: the clock is said to have run out now.
    """
    return replace(envelope_of(timer), at=None)


def by_case(timers: Iterable[DueTimer]) -> list[Timers]:
    """Return the timers by case, each case's in the order they fell due."""
    cases: dict[UUID, Timers] = {}
    for timer in sorted(timers, key=lambda each: each.due_at):
        cases.setdefault(timer.case, []).append(timer)
    return list(cases.values())


def rounds(timers: Iterable[DueTimer]) -> list[list[Timers]]:
    """Return the timers one by one, in rounds that have at most one of each case.

    The gate decides the chains of one call side by side, so they must be about different cases.
    """
    turns = zip_longest(*by_case(timers))
    return [[[timer] for timer in turn if timer is not None] for turn in turns]


def error_code(error: Exception) -> str:
    """Return what may be kept and shown of an error: its code or class, never its words."""
    return error.code if isinstance(error, JiesuError) else type(error).__name__


class Sweeper:
    """Fires due timers; any number of them may run side by side."""

    def __init__(
        self,
        handle_many: HandleMany,
        load: LoadCases,
        timers: TimerStore,
        chance: Chance,
        batch: int = _BATCH,
    ) -> None:
        self._handle_many = handle_many
        self._load = load
        self._timers = timers
        self._chance = chance
        self._batch = batch

    def sweep(self, now: Instant) -> SweepReport:
        """Fire what is due at ``now``, at most one batch, in one transaction.

        A timer that cannot be fired waits and is tried again; it never holds up the others.
        """
        with self._timers.transaction():
            due = self._timers.claim(now, self._batch)
            verdict = self._fire(by_case(due)) if due else _Verdict()
            corrected = self._let_go(verdict.over)
            for timer, error in verdict.failed:
                wait = TIMER_BACKOFF.after(timer.attempts + 1, self._chance())
                self._timers.back_off(timer, Instant(now + wait), error)
        return SweepReport(
            claimed=len(due),
            fired=len(verdict.fired),
            corrected=corrected,
            stale=dict(Counter(reason for _, reason in verdict.over)),
            failed=dict(Counter(reason for _, reason in verdict.failed)),
        )

    def next_wake(self) -> Instant | None:
        """Return when the next timer wants to be looked at."""
        return self._timers.next_wake()

    def _fire(self, cases: Sequence[Timers]) -> _Verdict:
        """Fire the timers of some cases; an unexpected error is narrowed down to its timer."""
        try:
            with self._timers.transaction():
                return self._send(cases)
        except Exception as error:  # noqa: BLE001 -- whatever it is, it must not stop the others
            code = error_code(error)
        parts = _parts(cases)
        if not parts:
            return _Verdict(failed=[(cases[0][0], code)])
        verdict = _Verdict()
        for part in parts:
            verdict.absorb(self._fire(part))
        return verdict

    def _send(self, cases: Sequence[Timers]) -> _Verdict:
        """Send each case's timers as one chain; where that is refused, each timer by itself."""
        verdict = _Verdict()
        refused = self._attempt(verdict, cases, envelope_of)
        alone = [(case, error) for case, error in refused if len(case) == 1]
        for group in rounds(timer for case, _ in refused if len(case) > 1 for timer in case):
            alone += self._attempt(verdict, group, envelope_of)
        late = [case[0] for case, error in alone if isinstance(error, TimeRunsBackwards)]
        final = [each for each in alone if each[0][0] not in late]
        for group in rounds(late):
            final += self._attempt(verdict, group, told_now)
        for (timer,), error in final:
            verdict.refuse(timer, error)
        return verdict

    def _attempt(
        self, verdict: _Verdict, cases: Sequence[Timers], spell: Callable[[DueTimer], Envelope]
    ) -> list[tuple[Timers, JiesuError]]:
        """Send one chain a case; note what was accepted and return what was refused."""
        outcomes = self._handle_many([[spell(timer) for timer in case] for case in cases])
        refused = []
        for case, outcome in zip(cases, outcomes, strict=True):
            if isinstance(outcome, Refused):
                refused.append((case, outcome.error))
            else:
                verdict.accept(case, outcome)
        return refused

    def _let_go(self, over: Sequence[tuple[DueTimer, str]]) -> int:
        """Remove timers whose clock stopped; correct those whose clock says another instant."""
        if not over:
            return 0
        running = self._running([timer for timer, _ in over])
        self._timers.settle([timer for timer, _ in over if timer not in running])
        for timer, due_at in running.items():
            self._timers.reschedule(timer, due_at)
        return len(running)

    def _running(self, timers: Sequence[DueTimer]) -> Mapping[DueTimer, Instant]:
        streams = {timer: StreamId(StreamKind(timer.kind), timer.stream) for timer in timers}
        cases = self._load(list(streams.values()))
        found = {}
        for timer, stream in streams.items():
            due_at = _clocks(cases[stream].case, stream).get(timer.name)
            if due_at is not None:
                found[timer] = due_at
        return found


def _clocks(case: Case, stream: StreamId) -> dict[str, Instant]:
    """Return the clocks running for one stream of a case, by name."""
    states = (case.interaction, case.appeal, *case.orders, *case.callbacks)
    state = next((each for each in states if each is not None and each.id == stream.id), None)
    if state is None:
        return {}
    return {clock.name.value: clock.due_at for clock in AGGREGATES[stream.kind].clocks(state)}


def _parts(cases: Sequence[Timers]) -> list[list[Timers]]:
    """Return two halves of the cases; of a single case its timers; of a single timer nothing."""
    if len(cases) > 1:
        middle = len(cases) // 2
        return [list(cases[:middle]), list(cases[middle:])]
    return [[[timer]] for timer in cases[0]] if len(cases[0]) > 1 else []
