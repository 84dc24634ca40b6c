# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Open orders of units that have ended go to whoever took their place."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from jiesu.application.handovers import HandOverReport
from jiesu.kernel.calendar import BusinessCalendar
from jiesu.kernel.instants import Clock, Instant

_EVERY = timedelta(minutes=5)  # what is sent back to a unit that has ended does not wait for long
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class HandOvers:
    """Sweeps as soon as there is one, with every new day of the city, and every few minutes.

    It is made anew when another pack comes into force, and so sweeps at once then too.
    """

    calendar: BusinessCalendar
    clock: Clock
    sweep: Callable[[date], HandOverReport]
    _day: date | None = field(default=None, init=False)
    _next: Instant | None = field(default=None, init=False)
    _refused: Mapping[str, int] = field(default_factory=dict, init=False)

    def step(self) -> int:
        """Sweep if it is time to; return how many orders were handed over."""
        now = self.clock.now()
        today = self.calendar.local_day(now)
        if today == self._day and self._next is not None and now < self._next:
            return 0
        report = self.sweep(today)
        if report.refused != self._refused:  # said once; the status says it until it is mended
            _log.warning("orders not handed over: %s", dict(report.refused))
        self._day, self._next, self._refused = today, Instant(now + _EVERY), report.refused
        return report.handed

    def next_wake(self) -> Instant | None:
        """Return when the next sweep is; None before the first."""
        return self._next
