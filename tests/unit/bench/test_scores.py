# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Each figure of merit on a table small enough to work out by hand."""

from fractions import Fraction

import pytest

from jiesu.bench.judging.scores import b_cubed, f1_by_label, macro_f1, share, surest


def test_f1_counts_a_label_that_is_never_told_as_nothing() -> None:
    assert f1_by_label("aab", "aaa") == {"a": pytest.approx(0.8), "b": 0.0}


def test_macro_f1_takes_every_label_alike() -> None:
    assert macro_f1("aab", "aaa") == pytest.approx(0.4)
    assert macro_f1("aab", "aaa", among={"a"}) == pytest.approx(0.8)


def test_the_surest_part_leaves_out_the_doubtful() -> None:
    assert surest([True, False, True, True], [0.9, 0.1, 0.8, 0.7], 0.75) == 1.0


def test_share_of_nothing_is_nothing() -> None:
    assert share([]) == 0.0


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("xxyy", 1),
        ("zzzz", Fraction(2, 3)),  # precision 1/2, recall 1
        ("abcd", Fraction(2, 3)),  # precision 1, recall 1/2
    ],
)
def test_b_cubed_asks_of_every_message_how_well_its_group_fits(
    told: str, expected: Fraction
) -> None:
    assert b_cubed("ppqq", told) == pytest.approx(float(expected))
