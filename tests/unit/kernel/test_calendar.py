# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A calendar that cannot work is refused when made; a limit beyond reason when asked for."""

import pickle
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from jiesu.kernel.calendar import (
    BeyondCalendar,
    BlocksOutOfOrder,
    NoWorkingTime,
    UnknownTimeZone,
    UnreasonableLimit,
)
from tests.builders.calendars import NEW_YEAR, a_calendar, at

START = at("2026-11-23 10:00")


@pytest.mark.parametrize("key", ["Atlantis/Capital", "", "../etc/passwd", "/etc/passwd"])
def test_a_time_zone_nobody_knows_is_refused(key: str) -> None:
    with pytest.raises(UnknownTimeZone):
        a_calendar(time_zone=key)


def test_a_calendar_without_working_time_is_refused() -> None:
    with pytest.raises(NoWorkingTime):
        a_calendar(weekend=frozenset(range(7)))
    with pytest.raises(NoWorkingTime):
        a_calendar(blocks=())


def test_holidays_all_year_round_are_noticed_when_counting() -> None:
    every_day = {
        (day.month, day.day): NEW_YEAR
        for day in (date(2028, 1, 1) + timedelta(days=n) for n in range(366))
    }
    calendar = a_calendar(fixed_holidays=every_day)
    with pytest.raises(NoWorkingTime):
        calendar.add_working_days(at("2026-12-31 10:00"), 1)


@pytest.mark.parametrize(
    "blocks",
    [
        ((time(12), time(9)),),
        ((time(9), time(9)),),
        ((time(9), time(12)), (time(11), time(18))),
        ((time(13), time(18)), (time(9), time(12))),
        ((time(9), time(0)), (time(13), time(18))),
    ],
)
def test_working_hours_that_overlap_or_run_backwards_are_refused(
    blocks: tuple[tuple[time, time], ...],
) -> None:
    with pytest.raises(BlocksOutOfOrder, match=f"{blocks[0][0]:%H:%M}"):
        a_calendar(blocks=blocks)


@pytest.mark.parametrize("amount", [-1, 1_000_000])
@pytest.mark.parametrize(
    "add", ["add_hours", "add_calendar_days", "add_working_days", "add_working_hours"]
)
def test_a_limit_beyond_reason_is_refused(add: str, amount: int) -> None:
    with pytest.raises(UnreasonableLimit):
        getattr(a_calendar(), add)(START, amount)


@pytest.mark.parametrize("year", ["0001", "1899", "3000", "9999"])
@pytest.mark.parametrize(
    "add", ["add_hours", "add_calendar_days", "add_working_days", "add_working_hours"]
)
def test_a_start_outside_the_calendar_is_refused(add: str, year: str) -> None:
    with pytest.raises(BeyondCalendar, match=year):
        getattr(a_calendar(), add)(at(f"{year}-06-01 00:00", "UTC"), 1)


@pytest.mark.parametrize("day", [date.min, date(3000, 1, 1), date.max])
def test_a_day_outside_the_calendar_has_no_start(day: date) -> None:
    with pytest.raises(BeyondCalendar):
        a_calendar().day_start(day)


def test_a_century_is_counted() -> None:
    due = a_calendar().add_working_days(at("2900-01-01 00:00"), 36_525).due
    assert due.year == 3040


def test_a_limit_that_runs_out_of_the_calendar_is_refused() -> None:
    a_minute_a_day = a_calendar(blocks=((time(9), time(9, 1)),))
    with pytest.raises(BeyondCalendar, match="3200"):
        a_minute_a_day.add_working_hours(at("2999-01-01 00:00"), 36_525)


def test_calendars_are_compared_hashed_kept_and_changed_like_data() -> None:
    calendar = a_calendar()
    calendar.add_working_days(START, 1)
    assert calendar == a_calendar()
    assert hash(calendar) == hash(a_calendar())
    assert pickle.loads(pickle.dumps(calendar)) == calendar
    assert replace(calendar, time_zone="UTC").day_start(date(2026, 1, 1)).hour == 0


def test_reckonings_are_equal_when_they_end_alike() -> None:
    calendar = a_calendar()
    assert calendar.add_hours(START, 24) == calendar.add_hours(START, 24)
    assert calendar.add_hours(START, 24) != calendar.add_hours(START, 25)
    assert "explain" not in repr(calendar.add_hours(START, 24))


def test_an_instant_is_read_off_the_wall_clock_of_the_city() -> None:
    there = a_calendar(time_zone="Europe/Berlin").local(at("2026-11-23 10:00"))
    assert f"{there:%Y-%m-%d %H:%M}" == "2026-11-23 03:00"


def test_minutes_are_minutes_by_the_clock_and_a_century_at_most() -> None:
    calendar = a_calendar()
    assert calendar.add_minutes(START, 10).due == START + timedelta(minutes=10)
    assert calendar.add_minutes(START, 0).due == START
    for beyond in (-1, 36_525 * 24 * 60 + 1):
        with pytest.raises(UnreasonableLimit):
            calendar.add_minutes(START, beyond)
    with pytest.raises(BeyondCalendar):
        calendar.add_minutes(at("1899-12-30 10:00"), 1)
