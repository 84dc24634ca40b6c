# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The page of figures, written from a run so that it cannot say what was not measured."""

import os
import platform
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiesu.adapters.packs import load_pack
from jiesu.bench import (
    accepting,
    commanding,
    figuring,
    gate,
    importing,
    likeness,
    listing,
    timers,
    understanding,
)
from jiesu.bench.judging.table import Means, judge
from jiesu.bench.judging.topics import TOPICS
from jiesu.bench.place import bench_city, bench_server, bench_town
from jiesu.bootstrap.wiring import SystemClock

_SMALL = 10_000
_SHARE = 4  # of the appeals: there are five commands on each of their orders
Figures = Mapping[str, Mapping[str, Any]]

_HEAD = """\
# Benchmarks

Written by `jiesu bench report`; every table names the command that repeats it. CPU is milliseconds
for each operation from the system's own accounting, program and database apart; `statements` is
SQL round trips for each operation; `ceiling` is the rate of the bare work in the same run, `ratio`
what part of it was reached. Machines differ and are shared: compare ratios and CPU, not rates.

Measured on {day} with {cores} cores, Python {python}, {system}.
"""


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large each bench runs."""

    appeals: int
    rows: int
    dormant: int
    history: int


def write_report(out: Path, sizes: Sizes, means: Means) -> None:
    """Run every bench and write ``out``; ``means`` are what judgements are made with."""
    tables = {**_over_http(sizes), **_within(sizes), **_of_words(sizes, means)}
    head = _HEAD.format(
        day=SystemClock().now().date().isoformat(),
        cores=os.cpu_count(),
        python=platform.python_version(),
        system=platform.system(),
    )
    sections = [_section(command, figures) for command, figures in tables.items()]
    out.write_text("\n".join([head, *sections]), encoding="utf-8")


def _over_http(sizes: Sizes) -> dict[str, Figures]:
    """Measure the served city: empty, then with years of appeals."""
    appeals, history = sizes.appeals, sizes.history
    with bench_town() as city:
        accepted = accepting.run(city, appeals=appeals)
    with bench_town(history) as city:
        listed, counted = listing.run(city), figuring.run(city)
        commanded = commanding.run(city, appeals=appeals // _SHARE)
    with bench_town(_SMALL) as city:
        listed_small = listing.run(city)
    return {
        f"jiesu bench accept --appeals {appeals}": accepted,
        f"jiesu bench commands --appeals {appeals // _SHARE} --history {history}": commanded,
        f"jiesu bench lists --appeals {_SMALL}": listed_small,
        f"jiesu bench lists --appeals {history}": listed,
        f"jiesu bench statistics --appeals {history}": counted,
    }


def _within(sizes: Sizes) -> dict[str, Figures]:
    """Measure what needs no door."""
    with bench_city() as (city, dsn):
        through_gate = gate.run(city, dsn, appeals=sizes.appeals)
    with bench_city() as (city, dsn):
        imported = importing.run(city, dsn, rows=sizes.rows)
    with bench_city() as (city, dsn):
        alike = likeness.run(city, dsn, appeals=sizes.history)
    with bench_server() as dsn:
        fired = timers.run(dsn, dormant=sizes.dormant)
    return {
        f"jiesu bench gate --appeals {sizes.appeals}": through_gate,
        f"jiesu bench import --rows {sizes.rows}": imported,
        f"jiesu bench likeness --appeals {sizes.history}": alike,
        f"jiesu bench timers --dormant {sizes.dormant}": fired,
    }


def _of_words(sizes: Sizes, means: Means) -> dict[str, Figures]:
    """Measure what is made of words: how fast, and how well."""
    made = means.compose(means.pack, means.seed, sizes.appeals)
    said = [f"{each.title}\n{each.text}".strip() for each in made]
    read = understanding.run(load_pack(means.pack), means.pack, said)
    return {
        f"jiesu bench understand --texts {sizes.appeals} --pack {means.pack}": read,
        "jiesu bench judgement": judge(TOPICS, means),
    }


def _section(command: str, figures: Figures) -> str:
    return "\n".join([f"## `{command}`", "", *_table(figures), ""])


def _table(figures: Figures) -> Iterator[str]:
    columns = list(dict.fromkeys(name for row in figures.values() for name in row))
    yield f"| | {' | '.join(columns)} |"
    yield f"|---|{'---|' * len(columns)}"
    for name, row in figures.items():
        cells = ("–" if row.get(c) is None else str(row[c]) for c in columns)
        yield f"| {name} | {' | '.join(cells)} |"
