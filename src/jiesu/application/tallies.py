# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Counts that are always right: what a change adds to and takes from every count it touches.

A list of a million orders cannot be counted for each page. So each change brings along the few
counts it moves (*one less waiting, one more signed for*), written with it and summed up later.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from jiesu.application.ports import Record
from jiesu.application.streams import State
from jiesu.domain.appeals.model import Appeal
from jiesu.domain.callback.model import CallBack
from jiesu.domain.workorders.model import WorkOrder
from jiesu.kernel.calendar import BusinessCalendar

NOTHING = "-"
"""The key of whatever has no matter, no district, no lead yet."""


class Scope(StrEnum):
    """What is counted by what; the day is that on which it began, local to the city."""

    APPEALS_BY_LEAD = "appeal.lead"
    APPEALS_BY_MATTER = "appeal.matter"
    APPEALS_BY_DISTRICT = "appeal.district"
    APPEALS_BY_KIND = "appeal.kind"
    ORDERS_BY_UNIT = "order.unit"
    CALLBACKS_BY_LEAD = "callback.lead"


class Mark(NamedTuple):
    """One count something belongs to."""

    scope: Scope
    day: date
    key: str
    state: str


def tally_changes(
    before: State | None, after: State, calendar: BusinessCalendar
) -> Iterator[Record]:
    """Yield by how much a change moves each count."""
    moved = Counter(marks(after, calendar))
    moved.subtract(marks(before, calendar) if before is not None else ())
    for mark, by in moved.items():
        if by:
            yield {
                "scope": mark.scope.value,
                "day": mark.day.isoformat(),
                "key": mark.key,
                "state": mark.state,
                "n": by,
            }


def marks(state: State, calendar: BusinessCalendar) -> Iterator[Mark]:
    """Yield every count something belongs to as it stands; contacts and roles belong to none."""
    match state:
        case Appeal():
            day, now = calendar.local_day(state.registered_at), state.state.value
            yield Mark(Scope.APPEALS_BY_LEAD, day, state.lead or NOTHING, now)
            yield Mark(Scope.APPEALS_BY_MATTER, day, state.matter or NOTHING, now)
            yield Mark(Scope.APPEALS_BY_DISTRICT, day, state.district or NOTHING, now)
            yield Mark(Scope.APPEALS_BY_KIND, day, state.kind.value, now)
        case WorkOrder():
            day = calendar.local_day(state.dispatched_at)
            yield Mark(Scope.ORDERS_BY_UNIT, day, state.unit, state.state.value)
        case CallBack():
            day = calendar.local_day(state.opened_at)
            yield Mark(Scope.CALLBACKS_BY_LEAD, day, state.lead, state.state.value)
