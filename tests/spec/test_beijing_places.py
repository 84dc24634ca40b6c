# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Beijing's units and areas are sound in themselves, and the map knows its landmarks."""

from collections import Counter
from pathlib import Path

import pytest
import shapely
from tools.beijing_units import DISTRICTS, city_bodies, district_departments

from jiesu.adapters.packs.areas import read_areas
from jiesu.adapters.packs.polygons import shape_of
from jiesu.adapters.packs.problems import Report
from jiesu.adapters.packs.units import read_units
from jiesu.adapters.places.polygons import PolygonMap
from jiesu.domain.organisations import Area, AreaKind, Unit, UnitKind

PACK = Path(__file__).parents[2] / "src" / "jiesu_packs" / "beijing"


@pytest.fixture(scope="module")
def city() -> tuple[dict[str, Unit], dict[str, Area]]:
    report = Report()
    units = read_units(PACK, report)
    areas = read_areas(PACK, units, report, schematic=True).areas
    assert report.problems() == []
    return units.units, areas


def test_the_city_has_its_districts_and_streets(
    city: tuple[dict[str, Unit], dict[str, Area]],
) -> None:
    units, areas = city
    kinds = Counter(unit.kind for unit in units.values())
    assert (kinds[UnitKind.DISTRICT], kinds[UnitKind.SUBDISTRICT]) == (16, 343)
    assert Counter(area.kind for area in areas.values()) == {
        AreaKind.DISTRICT: 16,
        AreaKind.STREET: 343,
    }
    assert all(area.official for area in areas.values())
    assert len({area.official for area in areas.values()}) == len(areas)


def test_the_file_says_what_the_tables_of_the_tool_say(
    city: tuple[dict[str, Unit], dict[str, Area]],
) -> None:
    units, areas = city
    zh = {area.official: area.name.zh for area in areas.values()}
    bodies = city_bodies()
    for official, (code, en) in DISTRICTS.items():
        bodies += district_departments(code, zh[official], en)
    for body in bodies:
        unit = units[body.code]
        told = (body.zh, body.en, body.kind, body.line, body.parent)
        parent, line = unit.parent or "", unit.line or ""
        assert (unit.name.zh, unit.name.en, unit.kind.value, line, parent) == told


@pytest.mark.parametrize(
    ("point", "district"),
    [
        ((116.391, 39.916), "dongcheng"),  # the Forbidden City
        ((116.304, 39.992), "haidian"),  # Peking University
        ((116.583, 40.078), "chaoyang"),  # Capital Airport, an exclave inside Shunyi
        ((116.655, 40.13), "shunyi"),
        ((116.0165, 40.3563), "yanqing"),  # Badaling
        ((116.74, 39.906), "tongzhou"),  # the municipal government
        ((115.92, 40.0), "mentougou"),
        ((116.68, 39.52), None),  # Langfang, another province
    ],
)
def test_a_landmark_lies_in_its_district(
    city: tuple[dict[str, Unit], dict[str, Area]], point: tuple[float, float], district: str | None
) -> None:
    assert PolygonMap(city[1].values()).area_at(*point) == district


def test_schematic_positions_lie_in_their_district_and_nowhere_twice(
    city: tuple[dict[str, Unit], dict[str, Area]],
) -> None:
    areas = city[1]
    streets = [area for area in areas.values() if area.kind is AreaKind.STREET]
    for street in streets:
        ground = areas[street.parent or ""].polygon
        assert street.schematic
        assert street.point is not None
        assert ground is not None
        assert shapely.contains_xy(shape_of(ground), *street.point)
    assert len({street.point for street in streets}) == len(streets)
