# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever the calendar, the zone and the start: limits never end early, and never out of order."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.kernel.calendar import (
    BusinessCalendar,
    CalendarDays,
    DayEnd,
    DayKind,
    DayRule,
    DayStanding,
)
from jiesu.kernel.instants import Instant, instant
from tests.builders.calendars import OFFICE_HOURS, a_calendar

TICK = timedelta(microseconds=1)
UNITS = ["add_hours", "add_calendar_days", "add_working_days", "add_working_hours"]

zones = st.sampled_from(
    [
        "Asia/Shanghai",  # summer time from 1986 to 1991
        "Europe/Berlin",
        "America/Sao_Paulo",  # midnight itself is skipped
        "America/St_Johns",  # clocks went back past midnight
        "Pacific/Apia",  # 30 December 2011 never was
        "Australia/Lord_Howe",  # half an hour of summer time
        "UTC",
    ]
)
rules = st.builds(DayRule, st.sampled_from(DayKind), st.none(), st.sampled_from(DayStanding))
blocks = st.sampled_from(
    [OFFICE_HOURS, ((time(0), time(0)),), ((time(1, 30), time(2, 45)), (time(2, 45), time(5)))]
)
days = st.dates(date(1986, 1, 1), date(2030, 12, 31))
calendars = st.builds(
    a_calendar,
    st.dictionaries(st.dates(date(2011, 12, 1), date(2012, 2, 1)), rules, max_size=40),
    time_zone=zones,
    weekend=st.sets(st.integers(0, 6), max_size=6).map(frozenset),
    blocks=blocks,
    announced_until=days,
    day_end=st.sampled_from(DayEnd),
    calendar_days=st.sampled_from(CalendarDays),
)
moments = st.datetimes(datetime(2011, 11, 1), datetime(2012, 4, 1)) | st.datetimes(
    datetime(1986, 1, 1), datetime(2030, 12, 31)
)
starts = moments.map(lambda moment: instant(moment.replace(tzinfo=UTC)))
amounts = st.integers(0, 40)


def due(calendar: BusinessCalendar, add: str, start: Instant, amount: int) -> Instant:
    found: Instant = getattr(calendar, add)(start, amount).due
    return found


@pytest.mark.parametrize("add", UNITS)
@given(calendar=calendars, start=starts, amount=amounts)
def test_no_limit_ends_before_it_starts(
    add: str, calendar: BusinessCalendar, start: Instant, amount: int
) -> None:
    assert due(calendar, add, start, amount) >= start


@pytest.mark.parametrize("add", UNITS)
@given(calendar=calendars, start=starts, amount=amounts)
def test_a_longer_limit_ends_no_earlier(
    add: str, calendar: BusinessCalendar, start: Instant, amount: int
) -> None:
    assert due(calendar, add, start, amount) <= due(calendar, add, start, amount + 1)


@pytest.mark.parametrize("add", UNITS)
@given(calendar=calendars, start=starts, amount=amounts, later=st.timedeltas(timedelta(0)))
def test_a_later_start_ends_no_earlier(
    add: str, calendar: BusinessCalendar, start: Instant, amount: int, later: timedelta
) -> None:
    second = instant(start + later % timedelta(days=3))
    assert due(calendar, add, start, amount) <= due(calendar, add, second, amount)


@pytest.mark.parametrize("add", ["add_hours", "add_working_hours"])
@given(calendar=calendars, start=starts, first=amounts, second=amounts)
def test_hours_add_up(
    add: str, calendar: BusinessCalendar, start: Instant, first: int, second: int
) -> None:
    halfway = due(calendar, add, start, first)
    assert due(calendar, add, halfway, second) == due(calendar, add, start, first + second)


@pytest.mark.parametrize("add", ["add_calendar_days", "add_working_days"])
@given(calendar=calendars, start=starts, first=st.integers(1, 20), second=st.integers(1, 20))
def test_days_add_up_from_within_the_day_a_limit_ends(
    add: str, calendar: BusinessCalendar, start: Instant, first: int, second: int
) -> None:
    if add == "add_calendar_days" and calendar.calendar_days is CalendarDays.ELAPSED:
        halfway = due(calendar, add, start, first)
    else:
        halfway = instant(due(calendar, add, start, first) - TICK)
    assert due(calendar, add, halfway, second) == due(calendar, add, start, first + second)


@given(calendars, starts, st.integers(1, 20))
def test_a_limit_in_working_days_counts_so_many_working_days(
    calendar: BusinessCalendar, start: Instant, count: int
) -> None:
    reckoning = calendar.add_working_days(start, count)
    counted = [step.day for step in reckoning.steps if step.counted]
    assert len(counted) == count
    assert all(calendar.is_working_day(day) for day in counted)
    assert calendar.local_day(start) < counted[0]
    assert calendar.day_start(counted[-1]) <= reckoning.due
    assert reckoning.due <= calendar.day_start(counted[-1] + timedelta(days=1))


@given(calendars, starts, amounts)
def test_a_limit_is_assumed_when_a_day_of_its_counting_is(
    calendar: BusinessCalendar, start: Instant, amount: int
) -> None:
    reckoning = calendar.add_working_days(start, amount)
    assert reckoning.assumed == any(step.assumed for step in reckoning.steps[1:])
    reckoning = calendar.add_working_hours(start, amount)
    assert reckoning.assumed == any(step.assumed for step in reckoning.steps)


@given(zones, days)
def test_every_instant_belongs_to_exactly_one_day(zone: str, day: date) -> None:
    calendar = a_calendar(time_zone=zone)
    start, end = calendar.day_start(day), calendar.day_start(day + timedelta(days=1))
    assert start <= end
    if start < end:
        assert calendar.local_day(start) == day
        assert calendar.local_day(instant(end - TICK)) == day
    assert calendar.local_day(instant(start - TICK)) < day
    assert calendar.local_day(end) > day


@given(zones, starts)
def test_a_day_encloses_its_instants(zone: str, moment: Instant) -> None:
    calendar = a_calendar(time_zone=zone)
    day = calendar.local_day(moment)
    assert calendar.day_start(day) <= moment < calendar.day_start(day + timedelta(days=1))
