# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The import's stopwatch runs small and leaves no table behind; its file never changes."""

from collections.abc import Callable
from pathlib import Path

from jiesu.adapters.postgres.server import Dsn
from jiesu.bench.importing import MAP, run, write_history
from jiesu.bootstrap.wiring import City

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


def test_three_sizes_are_measured_against_copy(
    city: City, database: Dsn, everything: Callable[[], dict[str, list[str]]]
) -> None:
    tables = set(everything())
    figures = run(city, database, rows=16)
    assert [row["size"] for row in figures.values()] == [4, 8, 16, 16]
    assert all(set(row) == KEYS for row in figures.values())
    assert all(figures[f"import {size}"]["ratio"] > 0 for size in (4, 8, 16))
    assert set(everything()) == tables


def test_a_given_file_is_measured_through_its_map(
    city: City, database: Dsn, tmp_path: Path
) -> None:
    write_history(tmp_path / "a.csv", 5)
    (tmp_path / "a.toml").write_text(MAP, encoding="utf-8")
    figures = run(city, database, file=tmp_path / "a.csv", map_file=tmp_path / "a.toml")
    assert figures["file"]["size"] == 5


def test_generated_history_is_the_same_every_time(tmp_path: Path) -> None:
    write_history(tmp_path / "a.csv", 20)
    write_history(tmp_path / "b.csv", 20)
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
