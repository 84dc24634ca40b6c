# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu bench timers``: clocks that run out, fired while millions sleep.

``claim`` is the sweeper's own SQL (claim with the rows of the case, settle) without deciding;
``fire`` is the real thing, every timer a command through the gate. The ceiling of both is one
statement that takes timers and deletes them. An operation is one timer, a latency one batch.

Run it over a database of its own: it fills the timer table.
"""

import resource
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection as Pipe
from typing import Any

from jiesu.adapters.packs import load_pack
from jiesu.adapters.store.sql import statements
from jiesu.adapters.store.timers import PgTimers
from jiesu.application.envelopes import Envelope
from jiesu.application.timers import Sweeper
from jiesu.bench.accounting import Meter
from jiesu.bootstrap.collector import collect_rarely
from jiesu.bootstrap.wiring import City, SystemClock, wire
from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import DispatchAppeal, RegisterAppeal
from jiesu.domain.taxonomy import AppealKind, Channel
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind, PrivateText

_PACK = "example"
_OPERATOR = Actor("bench", "operator")
_KEY = b"benchmarks have no secrets, ever"
_MATTER = "urban.light.broken"
_WORDS = "楼道灯坏了，请维修。"
_SEED_BATCH = 500
_UNSIGNED = timedelta(hours=5)  # later than the signing clocks of what was seeded, not the others
_ASLEEP = timedelta(days=365)
_MS = 1000.0

Figures = dict[str, float | int | None]


@dataclass(slots=True)
class _StoppedClock:
    """A clock that stands where the benchmark wants it."""

    moment: Instant

    def now(self) -> Instant:
        return self.moment


class _Statements:
    """Counts what a process asks of its store, one call one statement."""

    def __init__(self, city: City) -> None:
        self.count = 0
        for name in ("load", "load_orders", "receipts", "append"):
            setattr(city.store, name, self.counting(getattr(city.store, name)))

    def counting(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return ``call``, counted."""

        def counted(*given: object) -> object:
            self.count += 1
            return call(*given)

        return counted


@dataclass(frozen=True, slots=True)
class _Share:
    """What one process did."""

    fired: int
    cpu_ms: float
    statements: int
    latencies: list[float]


def run(
    dsn: str,
    *,
    dormant: int = 1_000_000,
    due: int = 20_000,
    processes: int = 1,
    batch: int = 1000,
) -> dict[str, Figures]:
    """Measure firing ``due`` timers while ``dormant`` ones sleep, by so many processes."""
    clock = _StoppedClock(SystemClock().now())
    city = wire(load_pack(_PACK), dsn, _KEY, clock)
    try:
        _seed(city, due)
        later = clock.moment = Instant(clock.moment + _UNSIGNED)
        _fill(city, "dormant", Instant(later + _ASLEEP), dormant)
        claimed = _claim(city, dsn, batch)
        fired = _fire(dsn, processes, (dsn, later, batch))
        ceiling = _ceiling(city, due, batch)
    finally:
        city.close()
    return {
        "claim": claimed.figures(ceiling=ceiling),
        "fire": {**fired.figures(ceiling=ceiling), "dormant": dormant, "processes": processes},
    }


def _seed(city: City, due: int) -> None:
    """Register and dispatch so many appeals; nobody will sign for their orders in time."""
    for first in range(0, due, _SEED_BATCH):
        chains = [_intake(city) for _ in range(min(_SEED_BATCH, due - first))]
        city.gate.handle_many(chains)


def _intake(city: City) -> tuple[Envelope, Envelope]:
    command = RegisterAppeal(
        appeal_id=city.ids.new(),
        interaction_id=city.ids.new(),
        kind=AppealKind.HELP,
        channel=Channel.PHONE,
        words=PrivateText(PrivateKind.WORDS, _WORDS),
        matter=_MATTER,
        area="qc-liuyin",
    )
    return (
        Envelope(command, _OPERATOR, city.ids.new()),
        Envelope(DispatchAppeal(appeal_id=command.appeal_id), _OPERATOR, city.ids.new()),
    )


def _fill(city: City, label: str, start: Instant, count: int) -> None:
    named = statements("bench_timers")
    with city.store.connection() as connection:
        connection.execute(named["fill"], {"label": label, "start": start, "count": count})
        connection.execute(named["settle_tables"])


def _claim(city: City, dsn: str, batch: int) -> Meter:
    """Claim and settle everything due, then undo it."""
    timers, now = PgTimers(city.store), city.clock.now()
    with (
        Meter(dsn) as meter,
        city.store.transaction(),
        city.store.connection() as connection,
        connection.transaction(force_rollback=True),
    ):
        began = time.perf_counter()
        while due := timers.claim(now, batch):
            timers.settle(due)
            meter.operations += len(due)
            meter.statements += 2
            meter.latencies.append((time.perf_counter() - began) * _MS)
            began = time.perf_counter()
    return meter


def _fire(dsn: str, processes: int, task: tuple[str, Instant, int]) -> Meter:
    """Let so many processes sweep side by side until nothing is due."""
    context = get_context("spawn")
    pipes, sweepers = [], []
    for _ in range(processes):
        ours, theirs = context.Pipe()
        sweepers.append(context.Process(target=_sweep_alone, args=(theirs, *task)))
        pipes.append(ours)
    for sweeper in sweepers:
        sweeper.start()
    for pipe in pipes:
        pipe.recv()  # ready
    with Meter(dsn) as meter:
        for pipe in pipes:
            pipe.send("go")
        shares: list[_Share] = [pipe.recv() for pipe in pipes]
    for sweeper in sweepers:
        sweeper.join()
    meter.operations = sum(share.fired for share in shares)
    meter.statements = sum(share.statements for share in shares)
    meter.cpu_ms_app = sum(share.cpu_ms for share in shares)
    meter.latencies = [each for share in shares for each in share.latencies]
    return meter


def _sweep_alone(pipe: Pipe, dsn: str, now: Instant, batch: int) -> None:
    """Be one of the processes: get ready, wait for the start, sweep, tell."""
    city = wire(load_pack(_PACK), dsn, _KEY, _StoppedClock(now))
    asked = _Statements(city)
    timers = PgTimers(city.store)
    timers.claim = asked.counting(timers.claim)  # type: ignore[method-assign] # watched here
    # Nothing fails here, so waits need no dice.
    sweeper = Sweeper(city.expiry.handle_many, city.store.load, timers, lambda: 0.0, batch)
    collect_rarely()  # as the worker does
    pipe.send("ready")
    pipe.recv()
    before, latencies, fired = _cpu_ms(), list[float](), 0
    while True:
        began = time.perf_counter()
        report = sweeper.sweep(now)
        if not report.claimed:
            break
        latencies.append((time.perf_counter() - began) * _MS)
        fired += report.fired
    pipe.send(_Share(fired, _cpu_ms() - before, asked.count, latencies))
    city.close()


def _cpu_ms() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return (usage.ru_utime + usage.ru_stime) * _MS


def _ceiling(city: City, count: int, batch: int) -> float:
    """Return timers taken and deleted a second, a commit a batch."""
    now = city.clock.now()
    _fill(city, "ceiling", Instant(now - _ASLEEP), count)
    statement = statements("bench_timers")["claim_and_delete"].replace("{limit}", f"{batch:d}")
    with city.store.connection() as connection:
        began, gone = time.perf_counter(), 0
        while taken := connection.execute(statement, {"now": now}).rowcount:
            gone += taken
        return gone / (time.perf_counter() - began)
