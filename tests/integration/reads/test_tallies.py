# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Counts are exact at every moment, summed up or not."""

from collections import Counter
from datetime import date

from jiesu.application.tallies import Scope
from jiesu.bootstrap.wiring import City
from jiesu.domain.workorders.messages import SignFor
from tests.builders.desk import Desk
from tests.builders.people import handler
from tests.builders.town import DAY

COUNTED = {
    Scope.APPEALS_BY_LEAD: ("appeal", "coalesce(lead, '-')"),
    Scope.APPEALS_BY_MATTER: ("appeal", "coalesce(matter, '-')"),
    Scope.APPEALS_BY_DISTRICT: ("appeal", "coalesce(district, '-')"),
    Scope.APPEALS_BY_KIND: ("appeal", "kind"),
    Scope.ORDERS_BY_UNIT: ("work_order", "unit"),
    Scope.CALLBACKS_BY_LEAD: ("callback", "lead"),
}


def some_life(desk: Desk) -> None:
    desk.handled()
    desk.withdrawn()
    desk.answered(matter=None, area=None)
    signed = desk.dispatched()
    desk.do(SignFor(order_id=desk.lead(signed).id), handler("water-bureau"))
    desk.registered(matter="labour.wage.arrears")


def counted(city: City, table: str, key: str) -> dict[str, dict[str, int]]:
    with city.store.connection() as connection:
        rows = connection.execute(f"SELECT {key}, state, count(*) FROM {table} GROUP BY 1, 2")
        found: dict[str, dict[str, int]] = {}
        for name, state, number in rows:
            found.setdefault(name, {})[state] = number
    return found


def check(city: City) -> None:
    for scope, (table, key) in COUNTED.items():
        assert city.tallies.counts(scope) == counted(city, table, key), scope


def test_every_count_equals_a_recount_before_while_and_after_summing_up(
    city: City, desk: Desk
) -> None:
    some_life(desk)
    check(city)
    assert city.tallies.sum_up() > 0
    check(city)
    some_life(desk)
    check(city)
    while city.tallies.sum_up():
        check(city)
    check(city)


def test_nothing_is_left_to_sum_up_twice(city: City, desk: Desk) -> None:
    some_life(desk)
    assert city.tallies.sum_up() > 0
    assert city.tallies.sum_up() == 0


def test_days_and_months_count_what_began_in_them(city: City, desk: Desk) -> None:
    desk.registered()
    desk.clock.pass_(days=1)
    desk.registered()
    desk.clock.pass_(days=30)
    desk.registered()
    for _ in range(2):
        by_kind = Scope.APPEALS_BY_KIND
        assert city.tallies.counts(by_kind, DAY.isoformat()) == {"complaint": {"registered": 1}}
        assert city.tallies.counts(by_kind, "2026-03") == {"complaint": {"registered": 2}}
        assert city.tallies.counts(by_kind, "2026-04") == {"complaint": {"registered": 1}}
        span = city.tallies.counts_over(by_kind, date(2026, 3, 11), date(2026, 5, 1))
        assert span == {"complaint": {"registered": 2}}
        city.tallies.sum_up()


def test_one_key_can_be_asked_alone(city: City, desk: Desk) -> None:
    desk.dispatched()
    found = city.tallies.counts(Scope.ORDERS_BY_UNIT, key="water-bureau")
    assert found == {"water-bureau": Counter(assigned=1)}
