# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Counting what a measurement cost: CPU of the program and of the database apart, and latencies.

Machines are shared and noisy, so figures are CPU time from the system's own accounting, and
ratios to a ceiling of the same run; wall time is only told beside them.
"""

import os
import resource
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from types import TracebackType
from typing import Self

import psycopg

_TICKS = os.sysconf("SC_CLK_TCK")
_MS = 1000.0
_STAT_PARENT, _STAT_CPU = 1, slice(11, 15)  # of /proc/PID/stat, after the name: ppid; u, s, cu, cs
_P50, _P99 = 49, 98  # of the 99 cuts into hundredths


def backend_pid(dsn: str) -> int | None:
    """Return the postmaster's process id, or None where it is not a process of this machine."""
    with psycopg.connect(dsn) as connection:
        pid = connection.info.backend_pid
        return _parent(pid)


def _stat(pid: int) -> list[str] | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return None
    return text.rpartition(")")[2].split()


def _parent(pid: int) -> int | None:
    stat = _stat(pid)
    return int(stat[_STAT_PARENT]) if stat else None


def tree_cpu_ms(root: int | None) -> float:
    """Return the CPU time a process and its children, past ones too, have used so far.

    Both the database and the server of pages are a process whose children do the work.
    """
    if root is None:
        return 0.0
    total = 0
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        stat = _stat(int(entry.name))
        if stat and root in {int(entry.name), int(stat[_STAT_PARENT])}:
            total += sum(int(ticks) for ticks in stat[_STAT_CPU])
    return total * _MS / _TICKS


def own_cpu_ms() -> float:
    """Return the CPU time this process and its ended children have used so far."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages) * _MS


@dataclass
class Meter:
    """Measures a block: ``with Meter(dsn) as meter: … meter.operations = n``.

    What the program used is what this process used, or with ``program`` that one and its children.
    """

    dsn: str
    program: int | None = None
    operations: int = 0
    statements: int = 0
    latencies: list[float] = field(default_factory=list)
    seconds: float = 0.0
    cpu_ms_app: float = 0.0
    cpu_ms_db: float = 0.0

    def __enter__(self) -> Self:
        """Start counting."""
        self._postmaster = backend_pid(self.dsn)
        self._db, self._app = tree_cpu_ms(self._postmaster), self._program_cpu_ms()
        self._began = time.perf_counter()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop counting."""
        self.seconds = time.perf_counter() - self._began
        self.cpu_ms_app = self._program_cpu_ms() - self._app
        self.cpu_ms_db = tree_cpu_ms(self._postmaster) - self._db

    def _program_cpu_ms(self) -> float:
        return own_cpu_ms() if self.program is None else tree_cpu_ms(self.program)

    @contextmanager
    def operation(self) -> Iterator[None]:
        """Time one operation."""
        began = time.perf_counter()
        yield
        self.latencies.append((time.perf_counter() - began) * _MS)
        self.operations += 1

    def figures(self, *, ceiling: float | None = None) -> dict[str, float | int | None]:
        """Return the flat figures; CPU and statements are for each operation."""
        count = max(self.operations, 1)
        rate = self.operations / self.seconds if self.seconds else 0.0
        cuts = quantiles(self.latencies, n=100) if len(self.latencies) > 1 else [0.0] * 99
        return {
            "size": self.operations,
            "rate": round(rate, 1),
            "cpu_ms_app": round(self.cpu_ms_app / count, 3),
            "cpu_ms_db": round(self.cpu_ms_db / count, 3),
            "cpu_ms_total": round((self.cpu_ms_app + self.cpu_ms_db) / count, 3),
            "statements": round(self.statements / count, 2),
            "p50_ms": round(cuts[_P50], 3),
            "p99_ms": round(cuts[_P99], 3),
            "ceiling": None if ceiling is None else round(ceiling, 1),
            "ratio": None if not ceiling else round(rate / ceiling, 3),
        }
