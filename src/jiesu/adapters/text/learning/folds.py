# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Which rows may be judged by a model that learned from which: near-copies stay on one side.

A text that was sent twice with a word changed would be learned from once and judged once, and the
figure would flatter. Copies are found by shingles of characters: rows that share a band of minimum
hashes are looked at, and joined when the overlap of their shingles really is that large.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]

ALIKE = 0.8
"""Shared share of shingles (Jaccard) from which two texts are near-copies."""

_SHINGLE = 4  # characters
_SHORTEST = 12  # characters; a shorter text equals another by chance, not by copying
_BANDS, _ROWS = 16, 4  # two texts at 0.8 meet in a band with probability 0.9998
_LOOK_BACK = 6  # members of a bucket each new one is compared with: keeps the search near-linear
_SEED = 20190101  # of the hash functions: which rows are copies does not depend on chance
_MIX = np.uint64(0x9E3779B97F4A7C15)


class _Joined:
    """Sets of rows that grow together (union-find)."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, row: int) -> int:
        """Return the row that stands for the set of this one."""
        while self._parent[row] != row:
            self._parent[row] = self._parent[self._parent[row]]
            row = self._parent[row]
        return row

    def join(self, one: int, other: int) -> None:
        """Put two rows, and all that hang on them, into one set."""
        first, second = sorted((self.root(one), self.root(other)))
        self._parent[second] = first

    def numbered(self) -> Ints:
        """Return the number of each row's set, counted from 0 in order of appearance."""
        roots = [self.root(row) for row in range(len(self._parent))]
        numbers = {root: number for number, root in enumerate(dict.fromkeys(roots))}
        return np.array([numbers[root] for root in roots], dtype=np.int64)


def near_copy_groups(
    texts: Sequence[str], given_groups: Sequence[Hashable] | Ints | None = None
) -> Ints:
    """Return the number of each row's group: near-copies of each other, or grouped by the giver.

    Args:
        texts: One text a row, everything the model will see of it.
        given_groups: What the file already says belongs together; an empty mark says nothing.

    Texts of fewer than 12 letters and digits are left alone, and so are categorical texts if the
    caller does not ask: a thousand equal descriptors are a thousand facts, not copies of one.
    """
    joined = _Joined(len(texts))
    for row, first in _equal_marks(() if given_groups is None else given_groups):
        joined.join(row, first)
    plain = [_plain(text) for text in texts]
    long_enough = [text if len(text) >= _SHORTEST else "" for text in plain]
    for row, first in _equal_marks(long_enough):
        joined.join(row, first)
    different = [row for text, row in _first_rows(long_enough).items() if text != ""]
    shingles = [_shingles(long_enough[row]) for row in different]
    for one, other in _candidates(shingles):
        if _overlap(shingles[one], shingles[other]) >= ALIKE:
            joined.join(different[one], different[other])
    return joined.numbered()


def folds(groups: Sequence[int] | Ints, labels: Sequence[Hashable], k: int, seed: int) -> Ints:
    """Return the fold (0 … k-1) of each row: groups whole, labels spread evenly, chance by seed.

    With fewer groups than folds, there are as many folds as groups.
    """
    rows_of: dict[int, list[int]] = defaultdict(list)
    for row, group in enumerate(groups):
        rows_of[int(group)].append(row)
    numbers = {label: number for number, label in enumerate(dict.fromkeys(labels))}
    label_of = [numbers[label] for label in labels]
    order = np.random.default_rng(seed).permutation(len(rows_of))
    members = list(rows_of.values())
    shuffled = sorted((members[at] for at in order), key=len, reverse=True)
    counts = np.zeros((min(k, len(members)), len(numbers)), dtype=np.int64)
    fold = np.zeros(len(label_of), dtype=np.int64)
    for rows in shuffled:
        kinds = [label_of[row] for row in rows]
        # The fold that has least of these labels; among equals the emptiest.
        burden = counts[:, kinds].sum(axis=1) * (len(label_of) + 1) + counts.sum(axis=1)
        chosen = int(burden.argmin())
        fold[rows] = chosen
        np.add.at(counts[chosen], kinds, 1)
    return fold


def _plain(text: str) -> str:
    """Return letters and digits only, full-width as half-width: layout makes no new text."""
    folded = unicodedata.normalize("NFKC", text)
    return "".join(character for character in folded if character.isalnum()).lower()


def _first_rows(marks: Sequence[Hashable] | Ints) -> dict[Hashable, int]:
    first: dict[Hashable, int] = {}
    for row, mark in enumerate(marks):
        first.setdefault(mark, row)
    return first


def _equal_marks(marks: Sequence[Hashable] | Ints) -> Iterator[tuple[int, int]]:
    """Yield (row, first row with the same mark); rows without a mark stand alone."""
    first = _first_rows(marks)
    return ((row, first[mark]) for row, mark in enumerate(marks) if mark not in {"", None})


def _shingles(text: str) -> NDArray[np.uint64]:
    """Return the sorted distinct hashes of all runs of four characters."""
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    runs = np.zeros(len(codes) - _SHINGLE + 1, dtype=np.uint64)
    for offset in range(_SHINGLE):
        runs = (runs ^ codes[offset : offset + len(runs)]) * _MIX
        runs ^= runs >> np.uint64(29)
    return np.unique(runs)


def _candidates(shingles: Sequence[NDArray[np.uint64]]) -> Iterator[tuple[int, int]]:
    """Yield pairs that share a band of minimum hashes, each text with the few last ones there."""
    chance = np.random.default_rng(_SEED)
    size = _BANDS * _ROWS
    factors = chance.integers(1, 2**63, size=(size, 1), dtype=np.uint64) | np.uint64(1)
    offsets = chance.integers(0, 2**63, size=(size, 1), dtype=np.uint64)
    buckets: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for at, hashes in enumerate(shingles):
        mixed = hashes * factors + offsets
        signature = (mixed ^ (mixed >> np.uint64(32))).min(axis=1).reshape(_BANDS, _ROWS)
        for band, values in enumerate(signature):
            bucket = buckets[band, values.tobytes()]
            yield from ((at, earlier) for earlier in bucket[-_LOOK_BACK:])
            bucket.append(at)


def _overlap(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> float:
    """Return the Jaccard likeness of two sets."""
    shared = len(np.intersect1d(one, other, assume_unique=True))
    return shared / (len(one) + len(other) - shared)
