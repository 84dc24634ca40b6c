# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Conservation over a real town: two counts, one answer; and every way to lose something."""

from collections.abc import Mapping
from datetime import timedelta

import psycopg
import pytest

from jiesu.adapters.store.audit import PgAuditBook, audit_book
from jiesu.application.audit import Audit, Disposition, Doubt, audit_day
from tests.builders.logged import Town
from tests.builders.town import DAY, policy

A_DAY = timedelta(days=1)
CALENDAR = policy().calendar


def audit(hand: psycopg.Connection) -> Audit:
    return audit_day(PgAuditBook(hand), CALENDAR, DAY)


def doubts(hand: psycopg.Connection) -> set[tuple[Doubt, str]]:
    return {(listed.doubt, listed.kind) for listed in audit(hand).listed}


def where(found: Audit) -> Mapping[str, int]:
    return {place.value: n for place, n in found.rows.by_disposition.items() if n}


def test_a_day_is_conserved_and_both_counts_agree(hand: psycopg.Connection, town: Town) -> None:
    found = audit(hand)
    assert found.balanced
    assert found.rows == found.log
    assert (found.rows.contacts, found.rows.further) == (9, 1)
    assert where(found) == {
        "draft": 1,
        "ended": 1,
        "answered": 2,
        "routed": 1,
        "waiting": 2,
        "handled": 1,
        "withdrawn": 2,
    }


@pytest.mark.parametrize("ago", [-1, 1, 2, 400])
def test_every_day_is_conserved(hand: psycopg.Connection, town: Town, ago: int) -> None:
    today = CALENDAR.local_day(town.now)
    assert audit_day(PgAuditBook(hand), CALENDAR, today - ago * A_DAY).balanced


def test_imported_history_counts_on_the_day_it_happened_and_needs_no_timer(town: Town) -> None:
    with town.city.pool.connection() as connection:
        row = connection.execute(
            "SELECT at FROM log_entry WHERE history AND type = 'InteractionOpened'"
        ).fetchone()
    assert row is not None
    with audit_book(town.city.pool) as book:
        found = audit_day(book, CALENDAR, CALENDAR.local_day(row[0]))
    assert found.balanced
    assert (found.rows.contacts, where(found)) == (1, {"waiting": 1})


LOSSES = {
    "an appeal's row is gone": (
        "DELETE FROM appeal WHERE state = 'answered'",
        (Doubt.UNEXPLAINED, "appeal"),
    ),
    "an appeal says it came of another contact": (
        "UPDATE appeal SET interaction_id = id WHERE state = 'handled'",
        (Doubt.UNEXPLAINED, "appeal"),
    ),
    "a contact taken up became nothing": (
        "UPDATE interaction SET appeals = '{}' WHERE state = 'taken_up'",
        (Doubt.UNEXPLAINED, "interaction"),
    ),
    "a contact ended without a reason": (
        "UPDATE interaction SET ended_reason = NULL WHERE state = 'ended'",
        (Doubt.UNEXPLAINED, "interaction"),
    ),
    "a contact is owned by nobody": (
        "UPDATE interaction SET owner = ''",
        (Doubt.OWNERLESS, "interaction"),
    ),
    "a handled appeal has no lead": (
        "UPDATE appeal SET lead = NULL WHERE state = 'handled'",
        (Doubt.OWNERLESS, "appeal"),
    ),
    "a draft was never timed": (
        "UPDATE interaction SET draft_due = NULL WHERE state = 'draft'",
        (Doubt.UNCLOCKED, "interaction"),
    ),
    "a draft lost its timer": (
        "DELETE FROM timer WHERE name = 'draft'",
        (Doubt.UNTIMED, "interaction"),
    ),
    "an appeal lost its timer": (
        "DELETE FROM timer WHERE name = 'dispatch'",
        (Doubt.UNTIMED, "appeal"),
    ),
    "an answer is not in the log": (
        "DELETE FROM log_entry WHERE type = 'AppealAnswered'",
        (Doubt.DISAGREEING, "appeal"),
    ),
    "a contact is not in the rows": (
        "DELETE FROM interaction WHERE state = 'draft'",
        (Doubt.DISAGREEING, "interaction"),
    ),
}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_is_listed(hand: psycopg.Connection, town: Town, loss: str) -> None:
    statement, doubt = LOSSES[loss]
    hand.execute(statement)
    found = audit(hand)
    assert doubt in {(listed.doubt, listed.kind) for listed in found.listed}
    assert not found.balanced


def test_an_order_that_lost_its_timer_is_listed(hand: psycopg.Connection, town: Town) -> None:
    hand.execute("DELETE FROM timer WHERE name = 'handling'")
    day = CALENDAR.local_day(town.now)
    found = audit_day(PgAuditBook(hand), CALENDAR, day)
    assert {listed.kind for listed in found.listed} == {"order"}


def test_the_difference_is_what_is_unexplained(hand: psycopg.Connection, town: Town) -> None:
    hand.execute("DELETE FROM appeal WHERE state = 'answered'")
    rows = audit(hand).rows
    assert rows.difference == rows.by_disposition[Disposition.UNEXPLAINED] == 2
