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
from jiesu.worker.assembly import upkeep_task
from tests.builders.desk import Desk
from tests.builders.rows import Rows

LATER = date(2031, 5, 20)
PARTITIONED = 6  # tables with one partition a month


def test_tables_for_the_months_ahead_are_made_once(city: City) -> None:
    assert ensure_partitions(city.store, LATER) == 3 * PARTITIONED
    assert ensure_partitions(city.store, LATER) == 0


def test_workers_making_them_at_the_same_time_do_not_fail_each_other(city: City) -> None:
    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(lambda _: ensure_partitions(city.store, LATER), range(4)))
    assert sorted(made) == [0, 0, 0, 3 * PARTITIONED]


def test_commands_do_not_queue_behind_a_worker_that_waits_for_a_reader(
    city: City, database: Dsn
) -> None:
    with psycopg.connect(database) as reader:
        reader.execute("SELECT 1 FROM appeal")
        with pytest.raises(TablesBusy, match="2031-05"):
            ensure_partitions(city.store, LATER)
    assert ensure_partitions(city.store, LATER) == 3 * PARTITIONED


def test_the_day_s_chores_use_the_city_s_day(
    city: City, desk: Desk, rows: Rows, never: Callable[[], bool]
) -> None:
    desk.clock.pass_(days=2000)
    sealed: list[bool] = []
    task = upkeep_task(city, lambda: sealed.append(True))
    assert [task.step(never), task.step(never)] == [1, 0]
    month = f"{city.policy.calendar.local_day(desk.clock.now()):%Y%m}"
    assert rows("SELECT to_regclass(%s) IS NOT NULL", f"appeal_{month}") == [(True,)]
    assert sealed == [True]


@pytest.fixture
def never() -> Callable[[], bool]:
    return lambda: False
