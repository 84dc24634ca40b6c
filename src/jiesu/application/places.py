# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""From a point on the map to the area it lies in; what the application needs to know of maps."""

from typing import Protocol


class Places(Protocol):
    """The map of one city."""

    def area_at(self, longitude: float, latitude: float) -> str | None:
        """Return the code of the smallest area the point lies in, in degrees of WGS 84.

        The same point always gives the same area, also on a border that areas share; ``None``
        where no area is drawn.
        """
        ...


class NoMap:
    """The map of a city that has drawn none: every point lies nowhere."""

    def area_at(self, longitude: float, latitude: float) -> str | None:
        """Return that no area is drawn there."""
        del longitude, latitude
        return None
