# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How the scores of several views become one confidence: learned where there are enough texts.

Learned from scores for texts the views had not seen, so the confidences keep their word.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiesu.adapters.text.learning.views import Floats, Ints

_ENOUGH_TEXTS = 300
_TEXTS_OF_RAREST = 25
_SOFTNESS = 0.1  # of the logistic regression (C)
_RARE_COUNT_MORE = 0.25  # power by which texts of rare labels weigh more: all labels matter alike
_SPREAD = 2.0  # brings distances from planes to the size of log-odds
_SHARPNESS = np.exp(np.linspace(np.log(0.1), np.log(20), 40))


@dataclass(frozen=True)
class Blend:
    """合成: ``weights`` (views · labels × labels) and ``bias`` (labels) of the log-odds."""

    weights: Floats
    bias: Floats

    def confidences(self, scores: list[Floats]) -> NDArray[np.float64]:
        """Return for each text the confidence of each label; a row sums to 1."""
        odds = (_side_by_side(scores) @ self.weights + self.bias).astype(np.float64)
        powers = np.exp(odds - odds.max(axis=1, keepdims=True))
        return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def learn_blend(scores: list[Floats], target: Ints, seed: int) -> Blend:
    """Return the blend of scores (one table text × label for each view) that fits best.

    With few texts, or few of some label, all views count alike and only the sharpness is learned:
    a regression would forget the rare labels.
    """
    labels = scores[0].shape[1]
    rarest = np.bincount(target, minlength=labels).min()
    enough = len(target) >= _ENOUGH_TEXTS and rarest >= _TEXTS_OF_RAREST
    if enough and labels > 2:  # noqa: PLR2004 - the regression gives two labels one column
        return _fitted(scores, target, seed)
    return _alike(scores, target)


def _fitted(scores: list[Floats], target: Ints, seed: int) -> Blend:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only to learn

    learner = LogisticRegression(C=_SOFTNESS, max_iter=500, random_state=seed)
    frequency = np.bincount(target)[target] / len(target)
    weights = frequency**-_RARE_COUNT_MORE
    learner.fit(_side_by_side(scores), target, sample_weight=weights / weights.mean())
    return Blend(learner.coef_.T.astype(np.float32), learner.intercept_.astype(np.float32))


def _alike(scores: list[Floats], target: Ints) -> Blend:
    labels = scores[0].shape[1]
    even = np.tile(np.eye(labels), (len(scores), 1)) / len(scores)
    start = np.zeros(labels, dtype=np.float32)
    blends = [Blend((even * sharp).astype(np.float32), start) for sharp in _SHARPNESS]
    return min(blends, key=lambda blend: _surprise(blend.confidences(scores), target))


def _surprise(found: NDArray[np.float64], target: Ints) -> float:
    return float(-np.log(np.maximum(found[np.arange(len(target)), target], 1e-12)).mean())


def _side_by_side(scores: list[Floats]) -> Floats:
    parts = [_SPREAD * (each - each.mean(axis=1, keepdims=True)) for each in scores]
    return np.hstack(parts).astype(np.float32)
