# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Find a pack by name or path; load it from the cache or build it; or say all that is wrong."""

from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from jiesu.adapters.packs.cache import cache_file, read_cache, write_cache
from jiesu.adapters.packs.files import PackFiles, list_files
from jiesu.adapters.packs.own_places import places_file, read_own_places, with_own_places
from jiesu.adapters.packs.problems import BrokenPack, PackProblem, Report, UnknownPack
from jiesu.application.policy import CityPolicy

if TYPE_CHECKING:
    from jiesu.adapters.packs.gaps import Gap
    from jiesu.adapters.packs.scenarios import Scenario

NAMESPACE = "jiesu_packs"
"""Where installed packs lie. Named as text: the engine never imports a city."""

_MANIFEST = "pack.yaml"


def load_pack(
    name_or_path: str,
    *,
    cache_dir: Path | None = None,
    places_dir: Path | None = None,
    known_permissions: frozenset[str] | None = None,
) -> CityPolicy:
    """Return the policy of the pack.

    Args:
        name_or_path: name of an installed pack, or path of a pack's folder.
        cache_dir: where loaded policies are kept between runs; None keeps nothing.
        places_dir: where the city keeps places of its own; None leaves the pack's.
        known_permissions: the permissions commands ask for; None leaves the roles' unchecked.

    Raises:
        UnknownPack: no such name or folder.
        BrokenPack: the pack has defects; it carries all of them.
        DamagedPlaces: the city's own places cannot be read.
    """
    files = list_files(pack_folder(name_or_path))
    kept = cache_file(cache_dir, files.digest(), known_permissions) if cache_dir else None
    policy = read_cache(kept) if kept else None
    if policy is None:
        policy = _build(name_or_path, files, known_permissions)
        if kept:
            write_cache(kept, policy)
    if places_dir is None:
        return policy
    return with_own_places(policy, read_own_places(places_file(places_dir, policy.identity.id)))


def check_pack(
    path: str | Path, *, known_permissions: frozenset[str] | None = None
) -> list[PackProblem]:
    """Return every problem of the pack, in reading order; an empty list means it can be used.

    Raises:
        UnknownPack: no such folder.
    """
    from jiesu.adapters.packs.build import build  # noqa: PLC0415 - YAML and shapely are slow to load

    _, problems = build(list_files(pack_folder(str(path))), known_permissions)
    return problems


def read_scenarios_of(name_or_path: str) -> "list[Scenario]":
    """Return the scenarios of a pack in reading order; defects are for ``check_pack`` to tell.

    Raises:
        UnknownPack: no such name or folder.
    """
    from jiesu.adapters.packs import law, scenarios  # noqa: PLC0415 - YAML is slow to load

    files, report = list_files(pack_folder(name_or_path)), Report()
    statutes = law.read_law(files.folder, files.inside(law.FOLDER), report)
    inside = files.inside(scenarios.FOLDER)
    return list(scenarios.read_scenarios(files.folder, inside, statutes, report))


def survey_pack(
    path: str | Path, today: date, *, known_permissions: frozenset[str] | None = None
) -> "tuple[list[PackProblem], list[Gap]]":
    """Return every problem of the pack, and if it has none every gap on ``today``.

    Raises:
        UnknownPack: no such folder.
    """
    from jiesu.adapters.packs.build import survey  # noqa: PLC0415 - YAML and shapely load slowly

    return survey(list_files(pack_folder(str(path))), known_permissions, today)


def pack_folder(name_or_path: str) -> Path:
    """Return the folder of an installed pack or of the one at that path.

    Raises:
        UnknownPack: neither exists.
    """
    path = Path(name_or_path).expanduser()
    for folder in (*(root / name_or_path for root in _roots()), path):
        if (folder / _MANIFEST).is_file():
            return folder
    if path.is_dir() and len(path.parts) > 1:
        return path  # a folder somebody means as a pack: checking it says what it lacks
    raise UnknownPack(pack=name_or_path, known=", ".join(installed_packs()) or "-")


def installed_packs() -> list[str]:
    """Return the names of the packs installed beside the engine."""
    return sorted(file.parent.name for root in _roots() for file in root.glob(f"*/{_MANIFEST}"))


def _roots() -> list[Path]:
    spec = find_spec(NAMESPACE)
    found = spec.submodule_search_locations if spec is not None else None
    return [Path(place) for place in found or ()]


def _build(name: str, files: PackFiles, known_permissions: frozenset[str] | None) -> CityPolicy:
    from jiesu.adapters.packs.build import build  # noqa: PLC0415 - only when the cache has nothing

    policy, problems = build(files, known_permissions)
    if policy is None:
        raise BrokenPack(name, problems)
    return policy
