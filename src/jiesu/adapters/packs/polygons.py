# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""GeoJSON polygons of areas: valid, apart from their neighbours, inside their district.

Coordinates are WGS 84 degrees, longitude first. Shares of an area are compared, so the size of a
degree does not matter.
"""

from dataclasses import dataclass, replace
from math import isfinite
from pathlib import Path
from typing import Any

import shapely
from shapely import STRtree
from shapely.validation import explain_validity

from jiesu.adapters.packs.problems import Place, ProblemKind, Report
from jiesu.adapters.packs.yaml_lines import Fields, Node, read_yaml
from jiesu.domain.organisations import Ground, Ring
from jiesu.kernel.text import Text

TOLERANCE = 1e-4
"""Share of an area that may overlap a neighbour or stick out: drawing error, no dispute."""

_KINDS = ("Polygon", "MultiPolygon")
_LEAST_POINTS = 4
_MOST_LON, _MOST_LAT = 180.0, 90.0
_NO_RING = Text("没有环", "there is no ring")
_OPEN = Text("有一环没有闭合，末点为 {at}", "a ring is not closed; it ends at {at}")
_SHORT = Text("有一环不足四点", "a ring has fewer than four points")
_NO_NUMBERS = Text("有一点不是两个度数", "a point is not two numbers of degrees")
_SWAPPED = Text("纬度写在了经度之前", "latitude stands before longitude")


@dataclass(frozen=True, slots=True)
class Polygon:
    """A territory with its place in the file, and the same as a shape to reckon with."""

    ground: Ground
    place: Place
    shape: Any
    number: int = 0
    """Which feature of the file it is, from 1; 0 for one that comes from elsewhere."""


def read_polygons(folder: Path, file: str, report: Report) -> dict[str, Polygon]:
    """Return the polygons of a GeoJSON file by area code; the file may be absent."""
    if not (folder / file).exists():
        return {}
    top = read_yaml(folder, file, report)
    if top is None:
        return {}
    fields = top.fields(("type", "features"), ("name", "crs", "bbox"))
    features = fields.read("features", Node.items) or []
    found: dict[str, Polygon] = {}
    for number, feature in enumerate(features, 1):
        _read_feature(feature, number, found)
    return found


def _read_feature(feature: Node, number: int, found: dict[str, Polygon]) -> None:
    fields = feature.fields(("type", "properties", "geometry"), ("id", "bbox"))
    code, geometry = _code(fields), fields.get("geometry")
    if code is None or geometry is None:
        return
    if code in found:
        line = found[code].place.line
        feature.report.add(ProblemKind.CODE_TWICE, feature.place, value=code, line=line)
        return
    place = Place(feature.place.file, feature.place.line, code)
    ground = _ground(geometry, place, number)
    if ground is None:
        return
    shape = shape_of(ground)
    if shape.is_valid:
        found[code] = Polygon(ground, place, shape, number)
    else:
        facts = {"value": code, "number": number, "reason": explain_validity(shape)}
        feature.report.add(ProblemKind.POLYGON_INVALID, place, **facts)


def shape_of(ground: Ground) -> Any:  # noqa: ANN401 - shapely ships no types
    """Return a territory as a shape to reckon with."""
    return shapely.MultiPolygon([(outer, holes) for outer, *holes in ground])


def _code(fields: Fields) -> str | None:
    properties = fields.get("properties")
    if properties is None:
        return None
    for name, node in properties.entries():
        if name == "code":
            cell = node.cell()
            return cell.code() if cell else None
    properties.report.add(ProblemKind.KEY_MISSING, properties.place, value="code")
    return None


def _ground(geometry: Node, place: Place, number: int) -> Ground | None:
    """Return the parts of the territory; one open or unreadable ring spoils them all."""
    fields = geometry.fields(("type", "coordinates"), ("bbox",))
    kind, coordinates = fields.text("type"), fields.get("coordinates")
    listed: list[Node] = []
    if coordinates is not None and kind in _KINDS:
        listed = [coordinates] if kind == "Polygon" else coordinates.items()
    parts = [tuple(_ring(ring) for ring in part.items()) for part in listed]
    faults = [ring for part in parts for ring in part if isinstance(ring, Text)]
    if parts and all(parts) and not faults:
        return tuple(tuple(r for r in part if not isinstance(r, Text)) for part in parts)
    facts = {"value": place.key, "number": number, "reason": (*faults, _NO_RING)[0]}
    geometry.report.add(ProblemKind.POLYGON_SHAPE, place, **facts)
    return None


def _ring(node: Node) -> Ring | Text:
    """Return the ring, or what is wrong with it."""
    points = [_point(item) for item in node.items()]
    for point in points:
        if isinstance(point, Text):
            return point
    whole = tuple(point for point in points if not isinstance(point, Text))
    if whole[:1] != whole[-1:]:
        return Text(_OPEN.zh.format(at=_at(whole[-1])), _OPEN.en.format(at=_at(whole[-1])))
    return whole if len(whole) >= _LEAST_POINTS else _SHORT


def _point(node: Node) -> tuple[float, float] | Text:
    cells = [item.cell() for item in node.items()]
    try:
        lon, lat = (float(cell.raw) for cell in cells if cell is not None)
    except ValueError:  # not numbers, or not two of them
        return _NO_NUMBERS
    if not (isfinite(lon) and isfinite(lat)):
        return _NO_NUMBERS
    if abs(lon) <= _MOST_LON and abs(lat) <= _MOST_LAT:
        return lon, lat
    return _SWAPPED if abs(lon) <= _MOST_LAT and abs(lat) <= _MOST_LON else _NO_NUMBERS


def _at(point: tuple[float, float]) -> str:
    return f"{point[0]:.5f}, {point[1]:.5f}"


def spot(shape: Any) -> str:  # noqa: ANN401 - shapely ships no types
    """Return where to look for a shape: a point inside it, longitude first."""
    inside = shape.representative_point()
    return _at((inside.x, inside.y))


def check_siblings(
    siblings: dict[str, Polygon], report: Report, tolerance: float = TOLERANCE
) -> None:
    """Report every pair of neighbours that claim the same ground."""
    codes = sorted(siblings)
    shapes = [siblings[code].shape for code in codes]
    pairs = STRtree(shapes).query(shapes, predicate="intersects").T
    for one, other in sorted((int(a), int(b)) for a, b in pairs if a < b):
        shared = shapes[one].intersection(shapes[other])
        if shared.area > tolerance * min(shapes[one].area, shapes[other].area):
            later = siblings[codes[other]]
            facts = {"value": codes[other], "other": codes[one], "at": spot(shared)}
            report.add(ProblemKind.POLYGON_OVERLAP, later.place, number=later.number, **facts)


def check_nesting(
    parent: Polygon, children: dict[str, Polygon], report: Report, tolerance: float = TOLERANCE
) -> None:
    """Report children that stick out of their district."""
    for code, child in children.items():
        outside = child.shape.difference(parent.shape)
        if outside.area > tolerance * child.shape.area:
            facts = {"value": code, "parent": parent.place.key, "at": spot(outside)}
            report.add(ProblemKind.POLYGON_OUTSIDE, child.place, number=child.number, **facts)


def check_gaps(
    parent: Polygon, children: dict[str, Polygon], report: Report, tolerance: float = TOLERANCE
) -> None:
    """Report ground of a district that none of its streets covers; for all of its streets only."""
    bare = parent.shape.difference(shapely.union_all([c.shape for c in children.values()]))
    if bare.area > tolerance * parent.shape.area:
        widest = max(getattr(bare, "geoms", [bare]), key=lambda part: part.area)
        share = f"{bare.area / parent.shape.area:.1%}"
        facts = {"parent": parent.place.key, "share": share, "at": spot(widest)}
        place = next(iter(children.values())).place
        report.add(ProblemKind.POLYGON_GAP, replace(place, key=parent.place.key), **facts)
