# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu serve``: pages and clocks of one city start together, and stop together."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from pathlib import Path
from urllib.request import urlopen

import pytest

from jiesu.adapters.personal.key_file import create_key_file
from jiesu.adapters.postgres.server import Dsn, Server
from tests.builders.desk import MASTER_KEY

_PATIENCE = 90.0  # seconds, on a machine that has other things to do


@pytest.fixture
def address() -> str:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return f"127.0.0.1:{trial.getsockname()[1]}"


def served(home: Path, address: str, **more: str) -> "subprocess.Popen[bytes]":
    own = {"JIESU_HOME": str(home), "JIESU_WEB_BIND": address, "JIESU_WEB_WORKERS": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", "from jiesu.cli.app import main; main()", "serve"],
        env={**os.environ, **own, **more},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


@pytest.fixture
def serving(tmp_path: Path, database: Dsn, address: str) -> Iterator["subprocess.Popen[bytes]"]:
    create_key_file(tmp_path / "keys" / "master.key", lambda _size: MASTER_KEY)
    process = served(tmp_path, address, DATABASE_URL=database)
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()


def answers(address: str) -> bool:
    with suppress(OSError), urlopen(f"http://{address}/healthz", timeout=5) as answer:
        return bool(answer.status == HTTPStatus.OK)
    return False


def until(wanted: bool, address: str) -> bool:
    """Return whether the pages came to answer, or to be silent, in time."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if answers(address) is wanted:
            return True
        time.sleep(0.2)
    return False


def pages_of(process: "subprocess.Popen[bytes]") -> int:
    """Return the process that serves the pages."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text()
    return int(children.split()[0])


def test_one_interrupt_stops_pages_and_clocks(
    serving: "subprocess.Popen[bytes]", address: str
) -> None:
    assert until(wanted=True, address=address)
    serving.send_signal(signal.SIGINT)
    assert serving.wait(_PATIENCE) == 0
    assert not answers(address)


def test_clocks_do_not_go_on_alone_when_the_pages_have_ended(
    serving: "subprocess.Popen[bytes]", address: str
) -> None:
    assert until(wanted=True, address=address)
    os.kill(pages_of(serving), signal.SIGTERM)
    _, said = serving.communicate(timeout=_PATIENCE)
    assert serving.returncode != 0
    assert "web.log" in said.decode()


def test_a_database_of_our_own_that_ended_is_started_again(
    tmp_path: Path, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    process = served(tmp_path, address)
    try:
        assert until(wanted=True, address=address)
        server = Server.find(tmp_path)
        assert server is not None
        server.stop()
        end = time.monotonic() + _PATIENCE
        while Server.find(tmp_path) is None:
            assert time.monotonic() < end
            time.sleep(0.2)
        assert until(wanted=True, address=address)
        process.send_signal(signal.SIGINT)
        assert process.wait(_PATIENCE) == 0
    finally:
        process.kill()
        process.wait()
        left = Server.find(tmp_path)
        if left is not None:
            left.stop()
