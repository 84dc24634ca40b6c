# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
from datetime import timedelta
from uuid import UUID

import pytest

from jiesu.application.timers import TIMER, DueTimer, envelope_of, rounds
from jiesu.domain.appeals.messages import ExpireDispatchClock
from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions.messages import ExpireDraft
from jiesu.domain.workorders.messages import ExpireOrderClock
from jiesu.kernel.instants import Instant
from tests.builders.town import NOON

A, B, CASE = UUID(int=1), UUID(int=2), UUID(int=9)


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


def test_timers_of_one_case_go_one_after_the_other_as_they_fell_due() -> None:
    late, early, other = timer(hour=2), timer(B, hour=1), timer(UUID(int=3), case=B)
    assert rounds([late, early, other]) == [[other, early], [late]]


def test_nothing_due_needs_no_round() -> None:
    assert rounds([]) == []
