# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The light tier: a linear model over short runs of characters, read without scikit-learn.

A piece that is known carries a weight for some of the labels; a text's score for a label is the sum
over its pieces, each counted as 1 + log(times) and by how rare it is, divided by the text's
length in that measure. Weights are whole numbers of one byte, times one scale for each label.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.pieces import pieces, placed_pieces, plain

Floats = NDArray[np.float32]
Arrays = Mapping[str, NDArray[Any]]

TITLE_COUNTS = 3
"""How often what stands in a title counts: the subject line says it in the writer's own summary."""

_SEPARATOR = "\n"
_TOP = np.int8(127)
_WIDE = 10  # a piece that speaks for a tenth of the labels has its row in full
_SPEAKING = 24  # pieces that explain a guess, before neighbours are joined
_EDGES = frozenset(
    "的地得了着过吗呢吧啊么和与及是就都也还又很在把被给向到从这那我你他您们个 \t\r\n"
)
_SMALL = """
a an and are as at be been by do for from has have i in is it me my no not of on or our
so that the there they this to was we were will with you your
"""
_SMALL_WORDS = frozenset(_SMALL.split())
_LEAST = 1e-9
_FEWEST = 2  # one character alone explains nothing


Span = tuple[int, int]
"""Where a part of a text begins and ends."""


@dataclass(frozen=True, slots=True)
class Sighted:
    """认出的片段: the known pieces of a text, where they stand, and what they speak for.

    ``numbers`` are the pieces, each once. For each time one stands in the text, ``which`` is its
    place in ``numbers``, ``first`` and ``behind`` its place in the text. ``weights`` is what each
    piece says for each label (piece × label).
    """

    text: str
    numbers: NDArray[np.int64]
    which: NDArray[np.int64]
    first: NDArray[np.int64]
    behind: NDArray[np.int64]
    weights: Floats

    def times(self, spans: Sequence[Span]) -> NDArray[np.int64]:
        """Return how often each piece stands in each part (part × piece); parts do not overlap."""
        ends = np.array(spans, dtype=np.int64)
        part = np.searchsorted(ends[:, 0], self.first, side="right") - 1
        inside = (part >= 0) & (self.behind <= ends[part, 1])
        cells = part[inside] * len(self.numbers) + self.which[inside]
        counted = np.bincount(cells, minlength=len(spans) * len(self.numbers))
        return counted.reshape(len(spans), len(self.numbers))


@dataclass(frozen=True)
class LightModel:
    """轻量模型: which pieces speak for which label; ``labels`` in the order of every row of scores.

    ``starts[i]`` to ``starts[i + 1]`` are the weights of piece ``i``: one byte in ``weights`` for
    the label in ``owners``. ``rarity`` is how much a piece counts, ``scale`` the size of a byte of
    each label, ``bias`` the score of a label before anything was read.
    """

    labels: tuple[str, ...]
    vocabulary: tuple[str, ...]
    rarity: Floats
    starts: NDArray[np.int64]
    owners: NDArray[np.uint16]
    weights: NDArray[np.int8]
    scale: Floats
    bias: Floats

    @cached_property
    def _number(self) -> dict[str, int]:
        return {piece: at for at, piece in enumerate(self.vocabulary)}

    def scores(self, title: str, body: str = "") -> Floats:
        """Return the score of each label for one (redacted) text."""
        return self._scores(*self._amounts(title, body))

    def scores_if_known(self, title: str, body: str = "") -> Floats | None:
        """Return the same, or None where no piece of the text is known."""
        numbers, amounts = self._amounts(title, body)
        return self._scores(numbers, amounts) if len(numbers) else None

    def sighted(self, said: str) -> Sighted:
        """Return the known pieces of a plain text: what its parts are scored by, and explained."""
        found, first, behind = placed_pieces(said)
        number = self._number.get
        every = np.array([number(piece, -1) for piece in found], dtype=np.int64)
        known = every >= 0
        numbers, which = np.unique(every[known], return_inverse=True)
        begin, end = (np.array(at, dtype=np.int64)[known] for at in (first, behind))
        return Sighted(said, numbers, which, begin, end, self._rows(numbers))

    def _rows(self, numbers: NDArray[np.int64]) -> Floats:
        """Return the weights of pieces in full (piece × label)."""
        place, full = self._spread
        rows = np.zeros((len(numbers), len(self.labels)), dtype=np.float32)
        wide = place[numbers] >= 0
        rows[wide] = full[place[numbers[wide]]]
        narrow = np.flatnonzero(~wide)
        at, weighing = self._weights_of(numbers[narrow])
        rows[narrow[weighing], self.owners[at]] = self.weights[at]
        return rows

    @cached_property
    def _spread(self) -> tuple[NDArray[np.int64], NDArray[np.int8]]:
        """Return the rows of pieces that speak for many labels in full, and where each row lies.

        Few pieces are such, but most of the weights of a text are theirs: whole rows are copied
        many times faster than they are put together. -1 stands for a piece without a row.
        """
        wide = np.flatnonzero(np.diff(self.starts) * _WIDE >= len(self.labels))
        place = np.full(len(self.vocabulary), -1, dtype=np.int64)
        place[wide] = np.arange(len(wide))
        full = np.zeros((len(wide), len(self.labels)), dtype=np.int8)
        at, weighing = self._weights_of(wide)
        full[weighing, self.owners[at]] = self.weights[at]
        return place, full

    def scores_in(self, sighted: Sighted, spans: Sequence[Span]) -> Floats:
        """Return the score of each label for each part of a text (part × label).

        A part no piece of which is known scores what every text does before it is read.
        """
        amounts = self._weighed(sighted.numbers, sighted.times(spans))
        return np.asarray(amounts @ sighted.weights * self.scale + self.bias, dtype=np.float32)

    def _scores(self, numbers: NDArray[np.int64], amounts: Floats) -> Floats:
        at, weighing = self._weights_of(numbers)
        parts = self.weights[at] * amounts[weighing]
        summed = np.bincount(self.owners[at], weights=parts, minlength=len(self.labels))
        return (summed * self.scale + self.bias).astype(np.float32)

    def table(self, documents: Iterable[Document]) -> Floats:
        """Return the scores of many texts, one row each."""
        rows = [self.scores(each.title, each.body) for each in documents]
        return np.array(rows, dtype=np.float32).reshape(len(rows), len(self.labels))

    def _amounts(self, title: str, body: str) -> tuple[NDArray[np.int64], Floats]:
        """Return the known pieces of a text and what each counts, their squares summing to 1."""
        number = self._number.get
        times: dict[int, int] = {}
        for text, weight in ((title, TITLE_COUNTS if body else 1), (body, 1)):
            for piece in pieces(plain(text)):
                at = number(piece, -1)
                if at >= 0:
                    times[at] = times.get(at, 0) + weight
        numbers = np.fromiter(times.keys(), dtype=np.int64, count=len(times))
        counts = np.fromiter(times.values(), dtype=np.int64, count=len(times))
        return numbers, self._weighed(numbers, counts)

    def _weighed(self, numbers: NDArray[np.int64], times: NDArray[np.int64]) -> Floats:
        """Return what pieces count, however many rows of ``times``; a row's squares sum to 1."""
        known = times > 0
        amounts = (known + np.log(np.maximum(times, 1, dtype=np.float32))) * self.rarity[numbers]
        length = np.sqrt((amounts**2).sum(axis=-1, keepdims=True))
        return np.asarray(amounts / np.maximum(length, _LEAST), dtype=np.float32)

    def _weights_of(
        self, numbers: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return where the weights of pieces lie, and for each weight which of the pieces it is."""
        first = self.starts[numbers]
        sizes = self.starts[numbers + 1] - first
        weighing = np.repeat(np.arange(len(numbers)), sizes)
        at = np.arange(len(weighing)) + (first - sizes.cumsum() + sizes)[weighing]
        return at, weighing

    def words_for(
        self,
        text: str,
        sighted: Sighted,
        labels: Sequence[int],
        most: int,
        span: Span | None = None,
    ) -> tuple[tuple[str, ...], ...]:
        """Return for each of ``labels`` the pieces of ``text`` that speak most for it.

        Neighbours are joined. They stand in the text as they are returned; of a redacted text no
        placeholder is among them.

        Args:
            text: What was said, position by position as in the plain text.
            sighted: What was sighted in it.
            labels: The numbers of the labels.
            most: How many words for each at most.
            span: The part that is to be explained; the whole if left out.
        """
        span = span or (0, len(text))
        (amounts,) = self._weighed(sighted.numbers, sighted.times([span]))
        inside = (sighted.first >= span[0]) & (sighted.behind <= span[1])
        found = []
        for label in labels:
            parts = sighted.weights[:, label] * amounts
            mine = np.argsort(-parts, kind="stable")[:_SPEAKING]
            weight = np.zeros(len(parts), dtype=np.float32)
            weight[mine] = np.maximum(parts[mine], 0)
            heard = weight[sighted.which]
            found.append(self._joined(text, sighted, np.flatnonzero(heard * inside), heard, most))
        return tuple(found)

    def _joined(
        self, text: str, sighted: Sighted, heard: NDArray[np.int64], weights: Floats, most: int
    ) -> tuple[str, ...]:
        """Return the stretches of ``text`` that the pieces heard cover, the weightiest first."""
        places = zip(
            sighted.first[heard].tolist(),
            sighted.behind[heard].tolist(),
            [self.vocabulary[at] for at in sighted.numbers[sighted.which[heard]].tolist()],
            weights[heard].tolist(),
            strict=True,
        )
        said: dict[str, float] = {}
        for stretch in _stretches(place for place in places if _explains(place[2])):
            first, behind = _trimmed(sighted.text, stretch[0][0], max(one[1] for one in stretch))
            inside = {one[2]: one[3] for one in stretch if first <= one[0] and one[1] <= behind}
            if behind - first >= _FEWEST:
                words = text[first:behind]
                said[words] = max(said.get(words, 0.0), sum(inside.values()))
        return tuple(sorted(said, key=lambda word: (-said[word], word))[:most])

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything but the labels as arrays of numbers."""
        said = _SEPARATOR.join(self.vocabulary).encode()
        return {
            "vocabulary": np.frombuffer(said, dtype=np.uint8),
            "rarity": self.rarity.astype(np.float16),
            "sizes": np.diff(self.starts).astype(np.uint16),
            "owners": self.owners.astype(_small(len(self.labels))),
            "weights": self.weights,
            "scale": self.scale,
            "bias": self.bias,
        }

    @classmethod
    def of(cls, labels: Sequence[str], arrays: Arrays) -> "LightModel":
        """Return the model of what :meth:`arrays` gave.

        Raises:
            ValueError, KeyError: the arrays do not belong together.
        """
        said = arrays["vocabulary"].astype(np.uint8, casting="safe").tobytes().decode()
        sizes = arrays["sizes"].astype(np.int64, casting="safe")
        model = cls(
            tuple(labels),
            tuple(said.split(_SEPARATOR)) if said else (),
            arrays["rarity"].astype(np.float32),
            np.concatenate((np.zeros(1, np.int64), sizes.cumsum())),
            arrays["owners"].astype(np.uint16, casting="safe"),
            arrays["weights"].astype(np.int8, casting="safe"),
            arrays["scale"].astype(np.float32),
            arrays["bias"].astype(np.float32),
        )
        model.check()
        return model

    def check(self) -> None:
        """Make sure that no look-up can leave the arrays.

        Raises:
            ValueError: the arrays do not belong together.
        """
        kinds, known = len(self.labels), len(self.vocabulary)
        fits = (
            self.rarity.shape == (known,)
            and self.starts.shape == (known + 1,)
            and self.owners.shape == self.weights.shape == (int(self.starts[-1]),)
            and self.scale.shape == self.bias.shape == (kinds,)
            and (not self.owners.size or int(self.owners.max()) < kinds)
            and all(np.isfinite(each).all() for each in (self.rarity, self.scale, self.bias))
        )
        if not fits:
            raise ValueError("arrays of a light model that do not belong together")


def quantised(  # noqa: PLR0913 -- what a model is made of
    labels: Sequence[str],
    vocabulary: Sequence[str],
    rarity: Floats,
    weights: NDArray[np.float64],
    bias: NDArray[np.float64],
    most_weights: int,
) -> LightModel:
    """Return the model of a table of weights (label × piece), its smallest weights left out.

    A piece that keeps no weight is forgotten, a weight that rounds to nothing is, too.
    """
    scale = np.maximum(np.abs(weights).max(axis=1), 1e-9) / float(_TOP)
    small = np.rint(weights / scale[:, None]).astype(np.int8)
    if small.size > most_weights:
        size = np.abs(weights)
        edge = np.partition(size, size.size - most_weights, axis=None)[size.size - most_weights]
        small[size < edge] = 0
    kept = np.flatnonzero(np.abs(small).max(axis=0))
    at_piece, at_label = np.nonzero(small[:, kept].T)
    return LightModel(
        tuple(labels),
        tuple(vocabulary[at] for at in kept.tolist()),
        rarity[kept].astype(np.float16).astype(np.float32),
        np.concatenate(([0], np.bincount(at_piece, minlength=len(kept)).cumsum())).astype(np.int64),
        at_label.astype(np.uint16),
        small[:, kept].T[at_piece, at_label],
        scale.astype(np.float32),
        bias.astype(np.float32),
    )


def _small(labels: int) -> type[np.unsignedinteger[Any]]:
    return np.uint8 if labels <= np.iinfo(np.uint8).max + 1 else np.uint16


_Place = tuple[int, int, str, float]
"""A piece in a text: where it begins and ends, the piece, how much it speaks."""


def _explains(piece: str) -> bool:
    """Return whether a piece says something by itself: a character does not, nor a small word."""
    if len(piece) < _FEWEST:
        return False
    return not piece.isascii() or (" " not in piece and piece not in _SMALL_WORDS)


def _stretches(places: Iterable[_Place]) -> list[list[_Place]]:
    """Return the pieces in order, those that overlap together."""
    joined: list[list[_Place]] = []
    end = -1
    for place in sorted(places):
        if joined and place[0] < end:
            joined[-1].append(place)
        else:
            joined.append([place])
        end = max(end, place[1])
    return joined


def _trimmed(said: str, first: int, behind: int) -> Span:
    """Return the stretch without particles at its edges: 的停车费 explains no more than 停车费."""
    while first < behind and said[first] in _EDGES:
        first += 1
    while behind > first and said[behind - 1] in _EDGES:
        behind -= 1
    return first, behind
