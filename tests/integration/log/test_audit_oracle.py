# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The audit's SQL against the readable oracle, on days nobody would ever live through."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import count
from uuid import UUID

import msgspec
import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jiesu.adapters.store.append import TABLES
from jiesu.adapters.store.audit import PgAuditBook
from jiesu.application.audit import Doubt, Listed, audit_day, doubts, waits_untimed
from jiesu.application.audit import count as count_oracle
from jiesu.application.streams import AGGREGATES, State, plain
from jiesu.domain.appeals.model import Appeal, AppealState
from jiesu.domain.callback.model import CallBack, CallBackState
from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions.messages import EndReason
from jiesu.domain.interactions.model import Interaction, InteractionState
from jiesu.domain.streams import StreamKind
from jiesu.domain.workorders.model import OrderState, WorkOrder
from jiesu.kernel.instants import Instant, instant_text
from tests.builders.appeals import a_contact, a_question, an_appeal, an_order
from tests.builders.town import DAY, NOON, policy

LATER = Instant(NOON + timedelta(hours=1))
TOMORROW = Instant(NOON + timedelta(days=1))
numbers = count(10_000)
OF_AN_APPEAL = {StreamKind.ORDER, StreamKind.CALLBACK}


@dataclass(frozen=True)
class Generated:
    """A contact with the appeals that exist of it, their orders, and what is timed."""

    contact: Interaction
    appeals: tuple[Appeal, ...]
    orders: tuple[WorkOrder, ...]
    questions: tuple[CallBack, ...]
    timed: frozenset[tuple[UUID, str]]
    imported: frozenset[UUID]


def fresh() -> UUID:
    return UUID(int=(0x01900000 << 96) + next(numbers))


@st.composite
def orders(draw: st.DrawFn, appeal: UUID) -> WorkOrder:
    return an_order(
        id=fresh(),
        appeal_id=appeal,
        state=draw(st.sampled_from(OrderState)),
        signed_at=draw(st.sampled_from([None, NOON])),
        contacted_at=draw(st.sampled_from([None, NOON])),
        expired=draw(expiries([ClockName.SIGNING, ClockName.FIRST_CONTACT, ClockName.HANDLING])),
    )


def questions(draw: st.DrawFn, appeal: UUID) -> list[CallBack]:
    """Return the questions about an appeal, in any state."""
    return [
        a_question(
            id=fresh(),
            appeal_id=appeal,
            state=draw(st.sampled_from(CallBackState)),
            expired=draw(expiries([ClockName.ASKING])),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]


def expiries(names: Sequence[ClockName]) -> st.SearchStrategy[tuple[ClockName, ...]]:
    return st.lists(st.sampled_from(names), unique=True).map(tuple)


@st.composite
def cases(draw: st.DrawFn) -> Generated:
    contact_id, stranger = fresh(), fresh()
    given_orders: list[WorkOrder] = []
    given_questions: list[CallBack] = []
    named, existing = [], []
    for _ in range(draw(st.integers(0, 3))):
        appeal_id = fresh()
        own = draw(st.lists(orders(appeal_id), max_size=2))
        given_orders += own
        asked = questions(draw, appeal_id)
        given_questions += asked
        named.append(appeal_id)
        if draw(st.integers(0, 4)):
            existing.append(
                an_appeal(
                    id=appeal_id,
                    interaction_id=contact_id if draw(st.integers(0, 4)) else stranger,
                    state=draw(st.sampled_from(AppealState)),
                    registered_at=draw(st.sampled_from([NOON, LATER])),
                    lead=draw(st.sampled_from([None, "water-bureau"])),
                    orders=tuple(order.id for order in own),
                    expired=draw(expiries([ClockName.DISPATCH])),
                    callbacks=tuple(question.id for question in asked),
                    callback_due=draw(st.sampled_from([None, LATER])),
                    asked_round=draw(st.integers(0, 1)),
                    erased_at=draw(st.sampled_from([None, None, LATER])),
                )
            )
    contact = a_contact(
        id=contact_id,
        state=draw(st.sampled_from(InteractionState)),
        owner=draw(st.sampled_from(["agent-1", ""])),
        opened_at=draw(st.sampled_from([NOON, NOON, TOMORROW])),
        draft_due=draw(st.sampled_from([None, LATER])),
        ended_reason=draw(st.sampled_from([None, EndReason.HUNG_UP])),
        appeals=tuple(named),
        expired=draw(expiries([ClockName.DRAFT])),
    )
    parts = (tuple(existing), tuple(given_orders), tuple(given_questions))
    return _timed(draw, Generated(contact, *parts, frozenset(), frozenset()))


def _timed(draw: st.DrawFn, made: Generated) -> Generated:
    clocks = [
        (state.id, clock.name.value)
        for kind, state in states(made)
        for clock in AGGREGATES[kind].clocks(state)
    ]
    timed = draw(st.sets(st.sampled_from(clocks))) if clocks else set()
    imported = draw(st.sets(st.sampled_from([state.id for _, state in states(made)])))
    return replace(made, timed=frozenset(timed), imported=frozenset(imported))


def states(made: Generated) -> Iterator[tuple[StreamKind, State]]:
    yield StreamKind.INTERACTION, made.contact
    yield from ((StreamKind.APPEAL, appeal) for appeal in made.appeals)
    yield from ((StreamKind.ORDER, order) for order in made.orders)
    yield from ((StreamKind.CALLBACK, question) for question in made.questions)


def store(connection: psycopg.Connection, made: Sequence[Generated]) -> None:
    position = {"version": 1, "head": "", "head_at": instant_text(NOON), "revision": 1}
    for kind, (table, _) in TABLES.items():
        rows = [{**plain(s), **position} for m in made for k, s in states(m) if k is kind]
        connection.execute(
            f"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s::jsonb)",
            [msgspec.json.encode(rows).decode()],
        )
    for one in made:
        for stream, name in one.timed:
            connection.execute(
                "INSERT INTO timer (stream, kind, name, due_at, wake_at)"
                " VALUES (%s, '', %s, %s, %s)",
                [stream, name, NOON, NOON],
            )
        for stream in one.imported:
            connection.execute(
                "INSERT INTO log_entry VALUES (%s, 1, %s, '', 1, '', '{}', %s, %s, '', %s, '',"
                " true, NULL, '', '')",
                [fresh(), stream, NOON, NOON, stream],
            )


def expected(made: Sequence[Generated]) -> set[Listed]:
    found: set[Listed] = set()
    for one in made:
        found |= set(doubts(one.contact, one.appeals))
        own = {a.id: a for a in one.appeals if a.id in one.contact.appeals}
        known = {part for a in own.values() for part in (*a.orders, *a.callbacks)}
        for kind, state in states(one):
            if kind in OF_AN_APPEAL and state.id not in known:
                continue  # its appeal is gone, which is listed already
            timers = {name for stream, name in one.timed if stream == state.id}
            if waits_untimed(kind, state, timers, history=state.id in one.imported):
                found.add(Listed(Doubt.UNTIMED, kind.value, str(state.id)))
    return found


@pytest.fixture
def connection(database: str) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database, options="-c timezone=UTC") as connection:
        yield connection
        connection.rollback()


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(made=st.lists(cases(), max_size=6))
def test_the_statements_say_what_the_oracle_says(
    connection: psycopg.Connection, made: list[Generated]
) -> None:
    with connection.transaction(force_rollback=True):
        store(connection, made)
        audit = audit_day(PgAuditBook(connection), policy().calendar, DAY)
    of_day = [one for one in made if one.contact.opened_at == NOON]
    oracle = count_oracle((one.contact, one.appeals) for one in of_day)
    assert audit.rows == oracle
    assert audit.rows.difference == oracle.difference
    told = {listed for listed in audit.listed if listed.doubt is not Doubt.DISAGREEING}
    assert told == expected(of_day)
