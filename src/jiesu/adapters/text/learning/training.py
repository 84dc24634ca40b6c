# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Training the light tier: one separating plane for each label, over counted pieces.

The only module of the light tier that needs scikit-learn. The same rows and seed give the same
bytes.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.svm import LinearSVC

from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.light import TITLE_COUNTS, Floats, LightModel, quantised
from jiesu.adapters.text.learning.pieces import pieces, plain

Watch = Callable[[int, int], None]
"""Told how many of how many steps are done."""

_FEW = 300
"""With fewer texts every piece counts; with more, one that stands in a single text is chance."""
_MOST_CELLS = 60_000_000  # of the table label × piece while training: 480 MB
_MOST_PIECES = 400_000
_MOST_WEIGHTS = 3_000_000
_SOFTNESS = 1.0  # of the planes (C): 0.5 and 2 gave the same within 0.002


def train_light(  # noqa: PLR0913 -- each is documented below
    documents: Sequence[Document],
    labels: Sequence[str],
    seed: int,
    *,
    row_weights: Sequence[float] | None = None,
    may_learn: Callable[[str], bool] | None = None,
    most_weights: int = _MOST_WEIGHTS,
) -> LightModel:
    """Return the light model of labelled, redacted texts; there are at least two labels.

    Args:
        documents: The texts.
        labels: The label of each.
        seed: Of the order in which the learner looks at rows.
        row_weights: How much each row counts; all alike if left out.
        may_learn: Which pieces may stand in the vocabulary; every one if left out.
        most_weights: How many weights are kept, the largest.
    """
    counts = [_counted(document) for document in documents]
    kinds = sorted(set(labels))
    numbers = {kind: at for at, kind in enumerate(kinds)}
    target = np.array([numbers[label] for label in labels])
    vocabulary = _vocabulary(counts, target, len(kinds), may_learn)
    table, rarity = _table(counts, vocabulary)
    if len(kinds) == 1:  # a fold of a tiny file: nothing to tell apart, so nothing speaks
        nothing = np.zeros((1, len(vocabulary)))
        return quantised(kinds, vocabulary, rarity, nothing, np.zeros(1), most_weights)
    learner = LinearSVC(C=_SOFTNESS, random_state=seed)
    learner.fit(table, target, sample_weight=row_weights)
    weights, bias = learner.coef_, learner.intercept_
    if len(bias) == 1:  # two labels share one plane
        weights, bias = np.vstack((-weights, weights)), np.concatenate((-bias, bias))
    return quantised(kinds, vocabulary, rarity, weights, bias, most_weights)


def out_of_fold(
    documents: Sequence[Document],
    labels: Sequence[str],
    fold_of: NDArray[np.int64],
    seed: int,
    watch: Watch | None = None,
) -> tuple[list[str], Floats]:
    """Return all labels, sorted, and for each row the scores of a model that never saw its fold.

    A label the other folds do not have scores lower than any other.
    """
    kinds = sorted(set(labels))
    numbers = {kind: at for at, kind in enumerate(kinds)}
    found = np.zeros((len(documents), len(kinds)), dtype=np.float32)
    rounds = int(fold_of.max()) + 1
    for fold in range(rounds):
        inside = np.flatnonzero(fold_of != fold).tolist()
        outside = np.flatnonzero(fold_of == fold).tolist()
        model = train_light([documents[at] for at in inside], [labels[at] for at in inside], seed)
        scores = model.table([documents[at] for at in outside])
        rows = np.full((len(outside), len(kinds)), scores.min(initial=0) - 1, dtype=np.float32)
        rows[:, [numbers[label] for label in model.labels]] = scores
        found[outside] = rows
        if watch:
            watch(fold + 1, rounds)
    return kinds, found


def _counted(document: Document) -> Counter[str]:
    times = TITLE_COUNTS if document.body else 1
    counted = Counter(pieces(plain(document.body)))
    for piece, found in Counter(pieces(plain(document.title))).items():
        counted[piece] += times * found
    return counted


def _vocabulary(
    counts: Sequence[Counter[str]],
    target: NDArray[np.int64],
    kinds: int,
    may_learn: Callable[[str], bool] | None,
) -> list[str]:
    """Return the pieces to learn from, sorted; of too many those that tell labels apart most."""
    texts_with = Counter[str]()
    for each in counts:
        texts_with.update(each.keys())
    least = 1 if len(counts) < _FEW else 2
    known = sorted(
        piece
        for piece, texts in texts_with.items()
        if texts >= least and (may_learn is None or may_learn(piece))
    )
    most = min(_MOST_PIECES, _MOST_CELLS // kinds)
    if len(known) <= most:
        return known
    telling = _telling(counts, known, target, kinds)
    best = np.sort(np.argsort(-telling, kind="stable")[:most])
    return [known[at] for at in best]


def _telling(
    counts: Sequence[Counter[str]], known: Sequence[str], target: NDArray[np.int64], kinds: int
) -> NDArray[np.float64]:
    """Return how far the labels of the texts with each piece are from those of all (chi square)."""
    table, _ = _table(counts, known)
    table.data[:] = 1
    rows = np.arange(len(target))
    belongs = sparse.csr_matrix((np.ones(len(rows)), (target, rows)), shape=(kinds, len(rows)))
    seen = (belongs @ table).tocsc()
    share = np.bincount(target, minlength=kinds) / len(target)
    parts = sparse.csc_matrix(
        (seen.data**2 / share[seen.indices], seen.indices, seen.indptr), shape=seen.shape
    )
    texts = np.asarray(table.sum(axis=0), dtype=np.float64).ravel()
    observed = np.asarray(parts.sum(axis=0), dtype=np.float64).ravel()
    return np.asarray(observed / np.maximum(texts, 1) - texts)


def _table(counts: Sequence[Counter[str]], vocabulary: Sequence[str]) -> tuple[Any, Floats]:
    """Return the rows (sparse) as :class:`LightModel` weighs them, and each piece's rarity."""
    number = {piece: at for at, piece in enumerate(vocabulary)}
    columns, amounts, ends = [], [], [0]
    for each in counts:
        known = [(number[piece], times) for piece, times in each.items() if piece in number]
        columns += [at for at, _ in known]
        amounts += [times for _, times in known]
        ends.append(len(columns))
    shape = (len(counts), len(vocabulary))
    logged = 1 + np.log(np.array(amounts, dtype=np.float32))
    table = sparse.csr_matrix((logged, np.array(columns, dtype=np.int32), ends), shape=shape)
    texts = np.bincount(table.indices, minlength=shape[1])
    rarity = (np.log((1 + shape[0]) / (1 + texts)) + 1).astype(np.float16).astype(np.float32)
    table = table @ sparse.diags(rarity)
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
    return (sparse.diags(1 / np.maximum(lengths, 1e-9)) @ table).tocsr(), rarity
