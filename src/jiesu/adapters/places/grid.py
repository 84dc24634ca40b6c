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

_CELLS = 512
"""Cells along each side; a megabyte."""
_UNKNOWN = -2
_STEP = 0.25
"""How far apart points are set along a border, in cells."""


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
        """Return the shape of each cell; unknown where a border may touch the cell.

        Cells of a row that no border parts have one shape: only the first of them is looked up.
        """
        whole = ~self._touched(shapes)
        first = whole.copy()
        first[:, 1:] &= ~whole[:, :-1]
        up, across = np.nonzero(first)
        middles = (
            self._west + (across + 0.5) * self._wide,
            self._south + (up + 0.5) * self._high,
        )
        found = self._exact(*middles)
        cells = np.full(_CELLS * _CELLS, _UNKNOWN, dtype=np.int32)
        flat = whole.ravel()
        cells[flat] = found[np.cumsum(first.ravel())[flat] - 1]
        return cells

    def _touched(self, shapes: Sequence[Any]) -> Any:  # noqa: ANN401 - an array of truth values
        """Return the cells that come nearer to a point set along the borders than half a step."""
        across, up = self._along(shapes)
        hit = np.zeros((_CELLS, _CELLS), dtype=bool)
        for east in (-_STEP / 2, _STEP / 2):
            for north in (-_STEP / 2, _STEP / 2):
                columns = np.clip(np.floor(across + east), 0, _CELLS - 1).astype(int)
                hit[np.clip(np.floor(up + north), 0, _CELLS - 1).astype(int), columns] = True
        return hit

    def _along(self, shapes: Sequence[Any]) -> tuple[Any, Any]:
        """Return points along the borders, at most a step apart, counted in cells."""
        borders = shapely.get_parts([shape.boundary for shape in shapes])
        points, line = shapely.get_coordinates(borders, return_index=True)
        cells = (points - (self._west, self._south)) / (self._wide, self._high)
        same = line[:-1] == line[1:]
        starts, ways = cells[:-1][same], (cells[1:] - cells[:-1])[same]
        counts = np.ceil(np.max(np.abs(ways), axis=1, initial=0.0) / _STEP).astype(int) + 1
        which = np.repeat(np.arange(len(counts)), counts)
        within = np.arange(len(which)) - np.repeat(np.cumsum(counts) - counts, counts)
        share = within / np.maximum(counts[which] - 1, 1)
        found = starts[which] + ways[which] * share[:, None]
        return found[:, 0], found[:, 1]
