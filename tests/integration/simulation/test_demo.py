# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu demo`` as people start it: it touches nothing but its own, and goes as it came."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from http import HTTPStatus
from pathlib import Path
from threading import Timer
from urllib.request import urlopen

import psycopg
import pytest
from click.testing import Result
from typer.testing import CliRunner

from jiesu.adapters.personal.key_file import create_key_file
from jiesu.adapters.postgres.server import Dsn, Server
from jiesu.adapters.store.demonstration import read_mark, set_mark
from jiesu.bootstrap.demonstrating import NotADemonstration, PortInUse
from jiesu.cli.app import app
from tests.builders.desk import MASTER_KEY
from tests.builders.story import END

_PATIENCE = 240.0  # seconds, on a machine that has other things to do


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    create_key_file(tmp_path / "keys" / "master.key", lambda _size: MASTER_KEY)
    monkeypatch.setenv("JIESU_HOME", str(tmp_path))
    monkeypatch.setenv("JIESU_LANGUAGE", "en")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


def demo(*args: str, typed: str = "") -> Result:
    return CliRunner().invoke(app, ["demo", "--fill-only", "--days", "1", *args], input=typed)


def contents(dsn: str) -> list[tuple[object, ...]]:
    """Return every table and how often anything in it was changed."""
    tables = "SELECT oid, relname, relkind, relfilenode FROM pg_class ORDER BY oid"
    with psycopg.connect(dsn) as connection:
        return connection.execute(tables).fetchall()


def entries(dsn: str) -> int:
    with psycopg.connect(dsn) as connection:
        row = connection.execute("SELECT count(*) FROM log_entry").fetchone()
    return row[0] if row else 0


def test_a_city_is_refused_and_stays_as_it_was(
    home: Path, database: Dsn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database)
    before = contents(database)
    for options in ((), ("--fresh",)):
        refused = demo(*options, typed="y\n")
        assert isinstance(refused.exception, NotADemonstration)
    assert contents(database) == before


def test_somebody_elses_database_is_refused(
    home: Path, empty_database: Dsn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with psycopg.connect(empty_database) as connection:
        connection.execute("CREATE TABLE accounts_of_a_bakery (id integer)")
    monkeypatch.setenv("DATABASE_URL", empty_database)
    before = contents(empty_database)
    assert isinstance(demo().exception, NotADemonstration)
    assert contents(empty_database) == before


def test_the_town_is_told_once_and_kept_until_told_anew(
    home: Path, empty_database: Dsn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database)
    assert demo("--seed", "5").exit_code == 0
    told = entries(empty_database)
    assert told > 50
    kept = demo()
    assert "as you left it (seed 5)" in kept.output
    assert "Nothing was changed" in demo("--fresh", typed="n\n").output
    assert entries(empty_database) == told
    assert demo("--fresh", "--seed", "6", typed="y\n").exit_code == 0
    mark = read_mark(empty_database)
    assert mark is not None
    assert (mark.seed, mark.filled_at is None) == (6, False)


def test_another_city_takes_the_place_only_of_what_may_go(
    home: Path, empty_database: Dsn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database)
    assert demo().exit_code == 0
    told = entries(empty_database)
    monkeypatch.setenv("JIESU_PACK", "jinan")
    asked = demo(typed="n\n").output
    assert "of another city (pack example)" in asked
    assert "Nothing was changed" in asked
    assert entries(empty_database) == told
    assert demo(typed="y\n").exit_code == 0
    assert "as you left it" in demo().output


def test_a_town_half_told_is_told_again(
    home: Path, empty_database: Dsn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_database)
    set_mark(empty_database, 9, END)
    told = demo()
    assert "told again" in told.output
    assert "seed 9" in told.output
    assert entries(empty_database) > 50


def test_a_port_in_use_is_named_before_anything_is_done(home: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        refused = CliRunner().invoke(app, ["demo", "--port", port])
    assert isinstance(refused.exception, PortInUse)
    assert list(home.iterdir()) == [home / "keys"]


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
    return port


def started(home: Path, port: int) -> "subprocess.Popen[str]":
    arguments = ["demo", "--days", "1", "--seed", "4", "--port", str(port)]
    start = "from jiesu.cli.app import main; main()"
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "COLUMNS": "70"}
    return subprocess.Popen(
        [sys.executable, "-c", start, *arguments],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        start_new_session=True,
    )


def said_until(process: "subprocess.Popen[str]", word: str) -> str:
    """Return what the process says up to the line that holds ``word``."""
    assert process.stdout is not None
    watch = Timer(_PATIENCE, process.kill)  # else a word that never comes is waited for for ever
    watch.start()
    said = ""
    try:
        while word not in said:
            line = process.stdout.readline()
            assert line, said
            said += line
    finally:
        watch.cancel()
    return said


def still_there(home: Path) -> list[str]:
    """Return the command lines of all processes that name ``home`` in arguments or environment."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes()
            line = (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if int(folder.name) != os.getpid() and str(home).encode() in environment + line:
            found.append(line.decode(errors="replace"))
    return found


@pytest.mark.long
def test_it_serves_on_this_machine_and_one_interrupt_stops_all_of_it(home: Path) -> None:
    passwords = []
    for word in ("are told", "as you left it"):
        port = free_port()
        process = started(home, port)
        said = said_until(process, "The city is alive")
        assert word in said
        with urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
            assert answer.status == HTTPStatus.OK
        found = re.search(r"^ *operator[ │|]+(\S+)", said, re.MULTILINE)
        assert found
        passwords.append(found[1])
        assert len(found[1]) == 20
        assert "case to follow" in said.lower()
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert Server.find(home) is None
        assert still_there(home) == []
    assert len(set(passwords)) == 2


@pytest.mark.long
def test_an_interrupt_while_the_town_is_told_leaves_nothing_running(home: Path) -> None:
    process = started(home, free_port())
    said_until(process, "Starting the database")
    time.sleep(8)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    assert Server.find(home) is None
    assert still_there(home) == []
