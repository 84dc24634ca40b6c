# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""When a time limit ends, and why: the sentences a unit and an appellant can check by hand."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from jiesu.kernel.days import DayOf
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Text

_WEEKDAYS = (
    Text("周一", "Monday"),
    Text("周二", "Tuesday"),
    Text("周三", "Wednesday"),
    Text("周四", "Thursday"),
    Text("周五", "Friday"),
    Text("周六", "Saturday"),
    Text("周日", "Sunday"),
)
_ASSUMED = Text("（推定）", " (assumed)")
_SURE = Text("", "")
_NOT_COUNTED = Text("不计", "not counted")
_AFTER_HOURS = Text("已过工作时间，不计", "after working hours, not counted")
_FIRST_NOT_COUNTED = Text("起算当日，不计", "the day it starts, not counted")
_WORKING = Text("第{count}个工作日", "working day {count}")
_CALENDAR = Text("第{count}日", "day {count}")
_CLOCK = "%H:%M"
_DAY_AND_CLOCK = "%Y-%m-%d %H:%M"
_HOUR = timedelta(hours=1)
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of working hours of one local day that was counted."""

    day: date
    since: Instant
    until: Instant


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the reckoning: a local day, whether it counted, and how to say so."""

    day: date
    counted: bool
    assumed: bool
    text: Text


@dataclass(frozen=True, slots=True)
class Reckoning:
    """到期时刻的计算: when a limit ends (exclusive), and whether an unannounced day decided it.

    ``steps`` are put into words only when somebody asks.
    """

    due: Instant
    assumed: bool
    explain: Callable[[], tuple[Step, ...]] = field(repr=False, compare=False)

    @property
    def steps(self) -> tuple[Step, ...]:
        """The reckoning day by day, the last line naming the end."""
        return self.explain()


DayOfDate = Callable[[date], DayOf]


def explain_elapsed(start: Instant, due: Instant, zone: ZoneInfo) -> tuple[Step, ...]:
    """Say how hours ran on by the clock, over nights and holidays."""
    local = start.astimezone(zone)
    begin, hours = f"{local:{_DAY_AND_CLOCK}}", _hours(due - start)
    text = Text(f"{begin} 起连续计算 {hours} 小时", f"{hours} h on end from {begin}")
    ran = Step(local.date(), counted=True, assumed=False, text=text)
    return (ran, _due_step(due, zone))


def explain_calendar_days(
    first: date, count: int, day_of: DayOfDate, due: Instant, zone: ZoneInfo
) -> tuple[Step, ...]:
    """Say day by day how ``count`` calendar days after ``first`` were counted."""
    steps = [_step(first, day_of(first), _FIRST_NOT_COUNTED, counted=False)]
    for number in range(1, count + 1):
        day = first + timedelta(days=number)
        text = Text(_CALENDAR.zh.format(count=number), _CALENDAR.en.format(count=number))
        steps.append(_step(day, day_of(day), text, counted=True))
    return (*steps, _due_step(due, zone))


def explain_working_days(
    first: date, last: date, day_of: DayOfDate, due: Instant, zone: ZoneInfo
) -> tuple[Step, ...]:
    """Say day by day which days from ``first`` to ``last`` counted, and why the others did not."""
    steps = [_step(first, day_of(first), _FIRST_NOT_COUNTED, counted=False)]
    count = 0
    for day in _days(first + timedelta(days=1), last):
        seen = day_of(day)
        count += seen.working
        text = Text(_WORKING.zh.format(count=count), _WORKING.en.format(count=count))
        steps.append(_step(day, seen, text if seen.working else _NOT_COUNTED, counted=seen.working))
    return (*steps, _due_step(due, zone))


def explain_working_hours(
    first: date, segments: Iterable[Segment], day_of: DayOfDate, due: Instant, zone: ZoneInfo
) -> tuple[Step, ...]:
    """Say which hours of which days counted, and which whole days did not."""
    steps: list[Step] = []
    upcoming = first
    for segment in segments:
        idle = _days(upcoming, segment.day - timedelta(days=1))
        steps.extend(_idle_step(day, day_of(day)) for day in idle)
        upcoming = segment.day + timedelta(days=1)
        steps.append(_step(segment.day, day_of(segment.day), _span(segment, zone), counted=True))
    return (*steps, _due_step(due, zone))


def explain_nothing(start: Instant, zone: ZoneInfo) -> tuple[Step, ...]:
    """Say that a limit of nothing ends where it starts."""
    return (_due_step(start, zone),)


def _days(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=ahead) for ahead in range((last - first).days + 1))


def _step(day: date, seen: DayOf, text: Text, *, counted: bool) -> Step:
    name = seen.name or _WEEKDAYS[day.weekday()]
    mark = _ASSUMED if seen.assumed else _SURE
    said = Text(
        f"{day} {name.zh} {text.zh}{mark.zh}",
        f"{day} {name.en}: {text.en}{mark.en}",
    )
    return Step(day, counted, seen.assumed, said)


def _idle_step(day: date, seen: DayOf) -> Step:
    return _step(day, seen, _AFTER_HOURS if seen.working else _NOT_COUNTED, counted=False)


def _span(segment: Segment, zone: ZoneInfo) -> Text:
    since, until = segment.since.astimezone(zone), segment.until.astimezone(zone)
    clock = f"{since:{_CLOCK}}–{_closing(until, segment.day)}"
    hours = _hours(segment.until - segment.since)
    return Text(f"{clock} 计 {hours} 小时", f"{clock}, {hours} h")


def _closing(local: datetime, day: date) -> str:
    """Return the clock at the end of something on ``day``: midnight reads 24:00."""
    return f"{local:{_CLOCK}}" if local.date() == day else "24:00"


def _hours(length: timedelta) -> str:
    return f"{length / _HOUR:.2f}".rstrip("0").rstrip(".")


def _due_step(due: Instant, zone: ZoneInfo) -> Step:
    """Name the end; midnight belongs to the day it ends, as people say: 24:00."""
    local = due.astimezone(zone)
    day = (due - _TICK).astimezone(zone).date()
    said = f"{day} {_closing(local, day)}"
    return Step(day, counted=False, assumed=False, text=Text(f"{said} 到期", f"due at {said}"))
