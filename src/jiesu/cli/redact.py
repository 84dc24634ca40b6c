# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu redact FILE``: a copy of a file with personal data hidden; needs no database."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiesu.cli.rooms import Json
from jiesu.kernel.text import Language, Text

if TYPE_CHECKING:
    from jiesu.bootstrap.redacting import RedactedFile

_T = {
    "done": Text(
        "已写出 {rows} 行，未写出 {bad} 行。", "{rows} row(s) written, {bad} row(s) left out."
    ),
    "hidden": Text("已隐去", "Hidden"),
    "untouched": Text("原样保留的列：{columns}", "Columns left as they were: {columns}"),
    "line": Text("第 {line} 行：{reason}", "Line {line}: {reason}"),
}


def redact(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, JSONL or XLSX, each also as .gz.")],
    text: Annotated[str, typer.Option("--text", help="Columns to redact, with commas between.")],
    out: Annotated[Path, typer.Option("--out", help="The copy; its name says its format.")],
    report: Annotated[Path | None, typer.Option(help="Where counts and problems go.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
    as_json: Json = False,
) -> None:
    """Copy a file with personal data hidden in the named columns; no database is needed.

    A row that cannot be read or written is listed and left out; then the exit code is 1.
    """
    from jiesu.bootstrap.redacting import check_outputs, redact_file, write_report
    from jiesu.bootstrap.settings import language_of_errors
    from jiesu.cli.importing import progress_bar

    check_outputs(file, [out, *([report] if report else [])], force=force)
    columns = list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    with progress_bar() as watch:
        done = redact_file(file, columns, out, watch)
    if report:
        write_report(report, done)
    if as_json:
        typer.echo(json.dumps(done.plain(), ensure_ascii=False, indent=2))
    else:
        _print(done, language_of_errors())
    if done.problems:
        raise typer.Exit(1)


def _print(done: "RedactedFile", language: Language) -> None:
    typer.echo(_T["done"].say(language, rows=done.rows, bad=len(done.problems)))
    typer.echo(_T["hidden"].say(language))
    for kind, count in done.by_type().items():
        typer.echo(f"  {kind:14}{count:>8}")
    if done.untouched:
        typer.echo(_T["untouched"].say(language, columns=", ".join(done.untouched)))
    for problem in done.problems:
        reason = problem.reason.say(language)
        typer.echo(_T["line"].say(language, line=problem.line, reason=reason), err=True)
