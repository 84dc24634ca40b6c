# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""GeoJSON polygons of areas: valid, apart from their neighbours, inside their district.

Coordinates are WGS 84 degrees, longitude first. Shares of an area are compared, so the size of a
degree does not matter.
"""

from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

import shapely
from shapely import STRtree
from shapely.validation import explain_validity

from jiesu.adapters.packs.problems import Place, ProblemKind, Report
from jiesu.adapters.packs.yaml_lines import Fields, Node, read_yaml
from jiesu.domain.organisations import Ground, Ring

TOLERANCE = 1e-4
"""Share of an area that may overlap a neighbour or stick out: drawing error, no dispute."""

_KINDS = ("Polygon", "MultiPolygon")
_LEAST_POINTS = 4
_MOST_LON, _MOST_LAT = 180.0, 90.0


@dataclass(frozen=True, slots=True)
class Polygon:
    """A territory with its place in the file, and the same as a shape to reckon with."""

    ground: Ground
    place: Place
    shape: Any


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
    for feature in features:
        _read_feature(feature, found)
    return found


def _read_feature(feature: Node, found: dict[str, Polygon]) -> None:
    fields = feature.fields(("type", "properties", "geometry"), ("id", "bbox"))
    code, geometry = _code(fields), fields.get("geometry")
    if code is None or geometry is None:
        return
    if code in found:
        line = found[code].place.line
        feature.report.add(ProblemKind.CODE_TWICE, feature.place, value=code, line=line)
        return
    place = Place(feature.place.file, feature.place.line, code)
    ground = _ground(geometry, place)
    if ground is None:
        return
    shape = shape_of(ground)
    if shape.is_valid:
        found[code] = Polygon(ground, place, shape)
    else:
        reason = explain_validity(shape)
        feature.report.add(ProblemKind.POLYGON_INVALID, place, value=code, reason=reason)


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


def _ground(geometry: Node, place: Place) -> Ground | None:
    """Return the parts of the territory; one open or unreadable ring spoils them all."""
    fields = geometry.fields(("type", "coordinates"), ("bbox",))
    kind, coordinates = fields.text("type"), fields.get("coordinates")
    listed: list[Node] = []
    if coordinates is not None and kind in _KINDS:
        listed = [coordinates] if kind == "Polygon" else coordinates.items()
    parts = [[_ring(ring) for ring in part.items()] for part in listed]
    whole = [tuple(ring for ring in part if ring is not None) for part in parts]
    if whole and all(whole) and list(map(len, whole)) == list(map(len, parts)):
        return tuple(whole)
    geometry.report.add(ProblemKind.POLYGON_SHAPE, place, value=place.key)
    return None


def _ring(node: Node) -> Ring | None:
    points = [_point(item) for item in node.items()]
    whole = tuple(point for point in points if point is not None)
    closed = len(whole) >= _LEAST_POINTS and whole[0] == whole[-1]
    return whole if closed and len(whole) == len(points) else None


def _point(node: Node) -> tuple[float, float] | None:
    cells = [item.cell() for item in node.items()]
    try:
        lon, lat = (float(cell.raw) for cell in cells if cell is not None)
    except ValueError:  # not numbers, or not two of them
        return None
    inside = abs(lon) <= _MOST_LON and abs(lat) <= _MOST_LAT
    return (lon, lat) if isfinite(lon) and isfinite(lat) and inside else None


def check_siblings(
    siblings: dict[str, Polygon], report: Report, tolerance: float = TOLERANCE
) -> None:
    """Report every pair of neighbours that claim the same ground."""
    codes = sorted(siblings)
    shapes = [siblings[code].shape for code in codes]
    pairs = STRtree(shapes).query(shapes, predicate="intersects").T
    for one, other in sorted((int(a), int(b)) for a, b in pairs if a < b):
        shared = shapes[one].intersection(shapes[other]).area
        if shared > tolerance * min(shapes[one].area, shapes[other].area):
            place = siblings[codes[other]].place
            facts = {"value": codes[other], "other": codes[one]}
            report.add(ProblemKind.POLYGON_OVERLAP, place, **facts)


def check_nesting(
    parent: Polygon, children: dict[str, Polygon], report: Report, tolerance: float = TOLERANCE
) -> None:
    """Report children that stick out of their district."""
    for code, child in children.items():
        outside = child.shape.difference(parent.shape).area
        if outside > tolerance * child.shape.area:
            facts = {"value": code, "parent": parent.place.key}
            report.add(ProblemKind.POLYGON_OUTSIDE, child.place, **facts)
