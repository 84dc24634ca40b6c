# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The places a city surveyed itself: kept beside the pack, laid over its areas when it is loaded.

A pack that is published may hold no more than schematic positions; a city has real ones. They lie
in the deployment's own folder, so that a new version of the pack does not lose them. No law changes
by them: the pack's digest stays what it is.
"""

import json
import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from jiesu.application.policy import CityPolicy
from jiesu.domain.organisations import Area, Ground
from jiesu.kernel.errors import Trouble
from jiesu.kernel.text import Text

Point = tuple[float, float]


class DamagedPlaces(Trouble):
    """The city's own places cannot be read; without them its map would silently be another."""

    what = Text(
        "本市自有位置文件“{path}”已损坏。", 'The city\'s own places, "{path}", are damaged.'
    )
    next_step = Text(
        "请用“jiesu places back”恢复较早的一版；没有时请删除该文件，"
        "再用“jiesu places load”重新载入。",
        'Go back to an earlier version with "jiesu places back"; without one, remove the file and '
        'load the places again with "jiesu places load".',
    )


class UnwritablePlaces(Trouble):
    """The city's own places cannot be kept."""

    what = Text("无法写入“{path}”：{reason}。", 'Cannot write "{path}": {reason}.')
    next_step = Text("请核对写入权限和磁盘空间。", "Check that you may write there, and the disk.")


@dataclass(frozen=True, slots=True)
class OwnPlaces:
    """本市自有位置: positions and borders by area code, WGS 84, longitude first."""

    points: Mapping[str, Point] = field(default_factory=dict)
    grounds: Mapping[str, Ground] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.points) + len(self.grounds)

    def with_newer(self, newer: "OwnPlaces") -> "OwnPlaces":
        """Return these places and the newer ones, which win."""
        return OwnPlaces({**self.points, **newer.points}, {**self.grounds, **newer.grounds})


def places_file(folder: Path, pack: str) -> Path:
    """Return where the places of a pack's city are kept."""
    return folder / f"{pack}.json"


def read_own_places(file: Path) -> OwnPlaces:
    """Return the city's own places; none if there is no such file.

    Raises:
        DamagedPlaces: the file is there, but not as it was written.
    """
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        points = {code: _point(point) for code, point in kept["points"].items()}
        grounds = {code: _ground(parts) for code, parts in kept["polygons"].items()}
    except FileNotFoundError:
        return OwnPlaces()
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise DamagedPlaces(path=file) from None
    return OwnPlaces(points, grounds)


def _point(written: Any) -> Point:  # noqa: ANN401 - whatever the JSON holds
    lon, lat = written
    return float(lon), float(lat)


def _ground(written: Any) -> Ground:  # noqa: ANN401 - whatever the JSON holds
    return tuple(tuple(tuple(map(_point, ring)) for ring in part) for part in written)


def write_own_places(file: Path, places: OwnPlaces) -> None:
    """Keep the places, whole or not at all.

    Raises:
        UnwritablePlaces: the folder or the file cannot be written.
    """
    text = json.dumps({"points": places.points, "polygons": places.grounds}, indent=0)
    with half_written(file.parent, text) as half:
        half.replace(file)


@contextmanager
def half_written(folder: Path, text: str) -> Iterator[Path]:
    """Lend a file in ``folder`` that holds the text, to be put in its place; else nothing stays.

    Raises:
        UnwritablePlaces: the folder or the file cannot be written.
    """
    half = None
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=folder, prefix=".places-")
        half = Path(name)
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)
        yield half
    except OSError as error:
        raise UnwritablePlaces(path=folder, reason=error.strerror) from None
    finally:
        if half is not None:
            half.unlink(missing_ok=True)


def with_own_places(policy: CityPolicy, places: OwnPlaces) -> CityPolicy:
    """Return the policy with the city's own places; codes it does not know count for nothing."""
    if not places:
        return policy
    areas = {code: _placed(area, places) for code, area in policy.organisation.areas.items()}
    organisation = replace(policy.organisation, areas=areas)
    dispatch = replace(policy.dispatch, organisation=organisation)
    return replace(policy, organisation=organisation, dispatch=dispatch)


def _placed(area: Area, places: OwnPlaces) -> Area:
    """Return the area as surveyed; a real border does away with a schematic point."""
    point, ground = places.points.get(area.code), places.grounds.get(area.code)
    if point is None and ground is None:
        return area
    left = None if area.schematic else area.point
    polygon = area.polygon if ground is None else ground
    return replace(area, polygon=polygon, point=point or left, schematic=False)
