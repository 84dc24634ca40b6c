# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Confidences that keep their word, the bar above which an answer may stand, honest scores."""

import numpy as np
import pytest

from jiesu.adapters.text.learning.calibration import bar_of, confidences, judge, sharpness_of


def test_confidences_sum_to_one_and_keep_the_order() -> None:
    found = confidences(np.array([[2.0, 1.0, -1000.0]]), 3.0)
    assert found.sum() == pytest.approx(1)
    assert list(np.argsort(-found[0])) == [0, 1, 2]


def test_confidence_becomes_the_share_that_is_right() -> None:
    scores = np.tile([[1.0, 0.0]], (1000, 1))
    truth = (np.arange(1000) % 10 == 0).astype(np.int64)  # the first label is right nine times
    found = confidences(scores, sharpness_of(scores, truth))
    assert found[0, 0] == pytest.approx(0.9, abs=0.01)


def test_the_bar_is_the_lowest_above_which_97_in_100_are_right() -> None:
    top = np.concatenate((np.full(100, 0.9), np.full(100, 0.8), np.full(100, 0.6)))
    found = np.stack((top, 1 - top), axis=1)
    truth = np.zeros(300, dtype=np.int64)
    truth[205:260] = 1
    assert bar_of(found, truth) == pytest.approx(0.6)
    truth[:] = 0
    truth[200:] = 1
    assert 0.6 <= bar_of(found, truth) <= 0.8


def test_a_model_that_is_never_that_good_is_never_sure() -> None:
    found = np.tile([[0.9, 0.1]], (100, 1))
    truth = (np.arange(100) % 2).astype(np.int64)
    truth[0] = 1
    bar = bar_of(found, truth)
    assert bar > 1
    assert judge(("甲", "乙"), found, truth, bar).sure_share == 0


def test_scores_are_those_of_the_book() -> None:
    found = np.array([[0.9, 0.1], [0.8, 0.2], [0.7, 0.3], [0.4, 0.6]])
    scores = judge(("甲", "乙"), found, np.array([0, 0, 1, 1]), 0.75)
    assert scores.accuracy == 0.75
    assert {each.label: round(each.f1, 4) for each in scores.by_label} == {"甲": 0.8, "乙": 0.6667}
    assert scores.macro_f1 == pytest.approx((0.8 + 2 / 3) / 2)
    assert (scores.sure_share, scores.sure_accuracy) == (0.5, 1.0)
    assert scores.mistaken == (("乙", "甲", 1),)
