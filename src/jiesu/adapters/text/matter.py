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

from jiesu.adapters.text.catalogue_words import CatalogueWords, Heard, Spoken, heard
from jiesu.adapters.text.clauses import parts_of
from jiesu.adapters.text.cues import hints_of, kind_of, party_of, urgency_of
from jiesu.adapters.text.learning.calibration import confidences
from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.light import Sighted, Span
from jiesu.adapters.text.learning.model import MatterModel
from jiesu.adapters.text.learning.pieces import plain
from jiesu.domain.taxonomy import DispatchCatalogue
from jiesu.domain.understanding import MatterGuess, Understood

MOST = 5
"""Guesses for one text."""

_EXPLAINED = 3  # words for each guess
_WORTH_WORDS = 0.01  # a guess below this is not explained, unless it is the likeliest
_WORDS_COUNT = 0.35  # the power of the catalogue's words beside the model's one
_DOUBT, _UNSAID = 1e-4, 5e-3  # the least share of a leaf by the model, and by words
_FAMILY_COUNTS = ((1, 1.0), (2, 0.5))  # power of what speaks for all of a field, of a branch
_CAUTION = 0.7  # power of the whole: composed texts are easier than real ones
_SECOND_FROM = 0.5  # confidence from which a part of the text speaks of a matter of its own
_FEWEST_PARTS = 2
_BRANCH_PARTS = 2  # housing.property.fee: of the branch housing.property

Shares = NDArray[np.float64]
"""How much speaks for each code of a reader, in the reader's order."""

Table = NDArray[np.float64]
"""The same for several parts of a text, one row each."""


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
        seen = self._seen(text)
        own = given if given is not None else self._by_title(document)
        if own is None:
            (own,) = self._by_model(seen, [(0, len(text))])
        (shares,) = self._mixed([own], [heard(seen.spoken)])
        return Understood(
            matters=self._guesses(seen, shares),
            several=self._several(seen),
            kind=kind_of(text),
            urgency=urgency_of(text, self.alarms),
            party=party_of(text),
            hints=hints_of(text),
        )

    def _seen(self, text: str) -> "_Seen":
        said = plain(text)
        return _Seen(
            text,
            self.words.spoken_in(said) if self.words else [],
            self.model.light.sighted(said) if self.model else None,
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

    def _by_title(self, document: Document) -> Shares | None:
        """Return the light tier's confidences for a text with a subject line; None without one."""
        titled = self.model and document.title and document.body
        return self.model.confidences_if_known(document) if self.model and titled else None

    def _by_model(self, seen: "_Seen", spans: Sequence[Span]) -> list[Shares | None]:
        """Return the light tier's confidences for parts; None where it knows no piece of one."""
        if self.model is None or seen.sighted is None:
            return [None] * len(spans)
        times = seen.sighted.times(spans)
        scores = self.model.light.scores_in(seen.sighted, spans)
        found = confidences(scores, self.model.facts.sharpness)
        return [row if said.any() else None for row, said in zip(found, times, strict=True)]

    def _mixed(self, by_model: Sequence[Shares | None], heard_in: Sequence[Heard]) -> Table:
        """Return both opinions on each part as one (part × code).

        Labels that are no leaves of the city any more fall out. The opinions are multiplied, each
        with a floor, so that neither alone can rule a leaf out. Of a leaf the model never met the
        words are the only opinion. A leaf gains by what speaks for its sisters: where the leaf is
        in doubt, the field often is not.
        """
        said = np.zeros((len(heard_in), len(self._codes)))
        for row, by_word in zip(said, heard_in, strict=True):
            for code, (share, _) in by_word.items():
                row[self._number[code]] = share
        known = [at for at, own in enumerate(by_model) if own is not None]
        if not known:
            return said
        labels, codes, new = self._of_labels
        shares = np.where(new, said[known], 0.0)
        shares[:, codes] = np.array([by_model[at] for at in known])[:, labels]
        said[known] = shares if self.words is None else self._joined(shares, said[known])
        return said

    def _joined(self, shares: Table, said: Table) -> Table:
        """Return the model's opinion and that of the words as one (part × code)."""
        opinions = shares + _DOUBT
        opinions *= _power(said + _UNSAID, _WORDS_COUNT)
        opinions /= opinions.sum(axis=1, keepdims=True)
        for members, power in self._families:
            spoken = [(np.bincount(members, weights=row) ** power)[members] for row in opinions]
            opinions *= np.array(spoken)
        opinions = _power(opinions, _CAUTION)
        return np.asarray(opinions / opinions.sum(axis=1, keepdims=True))

    def _guesses(self, seen: "_Seen", shares: Shares) -> tuple[MatterGuess, ...]:
        best = [at for at in np.argsort(-shares, kind="stable")[:MOST].tolist() if shares[at] > 0]
        codes = [self._codes[at] for at in best]
        worth = [code for at, code in zip(best, codes, strict=True) if shares[at] >= _WORTH_WORDS]
        told, by_word = self._words_for(seen, worth or codes[:1]), heard(seen.spoken)
        return tuple(
            MatterGuess(code, float(shares[at]), _distinct(told.get(code, ()), by_word.get(code)))
            for at, code in zip(best, codes, strict=True)
        )

    @cached_property
    def _label_number(self) -> dict[str, int]:
        labels = self.model.facts.labels if self.model else ()
        return {label: at for at, label in enumerate(labels)}

    def _words_for(
        self, seen: "_Seen", codes: Sequence[str], span: Span | None = None
    ) -> Mapping[str, tuple[str, ...]]:
        known = [code for code in codes if code in self._label_number]
        if self.model is None or seen.sighted is None or not known:
            return {}
        numbers = [self._label_number[code] for code in known]
        told = self.model.light.words_for(seen.text, seen.sighted, numbers, _EXPLAINED, span)
        return dict(zip(known, told, strict=True))

    def _several(self, seen: "_Seen") -> tuple[MatterGuess, ...]:
        """Return the matters of parts that surely speak of different branches; none if one does."""
        spans = parts_of(seen.text)
        if len(spans) < _FEWEST_PARTS:
            return ()
        rows = self._mixed(self._by_model(seen, spans), [seen.heard_in(span) for span in spans])
        best: dict[str, tuple[float, str, Span]] = {}
        for shares, span in zip(rows, spans, strict=True):
            at = int(shares.argmax())
            if shares[at] >= _SECOND_FROM:
                code = self._codes[at]
                branch = ".".join(code.split(".")[:_BRANCH_PARTS])
                found = (float(shares[at]), code, span)
                best[branch] = max(best.get(branch, found), found)
        if len(best) < _FEWEST_PARTS:
            return ()
        ordered = sorted(best.values(), key=lambda found: (-found[0], found[1]))
        return tuple(
            MatterGuess(code, share, self._words_for(seen, [code], span).get(code, ()))
            for share, code, span in ordered
        )


@dataclass(frozen=True, slots=True)
class _Seen:
    """What was found in a text in one pass: the catalogue's words and the model's pieces."""

    text: str
    spoken: Sequence[Spoken]
    sighted: Sighted | None

    def heard_in(self, span: Span) -> Heard:
        """Return what speaks for each leaf in a part of the text."""
        first, behind = span
        return heard(each for each in self.spoken if first <= each[0] and each[1] <= behind)


def _power(of: Table, power: float) -> Table:
    return np.asarray(np.exp(power * np.log(of)))


def _distinct(told: Sequence[str], heard: tuple[float, tuple[str, ...]] | None) -> tuple[str, ...]:
    """Return the model's words and the catalogue's, none that stands inside another."""
    words = [*told, *(heard[1] if heard else ())]
    outer = [word for word in dict.fromkeys(words) if not _inside(word, words)]
    return tuple(outer[:_EXPLAINED])


def _inside(word: str, words: Sequence[str]) -> bool:
    return any(word != other and word in other for other in words)
