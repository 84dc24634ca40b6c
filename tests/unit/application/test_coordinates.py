# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Three coordinate systems: there and back to a centimetre, nothing moved abroad, none mixed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.application.coordinates import (
    Bd09Point,
    CoordinateSystem,
    Gcj02Point,
    NoSuchPoint,
    Wgs84Point,
    to_wgs84,
)

CENTIMETRE = 0.01
CHINA = st.builds(Wgs84Point, st.floats(75, 134), st.floats(18, 53))
ABROAD = [(-74.0, 40.7), (2.35, 48.85), (151.2, -33.9), (0.0, 0.0)]


@given(CHINA)
def test_there_and_back_is_the_same_place(point: Wgs84Point) -> None:
    assert point.to_gcj02().to_wgs84().metres_to(point) < CENTIMETRE
    assert point.to_gcj02().to_bd09().to_wgs84().metres_to(point) < CENTIMETRE


@given(CHINA)
def test_the_shift_is_some_hundred_metres(point: Wgs84Point) -> None:
    drawn = point.to_gcj02()
    assert 10 < point.metres_to(Wgs84Point(drawn.longitude, drawn.latitude)) < 1000


def test_known_points_are_drawn_where_map_services_draw_them() -> None:
    drawn = Wgs84Point(116.397455, 39.909187).to_gcj02()  # a gate everybody knows
    assert (drawn.longitude, drawn.latitude) == pytest.approx((116.403698, 39.910590), abs=1e-5)
    turned = drawn.to_bd09()
    assert (turned.longitude, turned.latitude) == pytest.approx((116.410071, 39.916935), abs=1e-5)


@pytest.mark.parametrize(("lon", "lat"), ABROAD)
def test_nothing_is_moved_abroad(lon: float, lat: float) -> None:
    for system in CoordinateSystem:
        assert to_wgs84(lon, lat, system) == Wgs84Point(lon, lat)


def test_a_type_is_no_other_type() -> None:
    assert {type(Wgs84Point(1, 1)), type(Gcj02Point(1, 1)), type(Bd09Point(1, 1))} == {
        Wgs84Point,
        Gcj02Point,
        Bd09Point,
    }
    assert Wgs84Point(1, 1) != Gcj02Point(1, 1)


@pytest.mark.parametrize(("lon", "lat"), [(39.9, 116.4), (181, 0), (float("nan"), 0)])
def test_what_is_no_place_is_refused(lon: float, lat: float) -> None:
    with pytest.raises(NoSuchPoint):
        Wgs84Point(lon, lat)
