# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Places a city surveyed itself: read from its file, kept in the deployment's folder."""

from dataclasses import dataclass
from pathlib import Path

from jiesu.adapters.files.sources import open_file
from jiesu.adapters.packs import PackProblem, load_pack
from jiesu.adapters.packs.own_places import (
    OwnPlaces,
    places_file,
    read_own_places,
    write_own_places,
)
from jiesu.adapters.packs.place_files import read_places
from jiesu.application.policy import CityPolicy
from jiesu.bootstrap.settings import Settings


@dataclass(frozen=True, slots=True)
class PlacesLoaded:
    """载入结果: what the file gave, what is wrong with the rest, and where it is kept."""

    found: OwnPlaces
    problems: list[PackProblem]
    kept_in: Path
    written: bool


def placed_city(settings: Settings) -> tuple[CityPolicy, Path]:
    """Return the policy with the city's own places, and the file that keeps them."""
    cache = settings.home / "cache" if settings.home.is_dir() else None
    policy = load_pack(settings.pack, cache_dir=cache, places_dir=settings.places_folder)
    return policy, places_file(settings.places_folder, policy.identity.id)


def load_places(settings: Settings, file: Path, *, only_check: bool = False) -> PlacesLoaded:
    """Lay the good places of a file over the city's areas; without one, change nothing.

    Raises:
        JiesuError: the file cannot be read at all, or what is kept cannot be read or written.
    """
    open_file(file).close()
    policy, kept_in = placed_city(settings)
    found, problems = read_places(file, policy.organisation.areas)
    write = bool(found) and not only_check
    if write:
        write_own_places(kept_in, read_own_places(kept_in).with_newer(found))
    return PlacesLoaded(found, problems, kept_in, write)
