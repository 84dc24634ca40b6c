# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""An import killed again and again, and resumed, ends where an undisturbed one ends."""

import gzip
import json
import os
import secrets
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from jiesu.adapters.files.journal import journal_path
from jiesu.adapters.personal.key_file import create_key_file
from jiesu.adapters.postgres.server import Dsn
from jiesu.bench.importing import MAP, write_history

PROGRAM = "import typer; from jiesu.cli.importing import import_file; typer.run(import_file)"
PATIENCE = 60.0
OURS = "SELECT DISTINCT stream FROM log_entry WHERE actor = %(actor)s"
FACTS = {
    "entries": """
        SELECT kind, type, version, at, data ->> 'clock' AS clock, count(*) FROM log_entry
        WHERE actor = %(actor)s GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5
        """,
    "appeals": f"""
        SELECT registered_at, state, matter, area, district, lead, settled_at, expired, version,
               revision, cardinality(orders)
        FROM appeal WHERE id IN ({OURS}) ORDER BY registered_at
        """,
    "orders": f"""
        SELECT o.dispatched_at, unit, role, o.state, signed_at, contacted_at, on_time, closed_at,
               o.expired, o.version
        FROM work_order AS o WHERE o.id IN ({OURS}) ORDER BY 1, 2, 3
        """,
    "items": f"""
        SELECT kind, count(*), count(DISTINCT owner) FROM personal_item
        WHERE owner IN ({OURS}) GROUP BY 1 ORDER BY 1
        """,
    "receipts": f"SELECT count(*) FROM receipt WHERE owner IN ({OURS})",
    "left over": "SELECT (SELECT count(*) FROM timer), (SELECT count(*) FROM outbox)",
}


class Importing:
    """Runs the real program over one file of one source."""

    def __init__(self, folder: Path, dsn: Dsn, source: str, rows: int, workers: int = 1) -> None:
        self.workers = str(workers)
        self.source, self.home = source, folder / "home"
        self.file, self.map_file = folder / f"{source}.csv", folder / f"{source}.toml"
        write_history(self.file, rows)
        self.map_file.write_text(MAP.replace('"generated"', f'"{source}"'), encoding="utf-8")
        self.environment = {**os.environ, "DATABASE_URL": dsn, "JIESU_HOME": str(self.home)}
        if not self.home.exists():
            create_key_file(self.home / "keys" / "master.key", secrets.token_bytes)

    def start(self, *more: str) -> subprocess.Popen[bytes]:
        words = [str(self.file), "--map", str(self.map_file), "--batch", "4", "--json"]
        words += ["--workers", self.workers, *more]
        return subprocess.Popen(
            [sys.executable, "-c", PROGRAM, *words],
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def finish(self, *more: str) -> dict[str, Any]:
        output, errors = self.start(*more).communicate(timeout=PATIENCE)
        assert output, errors.decode()
        found: dict[str, Any] = json.loads(output)
        return found

    def marks(self) -> int:
        (found,) = (*self.home.glob(f"imports/*/{journal_path(self.file).name}"), None)[:1]
        return found.read_bytes().count(b'"line"') if found else 0

    def kill_after(self, marks: int, delay: float, *more: str) -> bool:
        """Start and kill once that many batches were marked; tell whether it was still running."""
        process, goal = self.start(*more), self.marks() + marks
        deadline = time.monotonic() + PATIENCE
        while self.marks() < goal and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        time.sleep(delay)
        alive = process.poll() is None
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return alive


def facts(dsn: Dsn, source: str) -> dict[str, list[tuple[Any, ...]]]:
    with psycopg.connect(dsn) as connection:
        actor = {"actor": f"import:{source}|importer|"}
        return {name: connection.execute(query, actor).fetchall() for name, query in FACTS.items()}


@pytest.mark.parametrize(
    ("rows", "kills", "workers"),
    [
        (160, 3, 1),
        (120, 2, 2),
        pytest.param(1200, 20, 1, marks=pytest.mark.long),
        pytest.param(1200, 10, 2, marks=pytest.mark.long),
    ],
)
def test_a_killed_import_ends_as_an_undisturbed_one(
    database: Dsn, tmp_path: Path, rows: int, kills: int, workers: int
) -> None:
    undisturbed = Importing(tmp_path, database, "undisturbed", rows).finish()
    disturbed = Importing(tmp_path, database, "disturbed", rows, workers)
    chances = Random(rows)
    most = rows // 4 // (kills + 1)
    killed = [
        disturbed.kill_after(
            chances.randint(1, most), chances.random() / 20, *(["--resume"] if n else [])
        )
        for n in range(kills)
    ]
    ended = disturbed.finish("--resume")
    assert any(killed), "no process was killed while it was at work"
    assert facts(database, "disturbed") == facts(database, "undisturbed")
    assert undisturbed["accepted"] == rows
    assert (ended["rows"], ended["unaccounted"]) == (rows, 0)
    assert ended["accepted"] + ended["already_there"] == rows
    assert ended["units"] == undisturbed["units"]


def test_what_was_imported_before_the_crash_is_recognised_from_the_start_too(
    database: Dsn, tmp_path: Path
) -> None:
    disturbed = Importing(tmp_path, database, "disturbed", 80)
    disturbed.kill_after(3, 0.0)
    before = len(facts(database, "disturbed")["appeals"])
    ended = disturbed.finish()
    assert (ended["already_there"], ended["accepted"]) == (before, 80 - before)


def test_a_file_that_breaks_off_gives_its_last_rows_in_several_processes_too(
    database: Dsn, tmp_path: Path
) -> None:
    broken = Importing(tmp_path, database, "broken", 60, workers=2)
    packed = gzip.compress(broken.file.read_bytes())
    broken.file = tmp_path / "broken.csv.gz"
    broken.file.write_bytes(packed[: len(packed) * 2 // 3])
    told = broken.finish()
    assert told["fault"] == "truncated-file"
    assert 0 < told["accepted"] == len(facts(database, "broken")["appeals"]) < 60
