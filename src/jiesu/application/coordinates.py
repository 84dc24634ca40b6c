# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Points in the three coordinate systems used in China, which must never be mixed.

WGS 84 is what satellites give and what every position here is kept in. GCJ-02 shifts it by some
hundred metres; BD-09 shifts GCJ-02 once more. Each has a type of its own, so that a mix is found
before the program runs. Degrees, longitude first.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import atan2, cos, hypot, pi, radians, sin, sqrt

from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

_AXIS, _ECCENTRICITY = 6378245.0, 0.00669342162296594323
"""The ellipsoid GCJ-02 is made with: its half axis in metres, its eccentricity squared."""
_WEST, _EAST, _SOUTH, _NORTH = 72.004, 137.8347, 0.8293, 55.8271
"""Outside this box the map services shift nothing."""
_MOST_LON, _MOST_LAT = 180.0, 90.0
_BAIDU = pi * 3000.0 / 180.0
_STEPS = 5
"""Each step of the way back leaves less than a hundredth of the error."""
_DEGREE = 111_320.0
"""Metres of a degree of latitude, and of longitude on the equator."""


class NoSuchPoint(BadInput):
    """The numbers are no place on Earth; most often latitude stands first."""

    what = Text(
        "没有经度 {lon}、纬度 {lat} 的地点。", "No place has longitude {lon}, latitude {lat}."
    )
    next_step = Text(
        "请先写经度（东西），再写纬度（南北），单位为度。",
        "Write the longitude (east-west) first, then the latitude (north-south), in degrees.",
    )


class CoordinateSystem(StrEnum):
    """坐标系: what two numbers are measured in."""

    WGS84 = "wgs84"  # 卫星定位
    GCJ02 = "gcj02"  # 火星坐标：国内地图
    BD09 = "bd09"  # 百度坐标


@dataclass(frozen=True, slots=True)
class _Degrees:
    longitude: float
    latitude: float

    def __post_init__(self) -> None:
        if not (abs(self.longitude) <= _MOST_LON and abs(self.latitude) <= _MOST_LAT):
            raise NoSuchPoint(lon=self.longitude, lat=self.latitude)


@dataclass(frozen=True, slots=True)
class Wgs84Point(_Degrees):
    """卫星坐标点: a place on Earth as satellites give it.

    Raises:
        NoSuchPoint: the numbers are no place on Earth.
    """

    def to_gcj02(self) -> "Gcj02Point":
        """Return where Chinese map services draw this place."""
        return Gcj02Point(*_shifted(self.longitude, self.latitude))

    def metres_to(self, other: "Wgs84Point") -> float:
        """Return the distance over short ways, right to some thousandth within a city."""
        shrink = cos(radians((self.latitude + other.latitude) / 2))
        east = (other.longitude - self.longitude) * shrink
        return _DEGREE * hypot(east, other.latitude - self.latitude)


@dataclass(frozen=True, slots=True)
class Gcj02Point(_Degrees):
    """火星坐标点: a place as most Chinese map services draw it."""

    def to_wgs84(self) -> Wgs84Point:
        """Return the place on Earth; there is no formula, so it is searched for."""
        lon, lat = self.longitude, self.latitude
        for _ in range(_STEPS):
            there = _shifted(lon, lat)
            lon, lat = lon + self.longitude - there[0], lat + self.latitude - there[1]
        return Wgs84Point(lon, lat)

    def to_bd09(self) -> "Bd09Point":
        """Return where Baidu draws this place."""
        return Bd09Point(*_turned(self.longitude, self.latitude))


@dataclass(frozen=True, slots=True)
class Bd09Point(_Degrees):
    """百度坐标点: a place as Baidu draws it."""

    def to_gcj02(self) -> Gcj02Point:
        """Return where other Chinese map services draw this place; searched for."""
        lon, lat = self.longitude, self.latitude
        for _ in range(_STEPS):
            there = _turned(lon, lat)
            lon, lat = lon + self.longitude - there[0], lat + self.latitude - there[1]
        return Gcj02Point(lon, lat)

    def to_wgs84(self) -> Wgs84Point:
        """Return the place on Earth."""
        return self.to_gcj02().to_wgs84()


_READERS: dict[CoordinateSystem, Callable[[float, float], Wgs84Point]] = {
    CoordinateSystem.WGS84: Wgs84Point,
    CoordinateSystem.GCJ02: lambda lon, lat: Gcj02Point(lon, lat).to_wgs84(),
    CoordinateSystem.BD09: lambda lon, lat: Bd09Point(lon, lat).to_wgs84(),
}


def to_wgs84(longitude: float, latitude: float, system: CoordinateSystem) -> Wgs84Point:
    """Return the place that two numbers mean in a system.

    Raises:
        NoSuchPoint: the numbers are no place on Earth.
    """
    return _READERS[system](longitude, latitude)


def _shifted(lon: float, lat: float) -> tuple[float, float]:
    if not (_WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH):
        return lon, lat
    east, north = _shift(lon - 105.0, lat - 35.0)
    bent = 1 - _ECCENTRICITY * sin(radians(lat)) ** 2
    metres_north = radians(_AXIS * (1 - _ECCENTRICITY) / bent**1.5)
    metres_east = radians(_AXIS / sqrt(bent) * cos(radians(lat)))
    return lon + east / metres_east, lat + north / metres_north


def _shift(x: float, y: float) -> tuple[float, float]:
    """Return how many metres a place is moved east and north."""
    ripple = (_wave(20, 6 * x) + _wave(20, 2 * x)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple
    north += (_wave(20, y) + _wave(40, y / 3)) * 2 / 3
    north += (_wave(160, y / 12) + _wave(320, y / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple
    east += (_wave(20, x) + _wave(40, x / 3)) * 2 / 3
    east += (_wave(150, x / 12) + _wave(300, x / 30)) * 2 / 3
    return east, north


def _wave(size: float, angle: float) -> float:
    return size * sin(angle * pi)


def _turned(lon: float, lat: float) -> tuple[float, float]:
    """Return where Baidu draws a point of GCJ-02."""
    if not (_WEST <= lon <= _EAST and _SOUTH <= lat <= _NORTH):
        return lon, lat
    far = hypot(lon, lat) + 0.00002 * sin(lat * _BAIDU)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _BAIDU)
    return far * cos(angle) + 0.0065, far * sin(angle) + 0.006
