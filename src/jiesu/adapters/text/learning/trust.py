# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How far the best answer is trusted: by how far it leads the second, and by nothing else.

A blend is too sure where one label leads all, and not sure enough where many labels share the
rest. The lead over the second answer orders texts by the chance of an error better than the
confidence does, and two learned numbers turn it into a confidence that keeps its word.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiesu.adapters.text.learning.views import Ints

Confidences = NDArray[np.float64]

_ENOUGH_TEXTS = 300
_ENOUGH_ERRORS = 10
_LEAST = 1e-12
_HAIR = 1e-9  # by which the best stays ahead at least


@dataclass(frozen=True, slots=True)
class Trust:
    """把握: the log-odds of being right are ``start`` + ``slope`` × the logarithm of the lead.

    A slope of 0 leaves confidences as they are.
    """

    slope: float
    start: float

    def applied(self, found: Confidences) -> Confidences:
        """Return the confidences with the best one set anew, the others sharing the rest as before.

        The best stays the best, and a row sums to 1.
        """
        if self.slope <= 0 or not len(found):
            return found
        rows, best = np.arange(len(found)), found.argmax(axis=1)
        top, second = _two_best(found)
        trusted = 1 / (1 + np.exp(-(self.start + self.slope * np.log(top / second))))
        rest = np.maximum(1 - found[rows, best], _LEAST)
        least = found.copy()
        least[rows, best] = 0
        share = least.max(axis=1) / rest  # of the second in what the best leaves over
        trusted = np.maximum(trusted, share / (1 + share) + _HAIR)
        changed = least * ((1 - trusted) / np.maximum(least.sum(axis=1), _LEAST))[:, None]
        changed[rows, best] = 0
        changed[rows, best] = 1 - changed.sum(axis=1)
        return np.asarray(changed)


AS_IT_IS = Trust(0.0, 0.0)


def learn_trust(found: Confidences, target: Ints) -> Trust:
    """Return the trust that fits confidences for unseen texts; few texts or errors teach none."""
    right = found.argmax(axis=1) == target
    if len(target) < _ENOUGH_TEXTS or min(right.sum(), (~right).sum()) < _ENOUGH_ERRORS:
        return AS_IT_IS
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - only to learn

    top, second = _two_best(found)
    learner = LogisticRegression().fit(np.log(top / second)[:, None], right)
    slope = float(learner.coef_[0, 0])
    return Trust(slope, float(learner.intercept_[0])) if slope > 0 else AS_IT_IS


def _two_best(found: Confidences) -> tuple[Confidences, Confidences]:
    best = np.maximum(np.partition(found, -2, axis=1)[:, -2:], _LEAST)
    return best[:, 1], best[:, 0]
