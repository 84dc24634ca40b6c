# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How a unit's part ends, what the law asks of each ending, and the hotline's review of it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest

from jiesu.application.streams import event_from_plain
from jiesu.domain.appeals.messages import Closing, RedoReason
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.callback.messages import ReturnResult, Satisfied, Solved
from jiesu.domain.callback.model import CallBackState
from jiesu.domain.clocks import ClockName
from jiesu.domain.handling.decide import NoDayPromised, NotInWriting
from jiesu.domain.handling.review import NoRoundLeft, NothingToReview
from jiesu.domain.workorders.messages import (
    Ending,
    NoContactReason,
    OrderReported,
    ReportResult,
    SignFor,
)
from jiesu.domain.workorders.model import OrderState
from jiesu.kernel.errors import Refusal
from tests.builders.appeals import note, reply
from tests.builders.calendars import clock
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.people import handler
from tests.builders.town import DAY, asking_law, policy
from tests.spec.test_lifecycle_callback import begin
from tests.spec.test_lifecycle_transitions import LONE_UNIT

TOMORROW = DAY + timedelta(days=1)


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk()


def report(desk: MemoryDesk, ending: Ending, **more: object) -> list[str]:
    """Let one unit report with this ending; return the rules the report rests on."""
    order = desk.lead(desk.dispatched(**LONE_UNIT))
    desk.do(SignFor(order_id=order.id), handler(order.unit))
    why = NoContactReason.NOT_REACHED
    told = ReportResult(order_id=order.id, report=reply(), no_contact=why, ending=ending, **more)
    desk.do(told, handler(order.unit))
    entry = next(one for one in reversed(desk.store.entries) if one["type"] == "OrderReported")
    return [basis["key"] for basis in entry["data"]["basis"]]


# ------------------------------------------------------------------------- what endings need


@pytest.mark.parametrize(
    ("ending", "more", "rules"),
    [
        (Ending.DONE, {}, []),
        (Ending.LONGER_BY_LAW, {}, []),
        (Ending.NOT_LAWFUL, {"written": reply()}, ["order.written"]),
        (Ending.REPEAT, {"written": reply()}, ["order.written"]),
        (Ending.NOT_YET, {"promised": TOMORROW}, ["order.promised"]),
    ],
    ids=lambda value: getattr(value, "value", ""),
)
def test_a_report_rests_on_what_the_law_asks_of_its_ending(
    desk: MemoryDesk, ending: Ending, more: dict[str, object], rules: list[str]
) -> None:
    assert report(desk, ending, **more) == ["order.reporting", *rules]


@pytest.mark.parametrize(
    ("ending", "more", "refusal"),
    [
        (Ending.REPEAT, {}, NotInWriting),
        (Ending.NOT_LAWFUL, {"promised": TOMORROW}, NotInWriting),
        (Ending.NOT_YET, {"written": reply()}, NoDayPromised),
        (Ending.NOT_YET, {"promised": DAY}, NoDayPromised),
        (Ending.NOT_YET, {"promised": date(2026, 3, 1)}, NoDayPromised),
    ],
)
def test_a_report_without_it_is_refused_with_the_article(
    desk: MemoryDesk, ending: Ending, more: dict[str, object], refusal: type[Refusal]
) -> None:
    with pytest.raises(refusal) as raised:
        report(desk, ending, **more)
    assert raised.value.rule is not None
    assert [entry["type"] for entry in desk.store.entries][-1] == "OrderSigned"


def test_the_written_word_and_the_promised_day_stand_in_the_log(desk: MemoryDesk) -> None:
    report(desk, Ending.NOT_YET, written=reply("管道要等材料"), promised=TOMORROW)
    told = next(entry for entry in desk.store.entries if entry["type"] == "OrderReported")["data"]
    assert (told["ending"], told["promised"]) == ("not_yet", TOMORROW.isoformat())
    assert told["written"]["length"] == len("管道要等材料")


def test_a_report_of_before_reads_as_done(desk: MemoryDesk) -> None:
    report(desk, Ending.DONE)
    told = next(entry for entry in desk.store.entries if entry["type"] == "OrderReported")["data"]
    old = {name: told[name] for name in ("report", "no_contact", "on_time", "basis")}
    event = event_from_plain("OrderReported", old)
    assert isinstance(event, OrderReported)
    assert (event.ending, event.written, event.promised) == (Ending.DONE, None, None)


def test_a_law_that_asks_for_nothing_is_silent() -> None:
    law = policy()
    empty = replace(law.orders.written, values=(replace(law.orders.written.values[0], value=None),))
    quiet = replace(law, orders=replace(law.orders, written=empty))
    assert report(memory_desk(lambda: quiet), Ending.REPEAT) == ["order.reporting"]


# -------------------------------------------------------------------------------- the review


def give_back(desk: MemoryDesk, appeal_id: UUID) -> tuple[str, ...]:
    """Return the present result of an appeal to its unit."""
    question = desk.question(appeal_id).id
    return desk.do(ReturnResult(callback_id=question, reason=note())).events


def test_a_result_found_wanting_goes_back_before_anybody_is_asked(desk: MemoryDesk) -> None:
    appeal_id = desk.handled(**LONE_UNIT)
    assert give_back(desk, appeal_id) == ("CallBackReturned", "AppealSentBack", "OrderSentBack")
    case, order = desk.case(appeal_id), desk.lead(appeal_id)
    assert case.callbacks[0].state is CallBackState.CANCELLED
    assert (case.appeal.state, case.appeal.round) == (AppealState.DISPATCHED, 2)
    assert (order.state, order.round) == (OrderState.ASSIGNED, 2)
    assert clock(order.signing_due) == "2026-03-10 16:06"
    sent_back = next(e for e in desk.store.entries if e["type"] == "AppealSentBack")["data"]
    assert sent_back["why"] == RedoReason.REVIEWED
    rules = [basis["key"] for basis in sent_back["basis"]]
    assert rules[:2] == ["callback.review", "callback.rounds"]


def test_the_person_is_asked_about_the_next_result(desk: MemoryDesk) -> None:
    appeal_id = desk.handled(**LONE_UNIT)
    give_back(desk, appeal_id)
    desk.report(appeal_id)
    assert (desk.question(appeal_id).round, desk.question(appeal_id).state) == (2, "open")
    desk.do(desk.outcome(appeal_id))
    assert desk.appeal(appeal_id).closing is Closing.RESOLVED


def test_a_result_is_returned_as_often_as_the_rule_says(desk: MemoryDesk) -> None:
    appeal_id = desk.handled(**LONE_UNIT)
    for _ in range(2):
        give_back(desk, appeal_id)
        desk.report(appeal_id)
    with pytest.raises(NoRoundLeft, match="2 times"):
        give_back(desk, appeal_id)


def test_what_is_not_reported_cannot_be_returned(desk: MemoryDesk) -> None:
    appeal_id = desk.dispatched(**LONE_UNIT)
    begin(desk, appeal_id)
    with pytest.raises(NothingToReview):
        give_back(desk, appeal_id)


def test_a_late_review_tells_that_it_is_late(desk: MemoryDesk) -> None:
    appeal_id = desk.handled(**LONE_UNIT)
    desk.clock.set(desk.question(appeal_id).asking_due)
    assert give_back(desk, appeal_id)[0] == "CallBackOverdue"
    assert desk.case(appeal_id).callbacks[0].expired == (ClockName.ASKING,)


# ---------------------------------------------------------------------------- dissatisfaction


def test_where_the_law_says_so_dissatisfaction_sends_it_back_and_closes_it_as_such() -> None:
    desk = memory_desk(asking_law(redo=frozenset({Satisfied.DISSATISFIED}), rounds=1))
    appeal_id = desk.handled(**LONE_UNIT)
    answer = {"solved": Solved.UNSOLVED, "satisfied": Satisfied.DISSATISFIED}
    desk.do(desk.outcome(appeal_id, **answer))
    assert desk.appeal(appeal_id).round == 2
    back = [entry["data"] for entry in desk.store.entries if entry["type"] == "AppealSentBack"]
    assert [entry["why"] for entry in back] == [RedoReason.DISSATISFIED]
    assert back[0]["basis"][0]["value"] == "dissatisfied"
    desk.report(appeal_id)
    desk.do(desk.outcome(appeal_id, **answer))
    assert desk.appeal(appeal_id).closing is Closing.DISSATISFIED


def test_an_early_dissatisfied_answer_closes_it_as_such_when_the_report_comes() -> None:
    desk = memory_desk(asking_law(redo=frozenset({Satisfied.DISSATISFIED}), rounds=1))
    appeal_id = desk.dispatched(**LONE_UNIT)
    for _ in range(2):
        begin(desk, appeal_id)
        desk.do(desk.outcome(appeal_id, satisfied=Satisfied.DISSATISFIED))
    desk.report(appeal_id)
    assert desk.appeal(appeal_id).closing is Closing.DISSATISFIED
