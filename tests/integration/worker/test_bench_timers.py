# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
import pytest

from jiesu.adapters.postgres.server import Dsn
from jiesu.bench.timers import run
from tests.builders.rows import Rows

KEYS = {
    "size", "rate", "cpu_ms_app", "cpu_ms_db", "cpu_ms_total",
    "statements", "p50_ms", "p99_ms", "ceiling", "ratio",
}  # fmt: skip


@pytest.mark.parametrize("processes", [1, 2])
def test_the_benchmark_fires_what_it_says_and_measures_it(
    database: Dsn, rows: Rows, processes: int
) -> None:
    found = run(database, dormant=500, due=40, processes=processes, batch=16)
    ((orders,),) = rows("SELECT count(*) FROM work_order")
    assert found["fire"]["size"] == found["claim"]["size"] == orders
    assert rows("SELECT count(*) FROM log_entry WHERE type = 'OrderOverdue'") == [(orders,)]
    assert rows("SELECT count(*) FROM timer WHERE kind = 'none'") == [(500,)]
    for figures in found.values():
        assert set(figures) >= KEYS
        assert figures["ceiling"]
        assert figures["rate"]
