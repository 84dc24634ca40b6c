# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A server of our own: made, found again, stopped, started; its doors locked."""

import subprocess
import sys

import psycopg
import pytest

from jiesu.adapters.postgres.area import State, make_area
from jiesu.adapters.postgres.server import SUPERUSER, Plan, Server
from jiesu.adapters.postgres.troubles import OtherMajorVersion, PasswordLost, ServerWillNotStart
from tests.integration.postgres.conftest import WHEEL, Place

START = """
import sys
from pathlib import Path
from jiesu.adapters.postgres.server import Plan, start_server
plan = Plan(wheel_first=True, options={"fsync": "off"})
print(start_server(Path(sys.argv[1]), plan, new_password=lambda: "x").status().pid)
"""


def ask(dsn: str, question: str) -> object:
    """Return the one value a question yields."""
    with psycopg.connect(dsn) as connection:
        row = connection.execute(question.encode()).fetchone()
    return row[0] if row else None


def test_a_server_is_made_with_checksums_and_one_encoding(settled: Place) -> None:
    server = settled.start()
    assert ask(server.dsn, "SHOW data_checksums") == "on"
    assert ask(server.dsn, "SHOW server_encoding") == "UTF8"
    assert ask(server.dsn, "SHOW timezone") == "UTC"
    assert ask(server.dsn, "SELECT upper('é京')") == "É京"


def test_the_program_works_as_an_ordinary_role(settled: Place) -> None:
    server = settled.start()
    assert ask(server.dsn, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False


def test_the_password_stands_in_its_file_alone(settled: Place) -> None:
    server = settled.start()
    file = server.area.password_file
    assert file.stat().st_mode & 0o777 == 0o600
    assert "only for this test" in file.read_text()
    assert "only" not in server.dsn + server.tcp_dsn + repr(server)
    words = server.area.log.read_text()
    assert "only for this test" not in words


@pytest.mark.parametrize("host", [None, "127.0.0.1"])
def test_socket_and_port_both_ask_for_the_password(settled: Place, host: str | None) -> None:
    server = settled.start()
    assert ask(server.address(host=host), "SELECT 1") == 1
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.address(host=host), password="guessed")
    method = "SELECT string_agg(DISTINCT auth_method, ' ') FROM pg_hba_file_rules"
    assert ask(server.address(user=SUPERUSER), method) == "scram-sha-256"


def test_the_next_program_finds_the_server_running(settled: Place) -> None:
    first = settled.start()
    assert settled.start() == first
    assert Server.find(settled.home) == first


def test_programs_that_start_at_once_share_one_server(place: Place) -> None:
    command = [sys.executable, "-c", START, str(place.home)]
    starts = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert len({start.communicate()[0] for start in starts}) == 1


def test_data_outlive_a_stop(place: Place) -> None:
    server = place.start()
    with psycopg.connect(server.dsn) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS value")
    server.stop()
    server.stop()  # a second time does no harm
    assert server.status().state is State.STOPPED
    assert Server.find(place.home) is None
    assert ask(place.start().dsn, "SELECT value FROM kept") == 42
    assert place.told == []


def test_half_made_data_are_made_again(place: Place) -> None:
    root = make_area(place.home, place.told.append).root
    (root / "data.unfinished" / "base").mkdir(parents=True)
    assert ask(place.start().dsn, "SELECT 1") == 1
    assert not (root / "data.unfinished").exists()


def test_data_are_left_alone_without_their_password_or_their_version(place: Place) -> None:
    server = place.start()
    server.stop()
    server.area.password_file.rename(place.home / "elsewhere")
    with pytest.raises(PasswordLost, match=r"postgres\.pgpass"):
        place.start()
    (server.area.data / "PG_VERSION").write_text("99\n")
    with pytest.raises(OtherMajorVersion, match="written by PostgreSQL 99"):
        place.start()


def test_a_start_that_fails_tells_the_servers_own_reason(place: Place) -> None:
    wrong = Plan(wheel_first=True, options={"max_connections": "-5"})
    with pytest.raises(ServerWillNotStart, match="max_connections"):
        place.start(wrong)
    assert place.start(WHEEL).status().state is State.RUNNING
