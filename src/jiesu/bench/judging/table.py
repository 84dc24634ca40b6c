# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The quality table: what is judged, the bar, what was measured, on how much and how.

A topic names its rows before anything is measured, so that a row nobody could measure still stands
in the table, with the reason.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from jiesu.adapters.text.redact import PersonalType
from jiesu.domain.taxonomy import AppealKind
from jiesu.kernel.errors import BadInput, JiesuError
from jiesu.kernel.text import Text

Figures = dict[str, dict[str, Any]]
_PLACES = 4


class UnknownTopic(BadInput):
    """A topic that is not in the quality table."""

    what = Text("质量表中没有主题“{topic}”。", 'There is no topic "{topic}" in the quality table.')
    next_step = Text("现有：{topics}。", "There are: {topics}.")


class NotMeasured(Exception):
    """What a row needs is not there; the message says what."""


class Stretch(Protocol):
    """A piece of personal data in a text; ``end`` exclusive."""

    @property
    def start(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """Behind its last character."""

    @property
    def type(self) -> PersonalType:
        """What it is."""


class Invented(Protocol):
    """虚构诉求: an invented text and what is true of it."""

    @property
    def title(self) -> str:
        """The subject line; may be empty."""

    @property
    def text(self) -> str:
        """What is said."""

    @property
    def leaves(self) -> Sequence[str]:
        """The matters, the first first."""

    @property
    def kind(self) -> AppealKind:
        """Its kind."""

    @property
    def urgency(self) -> str:
        """How soon: a value of :class:`Urgency`."""

    @property
    def party(self) -> str:
        """In whose name: a value of :class:`Party`."""

    @property
    def personal(self) -> Sequence[Stretch]:
        """Where something personal stands, and what it is."""


Compose = Callable[[str, int, int], Iterable[Invented]]
"""Composes texts: the pack, a seed, how many."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a judgement is made with. ``quick`` asks for few texts: a smoke test, not a figure."""

    data: Path
    pack: str
    """The pack invented texts are of."""
    compose: Compose
    seed: int = 7
    quick: bool = False

    def size(self, full: int, quick: int) -> int:
        """Return how many texts to take."""
        return quick if self.quick else full


@dataclass(frozen=True, slots=True)
class Row:
    """A row before it is measured; without a bar it is only reported."""

    code: str
    what: Text
    at_least: float | None = None
    at_most: float | None = None

    @property
    def bar(self) -> str | None:
        """Return the bar as it is printed."""
        if self.at_least is not None:
            return f"≥ {self.at_least:g}"
        return None if self.at_most is None else f"≤ {self.at_most:g}"

    def verdict(self, value: float) -> str:
        """Return whether ``value`` meets the bar; not rounded before it is compared."""
        if self.at_least is None and self.at_most is None:
            return "reported"
        enough = self.at_least is None or value >= self.at_least
        return "met" if enough and (self.at_most is None or value <= self.at_most) else "not met"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was measured for a row: the value, over how many cases, and how."""

    code: str
    value: float
    n: int
    how: str


@dataclass(frozen=True, slots=True)
class Topic:
    """Rows that one measurement fills."""

    name: str
    rows: tuple[Row, ...]
    measure: Callable[[Means], Iterable[Finding]]


def chosen(topics: Sequence[Topic], only: Sequence[str]) -> list[Topic]:
    """Return the topics asked for, all if none is named.

    Raises:
        UnknownTopic: there is no such topic.
    """
    known = {topic.name: topic for topic in topics}
    for name in only:
        if name not in known:
            raise UnknownTopic(topic=name, topics=", ".join(known))
    return [topic for topic in topics if not only or topic.name in only]


def judge(
    topics: Iterable[Topic], means: Means, watch: Callable[[str], None] = lambda _: None
) -> Figures:
    """Return the table of the topics, in order; ``watch`` is told each topic as it begins."""
    figures: Figures = {}
    for topic in topics:
        watch(topic.name)
        figures.update(_filled(topic, means))
    return figures


def _filled(topic: Topic, means: Means) -> Iterator[tuple[str, dict[str, Any]]]:
    found, reason = {}, "no such case among the texts"
    try:
        for finding in topic.measure(means):
            found[finding.code] = finding
    except (NotMeasured, JiesuError) as why:
        reason = str(why)
    for row in topic.rows:
        yield (
            f"{topic.name}: {row.code}",
            _plain(row, found.get(row.code), reason, quick=means.quick),
        )


def _plain(row: Row, found: Finding | None, reason: str, *, quick: bool) -> dict[str, Any]:
    what = f"{row.what.zh} · {row.what.en}"
    if found is None:
        empty = {"measured": None, "verdict": "not measured", "n": 0, "how": reason}
        return {"what": what, "bar": row.bar, **empty}
    return {
        "what": what,
        "bar": row.bar,
        "measured": round(found.value, _PLACES),
        "verdict": "smoke test" if quick else row.verdict(found.value),
        "n": found.n,
        "how": found.how,
    }
