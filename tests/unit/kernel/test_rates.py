# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A rate keeps its two counts, and is rounded once, when shown."""

from fractions import Fraction

import pytest

from jiesu.kernel.rates import NOT_RATED, ImpossibleRate, Rate, Rounding


def test_a_rate_keeps_its_counts_and_its_exact_value() -> None:
    rate = Rate(2, 6)
    assert (rate.numerator, rate.denominator, rate.value) == (2, 6, Fraction(1, 3))


def test_nobody_asked_is_not_rated_rather_than_nought() -> None:
    assert NOT_RATED.value is None
    assert NOT_RATED.percent(2) == "—"
    assert Rate(0, 1).percent(2) == "0.00%"


def test_basically_satisfied_may_count_for_less_than_one() -> None:
    assert Rate(Fraction("0.8") + 1, 2).percent(1) == "90.0%"


@pytest.mark.parametrize(
    ("rate", "places", "half_up", "half_even"),
    [
        (Rate(1, 3), 2, "33.33%", "33.33%"),
        (Rate(2, 3), 0, "67%", "67%"),
        (Rate(1, 1), 2, "100.00%", "100.00%"),
        (Rate(1, 800), 2, "0.13%", "0.12%"),  # exactly 0.125 %
        (Rate(3, 800), 2, "0.38%", "0.38%"),  # exactly 0.375 %
        (Rate(1, 200), 0, "1%", "0%"),  # exactly 0.5 %
        (Rate(1, 1600), 3, "0.063%", "0.062%"),  # exactly 0.0625 %
    ],
)
def test_a_rate_is_rounded_once(rate: Rate, places: int, half_up: str, half_even: str) -> None:
    assert rate.percent(places) == half_up
    assert rate.percent(places, Rounding.HALF_EVEN) == half_even


def test_rates_are_pooled_not_averaged() -> None:
    assert Rate(1, 1) + Rate(0, 3) == Rate(1, 4)
    assert sum([Rate(1, 2), Rate(2, 3)], NOT_RATED) == Rate(3, 5)


@pytest.mark.parametrize(
    ("numerator", "denominator"), [(-1, 2), (3, 2), (1, 0), (0, -1), (0.5, 1), (1, 2.0)]
)
def test_what_cannot_be_a_share_is_refused(numerator: int, denominator: int) -> None:
    with pytest.raises(ImpossibleRate):
        Rate(numerator, denominator)
