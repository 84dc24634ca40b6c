# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Time limits: how long, counted how, and the instant they end."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jiesu.kernel.calendar import BusinessCalendar, Reckoning
from jiesu.kernel.instants import Instant


class TimeUnit(StrEnum):
    """How a limit is counted."""

    MINUTE = "minute"  # 分钟
    HOUR = "hour"  # 小时
    WORKING_HOUR = "working_hour"  # 工作小时
    CALENDAR_DAY = "calendar_day"  # 自然日
    WORKING_DAY = "working_day"  # 工作日


@dataclass(frozen=True, slots=True)
class TimeLimit:
    """办理时限: ``amount`` of ``unit``."""

    amount: int
    unit: TimeUnit

    def __str__(self) -> str:
        return f"{self.amount} {self.unit.value}"

    def day_and_night(self) -> "TimeLimit":
        """Return the limit for somebody who serves round the clock: working time is all time."""
        return TimeLimit(self.amount, _ROUND_THE_CLOCK.get(self.unit, self.unit))


_ROUND_THE_CLOCK = {
    TimeUnit.WORKING_HOUR: TimeUnit.HOUR,
    TimeUnit.WORKING_DAY: TimeUnit.CALENDAR_DAY,
}


_COUNTING: Mapping[TimeUnit, Callable[[BusinessCalendar, Instant, int], Reckoning]] = {
    TimeUnit.MINUTE: BusinessCalendar.add_minutes,
    TimeUnit.HOUR: BusinessCalendar.add_hours,
    TimeUnit.WORKING_HOUR: BusinessCalendar.add_working_hours,
    TimeUnit.CALENDAR_DAY: BusinessCalendar.add_calendar_days,
    TimeUnit.WORKING_DAY: BusinessCalendar.add_working_days,
}


def due(limit: TimeLimit, start: Instant, calendar: BusinessCalendar) -> Reckoning:
    """Return when ``limit`` ends if it starts at ``start``, with the reckoning behind it."""
    return _COUNTING[limit.unit](calendar, start, limit.amount)
