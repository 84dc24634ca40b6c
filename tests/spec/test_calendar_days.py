# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Which days are worked: the week, the notice, and what holds until the notice is out."""

from datetime import date

import pytest

from jiesu.kernel.calendar import DayOf
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

FESTIVAL_2024 = holidays(date(2024, 2, 10), date(2024, 2, 17), SPRING_FESTIVAL) | makeup(
    date(2024, 2, 4), date(2024, 2, 18)
)
FESTIVAL_2025 = holidays(date(2025, 1, 28), date(2025, 2, 4), SPRING_FESTIVAL) | makeup(
    date(2025, 1, 26), date(2025, 2, 8)
)


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2024-02-03", False),  # Saturday
        ("2024-02-04", True),  # Sunday, worked in exchange
        ("2024-02-09", True),  # Friday, New Year's Eve: a working day that year
        ("2024-02-10", False),  # Saturday, first day of the festival
        ("2024-02-16", False),  # Friday
        ("2024-02-17", False),  # Saturday, last day of the festival
        ("2024-02-18", True),  # Sunday, worked in exchange
        ("2024-02-19", True),  # Monday
        ("2025-01-25", False),  # Saturday
        ("2025-01-26", True),  # Sunday, worked in exchange
        ("2025-01-27", True),  # Monday
        ("2025-01-28", False),  # Tuesday, New Year's Eve
        ("2025-02-04", False),  # Tuesday, last day of the festival
        ("2025-02-05", True),  # Wednesday
        ("2025-02-08", True),  # Saturday, worked in exchange
        ("2025-02-09", False),  # Sunday
    ],
)
def test_the_notice_moves_working_days_around_the_spring_festival(day: str, worked: bool) -> None:
    calendar = a_calendar(FESTIVAL_2024 | FESTIVAL_2025)
    assert calendar.is_working_day(date.fromisoformat(day)) is worked


def test_a_day_of_the_announced_span_is_sure() -> None:
    assert a_calendar().day_of(date(2026, 12, 31)) == DayOf(working=True, assumed=False)


def test_a_day_after_the_last_notice_is_assumed() -> None:
    assert a_calendar().day_of(date(2027, 1, 4)) == DayOf(working=True, assumed=True)


def test_a_fixed_statutory_holiday_holds_before_its_notice_is_out() -> None:
    day = a_calendar().day_of(date(2027, 10, 1))
    assert day == DayOf(working=False, assumed=True, name=NATIONAL_DAY)


def test_within_the_announced_span_only_the_notice_counts() -> None:
    assert a_calendar().is_working_day(date(2026, 10, 1))


def test_days_before_the_first_known_notice_are_assumed_too() -> None:
    calendar = a_calendar(announced_from=date(2004, 1, 1))
    assert calendar.day_of(date(2003, 12, 31)).assumed
    assert not calendar.day_of(date(2004, 1, 1)).assumed


def test_a_holiday_may_be_listed_as_assumed() -> None:
    calendar = a_calendar(assumed(date(2027, 2, 6), SPRING_FESTIVAL))
    day = calendar.day_of(date(2027, 2, 6))
    assert day == DayOf(working=False, assumed=True, name=SPRING_FESTIVAL)


def test_a_holiday_without_a_name_still_says_what_it_is() -> None:
    day = date(2026, 5, 4)
    assert a_calendar(holidays(day, day)).day_of(day).name is not None
    assert a_calendar(makeup(day)).day_of(day).name is not None


def test_a_city_may_rest_on_other_days() -> None:
    calendar = a_calendar(weekend=frozenset({4}))
    assert not calendar.is_working_day(date(2026, 11, 20))  # Friday
    assert calendar.is_working_day(date(2026, 11, 21))  # Saturday


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2026-11-22T15:59:59Z", "2026-11-22"), ("2026-11-22T16:00:00Z", "2026-11-23")],
)
def test_the_day_changes_at_local_midnight(moment: str, day: str) -> None:
    assert a_calendar().local_day(at(moment[:-1], "UTC")) == date.fromisoformat(day)


def test_a_day_starts_at_local_midnight() -> None:
    assert clock(a_calendar().day_start(date(2026, 11, 22)), "UTC") == "2026-11-21 16:00"
