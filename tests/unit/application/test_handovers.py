# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Which orders are looked for, and what is made of what the gate says."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

import pytest

from jiesu.application.envelopes import Outcome, Refused
from jiesu.application.handovers import (
    HandOverReport,
    OrphanedOrder,
    Reform,
    envelope_of,
    hand_over_all,
    overview,
    reform_by,
)
from jiesu.application.ports import StoreUnavailable
from jiesu.domain.handling.succession import StillInCharge
from jiesu.domain.organisations import Organisation
from tests.builders.town import policy, reorganised

DAY = date(2026, 3, 12)
MERGED = reorganised(health_bureau=("2026-03-12", "civil-bureau"))().organisation


class Orphans:
    """``OrphanStore`` over a list that nobody ever takes anything from."""

    def __init__(self, *orders: OrphanedOrder) -> None:
        self.orders = orders
        self.asked: list[Reform] = []

    def orphans(self, reform: Reform, after: UUID, limit: int) -> list[OrphanedOrder]:
        self.asked.append(reform)
        return [order for order in self.orders if order.id > after][:limit]

    def orphans_by_unit(self, reform: Reform) -> Mapping[str, int]:
        self.asked.append(reform)
        return {order.unit: 1 for order in self.orders}


def order(number: int, case: int = 0, version: int = 1) -> OrphanedOrder:
    return OrphanedOrder(UUID(int=number), UUID(int=case or number), "health-bureau", version)


def refused(chains: object) -> list[Outcome]:
    return [Refused(0, StillInCharge(unit="x", day="y")) for _ in chains]  # type: ignore[attr-defined]


def test_where_no_unit_has_ended_nothing_is_asked() -> None:
    units = {k: v for k, v in policy().organisation.units.items() if v.until is None}
    orphans, organisation = Orphans(order(1)), Organisation(units, {})
    assert hand_over_all(orphans, refused, organisation, DAY) == HandOverReport()
    assert overview(orphans, refused, organisation, DAY, 9).waiting == {}
    assert orphans.asked == []


@pytest.mark.parametrize(("day", "ended"), [(date(2026, 3, 11), False), (DAY, True)])
def test_a_unit_has_ended_on_its_first_day_gone(day: date, ended: bool) -> None:
    found = dict(zip(*(reform_by(MERGED, day).ended, reform_by(MERGED, day).heirs), strict=True))
    assert found.get("health-bureau") == ("civil-bureau" if ended else None)
    assert found["sanitation-bureau"] == "urban-bureau"


def test_orders_of_one_case_are_never_sent_side_by_side() -> None:
    sent: list[int] = []

    def many(chains: object) -> list[Outcome]:
        sent.append(len(chains))  # type: ignore[arg-type]
        return refused(chains)

    orders = (order(1, case=7), order(2, case=8), order(3, case=7))
    report = hand_over_all(Orphans(*orders), many, MERGED, DAY)
    assert sent == [2, 1]
    assert report == HandOverReport(found=3, refused={"still-in-charge": 3})


def test_a_store_that_is_away_ends_the_sweep_and_is_no_fault_of_an_order() -> None:
    def away(_: object) -> list[Outcome]:
        raise StoreUnavailable(reason="x")

    with pytest.raises(StoreUnavailable):
        hand_over_all(Orphans(order(1)), away, MERGED, DAY)


def test_the_same_order_as_it_stands_is_always_the_same_command() -> None:
    once, again = envelope_of(order(1)), envelope_of(order(1))
    moved = envelope_of(order(1, version=2))
    assert once.command_id == again.command_id != moved.command_id
    assert once.at is None
