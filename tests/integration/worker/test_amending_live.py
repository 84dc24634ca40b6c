# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu serve`` while its pack is amended: nobody restarts anything."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from uuid import UUID

import pytest

from jiesu.adapters.personal.key_file import create_key_file
from jiesu.adapters.postgres.server import Dsn
from jiesu.kernel.ids import uuid7
from jiesu.kernel.instants import instant
from tests.builders.desk import MASTER_KEY, city_desk
from tests.builders.packs import DraftPack, draft_pack
from tests.builders.rows import Rows

_PATIENCE = 90.0  # seconds, on a machine that has other things to do
_START = "from jiesu.cli.app import main; main()"
_TOKEN = re.compile(r"[A-Za-z0-9_.-]{30,}")
_SCOPES = ("appeal.register", "appeal.dispatch", "appeal.show")
_LIMIT = """
    - from: 2026-01-01
      value: {days} calendar_day
      basis: {{instrument: anhe-procedure-2015, article: 1}}
      standing: official
      last_checked: 2026-11-24"""


class Served:
    """A city served by processes of its own, as its people and programs see it."""

    def __init__(self, home: Path, pack: DraftPack, dsn: str) -> None:
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.address = f"127.0.0.1:{trial.getsockname()[1]}"
        self.env = {
            **os.environ,
            "JIESU_HOME": str(home),
            "JIESU_PACK": str(pack.folder),
            "JIESU_WEB_BIND": self.address,
            "JIESU_WEB_WORKERS": "1",
            "JIESU_LANGUAGE": "en",
            "DATABASE_URL": dsn,
        }
        self.token = ""
        self.process = subprocess.Popen(
            [sys.executable, "-c", _START, "serve"],
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=(home / "serve.log").open("wb"),
        )

    def said(self, *words: str) -> str:
        """Return what a command of this city prints."""
        done = subprocess.run(
            [sys.executable, "-c", _START, *words],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sign_up(self) -> None:
        """Let a program register and dispatch."""
        self.said("account", "add", "agent", "--role", "operator", "--generate")
        scopes = [part for scope in _SCOPES for part in ("--scope", scope)]
        self.token = _TOKEN.findall(self.said("account", "token", "agent", *scopes))[-1]

    def ask(self, path: str, body: object | None = None) -> Any:  # noqa: ANN401 -- JSON
        """Return what the pages answer a program."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"}
        sent = None if body is None else json.dumps(body).encode()
        with urlopen(Request(f"http://{self.address}{path}", sent, headers), timeout=10) as answer:
            return json.load(answer)

    def limit(self) -> str:
        """Return the usual limit, as the pages say it now."""
        value: str = self.ask("/api/v1/parameters/limit.d7")["value"]
        return value

    def answers(self) -> bool:
        """Return whether the pages answer."""
        asked = f"http://{self.address}/healthz"
        with suppress(OSError), urlopen(asked, timeout=5) as answer:
            return bool(answer.status == HTTPStatus.OK)
        return False


@pytest.fixture
def pack(tmp_path: Path) -> DraftPack:
    return draft_pack(tmp_path)


@pytest.fixture
def city(tmp_path: Path, pack: DraftPack, database: Dsn) -> Iterator[Served]:
    create_key_file(tmp_path / "keys" / "master.key", lambda _size: MASTER_KEY)
    served = Served(tmp_path, pack, database)
    try:
        eventually(served.answers)
        served.sign_up()
        yield served
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(_PATIENCE) == 0
    finally:
        served.process.kill()
        served.process.wait()


def eventually(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + _PATIENCE
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.2)


def take_up(city: Served, number: int) -> UUID:
    """Register and dispatch an appeal that has seven days; return its id."""
    now = instant(datetime.now(UTC))
    appeal, contact = (uuid7(now, bytes([kind, number] * 5)) for kind in (1, 2))
    body = {
        "appeal_id": str(appeal),
        "interaction_id": str(contact),
        "kind": "complaint",
        "channel": "phone",
        "words": "医生态度差",
        "area": "qc-liuyin",
        "matter": "health.hospital.conduct",
    }
    city.ask("/api/v1/intake", body)
    return appeal


def amend(pack: DraftPack, days: int, version: str) -> None:
    """Let the usual limit be so many days since the new year."""
    limits = pack.folder / "parameters/limits.yaml"
    text = limits.read_text(encoding="utf-8")
    end = text.index("\n\n", text.index("      value: 7 calendar_day\n"))
    limits.write_text(text[:end] + _LIMIT.format(days=days) + text[end:], encoding="utf-8")
    pack.change("pack.yaml", "version: 1.0.0", f"version: {version}")


@pytest.mark.long
def test_pages_and_clocks_take_up_a_sound_pack_and_pass_over_a_broken_one(
    city: Served, pack: DraftPack, database: Dsn, rows: Rows
) -> None:
    old = take_up(city, 1)
    due = "SELECT handling_due FROM work_order WHERE appeal_id = %s"
    ((old_due,),) = rows(due, old)
    assert city.limit() == "7 calendar_day"

    amend(pack, 2, "1.1.0")
    eventually(lambda: city.limit() == "2 calendar_day")
    new = take_up(city, 2)
    ((new_due,),) = rows(due, new)
    assert (old_due - new_due).days == 5
    assert rows(due, old) == [(old_due,)]
    packs = rows("SELECT pack FROM log_entry WHERE stream = ANY (%s) ORDER BY seq", [old, new])
    assert [stamp.partition("+")[0] for (stamp,) in packs] == ["example@1.0.0"] * 2 + [
        "example@1.1.0"
    ] * 2

    slow, desk = city_desk(database)  # has not seen the new pack yet; its clock stands in March
    waiting = desk.registered()
    told = "SELECT pack FROM log_entry WHERE stream = %s AND type = 'DispatchOverdue'"
    eventually(lambda: rows(told, waiting) != [])
    assert rows(told, waiting)[0][0].startswith("example@1.1.0+")
    slow.close()

    good = (pack.folder / "parameters/limits.yaml").read_text(encoding="utf-8")
    pack.change("parameters/limits.yaml", "value: 2 calendar_day", "value: two days")
    status = json.loads(city.said("worker", "status", "--json"))["pack"]
    assert status["in_force"].startswith("example@1.1.0+")
    assert status["trouble"] == "broken-pack"
    eventually(lambda: "broken-pack" in serve_log(city))
    assert city.limit() == "2 calendar_day"
    (pack.folder / "parameters/limits.yaml").write_text(good, encoding="utf-8")
    pack.change("pack.yaml", "version: 1.1.0", "version: 1.0.9")
    status = json.loads(city.said("worker", "status", "--json"))["pack"]
    assert status["in_force"].startswith("example@1.1.0+")
    assert status["trouble"] == "older-pack"
    pack.change("pack.yaml", "version: 1.0.9", "version: 1.1.0")
    assert json.loads(city.said("worker", "status", "--json"))["pack"]["trouble"] is None


def serve_log(city: Served) -> str:
    return Path(city.env["JIESU_HOME"], "serve.log").read_text(encoding="utf-8")
