# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A unit ends, and whoever takes its place goes on with its open orders within the same limits."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from jiesu.application.evaluating import named_month
from jiesu.application.policy import CityPolicy
from jiesu.domain.access import NotPermitted, NotYours
from jiesu.domain.appeals.messages import UndoStep, WithdrawAppeal
from jiesu.domain.callback.messages import Solved
from jiesu.domain.dispatch.responsibility import CommunityCannotLead
from jiesu.domain.evaluation.rates import Verdict, evaluate
from jiesu.domain.handling.succession import StillInCharge
from jiesu.domain.organisations import UnitKind, UnknownUnit
from jiesu.domain.workorders.messages import (
    DispatchRoute,
    HandOverOrder,
    OrderRole,
    RecordFirstContact,
    ReportResult,
    SignFor,
)
from jiesu.domain.workorders.model import WorkOrder, clocks
from tests.builders.appeals import note, reply
from tests.builders.calendars import at
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.people import DISPATCHER, OPERATOR, SYSTEM, handler
from tests.builders.town import policy, reorganised, with_units

HEALTH = {"matter": "health.hospital.conduct"}
"""One order, for the health bureau alone."""
MERGED = reorganised(health_bureau=("2026-03-12", "civil-bureau"))
BEFORE, AFTER = at("2026-03-11 23:58"), at("2026-03-12 00:00")


def waiting(law: Callable[[], CityPolicy] = MERGED, **changes: object) -> tuple[MemoryDesk, UUID]:
    """Return a desk in the first minutes without the health bureau, and an appeal it had."""
    desk = memory_desk(law)
    appeal_id = desk.dispatched(**{**HEALTH, **changes})
    desk.clock.set(AFTER)
    return desk, appeal_id


def hand_over(desk: MemoryDesk, appeal_id: UUID, which: int = 0) -> WorkOrder:
    """Hand one order of the appeal over; return it as it is then."""
    order = desk.case(appeal_id).orders[which]
    desk.do(HandOverOrder(order_id=order.id), SYSTEM)
    return desk.case(appeal_id).orders[which]


def test_the_successor_has_the_order_and_leads_the_appeal() -> None:
    desk, appeal_id = waiting()
    order = hand_over(desk, appeal_id)
    assert (order.unit, desk.appeal(appeal_id).lead) == ("civil-bureau", "civil-bureau")
    handed, led = desk.store.entries[-2:]
    assert handed["data"]["predecessor"] == led["data"]["predecessor"] == "health-bureau"
    assert handed["data"]["ended"] == "2026-03-12"
    assert handed["data"]["basis"][0]["key"] == "organisation.succession"
    assert handed["actor"] == "system|system|"
    assert [each["notice"] for each in desk.store.outbox][-1] == "notice.handed_over"


def test_state_round_and_every_clock_go_on_as_they_were() -> None:
    desk = memory_desk(MERGED)
    desk.clock.set(at("2026-03-11 20:00"))
    appeal_id = desk.dispatched(**HEALTH)
    before = desk.lead(appeal_id)
    desk.do(SignFor(order_id=before.id), handler("health-bureau"))
    signed, timers = desk.lead(appeal_id), dict(desk.store.timers)
    desk.clock.set(AFTER)
    order = hand_over(desk, appeal_id)
    assert replace(order, unit="health-bureau") == signed
    assert clocks(order) == clocks(signed)
    assert desk.store.timers == timers
    successor = handler("civil-bureau")
    desk.do(RecordFirstContact(order_id=order.id), successor)
    desk.do(ReportResult(order_id=order.id, report=reply()), successor)


def test_what_was_late_before_is_told_first() -> None:
    desk = memory_desk(MERGED)
    appeal_id = desk.dispatched(**HEALTH)
    desk.clock.set(at("2026-04-20 10:00"))
    order = desk.lead(appeal_id)
    events = desk.do(HandOverOrder(order_id=order.id), SYSTEM).events
    assert events == (*("OrderOverdue",) * 3, "OrderHandedOver", "AppealHandedOver")


def test_nothing_is_handed_over_before_the_unit_ends() -> None:
    desk = memory_desk(MERGED)
    appeal_id = desk.dispatched(**HEALTH)
    desk.clock.set(BEFORE)
    with pytest.raises(StillInCharge):
        hand_over(desk, appeal_id)


def test_it_is_handed_over_once() -> None:
    desk, appeal_id = waiting()
    hand_over(desk, appeal_id)
    before = desk.store.snapshot()
    with pytest.raises(StillInCharge):
        hand_over(desk, appeal_id)
    assert desk.store.snapshot() == before


def test_only_the_system_hands_over() -> None:
    desk, appeal_id = waiting()
    for actor in (OPERATOR, DISPATCHER, handler("health-bureau"), handler("civil-bureau")):
        with pytest.raises(NotPermitted):
            desk.do(HandOverOrder(order_id=desk.lead(appeal_id).id), actor)


def test_a_chain_of_successors_is_followed_to_its_end() -> None:
    law = reorganised(
        health_bureau=("2026-03-12", "civil-bureau"), civil_bureau=("2026-04-01", "market-bureau")
    )
    desk, appeal_id = waiting(law)
    assert hand_over(desk, appeal_id).unit == "civil-bureau"
    desk.clock.set(at("2026-04-01 08:00"))
    assert hand_over(desk, appeal_id).unit == "market-bureau"
    other, late = waiting(law)
    other.clock.set(at("2026-04-01 08:00"))
    assert hand_over(other, late).unit == "market-bureau"


def test_a_unit_that_ended_without_anybody_in_its_place_is_reported() -> None:
    units = dict(MERGED().organisation.units)
    units["health-bureau"] = replace(units["health-bureau"], successor=None)
    desk, appeal_id = waiting(lambda: with_units(MERGED(), units))
    with pytest.raises(UnknownUnit):
        hand_over(desk, appeal_id)


def test_an_order_never_goes_down_to_a_community() -> None:
    units = dict(MERGED().organisation.units)
    units["civil-bureau"] = replace(units["civil-bureau"], kind=UnitKind.COMMUNITY)
    desk, appeal_id = waiting(lambda: with_units(MERGED(), units))
    with pytest.raises(CommunityCannotLead):
        hand_over(desk, appeal_id)


def test_the_unit_complained_of_does_not_inherit_the_complaint() -> None:
    """Its superior has it; nobody of the unit, old name or new, finds it."""
    desk, appeal_id = waiting(complained_unit="civil-bureau")
    order = hand_over(desk, appeal_id)
    assert (order.unit, order.route) == ("hotline", DispatchRoute.RECUSAL)
    keys = [each["key"] for each in desk.store.entries[-1]["data"]["basis"]]
    assert keys == ["organisation.succession", "dispatch.recusal"]
    for unit in ("health-bureau", "civil-bureau"):
        with pytest.raises(NotYours):
            desk.do(SignFor(order_id=order.id), handler(unit))


def test_a_unit_that_becomes_the_one_complained_of_has_the_order_no_longer() -> None:
    """Dispatched to one unit, about another; then the second becomes part of the first."""
    desk, appeal_id = waiting(
        reorganised(civil_bureau=("2026-03-12", "health-bureau")), complained_unit="civil-bureau"
    )
    assert desk.lead(appeal_id).unit == "health-bureau"
    order = hand_over(desk, appeal_id)
    assert order.unit == desk.appeal(appeal_id).lead == "hotline"
    assert desk.store.entries[-2]["data"]["ended"] is None


def test_a_successor_outside_the_city_is_approached_by_the_desk() -> None:
    desk, appeal_id = waiting(reorganised(health_bureau=("2026-03-12", "rail-yard")))
    order = hand_over(desk, appeal_id)
    assert (order.unit, order.counterpart) == ("hotline", "rail-yard")
    assert (order.role, order.route) == (OrderRole.LIAISON, DispatchRoute.LIAISON)


def test_the_order_of_a_sub_district_is_copied_to_the_district_of_its_successor() -> None:
    law = reorganised(qc_liuyin=("2026-03-12", "bs-heyan"))
    desk, appeal_id = waiting(law, matter="urban.waste.collection", area="qc-liuyin")
    assert desk.lead(appeal_id).copies == ("qingchuan",)
    order = hand_over(desk, appeal_id)
    assert (order.unit, order.copies) == ("bs-heyan", ("baishi",))


def test_copies_go_to_successors_and_never_to_whoever_has_the_order() -> None:
    law = reorganised(
        qc_liuyin=("2026-03-12", "urban-bureau"), qingchuan=("2026-03-12", "urban-bureau")
    )
    desk, appeal_id = waiting(law, matter="urban.waste.collection", area="qc-liuyin")
    assert hand_over(desk, appeal_id).copies == ()


def test_who_assists_is_followed_too_and_the_lead_stays() -> None:
    law = reorganised(urban_bureau=("2026-03-12", "market-bureau"))
    desk = memory_desk(law)
    appeal_id = desk.dispatched()
    lead, helper = desk.case(appeal_id).orders
    assert (lead.unit, helper.unit) == ("water-bureau", "urban-bureau")
    desk.clock.set(AFTER)
    assert hand_over(desk, appeal_id, which=1).unit == "market-bureau"
    assert desk.store.entries[-1]["type"] == "OrderHandedOver"
    assert desk.appeal(appeal_id).lead == "water-bureau"


def test_a_successor_that_assists_already_has_both_orders() -> None:
    desk = memory_desk(reorganised(water_bureau=("2026-03-12", "urban-bureau")))
    appeal_id = desk.dispatched()
    desk.clock.set(AFTER)
    assert hand_over(desk, appeal_id).unit == "urban-bureau"
    desk.report_again(appeal_id)
    question = desk.question(appeal_id)
    assert (question.lead, question.helpers) == ("urban-bureau", ())


def test_a_withdrawal_undone_and_a_dispatch_undone_stand_where_they_stood() -> None:
    desk, appeal_id = waiting()
    hand_over(desk, appeal_id)
    desk.do(WithdrawAppeal(appeal_id=appeal_id, reason=note()))
    step = desk.appeal(appeal_id).undoable
    assert step is not None
    desk.do(UndoStep(appeal_id=appeal_id, step=step))
    assert desk.lead(appeal_id).unit == desk.appeal(appeal_id).lead == "civil-bureau"


def test_what_is_sent_back_after_the_end_is_handed_over_then() -> None:
    """It was reported before the unit ended, so nothing was open; now the limit runs anew."""
    desk = memory_desk(MERGED)
    appeal_id = desk.handled(**HEALTH)
    desk.clock.set(AFTER)
    desk.do(desk.outcome(appeal_id, solved=Solved.UNSOLVED))
    again = desk.lead(appeal_id)
    assert (again.unit, again.open, again.round) == ("health-bureau", True, 2)
    order = hand_over(desk, appeal_id)
    assert order == replace(again, unit="civil-bureau")


@pytest.mark.parametrize("asked_first", [False, True])
def test_the_verdict_is_the_successor_s(asked_first: bool) -> None:
    """Whether the question was opened before the hand-over or after it."""
    desk = memory_desk(MERGED)
    appeal_id = desk.handled(**HEALTH) if asked_first else desk.dispatched(**HEALTH)
    desk.clock.set(AFTER)
    if not asked_first:
        hand_over(desk, appeal_id)
        desk.report_again(appeal_id)
    desk.do(desk.outcome(appeal_id))
    asked = desk.question(appeal_id)
    assert asked.lead == ("health-bureau" if asked_first else "civil-bureau")
    assert asked.ended_at is not None
    assert asked.solved is not None
    assert asked.satisfied is not None
    verdict = Verdict(
        callback_id=asked.id,
        appeal_id=appeal_id,
        round=asked.round,
        lead=asked.lead,
        helpers=asked.helpers,
        copies=asked.copies,
        district_unit=None,
        registered_at=asked.registered_at,
        dispatched_at=asked.dispatched_at,
        due_at=asked.due_at,
        answered_at=asked.ended_at,
        contacted=True,
        solved=asked.solved,
        satisfied=asked.satisfied,
    )
    law = MERGED()
    month = named_month(law, "2026-03")
    assert month.last_day >= date(2026, 3, 12)
    found = evaluate([verdict], month, law.evaluation, law.organisation)
    rated = [one.unit.id for each in found.rankings for one in each.placings if one.verdicts]
    assert rated == ["civil-bureau"]


def test_the_law_of_the_example_town_says_who_goes_on() -> None:
    desk = memory_desk()
    desk.clock.set(at("2015-06-30 10:00"))
    appeal_id = desk.dispatched(matter="urban.waste.collection")
    due = desk.lead(appeal_id).handling_due
    desk.clock.set(at("2015-07-01 00:05"))
    order = hand_over(desk, appeal_id)
    assert (order.unit, order.handling_due) == ("urban-bureau", due)
    assert policy().citation("anhe-duties", "4").label("zh") == "《安和市诉求派单目录》第4条"
