# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Tokens: good until a day, kept as a hash, one reads like another when they are not."""

from datetime import timedelta

import pytest
from django.db import connection

from jiesu.adapters.identity.accounts import Accounts
from jiesu.adapters.identity.models import ApiToken
from jiesu.adapters.identity.tokens import ApiCaller, ApiTokens, AppealTokens, NoSuchToken
from tests.builders.town import RepeatedChances
from tests.builders.web import Town

WEEK = timedelta(days=7)


def test_a_token_opens_its_appeal_until_it_expires(town: Town) -> None:
    tokens = AppealTokens(town.desk.clock, RepeatedChances(1))
    appeal = town.city.ids.new()
    token = tokens.issue(appeal, WEEK)
    assert len(token) == 20  # of 32 letters and digits: 100 bits, and typed from paper
    assert tokens.exchange(f" {token}\n") == tokens.exchange(token) == appeal
    town.let_pass(WEEK)
    with pytest.raises(NoSuchToken):
        tokens.exchange(token)
    with pytest.raises(NoSuchToken):
        tokens.exchange("guess")


def test_tokens_of_an_appeal_can_be_withdrawn(town: Town) -> None:
    tokens = AppealTokens(town.desk.clock, RepeatedChances(2))
    appeal, other = town.city.ids.new(), town.city.ids.new()
    token, kept = tokens.issue(appeal, WEEK), tokens.issue(other, WEEK)
    assert tokens.withdraw(appeal) == 1
    with pytest.raises(NoSuchToken):
        tokens.exchange(token)
    assert tokens.exchange(kept) == other


def test_no_table_holds_a_token(town: Town) -> None:
    token = AppealTokens(town.desk.clock, RepeatedChances(3)).issue(town.city.ids.new(), WEEK)
    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(hash, 'escape') || t::text FROM identity_appeal_token t")
        assert token not in str(cursor.fetchall())


def recognised(town: Town, tokens: ApiTokens, token: str) -> ApiCaller:
    with town.city.store.connection() as lent:
        return tokens.recognise(token, lent)


def test_a_program_acts_for_its_account_within_its_scopes(town: Town) -> None:
    account = town.account("program")
    tokens = ApiTokens(town.desk.clock, RepeatedChances(4))
    token = tokens.issue(account.pk, "weather desk", ["appeal.register"], WEEK)
    caller = recognised(town, tokens, token)
    assert (caller.account, caller.scopes) == (account.pk, {"appeal.register"})
    Accounts(town.city.clock).lock(account)
    with pytest.raises(NoSuchToken):
        recognised(town, tokens, token)
    Accounts(town.city.clock).unlock(account)
    assert recognised(town, tokens, token).account == account.pk
    assert tokens.revoke(account.pk) == 1
    with pytest.raises(NoSuchToken):
        recognised(town, tokens, token)


def test_the_use_of_a_token_is_noted_once_a_minute(town: Town) -> None:
    account = town.account("program")
    tokens = ApiTokens(town.desk.clock, RepeatedChances(5))
    token = tokens.issue(account.pk, "weather desk", ["appeal.register"], WEEK)
    noted = []
    for _ in range(3):
        recognised(town, tokens, token)
        noted.append(ApiToken.objects.get(account=account).last_used_at)
        town.let_pass(timedelta(seconds=40))
    assert noted[0] == noted[1] < noted[2]
