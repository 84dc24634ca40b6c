# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The business calendar: which local days are worked, and when a time limit ends.

Everything about a city or a country comes in as data. The rules of counting:

- **Hours** run on by the clock: ``n`` hours are ``n`` real hours, also when summer time begins.
- **Calendar days**, as the pack chooses: ``elapsed``, each exactly 24 hours; or ``end_of_day``:
  the day it starts is not counted and the limit ends when the n-th local day after it ends.
- **Working days**: the day it starts is never counted, worked or not; the n-th working day after
  it is the last, and the limit ends when that day ends at local ``midnight`` or at its
  ``close_of_business``, as the pack chooses.
- **Working hours** are counted inside the working blocks of working days only; hours that end
  exactly with a block end there, not at the start of the next.
- Nothing (0 of any unit) ends where it starts. Every end is exclusive: in time is before ``due``.
- A day outside the announced span follows weekends and the fixed statutory holidays and is marked
  *assumed*; so is every limit whose counting passed over such a day.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jiesu.kernel.days import (
    BeyondCalendar,
    BlocksOutOfOrder,
    CalendarDays,
    DayEnd,
    DayKind,
    DayOf,
    DayRule,
    DayStanding,
    NoWorkingTime,
    UnknownTimeZone,
    UnreasonableLimit,
)
from jiesu.kernel.instants import Instant
from jiesu.kernel.reckoning import (
    Reckoning,
    Segment,
    Step,
    explain_calendar_days,
    explain_elapsed,
    explain_nothing,
    explain_working_days,
    explain_working_hours,
)
from jiesu.kernel.text import Text

__all__ = [
    "BeyondCalendar",
    "BlocksOutOfOrder",
    "BusinessCalendar",
    "CalendarDays",
    "DayEnd",
    "DayKind",
    "DayOf",
    "DayRule",
    "DayStanding",
    "NoWorkingTime",
    "Reckoning",
    "Step",
    "UnknownTimeZone",
    "UnreasonableLimit",
]

_FIRST_YEAR, _LAST_YEAR = 1900, 2999
_LAST_YEAR_COUNTED = 3199  # a century of working days from the last start ends before
_MOST = 36_525  # days of a century: a longer limit is a slip of the finger
_MOST_HOURS = _MOST * 24
_MOST_MINUTES = _MOST_HOURS * 60
_DAYS_OF_A_WEEK = 7
_MIDNIGHT = time(0)
_HOLIDAY = Text("放假", "holiday")
_MAKEUP = Text("调休上班", "make-up working day")


@dataclass(frozen=True, slots=True, kw_only=True)
class BusinessCalendar:
    """工作日历: a time zone, the days that depart from their week, and the hours worked.

    ``weekend`` counts Monday as 0. ``blocks`` are local clock times in order; an end of 00:00 is
    midnight. ``announced_from`` to ``announced_until`` is the span for which ``days`` is complete.
    ``fixed_holidays`` maps (month, day) to a name and is used outside that span only.

    Raises:
        UnknownTimeZone, NoWorkingTime, BlocksOutOfOrder: the data make no calendar.
    """

    time_zone: str
    days: Mapping[date, DayRule] = field(hash=False)
    weekend: frozenset[int]
    blocks: tuple[tuple[time, time], ...]
    announced_until: date
    day_end: DayEnd
    calendar_days: CalendarDays
    announced_from: date = date.min
    fixed_holidays: Mapping[tuple[int, int], Text] = field(default_factory=dict, hash=False)
    _zone: ZoneInfo = field(init=False, repr=False, compare=False)
    _sure: tuple[int, int] = field(init=False, repr=False, compare=False)
    _years: dict[int, list[int]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )  # working days by year, filled as asked; filling twice gives the same, so no lock

    def __post_init__(self) -> None:
        if not self.blocks or self.weekend.issuperset(range(_DAYS_OF_A_WEEK)):
            raise NoWorkingTime
        _require_order(self.blocks)
        object.__setattr__(self, "_zone", _zone(self.time_zone))
        object.__setattr__(self, "_sure", self._sure_span())

    def local_day(self, at: Instant) -> date:
        """Return the local day ``at`` belongs to.

        A day lasts from its own start to the next day's, also where clocks set back past midnight
        show the date before once more.

        Raises:
            BeyondCalendar: ``at`` is not in the years 1900 to 2999.
        """
        if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
            raise BeyondCalendar(when=at.isoformat())
        local = at.astimezone(self._zone)
        day = local.date()
        if local.fold and at >= self._midnight(day.toordinal() + 1):
            return day + timedelta(days=1)
        return day

    def local(self, at: Instant) -> datetime:
        """Return the wall clock of the city at that instant."""
        return at.astimezone(self._zone)

    def day_start(self, day: date) -> Instant:
        """Return the first instant of ``day``: local midnight, or where the clock jumps past it.

        Raises:
            BeyondCalendar: ``day`` is not in the years 1900 to 2999.
        """
        if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
            raise BeyondCalendar(when=day.isoformat())
        return self._midnight(day.toordinal())

    def is_working_day(self, day: date) -> bool:
        """Return whether ``day`` is worked."""
        return self.day_of(day).working

    def day_of(self, day: date) -> DayOf:
        """Return what ``day`` is: worked or not, sure or assumed, and its name."""
        rule = self.days.get(day)
        if rule is not None:
            working = rule.kind is DayKind.MAKEUP
            name = rule.name or (_MAKEUP if working else _HOLIDAY)
            return DayOf(working, rule.standing is DayStanding.ASSUMED, name)
        announced = self.announced_from <= day <= self.announced_until
        fixed = None if announced else self.fixed_holidays.get((day.month, day.day))
        working = fixed is None and day.weekday() not in self.weekend
        return DayOf(working, not announced, fixed)

    def add_hours(self, start: Instant, hours: int) -> Reckoning:
        """Return when ``hours`` hours by the clock are over.

        Raises:
            UnreasonableLimit, BeyondCalendar: the limit or its start is out of bounds.
        """
        if not 0 <= hours <= _MOST_HOURS:
            raise UnreasonableLimit(amount=hours)
        if not _FIRST_YEAR <= start.year <= _LAST_YEAR:
            raise BeyondCalendar(when=start.isoformat())
        return self._elapsed(start, timedelta(hours=hours))

    def add_minutes(self, start: Instant, minutes: int) -> Reckoning:
        """Return when ``minutes`` minutes by the clock are over.

        Raises:
            UnreasonableLimit, BeyondCalendar: the limit or its start is out of bounds.
        """
        if not 0 <= minutes <= _MOST_MINUTES:
            raise UnreasonableLimit(amount=minutes)
        if not _FIRST_YEAR <= start.year <= _LAST_YEAR:
            raise BeyondCalendar(when=start.isoformat())
        return self._elapsed(start, timedelta(minutes=minutes))

    def add_calendar_days(self, start: Instant, count: int) -> Reckoning:
        """Return when ``count`` calendar days are over, holidays or not.

        Raises:
            UnreasonableLimit, BeyondCalendar: the limit or its start is out of bounds.
        """
        first = self._first_day(start, count)
        if self.calendar_days is CalendarDays.ELAPSED:
            return self._elapsed(start, timedelta(days=count))
        if count == 0:
            return self._nothing(start)
        due = self._midnight(first.toordinal() + count + 1)
        said = partial(explain_calendar_days, first, count, self._day_itself, due, self._zone)
        return Reckoning(due, assumed=False, explain=said)

    def add_working_days(self, start: Instant, count: int) -> Reckoning:
        """Return when ``count`` working days are over.

        Raises:
            UnreasonableLimit, BeyondCalendar: the limit or its start is out of bounds.
            NoWorkingTime: holidays leave a whole year without a working day.
        """
        first = self._first_day(start, count)
        if count == 0:
            return self._nothing(start)
        after = first.toordinal()
        last = self._working_day_after(after, count)
        due = self._end_of_working_day(last)
        last_day = date.fromordinal(last)
        said = partial(explain_working_days, first, last_day, self.day_of, due, self._zone)
        return Reckoning(due, self._any_assumed(after + 1, last), said)

    def add_working_hours(self, start: Instant, hours: int) -> Reckoning:
        """Return when ``hours`` hours inside the working blocks are over.

        Raises:
            UnreasonableLimit, BeyondCalendar: the limit or its start is out of bounds.
            NoWorkingTime: holidays leave a whole year without a working day.
        """
        first = self._first_day(start, hours)
        if hours == 0:
            return self._nothing(start)
        segments = tuple(self._segments(start, first, timedelta(hours=hours)))
        last = segments[-1]
        said = partial(explain_working_hours, first, segments, self.day_of, last.until, self._zone)
        assumed = self._any_assumed(first.toordinal(), last.day.toordinal())
        return Reckoning(last.until, assumed, said)

    def _first_day(self, start: Instant, amount: int) -> date:
        if not 0 <= amount <= _MOST:
            raise UnreasonableLimit(amount=amount)
        return self.local_day(start)

    def _elapsed(self, start: Instant, length: timedelta) -> Reckoning:
        due = Instant(start + length)
        return Reckoning(due, False, partial(explain_elapsed, start, due, self._zone))

    def _nothing(self, start: Instant) -> Reckoning:
        return Reckoning(start, False, partial(explain_nothing, start, self._zone))

    def _day_itself(self, day: date) -> DayOf:
        """Return the day without its doubts: calendar days count whatever the notice will say."""
        return DayOf(working=True, assumed=False, name=self.day_of(day).name)

    def _sure_span(self) -> tuple[int, int]:
        """Return the first and last ordinal between which no day is assumed."""
        doubts = [d for d, rule in self.days.items() if rule.standing is DayStanding.ASSUMED]
        since = self.announced_from.toordinal()
        inside = [d.toordinal() - 1 for d in doubts if d >= self.announced_from]
        return since, min([self.announced_until.toordinal(), *inside])

    def _any_assumed(self, first: int, last: int) -> bool:
        since, until = self._sure
        if since <= first and last <= until:
            return False
        return any(self.day_of(date.fromordinal(day)).assumed for day in range(first, last + 1))

    def _working_day_after(self, day: int, count: int) -> int:
        """Return the ordinal of the ``count``-th working day after the ordinal ``day``."""
        year = date.fromordinal(day).year
        worked = self._working_days(year)
        index = bisect_right(worked, day) + count - 1
        while index >= len(worked):
            index -= len(worked)
            year += 1
            worked = self._working_days(year)
        return worked[index]

    def _working_days(self, year: int) -> list[int]:
        worked = self._years.get(year)
        if worked is None:
            if year > _LAST_YEAR_COUNTED:
                raise BeyondCalendar(when=year)
            span = range(date(year, 1, 1).toordinal(), date(year + 1, 1, 1).toordinal())
            worked = [day for day in span if self.day_of(date.fromordinal(day)).working]
            if not worked:
                raise NoWorkingTime
            self._years[year] = worked
        return worked

    def _segments(self, start: Instant, first: date, left: timedelta) -> Iterator[Segment]:
        """Yield the stretches of working time from ``start`` on until ``left`` is used up."""
        day, reached = first.toordinal(), start
        while left:
            day = self._working_day_after(day - 1, 1)
            for opens, closes in self.blocks:
                since = max(reached, self._local(day, opens))
                until = min(self._closing(day, closes), Instant(since + left))
                if since < until:
                    yield Segment(date.fromordinal(day), since, until)
                    reached, left = until, left - (until - since)
            day += 1

    def _end_of_working_day(self, day: int) -> Instant:
        if self.day_end is DayEnd.MIDNIGHT:
            return self._midnight(day + 1)
        return self._closing(day, self.blocks[-1][1])

    def _closing(self, day: int, clock: time) -> Instant:
        return self._midnight(day + 1) if clock == _MIDNIGHT else self._local(day, clock)

    def _midnight(self, day: int) -> Instant:
        return self._local(day, _MIDNIGHT)

    def _local(self, day: int, clock: time) -> Instant:
        """Return the instant of a local clock time.

        Shown twice, it is the first time; skipped, it is as if the clock had not jumped yet.
        """
        local = datetime.combine(date.fromordinal(day), clock, self._zone)
        return Instant(local.astimezone(UTC))


def _zone(key: str) -> ZoneInfo:
    try:
        return ZoneInfo(key)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UnknownTimeZone(key=key) from None


def _require_order(blocks: tuple[tuple[time, time], ...]) -> None:
    reached = _MIDNIGHT
    for index, (opens, closes) in enumerate(blocks):
        last = index == len(blocks) - 1
        if opens < reached or not (opens < closes or (last and closes == _MIDNIGHT)):
            said = ", ".join(f"{a:%H:%M}–{b:%H:%M}" for a, b in blocks)
            raise BlocksOutOfOrder(blocks=said)
        reached = closes
