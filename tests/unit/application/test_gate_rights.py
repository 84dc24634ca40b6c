# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who may act is asked of today's law; what happened is judged by the law of its day."""

from dataclasses import replace
from functools import cache

import pytest

from jiesu.application.envelopes import NotYoursToDate
from jiesu.application.policy import CityPolicy
from jiesu.domain.access import Actor, NotPermitted, Role
from jiesu.domain.appeals.messages import DispatchAppeal
from jiesu.domain.organisations import UnknownUnit
from jiesu.kernel.text import Text
from jiesu.rulebook.dated import NoRuleInForce
from tests.builders.appeals import registration
from tests.builders.calendars import at
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.law import dated
from tests.builders.people import OPERATOR
from tests.builders.town import policy

RIGHT = frozenset({"appeal.register"})
THEN = at("2014-05-06 10:00")


def role(id_: str, *rights: tuple[str, frozenset[str] | None]) -> Role:
    return Role(id_, Text(id_, id_), unit_bound=False, permissions=dated(f"role.{id_}", *rights))


@cache
def law() -> CityPolicy:
    """The example town with a role that lost its right, one that gained it, one abolished."""
    made = (
        role("former", ("2000-01-01", RIGHT), ("2015-07-01", frozenset())),
        role("new", ("2000-01-01", frozenset()), ("2015-07-01", RIGHT)),
        role("abolished", ("2000-01-01", RIGHT), ("2015-07-01", None)),
    )
    roles = {**policy().access.roles, **{one.id: one for one in made}}
    return replace(policy(), access=replace(policy().access, roles=roles))


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk(law)


def test_a_right_that_was_withdrawn_does_not_come_back_by_backdating(desk: MemoryDesk) -> None:
    with pytest.raises(NotPermitted):
        desk.do(registration(desk.ids), Actor("a", "former"), at=THEN)


def test_a_role_that_was_abolished_may_nothing_whenever_it_happened(desk: MemoryDesk) -> None:
    with pytest.raises(NoRuleInForce):
        desk.do(registration(desk.ids), Actor("a", "abolished"), at=THEN)


def test_a_right_given_later_is_no_right_to_say_that_it_happened_before(desk: MemoryDesk) -> None:
    with pytest.raises(NotYoursToDate):
        desk.do(registration(desk.ids), Actor("a", "new"), at=THEN)
    desk.do(registration(desk.ids), Actor("a", "new"))


def test_the_refusal_names_the_article_that_took_the_right_away(desk: MemoryDesk) -> None:
    with pytest.raises(NotPermitted) as refusal:
        desk.do(registration(desk.ids), Actor("a", "former"))
    assert refusal.value.rule is not None
    assert refusal.value.rule.label("en").endswith("Art. 2")


@pytest.mark.parametrize("unit", ["王小明", "no-such-unit", "a\x00b", ""])
def test_nobody_acts_for_a_unit_that_was_never_there(desk: MemoryDesk, unit: str) -> None:
    """It would stand in the log, where no name may stand."""
    before = desk.store.snapshot()
    with pytest.raises(UnknownUnit):
        desk.do(registration(desk.ids), Actor("a", "operator", unit))
    assert desk.store.snapshot() == before


def test_a_unit_that_has_ended_may_still_be_said(desk: MemoryDesk) -> None:
    desk.do(registration(desk.ids), Actor("a", "operator", "sanitation-bureau"))


def test_every_entry_names_the_pack_it_was_decided_under(desk: MemoryDesk) -> None:
    register = registration(desk.ids)
    desk.do(register, OPERATOR)
    desk.do(DispatchAppeal(appeal_id=register.appeal_id))
    assert {entry["pack"] for entry in desk.store.entries} == {law().identity.stamp}
