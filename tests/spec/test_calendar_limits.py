# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""When a limit ends: hours, calendar days, working days, working hours."""

from datetime import date, time

import pytest

from jiesu.kernel.calendar import CalendarDays, DayEnd
from tests.builders.calendars import (
    NATIONAL_DAY,
    SPRING_FESTIVAL,
    a_calendar,
    assumed,
    at,
    clock,
    holidays,
    makeup,
)

DAYS = (
    holidays(date(2024, 2, 10), date(2024, 2, 17), SPRING_FESTIVAL)
    | makeup(date(2024, 2, 4), date(2024, 2, 18))
    | holidays(date(2025, 1, 28), date(2025, 2, 4), SPRING_FESTIVAL)
    | makeup(date(2025, 1, 26), date(2025, 2, 8))
    | holidays(date(2026, 10, 1), date(2026, 10, 7), NATIONAL_DAY)
    | makeup(date(2026, 9, 20), date(2026, 10, 10))
)


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-22 09:00", 2, "2026-11-22 11:00"),
        ("2026-11-22 23:00", 2, "2026-11-23 01:00"),
        ("2026-09-30 18:00", 24, "2026-10-01 18:00"),  # into a holiday: no matter
        ("2026-11-22 09:00", 0, "2026-11-22 09:00"),
    ],
)
def test_hours_run_on_over_nights_and_holidays(start: str, hours: int, due: str) -> None:
    assert clock(a_calendar(DAYS).add_hours(at(start), hours).due) == due


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        ("2026-11-22 09:00", 1, "2026-11-24 00:00"),  # the 23rd, to its end
        ("2026-11-22 00:00", 1, "2026-11-24 00:00"),
        ("2026-11-22 23:59", 1, "2026-11-24 00:00"),
        ("2026-09-30 09:00", 7, "2026-10-08 00:00"),  # holidays count
        ("2026-11-22 09:00", 0, "2026-11-22 09:00"),
    ],
)
def test_calendar_days_start_tomorrow_and_end_with_the_last(
    start: str, count: int, due: str
) -> None:
    assert clock(a_calendar(DAYS).add_calendar_days(at(start), count).due) == due


def test_a_pack_may_count_calendar_days_as_24_hours_each() -> None:
    calendar = a_calendar(calendar_days=CalendarDays.ELAPSED)
    assert clock(calendar.add_calendar_days(at("2026-11-22 09:00"), 7).due) == "2026-11-29 09:00"


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        # an ordinary week
        ("2026-11-23 09:00", 1, "2026-11-25 00:00"),  # Monday: Tuesday is the first
        ("2026-11-23 23:59", 1, "2026-11-25 00:00"),
        ("2026-11-27 09:00", 1, "2026-12-01 00:00"),  # Friday: Monday is the first
        ("2026-11-28 09:00", 1, "2026-12-01 00:00"),  # Saturday: the same
        ("2026-11-29 23:59", 1, "2026-12-01 00:00"),  # Sunday: the same
        ("2026-11-23 09:00", 7, "2026-12-03 00:00"),
        ("2026-11-23 09:00", 0, "2026-11-23 09:00"),
        # Spring Festival 2024: 10 to 17 February off, 4 and 18 February worked
        ("2024-02-02 10:00", 1, "2024-02-05 00:00"),  # Friday: Sunday the 4th is the first
        ("2024-02-09 10:00", 1, "2024-02-19 00:00"),  # Friday: Sunday the 18th is the first
        ("2024-02-08 10:00", 7, "2024-02-24 00:00"),  # 9, 18, 19, 20, 21, 22, 23
        ("2024-02-12 10:00", 2, "2024-02-20 00:00"),  # inside the festival: 18, 19
        # Spring Festival 2025: 28 January to 4 February off, 26 January and 8 February worked
        ("2025-01-24 10:00", 2, "2025-01-28 00:00"),  # Friday: Sunday 26, Monday 27
        ("2025-01-27 10:00", 1, "2025-02-06 00:00"),
        ("2025-01-27 10:00", 7, "2025-02-13 00:00"),  # 5, 6, 7, 8, 10, 11, 12
        # over the year's end
        ("2026-12-30 10:00", 2, "2027-01-05 00:00"),  # 31 December, 4 January
    ],
)
def test_working_days_start_with_the_next_one_and_end_with_the_last(
    start: str, count: int, due: str
) -> None:
    assert clock(a_calendar(DAYS).add_working_days(at(start), count).due) == due


def test_a_pack_may_end_working_days_at_close_of_business() -> None:
    calendar = a_calendar(DAYS, day_end=DayEnd.CLOSE_OF_BUSINESS)
    assert clock(calendar.add_working_days(at("2026-09-30 17:00"), 3).due) == "2026-10-10 18:00"


def test_a_desk_that_never_closes_ends_its_day_at_midnight() -> None:
    around_the_clock = ((time(0), time(0)),)
    calendar = a_calendar(blocks=around_the_clock, day_end=DayEnd.CLOSE_OF_BUSINESS)
    assert clock(calendar.add_working_days(at("2026-11-23 09:00"), 1).due) == "2026-11-25 00:00"
    assert clock(calendar.add_working_hours(at("2026-11-27 20:00"), 8).due) == "2026-11-30 04:00"


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-11-23 09:00", 2, "2026-11-23 11:00"),
        ("2026-11-23 11:00", 2, "2026-11-23 14:30"),  # the midday break is not counted
        ("2026-11-23 12:30", 1, "2026-11-23 14:30"),  # starting in it
        ("2026-11-23 07:00", 1, "2026-11-23 10:00"),  # before the doors open
        ("2026-11-23 09:00", 3, "2026-11-23 12:00"),  # ends with the block, not with the next
        ("2026-11-23 17:00", 2, "2026-11-24 10:00"),
        ("2026-11-23 18:00", 1, "2026-11-24 10:00"),
        ("2026-11-27 17:30", 1, "2026-11-30 09:30"),  # over a weekend
        ("2026-09-30 17:00", 9, "2026-10-09 09:30"),  # 1 + 7.5 on the 8th + 0.5
        ("2024-02-09 17:00", 2, "2024-02-18 10:00"),  # the make-up Sunday is worked
        ("2026-11-28 03:00", 0, "2026-11-28 03:00"),
    ],
)
def test_working_hours_are_counted_inside_the_blocks_only(start: str, hours: int, due: str) -> None:
    assert clock(a_calendar(DAYS).add_working_hours(at(start), hours).due) == due


@pytest.mark.parametrize(
    ("start", "count", "guessed"),
    [
        ("2026-12-29 10:00", 2, False),  # 30 and 31 December: announced
        ("2026-12-29 10:00", 3, True),  # 4 January 2027: nobody has announced it
    ],
)
def test_a_limit_that_reaches_past_the_notice_is_assumed(
    start: str, count: int, guessed: bool
) -> None:
    assert a_calendar().add_working_days(at(start), count).assumed is guessed


def test_an_assumed_day_on_the_way_makes_the_limit_assumed() -> None:
    calendar = a_calendar(assumed(date(2026, 11, 25), NATIONAL_DAY))
    assert calendar.add_working_days(at("2026-11-23 10:00"), 2).assumed
    assert not calendar.add_working_days(at("2026-11-25 10:00"), 2).assumed
    assert calendar.add_working_hours(at("2026-11-25 10:00"), 2).assumed
    assert not calendar.add_working_hours(at("2026-11-26 10:00"), 2).assumed


def test_hours_and_calendar_days_never_depend_on_a_notice() -> None:
    calendar, start = a_calendar(announced_until=date(2020, 1, 1)), at("2026-11-23 10:00")
    assert not calendar.add_hours(start, 24).assumed
    assert not calendar.add_calendar_days(start, 7).assumed
