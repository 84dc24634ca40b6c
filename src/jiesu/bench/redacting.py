# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How fast personal data is hidden, and how much of it: texts with known answers.

Drawn sentences were written beside the recognisers, so they only show that nothing got lost; the
appeals people marked tell how good redaction is.
"""

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiesu.adapters.text.redact import PersonalType, Span, redact
from jiesu.bench.marked_texts import HELD_BACK, OPEN, marked, real
from jiesu.bench.personal_texts import Known, sentences
from jiesu.bootstrap.chance import seeded
from jiesu.bootstrap.redacting import Redactor, thorough_redactor

_PLACES = 4


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
        place for start, end, _ in (*known.spans, *known.either) for place in range(start, end)
    }
    for start, end, kind in known.spans:
        quality = table.setdefault(kind, Quality())
        quality.known += 1
        quality.hidden += gone.issuperset(range(start, end))
    for span in spans:
        table[span.type].taken += 1
        table[span.type].right += personal.issuperset(range(span.start, span.end))


def run(
    *, texts: int = 4000, seed: int = 1, thorough: bool = False, data: Path | None = None
) -> dict[str, dict[str, Any]]:
    """Return texts a second on one core, and recall and precision by type, over several sets.

    Drawn sentences first, then the appeals people marked: open, held back, and, if ``data`` is the
    folder of shared data, real ones.

    Raises:
        FileNotFoundError: the shared data is not in ``data``.
    """
    redactor = thorough_redactor() if thorough else redact
    sets = {
        "": sentences(seeded(seed, "redact"), texts),
        "open ": marked(OPEN),
        "held back ": marked(HELD_BACK),
    }
    if data:
        sets["real "] = real(data)
    redactor(sets[""][0].text)
    return {
        f"{name}{kind}": row
        for name, known in sets.items()
        for kind, row in _figures(known, redactor).items()
    }


def _figures(texts: Sequence[Known], redactor: Redactor) -> dict[str, dict[str, Any]]:
    started = time.process_time()
    hidden = Counter(span.type for text in texts for span in redactor(text.text).spans)
    seconds = time.process_time() - started
    rate = round(len(texts) / seconds) if seconds else None
    found = measure(texts, redactor)
    right = sum(quality.right for quality in found.values())
    rows: dict[str, dict[str, Any]] = {
        "all": {
            "texts": len(texts),
            "texts_per_cpu_second": rate,
            "known": sum(quality.known for quality in found.values()),
            "hidden": hidden.total(),
            "precision": round(right / hidden.total(), _PLACES) if hidden else None,
        }
    }
    for kind, quality in found.items():
        if quality.known or quality.taken:
            rows[kind] = {
                "known": quality.known,
                "recall": round(quality.recall, _PLACES) if quality.known else None,
                "hidden": quality.taken,
                "precision": round(quality.precision, _PLACES) if quality.taken else None,
            }
    return rows
