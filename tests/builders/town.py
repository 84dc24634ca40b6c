# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The invented town for tests: its law, a clock that is set, chances that repeat."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from hashlib import shake_256
from itertools import count
from uuid import UUID

from jiesu.adapters.packs import load_pack
from jiesu.application.policy import CityPolicy
from jiesu.application.rehearsal import backstage
from jiesu.domain.organisations import Unit
from jiesu.kernel.ids import uuid7
from jiesu.kernel.instants import Instant
from tests.builders.calendars import at
from tests.builders.law import always

NOON = at("2026-03-10 12:00")
"""A Tuesday far from every holiday; the usual present of a test."""
DAY = date(2026, 3, 10)
"""The town's local day of :data:`NOON`."""
AMENDED = date(2015, 7, 1)
"""From this day on the example law is amended."""


@cache
def policy() -> CityPolicy:
    """Return the law of the example pack, read once a process."""
    return load_pack("example")


def asking_law(**rules: object) -> Callable[[], CityPolicy]:
    """Return the law of the town with other rules about asking: ``trigger=Trigger.REPORTED``."""
    law = policy()
    given = {name: always(f"callback.{name}", value) for name, value in rules.items()}
    callback = replace(law.callback, **given)
    changed = replace(law, callback=callback, dispatch=replace(law.dispatch, callback=callback))
    return lambda: changed


def reorganised(**ends: tuple[str, str]) -> Callable[[], CityPolicy]:
    """Return the law of the town where units end: ``health_bureau=("2026-04-01", "civil-bureau")``.

    A unit nobody has heard of comes into being where it is named as a successor.
    """
    law = policy()
    units = dict(law.organisation.units)
    for name, (day, successor) in ends.items():
        code, until = name.replace("_", "-"), date.fromisoformat(day)
        units[code] = replace(units[code], until=until, successor=successor)
        if successor not in units:
            units[successor] = replace(
                units[code], id=successor, since=until, until=None, successor=None
            )
    return lambda: with_units(law, units)


def with_units(law: CityPolicy, units: Mapping[str, Unit]) -> CityPolicy:
    """Return ``law`` with other units, wherever a stage looks at them."""
    organisation = replace(law.organisation, units=units)
    dispatch = replace(law.dispatch, organisation=organisation)
    return replace(law, organisation=organisation, dispatch=dispatch)


class SetClock(backstage.SetClock):
    """A clock that stands still until it is moved; at noon unless told otherwise."""

    def __init__(self, now: Instant = NOON) -> None:
        super().__init__(now)


class RepeatedChances:
    """Entropy that is the same in every run: call it with a number of bytes."""

    def __init__(self, seed: int = 0) -> None:
        self._calls = count()
        self._seed = seed

    def __call__(self, size: int) -> bytes:
        """Return ``size`` bytes nobody else draws from this seed."""
        return shake_256(f"{self._seed}/{next(self._calls)}".encode()).digest(size)

    def mark(self) -> int:
        """Return a place in the row of chances to come back to."""
        return next(self._calls)

    def back_to(self, mark: int) -> None:
        """Let the chances after ``mark`` come once more."""
        self._calls = count(mark + 1)


class CountedIds:
    """Ids in order of asking; the first call of a fresh object always gives the same."""

    def __init__(self, start: Instant = NOON) -> None:
        self._start = start
        self._numbers = count(1)

    def new(self) -> UUID:
        """Return the next id."""
        return uuid7(self._start, next(self._numbers).to_bytes(10, "big"))
