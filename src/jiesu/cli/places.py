# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu places``: the city's own positions and borders, and what texts and points are about."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jiesu.cli.rooms import Json

if TYPE_CHECKING:
    from jiesu.application.coordinates import CoordinateSystem
    from jiesu.cli.pack_answers import Answer

app = typer.Typer(
    name="places", help="The city's own positions and borders of areas.", no_args_is_help=True
)

System = Annotated[
    str,
    typer.Option(
        "--system",
        help="What the coordinates are measured in: wgs84 (satellites), gcj02 (most Chinese maps), "
        "bd09 (Baidu).",
    ),
]


@app.command()
def load(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV with columns area, lon, lat, or GeoJSON with properties.code. "
            "An area is named by its code in the pack or by its national code."
        ),
    ],
    system: System = "wgs84",
    check: Annotated[bool, typer.Option("--check", help="Report only; write nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Load real positions or borders of areas; a bad row is listed, the good ones are taken.

    Each load is a version of its own; see "versions" and "back". Exit code 1 if no row is good.
    """
    from jiesu.bootstrap.places import load_places
    from jiesu.bootstrap.settings import load_settings
    from jiesu.cli.place_answers import loaded

    done = load_places(load_settings(), file, _system(system), only_check=check)
    _say(loaded(done, file, only_check=check), as_json=as_json)
    if not done.found:
        raise typer.Exit(1)


@app.command()
def show(
    version: Annotated[
        int | None, typer.Option("--version", help="As of this version; 0 is the pack alone.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List the areas with their positions and borders, and say which are only schematic."""
    from jiesu.bootstrap.places import city_of_version, placed_city
    from jiesu.bootstrap.settings import load_settings

    settings = load_settings()
    city = placed_city(settings) if version is None else city_of_version(settings, version)
    from jiesu.cli.pack_answers import places

    _say(places(*city), as_json=as_json)


@app.command()
def versions(as_json: Json = False) -> None:
    """List every load of own places: number, day, file, digest."""
    from jiesu.bootstrap.places import place_versions
    from jiesu.bootstrap.settings import load_settings
    from jiesu.cli import place_answers

    _say(place_answers.versions(*place_versions(load_settings())), as_json=as_json)


@app.command()
def back(
    number: Annotated[int, typer.Argument(help="The version to use again; 0 is the pack alone.")],
    as_json: Json = False,
) -> None:
    """Use an earlier version of the own places again; it becomes the newest one."""
    from jiesu.bootstrap.places import back_to_version
    from jiesu.bootstrap.settings import load_settings
    from jiesu.cli.place_answers import gone_back

    _say(gone_back(back_to_version(load_settings(), number)), as_json=as_json)


@app.command()
def find(
    text: Annotated[str, typer.Argument(help="Words of an appeal, or an address.")],
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Also mend misspelt names; slower.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Say where a text is about, why, and what to ask if that stays open."""
    from jiesu.bootstrap.places import place_reader, placed_city
    from jiesu.bootstrap.settings import load_settings
    from jiesu.cli.place_answers import found

    settings = load_settings()
    policy, _ = placed_city(settings)
    read = place_reader(settings.pack, policy).read(text, thorough=thorough)
    _say(found(text, read, policy), as_json=as_json)


@app.command()
def at(
    lon: Annotated[float, typer.Argument(help="Longitude in degrees.")],
    lat: Annotated[float, typer.Argument(help="Latitude in degrees.")],
    system: System = "wgs84",
    border: Annotated[
        float | None,
        typer.Option("--border", min=0, help="Name neighbours within so many metres of a border."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say whose ground a point is: every area that may claim it, with distances."""
    from jiesu.application.coordinates import to_wgs84
    from jiesu.bootstrap.places import border_metres, city_map, placed_city
    from jiesu.bootstrap.settings import load_settings
    from jiesu.cli.place_answers import claimed

    settings = load_settings()
    point = to_wgs84(lon, lat, _system(system))
    policy, _ = placed_city(settings)
    metres = border_metres(policy) if border is None else border
    claimants = city_map(settings.pack, policy).claimants(point, metres)
    _say(claimed(claimants, policy), as_json=as_json)


def _system(written: str) -> "CoordinateSystem":
    from jiesu.application.coordinates import CoordinateSystem

    try:
        return CoordinateSystem(written.lower())
    except ValueError:
        known = ", ".join(CoordinateSystem)
        raise typer.BadParameter(f"{written}: {known}", param_hint="--system") from None


def _say(answer: "Answer", *, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(answer.data, ensure_ascii=False, indent=2))
        return
    from jiesu.bootstrap.settings import load_settings
    from jiesu.cli.pack_tables import print_answer

    print_answer(answer, load_settings().language)
