# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The catalogue's own words for each matter, found in one pass over a text."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import ahocorasick

from jiesu.adapters.text.learning.pieces import plain
from jiesu.domain.taxonomy import DispatchCatalogue

_UNSAID = 3.0
"""Characters of evidence against which what was heard is weighed: a single short word is little."""

Heard = dict[str, tuple[float, tuple[str, ...]]]
"""For each leaf that was heard: how much speaks for it, 0 to 1, and the words, longest first."""


Spoken = tuple[int, int, str, tuple[str, ...]]
"""A word of the catalogue: where it begins and ends in the text, the word, its leaves."""


class CatalogueWords:
    """派单目录用语: which leaves' words stand in a text; one of many leaves says little of each."""

    def __init__(self, catalogue: DispatchCatalogue) -> None:
        leaves_of: dict[str, list[str]] = defaultdict(list)
        for code, matter in catalogue.matters.items():
            if catalogue.is_leaf(code):
                for word in {plain(said) for said in (*matter.words, matter.name.zh) if said}:
                    leaves_of[word].append(code)
        automaton: Any = ahocorasick.Automaton()
        for word, leaves in sorted(leaves_of.items()):
            automaton.add_word(word, (word, tuple(leaves)))
        automaton.make_automaton()
        self._in = automaton.iter
        self._empty = not leaves_of

    def heard_in(self, text: str) -> Heard:
        """Return the leaves whose words stand in a text; the shares sum to less than 1."""
        return heard(self.spoken_in(plain(text)))

    def spoken_in(self, said: str) -> list[Spoken]:
        """Return every word of the catalogue in a plain text, in the order they end there."""
        if self._empty:
            return []
        found = ((end + 1 - len(word), end + 1, word, of) for end, (word, of) in self._in(said))
        return [each for each in found if _stands_alone(said, each[0], each[1])]


def heard(spoken: Iterable[Spoken]) -> Heard:
    """Return how much the words speak for each leaf; a word said twice counts once."""
    weights: dict[str, float] = defaultdict(float)
    words: dict[str, list[str]] = defaultdict(list)
    for word, leaves in {word: leaves for _, _, word, leaves in spoken}.items():
        weight = (1 if word.isascii() else len(word)) / len(leaves)
        for leaf in leaves:
            weights[leaf] += weight
            words[leaf].append(word)
    whole = sum(weights.values()) + _UNSAID
    return {
        leaf: (weight / whole, tuple(sorted(words[leaf], key=lambda word: (-len(word), word))))
        for leaf, weight in weights.items()
    }


def _stands_alone(said: str, start: int, end: int) -> bool:
    """Return whether an English word is no piece of a longer one; Chinese has no such edges."""
    before, behind = said[start - 1 : start], said[end : end + 1]
    first, last = said[start], said[end - 1]
    return not (
        (first.isascii() and first.isalpha() and before.isascii() and before.isalpha())
        or (last.isascii() and last.isalpha() and behind.isascii() and behind.isalpha())
    )
