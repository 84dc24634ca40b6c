# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""An answer is trusted by how far it leads the second."""

import numpy as np
import pytest

from jiesu.adapters.text.learning.trust import AS_IT_IS, Trust, learn_trust

SPREAD = [0.40, 0.10, 0.20, 0.30]  # leads by a third
TORN = [0.50, 0.48, 0.02, 0.00]  # hardly leads
CLEAR = [0.00, 0.01, 0.99, 0.00]
FOUND = np.array([SPREAD, TORN, CLEAR])


@pytest.mark.parametrize("trust", [AS_IT_IS, Trust(1.0, 0.0), Trust(0.3, -5.0), Trust(4.0, 3.0)])
def test_the_best_stays_the_best_and_rows_sum_to_one(trust: Trust) -> None:
    trusted = trust.applied(FOUND)

    assert trusted.argmax(axis=1).tolist() == [0, 0, 2]
    assert trusted.sum(axis=1) == pytest.approx([1, 1, 1])
    assert (trusted >= 0).all()


def test_who_leads_further_is_trusted_more() -> None:
    spread, torn, clear = Trust(1.0, 0.0).applied(FOUND).max(axis=1)

    assert torn < spread < clear


def test_one_answer_that_takes_all_is_no_obstacle() -> None:
    assert Trust(1.0, 0.0).applied(np.array([[1.0, 0.0]])).sum() == pytest.approx(1)


def test_it_learns_how_often_a_lead_is_right() -> None:
    found = np.tile([[0.8, 0.2]], (400, 1))
    found[200:] = [0.6, 0.4]
    truth = np.array([0] * 190 + [1] * 10 + [0] * 120 + [1] * 80)  # right in 95 % and in 60 %

    trusted = learn_trust(found, truth).applied(found)

    assert trusted[0, 0] == pytest.approx(0.95, abs=0.02)
    assert trusted[-1, 0] == pytest.approx(0.60, abs=0.03)


def test_few_texts_teach_no_trust() -> None:
    assert learn_trust(FOUND, np.array([0, 1, 2])) is AS_IT_IS
