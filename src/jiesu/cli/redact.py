# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu redact FILE``: a copy of a file with personal data hidden; needs no database."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from jiesu.cli.rooms import Json
from jiesu.kernel.text import Language, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jiesu.application.importing.problems import RowProblem
    from jiesu.bootstrap.redacting import Beside, RedactedFile

_T = {
    "done": Text(
        "已写出 {rows} 行，未写出 {bad} 行。", "{rows} row(s) written, {bad} row(s) left out."
    ),
    "hidden": Text("已隐去", "Hidden"),
    "untouched": Text("原样保留的列：{columns}", "Columns left as they were: {columns}"),
    "line": Text("第 {line} 行：{reason}", "Line {line}: {reason}"),
    "spans": Text("位置文件：{path}", "Spans: {path}"),
    "restored": Text("已还原 {cells} 格。", "{cells} cell(s) restored."),
}


class _FileFirst(TyperGroup):
    """Takes ``jiesu redact FILE`` as ``jiesu redact file FILE``."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # noqa: ANN401 -- typer's own
        """Name the command nobody types."""
        return super().parse_args(ctx, args if args[:1] == ["restore"] else ["file", *args])


app = typer.Typer(
    name="redact", cls=_FileFirst, help="Hide personal data in a file, or restore it."
)

Force = Annotated[bool, typer.Option("--force", help="Overwrite what is there.")]


@app.command("file")
def redact(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, JSONL or XLSX, each also as .gz.")],
    text: Annotated[str, typer.Option("--text", help="Columns to redact, with commas between.")],
    out: Annotated[Path, typer.Option("--out", help="The copy; its name says its format.")],
    report: Annotated[Path | None, typer.Option(help="Where counts and problems go.")] = None,
    spans: Annotated[
        Path | None, typer.Option(help="Where types and positions go (JSON lines), no words.")
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(help="Key file; made if absent. The spans then hold the words, encrypted."),
    ] = None,
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Ask a tagger where a name is in doubt; slower.")
    ] = False,
    force: Force = False,
    as_json: Json = False,
) -> None:
    """Copy a file with personal data hidden in the named columns; no database is needed.

    A row that cannot be read or written is listed and left out; then the exit code is 1.
    `jiesu redact restore` makes a copy whole again that was written with --key.
    """
    from jiesu.adapters.text.redact import redact as swift
    from jiesu.bootstrap.redacting import redact_file, thorough_redactor, write_report
    from jiesu.bootstrap.settings import language_of_errors
    from jiesu.cli.importing import progress_bar

    columns = list(dict.fromkeys(name.strip() for name in text.split(",") if name.strip()))
    beside = _beside(file, out, spans, key, report, force=force)
    redactor = thorough_redactor() if thorough else swift
    with progress_bar() as watch:
        done = redact_file(file, columns, out, watch, beside=beside, redactor=redactor)
    if report:
        write_report(report, done)
    if as_json:
        typer.echo(json.dumps(done.plain(), ensure_ascii=False, indent=2))
    else:
        _print(done, language_of_errors())
        if beside:
            typer.echo(_T["spans"].say(language_of_errors(), path=beside.path))
    if done.problems:
        raise typer.Exit(1)


@app.command()
def restore(
    copy: Annotated[Path, typer.Argument(help="The redacted copy, as it was written.")],
    key: Annotated[Path, typer.Option(help="The key file of the redaction.")],
    spans: Annotated[Path, typer.Option(help="The spans written beside the copy.")],
    out: Annotated[Path, typer.Option("--out", help="Where the whole rows go.")],
    force: Force = False,
) -> None:
    """Put back what was hidden in a copy that was written with --key.

    A row that was changed since is listed and left out; then the exit code is 1.
    """
    from jiesu.bootstrap.redacting import check_outputs
    from jiesu.bootstrap.restoring import restore_file
    from jiesu.bootstrap.settings import language_of_errors

    for read in (copy, key, spans):
        check_outputs(read, [out], force=force)
    done, language = restore_file(copy, key, spans, out), language_of_errors()
    typer.echo(_T["done"].say(language, rows=done.rows, bad=len(done.problems)))
    typer.echo(_T["restored"].say(language, cells=done.cells))
    _print_problems(done.problems, language)
    if done.problems:
        raise typer.Exit(1)


def _beside(
    file: Path, out: Path, spans: Path | None, key: Path | None, report: Path | None, *, force: bool
) -> "Beside | None":
    from jiesu.bootstrap.redacting import Beside, check_outputs, seal_of

    if key and not spans:
        spans = out.with_name(f"{out.name}.spans.jsonl")
    written = [path for path in (out, report, spans) if path]
    check_outputs(file, written, force=force)
    if key:
        check_outputs(key, written, force=True)
    return Beside(spans, seal_of(key) if key else None) if spans else None


def _print(done: "RedactedFile", language: Language) -> None:
    typer.echo(_T["done"].say(language, rows=done.rows, bad=len(done.problems)))
    typer.echo(_T["hidden"].say(language))
    for kind, count in done.by_type().items():
        typer.echo(f"  {kind:14}{count:>8}")
    if done.untouched:
        typer.echo(_T["untouched"].say(language, columns=", ".join(done.untouched)))
    _print_problems(done.problems, language)


def _print_problems(problems: "Sequence[RowProblem]", language: Language) -> None:
    for problem in problems:
        reason = problem.reason.say(language)
        typer.echo(_T["line"].say(language, line=problem.line, reason=reason), err=True)
