# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import timedelta
from uuid import UUID

import pytest

from jiesu.application.envelopes import Envelope, Outcome, Receipt, Refused, TimeRunsBackwards
from jiesu.application.ports import LoadedCase
from jiesu.application.timers import (
    TIMER,
    DueTimer,
    Sweeper,
    SweepReport,
    by_case,
    envelope_of,
    rounds,
)
from jiesu.application.work import NEW_CASE
from jiesu.domain.access import NotPermitted
from jiesu.domain.appeals.messages import ExpireDispatchClock
from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions.decide import ClockNotDue
from jiesu.domain.interactions.messages import ExpireDraft
from jiesu.domain.streams import StreamId
from jiesu.domain.workorders.messages import ExpireOrderClock
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.instants import Instant
from tests.builders.town import NOON

A, B, C, CASE = (UUID(int=number) for number in (1, 2, 3, 9))


def timer(
    stream: UUID = A, name: str = "handling", hour: int = 0, case: UUID = CASE, kind: str = "order"
) -> DueTimer:
    return DueTimer(stream, kind, name, Instant(NOON + timedelta(hours=hour)), 0, case)


@pytest.mark.parametrize(
    ("kind", "name", "command"),
    [
        ("interaction", "draft", ExpireDraft(interaction_id=A, clock=ClockName.DRAFT)),
        ("appeal", "dispatch", ExpireDispatchClock(appeal_id=A, clock=ClockName.DISPATCH)),
        ("order", "signing", ExpireOrderClock(order_id=A, clock=ClockName.SIGNING)),
    ],
)
def test_a_timer_says_which_clock_ran_out_and_when(kind: str, name: str, command: object) -> None:
    envelope = envelope_of(timer(kind=kind, name=name, hour=3))
    assert envelope.command == command
    assert envelope.actor == TIMER
    assert envelope.at == NOON + timedelta(hours=3)


def test_the_same_clock_running_out_is_always_the_same_command() -> None:
    assert envelope_of(timer()).command_id == envelope_of(timer()).command_id


def test_another_stream_clock_or_instant_is_another_command() -> None:
    different = [timer(), timer(stream=B), timer(name="signing"), timer(hour=1)]
    assert len({envelope_of(each).command_id for each in different}) == len(different)


@pytest.mark.parametrize(("kind", "name"), [("order", "unheard of"), ("unheard of", "draft")])
def test_words_of_a_newer_program_are_not_guessed(kind: str, name: str) -> None:
    with pytest.raises(ValueError, match="unheard of"):
        envelope_of(timer(kind=kind, name=name))


def test_timers_of_one_case_stand_together_in_the_order_they_fell_due() -> None:
    late, early, other = timer(hour=2), timer(B, hour=1), timer(C, case=B)
    assert by_case([late, early, other]) == [[other], [early, late]]


def test_one_by_one_no_round_has_two_of_a_case() -> None:
    late, early, other = timer(hour=2), timer(B, hour=1), timer(C, case=B)
    assert rounds([late, early, other]) == [[[other], [early]], [[late]]]
    assert rounds([]) == []


class Timers:
    """A timer table that hands out what it was made with, and writes down what it is told."""

    def __init__(self, *due: DueTimer) -> None:
        self.due = list(due)
        self.told: list[tuple[object, ...]] = []

    def transaction(self) -> AbstractContextManager[None]:
        return nullcontext()

    def claim(self, _now: Instant, limit: int) -> list[DueTimer]:
        return self.due[:limit]

    def settle(self, timers: Sequence[DueTimer]) -> None:
        self.told.append(("settle", *timers))

    def reschedule(self, timer: DueTimer, due_at: Instant) -> None:
        self.told.append(("reschedule", timer, due_at))

    def back_off(self, timer: DueTimer, wake_at: Instant, error: str) -> None:
        self.told.append(("back_off", timer, error))

    def next_wake(self) -> Instant | None:
        return None


class Door:
    """A gate that refuses what it is told to, and keeps the chains of every call."""

    def __init__(self, refuse: Callable[[Envelope], JiesuError | None] = lambda _: None) -> None:
        self.refuse = refuse
        self.calls: list[list[list[UUID]]] = []

    def handle_many(self, chains: Sequence[Sequence[Envelope]]) -> list[Outcome]:
        self.calls.append([[each.command.order_id for each in chain] for chain in chains])
        return [self.answer(chain) for chain in chains]

    def answer(self, chain: Sequence[Envelope]) -> Outcome:
        for step, envelope in enumerate(chain):
            error = self.refuse(envelope)
            if error is not None:
                return Refused(step, error)
        return tuple(
            Receipt(each.command_id, each.command.name, A, None, 1, "", ()) for each in chain
        )


def sweep(door: Door, timers: Timers) -> SweepReport:
    def load(wanted: Sequence[StreamId]) -> Mapping[StreamId, LoadedCase]:
        return dict.fromkeys(wanted, NEW_CASE)

    return Sweeper(door.handle_many, load, timers, lambda: 0.0).sweep(NOON)


def test_a_case_s_timers_go_in_one_chain_and_cases_side_by_side() -> None:
    door = Door()
    report = sweep(door, Timers(timer(A), timer(B, hour=1), timer(C, case=C)))
    assert door.calls == [[[A, B], [C]]]
    assert report == SweepReport(claimed=3, fired=3)


def test_where_a_chain_is_refused_each_timer_goes_by_itself_in_rounds_of_different_cases() -> None:
    door = Door(lambda envelope: ClockNotDue(clock="x") if envelope.command.order_id == A else None)
    timers = Timers(timer(A), timer(B, hour=1), timer(A, hour=2, case=C), timer(C, hour=3, case=C))
    report = sweep(door, timers)
    assert door.calls == [[[A, B], [A, C]], [[A], [A]], [[B], [C]]]
    assert (report.fired, report.stale) == (2, {"clock-not-due": 2})
    assert timers.told == [("settle", timers.due[0], timers.due[2])]


def test_what_the_past_refuses_is_told_as_of_now() -> None:
    door = Door(lambda envelope: TimeRunsBackwards(at="", before="") if envelope.at else None)
    report = sweep(door, Timers(timer(A)))
    assert (door.calls, report.fired) == ([[[A]], [[A]]], 1)


def test_a_refusal_that_may_pass_is_no_reason_to_forget_the_clock() -> None:
    """As when the pack's role lacks the permission for a day."""
    timers = Timers(timer(A))
    report = sweep(Door(lambda _: NotPermitted(role="system", permission="x")), timers)
    assert report.failed == {"not-permitted": 1}
    assert timers.told == [("back_off", timers.due[0], "not-permitted")]


def test_an_unexpected_error_is_narrowed_down_to_its_timer() -> None:
    def explode(envelope: Envelope) -> None:
        if envelope.command.order_id == B:
            raise RuntimeError("13800138000")

    timers = Timers(timer(A), timer(B, hour=1), timer(C, case=C), timer(A, case=UUID(int=4)))
    report = sweep(Door(explode), timers)
    assert (report.fired, report.failed) == (3, {"RuntimeError": 1})
    assert timers.told == [("back_off", timers.due[1], "RuntimeError")]
