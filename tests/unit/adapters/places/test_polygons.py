# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A point lies in the smallest area around it; on a border always in the same one."""

import math
from dataclasses import replace
from itertools import permutations

import pytest

from jiesu.adapters.places.polygons import PolygonMap
from jiesu.domain.organisations import Area, AreaKind, Ring
from jiesu.kernel.text import Text
from tests.builders.town import policy


def area(code: str, kind: AreaKind, *corners: tuple[float, float]) -> Area:
    ground = ((closed(*corners),),) if corners else None
    parent = None if kind is AreaKind.DISTRICT else "d"
    return Area(code, Text(code, code), kind, code, parent, ground)


def closed(*corners: tuple[float, float]) -> Ring:
    return (*corners, corners[0])


WEST = area("a-west", AreaKind.STREET, (0, 0), (1, 0), (1, 1), (0, 1))
EAST = area("b-east", AreaKind.STREET, (1, 0), (2, 0), (2, 1), (1, 1))
DISTRICT = area("a", AreaKind.DISTRICT, (0, 0), (3, 0), (3, 1), (0, 1))
UNDRAWN = area("a-isle", AreaKind.STREET)
ALL = (WEST, EAST, DISTRICT, UNDRAWN)


@pytest.mark.parametrize(
    ("point", "code"),
    [
        ((100.05, 30.025), "qc-liuyin"),
        ((100.05, 30.08), "qc-dongmen"),
        ((100.102, 30.05), "qc-liuyin"),
        ((100.106, 30.05), "bs-heyan"),
        ((100.19, 30.09), "bs-shanqian"),
        ((100.0, 30.2), None),
        ((0.0, 0.0), None),
    ],
)
def test_a_point_of_the_town_lies_in_its_street(
    point: tuple[float, float], code: str | None
) -> None:
    assert PolygonMap(policy().organisation.areas.values()).area_at(*point) == code


@pytest.mark.parametrize("areas", list(permutations(ALL)))
def test_a_shared_border_belongs_to_the_first_code_however_the_areas_are_listed(
    areas: tuple[Area, ...],
) -> None:
    town = PolygonMap(areas)
    assert town.area_at(1, 0.5) == "a-west"
    assert town.area_at(1, 0) == "a-west"
    assert town.area_at(2, 0.5) == "b-east"


def test_a_street_comes_before_its_district_and_the_district_takes_the_rest() -> None:
    town = PolygonMap(ALL)
    assert town.area_at(0.5, 0.5) == "a-west"
    assert town.area_at(2.5, 0.5) == "a"
    assert town.area_at(3, 1) == "a"


def test_borders_are_exact_to_the_last_bit() -> None:
    town = PolygonMap((WEST, EAST))
    assert town.area_at(math.nextafter(1, 2), 0.5) == "b-east"
    assert town.area_at(math.nextafter(0, -1), 0.5) is None
    assert town.area_at(0, 0) == "a-west"


def test_a_city_without_a_map_knows_no_place() -> None:
    assert PolygonMap((UNDRAWN,)).area_at(0.5, 0.5) is None
    assert PolygonMap(()).area_at(0.5, 0.5) is None


def test_an_exclave_belongs_to_its_district_and_not_to_the_one_around_it() -> None:
    isle = closed((2, 2), (3, 2), (3, 3), (2, 3))
    home, host = area("home", AreaKind.DISTRICT), area("host", AreaKind.DISTRICT)
    home = replace(home, polygon=((closed((0, 0), (1, 0), (1, 1), (0, 1)),), (isle,)))
    host = replace(host, polygon=((closed((1, 1), (4, 1), (4, 4), (1, 4)), isle),))
    town = PolygonMap((host, home))
    assert town.area_at(0.5, 0.5) == "home"
    assert town.area_at(2.5, 2.5) == "home"
    assert town.area_at(1.5, 1.5) == "host"
    assert town.area_at(3.5, 0.5) is None
