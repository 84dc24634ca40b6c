# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""An assessment month need not be a calendar month; it is named after the month it ends in."""

from datetime import date, timedelta

import pytest

from jiesu.domain.evaluation.months import AssessmentMonth, NotAMonth, month_named, month_of
from tests.builders.calendars import a_calendar, clock
from tests.builders.tables import rows


@pytest.mark.parametrize(
    ("day", "start", "label", "first", "last"),
    rows("""
day         start  label    first       last
2026-10-01  1      2026-10  2026-10-01  2026-10-31
2026-10-18  19     2026-10  2026-09-19  2026-10-18
2026-10-19  19     2026-11  2026-10-19  2026-11-18
2026-12-19  19     2027-01  2026-12-19  2027-01-18
2027-01-18  19     2027-01  2026-12-19  2027-01-18
2026-02-28  1      2026-02  2026-02-01  2026-02-28
2028-02-29  1      2028-02  2028-02-01  2028-02-29
2028-02-29  19     2028-03  2028-02-19  2028-03-18
2028-02-29  28     2028-03  2028-02-28  2028-03-27
2100-02-28  28     2100-03  2100-02-28  2100-03-27
2026-12-31  2      2027-01  2026-12-02  2027-01-01
"""),
)
def test_every_day_belongs_to_one_month(
    day: str, start: str, label: str, first: str, last: str
) -> None:
    month = month_of(date.fromisoformat(day), int(start))
    assert (month.label, month.first_day.isoformat(), month.last_day.isoformat()) == (
        label,
        first,
        last,
    )
    assert month_named(label, int(start)) == month


@pytest.mark.parametrize("start", [1, 2, 19, 28])
def test_months_follow_one_another_without_gap_or_overlap(start: int) -> None:
    day, month = date(2023, 12, 1), month_of(date(2023, 12, 1), start)
    while day < date(2025, 3, 1):
        found = month_of(day, start)
        assert found in {month, month.next()}
        assert found.first_day <= day <= found.last_day
        assert found.next().previous() == found
        assert found.next().first_day - found.last_day == timedelta(days=1)
        day, month = day + timedelta(days=1), found


@pytest.mark.parametrize(
    "text",
    ["", "2026", "2026-00", "2026-13", "2026-1", "26-01", "2026-10-01", " 2026-10", "0000-01",
     "0001-01", "9999-12", "２０２６-１０", "2026-10\n"],
)  # fmt: skip
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(NotAMonth) as refusal:
        month_named(text, 19)
    assert refusal.value.facts == {"text": text}


@pytest.mark.parametrize("year", [2, 9998])
def test_the_months_that_can_be_named_have_their_days(year: int) -> None:
    for month in (1, 12):
        named = month_named(f"{year:04d}-{month:02d}", 19)
        assert named.first_day < named.last_day


@pytest.mark.parametrize(
    ("label", "start", "since", "until", "hours"),
    [
        ("2026-03", 1, "2026-03-01 00:00", "2026-04-01 00:00", 31 * 24 - 1),
        ("2026-10", 1, "2026-10-01 00:00", "2026-11-01 00:00", 31 * 24 + 1),
        ("2026-10", 19, "2026-09-19 00:00", "2026-10-19 00:00", 30 * 24),
    ],
)
def test_a_month_begins_and_ends_at_local_midnight_in_summer_time_too(
    label: str, start: int, since: str, until: str, hours: int
) -> None:
    berlin = "Europe/Berlin"
    first, after = month_named(label, start).bounds(a_calendar(time_zone=berlin))
    assert (clock(first, berlin), clock(after, berlin)) == (since, until)
    assert after - first == timedelta(hours=hours)


def test_a_day_whose_midnight_is_skipped_still_begins_a_month() -> None:
    cairo = "Africa/Cairo"  # 26 April 2024: clocks go from 00:00 to 01:00
    first, _ = AssessmentMonth(2024, 5, 26).bounds(a_calendar(time_zone=cairo))
    assert clock(first, cairo) == "2024-04-26 01:00"
