# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 -- the tables read across
"""What may happen from where: every state against every command, through the gate.

The tables below were written by hand from the ordinance, not taken from the code. An entry is the
state the command leads to; a dash is a refusal that changes nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from jiesu.application.envelopes import PersonalDataErased
from jiesu.domain.access import Actor, NotYours
from jiesu.domain.appeals.decide import InteractionOver
from jiesu.domain.appeals.messages import (
    AddFacts,
    AnswerAtOnce,
    BeginCallBack,
    DispatchAppeal,
    EraseAppeal,
    ErasureGround,
    ExpireDispatchClock,
    RegisterAppeal,
    ReopenAppeal,
    RevealPersonal,
    RouteSpecially,
    Undoable,
    UndoStep,
    WithdrawAppeal,
)
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.domain.callback.messages import (
    AttemptResult,
    ExpireCallBackClock,
    RateHandling,
    RecordAttempt,
    RecordOutcome,
    ReturnResult,
    Satisfied,
    Solved,
    Trigger,
    Via,
)
from jiesu.domain.callback.model import CALLBACKS, CallBackState
from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions.messages import (
    EndInteraction,
    EndReason,
    EraseDraft,
    ExpireDraft,
    SaveDraft,
)
from jiesu.domain.interactions.model import INTERACTIONS, InteractionState
from jiesu.domain.memberships import MEMBERSHIPS, GrantRole, MembershipState, RevokeRole
from jiesu.domain.streams import StreamKind
from jiesu.domain.taxonomy import AppealKind, Channel, SpecialRoute
from jiesu.domain.transitions import GuardRefused, NotInThisState, TransitionTable
from jiesu.domain.workorders.messages import (
    ExpireOrderClock,
    HandOverOrder,
    NoContactReason,
    RecordFirstContact,
    ReportResult,
    RevealContact,
    SendMessage,
    SignFor,
)
from jiesu.domain.workorders.model import ORDERS, OrderState
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command
from jiesu.kernel.instants import Instant
from tests.builders.appeals import note, registration, reply, words
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.people import ADMIN, OPERATOR, PRIVACY, SYSTEM, citizen, handler
from tests.builders.tables import cells
from tests.builders.town import asking_law, reorganised

# fmt: off
APPEAL_TABLE = """
            answer    route   dispatch    expire      withdraw   add         begin       reopen      undo        erase      reveal
registered  answered  routed  dispatched  registered  withdrawn  registered  -           -           -           -          registered
answered    -         -       -           -           -          -           -           registered  registered  answered   answered
routed      -         -       -           -           -          -           -           registered  registered  routed     routed
dispatched  -         -       -           -           withdrawn  dispatched  dispatched  -           registered  -          dispatched
handled     -         -       -           -           -          handled     handled     -           -           handled    handled
withdrawn   -         -       -           -           -          -           -           -           registered  withdrawn  withdrawn
closed      -         -       -           -           -          -           -           dispatched  handled     closed     closed
"""
ERASED_TABLE = """
            answer    route   dispatch    expire      withdraw   add         begin       reopen      undo        erase      reveal
answered    -         -       -           -           -          -           -           -           -           -          -
routed      -         -       -           -           -          -           -           -           -           -          -
handled     -         -       -           -           -          -           -           -           -           -          -
withdrawn   -         -       -           -           -          -           -           -           -           -          -
closed      -         -       -           -           -          -           -           -           -           -          -
"""
ORDER_TABLE = """
            sign     contact    report    message    reveal     expire     handover
assigned    signed   -          -         assigned   assigned   assigned   assigned
signed      -        contacted  reported  signed     signed     signed     signed
contacted   -        -          reported  contacted  contacted  contacted  contacted
reported    -        -          -         reported   reported   -          -
cancelled   -        -          -         -          -          -          -
"""
CONTACT_TABLE = """
            save     end      expire   erase    register
draft       draft    ended    draft    -        taken_up
taken_up    -        -        -        -        taken_up
ended       -        -        -        ended    -
"""
CALLBACK_TABLE = """
            attempt  outcome   rate      return     expire
open        open     answered  answered  cancelled  open
answered    -        -         -         -          -
given_up    -        -         answered  -          -
cancelled   -        -         -         -          -
"""
MEMBERSHIP_TABLE = """
            grant    revoke
held        -        revoked
revoked     -        -
"""
# fmt: on


@dataclass(frozen=True, slots=True)
class Way:
    """One command of a table: how to write it about a subject, and who may send it."""

    command: type[Command]
    fields: Mapping[str, Any]
    actor: Actor = OPERATOR
    after: timedelta = timedelta(days=1)


APPEAL_WAYS = {
    "answer": Way(AnswerAtOnce, {"reply": reply()}),
    "route": Way(RouteSpecially, {"route": SpecialRoute.REPEAT, "explanation": reply()}),
    "dispatch": Way(DispatchAppeal, {}),
    "expire": Way(ExpireDispatchClock, {"clock": ClockName.DISPATCH}, SYSTEM),
    "withdraw": Way(WithdrawAppeal, {"reason": note()}),
    "add": Way(AddFacts, {"facts": words()}),
    "begin": Way(BeginCallBack, {"clock": ClockName.CALLBACK}, SYSTEM, timedelta(days=30)),
    "reopen": Way(ReopenAppeal, {"reason": note()}),
    "undo": Way(UndoStep, {"step": Undoable.DISPATCH}, after=timedelta(0)),
    "erase": Way(EraseAppeal, {"ground": ErasureGround.REQUEST}, PRIVACY),
    "reveal": Way(RevealPersonal, {"reason": note()}, PRIVACY),
}
STEP_INTO = {
    "answered": Undoable.ANSWER,
    "routed": Undoable.ROUTE,
    "withdrawn": Undoable.WITHDRAWAL,
    "closed": Undoable.VERDICT,
}
"""Which step led into a state; from others the dispatch is meant."""
UNIT = handler("health-bureau")
ORDER_WAYS = {
    "sign": Way(SignFor, {}, UNIT),
    "contact": Way(RecordFirstContact, {}, UNIT),
    "report": Way(
        ReportResult, {"report": reply(), "no_contact": NoContactReason.NOT_REACHED}, UNIT
    ),
    "message": Way(SendMessage, {"message": note()}, UNIT),
    "reveal": Way(RevealContact, {"reason": note()}, UNIT),
    "expire": Way(ExpireOrderClock, {"clock": ClockName.HANDLING}, SYSTEM),
    "handover": Way(HandOverOrder, {}, SYSTEM),
}
MERGED = reorganised(health_bureau=("2026-04-01", "civil-bureau"))
"""The law of a town in which the unit of these orders ends before the commands are sent."""
CONTACT_WAYS = {
    "save": Way(SaveDraft, {"channel": Channel.PHONE, "words": words()}),
    "end": Way(EndInteraction, {"reason": EndReason.HUNG_UP}),
    "expire": Way(ExpireDraft, {"clock": ClockName.DRAFT}, SYSTEM),
    "erase": Way(EraseDraft, {"ground": ErasureGround.REQUEST}, PRIVACY),
}
ANSWERS = {"contacted": True, "solved": Solved.SOLVED, "satisfied": Satisfied.SATISFIED}
CALLBACK_WAYS = {
    "attempt": Way(RecordAttempt, {"result": AttemptResult.NO_ANSWER}),
    "outcome": Way(RecordOutcome, {"via": Via.PHONE, **ANSWERS}),
    "rate": Way(RateHandling, ANSWERS),
    "return": Way(ReturnResult, {"reason": note()}),
    "expire": Way(ExpireCallBackClock, {"clock": ClockName.ASKING}, SYSTEM),
}
MEMBERSHIP_WAYS = {
    "grant": Way(GrantRole, {"account": "agent-7", "role": "operator"}, ADMIN),
    "revoke": Way(RevokeRole, {}, ADMIN),
}

LONE_UNIT = {"kind": AppealKind.INQUIRY, "matter": "health.hospital.conduct"}
"""An inquiry with one order and no co-handler, so that one report settles it."""


def routed(desk: MemoryDesk) -> UUID:
    appeal_id = desk.registered(**LONE_UNIT)
    way = APPEAL_WAYS["route"]
    desk.do(way.command(appeal_id=appeal_id, **way.fields))
    return appeal_id


def closed(desk: MemoryDesk) -> UUID:
    """Return an appeal whose limit was over before the person was asked, and closed."""
    appeal_id = desk.handled(**LONE_UNIT)
    desk.clock.pass_(days=30)
    desk.do(BeginCallBack(appeal_id=appeal_id, clock=ClockName.CALLBACK), SYSTEM)
    desk.do(desk.outcome(appeal_id))
    return appeal_id


APPEAL_IN: Mapping[str, Callable[[MemoryDesk], UUID]] = {
    "registered": lambda desk: desk.registered(**LONE_UNIT),
    "answered": lambda desk: desk.answered(matter="health.hospital.conduct"),
    "routed": routed,
    "dispatched": lambda desk: desk.dispatched(**LONE_UNIT),
    "handled": lambda desk: desk.handled(**LONE_UNIT),
    "withdrawn": lambda desk: desk.withdrawn(**LONE_UNIT),
    "closed": closed,
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


def callback_in(state: str, desk: MemoryDesk) -> tuple[UUID, UUID]:
    """Return an appeal and the question about it, led into ``state``."""
    appeal_id = desk.handled(**LONE_UNIT)
    question = desk.question(appeal_id).id
    attempt = RecordAttempt(callback_id=question, result=AttemptResult.NO_ANSWER)
    if state == "answered":
        desk.do(desk.outcome(appeal_id))
    if state == "given_up":
        desk.do(attempt)
        desk.do(attempt)
    if state == "cancelled":
        desk.erase(appeal_id)
    return appeal_id, question


def membership_in(state: str, desk: MemoryDesk) -> UUID:
    """Return a role somebody holds, or has held."""
    membership_id = desk.ids.new()
    grant = MEMBERSHIP_WAYS["grant"]
    desk.do(grant.command(membership_id=membership_id, **grant.fields), ADMIN)
    if state == "revoked":
        desk.do(RevokeRole(membership_id=membership_id), ADMIN)
    return membership_id


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


REFUSALS: tuple[type[JiesuError], ...] = (
    NotInThisState,
    GuardRefused,
    InteractionOver,
    PersonalDataErased,
)


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk()


@pytest.mark.parametrize(("state", "name", "entry"), cells(APPEAL_TABLE))
def test_an_appeal_goes_where_the_table_says(state: str, name: str, entry: str) -> None:
    desk = memory_desk(asking_law(trigger=Trigger.LIMIT_OVER))
    appeal_id, way = APPEAL_IN[state](desk), APPEAL_WAYS[name]
    desk.clock.set(Instant(desk.clock.now() + way.after))
    expect(desk, StreamKind.APPEAL, appeal_id, (of_appeal(way, appeal_id, state), way.actor), entry)


def of_appeal(way: Way, appeal_id: UUID, state: str) -> Command:
    """Return the command about an appeal; who undoes names the step that was last."""
    command = way.command(appeal_id=appeal_id, **way.fields)
    return replace(command, step=STEP_INTO[state]) if _undoes(way, state) else command


def _undoes(way: Way, state: str) -> bool:
    return way.command is UndoStep and state in STEP_INTO


@pytest.mark.parametrize(("state", "name", "entry"), cells(ORDER_TABLE))
def test_an_order_goes_where_the_table_says(
    desk: MemoryDesk, state: str, name: str, entry: str
) -> None:
    if name == "handover":
        desk = memory_desk(MERGED)
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


@pytest.mark.parametrize(("state", "name", "entry"), cells(CALLBACK_TABLE))
def test_a_question_goes_where_the_table_says(
    desk: MemoryDesk, state: str, name: str, entry: str
) -> None:
    appeal_id, question = callback_in(state, desk)
    way = CALLBACK_WAYS[name]
    actor = citizen(appeal_id) if name == "rate" else way.actor
    desk.clock.pass_(days=30)
    command = way.command(callback_id=question, **way.fields)
    expect(desk, StreamKind.CALLBACK, question, (command, actor), entry)


@pytest.mark.parametrize(("state", "name", "entry"), cells(MEMBERSHIP_TABLE))
def test_a_role_goes_where_the_table_says(
    desk: MemoryDesk, state: str, name: str, entry: str
) -> None:
    membership_id, way = membership_in(state, desk), MEMBERSHIP_WAYS[name]
    command = way.command(membership_id=membership_id, **way.fields)
    expect(desk, StreamKind.MEMBERSHIP, membership_id, (command, way.actor), entry)


@pytest.mark.parametrize(("state", "name", "entry"), cells(ERASED_TABLE))
def test_an_erased_appeal_takes_no_command_at_all(state: str, name: str, entry: str) -> None:
    desk = memory_desk(asking_law(trigger=Trigger.LIMIT_OVER))
    appeal_id, way = APPEAL_IN[state](desk), APPEAL_WAYS[name]
    desk.erase(appeal_id)
    desk.clock.set(Instant(desk.clock.now() + way.after))
    before = desk.store.snapshot()
    with pytest.raises(JiesuError):
        desk.do(of_appeal(way, appeal_id, state), way.actor)
    assert (entry, desk.store.snapshot()) == ("-", before)


def test_registering_an_appeal_twice_is_refused_and_changes_nothing(desk: MemoryDesk) -> None:
    appeal_id = desk.registered()
    before = desk.store.snapshot()
    with pytest.raises(JiesuError):
        desk.registered(appeal_id=appeal_id)
    assert desk.store.snapshot() == before


EVERY_WAY = (APPEAL_WAYS, ORDER_WAYS, CONTACT_WAYS, CALLBACK_WAYS, MEMBERSHIP_WAYS)


@pytest.mark.parametrize("ways", EVERY_WAY, ids=["a", "o", "c", "q", "m"])
def test_what_does_not_exist_can_only_be_begun(desk: MemoryDesk, ways: Mapping[str, Way]) -> None:
    refused = set()
    ways = {name: way for name, way in ways.items() if name != "rate"}  # nobody's appellant
    for name, way in ways.items():
        id_field = next(f for f in way.command.__dataclass_fields__ if f.endswith("_id"))
        try:
            desk.do(way.command(**{id_field: desk.ids.new()}, **way.fields), way.actor)
        except NotYours:
            refused.add(name)
    assert refused == set(ways) - {"save", "grant"}


def test_an_appeal_cannot_come_from_a_draft_that_is_not_there(desk: MemoryDesk) -> None:
    with pytest.raises(NotYours):
        desk.registered(from_draft=True)


STATES = {
    "appeal": AppealState,
    "order": OrderState,
    "interaction": InteractionState,
    "callback": CallBackState,
    "membership": MembershipState,
}


@pytest.mark.parametrize(
    ("table", "by_hand", "ways"),
    [
        (APPEALS, APPEAL_TABLE, APPEAL_WAYS),
        (ORDERS, ORDER_TABLE, ORDER_WAYS),
        (INTERACTIONS, CONTACT_TABLE, CONTACT_WAYS),
        (CALLBACKS, CALLBACK_TABLE, CALLBACK_WAYS),
        (MEMBERSHIPS, MEMBERSHIP_TABLE, MEMBERSHIP_WAYS),
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
    [
        (APPEALS, APPEAL_TABLE),
        (ORDERS, ORDER_TABLE),
        (INTERACTIONS, CONTACT_TABLE),
        (CALLBACKS, CALLBACK_TABLE),
        (MEMBERSHIPS, MEMBERSHIP_TABLE),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_every_state_stands_in_the_table(table: TransitionTable[Any, Any], by_hand: str) -> None:
    assert {row for row, _, _ in cells(by_hand)} == {state.value for state in STATES[table.name]}


def test_only_a_first_save_a_registration_and_a_grant_begin_something() -> None:
    beginnings = {
        row.command
        for table in (APPEALS, ORDERS, INTERACTIONS, CALLBACKS, MEMBERSHIPS)
        for row in table.rows
        if row.source is None
    }
    assert beginnings == {SaveDraft, RegisterAppeal, GrantRole}
