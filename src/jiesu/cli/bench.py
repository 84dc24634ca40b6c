# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu bench NAME``: measure this machine, with a ceiling from the same run.

Every bench works in a database of its own, on a server of its own that syncs to disk, made for
the run and removed after it.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from jiesu.cli.rooms import Json

app = typer.Typer(name="bench", help="Measure speed, with a ceiling from the same run.")

Appeals = Annotated[int, typer.Option("--appeals", min=1, help="How many appeals to take up.")]

Filled = Annotated[int, typer.Option("--appeals", min=20, help="Appeals the city is filled with.")]
History = Annotated[int, typer.Option(min=0, help="Appeals the city is filled with before.")]
Requests = Annotated[int, typer.Option(min=2, help="How often each page is asked for.")]


@app.command()
def gate(appeals: Appeals = 1000, as_json: Json = False) -> None:
    """Measure single commands through the gate, against the bare statement."""
    from jiesu.bench import gate as bench
    from jiesu.bench.place import bench_city

    with bench_city() as (city, dsn):
        _tell(bench.run(city, dsn, appeals=appeals), as_json=as_json)


@app.command()
def accept(
    appeals: Appeals = 500,
    arrivals: Annotated[
        float, typer.Option(min=0, help="Arrivals a second to begin around; 0 leaves them out.")
    ] = 100,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long each rate is kept up.")] = 10,
    as_json: Json = False,
) -> None:
    """Measure appeals sent over HTTP, one by one and at an open rate up to the knee."""
    from jiesu.bench import accepting
    from jiesu.bench.place import bench_town

    with bench_town() as city:
        figures = accepting.run(city, appeals=appeals, arrivals=arrivals, seconds=seconds)
    _tell(figures, as_json=as_json)


@app.command()
def commands(appeals: Appeals = 300, history: History = 0, as_json: Json = False) -> None:
    """Measure over HTTP what follows an appeal: sign, contact, message, report, outcome."""
    from jiesu.bench import commanding
    from jiesu.bench.place import bench_town

    with bench_town(history) as city:
        _tell(commanding.run(city, appeals=appeals), as_json=as_json)


@app.command()
def lists(filled: Filled = 10_000, requests: Requests = 40, as_json: Json = False) -> None:
    """Measure over HTTP every list, first page and last, in a city with years of appeals."""
    from jiesu.bench import listing
    from jiesu.bench.place import bench_town

    with bench_town(filled) as city:
        _tell(listing.run(city, requests=requests), as_json=as_json)


@app.command()
def statistics(filled: Filled = 10_000, requests: Requests = 40, as_json: Json = False) -> None:
    """Measure over HTTP exact counts in a city with years of appeals, against counting rows."""
    from jiesu.bench import figuring
    from jiesu.bench.place import bench_town

    with bench_town(filled) as city:
        _tell(figuring.run(city, requests=requests), as_json=as_json)


@app.command("import")
def import_(
    rows: Annotated[int, typer.Option(min=4, help="Rows of the largest generated file.")] = 6000,
    file: Annotated[Path | None, typer.Option(help="A file of your own, with --map.")] = None,
    map_file: Annotated[Path | None, typer.Option("--map", help="The map of that file.")] = None,
    as_json: Json = False,
) -> None:
    """Measure history through the gate in bulk, against COPY of the same rows."""
    from jiesu.bench import importing
    from jiesu.bench.place import bench_city

    with bench_city() as (city, dsn):
        figures = importing.run(city, dsn, rows=rows, file=file, map_file=map_file)
    _tell(figures, as_json=as_json)


@app.command()
def timers(
    dormant: Annotated[int, typer.Option(min=0, help="Timers that sleep.")] = 1_000_000,
    due: Annotated[int, typer.Option(min=10, help="Timers that have run out.")] = 20_000,
    processes: Annotated[int, typer.Option(min=1, help="Sweepers side by side.")] = 1,
    as_json: Json = False,
) -> None:
    """Measure firing timers while others sleep, against one statement that deletes them."""
    from jiesu.bench import timers as bench
    from jiesu.bench.place import bench_server

    with bench_server() as dsn:
        figures = bench.run(dsn, dormant=dormant, due=due, processes=processes)
    _tell(figures, as_json=as_json)


@app.command()
def redact(
    texts: Annotated[int, typer.Option(min=1, help="Invented sentences.")] = 4000,
    seed: Annotated[int, typer.Option(help="Another seed draws other sentences.")] = 1,
    as_json: Json = False,
) -> None:
    """Measure how fast personal data is hidden, and recall and precision by type."""
    from jiesu.bench import redacting

    _tell(redacting.run(texts=texts, seed=seed), as_json=as_json)


@app.command()
def likeness(
    filled: Filled = 10_000,
    requests: Requests = 200,
    texts: Annotated[int, typer.Option(min=1, help="Invented texts, each with a copy.")] = 2000,
    as_json: Json = False,
) -> None:
    """Measure looking up appeals like a new one, and how many near-copies are found."""
    from jiesu.bench import likeness as bench
    from jiesu.bench.place import bench_city

    with bench_city() as (city, dsn):
        figures = bench.run(city, dsn, appeals=filled, requests=requests, texts=texts)
    _tell(figures, as_json=as_json)


@app.command()
def report(
    out: Annotated[Path, typer.Argument(help="The page to write.")] = Path("docs/benchmarks.md"),
    appeals: Appeals = 1000,
    rows: Annotated[int, typer.Option(min=4, help="Rows imported.")] = 6000,
    dormant: Annotated[int, typer.Option(min=0, help="Timers that sleep.")] = 1_000_000,
    history: History = 1_000_000,
) -> None:
    """Run every bench and write the page of figures."""
    from jiesu.bench.report import Sizes, write_report

    sizes = Sizes(appeals=appeals, rows=rows, dormant=dormant, history=history)
    write_report(out, sizes)
    typer.echo(str(out))


def _tell(figures: Mapping[str, Mapping[str, Any]], *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(figures, indent=2))
        return
    from rich.console import Console
    from rich.table import Table

    columns = list(dict.fromkeys(name for row in figures.values() for name in row))
    table = Table("", *columns)
    for name, row in figures.items():
        table.add_row(name, *("–" if row.get(c) is None else str(row[c]) for c in columns))
    Console().print(table)
