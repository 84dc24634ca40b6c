# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A city's places, wired: its map, the names in its words, and what it surveyed itself."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from jiesu.adapters.files.sources import open_file
from jiesu.adapters.packs import PackProblem, load_pack
from jiesu.adapters.packs.gazetteer import place_names
from jiesu.adapters.packs.loading import pack_folder
from jiesu.adapters.packs.own_places import (
    OwnPlaces,
    places_file,
    read_own_places,
    with_own_places,
)
from jiesu.adapters.packs.place_versions import PlaceVersion, PlaceVersions
from jiesu.application.coordinates import CoordinateSystem
from jiesu.application.places import Places
from jiesu.application.policy import CityPolicy
from jiesu.application.understanding import PlaceReader
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.wiring import SystemClock


@dataclass(frozen=True, slots=True)
class PlacesLoaded:
    """载入结果: what the file gave, what is wrong with the rest, and where it is kept."""

    found: OwnPlaces
    problems: list[PackProblem]
    kept_in: Path
    version: PlaceVersion | None

    @property
    def written(self) -> bool:
        """Return whether the places are in use now."""
        return self.version is not None


def place_reader(pack: str, policy: CityPolicy) -> PlaceReader:
    """Return what reads places in texts: the names of a pack, made once for each law in force.

    Making it takes half a second and some 60 MB for 10,000 names; reading, less than a millisecond.

    Args:
        pack: name or path, as in the settings; its gazetteer is read.
        policy: the law in force; its areas count.
    """
    key = pack, policy.identity.digest
    with _MAKING:
        reader = _READERS.get(key)
        if reader is None:
            reader = _made_reader(pack, policy)
            _READERS.clear()  # of a law no longer in force nobody asks
            _READERS[key] = reader
    return reader


_READERS: dict[tuple[str, str], PlaceReader] = {}
_MAKING = Lock()
"""Threads that ask at the same time wait for one reader, and do not make one each."""


def _made_reader(pack: str, policy: CityPolicy) -> PlaceReader:
    from jiesu.adapters.places.gazetteer import Gazetteer  # noqa: PLC0415 - slow to load
    from jiesu.adapters.places.reader import GazetteerReader  # noqa: PLC0415 - with it

    areas = policy.organisation.areas
    return GazetteerReader(Gazetteer(areas.values(), place_names(pack_folder(pack), areas)))


def city_map(pack: str, policy: CityPolicy) -> Places:
    """Return the city's map, with the places of its gazetteer that have a position."""
    from jiesu.adapters.places.polygons import PolygonMap  # noqa: PLC0415 - slow to load

    areas = policy.organisation.areas
    names = place_names(pack_folder(pack), areas).places
    known = [(name.area, *name.point) for name in names if name.point is not None]
    return PolygonMap(areas.values(), known)


def placed_city(settings: Settings) -> tuple[CityPolicy, Path]:
    """Return the policy with the city's own places, and the file that keeps them."""
    policy = load_pack(settings.pack, cache_dir=_cache(settings), places_dir=settings.places_folder)
    return policy, places_file(settings.places_folder, policy.identity.id)


def _bare_city(settings: Settings) -> tuple[CityPolicy, Path]:
    """Return the pack's policy alone, and the file of the own places, which may be damaged."""
    policy = load_pack(settings.pack, cache_dir=_cache(settings))
    return policy, places_file(settings.places_folder, policy.identity.id)


def load_places(
    settings: Settings,
    file: Path,
    system: CoordinateSystem = CoordinateSystem.WGS84,
    *,
    only_check: bool = False,
) -> PlacesLoaded:
    """Lay the good places of a file over the city's areas; without one, change nothing.

    Raises:
        JiesuError: the file cannot be read at all, or what is kept cannot be read or written.
    """
    from jiesu.adapters.packs.place_files import read_places  # noqa: PLC0415 - loads shapely

    open_file(file).close()
    policy, kept_in = placed_city(settings)
    found, problems = read_places(file, policy.organisation.areas, system)
    version = None
    if found and not only_check:
        newer = read_own_places(kept_in).with_newer(found)
        version = PlaceVersions(kept_in).keep(newer, _today(policy), file.name)
    return PlacesLoaded(found, problems, kept_in, version)


def place_versions(settings: Settings) -> tuple[list[PlaceVersion], Path]:
    """Return every version of the city's own places, and the file in use.

    Raises:
        JiesuError: what is kept cannot be read.
    """
    _, kept_in = _bare_city(settings)
    return PlaceVersions(kept_in).all(), kept_in


def city_of_version(settings: Settings, number: int) -> tuple[CityPolicy, Path]:
    """Return the policy as it was with a version of the city's own places.

    Raises:
        NoSuchVersion: there is none of that number.
    """
    policy, kept_in = _bare_city(settings)
    return with_own_places(policy, PlaceVersions(kept_in).read(number)), kept_in


def back_to_version(settings: Settings, number: int) -> PlaceVersion:
    """Put a version in use again, as a new one; 0 leaves the pack alone.

    Raises:
        NoSuchVersion: there is none of that number.
    """
    policy, kept_in = _bare_city(settings)
    versions = PlaceVersions(kept_in)
    return versions.keep(versions.read(number), _today(policy), "", back_to=number)


def _cache(settings: Settings) -> Path | None:
    return settings.home / "cache" if settings.home.is_dir() else None


def _today(policy: CityPolicy) -> str:
    return policy.calendar.local_day(SystemClock().now()).isoformat()


def border_metres(policy: CityPolicy) -> float:
    """Return within which distance of a border the pack names both sides, as of today."""
    today = policy.calendar.local_day(SystemClock().now())
    return float(policy.understanding.border_metres.as_of(today).value)
