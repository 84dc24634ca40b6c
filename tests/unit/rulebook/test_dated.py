# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""There is no "the" value of a rule, only the one of a day."""

from dataclasses import replace
from datetime import date

import pytest

from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Standing
from jiesu.rulebook.dated import Anchor, NoRuleInForce
from jiesu.rulebook.explain import basis_of
from tests.builders.law import article, dated

DAYS = dated("limit.d7", ("2000-01-01", 10), ("2015-07-01", 7), ("2020-01-01", None))
"""Ten days, then seven, then repealed."""


@pytest.mark.parametrize(
    ("day", "value", "number"),
    [
        ("2000-01-01", 10, "1"),
        ("2015-06-30", 10, "1"),
        ("2015-07-01", 7, "2"),
        ("2019-12-31", 7, "2"),
    ],
)
def test_a_value_holds_from_its_day_until_the_next(day: str, value: int, number: str) -> None:
    ruled = DAYS.as_of(date.fromisoformat(day))
    assert (ruled.value, ruled.citation.article) == (value, number)


def test_what_was_ruled_says_since_when_and_how_sure() -> None:
    ruled = DAYS.as_of(date(2016, 1, 1))
    assert (ruled.key, ruled.since, ruled.standing) == (
        "limit.d7",
        date(2015, 7, 1),
        Standing.OFFICIAL,
    )


def test_before_the_first_value_nothing_is_in_force_and_no_article_is_to_blame() -> None:
    with pytest.raises(NoRuleInForce) as refusal:
        DAYS.as_of(date(1999, 12, 31))
    assert refusal.value.rule is None
    assert "limit.d7" in refusal.value.explain("en")


def test_after_the_repeal_nothing_is_in_force_and_the_repealing_article_is_named() -> None:
    with pytest.raises(NoRuleInForce) as refusal:
        DAYS.as_of(date(2020, 1, 1))
    assert refusal.value.rule == article("3")
    assert "《试验条例》第3条" in refusal.value.explain("zh")


@pytest.mark.parametrize(
    ("day", "value"), [("2014-01-01", 10), ("2016-01-01", 7), ("2020-01-01", 7), ("2030-01-01", 7)]
)
def test_what_began_under_a_rule_goes_on_with_its_last_value(day: str, value: int) -> None:
    assert DAYS.last_in_force(date.fromisoformat(day)).value == value


def test_what_never_was_in_force_has_no_last_value() -> None:
    with pytest.raises(NoRuleInForce):
        DAYS.last_in_force(date(1999, 1, 1))


@pytest.mark.parametrize(
    ("day", "held"),
    [("1999-12-31", False), ("2000-01-01", True), ("2019-12-31", True), ("2020-01-01", False)],
)
def test_whether_a_rule_is_in_force_can_be_asked_without_refusal(day: str, held: bool) -> None:
    assert DAYS.in_force(date.fromisoformat(day)) is held


def test_converting_a_rule_keeps_days_articles_repeal_unit_and_anchor() -> None:
    noted = replace(DAYS.values[0], last_checked=date(2026, 1, 1), note=Text("注", "note"))
    rule = replace(DAYS, values=(noted, *DAYS.values[1:]), unit="day", anchor=Anchor.DISPATCHED)
    doubled = rule.map(lambda days: days * 2)
    assert [value.value for value in doubled.values] == [20, 14, None]
    assert [replace(value, value=0) for value in doubled.values] == [
        replace(value, value=0) for value in rule.values
    ]
    assert (doubled.key, doubled.unit, doubled.anchor) == ("limit.d7", "day", Anchor.DISPATCHED)


def test_a_falsy_value_is_a_value_and_no_repeal() -> None:
    zero = dated("limit.none", ("2000-01-01", 0))
    assert zero.as_of(date(2000, 1, 1)).value == 0
    assert zero.in_force(date(2000, 1, 1))


def test_two_rules_of_the_same_law_are_equal_and_hash_alike() -> None:
    again = dated("limit.d7", ("2000-01-01", 10), ("2015-07-01", 7), ("2020-01-01", None))
    assert again == DAYS
    assert hash(again) == hash(DAYS)


def test_the_basis_of_a_ruled_value_is_made_with_it() -> None:
    ruled = DAYS.as_of(date(2016, 1, 1))
    assert ruled.basis is basis_of(ruled)
