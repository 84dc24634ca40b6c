# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Programs run as the right user, and which processes live on a data folder."""

import os
import pwd
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jiesu.adapters.postgres.troubles import NoUnprivilegedUser, OrphansEnding, Report

POLL_SECONDS = 0.02
"""How long to rest between two looks at a process or its files."""

_PROC = Path("/proc")
_USERS_OF_SERVERS = ("postgres", "nobody")
_WORKERS = 'for p in /proc/[0-9]*; do [ "$p/cwd" -ef "$1" ] && echo "${p#/proc/}"; done'
_IN_BACKGROUND = 'log=$1; shift; "$@" </dev/null >>"$log" 2>&1 & echo $!'


@dataclass(frozen=True, slots=True)
class Account:
    """The system user a server runs as: ourselves, unless we are root."""

    name: str
    uid: int
    gid: int

    @property
    def is_ours(self) -> bool:
        """Tell whether this is the user we run as."""
        return self.uid == os.geteuid()

    def may_enter(self, folder: Path) -> bool:
        """Tell whether this user reaches ``folder``, asked of the system itself."""
        return run(self, ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)]).returncode == 0

    def make_private(self, folder: Path) -> Path:
        """Create ``folder`` for this user alone; its parents are left as they are."""
        folder.mkdir(mode=0o700, exist_ok=True)
        self.own(folder)
        return folder

    def own(self, path: Path) -> None:
        """Hand a file or folder that we made to this user."""
        if not self.is_ours:
            os.chown(path, self.uid, self.gid)


def account_for_servers() -> Account:
    """Return who a new server runs as: ourselves, or an unprivileged user if we are root."""
    if os.geteuid() != 0:
        return ourselves()
    for name in _USERS_OF_SERVERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, entry.pw_uid, entry.pw_gid)
    raise NoUnprivilegedUser


def ourselves() -> Account:
    """Return the user we run as."""
    return _named(os.geteuid(), os.getegid())


def owner_of(path: Path) -> Account:
    """Return the user who owns ``path``: an existing server keeps its user."""
    found = path.stat()
    return _named(found.st_uid, found.st_gid)


def _named(uid: int, gid: int) -> Account:
    try:
        return Account(pwd.getpwuid(uid).pw_name, uid, gid)
    except KeyError:
        return Account(str(uid), uid, gid)


def run(
    account: Account, args: Sequence[str], *, new_session: bool = False
) -> subprocess.CompletedProcess[str]:
    """Run a program to its end as ``account``, its messages in English.

    Raises:
        OSError: The program is not there or that user may not execute it.
    """
    switch = not account.is_ours
    return subprocess.run(  # noqa: S603 - argument lists of our own, never a shell line from outside
        list(args),
        check=False,
        capture_output=True,
        text=True,
        errors="replace",
        stdin=subprocess.DEVNULL,
        cwd="/",
        umask=0o077,
        env=_plain_environment(),
        user=account.uid if switch else None,
        group=account.gid if switch else None,
        extra_groups=[] if switch else None,
        start_new_session=new_session,
    )


def _plain_environment() -> dict[str, str]:
    """Return our environment without what would lead PostgreSQL's programs elsewhere."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return kept | {"LC_ALL": "C", "LANG": "C", "TZ": "UTC"}


def start_detached(account: Account, args: Sequence[str], log: Path) -> int:
    """Start a program that outlives us, its words appended to ``log``; return its process id."""
    shell = ["/bin/sh", "-c", _IN_BACKGROUND, "sh", str(log), *args]
    return int(run(account, shell, new_session=True).stdout)


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that ended and was never collected does not."""
    try:
        state = (
            (_PROC / str(pid) / "stat").read_text(errors="replace").rpartition(")")[2].split()[0]
        )
    except (FileNotFoundError, ProcessLookupError):
        return not _PROC.is_dir() and _answers(pid)
    return state not in {"Z", "X"}


def _answers(pid: int) -> bool:
    """Ask by a null signal: all there is where the system has no /proc."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def works_on(pid: int, data: Path) -> bool:
    """Tell whether process ``pid`` is one of the server of ``data``; ids are used again."""
    if not is_alive(pid):
        return False
    process = _PROC / str(pid)
    try:
        return (process / "cwd").samefile(data)
    except PermissionError:  # root without the right to trace: the main process names its data
        return os.fsencode(data) in (process / "cmdline").read_bytes().split(b"\0")
    except FileNotFoundError:
        return not _PROC.is_dir()


def end_orphans(account: Account, data: Path, report: Report) -> None:
    """End what a crashed server left running on ``data``; two servers on it would ruin it."""
    told = False
    while pids := _workers_on(account, data):
        if not told:
            report(OrphansEnding(count=len(pids)))
            told = True
        for pid in pids:
            send(pid, signal.SIGQUIT)
        time.sleep(POLL_SECONDS)


def _workers_on(account: Account, data: Path) -> list[int]:
    """Return every process that works in ``data``, as the user who may look at its own."""
    found = run(account, ["/bin/sh", "-c", _WORKERS, "sh", str(data)])
    return [pid for pid in map(int, found.stdout.split()) if is_alive(pid)]


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process that may just have ended."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
