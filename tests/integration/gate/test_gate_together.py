# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Several people at one case at the same instant: exactly one wins, everybody gets an answer."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest

from jiesu.application.envelopes import Receipt, Refused
from jiesu.application.ports import IdTaken, SomebodyWasFaster
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import DispatchAppeal, WithdrawAppeal
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.interactions.messages import SaveDraft
from jiesu.domain.streams import StreamKind, order_stream
from jiesu.domain.taxonomy import Channel
from jiesu.domain.transitions import NotInThisState
from jiesu.domain.workorders.messages import NoContactReason, ReportResult, SignFor
from jiesu.domain.workorders.model import OrderState
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command
from tests.builders.appeals import note, registration, reply, words
from tests.builders.desk import Desk, city_desk
from tests.builders.peek import PgPeek, check_whole
from tests.builders.people import OPERATOR, handler

Said = Receipt | JiesuError


def at_once(*deeds: Callable[[], Receipt]) -> list[Said]:
    """Start all deeds at the same moment, each in a thread; return receipts and refusals."""
    gun = threading.Barrier(len(deeds))

    def run(deed: Callable[[], Receipt]) -> Said:
        gun.wait()
        try:
            return deed()
        except JiesuError as error:
            return error

    with ThreadPoolExecutor(len(deeds)) as threads:
        return list(threads.map(run, deeds))


def deed(
    desk: Desk, command: Command, actor: Actor = OPERATOR, id_: UUID | None = None
) -> Callable[[], Receipt]:
    return lambda: desk.gate.handle(command, actor, command_id=id_)


def receipts(said: Sequence[Said]) -> list[Receipt]:
    return [one for one in said if isinstance(one, Receipt)]


def test_of_several_who_sign_for_one_order_exactly_one_does(desk: Desk, peek: PgPeek) -> None:
    order = desk.lead(desk.dispatched())
    signing = SignFor(order_id=order.id)
    said = at_once(*(deed(desk, signing, handler(order.unit, f"p{n}")) for n in range(4)))
    assert len(receipts(said)) == 1
    refused = [type(one) for one in said if not isinstance(one, Receipt)]
    assert set(refused) <= {NotInThisState, SomebodyWasFaster}
    signed = [e["type"] for e in peek.entries() if e["stream"] == str(order.id)]
    assert signed == ["OrderOpened", "OrderSigned"]
    check_whole(peek)


def test_who_comes_second_hears_what_is_possible_now(desk: Desk) -> None:
    order = desk.lead(desk.dispatched())
    said = at_once(*(deed(desk, SignFor(order_id=order.id), handler(order.unit, p)) for p in "ab"))
    (refused,) = [one for one in said if isinstance(one, JiesuError)]
    assert isinstance(refused, NotInThisState)


def test_two_orders_of_one_appeal_are_signed_at_the_same_moment(desk: Desk, peek: PgPeek) -> None:
    for _ in range(5):
        orders = desk.case(desk.dispatched()).orders
        said = at_once(*(deed(desk, SignFor(order_id=o.id), handler(o.unit)) for o in orders))
        assert len(receipts(said)) == 2
    check_whole(peek)


def test_the_last_two_reports_at_once_settle_the_appeal_once(desk: Desk, peek: PgPeek) -> None:
    for _ in range(5):
        appeal_id = desk.dispatched()
        orders = desk.case(appeal_id).orders
        for order in orders:
            desk.do(SignFor(order_id=order.id), handler(order.unit))
        why = NoContactReason.NOT_REACHED
        reports = [
            deed(desk, ReportResult(order_id=o.id, report=reply(), no_contact=why), handler(o.unit))
            for o in orders
        ]
        assert len(receipts(at_once(*reports))) == 2
        assert desk.appeal(appeal_id).state is AppealState.HANDLED
    check_whole(peek)


def test_signing_and_taking_back_at_once_end_in_one_story_and_never_in_a_standstill(
    desk: Desk, peek: PgPeek
) -> None:
    for _ in range(15):
        appeal_id = desk.dispatched()
        orders = desk.case(appeal_id).orders
        said = at_once(
            *(deed(desk, SignFor(order_id=o.id), handler(o.unit)) for o in orders),
            deed(desk, WithdrawAppeal(appeal_id=appeal_id, reason=note())),
        )
        for one in said:
            assert isinstance(one, Receipt | NotInThisState | SomebodyWasFaster), repr(one)
        if desk.appeal(appeal_id).state is AppealState.WITHDRAWN:
            states = {order.state for order in desk.case(appeal_id).orders}
            assert states == {OrderState.CANCELLED}
    check_whole(peek)


def test_an_appeal_registered_by_two_under_one_id_is_registered_once(
    desk: Desk, peek: PgPeek
) -> None:
    appeal_id = desk.ids.new()
    said = at_once(*(deed(desk, registration(desk.ids, appeal_id=appeal_id)) for _ in range(3)))
    assert len(receipts(said)) == 1
    assert {type(one) for one in said if not isinstance(one, Receipt)} == {IdTaken}
    check_whole(peek)


def test_one_command_sent_thrice_at_once_is_carried_out_once_for_all(
    desk: Desk, peek: PgPeek
) -> None:
    command, id_ = registration(desk.ids), desk.ids.new()
    said = receipts(at_once(*(deed(desk, command, id_=id_) for _ in range(3))))
    assert [(one.subject, one.number) for one in said] == [(said[0].subject, said[0].number)] * 3
    assert sorted(one.replayed for one in said) == [False, True, True]
    assert len(peek.entries()) == 3


def test_whoever_decides_while_another_writes_decides_again_on_what_then_stands(
    desk: Desk, peek: PgPeek, monkeypatch: pytest.MonkeyPatch
) -> None:
    appeal_id = desk.dispatched()
    first, second = desk.case(appeal_id).orders
    load, interrupted = desk.store.load, []

    def load_and_be_overtaken(subjects: object) -> object:
        found = load(subjects)  # type: ignore[arg-type]
        if not interrupted:
            interrupted.append(True)
            desk.gate.handle(SignFor(order_id=second.id), handler(second.unit))
        return found

    monkeypatch.setattr(desk.store, "load", load_and_be_overtaken)
    desk.gate.handle(SignFor(order_id=first.id), handler(first.unit))
    assert {order.state for order in desk.case(appeal_id).orders} == {OrderState.SIGNED}
    check_whole(peek)


def test_who_is_overtaken_twice_is_told_so_and_nothing_is_kept(
    desk: Desk, peek: PgPeek, monkeypatch: pytest.MonkeyPatch
) -> None:
    appeal_id = desk.dispatched()
    order = desk.lead(appeal_id)
    load = desk.store.load

    def always_overtaken(subjects: object) -> object:
        found = load(subjects)  # type: ignore[arg-type]
        monkeypatch.setattr(desk.store, "load", load)
        desk.reveal(appeal_id)
        monkeypatch.setattr(desk.store, "load", always_overtaken)
        return found

    monkeypatch.setattr(desk.store, "load", always_overtaken)
    with pytest.raises(SomebodyWasFaster):
        desk.gate.handle(SignFor(order_id=order.id), handler(order.unit))
    monkeypatch.setattr(desk.store, "load", load)
    assert desk.lead(appeal_id).state is OrderState.ASSIGNED
    check_whole(peek)


def test_two_programs_over_one_database_never_give_the_same_number(
    desk: Desk, database: str, peek: PgPeek
) -> None:
    other_city, other = city_desk(database, seed=1)
    try:
        for _ in range(3):
            desk.registered()
            other.registered()
    finally:
        other_city.close()
    numbers = sorted(row["number"] for row in peek.states(StreamKind.APPEAL).values())
    blocks = [int(number[6:13]) // 100 for number in numbers]
    assert len(set(numbers)) == 6
    assert blocks == [blocks[0]] * 3 + [blocks[0] + 1] * 3
    check_whole(peek)


def test_many_chains_collide_with_a_single_command_and_nothing_is_lost(
    desk: Desk, peek: PgPeek
) -> None:
    orders = [desk.lead(desk.dispatched()) for _ in range(12)]
    chains = [[desk.send(SignFor(order_id=o.id), handler(o.unit))] for o in orders]
    bulk = ThreadPoolExecutor(1).submit(desk.gate.handle_many, chains)
    singles = [deed(desk, SignFor(order_id=o.id), handler(o.unit, "other")) for o in orders[::-1]]
    alone = at_once(*singles[:6])
    together = bulk.result()
    refused = [type(o.error) for o in together if isinstance(o, Refused)]
    assert set(refused) <= {NotInThisState, SomebodyWasFaster}
    accepted = len(receipts(alone)) + sum(isinstance(o, tuple) for o in together)
    assert accepted == 12
    check_whole(peek)


def test_a_wait_of_two_for_each_other_reads_as_somebody_being_faster(
    city: City, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = desk.lead(desk.dispatched())
    execute = psycopg.Connection.execute

    def deadlocked(self: psycopg.Connection, query: object, *rest: object, **how: object) -> object:
        if "jiesu_stale" in str(query):
            raise psycopg.errors.DeadlockDetected
        return execute(self, query, *rest, **how)  # type: ignore[call-overload]

    monkeypatch.setattr(psycopg.Connection, "execute", deadlocked)
    with pytest.raises(SomebodyWasFaster):
        desk.gate.handle(SignFor(order_id=order.id), handler(order.unit))
    monkeypatch.undo()
    subject = order_stream(order.id)
    assert city.store.load([subject])[subject].case.order(order.id).state is OrderState.ASSIGNED


def test_one_draft_saved_by_several_at_once_is_one_story(desk: Desk, peek: PgPeek) -> None:
    contact_id = desk.ids.new()
    save = SaveDraft(interaction_id=contact_id, channel=Channel.PHONE, words=words())
    assert receipts(at_once(*(deed(desk, save) for _ in range(2)))), "one of them opens it"
    for _ in range(8):
        said = at_once(*(deed(desk, save) for _ in range(3)))
        assert receipts(said)
        assert {type(one) for one in said} <= {Receipt, SomebodyWasFaster}
    check_whole(peek)


def test_two_appeals_from_one_draft_at_once_are_both_taken_up(desk: Desk, peek: PgPeek) -> None:
    for _ in range(4):
        draft = desk.ids.new()
        desk.do(SaveDraft(interaction_id=draft, channel=Channel.PHONE, words=words()))
        made = [registration(desk.ids, interaction_id=draft, from_draft=True) for _ in "ab"]
        assert len(receipts(at_once(*(deed(desk, command) for command in made)))) == 2
        contact = desk.case(made[0].appeal_id).interaction
        assert contact is not None
        assert set(contact.appeals) == {command.appeal_id for command in made}
    check_whole(peek)


def test_what_is_refused_in_the_middle_of_a_race_leaves_the_log_untorn(
    desk: Desk, peek: PgPeek
) -> None:
    appeal_id = desk.registered()
    said = at_once(*(deed(desk, DispatchAppeal(appeal_id=appeal_id)) for _ in range(4)))
    assert len(receipts(said)) == 1
    assert len(desk.case(appeal_id).orders) == 2
    check_whole(peek)
