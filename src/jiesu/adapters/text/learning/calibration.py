# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""From scores to confidences that keep their word, and how well a model judges.

Everything here is computed from predictions for texts the predicting model never saw.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Table = NDArray[np.floating[Any]]
Labels = NDArray[np.int64]

SUREST = 0.9
"""The share of texts, the surest ones, of which a program may take the answer as it is."""
_WANTED = 0.97  # accuracy above the bar of a model that brings none
_NEVER = 1.01  # no confidence reaches it: the model is never sure
_FEWEST_SURE = 30  # texts above the bar; with fewer the bar would be luck
_SHARPEST, _DULLEST = np.log(50.0), np.log(0.05)
_ROUNDS = 60
_GOLDEN = (np.sqrt(5) - 1) / 2


def confidences(scores: Table, sharpness: float) -> NDArray[np.float64]:
    """Return for each row of scores the confidence of each label; a row sums to 1."""
    sharp = scores.astype(np.float64) * sharpness
    powers = np.exp(sharp - sharp.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True))


def sharpness_of(scores: Table, truth: Labels) -> float:
    """Return the factor on scores under which the truth is least surprising (golden section)."""
    low, high = _DULLEST, _SHARPEST
    for _ in range(_ROUNDS):
        span = (high - low) * _GOLDEN
        one, other = high - span, low + span
        if _surprise(scores, truth, one) <= _surprise(scores, truth, other):
            high = other
        else:
            low = one
    return float(np.exp((low + high) / 2))


def _surprise(scores: Table, truth: Labels, log_sharpness: float) -> float:
    found = confidences(scores, float(np.exp(log_sharpness)))
    return float(-np.log(np.maximum(found[np.arange(len(truth)), truth], 1e-12)).mean())


def bar_of(found: Table, truth: Labels) -> float:
    """Return the lowest confidence from which on 97 % of the answers were right."""
    top, right = found.max(axis=1), found.argmax(axis=1) == truth
    order = np.argsort(-top, kind="stable")
    share = right[order].cumsum() / np.arange(1, len(order) + 1)
    good = np.flatnonzero(share >= _WANTED)
    if not len(good) or good[-1] + 1 < min(_FEWEST_SURE, len(order)):
        return _NEVER
    return float(top[order][good[-1]])


@dataclass(frozen=True, slots=True)
class LabelScore:
    """一类的成绩: how many texts have the label, and how well it was found."""

    label: str
    texts: int
    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Scores:
    """评测结果: how well the labels of unseen texts were told, and what was taken for what.

    ``surest_accuracy`` is the accuracy on the 90 % of texts with the highest confidence,
    ``sure_share`` the share of texts at or above ``sure_from``. ``mistaken`` lists the most
    frequent errors as (truth, answer, times).
    """

    texts: int
    macro_f1: float
    accuracy: float
    surest_accuracy: float
    sure_from: float
    sure_share: float
    sure_accuracy: float
    by_label: tuple[LabelScore, ...]
    mistaken: tuple[tuple[str, str, int], ...]

    def plain(self) -> dict[str, Any]:
        """Return everything as JSON types."""
        return {
            "texts": self.texts,
            "macro_f1": round(self.macro_f1, 4),
            "accuracy": round(self.accuracy, 4),
            "accuracy_surest_90": round(self.surest_accuracy, 4),
            "sure_from": round(self.sure_from, 4),
            "sure_share": round(self.sure_share, 4),
            "sure_accuracy": round(self.sure_accuracy, 4),
            "labels": {
                each.label: {
                    "texts": each.texts,
                    "precision": round(each.precision, 4),
                    "recall": round(each.recall, 4),
                    "f1": round(each.f1, 4),
                }
                for each in self.by_label
            },
            "mistaken": [list(each) for each in self.mistaken],
        }


_MOST_MISTAKES = 10


def judge(labels: Sequence[str], found: Table, truth: Labels, sure_from: float) -> Scores:
    """Return how well confidences ``found`` (text × label) tell the ``truth``.

    Macro-F1 is the mean over the labels that occur in the truth.
    """
    answer, top = found.argmax(axis=1), found.max(axis=1)
    right = answer == truth
    surest = np.argsort(-top, kind="stable")[: max(1, int(len(truth) * SUREST))]
    sure = top >= sure_from
    by_label = tuple(
        _score(labels[at], answer == at, truth == at) for at in np.unique(truth).tolist()
    )
    return Scores(
        texts=len(truth),
        macro_f1=float(np.mean([each.f1 for each in by_label])),
        accuracy=float(right.mean()),
        surest_accuracy=float(right[surest].mean()),
        sure_from=sure_from,
        sure_share=float(sure.mean()),
        sure_accuracy=float(right[sure].mean()) if sure.any() else 0.0,
        by_label=by_label,
        mistaken=_mistaken(labels, answer, truth),
    )


def _score(label: str, said: NDArray[np.bool_], true: NDArray[np.bool_]) -> LabelScore:
    both = int((said & true).sum())
    precision = both / int(said.sum()) if said.any() else 0.0
    recall = both / int(true.sum())
    f1 = 2 * precision * recall / (precision + recall) if both else 0.0
    return LabelScore(label, int(true.sum()), precision, recall, f1)


def _mistaken(
    labels: Sequence[str], answer: Labels, truth: Labels
) -> tuple[tuple[str, str, int], ...]:
    wrong = answer != truth
    pairs, times = np.unique(
        np.stack((truth[wrong], answer[wrong]), axis=1), axis=0, return_counts=True
    )
    worst = np.argsort(-times, kind="stable")[:_MOST_MISTAKES]
    return tuple(
        (labels[int(pairs[at][0])], labels[int(pairs[at][1])], int(times[at])) for at in worst
    )
