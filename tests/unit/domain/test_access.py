# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who may: roles carry permissions through time, and everything else is refused."""

from datetime import date

import pytest

from jiesu.domain.access import (
    AccessPolicy,
    Actor,
    NotAnAccount,
    NotPermitted,
    Role,
    UnknownRole,
    authorise,
    check_account,
)
from jiesu.kernel.text import Text
from jiesu.rulebook.dated import NoRuleInForce
from tests.builders.law import dated

DAY = date(2016, 1, 1)
RIGHTS = dated(
    "role.clerk",
    ("2000-01-01", frozenset({"appeal.show"})),
    ("2015-07-01", frozenset({"appeal.show", "audit.read"})),
    ("2020-01-01", None),
)
ACCESS = AccessPolicy({"clerk": Role("clerk", Text("科员", "clerk"), False, RIGHTS)})
CLERK = Actor("a", "clerk")


def test_a_role_that_carries_the_permission_is_returned() -> None:
    assert authorise(CLERK, "audit.read", ACCESS, DAY).id == "clerk"


def test_a_role_without_the_permission_is_refused_with_the_article_of_its_rights() -> None:
    with pytest.raises(NotPermitted) as refusal:
        authorise(CLERK, "appeal.erase", ACCESS, DAY)
    assert refusal.value.facts == {"role": "clerk", "permission": "appeal.erase"}
    assert refusal.value.rule is not None


def test_a_permission_given_later_was_not_there_before() -> None:
    with pytest.raises(NotPermitted):
        authorise(CLERK, "audit.read", ACCESS, date(2015, 6, 30))


def test_a_role_whose_rights_were_repealed_may_nothing() -> None:
    with pytest.raises(NoRuleInForce):
        authorise(CLERK, "appeal.show", ACCESS, date(2020, 1, 1))


def test_an_unknown_role_is_refused_by_name() -> None:
    with pytest.raises(UnknownRole) as refusal:
        authorise(Actor("a", "emperor"), "appeal.show", ACCESS, DAY)
    assert refusal.value.facts == {"role": "emperor"}


@pytest.mark.parametrize("account", ["agent-7", "A.b_c:9", "x" * 64])
def test_an_accounts_id_is_letters_digits_and_few_marks(account: str) -> None:
    check_account(account)


@pytest.mark.parametrize(
    "text", ["", "王科长", "agent 7", "a\x00b", "-x", "x" * 65, "a\n", "\ud800", "a@b.c", "agent|1"]
)
def test_what_is_no_accounts_id_is_refused_without_being_repeated(text: str) -> None:
    with pytest.raises(NotAnAccount) as refusal:
        check_account(text)
    assert refusal.value.facts == {}
