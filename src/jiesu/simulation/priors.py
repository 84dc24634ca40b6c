# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a simulator must know of a town besides its law: its ``priors``, read from the city pack."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
import yaml

from jiesu.adapters.packs.loading import pack_folder
from jiesu.domain.taxonomy import AppealKind, Channel, SpecialRoute
from jiesu.kernel.errors import NotFound, Trouble
from jiesu.kernel.text import Text

_VOICES = Path(__file__).with_name("voices.yaml")
"""What people say anywhere, for a pack that does not know how they speak."""

Phrases = Mapping[str, tuple[str, ...]]
"""Patterns by language; Chinese is always there."""


class NoPriors(NotFound):
    """The pack says nothing about its town that a story could be made of."""

    what = Text("政策包“{pack}”没有 priors 目录。", 'The pack "{pack}" has no priors.')
    next_step = Text(
        "演示请使用示例包（JIESU_PACK=example）。", "For the demo use the example pack."
    )


class BadPriors(Trouble):
    """A file of priors cannot be read."""

    what = Text("{file} 无法使用：{why}。", "{file} cannot be used: {why}.")
    next_step = Text("请对照示例包修改。", "Correct it after the example pack.")


@dataclass(frozen=True, slots=True)
class Named:
    """A name in both languages."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What people of one area name when they say where something is."""

    roads: tuple[Named, ...]
    estates: tuple[Named, ...]
    spots: tuple[Named, ...]
    schools: tuple[str, ...]
    weight: float = 1.0
    """How much is told of it, beside the others."""


@dataclass(frozen=True, slots=True)
class Town:
    """``town.yaml``: places, people, rhythm, and how diligent each unit is."""

    places: Mapping[str, Surroundings]
    surnames: str
    given: tuple[str, ...]
    phones: tuple[str, ...]
    firms: tuple[str, ...]
    weeks: Mapping[str, float]
    hours: tuple[float, ...]
    channels: Mapping[Channel, float]
    a_day: float
    diligence: Mapping[str, tuple[float, float]]
    seats: Mapping[str, str]

    def diligence_of(self, unit: str, when: float) -> float:
        """Return how diligent a unit is at ``when``: 0 begins the story, 1 ends it."""
        first, last = self.diligence.get(unit, self.diligence["usual"])
        return first + (last - first) * when


@dataclass(frozen=True, slots=True)
class Saying:
    """One way somebody puts a matter; with ``answer`` it can be settled at once."""

    kind: AppealKind
    title: str
    zh: str | None = None
    en: str | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Theme:
    """A matter: how often it comes up, how people say it, what a good result reads like."""

    weight: float
    said: tuple[Saying, ...]
    done: tuple[str, ...]
    about: tuple[str, ...] = ()
    """Units people complain of in this matter."""


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says that takes a special route, and what they are told."""

    kind: AppealKind
    title: str
    zh: str
    told: str


@dataclass(frozen=True, slots=True)
class Voices:
    """``voices.yaml``: what people, units and desks say around a matter; a pack may have it."""

    facts: Phrases
    withdrawals: Phrases
    reopenings: Phrases
    by_hand: Phrases
    to_unit: Phrases
    from_unit: Phrases
    contacts: Phrases
    poor: Phrases
    done: Phrases
    again: Phrases
    content: Phrases
    half: Phrases
    discontent: Phrases
    unanswered: Phrases
    returns: Phrases
    stops: Phrases
    reveals: Phrases
    lookups: Phrases
    half_said: Phrases
    routes: Mapping[SpecialRoute, tuple[Told, ...]]


@dataclass(frozen=True, slots=True)
class Speech:
    """``phrases.yaml``, which a pack may leave out: how matters of its own catalogue are put.

    ``like`` names, for a leaf, the topics it is, out of those that are spoken of in every city;
    ``said`` adds to them.
    """

    like: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    said: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Priors:
    """All that is known of one town."""

    town: Town
    voices: Voices
    themes: Mapping[str, Theme]
    speech: Speech = field(default_factory=Speech)


def load_priors(pack: str) -> Priors:
    """Return the priors of the pack of that name or path.

    Raises:
        UnknownPack, NoPriors, BadPriors: see there.
    """
    folder = pack_folder(pack) / "priors"
    if not folder.is_dir():
        raise NoPriors(pack=pack)
    read = {name: _read(folder / file, kind) for name, (file, kind) in _FILES.items()}
    return Priors(**read)  # type: ignore[arg-type] # just read


_FILES: Mapping[str, tuple[str, object]] = {
    "town": ("town.yaml", Town),
    "voices": ("voices.yaml", Voices),
    "themes": ("matters.yaml", Mapping[str, Theme]),
    "speech": ("phrases.yaml", Speech),
}


def _read(path: Path, kind: object) -> object:
    if kind is Speech and not path.exists():
        return Speech()
    if kind is Voices and not path.exists():
        path = _VOICES
    try:
        return msgspec.convert(read_yaml(path), kind)
    except (OSError, yaml.YAMLError, msgspec.ValidationError) as error:
        raise BadPriors(file=str(path), why=str(error)) from None


def read_yaml(path: Path) -> object:
    """Return what a YAML file says; nothing in it can run."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(path.read_text(encoding="utf-8"), loader)  # noqa: S506 -- one of the safe ones
