# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Many points at once: a grid knows the area of every cell no border crosses; exact tests the rest.

The answer is the same as the tree's, only sooner: most cells of a city lie wholly in one area.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely import STRtree

_CELLS = 256
"""Cells along each side; made in half a second, 256 KB."""
_UNKNOWN = -2


class Grid:
    """网格索引: numbers of shapes by cell.

    Args:
        shapes: the finer first; a point gets the first that holds it.
        tree: over the same shapes.
    """

    def __init__(self, shapes: Sequence[Any], tree: STRtree) -> None:
        self._tree = tree
        self._west, self._south, east, north = shapely.total_bounds(list(shapes))
        self._wide = max((east - self._west) / _CELLS, 1e-12)
        self._high = max((north - self._south) / _CELLS, 1e-12)
        self._cells = self._filled(shapes)

    def numbers(self, longitudes: Sequence[float], latitudes: Sequence[float]) -> Any:  # noqa: ANN401 - an array of whole numbers
        """Return the number of the shape of each point; -1 where no shape is."""
        lons, lats = np.asarray(longitudes, dtype=float), np.asarray(latitudes, dtype=float)
        across = np.floor((lons - self._west) / self._wide)
        up = np.floor((lats - self._south) / self._high)
        outside = ~((across >= 0) & (across < _CELLS) & (up >= 0) & (up < _CELLS))
        cells = np.where(outside, 0, up * _CELLS + across).astype(np.int64)
        found = self._cells[cells]
        found[outside] = _UNKNOWN
        open_ones = np.flatnonzero(found == _UNKNOWN)
        found[open_ones] = self._exact(lons[open_ones], lats[open_ones])
        return found

    def _exact(self, lons: Any, lats: Any) -> Any:  # noqa: ANN401 - arrays
        found = np.full(len(lons), np.iinfo(np.int32).max, dtype=np.int32)
        which, shape = self._tree.query(shapely.points(lons, lats), predicate="intersects")
        np.minimum.at(found, which, shape.astype(np.int32))
        return np.where(found == np.iinfo(np.int32).max, -1, found)

    def _filled(self, shapes: Sequence[Any]) -> Any:  # noqa: ANN401 - an array of whole numbers
        """Return the shape of each cell; unknown where a border touches the cell."""
        steps = np.arange(_CELLS)
        wests, souths = np.meshgrid(
            self._west + steps * self._wide, self._south + steps * self._high
        )
        boxes = shapely.box(
            wests.ravel(), souths.ravel(), wests.ravel() + self._wide, souths.ravel() + self._high
        )
        middles = wests.ravel() + self._wide / 2, souths.ravel() + self._high / 2
        cells = self._exact(*middles)
        borders = shapely.get_parts([shape.boundary for shape in shapes])
        touched, _ = STRtree(_pieces(borders)).query(boxes, predicate="intersects")
        cells[touched] = _UNKNOWN
        return cells


def _pieces(borders: Any) -> Any:  # noqa: ANN401 - arrays of lines
    """Return the borders cut into single stretches, so that a tree parts them well."""
    points, line = shapely.get_coordinates(borders, return_index=True)
    same = line[:-1] == line[1:]
    return shapely.linestrings(np.stack([points[:-1][same], points[1:][same]], axis=1))
