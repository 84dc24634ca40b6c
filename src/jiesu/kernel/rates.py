# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Exact rates: a share that keeps what it is a share of. Rounding happens when it is shown."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

_PERCENT = 100
_BASE = 10
_DASH = "—"
_EXACT = frozenset({int, Fraction})


class Rounding(StrEnum):
    """What happens to a figure that lies exactly between two neighbours."""

    HALF_UP = "half_up"  # 四舍五入: away from zero, as Chinese bulletins round
    HALF_EVEN = "half_even"  # 四舍六入五成双 (GB/T 8170): to the even neighbour, without drift


class ImpossibleRate(BadInput):
    """A rate counts less than nothing, more than everything, or is not exact."""

    what = Text(
        "{numerator} / {denominator} 不是有效的比率：须为精确数，不得为负，分子不得大于分母。",
        "{numerator} / {denominator} is no rate: neither may be negative or inexact, "
        "nor the numerator larger than the denominator.",
    )
    next_step = Text("请检查计数。", "Check how the two were counted.")


@dataclass(frozen=True, slots=True)
class Rate:
    """比率: ``numerator`` of ``denominator``; the parts stay as they were counted.

    The numerator may be a fraction where answers weigh less than one ("basically satisfied").
    A denominator of 0 means nobody was asked: not rated, which is neither 0 % nor 100 %.
    ``Rate(1, 2)`` and ``Rate(2, 4)`` have the same value but are not equal.

    Raises:
        ImpossibleRate: a part is negative, a float, or the numerator the larger one.
    """

    numerator: int | Fraction
    denominator: int

    def __post_init__(self) -> None:
        exact = type(self.denominator) is int and type(self.numerator) in _EXACT
        if not (exact and 0 <= self.numerator <= self.denominator):
            raise ImpossibleRate(numerator=self.numerator, denominator=self.denominator)

    @property
    def value(self) -> Fraction | None:
        """The exact share from 0 to 1, or None when not rated."""
        return Fraction(self.numerator) / self.denominator if self.denominator else None

    def percent(self, places: int, rounding: Rounding = Rounding.HALF_UP) -> str:
        """Return the share in percent with ``places`` decimals, e.g. ``95.13%``; — if not rated.

        Exact up to the one rounding at the end; 四舍五入 unless said otherwise.
        """
        value = self.value
        if value is None:
            return _DASH
        scale: int = _BASE**places
        units = _rounded(value * _PERCENT * scale, rounding)
        whole, part = divmod(units, scale)
        return f"{whole}.{part:0{places}d}%" if places else f"{whole}%"

    def __add__(self, other: "Rate") -> "Rate":
        """Return both counted as one: numerators and denominators added, never shares averaged."""
        return Rate(self.numerator + other.numerator, self.denominator + other.denominator)


NOT_RATED = Rate(0, 0)
"""Nobody was asked; also the start of a sum: ``sum(rates, NOT_RATED)``."""


def _rounded(value: Fraction, rounding: Rounding) -> int:
    if rounding is Rounding.HALF_EVEN:
        return round(value)
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
