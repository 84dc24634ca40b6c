# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the application needs to know of a city's places: points on its map, names in its words."""

from dataclasses import dataclass
from typing import Protocol

from jiesu.application.coordinates import Wgs84Point
from jiesu.domain.understanding import PlaceKind

BORDER_METRES = 100.0
"""Within this distance of a border both sides are named, unless somebody asks otherwise."""


@dataclass(frozen=True, slots=True)
class Claimant:
    """管辖候选: an area that may be the one a point belongs to.

    ``metres`` is the distance to its nearest border, from inside or outside; for a ``guess`` (an
    area without a border) the distance to the nearest place known to be in it.
    """

    area: str
    metres: float
    inside: bool
    guess: bool = False


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """地名: a name people use and the area it lies in; one name may lie in several areas.

    ``aliases`` mean this place also without any word for its kind. ``point`` is WGS 84, longitude
    first.
    """

    kind: PlaceKind
    name: str
    area: str
    aliases: tuple[str, ...] = ()
    point: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """地名录: the names of a city, and words that are not to be taken for short names."""

    places: tuple[NamedPlace, ...] = ()
    words: frozenset[str] = frozenset()


class Places(Protocol):
    """The map of one city."""

    def area_at(self, longitude: float, latitude: float) -> str | None:
        """Return the code of the smallest area the point lies in, in degrees of WGS 84.

        The same point always gives the same area, also on a border that areas share; ``None``
        where no area is drawn.
        """
        ...

    def claimants(
        self, point: Wgs84Point, border_metres: float = BORDER_METRES
    ) -> tuple[Claimant, ...]:
        """Return every area the point may belong to: those it lies in first, then by distance.

        An area counts that holds the point or whose border is within ``border_metres``. Where the
        streets of a district have no borders, its nearest known places give streets as guesses.
        """
        ...


class NoMap:
    """The map of a city that has drawn none: every point lies nowhere."""

    def area_at(self, longitude: float, latitude: float) -> str | None:
        """Return that no area is drawn there."""
        del longitude, latitude
        return None

    def claimants(
        self, point: Wgs84Point, border_metres: float = BORDER_METRES
    ) -> tuple[Claimant, ...]:
        """Return that nobody claims it."""
        del point, border_metres
        return ()
