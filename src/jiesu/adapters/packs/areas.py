# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""catalogues/areas.csv and areas.geojson: whose ground an appeal stands on."""

from dataclasses import dataclass, replace
from pathlib import Path

from jiesu.adapters.packs.csv_lines import Columns, Row, read_table
from jiesu.adapters.packs.polygons import Polygon, check_nesting, check_siblings, read_polygons
from jiesu.adapters.packs.problems import ProblemKind, Report
from jiesu.adapters.packs.units import Units
from jiesu.domain.organisations import OVER_STREETS, Area, AreaKind, UnitKind

FILE = "catalogues/areas.csv"
POLYGONS = "catalogues/areas.geojson"

_COLUMNS = Columns(("code", "zh", "en", "kind", "unit"), ("parent", "official", "lon", "lat"))
_UNIT_OF = {AreaKind.DISTRICT: OVER_STREETS, AreaKind.STREET: (UnitKind.SUBDISTRICT,)}
_MOST_LON, _MOST_LAT = 180.0, 90.0


@dataclass(frozen=True, slots=True)
class Areas:
    """The areas as read, each with its row."""

    rows: dict[str, Row]
    areas: dict[str, Area]


def read_areas(folder: Path, units: Units, report: Report, *, schematic: bool = False) -> Areas:
    """Return the areas; report lost superiors, wrong units and polygons that do not fit.

    Args:
        folder: the pack's.
        units: those the areas belong to.
        report: where defects go.
        schematic: whether the points are drawn to a pattern.
    """
    sheet = read_table(folder, FILE, _COLUMNS, report)
    polygons = read_polygons(folder, POLYGONS, report)
    found = Areas(sheet.unique("code"), {})
    for row in found.rows.values():
        area = _area(row, polygons)
        if area is not None:
            drawn = schematic and area.point is not None
            found.areas[area.code] = replace(area, schematic=drawn)
            _check_unit(area, row, units)
            _check_parent(area, row, found.rows)
    for code, polygon in polygons.items():
        if sheet.whole and code not in found.rows:
            report.add(ProblemKind.AREA_UNKNOWN, polygon.place, value=code)
    _check_ground(found.areas, polygons, report)
    return found


def _area(row: Row, polygons: dict[str, Polygon]) -> Area | None:
    code, name, kind = row.code("code"), row.both(), row.choice("kind", AreaKind)
    lon, lat = row.number("lon", -_MOST_LON, _MOST_LON), row.number("lat", -_MOST_LAT, _MOST_LAT)
    unit = row.raw("unit")
    if code is None or name is None or kind is None or unit is None:
        return None
    if (row.raw("lon") is None) != (row.raw("lat") is None):
        row.report.add(ProblemKind.KEY_MISSING, row.place_of("lat"), value="lon, lat")
    polygon = polygons.get(code)
    point = (lon, lat) if lon is not None and lat is not None else None
    ground = polygon.ground if polygon else None
    return Area(code, name, kind, unit, row.raw("parent"), ground, point, row.raw("official"))


def _check_unit(area: Area, row: Row, units: Units) -> None:
    unit = units.units.get(area.unit)
    wanted = _UNIT_OF[area.kind]
    if units.known(area.unit, row, "unit", None) and unit is not None and unit.kind not in wanted:
        facts = {"value": area.unit, "wanted": ", ".join(wanted), "kind": area.kind.value}
        row.report.add(ProblemKind.AREA_UNIT_KIND, row.place_of("unit"), **facts)


def _check_parent(area: Area, row: Row, rows: dict[str, Row]) -> None:
    place = row.place_of("parent")
    if area.kind is AreaKind.DISTRICT:
        if area.parent is not None:
            row.report.add(ProblemKind.PARENT_KIND, place, kind=area.kind.value, wanted="-")
    elif area.parent is None or area.parent not in rows:
        row.report.add(ProblemKind.PARENT_UNKNOWN, place, value=area.parent or "")
    elif rows[area.parent].raw("kind") != AreaKind.DISTRICT.value:
        wanted = AreaKind.DISTRICT.value
        row.report.add(ProblemKind.PARENT_KIND, place, kind=area.kind.value, wanted=wanted)


def _check_ground(areas: dict[str, Area], polygons: dict[str, Polygon], report: Report) -> None:
    families: dict[str | None, list[str]] = {}
    for code, area in areas.items():
        if code in polygons:
            families.setdefault(area.parent, []).append(code)
    for parent, codes in families.items():
        check_siblings({code: polygons[code] for code in codes}, report)
        if parent is not None and parent in polygons:
            check_nesting(polygons[parent], {code: polygons[code] for code in codes}, report)
