# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a business calendar is made of: kinds of day, ways of counting, and what cannot be one."""

from dataclasses import dataclass
from enum import StrEnum

from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text


class UnknownTimeZone(BadInput):
    """A time zone's name is not in the time zone database of this machine."""

    what = Text("没有名为“{key}”的时区。", 'There is no time zone "{key}".')
    next_step = Text(
        "请写成 Asia/Shanghai 这样的名称；如名称无误，请安装 tzdata。",
        "Write it like Asia/Shanghai; if it is written right, install tzdata.",
    )


class NoWorkingTime(BadInput):
    """A calendar has no working day or no working hour, so no limit would ever end."""

    what = Text("日历中没有工作时间，期限无法计算。", "The calendar leaves no time to work in.")
    next_step = Text(
        "请检查周末、假日和每日工作时段。",
        "Check its weekend, its holidays and its working hours.",
    )


class BlocksOutOfOrder(BadInput):
    """Working blocks overlap, run backwards, or are not in order."""

    what = Text(
        "工作时段 {blocks} 有重叠、倒置或未按先后排列。",
        "The working hours {blocks} overlap, run backwards or are not in order.",
    )
    next_step = Text(
        "请按先后写成如 09:00–12:00、13:30–18:00；24:00 写作 00:00。",
        "Write them in order, like 09:00–12:00, 13:30–18:00; midnight at the end is 00:00.",
    )


class BeyondCalendar(BadInput):
    """A day or instant lies outside the years the calendar knows."""

    what = Text("{when} 不在 1900—2999 年之间。", "{when} is not in the years 1900 to 2999.")
    next_step = Text("请检查该日期。", "Check that date.")


class UnreasonableLimit(BadInput):
    """A time limit is negative or longer than a century."""

    what = Text("期限长度 {amount} 不合理。", "A limit of {amount} is negative or beyond reason.")
    next_step = Text("请检查期限的数字和单位。", "Check the limit's number and its unit.")


class DayKind(StrEnum):
    """How a day departs from its week."""

    HOLIDAY = "holiday"  # 放假
    MAKEUP = "makeup"  # 调休上班


class DayStanding(StrEnum):
    """Whether the notice of holidays is out."""

    ANNOUNCED = "announced"  # 已公布
    ASSUMED = "assumed"  # 推定


class DayEnd(StrEnum):
    """When a limit in working days ends on its last day."""

    MIDNIGHT = "midnight"  # 当日24时
    CLOSE_OF_BUSINESS = "close_of_business"  # 下班时


class CalendarDays(StrEnum):
    """What a calendar day is when limits are counted in them."""

    ELAPSED = "elapsed"  # 每日24小时
    END_OF_DAY = "end_of_day"  # 次日起算，至末日24时


@dataclass(frozen=True, slots=True)
class DayRule:
    """A day that departs from its week: a holiday, or a weekend day worked in exchange."""

    kind: DayKind
    name: Text | None = None
    standing: DayStanding = DayStanding.ANNOUNCED


@dataclass(frozen=True, slots=True)
class DayOf:
    """What one local day is: worked or not, sure or assumed, and its name if it has one."""

    working: bool
    assumed: bool
    name: Text | None = None
