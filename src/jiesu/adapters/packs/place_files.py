# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A city's own file of places, CSV positions or GeoJSON borders: each row good or reported."""

from collections.abc import Mapping
from pathlib import Path

import shapely

from jiesu.adapters.packs.csv_lines import Columns, Row, read_table
from jiesu.adapters.packs.own_places import OwnPlaces, Point
from jiesu.adapters.packs.polygons import (
    Polygon,
    check_nesting,
    check_siblings,
    read_polygons,
    shape_of,
)
from jiesu.adapters.packs.problems import PackProblem, Place, ProblemKind, Report
from jiesu.domain.organisations import Area
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

_COLUMNS = Columns(("area", "lon", "lat"))
_MOST_LON, _MOST_LAT = 180.0, 90.0
_NEAR = 0.01
"""How far outside its district's border a position may lie: some kilometre, in degrees."""
_SHARED = 0.01
"""Share of a surveyed area that may overlap a neighbour: two surveys seldom meet exactly."""
_OUTSIDE = 0.1
"""Share that may stick out of the district, whose border a pack may have simplified."""


class UnknownPlacesFormat(BadInput):
    """The file's name does not say that it is a table or a map."""

    what = Text("不认识文件“{path}”的格式。", 'The format of "{path}" is not known.')
    next_step = Text(
        "请用 .csv（列 area、lon、lat）或 .geojson（properties.code）。",
        "Use .csv (columns area, lon, lat) or .geojson (properties.code).",
    )


def read_places(file: Path, areas: Mapping[str, Area]) -> tuple[OwnPlaces, list[PackProblem]]:
    """Return the good places of a file by area code, and what is wrong with the others.

    Args:
        file: ``.csv``, ``.geojson`` or ``.json``; an area is named by its code in the pack or by
            its national code.
        areas: the areas of the pack.

    Raises:
        UnknownPlacesFormat: the file's name ends otherwise.
    """
    report = Report()
    codes = _Codes(areas, report)
    match file.suffix.lower():
        case ".csv":
            found = OwnPlaces(points=_points(file, codes))
        case ".geojson" | ".json":
            found = OwnPlaces(grounds=_grounds(file, codes))
        case _:
            raise UnknownPlacesFormat(path=file)
    return found, report.problems()


class _Codes:
    """Finds areas by either code, each of them once in a file."""

    def __init__(self, areas: Mapping[str, Area], report: Report) -> None:
        self.areas = areas
        self.report = report
        self._officials = {a.official: code for code, a in areas.items() if a.official}
        self._lines: dict[str, int] = {}

    def find(self, written: str, place: Place) -> Area | None:
        """Return the area; report a code nobody has and one that comes again."""
        area = self.areas.get(self._officials.get(written, written))
        if area is None:
            self.report.add(ProblemKind.AREA_UNKNOWN, place, value=written)
            return None
        if area.code in self._lines:
            line = self._lines[area.code]
            self.report.add(ProblemKind.CODE_TWICE, place, value=written, line=line)
            return None
        self._lines[area.code] = place.line
        return area


def _points(file: Path, codes: _Codes) -> dict[str, Point]:
    sheet = read_table(file.parent, file.name, _COLUMNS, codes.report)
    found = {}
    for row in sheet.rows:
        written, point = row.raw("area"), _point(row)
        area = codes.find(written, row.place_of("area")) if written and point else None
        if area is not None and point is not None and _is_near(area, point, row, codes):
            found[area.code] = point
    return found


def _point(row: Row) -> Point | None:
    lon, lat = row.number("lon", -_MOST_LON, _MOST_LON), row.number("lat", -_MOST_LAT, _MOST_LAT)
    return None if lon is None or lat is None else (lon, lat)


def _is_near(area: Area, point: Point, row: Row, codes: _Codes) -> bool:
    """Return whether the position can be true; most that cannot are written the wrong way round."""
    around = codes.areas.get(area.parent) if area.parent else area
    if around is None or around.polygon is None:
        return True
    near = bool(shape_of(around.polygon).distance(shapely.Point(point)) <= _NEAR)
    if not near:
        facts = {"value": area.code, "parent": around.code}
        codes.report.add(ProblemKind.POINT_OUTSIDE, row.place_of("lon"), **facts)
    return near


def _grounds(file: Path, codes: _Codes) -> dict[str, tuple[tuple[tuple[Point, ...], ...], ...]]:
    found: dict[str, Polygon] = {}
    for written, polygon in read_polygons(file.parent, file.name, codes.report).items():
        area = codes.find(written, polygon.place)
        if area is not None:
            found[area.code] = polygon
    _check_ground(found, codes)
    spoilt = {problem.place for problem in codes.report.problems()}
    return {code: p.ground for code, p in found.items() if p.place not in spoilt}


def _check_ground(found: Mapping[str, Polygon], codes: _Codes) -> None:
    families: dict[str | None, dict[str, Polygon]] = {}
    for code, polygon in found.items():
        families.setdefault(codes.areas[code].parent, {})[code] = polygon
    for parent, children in families.items():
        check_siblings(children, codes.report, _SHARED)
        around = _around(parent, found, codes) if parent else None
        if around is not None:
            check_nesting(around, children, codes.report, _OUTSIDE)


def _around(parent: str, found: Mapping[str, Polygon], codes: _Codes) -> Polygon | None:
    """Return the border of a district: the file's own, else the one known so far."""
    known = codes.areas.get(parent)
    if parent in found or known is None or known.polygon is None:
        return found.get(parent)
    return Polygon(known.polygon, Place(parent, key=parent), shape_of(known.polygon))
