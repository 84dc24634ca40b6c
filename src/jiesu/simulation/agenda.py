# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who means to do what, and when: the plans of a town, in the order of time."""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from uuid import UUID

from jiesu.application.envelopes import Envelope
from jiesu.kernel.instants import Instant


@dataclass(frozen=True, slots=True)
class Plan:
    """Somebody means to send these commands about one case at an instant.

    A plan that has become impossible by then is refused by the gate, and that is its end.
    """

    at: Instant
    case: UUID
    chain: tuple[Envelope, ...]


@dataclass(slots=True)
class StoryClock:
    """A clock that stands where the story stands."""

    moment: Instant

    def now(self) -> Instant:
        """Return the present of the story."""
        return self.moment


@dataclass(slots=True)
class Agenda:
    """Plans waiting for their time; plans of one instant keep the order they were made in."""

    _waiting: list[tuple[Instant, int, Plan]] = field(default_factory=list)
    _made: count = field(default_factory=count)  # type: ignore[type-arg] # of int, by itself

    def add(self, plans: Iterable[Plan]) -> None:
        """Write plans down."""
        for plan in plans:
            heapq.heappush(self._waiting, (plan.at, next(self._made), plan))

    def next_at(self) -> Instant | None:
        """Return when somebody next means to act."""
        return self._waiting[0][0] if self._waiting else None

    def take(self, until: Instant, beat: timedelta) -> tuple[Instant, list[Plan]]:
        """Return plans that come together, and when they do, which is before ``until``.

        What comes due within a ``beat`` of the first goes through the gate in one batch, as long as
        each is about another case.
        """
        first = self._waiting[0][0]
        taken: list[Plan] = []
        cases: set[UUID] = set()
        end = min(until, Instant(first + beat))
        while self._waiting and (self._waiting[0][0] < end or not taken):
            if self._waiting[0][2].case in cases:
                break
            taken.append(heapq.heappop(self._waiting)[2])
            cases.add(taken[-1].case)
        return taken[-1].at, taken
