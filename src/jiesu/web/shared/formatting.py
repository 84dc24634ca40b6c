# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Times, spans, numbers and shares as people write them, in both languages."""

from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from jiesu.kernel.text import Language, Text

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400
_MANY_HOURS = 48  # above, days say more
_NAMES = {
    "day": Text("{n} 天", "{n} day{s}"),
    "hour": Text("{n} 小时", "{n} hour{s}"),
    "minute": Text("{n} 分钟", "{n} minute{s}"),
}
_LEFT = Text("还剩 {span}", "{span} left")
_LATE = Text("已超 {span}", "{span} late")
_NOW = Text("不到 1 分钟", "less than a minute")
NOTHING = "–"


def day_text(day: date, language: Language) -> str:
    """Return 2026年3月10日, or 10 Mar 2026."""
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_text(moment: datetime, language: Language) -> str:
    """Return 2026年3月10日 14:05, or 10 Mar 2026, 14:05; the moment is local already."""
    between = " " if language == "zh" else ", "
    return f"{day_text(moment.date(), language)}{between}{moment:%H:%M}"


def span_text(span: timedelta, language: Language) -> str:
    """Return a span in its largest fitting unit, cut down: nobody is promised more."""
    seconds = int(abs(span.total_seconds()))
    for unit, size, least in (
        ("day", _DAY, _MANY_HOURS * _HOUR),
        ("hour", _HOUR, _HOUR),
        ("minute", _MINUTE, _MINUTE),
    ):
        if seconds >= least:
            n = seconds // size
            return _NAMES[unit].say(language, n=n, s="" if n == 1 else "s")
    return _NOW.say(language)


def remaining_text(due: datetime, now: datetime, language: Language) -> str:
    """Return 还剩 3 小时 or 已超 2 天."""
    left = due - now
    template = _LATE if left < timedelta(0) else _LEFT
    return template.say(language, span=span_text(left, language))


def number_text(value: int) -> str:
    """Return 1,234,567."""
    return f"{value:,}"


def share_text(value: Fraction | None, places: int = 1) -> str:
    """Return 98.5%; a dash where there was nothing to divide."""
    if value is None:
        return NOTHING
    exact = Decimal(value.numerator) * 100 / Decimal(value.denominator)
    return f"{exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}%"
