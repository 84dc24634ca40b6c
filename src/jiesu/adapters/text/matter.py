# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What an appeal is about, by a model and by the catalogue's own words, with the words that say so.

Personal data is masked before anything is looked at, so no explanation can repeat it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jiesu.adapters.text.catalogue_words import CatalogueWords, Heard
from jiesu.adapters.text.clauses import parts_of
from jiesu.adapters.text.cues import hints_of, kind_of, party_of, urgency_of
from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.model import MatterModel
from jiesu.domain.taxonomy import DispatchCatalogue
from jiesu.domain.understanding import MatterGuess, Understood

MOST = 5
"""Guesses for one text."""

_EXPLAINED = 3  # words for each guess
_WORDS_COUNT = 0.35  # the power of the catalogue's words beside the model's one
_DOUBT, _UNSAID = 1e-4, 5e-3  # the least share of a leaf by the model, and by words
_FAMILY_COUNTS = ((1, 1.0), (2, 0.5))  # power of what speaks for all of a field, of a branch
_CAUTION = 0.7  # power of the whole: composed texts are easier than real ones
_SECOND_FROM = 0.5  # confidence from which a part of the text speaks of a matter of its own
_BRANCH_PARTS = 2  # housing.property.fee: of the branch housing.property

Shares = NDArray[np.float64]
"""How much speaks for each code of a reader, in the reader's order."""


@dataclass(frozen=True)
class TextReader:
    """诉求识读: reads what a text is about and how it is said.

    Attributes:
        model: What tells the label; None where there is none.
        words: The catalogue's own words; None where labels are somebody's own.
        leaves: The leaves of the city, where there is a city.
        alarms: The city's words for an emergency, in small letters.
    """

    model: MatterModel | None
    words: CatalogueWords | None = None
    leaves: frozenset[str] | None = None
    alarms: tuple[str, ...] = ()

    @classmethod
    def of_city(
        cls, catalogue: DispatchCatalogue, model: MatterModel | None, alarms: Sequence[str]
    ) -> "TextReader":
        """Return the reader of a city's catalogue."""
        leaves = frozenset(code for code in catalogue.matters if catalogue.is_leaf(code))
        return cls(model, CatalogueWords(catalogue), leaves, tuple(alarms))

    def read(self, text: str) -> Understood:
        """Return what a text, as it was said, is about; see :class:`MatterReader`."""
        return self.read_masked(Document("", text).masked())

    def read_masked(self, document: Document, given: Shares | None = None) -> Understood:
        """Return what a masked text is about.

        Args:
            document: The text, personal data already masked.
            given: Confidences of another tier for the labels of the model, in their order.
        """
        text = document.whole()
        if not text:
            return Understood()
        heard = self.words.heard_in(text) if self.words else {}
        shares = self._mixed(self._by_model(document) if given is None else given, heard)
        return Understood(
            matters=self._guesses(text, shares, heard),
            several=self._several(text),
            kind=kind_of(text),
            urgency=urgency_of(text, self.alarms),
            party=party_of(text),
            hints=hints_of(text),
        )

    @cached_property
    def _codes(self) -> tuple[str, ...]:
        """Every code that can be guessed, sorted."""
        labels = self.model.facts.labels if self.model else ()
        return tuple(sorted(self.leaves if self.leaves is not None else labels))

    @cached_property
    def _number(self) -> dict[str, int]:
        return {code: at for at, code in enumerate(self._codes)}

    @cached_property
    def _families(self) -> tuple[tuple[NDArray[np.int64], float], ...]:
        """For each level of the tree the number of each code's ancestor, and how much it counts."""
        found = []
        for parts, power in _FAMILY_COUNTS:
            above = [".".join(code.split(".")[:parts]) for code in self._codes]
            number = {name: at for at, name in enumerate(sorted(set(above)))}
            found.append((np.array([number[name] for name in above], dtype=np.int64), power))
        return tuple(found)

    @cached_property
    def _of_labels(self) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.bool_]]:
        """Which labels of the model are codes, which codes these are, which codes it never met."""
        labels = self.model.facts.labels if self.model else ()
        known = [(at, self._number[one]) for at, one in enumerate(labels) if one in self._number]
        pairs = np.array(known, dtype=np.int64).reshape(-1, 2)
        new = np.ones(len(self._codes), dtype=np.bool_)
        new[pairs[:, 1]] = False
        return pairs[:, 0], pairs[:, 1], new

    def _by_model(self, document: Document) -> Shares | None:
        """Return the light tier's confidences; None where it knows no piece of the text."""
        return self.model.confidences_if_known(document) if self.model else None

    def _mixed(self, by_model: Shares | None, heard: Heard) -> Shares:
        """Return both opinions as one; labels that are no leaves of the city any more fall out.

        The opinions are multiplied, each with a floor, so that neither alone can rule a leaf out.
        Of a leaf the model never met the words are the only opinion. A leaf gains by what speaks
        for its sisters: where the leaf is in doubt, the field often is not.
        """
        said = np.zeros(len(self._codes))
        for code, (share, _) in heard.items():
            said[self._number[code]] = share
        if by_model is None:
            return said
        labels, codes, new = self._of_labels
        shares = np.where(new, said, 0.0)
        shares[codes] = by_model[labels]
        if self.words is None:
            return shares
        opinions = (shares + _DOUBT) * (said + _UNSAID) ** _WORDS_COUNT
        opinions /= opinions.sum()
        for members, power in self._families:
            opinions = opinions * (np.bincount(members, weights=opinions)[members] ** power)
        opinions **= _CAUTION
        return np.asarray(opinions / opinions.sum())

    def _guesses(self, text: str, shares: Shares, heard: Heard) -> tuple[MatterGuess, ...]:
        best = [at for at in np.argsort(-shares, kind="stable")[:MOST].tolist() if shares[at] > 0]
        codes = [self._codes[at] for at in best]
        said = self._words_for(text, codes)
        return tuple(
            MatterGuess(code, float(shares[at]), _distinct(said.get(code, ()), heard.get(code)))
            for at, code in zip(best, codes, strict=True)
        )

    @cached_property
    def _label_number(self) -> dict[str, int]:
        labels = self.model.facts.labels if self.model else ()
        return {label: at for at, label in enumerate(labels)}

    def _words_for(self, text: str, codes: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        known = [code for code in codes if code in self._label_number]
        if self.model is None or not known:
            return {}
        numbers = [self._label_number[code] for code in known]
        told = self.model.light.words_for(text, numbers, _EXPLAINED)
        return dict(zip(known, told, strict=True))

    def _several(self, text: str) -> tuple[MatterGuess, ...]:
        """Return the matters of parts that surely speak of different branches; none if one does."""
        parts = parts_of(text)
        best: dict[str, tuple[float, str, str]] = {}
        for part in parts if len(parts) > 1 else ():
            heard = self.words.heard_in(part) if self.words else {}
            shares = self._mixed(self._by_model(Document("", part)), heard)
            at = int(shares.argmax())
            if shares[at] >= _SECOND_FROM:
                code = self._codes[at]
                branch = ".".join(code.split(".")[:_BRANCH_PARTS])
                found = (float(shares[at]), code, part)
                best[branch] = max(best.get(branch, found), found)
        if len(best) == 1:
            return ()
        ordered = sorted(best.values(), key=lambda found: (-found[0], found[1]))
        return tuple(
            MatterGuess(code, share, self._words_for(part, [code]).get(code, ()))
            for share, code, part in ordered
        )


def _distinct(told: Sequence[str], heard: tuple[float, tuple[str, ...]] | None) -> tuple[str, ...]:
    """Return the model's words and the catalogue's, none that stands inside another."""
    words = [*told, *(heard[1] if heard else ())]
    outer = [word for word in dict.fromkeys(words) if not _inside(word, words)]
    return tuple(outer[:_EXPLAINED])


def _inside(word: str, words: Sequence[str]) -> bool:
    return any(word != other and word in other for other in words)
