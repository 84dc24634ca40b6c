# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Where a server keeps what it has: data, socket, log; and the state its lock file tells.

home/postgres/            private to the server's user
    data/  socket/  server.log
home/postgres.location    instead, if that user cannot enter the home folder: the place
home/keys/postgres.pgpass the generated password, 0600, in libpq's own form
"""

import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from jiesu.adapters.postgres.processes import Account, account_for_servers, owner_of, works_on
from jiesu.adapters.postgres.troubles import DataVanished, Relocated, Report

_LONGEST_SOCKET_PATH = 103
"""Bytes of a socket's path that every system takes (108 with the closing zero on Linux)."""

_SOCKET_NAME = ".s.PGSQL.65535"
_PLACES_ELSEWHERE = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 - a private folder is made in it


class State(StrEnum):
    """What the lock file and the processes say about a server."""

    ABSENT = "absent"
    STOPPED = "stopped"
    STALE = "stale"
    STARTING = "starting"
    RUNNING = "running"
    STOPPING = "stopping"


@dataclass(frozen=True, slots=True)
class Status:
    """A server as its lock file tells it, checked against the processes that are there."""

    state: State
    pid: int = 0
    port: int = 0
    socket_dir: Path = Path()


@dataclass(frozen=True, slots=True)
class Area:
    """The folders of one server and the system user they belong to."""

    home: Path
    root: Path
    account: Account

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.root / "data"

    @property
    def log(self) -> Path:
        """What the server wrote."""
        return self.root / "server.log"

    @property
    def lock_file(self) -> Path:
        """The file by which PostgreSQL itself marks a data folder as in use."""
        return self.data / "postmaster.pid"

    @property
    def password_file(self) -> Path:
        """The generated password, read by libpq itself: it stands in no address and no log."""
        return self.home / "keys" / "postgres.pgpass"

    def data_major(self) -> int | None:
        """Return the major version that wrote the data, or None if there are none yet."""
        try:
            return int((self.data / "PG_VERSION").read_text().strip())
        except FileNotFoundError:
            return None

    def socket_dir(self) -> Path:
        """Return the folder for a new socket: in the area unless that path is too long."""
        inside = self.root / "socket"
        if len(bytes(inside / _SOCKET_NAME)) <= _LONGEST_SOCKET_PATH:
            return self.account.make_private(inside)
        made = Path(tempfile.mkdtemp(prefix="jiesu-socket-"))
        self.account.own(made)
        return made

    def status(self) -> Status:
        """Return the state of the server; a running one is never disturbed."""
        if self.data_major() is None:
            return Status(State.ABSENT)
        try:
            lines = self.lock_file.read_text().splitlines()
        except FileNotFoundError:
            return Status(State.STOPPED)
        return self._status_of(lines + [""] * 8)

    def _status_of(self, lines: list[str]) -> Status:
        """Read the lock file: pid, data, start, port, socket folder, address, key, state."""
        pid = int(lines[0] or 0)
        if not pid or not works_on(pid, self.data):
            return Status(State.STALE, pid)
        states = {"ready": State.RUNNING, "stopping": State.STOPPING}
        state = states.get(lines[7].strip(), State.STARTING)
        return Status(state, pid, int(lines[3] or 0), Path(lines[4]))


def find_area(home: Path) -> Area | None:
    """Return the area of ``home`` if one was made.

    Raises:
        DataVanished: A place elsewhere is noted and is not there.
    """
    pointer = _pointer(home)
    root = home / "postgres"
    if pointer.is_file():
        root = Path(pointer.read_text(encoding="utf-8").strip())
        if not root.is_dir():
            raise DataVanished(pointer=pointer, place=root)
    return Area(home, root, owner_of(root)) if root.is_dir() else None


def make_area(home: Path, report: Report, *, lasting: bool = True) -> Area:
    """Make the area of ``home``, elsewhere if the server's user cannot come in.

    Args:
        home: The state folder; made if missing.
        report: Is told where the data went if not into ``home``.
        lasting: False for data that only a test needs: those may go where systems tidy up.
    """
    home.mkdir(parents=True, exist_ok=True)
    account = account_for_servers()
    if account.may_enter(home):
        return Area(home, account.make_private(home / "postgres"), account)
    root = _make_elsewhere(lasting=lasting)
    account.own(root)
    _pointer(home).write_text(f"{root}\n", encoding="utf-8")
    report(Relocated(user=account.name, home=home, place=root, pointer=_pointer(home)))
    return Area(home, root, account)


def _pointer(home: Path) -> Path:
    return home / "postgres.location"


def _make_elsewhere(*, lasting: bool) -> Path:
    if lasting:
        for parent in _PLACES_ELSEWHERE:
            try:
                return Path(tempfile.mkdtemp(prefix="jiesu-postgres-", dir=parent))
            except OSError:
                continue
    return Path(tempfile.mkdtemp(prefix="jiesu-postgres-"))
