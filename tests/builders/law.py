# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Rules of an invented ordinance, dated and cited."""

from datetime import date
from typing import TypeVar

from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Citation, Standing
from jiesu.rulebook.dated import Dated, DatedValue

T = TypeVar("T")


def article(number: str = "1") -> Citation:
    """Return an article of the test ordinance."""
    return Citation("test-ordinance", number, Text("试验条例", "Test Ordinance"))


def dated(key: str, *values: tuple[str, T | None]) -> Dated[T]:
    """Return a rule from pairs of first day and value; the n-th stands in the n-th article."""
    return Dated(
        key,
        tuple(
            DatedValue(date.fromisoformat(since), value, article(str(n)), Standing.OFFICIAL)
            for n, (since, value) in enumerate(values, 1)
        ),
    )


def always(key: str, value: T) -> Dated[T]:
    """Return a rule that has held since 2000."""
    return dated(key, ("2000-01-01", value))
