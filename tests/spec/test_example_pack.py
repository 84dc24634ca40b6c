# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The example pack as of a day: before the law, before and after its amendment, after a repeal."""

from datetime import date

import pytest

from jiesu.adapters.packs import load_pack
from jiesu.application.policy import CityPolicy
from jiesu.domain.organisations import UnitKind, UnknownUnit
from jiesu.domain.taxonomy import SpecialRoute
from jiesu.rulebook.dated import NoRuleInForce

BEFORE, AFTER = date(2015, 6, 30), date(2015, 7, 1)
FIRST_DAY, EVE = date(2000, 1, 1), date(1999, 12, 31)


@pytest.fixture(scope="module")
def policy() -> CityPolicy:
    return load_pack("example")


@pytest.mark.parametrize(
    ("key", "before", "after"),
    [
        ("limit.d7", "10 calendar_day", "7 calendar_day"),
        ("order.signing", "8 hour", "4 hour"),
        ("appeal.dispatch_clock", "4 working_hour", "2 hour"),
        ("appeal.words_max", "5000", "10000"),
        ("limit.d15", "15 calendar_day", "15 calendar_day"),
    ],
)
def test_the_amendment_changes_the_value_on_its_day(
    key: str, before: str, after: str, policy: CityPolicy
) -> None:
    rule = policy.parameters[key]
    assert (str(rule.as_of(BEFORE).value), str(rule.as_of(AFTER).value)) == (before, after)


def test_the_typed_policy_and_the_list_of_parameters_are_the_same_rule(policy: CityPolicy) -> None:
    assert policy.orders.limits["d7"] is policy.parameters["limit.d7"]
    assert policy.orders.signing is policy.parameters["order.signing"]
    assert policy.appeals.routes[SpecialRoute.REPEAT] is policy.parameters["route.repeat"]


def test_a_repealed_rule_is_refused_with_the_article_that_repealed_it(policy: CityPolicy) -> None:
    with pytest.raises(NoRuleInForce, match=r"2015 revision\), Art\. 3"):
        policy.orders.limits["d30"].as_of(AFTER)


def test_nothing_is_in_force_before_the_law(policy: CityPolicy) -> None:
    assert not any(rule.in_force(EVE) for rule in policy.parameters.values())
    assert all(rule.in_force(FIRST_DAY) for rule in policy.parameters.values())


def test_an_ended_unit_hands_over_to_its_successor(policy: CityPolicy) -> None:
    organisation = policy.organisation
    assert organisation.unit("sanitation-bureau", BEFORE).id == "sanitation-bureau"
    assert organisation.unit("sanitation-bureau", AFTER).id == "urban-bureau"
    with pytest.raises(UnknownUnit):
        organisation.unit("sanitation-bureau", EVE)


def test_every_kind_of_unit_lives_in_the_town(policy: CityPolicy) -> None:
    assert {unit.kind for unit in policy.organisation.units.values()} == set(UnitKind)


def test_an_evaluator_reads_the_audit_since_the_amendment(policy: CityPolicy) -> None:
    permissions = policy.access.role("evaluator").permissions
    assert "audit.read" not in permissions.as_of(BEFORE).value
    assert "audit.read" in permissions.as_of(AFTER).value


@pytest.mark.parametrize(
    ("day", "working", "assumed"),
    [
        (date(2026, 10, 1), False, False),  # National Day
        (date(2026, 10, 10), True, False),  # a Saturday worked in exchange
        (date(2026, 10, 17), False, False),  # an ordinary Saturday
        (date(2026, 10, 19), True, False),  # an ordinary Monday
        (date(2027, 10, 1), False, True),  # not announced yet
        (date(2027, 10, 4), True, True),  # a Monday that will surely be a holiday, but who knows
    ],
)
def test_the_calendar_knows_announced_and_assumed_days(
    day: date, working: bool, assumed: bool, policy: CityPolicy
) -> None:
    found = policy.calendar.day_of(day)
    assert (found.working, found.assumed) == (working, assumed)
