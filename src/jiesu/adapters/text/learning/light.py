# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The light tier: a linear model over short runs of characters, read without scikit-learn.

A piece that is known carries a weight for some of the labels; a text's score for a label is the sum
over its pieces, each counted as 1 + log(times) and by how rare it is, divided by the text's
length in that measure. Weights are whole numbers of one byte, times one scale for each label.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.pieces import Run, pieces, places_of, plain

Floats = NDArray[np.float32]
Arrays = Mapping[str, NDArray[Any]]

TITLE_COUNTS = 3
"""How often what stands in a title counts: the subject line says it in the writer's own summary."""

_SEPARATOR = "\n"
_TOP = np.int8(127)
_SPEAKING = 24  # pieces that explain a guess, before neighbours are joined
_PARTICLES = frozenset("的地得了着过吗呢吧啊么和与及是就都也还又很在把被给向到从这那我你他您们个")
_SMALL = """
a an and are as at be been by do for from has have i in is it me my no not of on or our
so that the there they this to was we were will with you your
"""
_SMALL_WORDS = frozenset(_SMALL.split())
_FEWEST = 2  # one character alone explains nothing


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
        found = self.scores_if_known(title, body)
        return self.bias.copy() if found is None else found

    def scores_if_known(self, title: str, body: str = "") -> Floats | None:
        """Return the same, or None where no piece of the text is known."""
        numbers, amounts = self._amounts(title, body)
        if not len(numbers):
            return None
        owners, parts = self._parts(numbers, amounts)
        summed = np.bincount(owners, weights=parts, minlength=len(self.labels))
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
        counts = np.fromiter(times.values(), dtype=np.float32, count=len(times))
        amounts = (1 + np.log(counts)) * self.rarity[numbers]
        length = float(np.sqrt((amounts**2).sum()))
        return numbers, (amounts / length if length else amounts).astype(np.float32)

    def _parts(
        self, numbers: NDArray[np.int64], amounts: Floats
    ) -> tuple[NDArray[np.uint16], Floats]:
        first, behind = self.starts[numbers], self.starts[numbers + 1]
        sizes = behind - first
        offsets = np.repeat(first - np.concatenate(([0], sizes.cumsum()[:-1])), sizes)
        at = np.arange(int(sizes.sum())) + offsets
        return self.owners[at], self.weights[at] * np.repeat(amounts, sizes)

    def words_for(
        self, text: str, labels: Sequence[int], most: int = 3
    ) -> tuple[tuple[str, ...], ...]:
        """Return for each of ``labels`` the pieces of ``text`` that speak most for it.

        Neighbours are joined. They stand in the text as they are returned; of a redacted text no
        placeholder is among them.
        """
        numbers, amounts = self._amounts(text, "")
        owners, parts = self._parts(numbers, amounts)
        pieces_of_parts = np.repeat(numbers, self.starts[numbers + 1] - self.starts[numbers])
        runs = places_of(plain(text))
        found = []
        for label in labels:
            speaks = (owners == label) & (parts > 0)
            speaking, weights = pieces_of_parts[speaks], parts[speaks]
            best = np.argsort(-weights, kind="stable")[:_SPEAKING]
            weighed = {self.vocabulary[int(speaking[at])]: float(weights[at]) for at in best}
            found.append(_joined(text, runs, weighed, most))
        return tuple(found)

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


def _joined(
    text: str, runs: Sequence[Run], weighed: Mapping[str, float], most: int
) -> tuple[str, ...]:
    """Return the stretches of ``text`` covered by weighed pieces, the weightiest first."""
    long_enough = {piece: weight for piece, weight in weighed.items() if len(piece) >= _FEWEST}
    said: dict[str, float] = {}
    for run, places in runs:
        heard = {piece: weight for piece, weight in long_enough.items() if piece in run}
        for first, last in (_trimmed(run, *span) for span in _stretches(run, heard)):
            if last - first + 1 < _FEWEST:
                continue
            words = text[places[first] : places[last] + 1]
            inside = sum(weight for piece, weight in heard.items() if piece in words)
            said[words] = max(said.get(words, 0.0), inside)
    return tuple(sorted(said, key=lambda word: (-said[word], word))[:most])


def _trimmed(run: str, first: int, last: int) -> tuple[int, int]:
    """Return the stretch without particles at its edges: 的停车费 explains no more than 停车费."""
    while first <= last and run[first] in _PARTICLES:
        first += 1
    while last >= first and run[last] in _PARTICLES:
        last -= 1
    return first, last


def _all_of(piece: str, run: str) -> Iterator[tuple[int, int]]:
    at = run.find(piece)
    while at >= 0:
        yield at, at + len(piece) - 1
        at = run.find(piece, at + 1)


def _stretches(run: str, heard: Mapping[str, float]) -> list[tuple[int, int]]:
    """Return first and last position of each stretch of ``run`` that pieces in it cover."""
    if run.isascii():
        return [(0, len(run) - 1)] if run in heard and run not in _SMALL_WORDS else []
    spans = sorted(span for piece in heard for span in _all_of(piece, run))
    joined: list[tuple[int, int]] = []
    for first, last in spans:
        if joined and first <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return joined
