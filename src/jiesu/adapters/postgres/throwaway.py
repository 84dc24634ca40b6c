# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Servers for tests: fast, careless of power cuts, and gone with the last program that uses them.

Who uses one holds a pipe open; a small watcher sits at its other end. When the last holder ends,
even by ``kill -9``, the watcher stops the server and removes its files.
"""

import fcntl
import os
from dataclasses import dataclass, replace
from pathlib import Path

from jiesu.adapters.postgres.area import Area, find_area, make_area
from jiesu.adapters.postgres.processes import ourselves, start_detached
from jiesu.adapters.postgres.server import Launch, Plan, Server
from jiesu.adapters.postgres.troubles import quiet
from jiesu.adapters.postgres.waiting import named_troubles

_CARELESS = {
    "listen_addresses": "",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    "log_checkpoints": "off",
}
_WHEEL = Plan(wheel_first=True)
_WATCHER = """
cat "$1" >/dev/null
kill -QUIT "$2" 2>/dev/null
sleep 1
rm -rf "$3" "$4"
"""


@dataclass(frozen=True, slots=True)
class Throwaway:
    """A server for tests and our hold on it."""

    server: Server
    hold: int

    def release(self) -> None:
        """Let go; the server ends when nobody else holds it."""
        os.close(self.hold)


def start_throwaway(home: Path, plan: Plan = _WHEEL) -> Throwaway:
    """Return the throwaway server of ``home``: joined if others hold it, else started.

    It trusts whoever reaches its socket, which lies in a private folder, and has no TCP port.

    Args:
        home: Where it may live; it keeps what it has below.
        plan: By default the wheel's PostgreSQL: every machine then tests the same one.
    """
    home = home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    with named_troubles(home), (home / "throwaway.lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _join(home) or _start(home, plan)


def _join(home: Path) -> Throwaway | None:
    area = find_area(home)
    server = Server.find(home)
    if area is None or server is None:
        return None
    try:
        return Throwaway(server, os.open(_pipe(area), os.O_WRONLY | os.O_NONBLOCK))
    except OSError:  # nobody watches it any more
        return None


def _start(home: Path, plan: Plan) -> Throwaway:
    area = find_area(home) or make_area(home, quiet, lasting=False)
    careless = replace(plan, options={**_CARELESS, **plan.options})
    server = Launch(area, careless).server(None)
    pipe = _pipe(area)
    pipe.unlink(missing_ok=True)
    os.mkfifo(pipe, mode=0o600)
    words = [str(pipe), str(server.status().pid), str(area.root), str(server.socket_dir)]
    watcher = ["/bin/sh", "-c", _WATCHER, "sh", *words]
    start_detached(ourselves(), watcher, Path(os.devnull))
    return Throwaway(server, os.open(pipe, os.O_WRONLY))


def _pipe(area: Area) -> Path:
    return area.root / "hold"
