# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One separating plane for each label, over pieces stretched by how much they tell (NB-SVM).

Before a plane is learned for a label, every piece is stretched by the logarithm of how many times
likelier it stands in a text of that label than in another (naive Bayes); then a support vector
machine decides. Words that tell nothing are shrunk before they can do harm. See Wang and Manning,
*Baselines and Bigrams*, 2012.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from jiesu.adapters.text.learning.views import Floats, Ints, Table

Arrays = Mapping[str, NDArray[Any]]

_SOFTNESS = 0.5  # of the machine (C): 0.2 cost 0.005, 1.0 gave the same
_MOST_WEIGHTS = 6_000_000  # of all labels together; the smallest go first
_NEVER = -1.0  # the score of a label without an example


@dataclass(frozen=True)
class Planes:
    """分类面: what each piece weighs for each label (sparse, piece × label), and a start."""

    weights: Table
    bias: Floats

    def scores(self, table: Table) -> Floats:
        """Return how far each text (row of a weighed table) is from the plane of each label."""
        return np.asarray((table @ self.weights).toarray() + self.bias, dtype=np.float32)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return everything as arrays of numbers."""
        return {
            "weights": self.weights.data.astype(np.float16),
            "labels": self.weights.indices.astype(np.uint16),
            "ends": self.weights.indptr.astype(np.int64),
            "bias": self.bias,
        }

    @classmethod
    def of(cls, arrays: Arrays, pieces: int, labels: int) -> "Planes":
        """Return the planes of what :meth:`arrays` gave.

        Raises:
            ValueError, KeyError: the arrays do not belong together.
        """
        ends = arrays["ends"].astype(np.int64, casting="safe")
        owners = arrays["labels"].astype(np.int32, casting="safe")
        weights = arrays["weights"].astype(np.float32, casting="safe")
        bias = arrays["bias"].astype(np.float32, casting="safe")
        fits = (
            ends.shape == (pieces + 1,)
            and bias.shape == (labels,)
            and np.isfinite(weights).all()
            and np.isfinite(bias).all()
        )
        if not fits:
            raise ValueError("arrays of planes that do not belong together")
        table = sparse.csr_matrix((weights, owners, ends), shape=(pieces, labels))
        table.check_format(full_check=True)
        return cls(table, bias)


def learn_planes(table: Table, target: Ints, labels: int, seed: int) -> Planes:
    """Return the planes of a weighed table whose rows have the labels numbered in ``target``."""
    present = table.copy()
    present.data = (present.data > 0).astype(np.float64)
    all_texts = np.asarray(present.sum(axis=0)).ravel()
    most = max(1, _MOST_WEIGHTS // labels)
    columns, bias = [], np.full(labels, _NEVER, dtype=np.float32)
    for label in range(labels):
        mine = target == label
        weights = np.zeros(table.shape[1])
        if mine.all():
            bias[label] = -_NEVER
        elif mine.any():
            weights, bias[label] = _plane(table, mine, _telling(present, all_texts, mine), seed)
        columns.append(_largest(weights, most))
    return Planes(sparse.hstack(columns, format="csr"), bias)


def _telling(present: Table, all_texts: NDArray[np.float64], mine: NDArray[np.bool_]) -> Floats:
    """Return how far the odds of each piece are from even, in logarithms, one more seen of each."""
    inside = np.asarray(present[np.flatnonzero(mine)].sum(axis=0)).ravel()
    likely, unlikely = 1 + inside, 1 + all_texts - inside
    odds = np.log(likely / likely.sum()) - np.log(unlikely / unlikely.sum())
    return np.asarray(np.abs(odds), dtype=np.float32)


def _plane(
    table: Table, mine: NDArray[np.bool_], telling: Floats, seed: int
) -> tuple[NDArray[np.float64], float]:
    from sklearn.svm import LinearSVC  # noqa: PLC0415 - a trained model is read without it

    learner = LinearSVC(C=_SOFTNESS, random_state=seed)
    learner.fit(table @ sparse.diags(telling), mine)
    return learner.coef_[0] * telling, float(learner.intercept_[0])


def _largest(weights: NDArray[np.float64], most: int) -> Table:
    """Return a sparse column of the largest weights, as exact as they will be stored."""
    small = weights.astype(np.float16).astype(np.float32)
    if len(small) > most:
        edge = np.partition(np.abs(small), len(small) - most)[len(small) - most]
        small[np.abs(small) < edge] = 0
    return sparse.csc_matrix(small[:, None])
