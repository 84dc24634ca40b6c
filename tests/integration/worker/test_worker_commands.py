# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu worker`` as people and scripts use it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from jiesu.adapters.personal.key_file import create_key_file
from jiesu.adapters.postgres.server import Dsn
from jiesu.adapters.store.outbox import PgOutbox
from jiesu.bootstrap.wiring import City
from jiesu.cli.worker import NoSuchDeadNotice, WhichNotice, app
from jiesu.kernel.private import PrivateKind, PrivateText
from tests.builders.desk import MASTER_KEY, Desk
from tests.builders.rows import Rows

CONTACT = PrivateText(PrivateKind.CONTACT, "13800138000")

UNKNOWN = "7d444840-9dc0-41d1-b245-5ffdce74fad2"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, database: Dsn, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The commands find this test's database, keys and folder of notices."""
    create_key_file(tmp_path / "keys" / "master.key", lambda _size: MASTER_KEY)
    monkeypatch.setenv("JIESU_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.setenv("JIESU_LANGUAGE", "en")
    return tmp_path


def jiesu_worker(*args: str) -> Result:
    return CliRunner().invoke(app, list(args))


def bury(city: City, desk: Desk) -> str:
    """Leave one dead letter; return its id."""
    desk.registered(contact=CONTACT)
    outbox, now = PgOutbox(city.store), desk.clock.now()
    (owed,) = outbox.lease(now, now, 1)
    outbox.bury(owed, now, "SMTP 550")
    return str(owed.id)


def test_once_fires_what_is_due_and_sends_what_is_owed(desk: Desk, rows: Rows, home: Path) -> None:
    """By the machine's clock everything of the test's noon is long due, the asking included."""
    desk.dispatched(contact=CONTACT)
    ((timers,),) = rows("SELECT count(*) FROM timer")
    said = jiesu_worker("run", "--once").stdout
    counts = re.sub(r"tallies \d+", "tallies N", said)
    assert counts == f"Done: upkeep 1, handover 0, timers {timers + 1}, tallies N, outbox 3\n"
    assert rows("SELECT count(*) FROM timer") == [(0,)]
    assert len(list((home / "mail").iterdir())) == 3


def test_a_kind_of_work_can_be_left_out(desk: Desk, rows: Rows) -> None:
    desk.registered(contact=CONTACT)
    assert jiesu_worker("run", "--once", "--no-timers", "--no-upkeep").stdout == "Done: outbox 1\n"
    assert rows("SELECT count(*) FROM timer") == [(1,)]


def test_status_says_how_far_behind_everything_is(desk: Desk, rows: Rows) -> None:
    desk.registered(contact=CONTACT)
    rows("UPDATE timer SET attempts = 3, last_error = 'ValueError'")
    found = json.loads(jiesu_worker("status", "--json").stdout)
    assert found["timers"]["due"] == 1
    assert found["timers"]["lag_seconds"] > 0
    assert found["timers"]["failing_most"][0]["last_error"] == "ValueError"
    assert found["outbox"]["waiting"] == 1
    assert found["outbox"]["lag_seconds"] > 0
    lines = jiesu_worker("status").stdout.splitlines()
    assert lines[0].endswith("1 failing")
    assert "failed 3 times (ValueError)" in lines[1]
    assert "1 waiting, 1 of them due" in lines[2]
    assert lines[3].startswith("Pack: example@")
    assert found["pack"] == {"in_force": lines[3].removeprefix("Pack: "), "trouble": None}


def test_status_names_the_units_that_have_ended_with_open_orders(
    city: City, desk: Desk, rows: Rows
) -> None:
    desk.dispatched(matter="education.school.admission")
    found = json.loads(jiesu_worker("status", "--json").stdout)["handovers"]
    assert found == {"waiting": 1, "by_unit": {"education-bureau": 1}, "stuck": []}
    said = jiesu_worker("status").stdout
    assert "1 open orders of units that have ended (education-bureau), 0 stuck" in said


def test_dead_letters_are_listed_without_anything_personal(city: City, desk: Desk) -> None:
    dead = bury(city, desk)
    (row,) = json.loads(jiesu_worker("dead", "--json").stdout)
    assert (row["id"], row["last_error"], row["attempts"]) == (dead, "SMTP 550", 1)
    said = jiesu_worker("dead").stdout
    assert "given up after 1 tries (SMTP 550)" in said
    assert "13800138000" not in said


def test_no_dead_letters_is_said(desk: Desk) -> None:
    assert jiesu_worker("dead").stdout == "There are no dead letters.\n"


def test_appeals_are_signed_that_have_no_signature(desk: Desk, rows: Rows) -> None:
    desk.registered()
    assert "0 appeals" in jiesu_worker("signatures").stdout
    assert "1 appeals" in jiesu_worker("signatures", "--again").stdout
    assert rows("SELECT count(*) FROM likeness_band") == [(8,)]


@pytest.mark.parametrize("choice", ["one", "all"])
def test_a_dead_letter_is_sent_again_when_asked(
    city: City, desk: Desk, rows: Rows, choice: str
) -> None:
    dead = bury(city, desk)
    said = jiesu_worker("retry", dead if choice == "one" else "--all").stdout
    assert said == "1 notices will be sent again.\n"
    assert rows("SELECT attempts, dead_at FROM outbox") == [(0, None)]


@pytest.mark.parametrize("unknown", [UNKNOWN, "not an id"])
def test_a_dead_letter_nobody_knows_is_refused(desk: Desk, unknown: str) -> None:
    assert isinstance(jiesu_worker("retry", unknown).exception, NoSuchDeadNotice)


@pytest.mark.parametrize("args", [["retry"], ["retry", UNKNOWN, "--all"]])
def test_one_or_all_must_be_said(desk: Desk, args: list[str]) -> None:
    assert isinstance(jiesu_worker(*args).exception, WhichNotice)


def test_the_worker_runs_until_told_and_ends_well(desk: Desk, rows: Rows) -> None:
    worker = subprocess.Popen(
        [sys.executable, "-c", "from jiesu.cli.worker import app; app()", "run"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert worker.stdout is not None
    assert worker.stdout.readline().startswith(
        "Running: upkeep, handover, timers, tallies, outbox, pack."
    )
    desk.registered(contact=CONTACT)
    assert eventually(lambda: rows("SELECT done_at IS NOT NULL FROM outbox") == [(True,)])
    assert eventually(lambda: rows("SELECT count(*) FROM timer") == [(0,)])
    worker.send_signal(signal.SIGTERM)
    _, errors = worker.communicate(timeout=10)
    assert (worker.returncode, errors) == (0, "")


def eventually(holds: Callable[[], bool], seconds: float = 15.0) -> bool:
    """Return whether it becomes true in time."""
    end = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True
