# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu bench NAME``: measure this machine, with a ceiling from the same run.

Every bench works in a database of its own, on a server of its own that syncs to disk, made for
the run and removed after it.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiesu.cli.rooms import Json

if TYPE_CHECKING:
    from jiesu.bench.judging.table import Means
    from jiesu.simulation.texts import Composed

_SEED = 7

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
    thorough: Annotated[
        bool, typer.Option("--thorough", help="With the tagger's second opinion.")
    ] = False,
    real: Annotated[
        bool, typer.Option("--real", help="Also real appeals marked by hand; needs shared data.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Measure how fast personal data is hidden, and recall and precision by type."""
    from jiesu.bench import redacting
    from jiesu.bootstrap.settings import load_settings

    data = load_settings().shared_data if real else None
    figures = redacting.run(texts=texts, seed=seed, thorough=thorough, data=data)
    _tell(figures, as_json=as_json)


@app.command()
def understand(
    texts: Annotated[int, typer.Option(min=2, help="Invented texts.")] = 2000,
    seed: Annotated[int, typer.Option(help="Another seed draws other texts.")] = _SEED,
    pack: Annotated[str, typer.Option(help="The pack they are of.")] = "example",
    as_json: Json = False,
) -> None:
    """Measure how fast texts are understood, against cutting and counting their characters."""
    from jiesu.adapters.packs import load_pack
    from jiesu.bench import understanding

    said = [f"{each.title}\n{each.text}".strip() for each in _composed(pack, seed, texts)]
    _tell(understanding.run(load_pack(pack), pack, said), as_json=as_json)


@app.command()
def train(
    texts: Annotated[int, typer.Option(min=60, help="Invented texts to learn from.")] = 4000,
    seed: Annotated[int, typer.Option(help="Another seed draws other texts.")] = _SEED,
    pack: Annotated[str, typer.Option(help="The pack they are of.")] = "example",
    tier: Annotated[str, typer.Option(help="light, or both.")] = "light",
    as_json: Json = False,
) -> None:
    """Measure training: seconds, peak memory, size of the model; in a process of its own."""
    from jiesu.bench import understanding

    rows = ((each.title, each.text, each.leaves[0]) for each in _composed(pack, seed, texts))
    _tell(understanding.train(rows, tier), as_json=as_json)


@app.command()
def judgement(
    only: Annotated[
        list[str] | None, typer.Option("--only", help="A topic; may be given again. All if none.")
    ] = None,
    quick: Annotated[bool, typer.Option("--quick", help="Few texts: a smoke test.")] = False,
    seed: Annotated[int, typer.Option(help="Another seed draws other texts and folds.")] = _SEED,
    pack: Annotated[
        str | None, typer.Option(help="The pack invented texts are of; else that of the labels.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Measure how good the judgements are, against real data where it is there.

    Real data lies in the folder JIESU_SHARED_DATA names; rows that lack theirs say so.
    """
    from jiesu.bench.judging.table import chosen, judge
    from jiesu.bench.judging.topics import TOPICS

    topics = chosen(TOPICS, only or ())
    means = _means(pack, seed=seed, quick=quick)
    _tell(judge(topics, means, lambda topic: typer.echo(topic, err=True)), as_json=as_json)


def _means(pack: str | None = None, seed: int = _SEED, *, quick: bool = False) -> "Means":
    """Return what judgements are made with; without a pack the one the labels are of."""
    from jiesu.bench.judging.labelled import labelled_pack
    from jiesu.bench.judging.table import Means
    from jiesu.bootstrap.settings import load_settings

    settings = load_settings()
    pack = pack or (settings.pack if quick else labelled_pack().identity.id)
    return Means(settings.shared_data, pack, _composed, seed=seed, quick=quick)


def _composed(pack: str, seed: int, count: int) -> "Iterator[Composed]":
    """Compose invented texts: simulation and bench do not know each other, so they meet here."""
    from jiesu.adapters.packs import load_pack
    from jiesu.bootstrap.chance import seeded
    from jiesu.bootstrap.wiring import SystemClock
    from jiesu.simulation.priors import load_priors
    from jiesu.simulation.texts import Composer

    policy = load_pack(pack)
    day = policy.calendar.local_day(SystemClock().now())
    yield from Composer(policy, load_priors(pack), seeded(seed, "judgement"), day).stream(count)


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
    write_report(out, sizes, _means())
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
