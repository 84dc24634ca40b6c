# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The catalogue: a tree of matters, and for each who is responsible as of a day."""

from datetime import date

import pytest

from jiesu.domain.taxonomy import DispatchCatalogue, DutyItem, Matter, UnknownMatter
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Standing
from tests.builders.law import article

CHANGE = date(2015, 7, 1)


def matter(code: str, parent: str | None, level: int) -> Matter:
    return Matter(code, Text(code, code), parent, level)


def duty(id_: str, of: str, since: date, until: date | None = None) -> DutyItem:
    return DutyItem(id_, of, "bureau", (), "d7", article(), Standing.OFFICIAL, since, until)


MATTERS = (matter("w", None, 1), matter("w.r", "w", 2), matter("w.r.p", "w.r", 3))
LOST = matter("lost", "nowhere", 3)
START = date(2000, 1, 1)
CATALOGUE = DispatchCatalogue(
    {m.code: m for m in (*MATTERS, LOST)},
    {
        "w.r.p": (duty("old", "w.r.p", START, CHANGE), duty("new", "w.r.p", CHANGE)),
        "w": (duty("all water", "w", START),),
    },
)


@pytest.mark.parametrize(
    ("code", "day", "item"),
    [
        ("w.r.p", date(2015, 6, 30), "old"),
        ("w.r.p", CHANGE, "new"),
        ("w.r", CHANGE, "all water"),
        ("w.r.p", date(1999, 12, 31), None),
        ("lost", CHANGE, None),
    ],
    ids=["last day", "first day", "from above", "before the law", "no parent on record"],
)
def test_the_duty_is_the_one_in_force_or_the_nearest_above(
    code: str, day: date, item: str | None
) -> None:
    found = CATALOGUE.duty(code, day)
    assert (found.id if found else None) == item


@pytest.mark.parametrize(("code", "leaf"), [("w", False), ("w.r", False), ("w.r.p", True)])
def test_only_the_third_level_is_a_leaf(code: str, leaf: bool) -> None:
    assert CATALOGUE.is_leaf(code) is leaf


@pytest.mark.parametrize("ask", ["matter", "is_leaf"])
def test_an_unknown_matter_is_refused_by_its_code(ask: str) -> None:
    with pytest.raises(UnknownMatter) as refusal:
        getattr(CATALOGUE, ask)("w.x")
    assert refusal.value.facts == {"matter": "w.x"}
