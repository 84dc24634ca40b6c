# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""When clocks are fired in bulk, and when the gate itself is asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from jiesu.application.catalogue import REGISTRY
from jiesu.application.envelopes import Envelope, Outcome, Refused
from jiesu.application.expiry import Chains, Expiry
from jiesu.application.ports import Batch, CommandTaken, SomebodyWasFaster
from jiesu.application.timers import DueTimer, envelope_of
from jiesu.application.work import Tools
from jiesu.domain.appeals.messages import ExpireDispatchClock
from jiesu.domain.clocks import ClockName
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.instants import Instant
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.memory import PlainPersonal
from tests.builders.people import SYSTEM
from tests.builders.town import policy


class Bulk:
    """Clocks of one desk, fired in bulk; counts the chains the gate was asked to take."""

    def __init__(self, desk: MemoryDesk) -> None:
        self.asked = 0
        self._desk = desk
        self.expiry = Expiry(self._ask, desk.store, REGISTRY, self._tools)

    def fire(self, *chains: Sequence[Envelope]) -> list[Outcome]:
        return self.expiry.handle_many(chains)

    def _ask(self, chains: Chains) -> list[Outcome]:
        self.asked += len(chains)
        return self._desk.gate.handle_many(chains)

    def _tools(self) -> Tools:
        desk = self._desk
        now, number = desk.clock.now(), desk.store.new_number
        return Tools(policy(), desk.ids, PlainPersonal(), number, now, history=False)


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk()


@pytest.fixture
def bulk(desk: MemoryDesk) -> Bulk:
    return Bulk(desk)


def signing(desk: MemoryDesk, **changes: object) -> Envelope:
    """Return that nobody signed for the order of a new appeal, a day later."""
    appeal_id = desk.dispatched(**changes)
    order = desk.lead(appeal_id)
    desk.clock.pass_(hours=24)
    return envelope_of(DueTimer(order.id, "order", "signing", order.signing_due, 0, appeal_id))


def test_plain_clocks_are_fired_without_the_gate(desk: MemoryDesk, bulk: Bulk) -> None:
    one, other = signing(desk), signing(desk)
    outcomes = bulk.fire([one], [other])
    assert bulk.asked == 0
    assert [outcome[0].events for outcome in outcomes] == [("OrderOverdue",)] * 2


def test_nothing_to_fire_reads_and_writes_nothing(desk: MemoryDesk, bulk: Bulk) -> None:
    before = (desk.store.loads, desk.store.appends)
    assert bulk.fire() == []
    assert (desk.store.loads, desk.store.appends) == before


def test_other_commands_are_the_gate_s(desk: MemoryDesk, bulk: Bulk) -> None:
    appeal_id = desk.registered()
    desk.clock.pass_(hours=24)
    command = ExpireDispatchClock(appeal_id=appeal_id, clock=ClockName.DISPATCH)
    at = desk.appeal(appeal_id).dispatch_due
    (outcome,) = bulk.fire([Envelope(command, SYSTEM, desk.ids.new(), at)])
    assert bulk.asked == 1
    assert not isinstance(outcome, Refused)


def test_a_clock_fired_before_gets_its_first_receipt(desk: MemoryDesk, bulk: Bulk) -> None:
    once = signing(desk)
    (first,) = bulk.fire([once])
    (again,) = bulk.fire([once])
    assert again == (replace(first[0], replayed=True),)


@pytest.mark.parametrize(
    "change",
    [
        lambda sent: replace(sent, at=Instant(sent.at + timedelta(days=30))),
        lambda sent: replace(sent, at=Instant(sent.at - timedelta(days=1))),
        lambda sent: replace(sent, expected=7),
        lambda sent: replace(sent, command=replace(sent.command, order_id=UUID(int=5))),
    ],
    ids=["still to come", "before the order", "another version", "no such order"],
)
def test_what_is_not_plain_is_refused_by_the_gate(
    desk: MemoryDesk, bulk: Bulk, change: object
) -> None:
    (outcome,) = bulk.fire([change(signing(desk))])
    assert bulk.asked == 1
    assert isinstance(outcome, Refused)


@pytest.mark.parametrize("error", [SomebodyWasFaster(), CommandTaken(command_id="x")])
def test_where_the_append_fails_the_gate_finds_out_why(
    desk: MemoryDesk, bulk: Bulk, monkeypatch: pytest.MonkeyPatch, error: JiesuError
) -> None:
    sent, append, failures = signing(desk), desk.store.append, [error]

    def fail_once(batch: Batch) -> None:
        if failures:
            raise failures.pop()
        append(batch)

    monkeypatch.setattr(desk.store, "append", fail_once)
    (outcome,) = bulk.fire([sent])
    assert bulk.asked == 1
    assert outcome[0].events == ("OrderOverdue",)


def test_orders_of_two_appeals_are_never_one_chain(desk: MemoryDesk, bulk: Bulk) -> None:
    (outcome,) = bulk.fire([signing(desk), signing(desk)])
    assert bulk.asked == 1
    assert isinstance(outcome, Refused)
