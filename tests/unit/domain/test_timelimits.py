# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A limit is an amount of a unit; each unit is counted its own way."""

import pytest

from jiesu.domain.timelimits import TimeLimit, TimeUnit, due
from tests.builders.calendars import a_calendar, at, clock

FRIDAY_EVENING = at("2026-03-13 17:00")


@pytest.mark.parametrize(
    ("limit", "ends"),
    [
        (TimeLimit(2, TimeUnit.HOUR), "2026-03-13 19:00"),
        (TimeLimit(2, TimeUnit.WORKING_HOUR), "2026-03-16 10:00"),
        (TimeLimit(2, TimeUnit.CALENDAR_DAY), "2026-03-16 00:00"),
        (TimeLimit(2, TimeUnit.WORKING_DAY), "2026-03-18 00:00"),
    ],
    ids=str,
)
def test_each_unit_is_counted_its_own_way(limit: TimeLimit, ends: str) -> None:
    assert clock(due(limit, FRIDAY_EVENING, a_calendar()).due) == ends


def test_a_limit_reads_as_amount_and_unit() -> None:
    assert str(TimeLimit(7, TimeUnit.CALENDAR_DAY)) == "7 calendar_day"
