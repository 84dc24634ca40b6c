# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever a pack says otherwise about days gone by is listed, dated or not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from jiesu.application.policy import CityPolicy
from jiesu.application.rewriting import Part, rewritten
from jiesu.domain.organisations import UnitKind
from jiesu.kernel.calendar import CalendarDays, DayEnd
from tests.builders.town import policy

CITY = policy()
TODAY = date(2026, 11, 25)


def keys(changed: CityPolicy, today: date = TODAY) -> list[tuple[Part, str]]:
    """Return what a changed policy rewrites."""
    return [(one.part, one.key) for one in rewritten(changed, CITY, today)]


def without(things: Mapping[str, Any], *codes: str) -> dict[str, Any]:
    return {code: thing for code, thing in things.items() if code not in codes}


def with_unit(changes: Mapping[str, Any]) -> CityPolicy:
    units = dict(CITY.organisation.units)
    units["labour-bureau"] = replace(units["labour-bureau"], **changes)
    return replace(CITY, organisation=replace(CITY.organisation, units=units))


def with_areas(areas: Mapping[str, Any]) -> CityPolicy:
    return replace(CITY, organisation=replace(CITY.organisation, areas=areas))


def with_roles(roles: Mapping[str, Any]) -> CityPolicy:
    return replace(CITY, access=replace(CITY.access, roles=roles))


def with_rights(since: date) -> CityPolicy:
    """Return the city with another right for its auditors from a day on."""
    role = CITY.access.roles["auditor"]
    last = role.permissions.values[-1]
    more = replace(last, since=since, value=(last.value or frozenset()) | {"appeal.close"})
    rights = replace(role.permissions, values=(*role.permissions.values, more))
    return with_roles({**CITY.access.roles, "auditor": replace(role, permissions=rights)})


def test_a_pack_rewrites_nothing_of_its_own() -> None:
    assert keys(CITY) == []


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"calendar_days": CalendarDays.ELAPSED}, "calendar_days"),
        ({"weekend": frozenset({6})}, "weekend"),
        ({"blocks": CITY.calendar.blocks[:1]}, "working_blocks"),
        ({"day_end": DayEnd.CLOSE_OF_BUSINESS}, "day_end"),
        ({"announced_from": date(2024, 6, 1)}, "announced_from"),
        ({"announced_until": date(2026, 6, 30)}, "announced_until"),
    ],
)
def test_how_time_is_counted_holds_for_days_gone_by(changes: dict[str, Any], key: str) -> None:
    changed = replace(CITY, calendar=replace(CITY.calendar, **changes))
    assert keys(changed) == [(Part.CALENDAR, key)]


def test_a_fixed_holiday_that_is_gone_is_listed() -> None:
    fixed = {day: name for day, name in CITY.calendar.fixed_holidays.items() if day != (5, 1)}
    changed = replace(CITY, calendar=replace(CITY.calendar, fixed_holidays=fixed))
    assert keys(changed) == [(Part.CALENDAR, "fixed_holiday 05-01")]


def test_announcing_days_to_come_rewrites_nothing() -> None:
    later = replace(CITY.calendar, announced_until=date(2027, 12, 31))
    assert keys(replace(CITY, calendar=later)) == []


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"parent": "oversight"}, "labour-bureau: parent"),
        ({"line": "labour"}, "labour-bureau: line"),
        ({"kind": UnitKind.UTILITY}, "labour-bureau"),
    ],
)
def test_what_a_unit_is_holds_from_its_first_day(changes: dict[str, Any], key: str) -> None:
    assert keys(with_unit(changes)) == [(Part.UNIT, key)]


def test_a_unit_that_is_gone_is_listed() -> None:
    units = without(CITY.organisation.units, "labour-bureau")
    changed = replace(CITY, organisation=replace(CITY.organisation, units=units))
    assert keys(changed) == [(Part.UNIT, "labour-bureau")]


@pytest.mark.parametrize("aspect", ["unit", "parent"])
def test_whose_an_area_is_holds_for_days_gone_by(aspect: str) -> None:
    areas = dict(CITY.organisation.areas)
    areas["qc-liuyin"] = replace(areas["qc-liuyin"], **{aspect: "baishi"})
    assert keys(with_areas(areas)) == [(Part.AREA, f"qc-liuyin: {aspect}")]


def test_an_area_that_is_gone_is_listed() -> None:
    changed = with_areas(without(CITY.organisation.areas, "qc-liuyin"))
    assert keys(changed) == [(Part.AREA, "qc-liuyin")]


def test_a_matter_that_is_gone_is_listed() -> None:
    matters = without(CITY.catalogue.matters, "water.river.pollution")
    changed = replace(CITY, catalogue=replace(CITY.catalogue, matters=matters))
    assert keys(changed) == [(Part.MATTER, "water.river.pollution")]


def test_a_matter_that_moved_in_the_tree_is_listed() -> None:
    matters = dict(CITY.catalogue.matters)
    moved = replace(matters["water.river.pollution"], parent="water.drain")
    changed = replace(CITY.catalogue, matters={**matters, moved.code: moved})
    listed = keys(replace(CITY, catalogue=changed))
    assert (Part.MATTER, "water.river.pollution: parent") in listed


def test_a_limit_class_that_is_gone_is_listed() -> None:
    changed = replace(CITY, parameters=without(CITY.parameters, "limit.d15"))
    assert keys(changed) == [(Part.PARAMETER, "limit.d15")]


def test_a_role_that_is_gone_is_listed() -> None:
    assert keys(with_roles(without(CITY.access.roles, "auditor"))) == [(Part.ROLE, "auditor")]


def test_a_right_on_days_gone_by_is_listed_and_one_to_come_is_not() -> None:
    (one,) = rewritten(with_rights(date(2026, 11, 24)), CITY, TODAY)
    assert (one.key, one.before, one.after) == ("auditor: permissions", None, "appeal.close")
    assert keys(with_rights(TODAY)) == []
