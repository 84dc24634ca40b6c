# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The readers of a city, put together, and loaded once a process when somebody first asks."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TypeVar

from jiesu.adapters.packs.loading import pack_folder
from jiesu.adapters.packs.problems import UnknownPack
from jiesu.adapters.text.learning.model import is_model, load_model
from jiesu.adapters.text.matter import TextReader
from jiesu.application.policy import CityPolicy
from jiesu.application.understanding import NoPlaces, PlaceReader, Understanding
from jiesu.kernel.text import Text

MODEL_FOLDER = ("models", "matter")
"""Where in a pack its default model lies."""

_ALARM_WORDS = "words.emergency"
_Loaded = TypeVar("_Loaded")


def model_folder(pack: str) -> Path:
    """Return where the default model of a pack would be.

    Raises:
        UnknownPack: there is no such pack.
    """
    return pack_folder(pack).joinpath(*MODEL_FOLDER)


def understanding_of(policy: CityPolicy, pack: str | None = None) -> Understanding:
    """Return what reads texts under a pack; nothing is loaded before the first text.

    A pack without a model is read by the words of its catalogue. ``pack`` is its name or path; left
    out, the installed pack of that id is taken, and of an unknown one only what the policy holds.

    Raises:
        ModelBroken, ModelTooNew: with the first text, if the pack's model cannot be used.
    """
    name = pack or policy.identity.id
    return Understanding(
        once(lambda: reader_of(policy, name)), once(lambda: places_of(policy, name))
    )


def reader_of(policy: CityPolicy, pack: str, model: Path | None = None) -> TextReader:
    """Return the reader of a city's matters, by its pack's model or by another.

    Raises:
        ModelBroken, ModelTooNew, ModelNotThere: it cannot be used.
    """
    folder = model or _own_model(pack)
    loaded = load_model(folder) if folder else None
    return TextReader.of_city(policy.catalogue, loaded, alarms_of(policy))


def _own_model(pack: str) -> Path | None:
    try:
        folder = model_folder(pack)
    except UnknownPack:
        return None
    return folder if is_model(folder) else None


def alarms_of(policy: CityPolicy) -> tuple[str, ...]:
    """Return the city's own words for an emergency, in small letters."""
    listed = policy.texts.get(_ALARM_WORDS, Text("", ""))
    english = (word.replace("_", " ") for word in listed.en.lower().split())
    return (*listed.zh.split(), *english)


def places_of(policy: CityPolicy, pack: str) -> PlaceReader:
    """Return the reader of a city's places; of a pack nobody installed it reads none."""
    from jiesu.bootstrap.places import place_reader  # noqa: PLC0415 - it imports what wires us

    try:
        return place_reader(pack, policy)
    except UnknownPack:
        return NoPlaces()


def once(load: Callable[[], _Loaded]) -> Callable[[], _Loaded]:
    """Return ``load`` that loads at the first call and remembers, one thread for all others.

    A load that failed is tried again by the next who asks.
    """
    loading = Lock()
    remembered = cache(load)

    def loaded() -> _Loaded:
        with loading:
            return remembered()

    return loaded
