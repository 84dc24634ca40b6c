# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Servers for tests end with the last who uses them, and databases are clones."""

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from jiesu.adapters.postgres.processes import is_alive
from jiesu.adapters.postgres.server import Server
from jiesu.adapters.postgres.throwaway import start_throwaway

HOLD = """
import sys, time
from pathlib import Path
from jiesu.adapters.postgres.throwaway import start_throwaway
print(start_throwaway(Path(sys.argv[1])).server.status().pid, flush=True)
time.sleep(600)
"""


@pytest.fixture
def home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="jiesu-throwaway-") as folder:
        yield Path(folder)


def hold(home: Path) -> tuple["subprocess.Popen[str]", int]:
    """Start a program that holds the server; return it and the server's process id."""
    command = [sys.executable, "-c", HOLD, str(home)]
    holder = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    return holder, int(holder.stdout.readline())


def ends(pid: int, root: Path, seconds: float = 20) -> bool:
    """Tell whether a server and its files are gone within that time."""
    until = time.monotonic() + seconds
    while is_alive(pid) or root.exists():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def test_it_is_shared_and_ends_with_the_last_even_if_that_is_killed(home: Path) -> None:
    first, pid = hold(home)
    ours = start_throwaway(home)
    assert ours.server.status().pid == pid
    first.kill()
    first.wait()
    time.sleep(0.3)
    assert is_alive(pid)
    last, same = hold(home)
    assert same == pid
    ours.release()
    root = ours.server.area.root
    last.send_signal(signal.SIGKILL)
    last.wait()
    assert ends(pid, root)


def test_it_listens_on_its_private_socket_only(pg_server: Server) -> None:
    with psycopg.connect(pg_server.dsn) as connection:
        row = connection.execute("SHOW listen_addresses").fetchone()
    assert row == ("",)
    assert pg_server.area.root.stat().st_mode & 0o077 == 0


def test_a_database_for_a_test_has_every_table(database: str) -> None:
    with psycopg.connect(database) as connection:
        row = connection.execute("SELECT to_regclass('django_migrations') IS NOT NULL").fetchone()
    assert row == (True,)


@pytest.mark.parametrize("turn", [1, 2])
def test_no_test_sees_what_another_wrote(database: str, turn: int) -> None:
    with psycopg.connect(database) as connection:
        connection.execute("CREATE TABLE mine (turn integer)")


def test_an_empty_database_has_no_table(empty_database: str) -> None:
    with psycopg.connect(empty_database) as connection:
        row = connection.execute("SELECT to_regclass('django_migrations') IS NULL").fetchone()
    assert row == (True,)
