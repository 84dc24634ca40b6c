# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who stands where, as of a day: units that end, units that follow, lines of command."""

from datetime import date

import pytest

from jiesu.domain.organisations import (
    Area,
    AreaKind,
    Organisation,
    Unit,
    UnitKind,
    UnknownArea,
    UnknownUnit,
)
from jiesu.kernel.text import Text

BEFORE, CHANGE, LATER = date(2015, 6, 30), date(2015, 7, 1), date(2020, 1, 1)


def unit(
    id_: str, parent: str | None = None, until: date | None = None, successor: str | None = None
) -> Unit:
    name = Text(id_, id_)
    return Unit(id_, name, UnitKind.DEPARTMENT, parent, date(2000, 1, 1), until, successor)


def area(code: str, kind: AreaKind, parent: str | None = None) -> Area:
    return Area(code, Text(code, code), kind, code, parent)


UNITS = (
    unit("city"),
    unit("district", parent="city"),
    unit("street", parent="district"),
    unit("old", parent="city", until=CHANGE, successor="middle"),
    unit("middle", parent="city", until=LATER, successor="new"),
    unit("new", parent="district"),
    unit("gone", until=CHANGE),
    unit("below-old", parent="old"),
)
AREAS = (
    area("d", AreaKind.DISTRICT),
    area("s", AreaKind.STREET, "d"),
    area("alone", AreaKind.STREET),
    area("lost", AreaKind.STREET, "nowhere"),
)
TOWN = Organisation({u.id: u for u in UNITS}, {a.code: a for a in AREAS})


@pytest.mark.parametrize(
    ("code", "day", "in_charge"),
    [
        ("old", BEFORE, "old"),
        ("old", CHANGE, "middle"),
        ("old", LATER, "new"),
        ("street", LATER, "street"),
    ],
)
def test_a_unit_that_has_ended_is_followed_by_its_successor(
    code: str, day: date, in_charge: str
) -> None:
    assert TOWN.unit(code, day).id == in_charge
    assert TOWN.in_charge(code, day) == in_charge


@pytest.mark.parametrize(
    ("code", "day"),
    [("never-heard-of", LATER), ("gone", CHANGE), ("street", date(1999, 12, 31))],
    ids=["no such code", "ended without successor", "not founded yet"],
)
def test_a_unit_that_is_not_there_is_refused_by_code_and_day(code: str, day: date) -> None:
    with pytest.raises(UnknownUnit) as refusal:
        TOWN.unit(code, day)
    assert refusal.value.facts == {"unit": code, "day": day.isoformat()}


@pytest.mark.parametrize("code", ["gone", "never-heard-of"])
def test_who_was_complained_of_stays_so_even_without_a_successor(code: str) -> None:
    assert TOWN.in_charge(code, LATER) == code


def test_the_day_a_unit_ends_is_its_first_day_gone() -> None:
    assert TOWN.units["gone"].exists_on(BEFORE)
    assert not TOWN.units["gone"].exists_on(CHANGE)


@pytest.mark.parametrize(
    ("code", "day", "line"),
    [
        ("street", LATER, ["district", "city"]),
        ("city", LATER, []),
        ("below-old", BEFORE, ["old", "city"]),
        ("below-old", CHANGE, ["middle", "city"]),
    ],
)
def test_superiors_come_nearest_first_as_of_the_day(code: str, day: date, line: list[str]) -> None:
    assert [above.id for above in TOWN.superiors(TOWN.units[code], day)] == line


@pytest.mark.parametrize(
    ("code", "district"), [("d", "d"), ("s", "d"), ("alone", None), ("lost", None)]
)
def test_an_area_lies_in_its_district_or_in_none(code: str, district: str | None) -> None:
    found = TOWN.district_of(TOWN.area(code))
    assert (found.code if found else None) == district


def test_an_unknown_area_is_refused_by_its_code() -> None:
    with pytest.raises(UnknownArea) as refusal:
        TOWN.area("mars")
    assert refusal.value.facts == {"area": "mars"}
