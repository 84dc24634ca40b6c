# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A city served as it is in earnest, for benches that knock at its door over HTTP.

The pages run in a process of their own (gunicorn, one worker with threads), so that what they use
is theirs alone; programs come with tokens, people sign in, and connections are kept alive.
"""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from pydantic import SecretStr

from jiesu.bench.accounting import Meter
from jiesu.bench.wire import Relay, relay
from jiesu.bootstrap.desks import AccountDesk, account_desk
from jiesu.bootstrap.keys import make_missing_keys
from jiesu.bootstrap.settings import Settings, load_settings
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor

if TYPE_CHECKING:
    from jiesu.adapters.identity.models import Account

_PACK = "example"
_CLERK = Actor("bench", "admin")
_START = "from jiesu.cli.app import main; main()"
_THREADS = 4
_PATIENCE = 120.0  # seconds until a server that does not answer is given up
_GLANCE = 0.1
_STOPPING = 20.0
_OK = 400  # whatever is below is an answer
_FIELD = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_COOKIE = re.compile(r"^([^=;]+)=([^;]*)")


class BenchFailed(Exception):
    """The city did not do what the bench asked of it, so there is nothing to measure."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the city answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def data(self) -> Any:  # noqa: ANN401 -- whatever JSON it is
        """Return the body as data."""
        return json.loads(self.body)


@dataclass(slots=True)
class Caller:
    """One program or browser with a connection of its own, kept alive."""

    port: int
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    _line: HTTPConnection | None = None

    def __del__(self) -> None:
        """Hang up when nobody calls any more."""
        self._hang_up()

    def get(self, path: str) -> Answer:
        """Ask for ``path``."""
        return self._sent("GET", path, None, {})

    def post(self, path: str, body: object) -> Answer:
        """Send ``body`` as JSON."""
        sent = json.dumps(body).encode()
        return self._sent("POST", path, sent, {"Content-Type": "application/json"})

    def submit(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Send a form of a page, as a browser does."""
        found = _FIELD.search(self.get(path).body.decode())
        given = {**fields, "csrfmiddlewaretoken": found[1] if found else ""}
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._sent("POST", path, urlencode(given).encode(), kind)

    def _sent(self, way: str, path: str, body: bytes | None, more: dict[str, str]) -> Answer:
        crumbs = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        headers = {**self.headers, **more, **({"Cookie": crumbs} if crumbs else {})}
        try:
            found = self._asked(way, path, body, headers)
        except (HTTPException, ConnectionError):  # kept alive too long
            self._hang_up()
            found = self._asked(way, path, body, headers)
        answer = Answer(found.status, dict(found.getheaders()), found.read())
        for crumb in found.headers.get_all("Set-Cookie") or []:
            if named := _COOKIE.match(crumb):
                self.cookies[named[1]] = named[2]
        if answer.status >= _OK:
            raise BenchFailed(f"{way} {path}: {answer.status} {answer.body.decode()[:500]}")
        return answer

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _asked(
        self, way: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> HTTPResponse:
        if self._line is None:
            self._line = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        self._line.request(way, path, body, headers)
        return self._line.getresponse()


@dataclass(frozen=True, slots=True)
class Served:
    """The city of a bench: what stands behind its door, and how to knock.

    It is served twice: ``process`` at ``port`` is measured, the other is reached by way of a relay
    that counts statements.
    """

    dsn: str
    desk: AccountDesk
    port: int
    process: int
    counted_port: int
    relay: Relay

    @property
    def city(self) -> City:
        """Return the city itself, to prepare what is measured."""
        return self.desk.city

    def program(self, role: str, scopes: tuple[str, ...], unit: str = "") -> Caller:
        """Return a program with a token for a fresh account of that role."""
        token = self.desk.token(self._account(role, unit), "bench", scopes, 1)
        return Caller(self.port, {"Authorization": f"Bearer {token}"})

    def signed_in(self, role: str, unit: str = "") -> Caller:
        """Return the browser of somebody who has signed in."""
        password = self.desk.new_password()
        account = self._account(role, unit, password)
        browser = Caller(self.port)
        browser.submit("/sign-in/", {"login": account.login, "password": password})
        return browser

    def meter(self) -> Meter:
        """Return a meter of the served city."""
        return Meter(self.dsn, program=self.process)

    def statements(self, work: Callable[[Caller], object], caller: Caller, times: int = 6) -> float:
        """Return how many statements ``work`` takes, the first time aside; see ``bench.wire``."""
        other = Caller(self.counted_port, caller.headers, caller.cookies)
        work(other)
        before = self.relay.statements
        for _ in range(times):
            work(other)
        return (self.relay.statements - before) / times

    def _account(self, role: str, unit: str, password: str = "") -> "Account":
        login = f"bench-{self.city.ids.new().hex}"
        return self.desk.add(login, login, password or self.desk.new_password(), role, unit)


@contextmanager
def served(dsn: str, home: Path) -> Iterator[Served]:
    """Lend a city served over HTTP; ``home`` takes its keys and files."""
    settings = _settings_for(dsn, home)
    make_missing_keys(settings)
    with (
        account_desk(settings, _CLERK) as desk,
        relay(dsn) as counting,
        _process(dsn, home, settings) as (port, process),
        _process(counting.dsn, home, settings) as (counted_port, _),
    ):
        yield Served(dsn, desk, port, process, counted_port, counting)


def _settings_for(dsn: str, home: Path) -> Settings:
    keys = {
        "master_key_file": home / "keys/master.key",
        "secret_key_file": home / "keys/django.key",
    }
    chosen = {"database_url": SecretStr(dsn), "home": home, "pack": _PACK, **keys}
    return load_settings().model_copy(update=chosen)


@contextmanager
def _process(dsn: str, home: Path, settings: Settings) -> Iterator[tuple[int, int]]:
    """Lend the port and the process id of a server of pages."""
    port = _free_port()
    environment = {
        **os.environ,
        "DATABASE_URL": dsn,
        "JIESU_HOME": str(home),
        "JIESU_MASTER_KEY_FILE": str(settings.master_key_file),
        "JIESU_SECRET_KEY_FILE": str(settings.secret_key_file),
        "JIESU_PACK": _PACK,
        "JIESU_ALLOWED_HOSTS": "127.0.0.1",
        "JIESU_WEB_BIND": f"127.0.0.1:{port}",
        "JIESU_WEB_WORKERS": "1",
        "JIESU_WEB_THREADS": str(_THREADS),
    }
    with (home / f"web-{port}.log").open("wb") as log:
        process = subprocess.Popen(  # noqa: S603 -- this very program
            [sys.executable, "-c", _START, "web"], env=environment, stdout=log, stderr=log
        )
        try:
            _wait_for(port, process, home / f"web-{port}.log")
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(_STOPPING)


def _wait_for(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError, HTTPException, BenchFailed):
            Caller(port).get("/healthz")
            return
        time.sleep(_GLANCE)
    raise BenchFailed(f"the pages do not answer: {log.read_text(encoding='utf-8')[-2000:]}")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port
