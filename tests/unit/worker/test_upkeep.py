# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
from datetime import date

import pytest

from jiesu.worker.upkeep import Upkeep
from tests.builders.calendars import at
from tests.builders.town import NOON, SetClock, policy


class Chores:
    def __init__(self, clock: SetClock) -> None:
        self.done: list[object] = []
        self.upkeep = Upkeep(policy().calendar, clock, self.done.append, self.seal)

    def seal(self) -> None:
        self.done.append("sealed")


def test_the_chores_are_done_once_a_local_day() -> None:
    clock = SetClock(at("2026-03-10 23:30"))
    chores = Chores(clock)
    assert [chores.upkeep.step(), chores.upkeep.step()] == [1, 0]
    clock.pass_(hours=1)
    assert chores.upkeep.step() == 1
    assert chores.done == [date(2026, 3, 10), "sealed", date(2026, 3, 11), "sealed"]


def test_the_next_chores_wait_for_the_next_local_day() -> None:
    chores = Chores(SetClock(NOON))
    assert chores.upkeep.next_wake() is None
    chores.upkeep.step()
    assert chores.upkeep.next_wake() == at("2026-03-11 00:00")


def test_chores_that_failed_are_still_open() -> None:
    chores = Chores(SetClock(NOON))
    chores.upkeep.seal_days = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        chores.upkeep.step()
    chores.upkeep.seal_days = chores.seal
    assert chores.upkeep.step() == 1
