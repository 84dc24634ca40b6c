# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Dated values: what the law was on a day. There is no "the" value, only one as of an instant."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Citation, Standing
from jiesu.rulebook.explain import Basis, basis_from

T = TypeVar("T")
U = TypeVar("U")


class Anchor(StrEnum):
    """Which instant's law applies to a rule."""

    REGISTERED = "registered"  # when the appeal was taken down
    DISPATCHED = "dispatched"  # when the order was given
    OCCURRED = "occurred"  # when the act itself happened
    PERIOD_END = "period_end"  # when the assessment month closed


class NoRuleInForce(Refusal):
    """Nothing was in force on that day: before the law, or after its repeal."""

    what = Text(
        "{day}没有生效的“{key}”规定。",
        'No rule "{key}" is in force on {day}.',
    )
    next_step = Text(
        "请在城市政策包中补充该日期的规定，或改用其他日期。",
        "Add a value for that day to the city pack, or use another date.",
    )


@dataclass(frozen=True, slots=True)
class DatedValue(Generic[T]):
    """One value from a day on; ``value`` is None where the rule was repealed."""

    since: date
    value: T | None
    citation: Citation
    standing: Standing
    last_checked: date | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Ruled(Generic[T]):
    """A value as the law had it on a day, with where that stands written."""

    key: str
    value: T
    since: date
    citation: Citation
    standing: Standing
    basis: Basis = field(init=False, repr=False, compare=False)
    """What an event keeps of it; made once, since the same rule is cited again and again."""

    def __post_init__(self) -> None:
        basis = basis_from(
            self.key, self.citation, self.standing, self.since.isoformat(), str(self.value)
        )
        object.__setattr__(self, "basis", basis)


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value through time; ``values`` are sorted by ``since`` and not empty."""

    key: str
    values: tuple[DatedValue[T], ...]
    unit: str = ""
    anchor: Anchor = Anchor.OCCURRED
    _ruled: tuple[Ruled[T] | None, ...] = field(init=False, repr=False, compare=False)
    _days: tuple[date, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ruled = (
            None if v.value is None else Ruled(self.key, v.value, v.since, v.citation, v.standing)
            for v in self.values
        )
        object.__setattr__(self, "_ruled", tuple(ruled))
        object.__setattr__(self, "_days", tuple(value.since for value in self.values))

    def as_of(self, day: date) -> Ruled[T]:
        """Return the value in force on ``day`` (a local day of the city).

        Raises:
            NoRuleInForce: before the first value, or where it was repealed.
        """
        index = bisect_right(self._days, day) - 1
        found = self._ruled[index] if index >= 0 else None
        if found is None:
            rule = self.values[index].citation if index >= 0 else None
            raise NoRuleInForce(rule, key=self.key, day=day.isoformat())
        return found

    def last_in_force(self, day: date) -> Ruled[T]:
        """Return the value in force on ``day`` or, where the rule was repealed, the last before.

        For what began under the rule and goes on after its end.

        Raises:
            NoRuleInForce: there was none before ``day`` either.
        """
        if not self.in_force(day):
            for found in reversed(self._ruled[: bisect_right(self._days, day)]):
                if found is not None:
                    return found
        return self.as_of(day)

    def in_force(self, day: date) -> bool:
        """Return whether any value is in force on ``day``."""
        index = bisect_right(self._days, day) - 1
        return index >= 0 and self._ruled[index] is not None

    def map(self, convert: Callable[[T], U]) -> "Dated[U]":
        """Return the same rule with every value converted, dates and citations kept."""
        converted = tuple(
            DatedValue(
                v.since,
                None if v.value is None else convert(v.value),
                v.citation,
                v.standing,
                v.last_checked,
                v.note,
            )
            for v in self.values
        )
        return Dated(self.key, converted, self.unit, self.anchor)
