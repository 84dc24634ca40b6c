# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu stop`` puts the server of our own to rest, and nobody else's."""

import subprocess
import sys

import pytest

from jiesu.adapters.postgres.area import State
from jiesu.adapters.postgres.server import Server
from tests.integration.postgres.conftest import Place


@pytest.fixture
def env(place: Place, monkeypatch: pytest.MonkeyPatch) -> Place:
    """The command finds this place and no other database."""
    monkeypatch.setenv("JIESU_HOME", str(place.home))
    monkeypatch.setenv("JIESU_LANGUAGE", "en")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return place


def jiesu_stop() -> tuple[int, str, str]:
    """Run the command as people do; return its exit code and what it said."""
    script = "from jiesu.cli.app import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", script, "stop"], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout, done.stderr


def test_it_stops_the_server_and_stopping_again_changes_nothing(env: Place) -> None:
    server = env.start()
    assert jiesu_stop() == (0, "The database is stopped.\n", "")
    assert server.status().state is State.STOPPED
    assert jiesu_stop() == (0, "The database was not running.\n", "")
    assert env.start().status().state is State.RUNNING


def test_where_nothing_was_ever_made_there_is_nothing_to_stop(env: Place) -> None:
    assert jiesu_stop()[0] == 0
    assert Server.find(env.home) is None
    assert not list(env.home.iterdir())


def test_somebody_else_s_server_is_left_alone_and_so_is_our_own(
    env: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = env.start()
    monkeypatch.setenv("DATABASE_URL", "postgresql://someone:very-secret@elsewhere/city")
    code, said, complaint = jiesu_stop()
    assert (code, said) == (2, "")
    assert "DATABASE_URL" in complaint
    assert "very-secret" not in complaint
    assert server.status().state is State.RUNNING


def test_a_server_that_is_still_starting_is_stopped_too(env: Place) -> None:
    server = env.start()
    lock = server.area.lock_file
    lines = lock.read_text().splitlines()
    lock.write_text("\n".join([*lines[:7], "starting"]) + "\n")
    assert server.status().state is State.STARTING
    assert jiesu_stop()[1] == "The database is stopped.\n"
    assert server.status().state is State.STOPPED
