# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu import FILE --map MAP.toml``: history through the gate, row by row taken or listed."""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jiesu.cli.rooms import Json, opened_city
from jiesu.kernel.text import Language, Text

if TYPE_CHECKING:
    from rich.console import Console

    from jiesu.application.importing.report import ImportReport
    from jiesu.bootstrap.importing import ImportDone, Watch

_T = {
    "summary": Text("导入小结", "What became of the rows"),
    "rehearsed": Text("试运行：未写入任何内容", "Dry run: nothing was written"),
    "rows": Text("文件行数", "rows in"),
    "accepted": Text("本次导入", "accepted"),
    "there": Text("此前已导入", "already there"),
    "repeats": Text("文件内重复行", "repeats in the file"),
    "refused": Text("未导入：{reason}", "refused: {reason}"),
    "unaccounted": Text("去向不明", "unaccounted for"),
    "encoding": Text("文件编码", "encoding"),
    "cut": Text("截止时刻", "cut"),
    "rate": Text("速度（行/秒）", "rows a second"),
    "problems": Text("未导入的行列于", "rows not taken are listed in"),
    "units": Text("各单位工单", "Orders by unit"),
    "unit": Text("单位", "unit"),
    "orders": Text("工单", "orders"),
    "reported": Text("已反馈", "reported"),
    "on_time": Text("按时反馈", "reported in time"),
    "overdue": Text("超期", "overdue"),
    "all": Text("合计", "all"),
    "ran_out": Text("截止前到期的时钟", "clocks that ran out before the cut"),
    "not_started": Text("截止后到期、未启动的时钟", "clocks due after the cut, not started"),
    "left": Text("映射了但未写入日志的列", "mapped, but with no place in the log yet"),
}
_PLACES = 1


def import_file(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, JSONL or XLSX, each also as .gz.")],
    map_file: Annotated[Path, typer.Option("--map", help="The map: how columns become appeals.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Decide everything, write nothing.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted import stopped.")
    ] = False,
    problems: Annotated[
        Path | None, typer.Option(help="Where rows that were not taken are listed (CSV).")
    ] = None,
    cut: Annotated[
        str | None, typer.Option(help="The data's last moment, with offset; now if left out.")
    ] = None,
    batch: Annotated[int, typer.Option(min=1, help="Rows in one transaction.")] = 300,
    workers: Annotated[
        int | None,
        typer.Option(min=1, help="Processes that decide and write; by file and machine."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Import history: every row walks through the gate, or is listed with its reason."""
    from jiesu.bootstrap.import_workers import fitting_workers
    from jiesu.bootstrap.importing import ImportOrder, import_folder, import_history
    from jiesu.kernel.instants import parse_instant

    with opened_city() as (city, settings):
        order = ImportOrder(
            file=file,
            map_file=map_file,
            folder=import_folder(settings, file),
            cut=parse_instant(cut) if cut else None,
            dry_run=dry_run,
            resume=resume,
            problems=problems,
            batch=batch,
            workers=workers or fitting_workers(file),
        )
        with progress_bar() as watch:
            done = import_history(city, order, watch)
        language = settings.language
        names = {code: unit.name for code, unit in city.policy.organisation.units.items()}
    if as_json:
        typer.echo(json.dumps(_data(done, dry_run=dry_run), ensure_ascii=False, indent=2))
    else:
        _print(done, names, language, dry_run=dry_run)
    if done.fault is not None:
        raise done.fault


@contextmanager
def progress_bar() -> "Iterator[Watch | None]":
    """Lend a progress bar on a terminal's standard error; anywhere else nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress
    from rich.console import Console

    bar = progress.Progress(
        progress.BarColumn(),
        progress.TaskProgressColumn(),
        progress.TextColumn("{task.fields[rows]} rows, {task.fields[rate]}/s"),
        progress.TimeRemainingColumn(),
        console=Console(stderr=True),
    )
    with bar:
        task = bar.add_task("", total=None, rows=0, rate=0)

        def watch(position: int, size: int, rows: int) -> None:
            seconds = bar.tasks[0].elapsed or 0
            rate = round(rows / seconds) if seconds else 0
            bar.update(task, completed=position, total=size, rows=rows, rate=rate)

        yield watch


def _data(done: "ImportDone", *, dry_run: bool) -> dict[str, Any]:
    return {
        "source": done.source,
        "encoding": done.encoding,
        "cut": done.cut.isoformat(),
        "dry_run": dry_run,
        **done.report.plain(),
        "rows_now": done.rows_now,
        "seconds": round(done.seconds, 3),
        "rows_per_second": round(done.rate, 1),
        "problems": str(done.problems),
        "fault": done.fault.code if done.fault else None,
    }


def _print(
    done: "ImportDone", names: Mapping[str, Text], language: Language, *, dry_run: bool
) -> None:
    from rich.console import Console

    console = Console()
    if dry_run:
        console.print(_T["rehearsed"].say(language), style="yellow")
    _table(console, _T["summary"].say(language), _summary(done, language))
    _print_units(console, done.report, names, language)
    for key in ("ran_out", "not_started", "left"):
        counts: Mapping[str, int] = getattr(done.report, key)
        if counts:
            rows = [(name, str(count)) for name, count in counts.items()]
            _table(console, _T[key].say(language), rows)


def _summary(done: "ImportDone", language: Language) -> Iterator[tuple[str, str]]:
    report = done.report
    for key in ("rows", "accepted", "there", "repeats"):
        yield _T[key].say(language), str(getattr(report, key))
    for reason, count in report.refused.items():
        yield _T["refused"].say(language, reason=reason), str(count)
    if report.unaccounted:
        yield _T["unaccounted"].say(language), str(report.unaccounted)
    yield _T["encoding"].say(language), done.encoding
    yield _T["cut"].say(language), done.cut.isoformat()
    yield _T["rate"].say(language), f"{done.rate:.0f}"
    if report.repeats or report.refused:
        yield _T["problems"].say(language), str(done.problems)


def _table(console: "Console", title: str, rows: "Iterator[tuple[str, str]] | list[Any]") -> None:
    from rich.table import Table

    table = Table(title=title, title_justify="left", show_header=False, min_width=len(title) * 2)
    table.add_column()
    table.add_column(justify="right", overflow="fold")
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _print_units(
    console: "Console", report: "ImportReport", names: Mapping[str, Text], language: Language
) -> None:
    from rich.table import Table

    table = Table(title=_T["units"].say(language), title_justify="left")
    table.add_column(_T["unit"].say(language))
    for key in ("orders", "reported", "on_time", "overdue"):
        table.add_column(_T[key].say(language), justify="right")
    for line in report.units:
        name = names[line.unit].say(language) if line.unit in names else line.unit
        share = f"{line.on_time.numerator}/{line.on_time.denominator}"
        percent = line.on_time.percent(_PLACES)
        counts = (str(line.orders), str(line.reported), f"{share} = {percent}", str(line.overdue))
        table.add_row(f"{name} ({line.unit})", *counts)
    total = report.on_time
    orders = sum(line.orders for line in report.units)
    overdue = sum(line.overdue for line in report.units)
    share = f"{total.numerator}/{total.denominator} = {total.percent(_PLACES)}"
    table.add_section()
    table.add_row(_T["all"].say(language), str(orders), str(total.denominator), share, str(overdue))
    console.print(table)
