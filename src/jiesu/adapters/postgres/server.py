# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One PostgreSQL of our own: made, started, waited for, stopped.

It listens on a socket in a private folder and on 127.0.0.1, asks a SCRAM password on both, keeps
checksums, and outlives the program that started it: the next one finds it running.
"""

import fcntl
import shutil
import signal
import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, LiteralString, NewType
from urllib.parse import quote

import psycopg
from psycopg import sql

from jiesu.adapters.postgres.area import Area, State, Status, find_area, make_area
from jiesu.adapters.postgres.binaries import Binaries, find_binaries
from jiesu.adapters.postgres.processes import (
    Account,
    end_orphans,
    ourselves,
    run,
    send,
    start_detached,
)
from jiesu.adapters.postgres.troubles import (
    BusyPort,
    PasswordLost,
    Report,
    StaleLock,
    quiet,
)
from jiesu.adapters.postgres.waiting import (
    diagnose,
    named_troubles,
    wait_until_gone,
    wait_until_ready,
    written_since,
)

Dsn = NewType("Dsn", str)
"""An address libpq understands; those of our own servers hold no password."""

StopMode = Literal["smart", "fast", "immediate"]

DATABASE = "jiesu"
ROLE = "jiesu"
SUPERUSER = "postgres"

_CREATE_ROLE = sql.SQL("CREATE ROLE jiesu LOGIN CREATEDB")
_SET_PASSWORD = sql.SQL("ALTER ROLE jiesu PASSWORD {}")
_SECRET = sql.SQL("SELECT rolpassword FROM pg_authid WHERE rolname = %s")
_CREATE_DATABASE = sql.SQL("CREATE DATABASE jiesu OWNER jiesu")
_SIGNALS = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}
_ALIVE = {State.STARTING, State.RUNNING, State.STOPPING}
_LOG_LIMIT = 16 * 2**20  # bytes; beyond, a new log is begun at the next start
_FREE_PORT_TRIES = 3
_BUILTIN_LOCALE_SINCE = 17  # C.UTF-8 that needs nothing of the machine
_LASTING: Mapping[str, str] = {
    "listen_addresses": "127.0.0.1",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_startup_progress_interval": "2s",
}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server and how to reach it."""

    area: Area
    port: int
    socket_dir: Path

    @classmethod
    def find(cls, home: Path) -> "Server | None":
        """Return the server of ``home`` if it is running."""
        with named_troubles(home):
            area = find_area(home.resolve())
            status = area.status() if area else Status(State.ABSENT)
        if area is None or status.state is not State.RUNNING:
            return None
        return cls(area, status.port, status.socket_dir)

    @property
    def dsn(self) -> Dsn:
        """Address of our database, by socket, as the ordinary role."""
        return self.address()

    @property
    def tcp_dsn(self) -> Dsn:
        """The same by TCP, for programs that know no sockets."""
        return self.address(host="127.0.0.1")

    def address(
        self, database: str = DATABASE, *, user: str = ROLE, host: str | None = None
    ) -> Dsn:
        """Return the address of any database of this server."""
        where = quote(host or str(self.socket_dir), safe="")
        tail = f"host={where}&port={self.port}"
        if self.area.password_file.is_file():
            tail += f"&passfile={quote(str(self.area.password_file), safe='')}"
        return Dsn(f"postgresql://{quote(user)}@/{quote(database)}?{tail}")

    def status(self) -> Status:
        """Return how the server is now."""
        return self.area.status()

    def stop(self, mode: StopMode = "fast", report: Report = quiet) -> None:
        """Stop the server and wait until it is gone; without harm if it already is."""
        status = self.status()
        if status.state in _ALIVE:
            send(status.pid, _SIGNALS[mode])
            wait_until_gone(status.pid, report)


@dataclass(frozen=True, slots=True)
class Plan:
    """How a server shall run.

    Attributes:
        port: Where it listens on 127.0.0.1; 0 picks a free one.
        programs: The folder of PostgreSQL's programs; by default the machine's, else the wheel's.
        wheel_first: Prefer the wheel's programs to the machine's.
        options: Server settings, by PostgreSQL's own names.
    """

    port: int = 0
    programs: Path | None = None
    wheel_first: bool = False
    options: Mapping[str, str] = field(default_factory=dict)


def start_server(
    home: Path,
    plan: Plan | None = None,
    *,
    new_password: Callable[[], str],
    report: Report = quiet,
) -> Server:
    """Return the server of ``home``, started if it is not running, made if it is not there.

    Args:
        home: The state folder.
        plan: How it shall run, if it has to be started.
        new_password: Draws the password of a new server.
        report: Is told of what heals by itself: a stale lock, a recovery, a long start.

    Raises:
        Trouble: A subclass in ``troubles`` names what is in the way.
    """
    home, plan = home.resolve(), plan or Plan()
    lasting = replace(plan, options={**_LASTING, **plan.options})
    with named_troubles(home), _alone(home):
        area = find_area(home) or make_area(home, report)
        return Launch(area, lasting, report).server(new_password)


def stop_server(home: Path, report: Report = quiet) -> bool:
    """Stop the server of ``home``, also one still starting; tell whether there was one to stop.

    Raises:
        Trouble: A subclass in ``troubles`` names what is in the way.
    """
    with named_troubles(home):
        area = find_area(home.resolve())
        status = area.status() if area else Status(State.ABSENT)
        if area is None or status.state not in _ALIVE:
            return False
        Server(area, status.port, status.socket_dir).stop(report=report)
    return True


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Let one program at a time make or start the server of ``home``."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / "postgres.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


@dataclass(frozen=True, slots=True)
class Launch:
    """All that one start needs."""

    area: Area
    plan: Plan
    report: Report = quiet

    def server(self, new_password: Callable[[], str] | None) -> Server:
        """Return the running server; make and start what is missing.

        Args:
            new_password: Draws the password of a new server; None makes one that trusts whoever
                reaches its private socket, for tests.
        """
        status = self.area.status()
        if status.state in {State.RUNNING, State.STARTING}:
            ready = wait_until_ready(self.area, status.pid, self._log_size(), self.report)
            if ready:
                return self._reached(ready)
            status = self.area.status()
        if status.state is State.STOPPING:
            wait_until_gone(status.pid, self.report)
        return self._started(status, new_password)

    def _started(self, status: Status, new_password: Callable[[], str] | None) -> Server:
        binaries = self._binaries()
        if status.state is State.ABSENT:
            self._initialise(binaries, new_password() if new_password else None)
        elif new_password and not self.area.password_file.is_file():
            raise PasswordLost(path=self.area.password_file)
        self._clear_stale()
        server = self._reached(self._run(binaries))
        _ensure_database(server)
        return server

    def _reached(self, status: Status) -> Server:
        return Server(self.area, status.port, status.socket_dir)

    def _binaries(self) -> Binaries:
        return find_binaries(
            self.area,
            chosen=self.plan.programs,
            wheel_first=self.plan.wheel_first,
            report=self.report,
        )

    def _initialise(self, binaries: Binaries, password: str | None) -> None:
        """Make the data folder beside its place and move it there when it is complete."""
        unfinished = self.area.root / "data.unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        word_file = self.area.root / "password.once"
        args = _initdb_arguments(binaries, unfinished, None if password is None else word_file)
        try:
            if password is not None:
                write_private(word_file, password, self.area.account)
            made = run(self.area.account, args)
        finally:
            word_file.unlink(missing_ok=True)
        if made.returncode != 0:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise diagnose(self.area, made.stdout + made.stderr)
        if password is not None:
            self.area.password_file.parent.mkdir(mode=0o700, exist_ok=True)
            write_private(self.area.password_file, f"*:*:*:*:{password}\n", ourselves())
        unfinished.rename(self.area.data)

    def _clear_stale(self) -> None:
        """Remove a dead server's lock, once nothing works on its data any more."""
        end_orphans(self.area.account, self.area.data, self.report)
        stale = self.area.status()
        if stale.state is State.STALE:
            self.area.lock_file.unlink()
            self.report(StaleLock(pid=stale.pid))

    def _run(self, binaries: Binaries) -> Status:
        """Start the server; a free port may be taken between finding and using it, so try again."""
        for _ in range(_FREE_PORT_TRIES - 1):
            try:
                return self._run_once(binaries, self.plan.port or _free_port())
            except BusyPort:
                if self.plan.port:
                    raise
        return self._run_once(binaries, self.plan.port or _free_port())

    def _run_once(self, binaries: Binaries, port: int) -> Status:
        folder = self.area.socket_dir()
        for left in folder.glob(".s.PGSQL.*"):
            left.unlink()  # of a server that is gone; its process id may be in use again
        options = {**self.plan.options, "port": str(port), "unix_socket_directories": str(folder)}
        given = [f"-c{name}={value}" for name, value in options.items()]
        program = [binaries.program("postgres"), "-D", str(self.area.data), *given]
        self._turn_log()
        offset = self._log_size()
        pid = start_detached(self.area.account, program, self.area.log)
        ready = wait_until_ready(self.area, pid, offset, self.report)
        if ready is None:
            raise diagnose(self.area, written_since(self.area.log, offset))
        return ready

    def _turn_log(self) -> None:
        if self._log_size() > _LOG_LIMIT:
            self.area.log.rename(self.area.log.with_suffix(".log.1"))

    def _log_size(self) -> int:
        return self.area.log.stat().st_size if self.area.log.is_file() else 0


def _initdb_arguments(binaries: Binaries, data: Path, word_file: Path | None) -> list[str]:
    args = [binaries.program("initdb"), f"--pgdata={data}", f"--username={SUPERUSER}"]
    args += ["--encoding=UTF8", "--locale=C", "--data-checksums", "--no-instructions"]
    if binaries.major >= _BUILTIN_LOCALE_SINCE:
        args += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    if word_file is None:
        return [*args, "--auth=trust", "--no-sync"]
    return [*args, "--auth=scram-sha-256", f"--pwfile={word_file}"]


def _ensure_database(server: Server) -> None:
    """Make the ordinary role and its database, if a new server lacks them."""
    address = server.address("postgres", user=SUPERUSER)
    try:
        with psycopg.connect(address, autocommit=True) as connection:
            if not _has(connection, "SELECT 1 FROM pg_roles WHERE rolname = %s", ROLE):
                _create_role(connection)
            if not _has(connection, "SELECT 1 FROM pg_database WHERE datname = %s", DATABASE):
                connection.execute(_CREATE_DATABASE)
    except psycopg.Error as error:
        raise diagnose(server.area, str(error)) from error


def _has(connection: psycopg.Connection, question: LiteralString, name: str) -> bool:
    return connection.execute(question, [name]).fetchone() is not None


def _create_role(connection: psycopg.Connection) -> None:
    """Make the ordinary role; it shares the superuser's password, by its stored SCRAM secret."""
    with connection.transaction():
        connection.execute(_CREATE_ROLE)
        row = connection.execute(_SECRET, [SUPERUSER]).fetchone()
        if row and row[0]:
            connection.execute(_SET_PASSWORD.format(sql.Literal(row[0])))


def write_private(path: Path, text: str, account: Account) -> None:
    """Write a file that only ``account`` reads, never through a link left in its place."""
    path.unlink(missing_ok=True)
    path.touch(mode=0o600, exist_ok=False)
    path.write_text(text, encoding="utf-8")
    account.own(path)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
