# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How fast personal data is hidden, and how much of it: invented sentences with known answers."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from jiesu.adapters.text.redact import PersonalType, Redacted, Span, redact
from jiesu.bench.personal_texts import Known, sentences
from jiesu.bootstrap.chance import seeded

_PLACES = 4

Redactor = Callable[[str], Redacted]
"""Hides personal data in one text."""


@dataclass(slots=True)
class Quality:
    """What became of one type: known pieces, those hidden whole, pieces hidden, those rightly so.

    A piece counts as hidden if none of its characters stays, whatever it was taken for; what was
    hidden was rightly so if every character of it belongs to something personal.
    """

    known: int = 0
    hidden: int = 0
    taken: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        """Return which part of the known pieces was hidden whole."""
        return self.hidden / self.known if self.known else 1.0

    @property
    def precision(self) -> float:
        """Return which part of what was hidden is personal."""
        return self.right / self.taken if self.taken else 1.0


def measure(texts: Sequence[Known], redactor: Redactor = redact) -> dict[str, Quality]:
    """Return the quality by type over texts whose personal data is known."""
    table = {kind.value: Quality() for kind in PersonalType}
    for text in texts:
        _count(text, redactor(text.text).spans, table)
    return table


def _count(known: Known, spans: Sequence[Span], table: dict[str, Quality]) -> None:
    gone = {place for span in spans for place in range(span.start, span.end)}
    personal = {
        place
        for start, end, _ in (*known.spans, *known.either)
        for place in range(start, end)
    }
    for start, end, kind in known.spans:
        quality = table.setdefault(kind, Quality())
        quality.known += 1
        quality.hidden += gone.issuperset(range(start, end))
    for span in spans:
        table[span.type].taken += 1
        table[span.type].right += personal.issuperset(range(span.start, span.end))


def run(*, texts: int = 4000, seed: int = 1) -> dict[str, dict[str, Any]]:
    """Return texts a second on one core, and recall and precision by type."""
    drawn = sentences(seeded(seed, "redact"), texts)
    started = time.process_time()
    hidden = Counter(span.type for text in drawn for span in redact(text.text).spans)
    seconds = time.process_time() - started
    rate = round(texts / seconds) if seconds else None
    figures: dict[str, dict[str, Any]] = {
        "all": {"texts": texts, "texts_per_cpu_second": rate, "hidden": hidden.total()}
    }
    for kind, quality in measure(drawn).items():
        figures[kind] = {
            "known": quality.known,
            "recall": round(quality.recall, _PLACES),
            "hidden": quality.taken,
            "precision": round(quality.precision, _PLACES),
        }
    return figures
