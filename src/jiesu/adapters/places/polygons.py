# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Points among polygons: a tree finds the few that are near, exact predicates decide.

GEOS tells inside, outside and on the border without rounding, so a border belongs to all areas that
share it. Which of them gets a point on it is settled by their codes: no matter who asks, when, or
in which order the pack lists its areas.
"""

from collections.abc import Iterable
from typing import Any

import shapely
from shapely import STRtree

from jiesu.domain.organisations import Area, AreaKind, Ground

_FINENESS = {AreaKind.STREET: 0, AreaKind.DISTRICT: 1}


class PolygonMap:
    """``Places`` over the areas of one city that have a polygon."""

    def __init__(self, areas: Iterable[Area]) -> None:
        drawn = [area for area in areas if area.polygon is not None]
        drawn.sort(key=lambda area: (_FINENESS[area.kind], area.code))
        self._codes = [area.code for area in drawn]
        self._tree = STRtree([_shape(area.polygon) for area in drawn if area.polygon])

    def area_at(self, longitude: float, latitude: float) -> str | None:
        """Return the street the point lies in, else the district; see the port."""
        point = shapely.Point(longitude, latitude)
        found = self._tree.query(point, predicate="intersects")
        return self._codes[min(found)] if len(found) else None


def _shape(ground: Ground) -> Any:  # noqa: ANN401 - shapely ships no types
    return shapely.MultiPolygon([(outer, holes) for outer, *holes in ground])
