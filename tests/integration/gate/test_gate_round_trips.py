# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How often a command speaks to the database: once on the way in, and never more than twice."""

from collections.abc import Iterator

import psycopg
import pytest

from jiesu.domain.appeals.messages import DispatchAppeal, RevealPersonal, WithdrawAppeal
from jiesu.domain.interactions.messages import SaveDraft
from jiesu.domain.taxonomy import Channel
from jiesu.domain.workorders.messages import RecordFirstContact, ReportResult, SignFor
from jiesu.kernel.errors import JiesuError
from tests.builders.appeals import note, registration, reply, words
from tests.builders.desk import Desk
from tests.builders.people import PRIVACY, handler


class Heard(list[str]):
    """Every statement sent to the database since it was last cleared."""


@pytest.fixture
def heard(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Heard]:
    desk.registered()  # the first one also draws a block of a hundred case numbers
    statements, execute = Heard(), psycopg.Connection.execute

    def listening(self: psycopg.Connection, query: object, *rest: object, **how: object) -> object:
        statements.append(str(query))
        return execute(self, query, *rest, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(psycopg.Connection, "execute", listening)
    return statements


def test_taking_an_appeal_down_is_one_statement(desk: Desk, heard: Heard) -> None:
    desk.do(registration(desk.ids))
    assert len(heard) == 1


def test_taking_down_and_dispatching_together_is_one_statement(desk: Desk, heard: Heard) -> None:
    register = registration(desk.ids)
    dispatch = DispatchAppeal(appeal_id=register.appeal_id)
    desk.gate.handle_together([desk.send(register), desk.send(dispatch)])
    assert len(heard) == 1


def test_every_other_command_reads_once_and_writes_once(desk: Desk, heard: Heard) -> None:
    draft, appeal_id = desk.ids.new(), desk.ids.new()
    spoken = {}

    def count(name: str) -> None:
        spoken[name] = len(heard)
        heard.clear()

    desk.do(SaveDraft(interaction_id=draft, channel=Channel.PHONE, words=words()))
    count("open a draft")
    desk.do(SaveDraft(interaction_id=draft, channel=Channel.PHONE, words=words()))
    count("save a draft")
    desk.do(registration(desk.ids, appeal_id=appeal_id, interaction_id=draft, from_draft=True))
    count("register from a draft")
    desk.do(DispatchAppeal(appeal_id=appeal_id))
    count("dispatch")
    order = desk.lead(appeal_id)
    heard.clear()
    someone = handler(order.unit)
    desk.do(SignFor(order_id=order.id), someone)
    count("sign for")
    desk.do(RecordFirstContact(order_id=order.id, note=note()), someone)
    count("first contact")
    desk.do(ReportResult(order_id=order.id, report=reply()), someone)
    count("report")
    desk.do(RevealPersonal(appeal_id=appeal_id, reason=note()), PRIVACY)
    count("reveal")
    desk.do(WithdrawAppeal(appeal_id=appeal_id, reason=note()))
    count("withdraw")
    desk.erase(appeal_id)
    count("erase")
    assert spoken == dict.fromkeys(spoken, 2)


def test_a_refusal_is_read_looked_up_and_never_written(desk: Desk, heard: Heard) -> None:
    appeal_id = desk.withdrawn()
    heard.clear()
    with pytest.raises(JiesuError):
        desk.do(DispatchAppeal(appeal_id=appeal_id))
    assert len(heard) == 2
    assert not any("INSERT" in statement for statement in heard)


def test_a_command_sent_again_is_tried_once_and_then_looked_up(desk: Desk, heard: Heard) -> None:
    appeal_id, id_ = desk.registered(), desk.ids.new()
    look = RevealPersonal(appeal_id=appeal_id, reason=note())
    desk.do(look, PRIVACY, command_id=id_)
    heard.clear()
    assert desk.do(look, PRIVACY, command_id=id_).replayed
    assert len(heard) == 3


def test_many_chains_read_twice_and_write_once(desk: Desk, heard: Heard) -> None:
    appeals = [desk.registered() for _ in range(20)]
    heard.clear()
    chains = [[desk.send(DispatchAppeal(appeal_id=appeal_id))] for appeal_id in appeals]
    outcomes = desk.gate.handle_many(chains)
    assert all(isinstance(outcome, tuple) for outcome in outcomes)
    assert len(heard) == 3


def test_an_old_chain_among_many_new_ones_does_not_slow_them_down(desk: Desk, heard: Heard) -> None:
    old, *new = [[desk.send(registration(desk.ids))] for _ in range(20)]
    desk.gate.handle_many([old])
    heard.clear()
    outcomes = desk.gate.handle_many([old, *new])
    assert all(isinstance(outcome, tuple) for outcome in outcomes)
    assert len(heard) == 2


def test_few_statements_are_told_apart_by_the_database(desk: Desk, heard: Heard) -> None:
    for _ in range(5):
        desk.handled()
    assert len(set(heard)) < len(heard) / 4
