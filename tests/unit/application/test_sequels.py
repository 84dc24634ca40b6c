# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Chains whose later commands are made from the case so far, and chains tried without writing."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import pytest

from jiesu.application.envelopes import Chain, Envelope, Receipt, Refused, SameIdOtherContent
from jiesu.domain.appeals.messages import DispatchAppeal
from jiesu.domain.transitions import NotInThisState
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.messages import ReportResult, SignFor
from jiesu.domain.workorders.model import OrderState
from tests.builders.appeals import registration, reply
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.people import IMPORTER
from tests.builders.town import NOON


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk()


def sent(number: int, command: object, content: bytes = b"") -> Envelope:
    return Envelope(command, IMPORTER, UUID(int=number), NOON, content=content)


def signing(case: Case) -> list[Envelope]:
    return [sent(10 + n, SignFor(order_id=order.id)) for n, order in enumerate(case.orders)]


def reporting(case: Case) -> list[Envelope]:
    return [sent(20, ReportResult(order_id=case.orders[0].id, report=reply()))]


def chain(desk: MemoryDesk, *links: object, content: bytes = b"") -> Chain:
    register = registration(desk.ids)
    dispatch = DispatchAppeal(appeal_id=register.appeal_id)
    return [sent(1, register, content), sent(2, dispatch), *links]


def answers(outcomes: Sequence[object]) -> list[Receipt]:
    (outcome,) = outcomes
    assert isinstance(outcome, tuple), outcome
    return list(outcome)


def refused(outcomes: Sequence[object]) -> Refused:
    (outcome,) = outcomes
    assert isinstance(outcome, Refused), outcome
    return outcome


def test_a_sequel_is_handed_the_orders_the_dispatch_made(desk: MemoryDesk) -> None:
    receipts = answers(desk.gate.handle_many([chain(desk, signing)]))
    assert [r.command for r in receipts] == [
        "RegisterAppeal",
        "DispatchAppeal",
        "SignFor",
        "SignFor",
    ]
    case = desk.case(receipts[0].subject)
    assert {order.state for order in case.orders} == {OrderState.SIGNED}


def test_a_refused_sequel_leaves_nothing_of_its_chain(desk: MemoryDesk) -> None:
    before = desk.store.snapshot()
    outcome = refused(desk.gate.handle_many([chain(desk, reporting)]))
    assert (outcome.step, type(outcome.error)) == (2, NotInThisState)
    assert desk.store.snapshot() == before


def test_a_repeated_chain_answers_with_the_receipts_of_what_was_named(desk: MemoryDesk) -> None:
    links = chain(desk, signing)
    desk.gate.handle_many([links])
    before = desk.store.snapshot()
    again = answers(desk.gate.handle_many([links]))
    assert [(r.command, r.replayed) for r in again] == [
        ("RegisterAppeal", True),
        ("DispatchAppeal", True),
    ]
    assert desk.store.snapshot() == before


@pytest.mark.parametrize(("content", "same"), [(b"as before", True), (b"otherwise", False)])
def test_content_beside_the_commands_makes_a_chain_the_same_or_another(
    desk: MemoryDesk, content: bytes, same: bool
) -> None:
    links = chain(desk, signing, content=b"as before")
    desk.gate.handle_many([links])
    again = desk.gate.handle_many([[replace(links[0], content=content), *links[1:]]])
    if same:
        assert all(r.replayed for r in answers(again))
    else:
        assert isinstance(refused(again).error, SameIdOtherContent)


def test_a_rehearsal_answers_alike_and_writes_nothing(desk: MemoryDesk) -> None:
    before = desk.store.snapshot()
    tried = answers(desk.gate.rehearse([chain(desk, signing)]))
    assert [r.command for r in tried][-1] == "SignFor"
    assert refused(desk.gate.rehearse([chain(desk, reporting)])).step == 2
    assert desk.store.snapshot() == before


def test_a_rehearsal_recognises_what_was_carried_out_before(desk: MemoryDesk) -> None:
    links = chain(desk, signing)
    desk.gate.handle_many([links])
    assert all(r.replayed for r in answers(desk.gate.rehearse([links])))


def test_a_rehearsal_draws_no_case_number(desk: MemoryDesk) -> None:
    desk.gate.rehearse([chain(desk)])
    number = answers(desk.gate.handle_many([chain(desk)]))[0].number
    assert number is not None
    assert number[6:13] == "0000000"
