# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu train FILE``: labelled texts become a model; needs no database."""

import json
import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiesu.cli.rooms import Json
from jiesu.kernel.text import Language, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jiesu.adapters.text.learning.calibration import Scores
    from jiesu.bootstrap.training import Comparison, Stage, Trained

NOT_ADOPTED = 3
"""Exit code when the model that was there stays."""


class Tiers(StrEnum):
    """Which tiers are trained."""

    LIGHT = "light"
    BOTH = "both"


_T = {
    "reading": Text("读取", "reading"),
    "measuring": Text("交叉验证", "cross-validating"),
    "learning": Text("学习", "learning"),
    "thorough": Text("精细档", "thorough tier"),
    "writing": Text("写出", "writing"),
    "rows": Text(
        "读入 {rows} 行，用于学习 {used} 行，未用 {bad} 行。",
        "{rows} row(s) in, {used} learned from, {bad} left out.",
    ),
    "tier_light": Text("快速档（交叉验证）", "Light tier (cross-validated)"),
    "tier_thorough": Text("精细档（交叉验证）", "Thorough tier (cross-validated)"),
    "macro_f1": Text("macro-F1", "macro-F1"),
    "accuracy": Text("准确率", "accuracy"),
    "surest": Text("最有把握的 90% 上的准确率", "accuracy on the surest 90 %"),
    "bar": Text("门槛", "bar"),
    "sure": Text("达到门槛：比例、准确率", "at or above the bar: share, accuracy"),
    "label": Text("类", "label"),
    "texts": Text("条数", "texts"),
    "precision": Text("精确", "precision"),
    "recall": Text("召回", "recall"),
    "line": Text("第 {line} 行：{reason}", "Line {line}: {reason}"),
    "adopted": Text("模型已写入“{folder}”。", 'The model lies in "{folder}".'),
    "compared": Text(
        "在两个模型都没见过的 {rows} 行上：新模型 macro-F1 {new}，原模型 {old}。",
        "On {rows} rows neither model had seen: new macro-F1 {new}, old {old}.",
    ),
    "unjudged": Text(
        "两个模型都没见过的行只有 {rows} 行，无法比较。",
        "Only {rows} row(s) that neither model has seen: they cannot be compared.",
    ),
    "kept": Text(
        "原模型保留；新模型放在“{folder}”。如仍要采用，请加 --force。",
        'The old model stays; the new one lies in "{folder}". To adopt it anyway, add --force.',
    ),
}
_MOST_LABELS = 40


def train(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, JSONL or XLSX, each also as .gz.")],
    text: Annotated[str, typer.Option("--text", help="Columns of the text: title,detail|tokens")],
    label: Annotated[str, typer.Option("--label", help="Column of the label.")],
    out: Annotated[Path, typer.Option("--out", help="Folder of the model.")],
    group: Annotated[
        str | None, typer.Option(help="Column that marks rows as copies of each other.")
    ] = None,
    unlabelled: Annotated[
        Path | None, typer.Option(help="More texts, without labels (thorough tier).")
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of every choice by chance.")] = 0,
    tier: Annotated[Tiers, typer.Option(help="Which tiers to train.")] = Tiers.BOTH,
    adopt_over: Annotated[
        Path | None, typer.Option(help="Another model the new one must beat.")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Adopt it, better or not.")] = False,
    as_json: Json = False,
) -> None:
    """Learn from labelled texts what an unlabelled one is about; no database is needed.

    Rows that cannot teach are listed and left out. A model in the folder stays unless the new one
    is better on rows neither has seen; then the exit code is 3.
    """
    from jiesu.bootstrap.settings import language_of_errors
    from jiesu.bootstrap.text_columns import TextColumns
    from jiesu.bootstrap.training import TrainingOrder, train_model

    order = TrainingOrder(
        file=file,
        text=TextColumns.parse(text),
        label=label,
        out=out,
        group=group,
        unlabelled=unlabelled,
        seed=seed,
        thorough=tier is Tiers.BOTH,
        adopt_over=adopt_over,
        force=force,
    )
    language = language_of_errors()
    with _stages(language) as stage:
        done = train_model(order, stage)
    if as_json:
        typer.echo(json.dumps(done.plain(), ensure_ascii=False, indent=2))
    else:
        _print(done, language)
    if not done.adopted:
        raise typer.Exit(NOT_ADOPTED)


@contextmanager
def _stages(language: Language) -> "Iterator[Stage | None]":
    """Lend a bar for each stage on a terminal's standard error; anywhere else nothing."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress
    from rich.console import Console

    bar = progress.Progress(
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.TaskProgressColumn(),
        progress.TimeElapsedColumn(),
        console=Console(stderr=True),
    )
    tasks: dict[str, progress.TaskID] = {}
    with bar:

        def stage(name: str, at: int, size: int) -> None:
            if name not in tasks:
                for earlier in tasks.values():
                    bar.update(earlier, completed=bar.tasks[earlier].total)
                tasks[name] = bar.add_task(_T[name].say(language), total=size or 1)
            bar.update(tasks[name], completed=at, total=size or 1)

        yield stage


def _print(done: "Trained", language: Language) -> None:
    used, bad = done.facts.texts, len(done.problems)
    typer.echo(_T["rows"].say(language, rows=done.rows_in, used=used, bad=bad))
    for problem in done.problems:
        reason = problem.reason.say(language)
        typer.echo(_T["line"].say(language, line=problem.line, reason=reason), err=True)
    for tier, scores in done.scores.items():
        _print_scores(f"tier_{tier}", scores, language)
    if done.comparison:
        _print_comparison(done.comparison, language)
    end = "adopted" if done.adopted else "kept"
    typer.echo(_T[end].say(language, folder=done.folder))


def _print_scores(title: str, scores: "Scores", language: Language) -> None:
    from rich.console import Console
    from rich.table import Table

    console = Console()
    whole = Table(title=_T[title].say(language), title_justify="left", show_header=False)
    whole.add_row(_T["macro_f1"].say(language), f"{scores.macro_f1:.4f}")
    whole.add_row(_T["accuracy"].say(language), f"{scores.accuracy:.4f}")
    whole.add_row(_T["surest"].say(language), f"{scores.surest_accuracy:.4f}")
    whole.add_row(_T["bar"].say(language), f"{scores.sure_from:.3f}")
    sure = f"{scores.sure_share:.1%}, {scores.sure_accuracy:.4f}"
    whole.add_row(_T["sure"].say(language), sure)
    console.print(whole)
    by_label = Table()
    for key in ("label", "texts", "precision", "recall"):
        by_label.add_column(_T[key].say(language))
    by_label.add_column("F1")
    weakest = sorted(scores.by_label, key=lambda each: each.f1)[:_MOST_LABELS]
    for each in weakest:
        parts = (f"{value:.3f}" for value in (each.precision, each.recall, each.f1))
        by_label.add_row(each.label, str(each.texts), *parts)
    console.print(by_label)


def _print_comparison(found: "Comparison", language: Language) -> None:
    if found.new is None or found.old is None:
        typer.echo(_T["unjudged"].say(language, rows=found.rows))
        return
    facts = {"rows": found.rows, "new": f"{found.new:.4f}", "old": f"{found.old:.4f}"}
    typer.echo(_T["compared"].say(language, **facts))
