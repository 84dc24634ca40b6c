# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What may happen from where: every state against every command, through the gate.

The tables below were written by hand from the ordinance, not taken from the code. An entry is the
state the command leads to; a dash is a refusal that changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest

from jiesu.domain.access import Actor, NotYours
from jiesu.domain.appeals.decide import InteractionOver
from jiesu.domain.appeals.messages import (
    AnswerAtOnce,
    DispatchAppeal,
    EraseAppeal,
    ErasureGround,
    ExpireDispatchClock,
    RegisterAppeal,
    RevealPersonal,
    RouteSpecially,
    WithdrawAppeal,
)
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions.messages import (
    EndInteraction,
    EndReason,
    EraseDraft,
    ExpireDraft,
    SaveDraft,
)
from jiesu.domain.interactions.model import INTERACTIONS, InteractionState
from jiesu.domain.streams import StreamKind
from jiesu.domain.taxonomy import AppealKind, Channel, SpecialRoute
from jiesu.domain.transitions import GuardRefused, NotInThisState, TransitionTable
from jiesu.domain.workorders.messages import (
    ExpireOrderClock,
    NoContactReason,
    RecordFirstContact,
    ReportResult,
    SignFor,
)
from jiesu.domain.workorders.model import ORDERS, OrderState
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command
from tests.builders.appeals import note, registration, reply, words
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.people import OPERATOR, PRIVACY, SYSTEM, handler
from tests.builders.tables import cells

APPEAL_TABLE = """
            answer    route   dispatch    expire      withdraw   erase      reveal
registered  answered  routed  dispatched  registered  withdrawn  -          registered
answered    -         -       -           -           -          answered   answered
routed      -         -       -           -           -          routed     routed
dispatched  -         -       -           -           withdrawn  -          dispatched
handled     -         -       -           -           -          handled    handled
withdrawn   -         -       -           -           -          withdrawn  withdrawn
"""
ERASED_TABLE = """
            answer    route   dispatch    expire      withdraw   erase      reveal
answered    -         -       -           -           -          -          -
routed      -         -       -           -           -          -          -
handled     -         -       -           -           -          -          -
withdrawn   -         -       -           -           -          -          -
"""
ORDER_TABLE = """
            sign     contact    report    expire
assigned    signed   -          -         assigned
signed      -        contacted  reported  signed
contacted   -        -          reported  contacted
reported    -        -          -         -
cancelled   -        -          -         -
"""
CONTACT_TABLE = """
            save     end      expire   erase    register
draft       draft    ended    draft    -        taken_up
taken_up    -        -        -        -        taken_up
ended       -        -        -        ended    -
"""


@dataclass(frozen=True, slots=True)
class Way:
    """One command of a table: how to write it about a subject, and who may send it."""

    command: type[Command]
    fields: Mapping[str, Any]
    actor: Actor = OPERATOR


APPEAL_WAYS = {
    "answer": Way(AnswerAtOnce, {"reply": reply()}),
    "route": Way(RouteSpecially, {"route": SpecialRoute.REPEAT, "explanation": reply()}),
    "dispatch": Way(DispatchAppeal, {}),
    "expire": Way(ExpireDispatchClock, {"clock": ClockName.DISPATCH}, SYSTEM),
    "withdraw": Way(WithdrawAppeal, {"reason": note()}),
    "erase": Way(EraseAppeal, {"ground": ErasureGround.REQUEST}, PRIVACY),
    "reveal": Way(RevealPersonal, {"reason": note()}, PRIVACY),
}
UNIT = handler("health-bureau")
ORDER_WAYS = {
    "sign": Way(SignFor, {}, UNIT),
    "contact": Way(RecordFirstContact, {}, UNIT),
    "report": Way(
        ReportResult, {"report": reply(), "no_contact": NoContactReason.NOT_REACHED}, UNIT
    ),
    "expire": Way(ExpireOrderClock, {"clock": ClockName.HANDLING}, SYSTEM),
}
CONTACT_WAYS = {
    "save": Way(SaveDraft, {"channel": Channel.PHONE, "words": words()}),
    "end": Way(EndInteraction, {"reason": EndReason.HUNG_UP}),
    "expire": Way(ExpireDraft, {"clock": ClockName.DRAFT}, SYSTEM),
    "erase": Way(EraseDraft, {"ground": ErasureGround.REQUEST}, PRIVACY),
}

LONE_UNIT = {"kind": AppealKind.INQUIRY, "matter": "health.hospital.conduct"}
"""An inquiry with one order and no co-handler, so that one report settles it."""


def routed(desk: MemoryDesk) -> UUID:
    appeal_id = desk.registered(**LONE_UNIT)
    way = APPEAL_WAYS["route"]
    desk.do(way.command(appeal_id=appeal_id, **way.fields))
    return appeal_id


APPEAL_IN: Mapping[str, Callable[[MemoryDesk], UUID]] = {
    "registered": lambda desk: desk.registered(**LONE_UNIT),
    "answered": lambda desk: desk.answered(matter="health.hospital.conduct"),
    "routed": routed,
    "dispatched": lambda desk: desk.dispatched(**LONE_UNIT),
    "handled": lambda desk: desk.handled(**LONE_UNIT),
    "withdrawn": lambda desk: desk.withdrawn(**LONE_UNIT),
}


def order_in(state: str, desk: MemoryDesk) -> UUID:
    """Return an order that was led into ``state``."""
    appeal_id = desk.dispatched(**LONE_UNIT)
    order_id = desk.lead(appeal_id).id
    steps = {"signed": 1, "contacted": 2, "reported": 3}.get(state, 0)
    for way in [ORDER_WAYS[name] for name in ("sign", "contact", "report")][:steps]:
        desk.do(way.command(order_id=order_id, **way.fields), way.actor)
    if state == "cancelled":
        desk.do(WithdrawAppeal(appeal_id=appeal_id, reason=note()))
    return order_id


def contact_in(state: str, desk: MemoryDesk) -> UUID:
    """Return a contact that was led into ``state``."""
    contact_id = desk.ids.new()
    desk.do(SaveDraft(interaction_id=contact_id, channel=Channel.PHONE, words=words()))
    if state == "taken_up":
        desk.do(registration(desk.ids, interaction_id=contact_id, from_draft=True))
    if state == "ended":
        desk.do(EndInteraction(interaction_id=contact_id, reason=EndReason.HUNG_UP))
    return contact_id


def state_of(desk: MemoryDesk, kind: StreamKind, subject: UUID) -> str:
    state: str = desk.store.rows[kind][str(subject)]["state"]
    return state


def expect(
    desk: MemoryDesk, kind: StreamKind, subject: UUID, way: tuple[Command, Actor], entry: str
) -> None:
    """Send the command; it must lead to ``entry``, or be refused and change nothing at all."""
    command, actor = way
    if entry == "-":
        before = desk.store.snapshot()
        with pytest.raises(JiesuError) as refusal:
            desk.do(command, actor)
        assert isinstance(refusal.value, REFUSALS)
        assert desk.store.snapshot() == before
    else:
        desk.do(command, actor)
        assert state_of(desk, kind, subject) == entry


REFUSALS: tuple[type[JiesuError], ...] = (NotInThisState, GuardRefused, InteractionOver)


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk()


@pytest.mark.parametrize(("state", "name", "entry"), cells(APPEAL_TABLE))
def test_an_appeal_goes_where_the_table_says(
    desk: MemoryDesk, state: str, name: str, entry: str
) -> None:
    appeal_id, way = APPEAL_IN[state](desk), APPEAL_WAYS[name]
    desk.clock.pass_(days=1)
    command = way.command(appeal_id=appeal_id, **way.fields)
    expect(desk, StreamKind.APPEAL, appeal_id, (command, way.actor), entry)


@pytest.mark.parametrize(("state", "name", "entry"), cells(ORDER_TABLE))
def test_an_order_goes_where_the_table_says(
    desk: MemoryDesk, state: str, name: str, entry: str
) -> None:
    order_id, way = order_in(state, desk), ORDER_WAYS[name]
    desk.clock.pass_(days=30)
    command = way.command(order_id=order_id, **way.fields)
    expect(desk, StreamKind.ORDER, order_id, (command, way.actor), entry)


@pytest.mark.parametrize(("state", "name", "entry"), cells(CONTACT_TABLE))
def test_a_contact_goes_where_the_table_says(
    desk: MemoryDesk, state: str, name: str, entry: str
) -> None:
    contact_id = contact_in(state, desk)
    desk.clock.pass_(days=1)
    if name == "register":
        way = (registration(desk.ids, interaction_id=contact_id, from_draft=True), OPERATOR)
    else:
        found = CONTACT_WAYS[name]
        way = (found.command(interaction_id=contact_id, **found.fields), found.actor)
    expect(desk, StreamKind.INTERACTION, contact_id, way, entry)


@pytest.mark.parametrize(("state", "name", "entry"), cells(ERASED_TABLE))
def test_an_erased_appeal_takes_no_command_at_all(
    desk: MemoryDesk, state: str, name: str, entry: str
) -> None:
    appeal_id, way = APPEAL_IN[state](desk), APPEAL_WAYS[name]
    desk.erase(appeal_id)
    before = desk.store.snapshot()
    with pytest.raises(JiesuError):
        desk.do(way.command(appeal_id=appeal_id, **way.fields), way.actor)
    assert (entry, desk.store.snapshot()) == ("-", before)


def test_registering_an_appeal_twice_is_refused_and_changes_nothing(desk: MemoryDesk) -> None:
    appeal_id = desk.registered()
    before = desk.store.snapshot()
    with pytest.raises(JiesuError):
        desk.registered(appeal_id=appeal_id)
    assert desk.store.snapshot() == before


@pytest.mark.parametrize("ways", [APPEAL_WAYS, ORDER_WAYS, CONTACT_WAYS], ids=["a", "o", "c"])
def test_what_does_not_exist_can_only_be_begun(desk: MemoryDesk, ways: Mapping[str, Way]) -> None:
    refused = set()
    for name, way in ways.items():
        id_field = next(f for f in way.command.__dataclass_fields__ if f.endswith("_id"))
        try:
            desk.do(way.command(**{id_field: desk.ids.new()}, **way.fields), way.actor)
        except NotYours:
            refused.add(name)
    assert refused == set(ways) - {"save"}


def test_an_appeal_cannot_come_from_a_draft_that_is_not_there(desk: MemoryDesk) -> None:
    with pytest.raises(NotYours):
        desk.registered(from_draft=True)


STATES = {"appeal": AppealState, "order": OrderState, "interaction": InteractionState}


@pytest.mark.parametrize(
    ("table", "by_hand", "ways"),
    [
        (APPEALS, APPEAL_TABLE, APPEAL_WAYS),
        (ORDERS, ORDER_TABLE, ORDER_WAYS),
        (INTERACTIONS, CONTACT_TABLE, CONTACT_WAYS),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_the_tables_of_the_code_say_what_the_tables_above_say(
    table: TransitionTable[Any, Any], by_hand: str, ways: Mapping[str, Way]
) -> None:
    named = {way.command: name for name, way in ways.items()}
    coded = {
        (row.source.value, named[row.command], row.target.value)
        for row in table.rows
        if row.source is not None
    }
    written = {cell for cell in cells(by_hand) if cell[2] != "-" and cell[1] != "register"}
    assert coded == written


@pytest.mark.parametrize(
    ("table", "by_hand"),
    [(APPEALS, APPEAL_TABLE), (ORDERS, ORDER_TABLE), (INTERACTIONS, CONTACT_TABLE)],
    ids=lambda value: getattr(value, "name", ""),
)
def test_every_state_stands_in_the_table(table: TransitionTable[Any, Any], by_hand: str) -> None:
    assert {row for row, _, _ in cells(by_hand)} == {state.value for state in STATES[table.name]}


def test_only_a_first_save_and_a_registration_begin_something() -> None:
    beginnings = {
        row.command
        for table in (APPEALS, ORDERS, INTERACTIONS)
        for row in table.rows
        if row.source is None
    }
    assert beginnings == {SaveDraft, RegisterAppeal}
