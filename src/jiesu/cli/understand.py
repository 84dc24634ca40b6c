# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu understand FILE``: what each text of a file is about; needs no database."""

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiesu.cli.rooms import Json
from jiesu.kernel.text import Language, Text

if TYPE_CHECKING:
    from jiesu.bootstrap.reading import City, UnderstoodFile


class Tier(StrEnum):
    """Which tier reads."""

    LIGHT = "light"
    THOROUGH = "thorough"


_T = {
    "done": Text(
        "已写出 {rows} 行，其中 {sure} 行达到门槛，{bad} 行无法识读。",
        "{rows} row(s) written, {sure} of them at or above the bar, {bad} could not be read.",
    ),
    "line": Text("第 {line} 行：{reason}", "Line {line}: {reason}"),
}
_MOST = 20  # categories on the screen; all are in the output


def understand(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, JSONL or XLSX, each also as .gz.")],
    text: Annotated[str, typer.Option("--text", help="Columns of the text: title,detail|tokens")],
    out: Annotated[Path, typer.Option("--out", help="The answers, one object a row (.jsonl).")],
    model: Annotated[
        Path | None, typer.Option(help="Folder of a model; the pack's own if left out.")
    ] = None,
    pack: Annotated[
        str | None, typer.Option(help="Name the unit by this pack; the settings' without --model.")
    ] = None,
    tier: Annotated[Tier | None, typer.Option(help="The best there is if left out.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
    as_json: Json = False,
) -> None:
    """Say of each row what it is about, how sure that is, and how it is said; no database needed.

    A row that cannot be read is written with its problem; then the exit code is 1.
    """
    from jiesu.bootstrap.reading import readers, understand_file
    from jiesu.bootstrap.redacting import check_outputs
    from jiesu.bootstrap.settings import language_of_errors
    from jiesu.bootstrap.text_columns import TextColumns
    from jiesu.cli.importing import progress_bar

    check_outputs(file, [out], force=force)
    by = readers(_city(pack, model), model, tier.value if tier else None)
    with progress_bar() as watch:
        done = understand_file(file, TextColumns.parse(text), out, by, watch)
    if as_json:
        typer.echo(json.dumps(done.plain(), ensure_ascii=False, indent=2))
    else:
        _print(done, language_of_errors())
    if done.problems:
        raise typer.Exit(1)


def _city(pack: str | None, model: Path | None) -> "City | None":
    """Return the pack that is named; with no model named, the one of the settings."""
    from jiesu.bootstrap.reading import city_of
    from jiesu.bootstrap.settings import load_settings

    if pack is None and model is not None:
        return None
    return city_of(load_settings(), pack)


def _print(done: "UnderstoodFile", language: Language) -> None:
    bad = len(done.problems)
    typer.echo(_T["done"].say(language, rows=done.rows, sure=done.sure, bad=bad))
    ordered = sorted(done.by_category.items(), key=lambda pair: (-pair[1], pair[0]))
    for category, rows in ordered[:_MOST]:
        typer.echo(f"  {category}  {rows}")
    for problem in done.problems:
        reason = problem.reason.say(language)
        typer.echo(_T["line"].say(language, line=problem.line, reason=reason), err=True)
