# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``calendar`` in pack.yaml and catalogues/calendar.csv: which days are worked, and when."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from pathlib import Path
from typing import TypeVar

from jiesu.adapters.packs.csv_lines import Columns, Row, read_table
from jiesu.adapters.packs.law import Law
from jiesu.adapters.packs.manifest import Manifest
from jiesu.adapters.packs.problems import ProblemKind, Report
from jiesu.adapters.packs.yaml_lines import Fields, Node
from jiesu.kernel.calendar import (
    BlocksOutOfOrder,
    BusinessCalendar,
    CalendarDays,
    DayEnd,
    DayKind,
    DayRule,
    DayStanding,
    NoWorkingTime,
)
from jiesu.kernel.text import Text

T = TypeVar("T")

FILE = "catalogues/calendar.csv"

_REQUIRED = (
    "basis",
    "weekend",
    "working_blocks",
    "day_end",
    "calendar_days",
    "announced_from",
    "announced_until",
    "fixed_holidays",
)
_COLUMNS = Columns(("date", "kind", "zh", "en", "standing"))
_BLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_ANY_ZONE = "UTC"  # stands in for a zone with a defect, so that the rest is still checked
_LEAP_YEAR = 2000  # so that 02-29 is a day


class _Weekday(StrEnum):
    """Days of the week in the order of ``date.weekday``."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


_WEEK = tuple(_Weekday)


@dataclass(frozen=True, slots=True)
class _Hours:
    """The part of the calendar that pack.yaml says."""

    node: Node
    weekend: frozenset[int]
    blocks: tuple[tuple[time, time], ...]
    day_end: DayEnd
    calendar_days: CalendarDays
    announced: tuple[date, date]
    fixed: dict[tuple[int, int], Text]


def read_calendar(
    folder: Path, manifest: Manifest, law: Law, report: Report
) -> BusinessCalendar | None:
    """Return the calendar, or None if any of it has a defect."""
    rows = read_table(folder, FILE, _COLUMNS, report).rows
    hours = _hours(manifest.calendar, law) if manifest.calendar is not None else None
    days = _days(rows, hours.announced[1] if hours else None)
    if hours is None:
        return None
    return _calendar(manifest.time_zone or _ANY_ZONE, days, hours)


def _calendar(zone: str, days: dict[date, DayRule], hours: _Hours) -> BusinessCalendar | None:
    try:
        return BusinessCalendar(
            time_zone=zone,
            days=days,
            weekend=hours.weekend,
            blocks=hours.blocks,
            announced_from=hours.announced[0],
            announced_until=hours.announced[1],
            day_end=hours.day_end,
            calendar_days=hours.calendar_days,
            fixed_holidays=hours.fixed,
        )
    except (BlocksOutOfOrder, NoWorkingTime):
        blocks = ", ".join(f"{start:%H:%M}-{end:%H:%M}" for start, end in hours.blocks)
        hours.node.report.add(ProblemKind.BAD_BLOCKS, hours.node.place, value=blocks)
        return None


def _hours(node: Node, law: Law) -> _Hours | None:
    fields = node.fields(_REQUIRED)
    fields.read("basis", law.cite_node)
    weekend, blocks = (
        _listed(fields, "weekend", _weekday),
        _listed(fields, "working_blocks", _block),
    )
    day_end, counted = (
        fields.choice("day_end", DayEnd),
        fields.choice("calendar_days", CalendarDays),
    )
    since, until = fields.day("announced_from"), fields.day("announced_until")
    fixed = fields.read("fixed_holidays", _fixed)
    if since is not None and until is not None and until < since:
        place = fields.nodes["announced_until"].place
        node.report.add(ProblemKind.PERIOD_EMPTY, place, value=until.isoformat())
    if weekend is None or blocks is None or day_end is None or counted is None:
        return None
    if since is None or until is None or fixed is None:
        return None
    return _Hours(node, frozenset(weekend), blocks, day_end, counted, (since, until), fixed)


def _listed(
    fields: Fields, name: str, read_one: Callable[[Node], T | None]
) -> tuple[T, ...] | None:
    items = fields.read(name, Node.items)
    if items is None:
        return None
    read = [read_one(item) for item in items]
    whole = tuple(one for one in read if one is not None)
    return whole if len(whole) == len(read) else None


def _weekday(node: Node) -> int | None:
    cell = node.cell()
    day = cell.choice(_Weekday) if cell else None
    return None if day is None else _WEEK.index(day)


def _block(node: Node) -> tuple[time, time] | None:
    cell = node.cell()
    if cell is None:
        return None
    match = _BLOCK.fullmatch(cell.raw)
    if match is None:
        cell.wrong(ProblemKind.BAD_BLOCKS)
        return None
    opens, opens_minute, closes, closes_minute = (int(part) for part in match.groups())
    return time(opens, opens_minute), time(closes, closes_minute)


def _fixed(node: Node) -> dict[tuple[int, int], Text]:
    found: dict[tuple[int, int], Text] = {}
    for written, named in node.entries():
        name = named.both()
        try:
            day = date.fromisoformat(f"{_LEAP_YEAR}-{written}")
        except ValueError:
            named.report.add(ProblemKind.NOT_A_DAY, named.place, value=written)
            continue
        if name is not None:
            found[(day.month, day.day)] = name
    return found


def _days(rows: list[Row], announced_until: date | None) -> dict[date, DayRule]:
    found: dict[date, DayRule] = {}
    lines: dict[date, int] = {}
    for row in rows:
        day, kind, name = row.day("date"), row.choice("kind", DayKind), row.both()
        standing = row.choice("standing", DayStanding)
        if day is None or kind is None or standing is None:
            continue
        if day in lines:
            facts = {"value": day.isoformat(), "line": lines[day]}
            row.report.add(ProblemKind.CALENDAR_CLASH, row.place, **facts)
        elif standing is DayStanding.ANNOUNCED:
            _check_announced(day, announced_until, row)
        lines.setdefault(day, row.place.line)
        found.setdefault(day, DayRule(kind, name, standing))
    return found


def _check_announced(day: date, until: date | None, row: Row) -> None:
    if until is not None and day > until:
        facts = {"value": day.isoformat(), "last": until.isoformat()}
        row.report.add(ProblemKind.CALENDAR_BEYOND, row.place_of("date"), **facts)
