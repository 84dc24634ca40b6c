# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Once a day: tables for the months ahead, and the seals of the days that ended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from jiesu.kernel.calendar import BusinessCalendar
from jiesu.kernel.instants import Clock, Instant

MakePartitions = Callable[[date], object]
"""Makes the partitions from the month of a day on; again it changes nothing."""
SealDays = Callable[[], object]
"""Seals every day that has ended and has no seal yet."""


@dataclass(slots=True)
class Upkeep:
    """Does each day's chores once in this process; other workers may do them too."""

    calendar: BusinessCalendar
    clock: Clock
    make_partitions: MakePartitions
    seal_days: SealDays
    _done_for: date | None = field(default=None, init=False)

    def step(self) -> int:
        """Do today's chores unless they are done; return how many days were tended (0 or 1)."""
        today = self.calendar.local_day(self.clock.now())
        if self._done_for == today:
            return 0
        self.make_partitions(today)
        self.seal_days()
        self._done_for = today
        return 1

    def next_wake(self) -> Instant | None:
        """Return when the next local day begins; None before the first chores."""
        if self._done_for is None:
            return None
        return self.calendar.day_start(self._done_for + timedelta(days=1))
