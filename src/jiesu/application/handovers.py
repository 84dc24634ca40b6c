# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Open orders of units that have ended, found and handed over through the gate.

So are orders of a unit that goes on and has taken the place of one complained of: it must not judge
what has become a complaint about itself, and nobody in it can even see the order.


What is found follows from the pack of the day and the orders as they stand. So it does not matter
who sweeps, how often, or when: what is handed over is not found again, and what was refused is.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import zip_longest
from typing import Protocol
from uuid import UUID

from jiesu.application.envelopes import Envelope, Outcome, Refused
from jiesu.application.ports import StoreUnavailable
from jiesu.application.timers import TIMER, error_code
from jiesu.domain.organisations import Organisation
from jiesu.domain.workorders.messages import HandOverOrder
from jiesu.kernel.ids import derived_id

_BATCH = 500
_FIRST = UUID(int=0)

HandleMany = Callable[[Sequence[Sequence[Envelope]]], Sequence[Outcome]]


@dataclass(frozen=True, slots=True)
class Reform:
    """机构改革: what has changed about units by a day, as far as orders must follow."""

    ended: tuple[str, ...]
    heirs: tuple[str, ...]
    """Who has taken the place of each of them by then."""


@dataclass(frozen=True, slots=True, order=True)
class OrphanedOrder:
    """An open order that its unit cannot go on with, as it stood when it was found."""

    id: UUID
    case: UUID
    unit: str
    version: int


class OrphanStore(Protocol):
    """Where open orders are found whose unit has ended, or has become the one complained of."""

    def orphans(self, reform: Reform, after: UUID, limit: int) -> list[OrphanedOrder]:
        """Return up to ``limit`` of them beyond ``after``, in the order of ids, locking nothing."""
        ...

    def orphans_by_unit(self, reform: Reform) -> Mapping[str, int]:
        """Return how many there are for each unit that has some."""
        ...


@dataclass(frozen=True, slots=True)
class HandOverReport:
    """What one sweep did; refusals and errors by code."""

    found: int = 0
    handed: int = 0
    refused: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StuckOrder:
    """An order that cannot be handed over as things are, and why, as a code."""

    id: UUID
    unit: str
    error: str


@dataclass(frozen=True, slots=True)
class HandOverOverview:
    """Which units have open orders to hand over; ``stuck`` are those that stay as things are."""

    waiting: Mapping[str, int]
    stuck: tuple[StuckOrder, ...]


def reform_by(organisation: Organisation, day: date) -> Reform:
    """Return which units have ended by ``day``, and who has taken their place."""
    units = organisation.units.values()
    ended = tuple(one.id for one in units if one.until is not None and one.until <= day)
    return Reform(ended, tuple(organisation.in_charge(unit, day) for unit in ended))


def envelope_of(order: OrphanedOrder) -> Envelope:
    """Return the command under an id that the same order as it stands always has.

    It happens when it is sent: the unit that follows had nothing to do with it before.
    """
    command_id = derived_id(order.id, "handover", order.unit, str(order.version))
    return Envelope(HandOverOrder(order_id=order.id), TIMER, command_id)


def hand_over_all(
    store: OrphanStore,
    handle_many: HandleMany,
    organisation: Organisation,
    day: date,
    batch: int = _BATCH,
) -> HandOverReport:
    """Hand over every open order of a unit that has ended by ``day``; one refused holds up none."""
    found, handed, refused = 0, 0, Counter[str]()
    for orders in _batches(store, reform_by(organisation, day), batch):
        found += len(orders)
        for turn in _rounds(orders):
            for outcome in _sent(turn, handle_many):
                if isinstance(outcome, str):
                    refused[outcome] += 1
                else:
                    handed += outcome
    return HandOverReport(found, handed, dict(refused))


def overview(
    store: OrphanStore, rehearse: HandleMany, organisation: Organisation, day: date, most: int
) -> HandOverOverview:
    """Return what waits, and of the first ``most`` orders those that would be refused now."""
    reform = reform_by(organisation, day)
    waiting = store.orphans_by_unit(reform) if reform.ended else {}
    orders = store.orphans(reform, _FIRST, most) if waiting else []
    tried = [(order, _tried(order, rehearse)) for order in orders]
    stuck = tuple(StuckOrder(order.id, order.unit, why) for order, why in tried if why)
    return HandOverOverview(waiting, stuck)


def _batches(store: OrphanStore, reform: Reform, batch: int) -> Iterator[list[OrphanedOrder]]:
    after = _FIRST
    while reform.ended:
        orders = store.orphans(reform, after, batch)
        if not orders:
            return
        yield orders
        after = orders[-1].id


def _rounds(orders: Sequence[OrphanedOrder]) -> Iterator[list[OrphanedOrder]]:
    """Yield the orders in rounds with at most one of each case: the gate decides side by side."""
    cases: dict[UUID, list[OrphanedOrder]] = {}
    for order in orders:
        cases.setdefault(order.case, []).append(order)
    for turn in zip_longest(*cases.values()):
        yield [order for order in turn if order is not None]


def _sent(orders: Sequence[OrphanedOrder], handle_many: HandleMany) -> list[bool | str]:
    """Return for each order whether it was handed over now, or the code of what stood against it.

    An error nobody expected is narrowed down to the order that causes it.
    """
    try:
        outcomes = handle_many([(envelope_of(order),) for order in orders])
    except StoreUnavailable:
        raise
    except Exception as error:  # noqa: BLE001 -- whatever it is, it must not stop the others
        if len(orders) == 1:
            return [error_code(error)]
        return [said for order in orders for said in _sent([order], handle_many)]
    return [_said(outcome) for outcome in outcomes]


def _said(outcome: Outcome) -> bool | str:
    if isinstance(outcome, Refused):
        return outcome.error.code
    return not outcome[0].replayed


def _tried(order: OrphanedOrder, rehearse: HandleMany) -> str | None:
    (said,) = _sent([order], rehearse)
    return said if isinstance(said, str) else None
