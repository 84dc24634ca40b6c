# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who may claim a point: near borders both sides, enclaves, guesses where no street is drawn."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu.adapters.places.polygons import PolygonMap
from jiesu.application.coordinates import Wgs84Point
from jiesu.application.places import NoMap
from jiesu.domain.organisations import Area, AreaKind
from jiesu.kernel.text import Text

DEGREE = 111_320.0


def square(west: float, south: float, east: float, north: float) -> tuple[tuple[float, float], ...]:
    return ((west, south), (east, south), (east, north), (west, north), (west, south))


def area(code: str, *parts: tuple[tuple[tuple[float, float], ...], ...], parent: str = "") -> Area:
    kind = AreaKind.STREET if parent else AreaKind.DISTRICT
    return Area(code, Text(code, code), kind, code, parent or None, parts or None)


WEST = area("west", (square(0, -0.5, 1, 0.5), square(0.4, -0.1, 0.6, 0.1)))  # with a hole
EAST = area("east", (square(1, -0.5, 2, 0.5),), (square(0.4, -0.1, 0.6, 0.1),))  # fills it
FIELD = area("field", (square(1.1, -0.4, 1.5, 0.4),), parent="east")
TOWN = PolygonMap((WEST, EAST, FIELD))


def claims(lon: float, lat: float, metres: float = 100.0) -> list[tuple[str, bool]]:
    return [(c.area, c.inside) for c in TOWN.claimants(Wgs84Point(lon, lat), metres)]


@pytest.mark.parametrize(
    ("lon", "lat", "expected"),
    [
        (0.2, 0.3, [("west", True)]),
        (0.9995, 0.3, [("west", True), ("east", False)]),  # some 55 m from the border
        (0.99, 0.3, [("west", True)]),  # a kilometre
        (0.5, 0, [("east", True)]),  # the enclave
        (0.3995, 0, [("west", True), ("east", False)]),  # at its edge
        (1.3, 0, [("field", True), ("east", True)]),  # the finer first
        (3, 3, []),
    ],
)
def test_everybody_near_a_border_is_named(
    lon: float, lat: float, expected: list[tuple[str, bool]]
) -> None:
    assert claims(lon, lat) == expected


def test_distances_are_metres() -> None:
    first, second = TOWN.claimants(Wgs84Point(0.9995, 0.3))
    assert first.metres == second.metres == pytest.approx(0.0005 * DEGREE, rel=0.01)


def test_how_near_is_an_argument() -> None:
    assert claims(0.99, 0.3, 2000) == [("west", True), ("east", False)]
    assert claims(1, 0.3, 0) == [("east", True), ("west", True)]


def known(code: str, lon: float) -> tuple[str, float, float]:
    return code, lon, 0.3


def test_where_no_street_is_drawn_the_nearest_known_places_give_guesses() -> None:
    streets = [area(code, parent="west") for code in ("w1", "w2", "w3")]
    w1 = (known("w1", lon) for lon in (0.2, 0.21, 0.23))  # the nearest of them counts
    places = (*w1, known("w2", 0.22), known("w3", 0.9))
    town = PolygonMap((WEST, EAST, FIELD, *streets), (*places, ("gone", 0.2, 0.3)))
    found = town.claimants(Wgs84Point(0.212, 0.3))
    assert [(c.area, c.guess) for c in found] == [("west", False), ("w1", True), ("w2", True)]
    assert found[1].metres == pytest.approx(0.002 * DEGREE, rel=0.01)


def test_a_street_with_borders_needs_no_guess_and_a_pattern_is_none() -> None:
    drawn = area("e2", parent="east")
    town = PolygonMap((WEST, EAST, FIELD, drawn), (("e2", 1.3, 0.0),))
    assert [c.area for c in town.claimants(Wgs84Point(1.3, 0))] == ["field", "east"]


def test_a_city_without_a_map_claims_nothing() -> None:
    assert NoMap().claimants(Wgs84Point(0, 0)) == PolygonMap(()).claimants(Wgs84Point(0, 0)) == ()
    assert PolygonMap(()).areas_at([0.0], [0.0]) == [None]


@settings(max_examples=25)
@given(st.integers(0, 1000))
def test_many_points_at_once_are_put_where_single_ones_are(seed: int) -> None:
    dice = random.Random(seed)
    lons = [dice.choice((0.0, 0.4, 0.5, 1.0, 1.1, 2.0, dice.uniform(-0.2, 2.2))) for _ in range(30)]
    lats = [dice.choice((-0.5, 0.1, 0.4, dice.uniform(-0.6, 0.6))) for _ in range(30)]
    singly = [TOWN.area_at(lon, lat) for lon, lat in zip(lons, lats, strict=True)]
    assert TOWN.areas_at(lons, lats) == singly
