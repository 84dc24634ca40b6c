# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Summer time: hours are real hours, days are local days."""

from datetime import date, time, timedelta

import pytest

from jiesu.kernel.instants import instant
from tests.builders.calendars import a_calendar, at, clock

BERLIN = "Europe/Berlin"  # forward on 29 March 2026 at 02:00, back on 25 October at 03:00


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-28", 24), ("2026-03-29", 23), ("2026-10-25", 25)]
)
def test_a_day_is_as_long_as_it_is(day: str, hours: int) -> None:
    calendar, first = a_calendar(time_zone=BERLIN), date.fromisoformat(day)
    length = calendar.day_start(first + timedelta(days=1)) - calendar.day_start(first)
    assert length == timedelta(hours=hours)


@pytest.mark.parametrize(
    ("start", "due"),
    [("2026-03-28 12:00", "2026-03-29 13:00"), ("2026-10-24 12:00", "2026-10-25 11:00")],
)
def test_24_hours_are_24_real_hours(start: str, due: str) -> None:
    calendar = a_calendar(time_zone=BERLIN)
    assert clock(calendar.add_hours(at(start, BERLIN), 24).due, BERLIN) == due


def test_days_end_at_local_midnight_before_and_after_the_change() -> None:
    calendar, start = a_calendar(time_zone=BERLIN), at("2026-03-27 12:00", BERLIN)
    assert clock(calendar.add_calendar_days(start, 2).due, BERLIN) == "2026-03-30 00:00"
    assert clock(calendar.add_working_days(start, 1).due, BERLIN) == "2026-03-31 00:00"


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        ("2026-03-29 00:00", 4, "2026-03-29 05:00"),  # 02:00 to 03:00 never was
        ("2026-10-25 00:00", 4, "2026-10-25 03:00"),  # 02:00 to 03:00 was twice
    ],
)
def test_a_night_shift_counts_the_hours_it_really_has(start: str, hours: int, due: str) -> None:
    calendar = a_calendar(
        time_zone=BERLIN, weekend=frozenset(), blocks=((time(0), time(6)), (time(22), time(0)))
    )
    assert clock(calendar.add_working_hours(at(start, BERLIN), hours).due, BERLIN) == due


def test_a_midnight_the_clock_jumps_over_is_where_the_day_starts() -> None:
    zone = "America/Sao_Paulo"  # 4 November 2018 began at 01:00
    calendar = a_calendar(time_zone=zone)
    start = calendar.day_start(date(2018, 11, 4))
    assert clock(start, zone) == "2018-11-04 01:00"
    due = calendar.add_calendar_days(at("2018-11-02 10:00", zone), 1)
    assert due.due == start
    assert due.steps[-1].text.en == "due at 2018-11-03 24:00"


def test_a_day_that_has_begun_does_not_end_because_clocks_go_back_past_midnight() -> None:
    zone = "America/St_Johns"  # on 7 November 2010 at 00:01 clocks went back to the 6th, 23:01
    calendar = a_calendar(time_zone=zone)
    begun = calendar.day_start(date(2010, 11, 7))
    again = instant(begun + timedelta(minutes=30))
    assert clock(again, zone) == "2010-11-06 23:30"  # what the clock shows the second time
    assert calendar.local_day(again) == date(2010, 11, 7)
    assert calendar.local_day(at("2010-11-06 23:30", zone)) == date(2010, 11, 6)


def test_an_hour_shown_twice_within_a_day_changes_no_day() -> None:
    calendar = a_calendar(time_zone=BERLIN)
    again = instant(at("2026-10-25 02:30", BERLIN) + timedelta(hours=1))
    assert calendar.local_day(again) == date(2026, 10, 25)
