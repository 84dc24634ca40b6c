# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""考评月: in many cities not the calendar month; named after the month it ends in."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from jiesu.kernel.calendar import BusinessCalendar
from jiesu.kernel.errors import BadInput
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Text

_LABEL = re.compile(r"([0-9]{4})-([0-9]{2})")
_ONE_DAY = timedelta(days=1)
_DECEMBER = 12


class NotAMonth(BadInput):
    """A month is written as year and month."""

    what = Text("“{text}”不是月份。", '"{text}" is not a month.')
    next_step = Text("请写成 2026-10 这样的形式。", "Write it like 2026-10.")


@dataclass(frozen=True, slots=True)
class AssessmentMonth:
    """考评月: ``2026-10`` that starts on the 19th is 19 September to 18 October 2026."""

    year: int
    month: int
    start_day: int = 1

    @property
    def label(self) -> str:
        """Return e.g. ``2026-10``."""
        return f"{self.year:04d}-{self.month:02d}"

    @property
    def first_day(self) -> date:
        """Return the first local day."""
        if self.start_day == 1:
            return date(self.year, self.month, 1)
        year, month = _month_before(self.year, self.month)
        return date(year, month, self.start_day)

    @property
    def last_day(self) -> date:
        """Return the last local day."""
        return self.next().first_day - _ONE_DAY

    def next(self) -> "AssessmentMonth":
        """Return the month after this."""
        year, month = _month_after(self.year, self.month)
        return AssessmentMonth(year, month, self.start_day)

    def previous(self) -> "AssessmentMonth":
        """Return the month before this."""
        year, month = _month_before(self.year, self.month)
        return AssessmentMonth(year, month, self.start_day)

    def bounds(self, calendar: BusinessCalendar) -> tuple[Instant, Instant]:
        """Return its first instant and the first instant after it."""
        return calendar.day_start(self.first_day), calendar.day_start(self.next().first_day)


def month_of(day: date, start_day: int) -> AssessmentMonth:
    """Return the assessment month a local day belongs to."""
    year, month = day.year, day.month
    if start_day > 1 and day.day >= start_day:
        year, month = _month_after(year, month)
    return AssessmentMonth(year, month, start_day)


def month_named(text: str, start_day: int) -> AssessmentMonth:
    """Return the month written as ``2026-10``.

    Raises:
        NotAMonth: it is written otherwise.
    """
    found = _LABEL.fullmatch(text)
    year, month = (int(found[1]), int(found[2])) if found else (0, 0)
    if not (date.min.year < year < date.max.year and 1 <= month <= _DECEMBER):
        raise NotAMonth(text=text)
    return AssessmentMonth(year, month, start_day)


def _month_before(year: int, month: int) -> tuple[int, int]:
    return (year, month - 1) if month > 1 else (year - 1, _DECEMBER)


def _month_after(year: int, month: int) -> tuple[int, int]:
    return (year, month + 1) if month < _DECEMBER else (year + 1, 1)
