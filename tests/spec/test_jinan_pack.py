# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A second real city: its ordinance played through the gate, with no line of code of its own."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import yaml

from jiesu.adapters.packs import load_pack, pack_folder
from jiesu.application.policy import CityPolicy
from jiesu.domain.appeals.messages import AnswerAtOnce, RouteSpecially
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.callback.messages import ReturnResult, Satisfied
from jiesu.domain.handling.decide import NoDayPromised, NotInWriting
from jiesu.domain.organisations import UnitKind
from jiesu.domain.taxonomy import AppealKind, SpecialRoute
from jiesu.domain.workorders.messages import (
    DispatchRoute,
    Ending,
    NoContactReason,
    ReportResult,
    SignFor,
)
from jiesu.domain.workorders.model import WorkOrder
from tests.builders.appeals import note, reply
from tests.builders.calendars import at, clock
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.people import handler

TODAY = date(2026, 3, 10)
JINAN = pack_folder("jinan")
PROPERTY = {"matter": "housing.property.service", "area": "lixia-qianfoshan"}
SPRING = {"matter": "environment.waters.spring", "area": "lixia-baotuquan"}


@cache
def jinan() -> CityPolicy:
    return load_pack("jinan")


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk(jinan)


def scenarios() -> list[dict[str, Any]]:
    files = sorted(Path(JINAN, "scenarios").glob("*.yaml"))
    return [item for file in files for item in yaml.safe_load(file.read_text(encoding="utf-8"))]


def test_every_article_that_binds_and_is_not_open_has_a_scenario() -> None:
    law = jinan().instruments["jinan-ordinance"]
    cited = [one["basis"] for one in scenarios()]
    shown = {str(one["article"]) for one in cited if one["instrument"] == law.id}
    assert law.binding - set(law.open) - shown == set()


def report(desk: MemoryDesk, order: WorkOrder, **more: object) -> None:
    """Sign for an order and report on it."""
    unit = handler(order.unit)
    desk.do(SignFor(order_id=order.id), unit)
    why = NoContactReason.NOT_REACHED
    desk.do(ReportResult(order_id=order.id, report=reply(), no_contact=why, **more), unit)


def reported(desk: MemoryDesk, **more: object) -> UUID:
    """Take an appeal about a spring to the reports of both its units; return its id."""
    appeal_id = desk.dispatched(**SPRING)
    for order in desk.case(appeal_id).orders:
        report(desk, order, **more)
    return appeal_id


def test_five_working_days_go_around_the_spring_festival(desk: MemoryDesk) -> None:  # Art. 24
    desk.clock.set(at("2026-02-12 10:00"))
    # 14 February is worked in exchange; the festival lasts from the 15th to the 23rd.
    assert clock(desk.lead(desk.dispatched(**SPRING)).handling_due) == "2026-02-27 00:00"


def test_a_utility_is_not_given_the_night_off(desk: MemoryDesk) -> None:  # Art. 21
    desk.clock.set(at("2026-03-10 20:00"))
    order = desk.lead(desk.dispatched(matter="water.drain.flood", area="lixia-dongguan"))
    assert (order.unit, clock(order.signing_due)) == ("drainage", "2026-03-11 00:02")


def test_a_street_of_the_high_tech_zone_is_copied_to_its_committee(desk: MemoryDesk) -> None:
    order = desk.lead(desk.dispatched(**{**PROPERTY, "area": "gaoxin-shunhualu"}))
    assert (order.route, order.unit) == (DispatchRoute.SUBDISTRICT, "gaoxin-shunhualu")
    assert (order.copies, order.district) == (("gaoxin",), "gaoxin")


def test_where_only_the_special_area_is_known_its_committee_organises(desk: MemoryDesk) -> None:
    order = desk.lead(desk.dispatched(**{**PROPERTY, "area": "nanshan"}))
    assert (order.route, order.unit) == (DispatchRoute.DISTRICT, "nanshan")


def test_the_same_facts_again_end_only_in_writing(desk: MemoryDesk) -> None:  # Art. 25
    with pytest.raises(NotInWriting, match=r"Hotline Ordinance, Art\. 25"):
        reported(desk, ending=Ending.REPEAT)
    appeal_id = reported(desk, ending=Ending.REPEAT, written=reply("去年已办结，事实相同"))
    assert desk.appeal(appeal_id).state is AppealState.HANDLED


def test_what_cannot_be_solved_now_has_a_day(desk: MemoryDesk) -> None:  # Art. 24 (3)
    with pytest.raises(NoDayPromised, match=r"Art\. 24"):
        reported(desk, ending=Ending.NOT_YET)
    assert reported(desk, ending=Ending.NOT_YET, promised=date(2026, 6, 1))


def test_the_hotline_reviews_a_result_and_returns_it(desk: MemoryDesk) -> None:  # Art. 27
    appeal_id = reported(desk)
    question = desk.question(appeal_id).id
    events = desk.do(ReturnResult(callback_id=question, reason=note())).events
    assert events == ("CallBackReturned", "AppealSentBack", "OrderSentBack")
    assert clock(desk.lead(appeal_id).handling_due) == "2026-03-18 00:00"


def test_who_is_dissatisfied_gets_another_round(desk: MemoryDesk) -> None:  # Art. 27
    appeal_id = reported(desk)
    desk.do(desk.outcome(appeal_id, satisfied=Satisfied.DISSATISFIED))
    assert desk.appeal(appeal_id).round == 2


def test_help_that_can_be_given_at_once_is_given(desk: MemoryDesk) -> None:  # Art. 23 (1)
    appeal_id = desk.registered(kind=AppealKind.HELP, **SPRING)
    desk.do(AnswerAtOnce(appeal_id=appeal_id, reply=reply()))
    assert desk.appeal(appeal_id).state is AppealState.ANSWERED


def test_what_is_in_court_stays_on_its_way(desk: MemoryDesk) -> None:  # Art. 23 (3)
    appeal_id, route = desk.registered(**SPRING), SpecialRoute.LEGAL_CHANNEL
    desk.do(RouteSpecially(appeal_id=appeal_id, route=route, explanation=reply()))
    basis = desk.store.entries[-1]["data"]["basis"][0]
    assert (basis["instrument"], basis["article"]) == ("jinan-ordinance", "23")


@pytest.mark.parametrize(
    ("accused", "instead"),
    [
        ("lixia-qianfoshan", "lixia"),
        ("hotline", "lixia-qianfoshan"),
        ("lixia", "lixia-qianfoshan"),
    ],
)
def test_nothing_goes_to_those_complained_of(
    desk: MemoryDesk, accused: str, instead: str
) -> None:  # Art. 32
    order = desk.lead(desk.dispatched(**PROPERTY, complained_unit=accused))
    assert order.unit == instead
    assert accused not in order.copies


def test_every_leaf_of_the_catalogue_finds_a_lead_everywhere(desk: MemoryDesk) -> None:
    law = jinan()
    leaves = [code for code in law.catalogue.matters if law.catalogue.is_leaf(code)]
    assert len(leaves) >= 60
    for number, matter in enumerate(leaves):
        area = list(law.organisation.areas)[number * 2]
        assert desk.dispatched(matter=matter, area=area)


def test_every_street_has_a_code_of_the_national_list() -> None:
    streets = [area for area in jinan().organisation.areas.values() if area.parent]
    assert len(streets) > 150
    assert all(area.official and area.official[:4] == "3701" for area in streets)
    assert len({area.official for area in streets}) == len(streets)
    over = {jinan().organisation.units[area.parent or ""].kind for area in streets}
    assert over == {UnitKind.DISTRICT, UnitKind.AREA_COMMITTEE}


def test_every_rule_of_the_pack_is_in_force_today_and_says_how_sure_it_is() -> None:
    rules = jinan().parameters.values()
    assert all(rule.in_force(TODAY) for rule in rules)
    official = [rule.key for rule in rules if rule.as_of(TODAY).standing == "official"]
    assert {"limit.wd5", "order.written", "order.promised", "callback.review"} <= set(official)
    assert not [key for key in official if key.startswith(("evaluation.", "supervision."))]
