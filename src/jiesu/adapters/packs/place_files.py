# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A city's own file of places, CSV positions or GeoJSON borders: each row good or reported."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import shapely

from jiesu.adapters.packs.csv_lines import Columns, Row, read_table
from jiesu.adapters.packs.own_places import OwnPlaces, Point
from jiesu.adapters.packs.polygons import (
    Polygon,
    check_gaps,
    check_nesting,
    check_siblings,
    read_polygons,
    shape_of,
    spot,
)
from jiesu.adapters.packs.problems import PackProblem, Place, ProblemKind, Report
from jiesu.application.coordinates import CoordinateSystem, to_wgs84
from jiesu.domain.organisations import Area, Ground
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
_BARE = 0.05
"""Share of a district that may be in none of its streets, for the same reason."""
_SHIFT, _BETTER = 0.015, 3.0
"""From which misfit on another coordinate system is tried, and how much better it must fit."""
_FAR = 2.0
"""Degrees around all that is known of a city where nothing of it lies any more."""
_DECIMALS = 7


class UnknownPlacesFormat(BadInput):
    """The file's name does not say that it is a table or a map."""

    what = Text("不认识文件“{path}”的格式。", 'The format of "{path}" is not known.')
    next_step = Text(
        "请用 .csv（列 area、lon、lat）或 .geojson（properties.code）。",
        "Use .csv (columns area, lon, lat) or .geojson (properties.code).",
    )


def read_places(
    file: Path,
    areas: Mapping[str, Area],
    system: CoordinateSystem = CoordinateSystem.WGS84,
) -> tuple[OwnPlaces, list[PackProblem]]:
    """Return the good places of a file by area code, and what is wrong with the others.

    Args:
        file: ``.csv``, ``.geojson`` or ``.json``; an area is named by its code in the pack or by
            its national code.
        areas: the areas of the pack.
        system: what the file's coordinates are measured in; what is returned is WGS 84.

    Raises:
        UnknownPlacesFormat: the file's name ends otherwise.
    """
    report = Report()
    codes = _Codes(areas, report, system)
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

    def __init__(self, areas: Mapping[str, Area], report: Report, system: CoordinateSystem) -> None:
        self.areas = areas
        self.report = report
        self.system = system
        self._officials = {a.official: code for code, a in areas.items() if a.official}
        self._lines: dict[str, int] = {}
        self._city = _extent(areas)

    def is_far(self, code: str, shape: Any, place: Place) -> bool:  # noqa: ANN401 - shapely's
        """Return, and report, whether a place cannot be in this city, whatever else is known."""
        if self._city is None or self._city.contains(shape):
            return False
        self.report.add(ProblemKind.PLACE_FAR, place, value=code, at=spot(shape))
        return True

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


def _extent(areas: Mapping[str, Area]) -> Any:  # noqa: ANN401 - shapely's
    """Return a wide box around all that is known of the city; None where nothing is."""
    known = [shape_of(area.polygon) for area in areas.values() if area.polygon]
    known += [shapely.Point(area.point) for area in areas.values() if area.point]
    if not known:
        return None
    west, south, east, north = shapely.total_bounds(known)
    return shapely.box(west - _FAR, south - _FAR, east + _FAR, north + _FAR)


def _points(file: Path, codes: _Codes) -> dict[str, Point]:
    sheet = read_table(file.parent, file.name, _COLUMNS, codes.report)
    found = {}
    for row in sheet.rows:
        written, point = row.raw("area"), _point(row, codes.system)
        area = codes.find(written, row.place_of("area")) if written and point else None
        if area is not None and point is not None and _is_near(area, point, row, codes):
            found[area.code] = point
    return found


def _point(row: Row, system: CoordinateSystem) -> Point | None:
    lon, lat = row.number("lon", -_MOST_LON, _MOST_LON), row.number("lat", -_MOST_LAT, _MOST_LAT)
    return None if lon is None or lat is None else _moved((lon, lat), system)


def _moved(point: Point, system: CoordinateSystem) -> Point:
    """Return the place on Earth, to some centimetre."""
    if system is CoordinateSystem.WGS84:
        return point
    there = to_wgs84(*point, system)
    return round(there.longitude, _DECIMALS), round(there.latitude, _DECIMALS)


def _is_near(area: Area, point: Point, row: Row, codes: _Codes) -> bool:
    """Return whether the position can be true; most that cannot are written the wrong way round."""
    around = codes.areas.get(area.parent) if area.parent else area
    if around is None or around.polygon is None:
        return not codes.is_far(area.code, shapely.Point(point), row.place_of("lon"))
    shape = shape_of(around.polygon)
    if shape.distance(shapely.Point(point)) <= _NEAR:
        return True
    turned = ((point[1], point[0]), (-point[0], point[1]), (point[0], -point[1]))
    swapped = any(shape.distance(shapely.Point(one)) <= _NEAR for one in turned)
    kind = ProblemKind.POINT_SWAPPED if swapped else ProblemKind.POINT_OUTSIDE
    codes.report.add(kind, row.place_of("lon"), value=area.code, parent=around.code)
    return False


def _grounds(file: Path, codes: _Codes) -> dict[str, Ground]:
    found: dict[str, Polygon] = {}
    for written, polygon in read_polygons(file.parent, file.name, codes.report).items():
        area = codes.find(written, polygon.place)
        if area is not None:
            moved = _moved_polygon(polygon, codes.system)
            if not codes.is_far(area.code, moved.shape, moved.place):
                found[area.code] = moved
    _check_shift(found, codes)
    _check_ground(found, codes)
    told = [p for p in codes.report.problems() if p.kind is not ProblemKind.POLYGON_GAP]
    spoilt = {problem.place for problem in told}
    return {code: p.ground for code, p in found.items() if p.place not in spoilt}


def _moved_polygon(polygon: Polygon, system: CoordinateSystem) -> Polygon:
    ground = tuple(
        tuple(tuple(_moved(point, system) for point in ring) for ring in part)
        for part in polygon.ground
    )
    return replace(polygon, ground=ground, shape=shape_of(ground))


def _check_shift(found: Mapping[str, Polygon], codes: _Codes) -> None:
    """Refuse borders that together fit what is known much better when taken for GCJ-02."""
    known = [(p, *_known(code, codes)) for code, p in found.items()]
    pairs = [(p, shape, own) for p, shape, own in known if shape is not None]
    if codes.system is not CoordinateSystem.WGS84 or not pairs:
        return
    whole = sum(p.shape.area for p, _, _ in pairs)
    misfit = sum(_misfit(p, shape, own=own) for p, shape, own in pairs) / whole
    if misfit <= _SHIFT:
        return
    gcj02 = CoordinateSystem.GCJ02
    moved = sum(_misfit(_moved_polygon(p, gcj02), s, own=own) for p, s, own in pairs) / whole
    if moved < misfit / _BETTER:
        for code, polygon in found.items():
            facts = {"value": code, "number": polygon.number}
            codes.report.add(ProblemKind.POLYGON_SHIFTED, polygon.place, **facts)


def _known(code: str, codes: _Codes) -> tuple[Any, bool]:
    """Return what is known of an area's ground: its own, else the district's around it."""
    area = codes.areas[code]
    around = area if area.polygon else codes.areas.get(area.parent or "")
    shape = shape_of(around.polygon) if around is not None and around.polygon else None
    return shape, around is area


def _misfit(polygon: Polygon, known: Any, *, own: bool) -> float:  # noqa: ANN401 - shapely's
    """Return how much of a border's ground is elsewhere than what is known of it."""
    shape = polygon.shape
    wrong = shape.symmetric_difference(known) if own else shape.difference(known)
    return float(wrong.area)


def _check_ground(found: Mapping[str, Polygon], codes: _Codes) -> None:
    families: dict[str | None, dict[str, Polygon]] = {}
    for code, polygon in found.items():
        families.setdefault(codes.areas[code].parent, {})[code] = polygon
    for parent, children in families.items():
        check_siblings(children, codes.report, _SHARED)
        _check_known(parent, children, codes)
        around = _around(parent, found, codes) if parent else None
        if around is not None:
            check_nesting(around, children, codes.report, _OUTSIDE)
            if set(children) == {a.code for a in codes.areas.values() if a.parent == parent}:
                check_gaps(around, children, codes.report, _BARE)


def _check_known(parent: str | None, children: Mapping[str, Polygon], codes: _Codes) -> None:
    """Report new borders that lie over those of neighbours the file says nothing of."""
    known = [
        (area.code, shape_of(area.polygon))
        for area in codes.areas.values()
        if area.parent == parent and area.polygon is not None and area.code not in children
    ]
    tree = shapely.STRtree([shape for _, shape in known])
    for code, polygon in children.items():
        for number in tree.query(polygon.shape, predicate="intersects"):
            other, shape = known[number]
            shared = shape.intersection(polygon.shape)
            if shared.area > _SHARED * min(shape.area, polygon.shape.area):
                facts = {"value": code, "other": other, "at": spot(shared)}
                place, feature = polygon.place, polygon.number
                codes.report.add(ProblemKind.POLYGON_OVERLAP, place, number=feature, **facts)


def _around(parent: str, found: Mapping[str, Polygon], codes: _Codes) -> Polygon | None:
    """Return the border of a district: the file's own, else the one known so far."""
    known = codes.areas.get(parent)
    if parent in found or known is None or known.polygon is None:
        return found.get(parent)
    return Polygon(known.polygon, Place(parent, key=parent), shape_of(known.polygon))
