# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu simulate``: invented material, made without a database."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jiesu.simulation.texts import Composed

app = typer.Typer(
    name="simulate", help="Invented material; needs no database.", no_args_is_help=True
)

_DONE = Text(
    "已写出 {count} 条虚构诉求（种子 {seed}，政策包 {pack}）：{out}",
    "{count} invented appeal(s) written (seed {seed}, pack {pack}): {out}",
)


@app.callback()
def simulate() -> None:
    """Make invented material; nothing of it is anybody's."""


@app.command()
def texts(
    out: Annotated[Path, typer.Option("--out", help="Where the texts go, as JSON Lines.")],
    count: Annotated[int, typer.Option(min=1, help="How many.")] = 1000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same bytes.")] = 1,
    pack: Annotated[str | None, typer.Option(help="The pack; else that of the settings.")] = None,
    style: Annotated[str | None, typer.Option(help="Only this style.")] = None,
    leaf: Annotated[str | None, typer.Option(help="Only this matter.")] = None,
    even: Annotated[bool, typer.Option("--even", help="Every matter equally often.")] = False,
    day: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="By whose law owners are found; else today."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Overwrite what is there.")] = False,
) -> None:
    """Compose invented appeals in many styles, each with the truth about it, a line each.

    A line has the text, its matters, kind, urgency, who speaks, where, who must act, and to the
    character where places and personal data stand.
    """
    from jiesu.bootstrap.settings import load_settings
    from jiesu.simulation.texts.writing import compose_for, ensure_new, style_named, write_composed

    ensure_new(out, force=force)
    settings = load_settings()
    chosen = style_named(style)
    named = pack or settings.pack
    composer = compose_for(named, seed, day.date() if day else None)
    if leaf is not None or chosen:
        composed: Iterator[Composed] = (composer.compose(leaf, chosen) for _ in range(count))
    else:
        composed = composer.stream(count, even=even)
    write_composed(_watched(composed, count), out)
    typer.echo(_DONE.say(settings.language, count=count, seed=seed, pack=named, out=out))


def _watched(composed: "Iterator[Composed]", count: int) -> "Iterator[Composed]":
    """Yield the texts under a progress bar, if there is a terminal to see it."""
    from rich.console import Console
    from rich.progress import track

    console = Console(stderr=True)
    yield from track(composed, total=count, console=console, disable=not console.is_terminal)
