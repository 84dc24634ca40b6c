# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The pack a process begins with, and the refuge where the one that lies there is broken."""

import json
import logging
from pathlib import Path

from jiesu.adapters.packs import BrokenPack, load_pack
from jiesu.adapters.packs.cache import cache_file, read_cache
from jiesu.adapters.packs.own_places import places_file, read_own_places, with_own_places
from jiesu.adapters.store.logbook import LogBook
from jiesu.adapters.store.pool import Pool
from jiesu.application.amending import check_heir, check_stamp
from jiesu.application.catalogue import PERMISSIONS
from jiesu.application.policy import CityPolicy
from jiesu.bootstrap.settings import Settings
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.text import Language

_FIRST_PROBLEMS = 3  # of a broken pack, as many as a line of a log can bear
_NOTE = "in-force.json"
_log = logging.getLogger(__name__)


def present_pack(settings: Settings) -> CityPolicy:
    """Return the pack of the settings as it lies there now, with the city's own places.

    Raises:
        UnknownPack, BrokenPack, DamagedPlaces: it is not there, or not sound.
    """
    return load_pack(
        settings.pack,
        known_permissions=PERMISSIONS,
        cache_dir=_cache(settings),
        places_dir=settings.places_folder,
    )


def pack_in_force(settings: Settings, pool: Pool) -> CityPolicy:
    """Return the pack to decide by: the one that lies there, or else the one last in force.

    So a process that starts while somebody repairs the pack works on as the others do.

    Raises:
        BrokenPack, AnotherCity, OlderPack, CodesVanished: the one that lies there must not be used,
            and no earlier one is kept for this very program.
    """
    last = LogBook(pool).last_pack()
    try:
        policy = present_pack(settings)
        check_heir(policy, _kept(settings, unless=policy.identity.digest), last)
    except JiesuError as error:
        return _refuge(settings, error, last)
    keep(settings, policy)
    return policy


def pack_to_read_by(settings: Settings) -> CityPolicy:
    """Return the pack that lies there, whatever the log holds; where it is broken, the one kept.

    Raises:
        BrokenPack: it is broken, and none is kept for this very program.
    """
    try:
        return present_pack(settings)
    except BrokenPack as broken:
        return _refuge(settings, broken, None)


def _refuge(settings: Settings, error: JiesuError, last: str | None) -> CityPolicy:
    """Return the pack last in force, saying why; where there is none to go on with, the error."""
    kept = _kept(settings)
    if kept is None:
        raise error
    try:
        check_stamp(kept, last)
    except JiesuError:
        raise error from None
    _log.warning("%s (%s)", first_problems(error, settings.language), kept.identity.stamp)
    return kept


def check_follows(policy: CityPolicy, before: CityPolicy | None, pool: Pool) -> None:
    """Let pass a pack that may follow the one in force, and what the log was decided under.

    Raises:
        AnotherCity, OlderPack, CodesVanished: it may not.
    """
    check_heir(policy, before, LogBook(pool).last_pack())


def first_problems(error: JiesuError, language: Language) -> str:
    """Return one line for a log: what is wrong, of many problems the first."""
    if not isinstance(error, BrokenPack):
        return error.explain(language).replace("\n", " ")
    shown = [problem.line_of(language) for problem in error.problems[:_FIRST_PROBLEMS]]
    more = len(error.problems) - len(shown)
    return " | ".join([error.code, *shown, *([f"+{more}"] if more else [])])


def _cache(settings: Settings) -> Path:
    return settings.home / "cache"


def keep(settings: Settings, policy: CityPolicy) -> None:
    """Note which pack was sound; the cache beside the note holds it."""
    note = _cache(settings) / _NOTE
    said = json.dumps({"pack": settings.pack, "digest": policy.identity.digest})
    try:
        if not note.is_file() or note.read_text(encoding="utf-8") != said:
            note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            half = note.with_suffix(".new")
            half.write_text(said, encoding="utf-8")
            half.replace(note)
    except OSError:
        return  # costs a refuge in need, not the truth


def _kept(settings: Settings, *, unless: str = "") -> CityPolicy | None:
    """Return the pack last in force, if it is kept for this very program and is another one."""
    cache = _cache(settings)
    try:
        note = json.loads((cache / _NOTE).read_text(encoding="utf-8"))
        digest = note["digest"] if note["pack"] == settings.pack else None
    except (OSError, ValueError, KeyError, TypeError):
        return None
    if digest is None or digest == unless:
        return None
    kept = read_cache(cache_file(cache, digest, PERMISSIONS))
    if kept is None:
        return None
    return with_own_places(kept, read_own_places(own_places(settings, kept)))


def own_places(settings: Settings, policy: CityPolicy) -> Path:
    """Return the file of the places the city laid over the pack's; it need not exist."""
    return places_file(settings.places_folder, policy.identity.id)
