# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import psycopg
import pytest

from jiesu.adapters.postgres.server import Dsn
from jiesu.adapters.store.upkeep import TablesBusy, ensure_partitions
from jiesu.bootstrap.wiring import City
from jiesu.kernel.ids import uuid7
from jiesu.worker.assembly import upkeep_task
from tests.builders.calendars import at
from tests.builders.desk import Desk
from tests.builders.rows import Rows

LATER = date(2031, 5, 20)
PARTITIONED = 9  # tables with one partition a month


def test_tables_for_the_months_ahead_are_made_once(city: City) -> None:
    assert ensure_partitions(city.store, LATER) == 3 * PARTITIONED
    assert ensure_partitions(city.store, LATER) == 0


def test_workers_making_them_at_the_same_time_do_not_fail_each_other(city: City) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: ensure_partitions(city.store, LATER), range(4)))
    assert sum(made) == 3 * PARTITIONED  # whoever comes first to a month makes it


def test_commands_do_not_queue_behind_a_worker_that_waits_for_a_reader(
    city: City, database: Dsn
) -> None:
    with psycopg.connect(database) as reader:
        reader.execute("SELECT 1 FROM appeal")
        with pytest.raises(TablesBusy, match="2031-05"):
            ensure_partitions(city.store, LATER)
    assert ensure_partitions(city.store, LATER) == 3 * PARTITIONED


def test_the_day_s_chores_follow_the_city_s_day(
    city: City, desk: Desk, rows: Rows, never: Callable[[], bool]
) -> None:
    desk.registered()
    desk.clock.set(at("2026-04-01 00:30"))  # still March in UTC
    task = upkeep_task(city)
    assert [task.step(never), task.step(never)] == [1, 0]
    assert rows("SELECT to_regclass('appeal_202606') IS NOT NULL") == [(True,)]
    assert rows("SELECT min(day), max(day) FROM seal") == [(date(2026, 3, 10), date(2026, 3, 31))]


def test_rows_of_a_month_without_tables_hold_up_neither_the_next_months_nor_the_seals(
    city: City, desk: Desk, rows: Rows, never: Callable[[], bool]
) -> None:
    """Nobody ran a worker for months, and somebody chose an id of a month to come."""
    desk.clock.set(at("2031-05-20 10:00"))
    desk.registered(appeal_id=uuid7(at("2031-06-20 10:00"), b"0123456789"))
    desk.clock.set(at("2031-05-21 10:00"))
    task = upkeep_task(city)
    assert [task.step(never), task.step(never)] == [1, 0]
    made = rows("SELECT to_regclass('appeal_203106') IS NULL, to_regclass('appeal_203107') IS NULL")
    assert made == [(True, False)]
    assert rows("SELECT max(day) FROM seal") == [(date(2031, 5, 20),)]


@pytest.fixture
def never() -> Callable[[], bool]:
    return lambda: False
