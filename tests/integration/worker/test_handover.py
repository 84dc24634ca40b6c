# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Open orders of units that end, over PostgreSQL: each is handed over once, and none is lost."""

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

import pytest

from jiesu.adapters.postgres.server import Dsn
from jiesu.adapters.store.orphans import PgOrphans, _statement
from jiesu.application.envelopes import Envelope, Outcome
from jiesu.application.following import follow
from jiesu.application.handovers import HandOverReport, hand_over_all, overview
from jiesu.application.lists import Cursor, OrderView, viewer_of
from jiesu.application.policy import CityPolicy
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.wiring import City, under
from jiesu.domain.access import AccessPolicy
from jiesu.domain.workorders.messages import SignFor
from jiesu.kernel.instants import Instant
from jiesu.worker.assembly import handover_task, status_of
from tests.builders.calendars import at
from tests.builders.desk import Desk, city_desk
from tests.builders.people import handler
from tests.builders.rows import Rows
from tests.builders.story import Book
from tests.builders.town import reorganised

HEALTH = {"matter": "health.hospital.conduct"}
ENDED = at("2026-03-12 00:00")
MERGED = reorganised(
    health_bureau=("2026-03-12", "civil-bureau"),
    water_bureau=("2026-03-12", "culture-desk"),
    urban_bureau=("2026-03-12", "culture-desk"),
)


class Place(NamedTuple):
    """A city in which units end in the night to the twelfth, and its desk."""

    city: City
    desk: Desk

    def sweep(self, batch: int = 500) -> HandOverReport:
        """Hand over what there is."""
        policy = self.city.policy
        day = policy.calendar.local_day(self.city.clock.now())
        orphans, many = PgOrphans(self.city.store), self.city.gate.handle_many
        return hand_over_all(orphans, many, policy.organisation, day, batch)


def place_under(city: City, desk: Desk, law: CityPolicy) -> Place:
    renewed = under(city, law)
    return Place(renewed, Desk(renewed.gate, renewed.store, desk.clock, desk.ids))


@pytest.fixture
def place(database: Dsn) -> Iterator[Place]:
    city, desk = city_desk(database)
    yield place_under(city, desk, MERGED())
    city.close()


def units(rows: Rows) -> list[str]:
    return [unit for (unit,) in rows("SELECT unit FROM work_order ORDER BY id")]


def test_every_open_order_is_handed_over_in_batches_and_again_nothing_happens(
    place: Place, rows: Rows, database: Dsn
) -> None:
    for _ in range(5):
        place.desk.dispatched(**HEALTH)
    for _ in range(2):  # both orders of each are with units that end
        place.desk.dispatched()
    place.desk.handled(**HEALTH)
    place.desk.clock.set(ENDED)
    timers = rows("SELECT stream, name, due_at FROM timer ORDER BY stream, name")
    assert place.sweep(batch=3) == HandOverReport(found=9, handed=9)
    assert units(rows) == ["civil-bureau"] * 5 + ["culture-desk"] * 4 + ["health-bureau"]
    assert place.sweep() == HandOverReport()
    left = rows("SELECT stream, name, due_at FROM timer ORDER BY stream, name")
    assert set(left) <= set(timers)
    unsealed = {each for each in Book(database).faults() if not each.startswith("seal ")}
    assert unsealed == set()


def test_the_inbox_of_the_successor_has_them(place: Place) -> None:
    appeal = place.desk.dispatched(**HEALTH)
    place.desk.clock.set(ENDED)
    place.sweep()
    city, now = place.city, place.desk.clock.now()
    day = city.policy.calendar.local_day(now)
    viewer = viewer_of(handler("civil-bureau"), city.policy.organisation, day)
    (row,) = city.lists.orders(OrderView.OPEN, viewer, now, Cursor()).rows
    assert (row.appeal_id, row.unit) == (appeal, "civil-bureau")


def test_sweepers_side_by_side_hand_each_order_over_once(place: Place, rows: Rows) -> None:
    for _ in range(20):
        place.desk.dispatched(**HEALTH)
    place.desk.clock.set(ENDED)
    with ThreadPoolExecutor(3) as threads:
        reports = list(threads.map(lambda _: place.sweep(batch=4), range(3)))
    assert sum(report.handed for report in reports) == 20
    told = "SELECT count(*), count(DISTINCT stream) FROM log_entry WHERE type = 'OrderHandedOver'"
    assert rows(told) == [(20, 20)]


def forbidden(law: CityPolicy) -> CityPolicy:
    """Return the law without the permission to hand over."""
    system = law.access.roles["system"]
    values = tuple(
        replace(each, value=frozenset(each.value or ()) - {"order.hand_over"})
        for each in system.permissions.values
    )
    poor = replace(system, permissions=replace(system.permissions, values=values))
    return replace(law, access=AccessPolicy({**law.access.roles, "system": poor}))


def test_what_is_refused_is_reported_and_stays_in_sight(
    place: Place, rows: Rows, caplog: pytest.LogCaptureFixture
) -> None:
    order = place.desk.lead(place.desk.dispatched(**HEALTH))
    place.desk.clock.set(ENDED)
    poor = place_under(place.city, place.desk, forbidden(place.city.policy))
    assert poor.sweep() == HandOverReport(found=1, refused={"not-permitted": 1})
    found = status_of(poor.city, Settings()).handovers
    assert found.waiting == {"health-bureau": 1}
    assert [(one.id, one.error) for one in found.stuck] == [(order.id, "not-permitted")]
    task = handover_task(poor.city)
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            assert task.step(lambda: False) == 0
            place.desk.clock.pass_(minutes=6)
    assert [record.message for record in caplog.records] == [
        "orders not handed over: {'not-permitted': 1}"
    ]
    assert place.sweep().handed == 1  # mended
    assert status_of(place.city, Settings()).handovers.waiting == {}


def test_an_order_that_breaks_the_gate_holds_up_no_other(place: Place) -> None:
    bad, good = (place.desk.lead(place.desk.dispatched(**HEALTH)).id for _ in range(2))
    place.desk.clock.set(ENDED)
    many = place.city.gate.handle_many

    def breaking(chains: Sequence[Sequence[Envelope]]) -> list[Outcome]:
        if any(each.command.order_id == bad for (each,) in chains):  # type: ignore[attr-defined]
            raise ValueError("nobody expected this")
        return many(chains)

    organisation = place.city.policy.organisation
    day = place.city.policy.calendar.local_day(place.desk.clock.now())
    orphans = PgOrphans(place.city.store)
    report = hand_over_all(orphans, breaking, organisation, day)
    assert report == HandOverReport(found=2, handed=1, refused={"ValueError": 1})
    left = overview(orphans, place.city.gate.rehearse, organisation, day, 5)
    assert (left.waiting, left.stuck) == ({"health-bureau": 1}, ())
    assert good != bad


def test_what_has_become_a_complaint_about_its_own_unit_is_found(place: Place, rows: Rows) -> None:
    """Civil affairs was complained of, and becomes a part of the bureau that has the order."""
    law = reorganised(civil_bureau=("2026-03-12", "health-bureau"))
    reformed = place_under(place.city, place.desk, law())
    reformed.desk.dispatched(**HEALTH, complained_unit="civil-bureau")
    reformed.desk.dispatched(**HEALTH)
    reformed.desk.clock.set(ENDED)
    assert reformed.sweep() == HandOverReport(found=1, handed=1)
    assert units(rows) == ["hotline", "health-bureau"]
    assert reformed.sweep() == HandOverReport()


def test_indexes_lead_to_them(place: Place) -> None:
    """However large the city, a sweep never reads a whole table."""
    place.desk.dispatched(**HEALTH, complained_unit="civil-bureau")
    facts = {"ended": ["health-bureau"], "heirs": ["civil-bureau"], "after": UUID(int=0)}
    with place.city.store.connection() as connection:
        connection.execute("SET enable_seqscan = off")
        text = "EXPLAIN " + _statement("orphans")
        plan = connection.execute(text, {**facts, "limit": 10}).fetchall()
        connection.execute("RESET enable_seqscan")
    said = "\n".join(line for (line,) in plan)
    assert "Seq Scan" not in said, said


def test_it_is_swept_at_once_with_every_new_day_and_every_few_minutes(
    place: Place, never: Callable[[], bool]
) -> None:
    place.desk.clock.set(at("2026-03-11 23:50"))
    task = handover_task(place.city)
    assert task.step(never) == 0
    place.desk.dispatched(**HEALTH)
    place.desk.clock.set(at("2026-03-11 23:59"))
    assert task.step(never) == 0
    place.desk.clock.set(ENDED)
    assert [task.step(never), task.step(never)] == [1, 0]
    wake = task.next_wake()
    assert wake == Instant(ENDED + timedelta(minutes=5))
    place.desk.clock.set(wake)
    assert task.step(never) == 0


def test_the_person_reads_who_had_it_then_and_who_has_it_now(place: Place) -> None:
    appeal = place.desk.dispatched(**HEALTH)
    place.desk.do(SignFor(order_id=place.desk.lead(appeal).id), handler("health-bureau"))
    place.desk.clock.set(ENDED)
    place.sweep()
    city = place.city
    told = follow(place.desk.case(appeal), city.reader, city.policy, place.desk.clock.now())
    titles = [one.title.zh for one in told.happened]
    assert titles[-1] == "因机构调整，由卫生局移交民政局办理"
    assert "卫生局已签收" in titles
    assert told.happened[-1].grounds[0].article.zh == "《安和市诉求派单目录》第4条"
    assert told.office is not None
    assert told.office.zh == "民政局"
    assert told.promise is not None
    assert told.promise.office is not None
    assert told.promise.office.zh == "民政局"


@pytest.fixture
def never() -> Callable[[], bool]:
    return lambda: False
