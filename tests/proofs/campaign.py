# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A town under load, and somebody who kills its programs at random; the ledgers are the judge."""

import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from statistics import median
from threading import Thread

from jiesu.adapters.postgres.area import State
from jiesu.adapters.store.migrate import migrate
from jiesu.bootstrap.database import own_server
from jiesu.bootstrap.django import configure
from jiesu.bootstrap.settings import Settings
from jiesu.kernel.errors import Trouble
from tests.proofs.actors import Part
from tests.proofs.ledger import last_lines

REPOSITORY = Path(__file__).parents[2]
FIRST_DAY = date(2026, 3, 2)
_LOOK = 0.01  # seconds between two looks at something awaited
_SOON = (0.2, 1.2)  # how long the town works between two kills
_WHILE_RECOVERING = 0.15  # share of database kills followed by one more during recovery
_BACK = 90.0  # seconds within which service must be back


class Target(StrEnum):
    """What is killed."""

    WHOLE = "server and all its processes"
    POSTMASTER = "server's main process"
    BACKEND = "one process of the server"
    CLIENT = "client"
    WORKER = "worker"


@dataclass(frozen=True, slots=True)
class Deck:
    """How many kills of each kind a campaign has."""

    whole: int
    postmaster: int
    backend: int
    client: int
    worker: int

    def shuffled(self, chance: random.Random) -> list[Target]:
        """Return every kill in random order."""
        counts = (self.whole, self.postmaster, self.backend, self.client, self.worker)
        cards = [t for t, n in zip(Target, counts, strict=True) for _ in range(n)]
        chance.shuffle(cards)
        return cards


@dataclass
class Report:
    """What a campaign did and how long the town was without service."""

    seed: int
    kills: Counter[Target] = field(default_factory=Counter)
    back: list[float] = field(default_factory=list)

    def __str__(self) -> str:
        kills = ", ".join(f"{count} × {target}" for target, count in self.kills.items())
        back = sorted(self.back) or [0.0]
        return (
            f"seed {self.seed}: {kills}; back to service after "
            f"{median(back):.2f} s (median), {back[-1]:.2f} s (worst)"
        )


class Town:
    """A real server with fsync, clients and workers, each a process that may die at any moment."""

    def __init__(self, folder: Path, seed: int, *, speed: float) -> None:
        self.folder = folder
        self.chance = random.Random(seed)
        self.settings = Settings(home=folder / "home", postgres_port=_free_port())
        self.server = own_server(self.settings)
        configure(self.settings, self.server.dsn)
        migrate(self.server.dsn, FIRST_DAY)
        self._seed, self._began, self._speed = seed, time.monotonic(), speed
        self._processes: dict[Part, subprocess.Popen[bytes]] = {}

    def part(self, role: str, number: int) -> Part:
        """Return what one process of the town is to be."""
        dsn, seed = self.server.dsn, self._seed
        return Part(role, number, dsn, self.folder, seed, self._began, self._speed)

    def start(self, part: Part) -> None:
        """Start the process of a part, its words beside its ledger."""
        with part.ledger.with_suffix(".err").open("ab") as words:
            self._processes[part] = subprocess.Popen(
                [sys.executable, "-m", "tests.proofs.actors", part.written()],
                cwd=REPOSITORY,
                stderr=words,
                stdout=words,
            )

    def parts(self, role: str) -> list[Part]:
        """Return the parts of a role."""
        return [part for part in self._processes if part.role == role]

    def begin(self, clients: int, workers: int) -> None:
        """Start everybody and wait for the first answer of each client."""
        for role, count in (("client", clients), ("worker", workers)):
            for number in range(1, count + 1):
                self.start(self.part(role, number))
        for part in self.parts("client"):
            self.wait_for_answer(0.0, [part])

    def kill_process(self, role: str) -> None:
        """Kill one client or worker and start it again."""
        part = self.chance.choice(self.parts(role))
        self._processes[part].kill()
        self._processes[part].wait()
        self.start(part)

    def kill_database(self, target: Target) -> float | None:
        """Kill the server or part of it; return how long nobody was served, if all was gone."""
        killed = time.monotonic()
        self._strike(target)
        if target is Target.BACKEND:  # the server mends itself, often within one answer
            self.wait_for_answer(killed, self.parts("client"))
            return None
        self._restart()
        return self.wait_for_answer(time.monotonic(), self.parts("client")) - killed

    def _strike(self, target: Target) -> None:
        main = self.server.status().pid
        children = children_of(main)
        if target is Target.BACKEND:
            kill(self.chance.choice(children))
            return
        kill(main)
        if target is Target.WHOLE:
            for child in children:
                kill(child)

    def _restart(self) -> None:
        """Start the server by the product's own launcher; now and then it dies while recovering."""
        if self.chance.random() < _WHILE_RECOVERING:
            starting = Thread(target=self._try_start)
            starting.start()
            time.sleep(self.chance.uniform(0.05, 1.0))
            pid = self.server.status().pid
            if pid:
                self._strike(Target.WHOLE)
            starting.join()
        self.server = own_server(self.settings)

    def _try_start(self) -> None:
        try:
            own_server(self.settings)
        except Trouble:
            return  # it was killed while we waited for it

    def wait_for_answer(self, since: float, parts: Sequence[Part]) -> float:
        """Wait until a client has an answer that came after ``since``; return when it came."""
        deadline = time.monotonic() + _BACK
        while time.monotonic() < deadline:
            ended = [when for part in parts if (when := _answered(part, since)) is not None]
            if ended:
                return min(ended)
            self._look_after_processes()
            self._look_after_server()
            time.sleep(_LOOK)
        message = f"no service within {_BACK} s: {self.server.area.log.read_text()[-3000:]}"
        raise AssertionError(message)

    def _look_after_processes(self) -> None:
        """Nobody may end by himself."""
        for part, process in self._processes.items():
            if process.poll() is not None:
                said = part.ledger.with_suffix(".err").read_text(errors="replace")[-3000:]
                message = (
                    f"{part.role} {part.number} ended by itself ({process.returncode}): {said}"
                )
                raise AssertionError(message)

    def _look_after_server(self) -> None:
        """Start it if it gave up: PostgreSQL does when its recovery is killed as well."""
        if self.server.status().state in {State.STOPPED, State.STALE}:
            self.server = own_server(self.settings)

    def stop(self) -> None:
        """Ask everybody to stop and wait for them."""
        (self.folder / "stop").touch()
        for process in self._processes.values():
            process.wait(_BACK)

    def tear_down(self) -> None:
        """End what is left and remove the server's data."""
        for process in self._processes.values():
            process.kill()
            process.wait()
        self.server.stop("immediate")


@contextmanager
def town(seed: int, *, speed: float) -> Iterator[Town]:
    """Lend a town in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="jiesu-kills-"))
    folder.chmod(0o755)  # the server may run as another user
    made = Town(folder, seed, speed=speed)
    try:
        yield made
    finally:
        made.tear_down()
        shutil.rmtree(folder)


def play(made: Town, deck: Deck, report: Report) -> None:
    """Kill one after the other, each once the town works again."""
    for target in deck.shuffled(made.chance):
        time.sleep(made.chance.uniform(*_SOON))
        if target in {Target.CLIENT, Target.WORKER}:
            made.kill_process(target.value)
        else:
            away = made.kill_database(target)
            report.back.extend([] if away is None else [away])
        report.kills[target] += 1


def kill(pid: int) -> None:
    """Kill a process that may just have ended."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def children_of(pid: int) -> list[int]:
    """Return the processes whose parent is ``pid``."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text(errors="replace").rpartition(")")[2].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(words[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def _answered(part: Part, since: float) -> float | None:
    """Return when the first answer after ``since`` came, looking at the ledger's end only."""
    for line in last_lines(part.ledger):
        if line.get("ended", 0.0) > since:
            return float(line["ended"])
    return None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
