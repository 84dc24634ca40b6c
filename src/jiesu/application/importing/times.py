# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Reading instants the way foreign files write them: ISO, strptime formats, epoch numbers, days."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from jiesu.kernel.errors import BadInput
from jiesu.kernel.instants import Instant, instant
from jiesu.kernel.text import Text

ISO = "ISO"
EPOCHS = {"epoch": 1, "epoch_ms": 1000}
"""Named number formats and how many of their units make a second."""

_REMEMBERED = 4096
_ISO_DAY_LENGTHS = (8, 10)
_LIKE_A_DATE = re.compile(r"\d{4}\s*[-/.年]?\s*\d{1,2}\s*[-/.月]?\s*\d{1,2}")
_HOUR_DIRECTIVES = ("%H", "%I", "%c", "%X", "%s")

TimeReader = Callable[[str], Instant]


class UnreadableTime(BadInput):
    """A cell that should hold a time is written in none of the map's formats."""

    what = Text(
        "时间不符合映射中的任何格式（{formats}）。",
        "The time is written in none of the map's formats ({formats}).",
    )
    next_step = Text(
        "请更正该单元格，或在映射的 formats 中加入这种写法。",
        "Correct the cell, or add its way of writing to `formats` in the map.",
    )


class ImpossibleTime(BadInput):
    """A cell reads like a date that no calendar or clock has (30 February, hour 25)."""

    what = Text(
        "日历或时钟上没有这一时刻（允许的格式：{formats}）。",
        "No calendar or clock has this moment (formats allowed: {formats}).",
    )
    next_step = Text("请在来源系统核对原始时间。", "Look the time up where the data came from.")


class DayWithoutTime(BadInput):
    """The cell names a day only, and the map does not say at what time of it."""

    what = Text("单元格只有日期，没有时刻。", "The cell names a day but no time of day.")
    next_step = Text(
        '请在映射中写明 time_of_day，例如 time_of_day = "12:00"。',
        'State `time_of_day` in the map, for example time_of_day = "12:00".',
    )


def has_time(written: str) -> bool:
    """Return whether a value in this format carries its time of day (ISO: the cell decides)."""
    if written == ISO or written in EPOCHS:
        return True
    return any(directive in written for directive in _HOUR_DIRECTIVES)


def time_reader(formats: tuple[str, ...], zone: ZoneInfo, time_of_day: time | None) -> TimeReader:
    """Return a reader of one column's times; naive ones are local to ``zone``.

    Days repeat from row to row, so the last few thousand answers are remembered.

    Raises (the reader): UnreadableTime, ImpossibleTime, DayWithoutTime.
    """

    @lru_cache(maxsize=_REMEMBERED)
    def read(text: str) -> Instant:
        for written in formats:
            found = _parse(text, written)
            if found is not None:
                return _settled(*found, zone, time_of_day, formats)
        reason = ImpossibleTime if _LIKE_A_DATE.match(text) else UnreadableTime
        raise reason(formats=", ".join(formats))

    return read


def _parse(text: str, written: str) -> tuple[datetime, bool] | None:
    """Return the moment and whether it is a day only; ``None`` if not written like this."""
    try:
        if written == ISO:
            return datetime.fromisoformat(text), len(text) in _ISO_DAY_LENGTHS
        if written in EPOCHS:
            return datetime.fromtimestamp(float(text) / EPOCHS[written], UTC), False
        moment = datetime.strptime(text, written)  # noqa: DTZ007 -- the zone is added below
    except (ValueError, OverflowError, OSError):
        return None
    return moment, not has_time(written)


def _settled(
    moment: datetime,
    day_only: bool,  # noqa: FBT001 -- unpacked from what _parse found
    zone: ZoneInfo,
    time_of_day: time | None,
    formats: tuple[str, ...],
) -> Instant:
    if moment.tzinfo is not None:
        return instant(moment)
    if day_only:
        if time_of_day is None:
            raise DayWithoutTime
        moment = datetime.combine(moment.date(), time_of_day)
    local = moment.replace(tzinfo=zone)
    found = instant(local)
    if found.astimezone(zone).replace(tzinfo=None) != moment:
        # The clocks jumped over this hour: it never was.
        raise ImpossibleTime(formats=", ".join(formats))
    return found
