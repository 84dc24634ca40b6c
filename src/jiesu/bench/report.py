# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The page of figures, written from a run so that it cannot say what was not measured."""

import os
import platform
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from jiesu.bench import gate, importing, timers
from jiesu.bench.place import bench_city, bench_server
from jiesu.bootstrap.wiring import SystemClock

Figures = Mapping[str, Mapping[str, Any]]

_HEAD = """\
# Benchmarks

Written by `jiesu bench report`; every table names the command that repeats it. CPU is milliseconds
for each operation from the system's own accounting, program and database apart; `statements` is
SQL round trips for each operation; `ceiling` is the rate of the bare work in the same run, `ratio`
what part of it was reached. Machines differ and are shared: compare ratios and CPU, not rates.

Measured on {day} with {cores} cores, Python {python}, {system}.
"""


def write_report(out: Path, *, appeals: int, rows: int, dormant: int) -> None:
    """Run every bench and write ``out``."""
    with bench_city() as (city, dsn):
        through_gate = gate.run(city, dsn, appeals=appeals)
    with bench_city() as (city, dsn):
        imported = importing.run(city, dsn, rows=rows)
    with bench_server() as dsn:
        fired = timers.run(dsn, dormant=dormant)
    tables = {
        f"jiesu bench gate --appeals {appeals}": through_gate,
        f"jiesu bench import --rows {rows}": imported,
        f"jiesu bench timers --dormant {dormant}": fired,
    }
    head = _HEAD.format(
        day=SystemClock().now().date().isoformat(),
        cores=os.cpu_count(),
        python=platform.python_version(),
        system=platform.system(),
    )
    sections = [_section(command, figures) for command, figures in tables.items()]
    out.write_text("\n".join([head, *sections]), encoding="utf-8")


def _section(command: str, figures: Figures) -> str:
    return "\n".join([f"## `{command}`", "", *_table(figures), ""])


def _table(figures: Figures) -> Iterator[str]:
    columns = list(dict.fromkeys(name for row in figures.values() for name in row))
    yield f"| | {' | '.join(columns)} |"
    yield f"|---|{'---|' * len(columns)}"
    for name, row in figures.items():
        cells = ("–" if row.get(c) is None else str(row[c]) for c in columns)
        yield f"| {name} | {' | '.join(cells)} |"
