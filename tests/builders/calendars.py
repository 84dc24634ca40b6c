# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A business calendar with good defaults: Shanghai time, weekends off, 9 to 12 and 13:30 to 18."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from jiesu.kernel.calendar import (
    BusinessCalendar,
    CalendarDays,
    DayEnd,
    DayKind,
    DayRule,
    DayStanding,
)
from jiesu.kernel.instants import Instant, instant
from jiesu.kernel.text import Text

SPRING_FESTIVAL = Text("春节", "Spring Festival")
NATIONAL_DAY = Text("国庆节", "National Day")
NEW_YEAR = Text("元旦", "New Year's Day")
OFFICE_HOURS = ((time(9), time(12)), (time(13, 30), time(18)))


def holidays(first: date, last: date, name: Text | None = None) -> dict[date, DayRule]:
    """Return a rule for every day from ``first`` to ``last``."""
    span = range((last - first).days + 1)
    return {first + timedelta(days=n): DayRule(DayKind.HOLIDAY, name) for n in span}


def makeup(*days: date, name: Text | None = None) -> dict[date, DayRule]:
    """Return a rule that makes each of ``days`` a working day."""
    return {day: DayRule(DayKind.MAKEUP, name) for day in days}


def assumed(day: date, name: Text) -> dict[date, DayRule]:
    """Return a holiday that is only assumed."""
    return {day: DayRule(DayKind.HOLIDAY, name, DayStanding.ASSUMED)}


def a_calendar(
    days: Mapping[date, DayRule] | None = None,
    *,
    time_zone: str = "Asia/Shanghai",
    weekend: frozenset[int] = frozenset({5, 6}),
    blocks: tuple[tuple[time, time], ...] = OFFICE_HOURS,
    announced_until: date = date(2026, 12, 31),
    day_end: DayEnd = DayEnd.MIDNIGHT,
    calendar_days: CalendarDays = CalendarDays.END_OF_DAY,
    announced_from: date = date.min,
    fixed_holidays: Mapping[tuple[int, int], Text] | None = None,
) -> BusinessCalendar:
    """Return a calendar; every year ends with a sure December 2026 unless said otherwise."""
    fixed = {(1, 1): NEW_YEAR, (10, 1): NATIONAL_DAY}
    return BusinessCalendar(
        time_zone=time_zone,
        days=days or {},
        weekend=weekend,
        blocks=blocks,
        announced_until=announced_until,
        day_end=day_end,
        calendar_days=calendar_days,
        announced_from=announced_from,
        fixed_holidays=fixed if fixed_holidays is None else fixed_holidays,
    )


def at(local: str, time_zone: str = "Asia/Shanghai") -> Instant:
    """Return the instant a clock of ``time_zone`` shows as ``local`` (``2026-10-01 09:30``)."""
    return instant(datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(time_zone)))


def clock(moment: Instant, time_zone: str = "Asia/Shanghai") -> str:
    """Return what a clock of ``time_zone`` shows at ``moment``."""
    return f"{moment.astimezone(ZoneInfo(time_zone)):%Y-%m-%d %H:%M}"
