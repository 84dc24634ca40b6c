# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Waiting for a server as long as it makes progress, and reading from its log why it did not."""

import errno
import re
import shutil
import socket
import struct
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from jiesu.adapters.postgres.area import Area, State, Status
from jiesu.adapters.postgres.processes import POLL_SECONDS, is_alive, ourselves
from jiesu.adapters.postgres.troubles import (
    BusyPort,
    DiskFull,
    FolderNotPermitted,
    PlaceUnusable,
    Recovering,
    Report,
    ServerSilent,
    ServerWillNotStart,
    StillStarting,
    StillStopping,
)
from jiesu.kernel.errors import Trouble

_TELL_EVERY = 2.0  # seconds; the server itself is told to log its progress as often
_PATIENCE = 600.0  # seconds of silence, not of waiting: only a server without progress is given up
_TAIL = 5  # lines of the log that explain an unknown failure
_MIB = 2**20
_ANSWER_WITHIN = 5.0  # seconds; a busy machine answers in milliseconds
_ENCRYPTION_REQUEST = struct.pack("!ii", 8, 80877103)  # length and code, from PostgreSQL's protocol
_RECOVERY = re.compile(r"automatic recovery in progress|redo (starts|in progress)|syncing data dir")
_PREFIX = re.compile(r"^[-\d]+ [:.\d]+ \w+ \[\d+\] ")


@dataclass
class _Wait:
    """How long one waits, and what the log said meanwhile."""

    area: Area
    offset: int
    report: Report
    began: float = field(default_factory=time.monotonic)
    told: float = field(default_factory=time.monotonic)
    heard: float = field(default_factory=time.monotonic)
    size: int = 0
    recovering: bool = False

    def look(self, pid: int) -> None:
        """Note progress, tell of it now and then, give up on a long silence only."""
        now = time.monotonic()
        text = written_since(self.area.log, self.offset)
        first_sign = not self.recovering and _RECOVERY.search(text) is not None
        if len(text) != self.size:
            self.size, self.heard = len(text), now
        if first_sign or now - self.told > _TELL_EVERY:
            self.told, self.recovering = now, self.recovering or first_sign
            self.report(self._news(text, int(now - self.began)))
        if now - self.heard > _PATIENCE:
            raise ServerSilent(pid=pid, seconds=int(now - self.heard), log=self.area.log)

    def _news(self, text: str, seconds: int) -> Trouble:
        line = _last_line(text)
        kind = Recovering if self.recovering else StillStarting
        return kind(seconds=seconds, line=line)


def wait_until_ready(area: Area, pid: int, offset: int, report: Report) -> Status | None:
    """Wait until the server with process ``pid`` takes connections; None if it ended instead.

    Args:
        area: Whose server.
        pid: The process to watch.
        offset: Where in the log this start begins.
        report: Is told of a recovery and of a long start.

    Raises:
        ServerSilent: It lives, and wrote nothing for ten minutes.
    """
    wait = _Wait(area, offset, report)
    while True:
        status = area.status()
        if status.state is State.RUNNING and _answers(status):
            return status
        if not is_alive(pid):
            return None
        wait.look(pid)
        time.sleep(POLL_SECONDS)


def _answers(status: Status) -> bool:
    """Ask for encryption, which any server answers with one letter: a dying one is silent."""
    with socket.socket(socket.AF_UNIX) as line:
        line.settimeout(_ANSWER_WITHIN)
        try:
            line.connect(str(status.socket_dir / f".s.PGSQL.{status.port}"))
            line.sendall(_ENCRYPTION_REQUEST)
            return bool(line.recv(1))
        except OSError:
            return False


def wait_until_gone(pid: int, report: Report) -> None:
    """Wait until a stopping server's process has ended; a last checkpoint takes its time."""
    began = told = time.monotonic()
    while is_alive(pid):
        now = time.monotonic()
        if now - told > _TELL_EVERY:
            told = now
            report(StillStopping(pid=pid, seconds=int(now - began)))
        time.sleep(POLL_SECONDS)


def written_since(log: Path, offset: int) -> str:
    """Return what the log says after ``offset`` bytes."""
    try:
        with log.open("rb") as file:
            file.seek(offset)
            return file.read().decode(errors="replace")
    except FileNotFoundError:
        return ""


_CAUSES: tuple[tuple[re.Pattern[str], Callable[[Area, str], Trouble]], ...] = (
    (re.compile(r"No space left on device|Disk quota"), lambda area, _: disk_full(area.root)),
    (
        re.compile(r"Address already in use|could not create any TCP/IP sockets"),
        lambda _, text: BusyPort(port=_port_in(text)),
    ),
    (
        re.compile(r"Permission denied|wrong ownership|invalid permissions"),
        lambda area, _: FolderNotPermitted(user=area.account.name, path=area.data),
    ),
)


def diagnose(area: Area, text: str) -> Trouble:
    """Return what a failed program's words mean."""
    for pattern, trouble in _CAUSES:
        if pattern.search(text):
            return trouble(area, text)
    lines = [_PREFIX.sub("", line) for line in text.strip().splitlines()]
    return ServerWillNotStart(reason=" / ".join(lines[-_TAIL:]), log=area.log)


def disk_full(path: Path) -> DiskFull:
    """Return the trouble of a full disk with the room that is left on it."""
    there = next(folder for folder in (path, *path.parents) if folder.exists())
    return DiskFull(path=path, free_mib=shutil.disk_usage(there).free // _MIB)


@contextmanager
def named_troubles(path: Path) -> Iterator[None]:
    """Turn the system's refusals to read or write below ``path`` into named troubles."""
    try:
        yield
    except OSError as refused:
        raise _named(refused, Path(refused.filename or path)) from refused


def _named(refused: OSError, path: Path) -> Trouble:
    if refused.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(path)
    if refused.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return FolderNotPermitted(user=ourselves().name, path=path)
    return PlaceUnusable(path=path, reason=refused.strerror or refused)


def _last_line(text: str) -> str:
    lines = text.strip().splitlines()
    return _PREFIX.sub("", lines[-1]) if lines else "…"


def _port_in(text: str) -> str:
    found = re.search(r"port (\d+)|PGSQL\.(\d+)", text)
    return next((group for group in found.groups() if group), "?") if found else "?"
