# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""catalogues/gazetteer.csv: what people call the places of the city; a pack may have none."""

from collections.abc import Collection, Mapping
from enum import StrEnum
from pathlib import Path

from jiesu.adapters.packs.csv_lines import Columns, Row, read_table
from jiesu.adapters.packs.problems import ProblemKind, Report
from jiesu.application.places import NamedPlace, PlaceNames
from jiesu.domain.organisations import Area
from jiesu.domain.understanding import PlaceKind

FILE = "catalogues/gazetteer.csv"

_COLUMNS = Columns(("kind", "zh"), ("area", "aliases", "lon", "lat", "source"))
_MOST_LON, _MOST_LAT = 180.0, 90.0


class NameKind(StrEnum):
    """地名类型: what a row names; a ``word`` is no place and shields the word from short names."""

    DISTRICT = "district"  # 区的旧称、别称
    STREET = "street"  # 街道、乡镇的别称
    COMMUNITY = "community"  # 社区、村
    ESTATE = "estate"  # 小区
    ROAD = "road"  # 道路
    LANDMARK = "landmark"  # 地标、车站、公园、河流
    WORD = "word"  # 一般词语，不是地点


def read_gazetteer(folder: Path, areas: Collection[str], report: Report) -> PlaceNames:
    """Return the names of a pack's folder; report unknown areas, kinds, positions and doubles."""
    if not (folder / FILE).exists():
        return PlaceNames()
    places, words = [], set()
    lines: dict[tuple[str, str, str], int] = {}
    for row in read_table(folder, FILE, _COLUMNS, report).rows:
        kind, zh = row.choice("kind", NameKind), row.raw("zh")
        if kind is None or zh is None or _again(row, lines):
            continue
        if kind is NameKind.WORD:
            words.add(zh)
        elif (place := _place(row, kind, zh, areas)) is not None:
            places.append(place)
    return PlaceNames(tuple(places), frozenset(words))


def _again(row: Row, lines: dict[tuple[str, str, str], int]) -> bool:
    key = row.cells["kind"], row.cells["zh"], row.cells["area"]
    first = lines.setdefault(key, row.place.line)
    if first != row.place.line:
        row.report.add(ProblemKind.NAME_TWICE, row.place_of("zh"), value=key[1], line=first)
    return first != row.place.line


def _place(row: Row, kind: NameKind, zh: str, areas: Collection[str]) -> NamedPlace | None:
    area = row.raw("area")
    if area is None:
        row.report.add(ProblemKind.KEY_MISSING, row.place_of("area"), value="area")
        return None
    if area not in areas:
        row.report.add(ProblemKind.AREA_UNKNOWN, row.place_of("area"), value=area)
        return None
    aliases = tuple((row.raw("aliases") or "").split())
    return NamedPlace(PlaceKind(kind.value), zh, area, aliases, _point(row))


def _point(row: Row) -> tuple[float, float] | None:
    lon, lat = row.number("lon", -_MOST_LON, _MOST_LON), row.number("lat", -_MOST_LAT, _MOST_LAT)
    if (row.raw("lon") is None) != (row.raw("lat") is None):
        row.report.add(ProblemKind.KEY_MISSING, row.place_of("lat"), value="lon, lat")
    return None if lon is None or lat is None else (lon, lat)


def place_names(folder: Path, areas: Mapping[str, Area]) -> PlaceNames:
    """Return the names of a pack that was checked; rows that name unknown areas count for nothing.

    Kept apart from the policy: only what reads texts needs these thousands of names.
    """
    return read_gazetteer(folder, areas, Report())
