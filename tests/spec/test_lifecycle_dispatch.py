# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 -- the tables read across
"""Who gets an appeal, in which role, by which way and which article, under the law of the day."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from jiesu.domain.appeals.messages import AppealDispatched, DispatchAppeal
from jiesu.domain.appeals.model import Appeal
from jiesu.domain.dispatch.decide import ReasonNeeded, dispatch
from jiesu.domain.dispatch.policy import DispatchPolicy
from jiesu.domain.dispatch.responsibility import CommunityCannotLead
from jiesu.domain.organisations import Area, AreaKind, UnknownUnit
from jiesu.domain.streams import Facts, StreamKind
from jiesu.domain.timelimits import TimeLimit, TimeUnit
from jiesu.domain.workorders.limits import NoLimitForClass
from jiesu.domain.workorders.messages import OrderOpened, OrderRole
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind
from jiesu.kernel.text import Text
from jiesu.rulebook.dated import NoRuleInForce
from tests.builders.appeals import an_appeal, circumstances, sealed
from tests.builders.calendars import at
from tests.builders.law import always
from tests.builders.tables import rows
from tests.builders.town import NOON, policy

REASON = sealed(PrivateKind.NOTE)


def send_out(
    appeal: Appeal,
    *,
    unit: str | None = None,
    co_handlers: tuple[str, ...] | None = None,
    reason: bool = True,
    now: Instant = NOON,
    law: DispatchPolicy | None = None,
) -> Facts:
    """Dispatch the appeal; by hand where units are named."""
    by_hand = unit is not None or co_handlers is not None
    command = DispatchAppeal(
        appeal_id=appeal.id,
        unit=unit,
        co_handlers=co_handlers,
        reason=REASON if by_hand and reason else None,
    )
    return dispatch(appeal, command, law or policy().dispatch, circumstances(now))


def opened(facts: Facts) -> list[OrderOpened]:
    """Return the orders among the facts, lead first."""
    return [fact.event for fact in facts if isinstance(fact.event, OrderOpened)]


def answer(facts: Facts) -> tuple[str, str, str, str, str]:
    """Return lead, role, way, copies and co-handlers as the tables below write them."""
    lead, *helpers = opened(facts)
    copies, assisting = ";".join(lead.copies), ";".join(order.unit for order in helpers)
    return lead.unit, lead.role.value, lead.route.value, copies, assisting


def about(matter: str, area: str) -> Appeal:
    """Return an appeal about a matter at a place; empty where unknown."""
    return an_appeal(matter=matter or None, area=area or None)


# fmt: off
ANSWERS = rows("""
matter                           area       lead           role     route        copies     assisting                  article
water.river.pollution            qc-liuyin  water-bureau   lead     direct       -          urban-bureau               10
water.river.pollution            -          water-bureau   lead     direct       -          urban-bureau               10
power.outage.home                baishi     power-co       lead     direct       -          -                          10
housing.property.service         qc-liuyin  qc-liuyin      lead     subdistrict  qingchuan  housing-bureau             11
noise.stall.nightmarket          bs-heyan   bs-heyan       lead     subdistrict  baishi     urban-bureau;market-bureau 11
noise.stall.nightmarket          baishi     baishi         lead     district     -          urban-bureau;market-bureau 12
noise.stall.nightmarket          -          hotline        lead     city_desk    -          urban-bureau;market-bureau 13
housing.demolition.compensation  qc-dongmen qingchuan      lead     district     -          housing-bureau             12
general.other.other              bs-heyan   baishi         lead     district     -          -                          12
general.other.other              -          hotline        lead     city_desk    -          -                          13
-                                qc-dongmen qingchuan      lead     district     -          -                          12
-                                -          hotline        lead     city_desk    -          -                          13
urban.green.damage               qc-liuyin  qc-parks       lead     direct       -          urban-bureau;qc-liuyin     10
urban.green.damage               bs-heyan   baishi         lead     district     -          urban-bureau;bs-heyan      12
urban.green.damage               qingchuan  qc-parks       lead     direct       -          urban-bureau               10
urban.green.damage               -          hotline        lead     city_desk    -          urban-bureau               13
transport.rail.noise             qc-liuyin  hotline        liaison  liaison      -          transport-bureau           10
""")
# fmt: on


@pytest.mark.parametrize(
    ("matter", "area", "lead", "role", "route", "copies", "assisting", "article"), ANSWERS
)
def test_matter_and_place_decide_who_acts_and_by_which_article(
    matter: str,
    area: str,
    lead: str,
    role: str,
    route: str,
    copies: str,
    assisting: str,
    article: str,
) -> None:
    facts = send_out(about(matter, area))
    assert answer(facts) == (lead, role, route, copies, assisting)
    assert opened(facts)[0].basis[0].article == article


def test_a_body_outside_the_citys_command_is_approached_by_the_desk() -> None:
    lead, helper = opened(send_out(about("transport.rail.noise", "qc-liuyin")))
    assert (lead.unit, lead.role, lead.counterpart) == ("hotline", OrderRole.LIAISON, "rail-yard")
    assert (helper.role, helper.counterpart) == (OrderRole.ASSIST, None)
    assert "dispatch.liaison" in [basis.key for basis in lead.basis]


def test_the_way_the_duty_and_all_three_limits_are_cited_in_this_order() -> None:
    lead = opened(send_out(about("housing.property.service", "qc-liuyin")))[0]
    assert [(basis.key, basis.value, basis.article) for basis in lead.basis] == [
        ("dispatch.subdistrict_copy", "qc-liuyin", "11"),
        ("duty.housing.property.service.2015", "@subdistrict", "1"),
        ("limit.d7", "7 calendar_day", "1"),
        ("order.signing", "4 hour", "2"),
        ("order.first_contact", "24 hour", "3"),
    ]


def test_the_appeal_learns_lead_orders_and_reason() -> None:
    facts = send_out(an_appeal(), unit="housing-bureau")
    dispatched = facts[0].event
    assert facts[0].stream.kind is StreamKind.APPEAL
    assert isinstance(dispatched, AppealDispatched)
    assert dispatched.lead == "housing-bureau"
    assert dispatched.reason == REASON
    assert dispatched.orders == tuple(fact.stream.id for fact in facts[1:])
    assert len(set(dispatched.orders)) == 2


def test_a_sub_district_named_by_hand_has_its_order_copied_to_its_district() -> None:
    facts = send_out(about("water.river.pollution", ""), unit="bs-heyan", co_handlers=())
    assert answer(facts) == ("bs-heyan", "lead", "by_hand", "baishi", "")
    keys = [(basis.key, basis.value) for basis in opened(facts)[0].basis]
    assert keys[0] == ("dispatch.direct", "bs-heyan")
    assert ("dispatch.subdistrict_copy", "bs-heyan") in keys


def test_every_order_carries_what_the_unit_must_know_about_the_appeal() -> None:
    for order in opened(send_out(about("water.river.pollution", "qc-liuyin"))):
        assert (order.appeal_id, order.matter, order.district) == (
            UUID(int=101),
            "water.river.pollution",
            "qingchuan",
        )
        assert (order.duty_item, order.limit_class) == ("water.river.pollution.2000", "d7")


def test_only_the_lead_is_copied_up() -> None:
    _, helper = opened(send_out(about("housing.property.service", "qc-liuyin")))
    assert helper.copies == ()


# fmt: off
BY_HAND = rows("""
unit          co_handlers            lead           role     copies  assisting
health-bureau -                      health-bureau  lead     -       urban-bureau
health-bureau civil-bureau;bus-co    health-bureau  lead     -       civil-bureau;bus-co
health-bureau health-bureau          health-bureau  lead     -       -
health-bureau bus-co;bus-co          health-bureau  lead     -       bus-co
urban-bureau  -                      urban-bureau   lead     -       -
rail-yard     hotline;rail-yard      hotline        liaison  -       -
hotline       qc-liuyin-c1           hotline        lead     -       qc-liuyin-c1
-             civil-bureau           water-bureau   lead     -       civil-bureau
""")
# fmt: on


@pytest.mark.parametrize(("unit", "co_handlers", "lead", "role", "copies", "assisting"), BY_HAND)
def test_a_dispatcher_may_name_others_and_each_unit_gets_one_order(
    unit: str, co_handlers: str, lead: str, role: str, copies: str, assisting: str
) -> None:
    helpers = tuple(co_handlers.split(";")) if co_handlers else None
    facts = send_out(
        about("water.river.pollution", "qc-liuyin"), unit=unit or None, co_handlers=helpers
    )
    found_lead, found_role, _, *rest = answer(facts)
    assert (found_lead, found_role, *rest) == (lead, role, copies, assisting)
    assert not any(order.automatic for order in opened(facts))


def test_a_dispatcher_may_leave_the_co_handlers_out() -> None:
    facts = send_out(about("water.river.pollution", ""), unit="health-bureau", co_handlers=())
    assert [order.unit for order in opened(facts)] == ["health-bureau"]


def test_the_catalogues_own_answer_is_automatic() -> None:
    assert all(order.automatic for order in opened(send_out(an_appeal())))


@pytest.mark.parametrize(
    ("unit", "co_handlers"),
    [("health-bureau", None), (None, ("civil-bureau",)), (None, ())],
    ids=["lead", "co-handler", "no co-handler"],
)
def test_overriding_the_catalogue_needs_a_reason(
    unit: str | None, co_handlers: tuple[str, ...] | None
) -> None:
    with pytest.raises(ReasonNeeded):
        send_out(an_appeal(), unit=unit, co_handlers=co_handlers, reason=False)


def test_a_community_never_leads_and_the_article_says_so() -> None:
    with pytest.raises(CommunityCannotLead) as refusal:
        send_out(an_appeal(), unit="qc-liuyin-c1")
    assert refusal.value.rule is not None
    assert refusal.value.rule.label("en").endswith("Art. 18")


@pytest.mark.parametrize(
    ("unit", "co_handlers"), [("mars-bureau", None), ("health-bureau", ("mars-bureau",))]
)
def test_an_unknown_unit_is_refused_wherever_it_is_named(
    unit: str, co_handlers: tuple[str, ...] | None
) -> None:
    with pytest.raises(UnknownUnit):
        send_out(an_appeal(), unit=unit, co_handlers=co_handlers)


# fmt: off
AS_OF = rows("""
matter                    day         lead               class  handled_by  signed_by   copies
water.river.pollution     2015-06-30  water-bureau       d7     2015-07-11  18:00       -
water.river.pollution     2015-07-01  water-bureau       d7     2015-07-09  14:00       -
housing.title.backlog     2015-06-30  housing-bureau     d30    2015-07-31  18:00       -
housing.title.backlog     2015-07-01  housing-bureau     d15    2015-07-17  14:00       -
urban.waste.collection    2015-06-30  sanitation-bureau  d7     2015-07-11  18:00       -
urban.waste.collection    2015-07-01  qc-liuyin          d7     2015-07-09  14:00       qingchuan
housing.property.service  2015-06-30  housing-bureau     d7     2015-07-11  18:00       -
housing.property.service  2015-07-01  qc-liuyin          d7     2015-07-09  14:00       qingchuan
""")
# fmt: on


@pytest.mark.parametrize(
    ("matter", "day", "lead", "limit", "handled_by", "signed_by", "copies"), AS_OF
)
def test_the_amendment_changes_later_dispatches_only(
    matter: str, day: str, lead: str, limit: str, handled_by: str, signed_by: str, copies: str
) -> None:
    order = opened(send_out(about(matter, "qc-liuyin"), now=at(f"{day} 10:00")))[0]
    assert (order.unit, order.limit_class, ";".join(order.copies)) == (lead, limit, copies)
    assert order.handling_due == at(f"{handled_by} 00:00")
    assert order.signing_due == at(f"{day} {signed_by}")


def test_an_appeal_of_before_the_amendment_dispatched_after_it_has_the_new_limits() -> None:
    appeal = an_appeal(registered_at=at("2015-06-30 23:00"))
    order = opened(send_out(appeal, now=at("2015-07-01 00:30")))[0]
    assert order.handling_due == at("2015-07-09 00:00")


def test_the_law_changes_at_the_towns_midnight_and_not_at_the_worlds() -> None:
    before = opened(send_out(an_appeal(), now=at("2015-06-30 23:59")))[0]
    after = opened(send_out(an_appeal(), now=at("2015-07-01 00:00")))[0]
    assert [before.basis[2].value, after.basis[2].value] == ["10 calendar_day", "7 calendar_day"]


def test_before_there_was_any_law_nothing_can_be_dispatched() -> None:
    with pytest.raises(NoRuleInForce):
        send_out(an_appeal(matter=None, area=None), now=at("1999-12-31 10:00"))


@pytest.mark.parametrize(("day", "assumed"), [("2026-12-01", False), ("2026-12-30", True)])
def test_working_days_of_an_unannounced_year_make_an_assumed_due_date(
    day: str, assumed: bool
) -> None:
    days = {**policy().orders.limits, "d7": always("limit.d7", TimeLimit(7, TimeUnit.WORKING_DAY))}
    law = replace(policy().dispatch, orders=replace(policy().orders, limits=days))
    for order in opened(send_out(an_appeal(), now=at(f"{day} 10:00"), law=law)):
        assert order.due_assumed is assumed


# fmt: off
AROUND_THE_CLOCK = rows("""
matter                    unit       hours  basis
power.outage.home         power-co   2      order.round_the_clock
housing.property.service  qc-liuyin  65     order.first_contact
""")
# fmt: on


@pytest.mark.parametrize(("matter", "unit", "hours", "basis"), AROUND_THE_CLOCK)
def test_who_serves_day_and_night_has_no_evening_off(
    matter: str, unit: str, hours: str, basis: str
) -> None:
    working = always("order.signing", TimeLimit(2, TimeUnit.WORKING_HOUR))
    law = replace(policy().dispatch, orders=replace(policy().orders, signing=working))
    friday_evening = at("2026-03-13 18:00")
    order = opened(send_out(about(matter, "qc-liuyin"), now=friday_evening, law=law))[0]
    assert (order.unit, order.signing_due) == (unit, friday_evening + timedelta(hours=int(hours)))
    assert order.basis[-1].key == basis


def test_a_matter_without_a_duty_has_the_default_limit() -> None:
    assert opened(send_out(about("", "")))[0].limit_class == "d7"


def test_a_limit_class_nobody_defined_is_refused_by_name() -> None:
    law = replace(policy().dispatch, default_class=always("dispatch.default_class", "d99"))
    with pytest.raises(NoLimitForClass) as refusal:
        send_out(about("", ""), law=law)
    assert refusal.value.facts == {"limit_class": "d99"}


def test_a_limit_that_was_repealed_is_refused_by_name() -> None:
    law = replace(policy().dispatch, default_class=always("dispatch.default_class", "d30"))
    with pytest.raises(NoRuleInForce, match=r"limit\.d30"):
        send_out(about("", ""), law=law)


def test_a_street_without_a_district_keeps_its_own_appeals_and_its_unit_its_superior() -> None:
    lonely = Area("isle", Text("岛", "Isle"), AreaKind.STREET, "bs-heyan", None)
    town = policy().organisation
    law = replace(
        policy().dispatch, organisation=replace(town, areas={**town.areas, "isle": lonely})
    )
    by_duty = send_out(about("noise.stall.nightmarket", "isle"), law=law)
    assert answer(by_duty)[:4] == ("bs-heyan", "lead", "subdistrict", "baishi")
    without = send_out(about("", "isle"), law=law)
    assert answer(without)[:4] == ("bs-heyan", "lead", "district", "baishi")


def test_the_day_of_the_law_is_the_local_one() -> None:
    assert circumstances(at("2015-07-01 00:30")).day == date(2015, 7, 1)


def test_a_district_whose_department_has_ended_organises_the_work_itself() -> None:
    organisation = policy().organisation
    parks = replace(organisation.units["qc-parks"], until=date(2026, 3, 1), successor="qingchuan")
    changed = replace(organisation, units={**organisation.units, "qc-parks": parks})
    law = replace(policy().dispatch, organisation=changed)
    order = opened(send_out(about("urban.green.damage", "qc-liuyin"), law=law))[0]
    assert (order.unit, order.route.value) == ("qingchuan", "district")
