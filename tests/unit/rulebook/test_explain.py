# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a stored decision keeps of its law reads without the pack, for ever."""

from datetime import date

import pytest

from jiesu.kernel.text import Language
from jiesu.rulebook.citation import Standing
from jiesu.rulebook.explain import Basis, basis_from, basis_of
from tests.builders.law import article, dated

RULE = dated("limit.d7", ("2000-01-01", 10), ("2015-07-01", 7))


def test_a_basis_keeps_key_value_article_standing_and_first_day() -> None:
    assert basis_of(RULE.as_of(date(2016, 1, 1))) == Basis(
        key="limit.d7",
        value="7",
        instrument="test-ordinance",
        article="2",
        standing=Standing.OFFICIAL,
        since="2015-07-01",
    )


def test_the_value_may_be_told_in_other_words() -> None:
    assert basis_of(RULE.as_of(date(2016, 1, 1)), "seven days").value == "seven days"


def test_the_other_words_do_not_stick_to_the_rule() -> None:
    ruled = RULE.as_of(date(2016, 1, 1))
    basis_of(ruled, "seven days")
    assert basis_of(ruled).value == "7"


def test_a_rule_that_is_no_dated_value_has_a_basis_too() -> None:
    basis = basis_from("duty.1", article("9"), Standing.PRACTICE, "2001-02-03", "water-bureau")
    assert basis == Basis(
        "duty.1", "water-bureau", "test-ordinance", "9", Standing.PRACTICE, "2001-02-03"
    )


def test_a_basis_without_a_value_says_so_by_an_empty_one() -> None:
    assert basis_from("duty.1", article(), Standing.OFFICIAL, "2001-02-03").value == ""


@pytest.mark.parametrize(
    ("language", "label"), [("zh", "《试验条例》第12条"), ("en", "Test Ordinance, Art. 12")]
)
def test_an_article_is_quoted_as_people_quote_it(language: Language, label: str) -> None:
    assert article("12").label(language) == label
