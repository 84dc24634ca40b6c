# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the thorough tier looks at: title and body counted apart and together, then weighed.

A title says in ten words what a body says in two hundred, so it gets a table of its own; a third
table joins both, so what was learned from bodies helps to read a title. Only what people wrote
counts: no numbers, no placeholders of redaction (see ``pieces``).
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.pieces import pieces, plain

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Table = Any
"""A sparse matrix, text × piece (scipy ships no types)."""

_FEW = 300
"""With fewer texts every piece counts; with more, a piece of a single text tells nothing."""


class Part(NamedTuple):
    """部分: how often title and body count, and in how many texts a piece must stand to count."""

    title: int
    body: int
    least: int

    def counted(self, document: Document) -> Counter[str]:
        """Return how often each piece stands in this part of a text."""
        found = Counter[str]()
        for text, times in ((document.title, self.title), (document.body, self.body)):
            for piece, often in Counter(pieces(plain(text)) if times else ()).items():
                found[piece] += times * often
        return found


PARTS = {"title": Part(1, 0, 2), "body": Part(0, 1, 3), "whole": Part(2, 1, 3)}


@dataclass(frozen=True)
class Counts:
    """计数: how often each known piece stands in one part of each text."""

    pieces: tuple[str, ...]
    table: Table

    def rows(self, chosen: Ints) -> "Counts":
        """Return the same of some texts only."""
        return Counts(self.pieces, self.table[chosen])


def count(documents: Sequence[Document], part: str) -> Counts:
    """Return the counts of one part, its pieces being those that stand in enough texts."""
    counted = [PARTS[part].counted(document) for document in documents]
    texts_with = Counter[str]()
    for each in counted:
        texts_with.update(each.keys())
    enough = 1 if len(documents) < _FEW else PARTS[part].least
    known = tuple(sorted(piece for piece, texts in texts_with.items() if texts >= enough))
    return Counts(known, _table(counted, known))


def count_known(documents: Sequence[Document], part: str, known: Sequence[str]) -> Counts:
    """Return the counts of pieces that a model knows."""
    counted = [PARTS[part].counted(document) for document in documents]
    return Counts(tuple(known), _table(counted, known))


def _table(counted: Sequence[Counter[str]], known: Sequence[str]) -> Table:
    number = {piece: at for at, piece in enumerate(known)}
    columns: list[int] = []
    times: list[int] = []
    ends = [0]
    for each in counted:
        found = sorted((number[piece], often) for piece, often in each.items() if piece in number)
        columns += [column for column, _ in found]
        times += [often for _, often in found]
        ends.append(len(columns))
    cells = np.array(times, dtype=np.float32), np.array(columns, dtype=np.int32), ends
    return sparse.csr_matrix(cells, shape=(len(counted), len(known)))


def rarity(counts: Counts) -> Floats:
    """Return how much each piece counts: the fewer texts have it the more; 0 if none has."""
    texts, size = counts.table.shape
    having = np.bincount(counts.table.indices, minlength=size)
    return np.where(having > 0, np.log((1 + texts) / (1 + having)) + 1, 0).astype(np.float32)


def weigh(counts: Counts, rare: Floats) -> Table:
    """Return the table as learners read it: 1 + log(times), by rarity, each text of length 1."""
    table = counts.table.copy()
    table.data = (1 + np.log(table.data)) * rare[table.indices]
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    scale = np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)
    return (sparse.diags(scale.astype(np.float32)) @ table).tocsr()
