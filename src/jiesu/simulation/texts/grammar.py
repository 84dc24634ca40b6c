# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How people put things, and what there is to say of each matter: the tables the composer draws on.

``grammar.yaml`` holds what is said around any matter, ``topics/`` what is said of it in any city; a
pack adds what is said in its own, in ``priors/phrases.yaml``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import msgspec

from jiesu.domain.taxonomy import AppealKind, DispatchCatalogue, Matter
from jiesu.simulation.priors import Priors, Saying, read_yaml
from jiesu.simulation.texts.truth import Style

_HERE = Path(__file__).parent
_MARKS = {
    "问": AppealKind.INQUIRY,
    "荐": AppealKind.SUGGESTION,
    "举": AppealKind.TIP_OFF,
    "求": AppealKind.HELP,
}
_HINT = "暗"

Parts = Mapping[str, Mapping[str, tuple[str, ...]]]
Topics = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Manner:
    """How often a style is used, and the shapes its texts have."""

    weight: float
    shapes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Dialect:
    """Words of a dialect for those of the standard, and what ends a phrase."""

    words: Mapping[str, str]
    tails: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """``grammar.yaml``; every table is explained there."""

    styles: Mapping[Style, Manner]
    parts: Parts
    wraps: Mapping[AppealKind, tuple[str, ...]]
    named: Mapping[str, tuple[str, ...]]
    places: Mapping[str, tuple[str, ...]]
    settings: Mapping[str, str]
    firms: tuple[str, ...]
    offices: Mapping[str, tuple[str, ...]]
    effects: Mapping[str, tuple[str, ...]]
    unfit: Mapping[AppealKind, frozenset[str]]
    short_names: tuple[str, ...]
    names: Mapping[str, tuple[str, ...]]
    daytimes: tuple[str, ...]
    officials: tuple[str, ...]
    dialects: Mapping[str, Dialect]
    fillers: tuple[str, ...]


@cache
def grammar() -> Grammar:
    """Return the grammar that ships with the program."""
    return msgspec.convert(read_yaml(_HERE / "grammar.yaml"), Grammar)


@cache
def shared_topics() -> Topics:
    """Return what is said of matters in any city, by topic."""
    found: dict[str, tuple[str, ...]] = {}
    for path in sorted((_HERE / "topics").glob("*.yaml")):
        for topic, lines in msgspec.convert(read_yaml(path), dict[str, tuple[str, ...]]).items():
            found[topic] = (*found.get(topic, ()), *lines)
    return found


@dataclass(frozen=True, slots=True)
class Fact:
    """One way to put what is the matter: a pattern, and what kind of appeal it makes."""

    kind: AppealKind
    pattern: str
    title: str | None = None
    answer: str | None = None
    named: bool = False
    """Whether it is made of nothing but the name and the words of the catalogue."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Everything there is to say of one leaf of the catalogue."""

    matter: Matter
    topic: str
    weight: float
    facts: tuple[Fact, ...]
    hints: tuple[str, ...]
    sayings: tuple[Fact, ...]
    english: tuple[Fact, ...]
    about: tuple[str, ...] = ()
    words: tuple[str, ...] = field(default=())
    words_en: tuple[str, ...] = field(default=())


def wordings(catalogue: DispatchCatalogue, priors: Priors) -> dict[str, Wording]:
    """Return the wording of every leaf of the catalogue."""
    topics, speech = shared_topics(), priors.speech
    leaves = (each for each in catalogue.matters.values() if catalogue.is_leaf(each.code))
    return {
        leaf.code: _wording(leaf, topics, speech.like.get(leaf.code), priors) for leaf in leaves
    }


def _wording(leaf: Matter, topics: Topics, like: tuple[str, ...] | None, priors: Priors) -> Wording:
    alike = like or (leaf.code,)
    lines = list(priors.speech.said.get(leaf.code, ()))
    for topic in alike:
        lines += topics.get(topic, ())
    theme = priors.themes.get(leaf.code)
    sayings = theme.said if theme else ()
    words = tuple(word for word in leaf.words if len(word) > 1)
    return Wording(
        matter=leaf,
        topic=alike[0],
        weight=theme.weight if theme else 1.0,
        facts=tuple(_facts(lines)),
        hints=tuple(line[2:] for line in lines if line.startswith(f"{_HINT}：")),
        sayings=tuple(_fact(each, each.zh) for each in sayings if each.zh),
        english=tuple(_fact(each, each.en) for each in sayings if each.en),
        about=theme.about if theme else (),
        words=tuple(word for word in words if not word.isascii()) or (leaf.name.zh,),
        words_en=tuple(word for word in words if word.isascii()) or (leaf.name.en.lower(),),
    )


def _facts(lines: list[str]) -> Iterator[Fact]:
    for line in lines:
        mark = line[0] if line[1:2] == "：" else ""
        if mark != _HINT:
            kind = _MARKS.get(mark, AppealKind.COMPLAINT)
            yield Fact(kind, line[2:] if mark in _MARKS else line)


def _fact(saying: Saying, pattern: str | None) -> Fact:
    return Fact(saying.kind, pattern or "", saying.title, saying.answer)


def is_about(topic: str, beginnings: tuple[str, ...]) -> bool:
    """Return whether a topic's code is one of these, or lies under one."""
    return any(topic == each or topic.startswith(f"{each}.") for each in beginnings)


def by_topic(table: Mapping[str, object], topic: str) -> str:
    """Return the longest beginning of a topic's code that the table has; "" stands for any."""
    while topic and topic not in table:
        topic = topic.rpartition(".")[0]
    return topic
