# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a program makes of the words of an appeal, as suggestions for people.

The readers are ports: what the text is about (:class:`MatterReader`), where (:class:`PlaceReader`).
``Understanding`` puts their answers together under the pack's rules.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from jiesu.application.policy import CityPolicy
from jiesu.domain.taxonomy import DispatchCatalogue
from jiesu.domain.understanding import MatterGuess, PlacesRead, Understood
from jiesu.kernel.instants import Instant


class MatterReader(Protocol):
    """Reads what a text is about: matters, kind, urgency, in whose name, what to look after."""

    def read(self, text: str) -> Understood:
        """Return everything but places; ``sure`` is not settled yet. Linear in the text."""
        ...


class PlaceReader(Protocol):
    """Reads where a text is about."""

    def read(self, text: str, *, thorough: bool = False) -> PlacesRead:
        """Return the areas meant, the likeliest first; ``thorough`` may take its time."""
        ...


class NoPlaces:
    """Reads no place in any text: a city without a gazetteer."""

    def read(self, text: str, *, thorough: bool = False) -> PlacesRead:
        """Return that nothing was found."""
        del text, thorough
        return PlacesRead()


class WordsOfTheCatalogue:
    """Knows a matter by the catalogue's own words for it: what works without any model."""

    _MOST = 5

    def __init__(self, catalogue: DispatchCatalogue) -> None:
        self._words = {
            code: tuple({word.lower() for word in (*matter.words, matter.name.zh) if word})
            for code, matter in catalogue.matters.items()
            if catalogue.is_leaf(code)
        }

    def read(self, text: str) -> Understood:
        """Return the matters whose words stand in the text, the longest together first."""
        said = text.lower()
        heard = {
            code: found
            for code, words in self._words.items()
            if (
                found := sorted(
                    (w for w in words if w in said), key=lambda word: (-len(word), word)
                )
            )
        }
        weights = {code: sum(map(len, found)) for code, found in heard.items()}
        whole = sum(weights.values())
        best = sorted(weights, key=lambda code: (-weights[code], code))[: self._MOST]
        return Understood(
            tuple(MatterGuess(code, weights[code] / whole, tuple(heard[code])) for code in best)
        )


class Understanding:
    """诉求识别: reads a text under the pack in force."""

    def __init__(
        self, matters: Callable[[], MatterReader], places: Callable[[], PlaceReader]
    ) -> None:
        self._matters, self._places = matters, places

    def read(
        self, text: str, policy: CityPolicy, now: Instant, *, thorough: bool = False
    ) -> Understood:
        """Return what ``text`` was taken to say; an empty one says nothing."""
        if not text.strip():
            return Understood()
        read = self._matters().read(text)
        day = policy.calendar.local_day(now)
        sure = bool(read.matters) and policy.understanding.is_sure(read.matters[0], day)
        return replace(read, sure=sure, places=self._places().read(text, thorough=thorough))
