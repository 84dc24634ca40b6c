# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every limit explains itself day by day, in both languages, so that anyone can check it."""

from datetime import date, time

from jiesu.kernel.calendar import CalendarDays, Reckoning, Step
from tests.builders.calendars import NATIONAL_DAY, a_calendar, at, holidays, makeup

CALENDAR = a_calendar(
    holidays(date(2026, 10, 1), date(2026, 10, 7), NATIONAL_DAY) | makeup(date(2026, 10, 10))
)


def chinese(reckoning: Reckoning) -> list[str]:
    return [step.text.zh for step in reckoning.steps]


def english(reckoning: Reckoning) -> list[str]:
    return [step.text.en for step in reckoning.steps]


def test_working_days_are_listed_with_the_reason_of_each() -> None:
    reckoning = CALENDAR.add_working_days(at("2026-10-06 16:00"), 3)
    assert chinese(reckoning) == [
        "2026-10-06 国庆节 起算当日，不计",
        "2026-10-07 国庆节 不计",
        "2026-10-08 周四 第1个工作日",
        "2026-10-09 周五 第2个工作日",
        "2026-10-10 调休上班 第3个工作日",
        "2026-10-10 24:00 到期",
    ]
    assert english(reckoning) == [
        "2026-10-06 National Day: the day it starts, not counted",
        "2026-10-07 National Day: not counted",
        "2026-10-08 Thursday: working day 1",
        "2026-10-09 Friday: working day 2",
        "2026-10-10 make-up working day: working day 3",
        "due at 2026-10-10 24:00",
    ]


def test_what_is_only_assumed_says_so() -> None:
    reckoning = CALENDAR.add_working_days(at("2026-12-31 16:00"), 1)
    assert chinese(reckoning) == [
        "2026-12-31 周四 起算当日，不计",
        "2027-01-01 元旦 不计（推定）",
        "2027-01-02 周六 不计（推定）",
        "2027-01-03 周日 不计（推定）",
        "2027-01-04 周一 第1个工作日（推定）",
        "2027-01-04 24:00 到期",
    ]
    assert english(reckoning)[1] == "2027-01-01 New Year's Day: not counted (assumed)"
    assert [step.assumed for step in reckoning.steps] == [False, True, True, True, True, False]


def test_calendar_days_are_numbered() -> None:
    reckoning = CALENDAR.add_calendar_days(at("2026-09-30 16:00"), 2)
    assert chinese(reckoning) == [
        "2026-09-30 周三 起算当日，不计",
        "2026-10-01 国庆节 第1日",
        "2026-10-02 国庆节 第2日",
        "2026-10-02 24:00 到期",
    ]


def test_hours_say_from_when_to_when() -> None:
    reckoning = CALENDAR.add_hours(at("2026-09-30 16:00"), 24)
    assert chinese(reckoning) == [
        "2026-09-30 16:00 起连续计算 24 小时",
        "2026-10-01 16:00 到期",
    ]
    assert english(reckoning) == ["24 h on end from 2026-09-30 16:00", "due at 2026-10-01 16:00"]


def test_days_of_24_hours_are_told_in_hours() -> None:
    calendar = a_calendar(calendar_days=CalendarDays.ELAPSED)
    told = english(calendar.add_calendar_days(at("2026-09-30 16:00"), 2))
    assert told[0] == "48 h on end from 2026-09-30 16:00"


def test_working_hours_list_every_stretch_and_every_idle_day() -> None:
    reckoning = CALENDAR.add_working_hours(at("2026-10-07 10:00"), 8)
    assert chinese(reckoning) == [
        "2026-10-07 国庆节 不计",
        "2026-10-08 周四 09:00–12:00 计 3 小时",
        "2026-10-08 周四 13:30–18:00 计 4.5 小时",
        "2026-10-09 周五 09:00–09:30 计 0.5 小时",
        "2026-10-09 09:30 到期",
    ]
    assert english(reckoning)[2] == "2026-10-08 Thursday: 13:30–18:00, 4.5 h"


def test_a_start_after_working_hours_says_why_the_day_is_idle() -> None:
    reckoning = CALENDAR.add_working_hours(at("2026-10-08 19:00"), 1)
    assert chinese(reckoning)[0] == "2026-10-08 周四 已过工作时间，不计"


def test_a_stretch_to_midnight_ends_at_24() -> None:
    calendar = a_calendar(blocks=((time(20), time(0)),))
    reckoning = calendar.add_working_hours(at("2026-11-23 10:00"), 4)
    assert chinese(reckoning) == [
        "2026-11-23 周一 20:00–24:00 计 4 小时",
        "2026-11-23 24:00 到期",
    ]


def test_a_limit_of_nothing_ends_where_it_starts() -> None:
    start = at("2026-11-23 10:00")
    for reckoning in (
        CALENDAR.add_working_days(start, 0),
        CALENDAR.add_working_hours(start, 0),
        CALENDAR.add_calendar_days(start, 0),
    ):
        assert reckoning.due == start
        assert chinese(reckoning) == ["2026-11-23 10:00 到期"]


def test_a_step_knows_its_day_and_whether_it_counted() -> None:
    first, second, third = CALENDAR.add_working_days(at("2026-11-23 10:00"), 1).steps
    assert isinstance(first, Step)
    assert (first.day, first.counted) == (date(2026, 11, 23), False)
    assert (second.day, second.counted) == (date(2026, 11, 24), True)
    assert (third.day, third.counted) == (date(2026, 11, 24), False)
