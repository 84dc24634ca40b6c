# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The stopwatches that knock over HTTP run small, and measure what they say."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jiesu.adapters.postgres.server import Dsn
from jiesu.bench import accepting, commanding, figuring, listing
from jiesu.bench.filling import fill, filled
from jiesu.bench.served import BenchFailed, Served, served
from jiesu.bench.wire import relay

KEYS = {
    "cpu_ms_app",
    "cpu_ms_db",
    "cpu_ms_total",
    "statements",
    "p50_ms",
    "p99_ms",
    "rate",
    "size",
    "ceiling",
    "ratio",
}


@pytest.fixture
def city(database: Dsn, tmp_path: Path) -> Iterator[Served]:
    with served(database, tmp_path) as city:
        yield city


def test_every_bench_over_http_runs_and_keeps_to_few_statements(city: Served) -> None:
    accepted = accepting.run(city, appeals=3, arrivals=20, seconds=0.2)
    assert accepted["accept"]["statements"] <= 10
    assert accepted["accept, all alike"]["statements"] <= 10
    assert accepted["accept at 10/s"]["size"] == 2
    fill(city.city, 400)
    commanded = commanding.run(city, appeals=1)
    assert list(commanded) == ["sign", "contact", "message", "report", "outcome"]
    assert all(0 < row["statements"] <= 8 for row in commanded.values())
    listed = listing.run(city, requests=2)
    assert len(listed) == 2 * (6 + 3 + 3) + 2
    assert all(row["statements"] <= 5 for row in listed.values())
    assert {row["rows"] for name, row in listed.items() if name.startswith("orders")} != {0}
    counted = figuring.run(city, requests=2)
    assert all(row["ceiling"] for row in counted.values())
    for row in (accepted | commanded | listed | counted).values():
        assert set(row) >= KEYS
        assert row["cpu_ms_total"] >= 0
    with pytest.raises(BenchFailed, match="401"):
        listing.Caller(city.port).get("/api/v1/orders")


def test_a_filled_city_holds_what_was_asked_for(city: Served) -> None:
    fill(city.city, 300)
    assert filled(city.city) == 300


def test_the_relay_counts_every_statement_on_the_wire(database: Dsn) -> None:
    with relay(database) as counting, psycopg.connect(counting.dsn, autocommit=True) as lent:
        lent.execute("SELECT 1")
        lent.execute("SELECT %s::int", [2])
        assert counting.statements == 2
        with lent.transaction():  # BEGIN, the statement, COMMIT
            lent.execute("SELECT %s::int", [3], prepare=True)
        assert counting.statements == 5
        assert lent.execute("SELECT repeat('x', 200000)").fetchone() == ("x" * 200_000,)
