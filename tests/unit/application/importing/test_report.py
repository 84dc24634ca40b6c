# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The report adds up: shares stay fractions, and every row went somewhere."""

from collections import Counter

from jiesu.application.importing.report import Counts, report_of
from jiesu.kernel.rates import Rate
from tests.builders.calendars import at
from tests.builders.desk import memory_desk
from tests.builders.histories import a_row, take

LATE = {"reported_at": at("2026-03-10 10:00"), "reply": "已清理"}
EARLY = {"reported_at": at("2026-03-05 16:00"), "reply": "已清理"}


def counts() -> Counts:
    rows = [a_row(external_id=f"A{n}", line=n, **how) for n, how in enumerate((EARLY, LATE, {}), 2)]
    return take(memory_desk(), *rows).counts


def test_a_unit_s_share_is_of_its_reported_orders_and_kept_exact() -> None:
    water = next(line for line in report_of(counts()).units if line.unit == "water-bureau")
    assert (water.orders, water.reported, water.overdue) == (3, 2, 2)
    assert water.on_time == Rate(1, 2)
    assert water.plain()["on_time_percent"] == "50.0%"


def test_the_whole_share_adds_counts_and_never_averages_shares() -> None:
    assert report_of(counts()).on_time == Rate(2, 4)


def test_a_unit_that_reported_nothing_is_not_rated() -> None:
    report = report_of(take(memory_desk(), a_row(unit="transport-bureau")).counts)
    assert report.plain()["on_time"] == "0/0"
    assert report.plain()["on_time_percent"] == "—"


def test_counts_add_up_over_batches() -> None:
    twice: Counts = Counter(counts())
    twice.update(counts())
    report = report_of(twice)
    assert (report.rows, report.accepted, report.unaccounted) == (6, 6, 0)
    assert report.on_time == Rate(4, 8)


def test_a_row_nobody_accounts_for_shows() -> None:
    assert report_of({"rows": 3, "accepted": 2}).unaccounted == 1


def test_reasons_come_largest_first() -> None:
    refused = report_of({"refused/a": 1, "refused/b": 5, "refused/c": 1}).refused
    assert list(refused.items()) == [("b", 5), ("a", 1), ("c", 1)]
