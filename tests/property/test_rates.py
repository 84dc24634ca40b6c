# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever was counted: pooling loses nothing and rounding stays within half a step."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from jiesu.kernel.rates import NOT_RATED, Rate, Rounding

rates = st.integers(0, 10**6).flatmap(
    lambda d: st.builds(
        Rate, st.integers(0, d) | st.fractions(0, d, max_denominator=10), st.just(d)
    )
)
rated = rates.filter(lambda rate: rate.denominator > 0)


@given(rates, rates, rates)
def test_pooling_is_the_same_in_any_order(a: Rate, b: Rate, c: Rate) -> None:
    assert a + b == b + a
    assert (a + b) + c == a + (b + c)
    assert a + NOT_RATED == a


@given(rated, rated)
def test_the_pool_lies_between_its_parts(a: Rate, b: Rate) -> None:
    low, high = sorted((a.value or Fraction(0), b.value or Fraction(0)))
    pool = (a + b).value
    assert pool is not None
    assert low <= pool <= high


@given(rated, st.integers(0, 6), st.sampled_from(Rounding))
def test_what_is_shown_is_within_half_a_step(rate: Rate, places: int, rounding: Rounding) -> None:
    assert rate.value is not None
    shown = Fraction(rate.percent(places, rounding).rstrip("%"))
    assert abs(shown - rate.value * 100) <= Fraction(1, 2 * 10**places)
