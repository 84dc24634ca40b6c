# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Points among polygons: a tree finds the few that are near, exact predicates decide.

GEOS tells inside, outside and on the border without rounding, so a border belongs to all areas that
share it. Which of them gets a point on it is settled by their codes: no matter who asks, when, or
in which order the pack lists its areas. Who else may claim a point is told by distances in metres.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from math import cos, radians
from typing import Any

import shapely
from shapely import STRtree

from jiesu.adapters.places.grid import Grid
from jiesu.application.coordinates import Wgs84Point
from jiesu.application.places import BORDER_METRES, Claimant
from jiesu.domain.organisations import Area, AreaKind, Ground

_FINENESS = {AreaKind.STREET: 0, AreaKind.DISTRICT: 1}
_DEGREE = 111_320.0
"""Metres of a degree of latitude."""
_MOST_GUESSES = 3
_REACH = 5_000.0
"""Metres from which on a known place says nothing about whose ground a point is."""


class PolygonMap:
    """``Places`` over the areas of one city that have a polygon.

    Args:
        areas: those of the city.
        known: further places known to lie in an area: its code, longitude and latitude.
    """

    def __init__(
        self, areas: Iterable[Area], known: Iterable[tuple[str, float, float]] = ()
    ) -> None:
        listed = list(areas)
        drawn = [area for area in listed if area.polygon is not None]
        drawn.sort(key=lambda area: (_FINENESS[area.kind], area.code))
        self._codes = [area.code for area in drawn]
        self._shapes = [_shape(area.polygon) for area in drawn if area.polygon]
        self._tree = STRtree(self._shapes)
        self._areas = {area.code: area for area in listed}
        self._known = tuple(known)

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north of all that is drawn, in degrees."""
        west, south, east, north = shapely.total_bounds(self._shapes)
        return float(west), float(south), float(east), float(north)

    def area_at(self, longitude: float, latitude: float) -> str | None:
        """Return the street the point lies in, else the district; see the port."""
        point = shapely.Point(longitude, latitude)
        found = self._tree.query(point, predicate="intersects")
        return self._codes[min(found)] if len(found) else None

    def areas_at(self, longitudes: Sequence[float], latitudes: Sequence[float]) -> list[str | None]:
        """Return for many points what ``area_at`` returns for one."""
        if not self._codes:
            return [None] * len(longitudes)
        codes = [*self._codes, None]
        return [codes[number] for number in self._grid.numbers(longitudes, latitudes)]

    def claimants(
        self, point: Wgs84Point, border_metres: float = BORDER_METRES
    ) -> tuple[Claimant, ...]:
        """Return who may claim the point: finest first among those it lies in; see the port."""
        if not self._codes:
            return ()
        flat = shapely.Point(self._flat(point.longitude, point.latitude))
        inside = set(self._tree.query(shapely.Point(point.longitude, point.latitude), "intersects"))
        near = set(self._flat_tree.query(flat, "dwithin", distance=border_metres)) | inside
        found = [
            Claimant(self._codes[i], float(self._borders[i].distance(flat)), i in inside)
            for i in sorted(near)
        ]
        found.sort(key=lambda one: (not one.inside, 0 if one.inside else one.metres))
        return (*found, *self._guesses(flat, found))

    def _guesses(
        self,
        flat: Any,  # noqa: ANN401 - shapely ships no types
        found: Sequence[Claimant],
    ) -> Iterator[Claimant]:
        """Yield the streets of the nearest known places, where the district draws no streets."""
        districts = [c.area for c in found if self._areas[c.area].parent is None]
        if not districts or any(c.inside and self._areas[c.area].parent for c in found):
            return
        near: dict[str, float] = {}
        for number in self._known_tree.query(flat, "dwithin", distance=_REACH):
            code = self._known_places[number][0]
            metres = float(self._known_tree.geometries[number].distance(flat))
            if metres <= near.get(code, _REACH) and self._within(code, districts):
                near[code] = metres
        for code in sorted(near, key=lambda c: (near[c], c))[:_MOST_GUESSES]:
            yield Claimant(code, near[code], inside=False, guess=True)

    def _within(self, code: str, districts: Sequence[str]) -> bool:
        return code in self._areas and self._areas[code].parent in districts

    @cached_property
    def _known_places(self) -> tuple[tuple[str, float, float], ...]:
        """The surveyed points of areas, and the further known ones; a pattern's say nothing."""
        own = (a for a in self._areas.values() if a.point and not a.schematic and not a.polygon)
        return (*((a.code, *a.point) for a in own if a.point), *self._known)

    @cached_property
    def _known_tree(self) -> STRtree:
        return STRtree([shapely.Point(self._flat(lon, lat)) for _, lon, lat in self._known_places])

    @cached_property
    def _grid(self) -> Grid:
        return Grid(self._shapes, self._tree)

    @cached_property
    def _shrink(self) -> float:
        """How much shorter a degree of longitude is here than one of latitude."""
        _, south, _, north = self.bounds
        return cos(radians((south + north) / 2))

    def _flat(self, lon: float, lat: float) -> tuple[float, float]:
        """Return the point in metres; right to some thousandth over a city."""
        return lon * self._shrink * _DEGREE, lat * _DEGREE

    @cached_property
    def _flat_shapes(self) -> list[Any]:
        by = [self._shrink * _DEGREE, _DEGREE]
        return [shapely.transform(shape, lambda points: points * by) for shape in self._shapes]

    @cached_property
    def _flat_tree(self) -> STRtree:
        return STRtree(self._flat_shapes)

    @cached_property
    def _borders(self) -> list[Any]:
        borders = [shape.boundary for shape in self._flat_shapes]
        shapely.prepare(borders)
        return borders


def _shape(ground: Ground) -> Any:  # noqa: ANN401 - shapely ships no types
    return shapely.MultiPolygon([(outer, holes) for outer, *holes in ground])
