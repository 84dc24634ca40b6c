# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu places``: positions and borders a city surveyed itself, laid over those of its pack."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiesu.cli.rooms import Json
from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from jiesu.bootstrap.places import PlacesLoaded
    from jiesu.cli.pack_answers import Answer

app = typer.Typer(
    name="places", help="The city's own positions and borders of areas.", no_args_is_help=True
)

_KEPT = Text("已载入。", "Loaded.")
_CHECKED = Text("仅检查，未写入。", "Checked only; nothing was written.")
_NOTHING = Text("没有一行可用，未作任何改动。", "No row is good; nothing was changed.")
_SOON = Text(
    "正在运行的网页和后台任务几秒后生效。", "Running pages and workers see it within seconds."
)


@app.command()
def load(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV with columns area, lon, lat, or GeoJSON with properties.code; WGS 84. "
            "An area is named by its code in the pack or by its national code."
        ),
    ],
    check: Annotated[bool, typer.Option("--check", help="Report only; write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Load real positions or borders of areas; a bad row is listed, the good ones are taken.

    Exit code 1 if no row is good.
    """
    from jiesu.bootstrap.places import load_places
    from jiesu.bootstrap.settings import load_settings

    settings = load_settings()
    done = load_places(settings, file, only_check=check)
    answer = _loaded(done, file, only_check=check)
    if as_json:
        typer.echo(json.dumps(answer.data, ensure_ascii=False, indent=2))
    else:
        from jiesu.cli.pack_tables import print_answer

        print_answer(answer, settings.language)
    if not done.found:
        raise typer.Exit(1)


@app.command()
def show(as_json: Json = False) -> None:
    """List the areas with their positions and borders, and say which are only schematic."""
    from jiesu.bootstrap.places import placed_city
    from jiesu.bootstrap.settings import load_settings

    settings = load_settings()
    policy, kept_in = placed_city(settings)
    from jiesu.cli.pack_answers import places

    answer = places(policy, kept_in)
    if as_json:
        typer.echo(json.dumps(answer.data, ensure_ascii=False, indent=2))
    else:
        from jiesu.cli.pack_tables import print_answer

        print_answer(answer, settings.language)


def _loaded(done: "PlacesLoaded", file: Path, *, only_check: bool) -> "Answer":
    from jiesu.cli.pack_answers import Answer, problems

    points, grounds = len(done.found.points), len(done.found.grounds)
    listed = problems(str(file), done.problems)
    end = (_CHECKED if only_check else _KEPT) if done.found else _NOTHING
    bad = len(done.problems)
    zh = f"位置 {points} 处、边界 {grounds} 处可用，问题 {bad} 处。{end.zh}"
    en = f"Good: {points} position(s), {grounds} border(s). Problems: {bad}. {end.en}"
    if done.written:
        zh, en = f"{zh}{_SOON.zh}", f"{en} {_SOON.en}"
    data = {
        "points": sorted(done.found.points),
        "polygons": sorted(done.found.grounds),
        "written": done.written,
        "kept_in": str(done.kept_in),
        "problems": listed.data["problems"],
    }
    return Answer(Text(zh, en), listed.header, listed.rows, data)
