# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The person has the last word: when they are asked, and what follows from what they say."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from jiesu.domain.appeals.messages import (
    BeginCallBack,
    Closing,
    DispatchAppeal,
    ReopenAppeal,
    WithdrawAppeal,
)
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.callback.messages import (
    AttemptResult,
    ExpireCallBackClock,
    RateHandling,
    RecordAttempt,
    Satisfied,
    Solved,
    Trigger,
    Via,
)
from jiesu.domain.callback.model import CallBackState
from jiesu.domain.clocks import ClockName
from jiesu.domain.handling.asking import NotAskedAnyMore
from jiesu.domain.interactions.decide import ClockNotDue
from jiesu.domain.taxonomy import AppealKind
from jiesu.domain.transitions import NotInThisState
from jiesu.domain.workorders.messages import NoContactReason, ReportResult, SignFor
from jiesu.domain.workorders.model import OrderState
from jiesu.kernel.events import Command
from jiesu.kernel.instants import Instant
from tests.builders.appeals import note, registration, reply
from tests.builders.calendars import clock
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.law import dated
from tests.builders.people import IMPORTER, SYSTEM, citizen
from tests.builders.tables import rows
from tests.builders.town import DAY, asking_law, policy
from tests.spec.test_lifecycle_transitions import LONE_UNIT

A_SECOND = timedelta(seconds=1)


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk()


def begin(desk: MemoryDesk, appeal_id: UUID) -> None:
    """Let the limit of the lead run out, and its timer speak."""
    desk.clock.set(desk.lead(appeal_id).handling_due)
    desk.gate.handle(BeginCallBack(appeal_id=appeal_id, clock=ClockName.CALLBACK), SYSTEM)


def ask_in_vain(desk: MemoryDesk, appeal_id: UUID) -> None:
    """Try as often as the law says."""
    question = desk.question(appeal_id).id
    for _ in range(policy().callback.attempts.as_of(desk.clock.now().date()).value):
        desk.do(RecordAttempt(callback_id=question, result=AttemptResult.NO_ANSWER))


def say(desk: MemoryDesk, appeal_id: UUID, answer: str) -> None:
    """Let the person say it on the telephone; silence exhausts the attempts."""
    if answer == "silence":
        ask_in_vain(desk, appeal_id)
    else:
        desk.do(desk.outcome(appeal_id, solved=Solved(answer)))


# ----------------------------------------------------------------- what follows from answers


@pytest.mark.parametrize(
    ("answers", "state", "closing", "round_"),
    rows("""
answers                              state       closing      round
solved                               closed      resolved     1
partly                               closed      resolved     1
silence                              closed      not_reached  1
unsolved                             dispatched  -            2
unsolved;solved                      closed      resolved     2
unsolved;silence                     closed      not_reached  2
unsolved;unsolved                    dispatched  -            3
unsolved;unsolved;partly             closed      resolved     3
unsolved;unsolved;unsolved           closed      unresolved   3
"""),
)
def test_an_appeal_ends_as_its_answers_say(
    desk: MemoryDesk, answers: str, state: str, closing: str, round_: str
) -> None:
    appeal_id = desk.dispatched(**LONE_UNIT)
    for answer in answers.split(";"):
        desk.report(appeal_id)
        say(desk, appeal_id, answer)
    appeal = desk.appeal(appeal_id)
    assert (appeal.state, appeal.closing or "", appeal.round) == (state, closing, int(round_))
    assert [each.round for each in desk.case(appeal_id).callbacks] == [
        *range(1, len(answers.split(";")) + 1)
    ]


def test_not_solved_gives_the_unit_new_clocks_in_the_same_second(desk: MemoryDesk) -> None:
    appeal_id = desk.handled(**LONE_UNIT)
    before = desk.lead(appeal_id)
    receipt = desk.do(desk.outcome(appeal_id, solved=Solved.UNSOLVED))
    assert receipt.events == ("CallBackAnswered", "AppealSentBack", "OrderSentBack")
    order, now = desk.lead(appeal_id), desk.clock.now()
    assert (order.id, order.unit, order.round) == (before.id, before.unit, 2)
    assert (order.state, order.expired, order.closed_at) == (OrderState.ASSIGNED, (), None)
    assert (order.signed_at, order.contacted_at) == (None, None)
    assert clock(now) == "2026-03-10 12:06"
    assert clock(order.signing_due) == "2026-03-10 16:06"
    assert clock(order.contact_due) == "2026-03-11 12:06"
    assert order.handling_due - before.handling_due == timedelta(0)  # both end with one day
    assert desk.appeal(appeal_id).callback_due == order.handling_due
    assert {entry["at"] for entry in desk.store.entries[-3:]} == {desk.store.entries[-1]["at"]}
    assert [ground["key"] for ground in desk.store.entries[-1]["data"]["basis"]] == [
        "callback.redo",
        "callback.rounds",
        f"limit.{order.limit_class}",
        "order.signing",
        "order.first_contact",
    ]


def test_only_the_lead_does_it_again(desk: MemoryDesk) -> None:
    appeal_id = desk.handled()
    desk.do(desk.outcome(appeal_id, solved=Solved.UNSOLVED))
    states = [(order.role.value, order.state.value) for order in desk.case(appeal_id).orders]
    assert states == [("lead", "assigned"), ("assist", "reported")]
    desk.report(appeal_id)
    assert desk.appeal(appeal_id).state is AppealState.HANDLED


# ------------------------------------------------------------------------- when it is asked


@pytest.mark.parametrize(
    ("trigger", "at_report", "at_limit"),
    rows("""
trigger        at_report  at_limit
limit_over     -          limit_over
reported       reported   -
first_of_both  reported   limit_over
"""),
)
def test_the_pack_says_when_the_question_is_opened(
    trigger: str, at_report: str, at_limit: str
) -> None:
    desk = memory_desk(asking_law(trigger=Trigger(trigger)))
    reported, late = desk.handled(**LONE_UNIT), desk.dispatched(**LONE_UNIT)
    assert [each.trigger for each in desk.case(reported).callbacks] == at_report.split()
    waits = (reported,) if at_limit and not at_report else ()
    for appeal_id in (late, *waits) if at_limit else ():
        begin(desk, appeal_id)
        assert desk.question(appeal_id).trigger == at_limit
    if not at_limit:
        desk.clock.set(desk.lead(late).handling_due)
        with pytest.raises(ClockNotDue):
            desk.do(BeginCallBack(appeal_id=late, clock=ClockName.CALLBACK), SYSTEM)


def test_the_limit_is_over_at_its_second_and_not_one_before(desk: MemoryDesk) -> None:
    appeal_id = desk.dispatched(**LONE_UNIT)
    command = BeginCallBack(appeal_id=appeal_id, clock=ClockName.CALLBACK)
    desk.clock.set(Instant(desk.lead(appeal_id).handling_due - A_SECOND))
    with pytest.raises(ClockNotDue):
        desk.gate.handle(command, SYSTEM)
    desk.clock.pass_(seconds=1)
    desk.gate.handle(command, SYSTEM)
    with pytest.raises(ClockNotDue):
        desk.gate.handle(command, SYSTEM)


@pytest.mark.parametrize(
    ("answer", "then", "after_report", "closing"),
    rows("""
answer    then        after_report  closing
solved    dispatched  closed        resolved
silence   dispatched  closed        not_reached
unsolved  dispatched  handled       -
"""),
)
def test_a_late_unit_still_owes_its_report_whatever_was_answered(
    desk: MemoryDesk, answer: str, then: str, after_report: str, closing: str
) -> None:
    appeal_id = desk.dispatched(**LONE_UNIT)
    begin(desk, appeal_id)
    say(desk, appeal_id, answer)
    assert desk.appeal(appeal_id).state == then
    desk.report(appeal_id)
    appeal = desk.appeal(appeal_id)
    assert (appeal.state, appeal.closing or "") == (after_report, closing)


def test_no_answer_yet_leaves_the_question_open_beyond_the_report(desk: MemoryDesk) -> None:
    appeal_id = desk.dispatched(**LONE_UNIT)
    begin(desk, appeal_id)
    desk.report(appeal_id)
    assert desk.appeal(appeal_id).state is AppealState.HANDLED
    desk.do(desk.outcome(appeal_id))
    assert desk.appeal(appeal_id).closing is Closing.RESOLVED
    assert len(desk.case(appeal_id).callbacks) == 1


def test_the_question_names_who_had_it(desk: MemoryDesk) -> None:
    appeal_id = desk.handled(matter="noise.stall.nightmarket", area="bs-heyan")
    question, lead = desk.question(appeal_id), desk.lead(appeal_id)
    assert (question.lead, question.helpers, question.copies) == (
        "bs-heyan",
        ("urban-bureau", "market-bureau"),
        ("baishi",),
    )
    assert (question.district, question.due_at) == ("baishi", lead.handling_due)


def test_a_law_that_stops_waiting_for_the_report_leaves_nobody_unasked() -> None:
    laws = {Trigger.REPORTED: asking_law(trigger=Trigger.REPORTED)()}
    desk = memory_desk(lambda: next(reversed(laws.values())))
    appeal_id = desk.dispatched(**LONE_UNIT)
    laws[Trigger.LIMIT_OVER] = asking_law(trigger=Trigger.LIMIT_OVER)()
    desk.report(appeal_id)
    assert desk.question(appeal_id).trigger is Trigger.REPORTED


# ---------------------------------------------------------------------------- who is not asked

SUGGESTION = {**LONE_UNIT, "kind": AppealKind.SUGGESTION}


def test_kinds_the_law_leaves_out_are_closed_by_the_report(desk: MemoryDesk) -> None:
    appeal_id = desk.handled(**SUGGESTION)
    appeal = desk.appeal(appeal_id)
    assert (appeal.state, appeal.closing, appeal.asked) == ("closed", "not_asked", False)
    assert appeal.callbacks == ()


def test_a_late_unit_does_not_make_them_asked_and_neither_does_a_reopening(
    desk: MemoryDesk,
) -> None:
    appeal_id = desk.handled(**SUGGESTION)
    desk.do(ReopenAppeal(appeal_id=appeal_id, reason=note()))
    with pytest.raises(ClockNotDue):
        begin(desk, appeal_id)
    desk.report(appeal_id)
    assert desk.appeal(appeal_id).closing is Closing.NOT_ASKED
    assert desk.case(appeal_id).callbacks == ()


def test_nobody_is_asked_about_imported_history(desk: MemoryDesk) -> None:
    command = registration(desk.ids, **LONE_UNIT)
    at = Instant(desk.clock.now() - timedelta(days=90))

    def tell(of_the_past: Command) -> None:
        chain = [desk.send(of_the_past, IMPORTER, at=at)]
        desk.gate.handle_many([chain], history=True)

    tell(command)
    tell(DispatchAppeal(appeal_id=command.appeal_id))
    with pytest.raises(ClockNotDue):
        begin(desk, command.appeal_id)
    order_id = desk.lead(command.appeal_id).id
    tell(SignFor(order_id=order_id))
    tell(ReportResult(order_id=order_id, report=reply(), no_contact=NoContactReason.NOT_RECORDED))
    appeal = desk.appeal(command.appeal_id)
    assert (appeal.state, appeal.asked, appeal.callbacks) == (AppealState.HANDLED, False, ())
    assert desk.store.timers == {}


# ------------------------------------------------------------------- what ends the asking


@pytest.mark.parametrize("late", [True, False], ids=["still at work", "reported"])
def test_withdrawal_and_erasure_cancel_the_question(desk: MemoryDesk, late: bool) -> None:
    appeal_id = desk.dispatched(**LONE_UNIT) if late else desk.handled(**LONE_UNIT)
    if late:
        begin(desk, appeal_id)
        desk.do(WithdrawAppeal(appeal_id=appeal_id, reason=note()))
    else:
        desk.erase(appeal_id)
    question = desk.question(appeal_id)
    assert (question.state, question.ended_at) == (CallBackState.CANCELLED, desk.clock.now())
    assert desk.store.timers == {}
    with pytest.raises(NotInThisState):
        desk.do(desk.outcome(appeal_id))


def test_the_hotline_has_its_time_to_ask_and_is_told_once_when_it_is_over(
    desk: MemoryDesk,
) -> None:
    appeal_id = desk.handled(**LONE_UNIT)
    question = desk.question(appeal_id)
    assert question.asking_due - question.opened_at == timedelta(hours=72)
    command = ExpireCallBackClock(callback_id=question.id, clock=ClockName.ASKING)
    desk.clock.set(Instant(question.asking_due - A_SECOND))
    with pytest.raises(ClockNotDue):
        desk.gate.handle(command, SYSTEM)
    desk.clock.pass_(seconds=1)
    assert desk.gate.handle(command, SYSTEM).events == ("CallBackOverdue",)
    with pytest.raises(ClockNotDue):
        desk.gate.handle(command, SYSTEM)
    assert desk.do(desk.outcome(appeal_id)).events == ("CallBackAnswered", "AppealClosed")


def test_asking_late_says_so_even_if_no_timer_has(desk: MemoryDesk) -> None:
    appeal_id = desk.handled(**LONE_UNIT)
    desk.clock.pass_(days=4)
    attempt = RecordAttempt(
        callback_id=desk.question(appeal_id).id, result=AttemptResult.WRONG_NUMBER
    )
    assert desk.do(attempt).events == ("CallBackOverdue", "CallBackAttempted")


# ---------------------------------------------------------------------- answering online


def rate(desk: MemoryDesk, appeal_id: UUID, solved: Solved = Solved.SOLVED) -> RateHandling:
    return RateHandling(
        callback_id=desk.question(appeal_id).id,
        contacted=False,
        solved=solved,
        satisfied=Satisfied.BASICALLY,
        process=Satisfied.DISSATISFIED,
    )


def test_who_answers_online_is_believed_like_who_answers_the_telephone(desk: MemoryDesk) -> None:
    appeal_id = desk.handled(**LONE_UNIT)
    desk.do(rate(desk, appeal_id), citizen(appeal_id))
    question = desk.question(appeal_id)
    assert (question.via, question.contacted, question.satisfied, question.process) == (
        Via.WEB,
        False,
        Satisfied.BASICALLY,
        Satisfied.DISSATISFIED,
    )
    assert desk.appeal(appeal_id).closing is Closing.RESOLVED


@pytest.mark.parametrize(
    ("solved", "state", "closing"),
    rows("""
solved    state       closing
solved    closed      resolved
unsolved  dispatched  -
"""),
)
def test_a_late_answer_after_the_asking_was_given_up_still_counts(
    desk: MemoryDesk, solved: str, state: str, closing: str
) -> None:
    appeal_id = desk.handled(**LONE_UNIT)
    ask_in_vain(desk, appeal_id)
    assert desk.appeal(appeal_id).closing is Closing.NOT_REACHED
    desk.do(rate(desk, appeal_id, Solved(solved)), citizen(appeal_id))
    appeal = desk.appeal(appeal_id)
    assert (appeal.state, appeal.closing or "") == (state, closing)


def withdrawn(desk: MemoryDesk) -> UUID:
    appeal_id = desk.dispatched(**LONE_UNIT)
    begin(desk, appeal_id)
    ask_in_vain(desk, appeal_id)
    desk.do(WithdrawAppeal(appeal_id=appeal_id, reason=note()))
    return appeal_id


def erased(desk: MemoryDesk) -> UUID:
    appeal_id = desk.handled(**LONE_UNIT)
    ask_in_vain(desk, appeal_id)
    desk.erase(appeal_id)
    return appeal_id


@pytest.mark.parametrize("over", [withdrawn, erased], ids=lambda end: end.__name__)
@pytest.mark.parametrize("solved", [Solved.SOLVED, Solved.UNSOLVED])
def test_a_late_answer_revives_nothing_that_is_over(
    desk: MemoryDesk, over: Callable[[MemoryDesk], UUID], solved: Solved
) -> None:
    appeal_id = over(desk)
    before = desk.store.snapshot()
    with pytest.raises(NotAskedAnyMore):
        desk.do(rate(desk, appeal_id, solved), citizen(appeal_id))
    assert desk.store.snapshot() == before


def test_a_late_answer_about_an_earlier_round_decides_nothing_about_the_present_one(
    desk: MemoryDesk,
) -> None:
    appeal_id = desk.handled(**LONE_UNIT)
    ask_in_vain(desk, appeal_id)
    late = rate(desk, appeal_id)
    desk.do(ReopenAppeal(appeal_id=appeal_id, reason=note()))
    desk.report(appeal_id)
    with pytest.raises(NotAskedAnyMore):
        desk.do(late, citizen(appeal_id))
    assert desk.appeal(appeal_id).state is AppealState.HANDLED


def test_other_laws_send_back_other_answers_and_more_often() -> None:
    desk = memory_desk(asking_law(redo=frozenset({Solved.UNSOLVED, Solved.PARTLY}), rounds=1))
    appeal_id = desk.handled(**LONE_UNIT)
    desk.do(desk.outcome(appeal_id, solved=Solved.PARTLY))
    desk.report(appeal_id)
    desk.do(desk.outcome(appeal_id, solved=Solved.PARTLY))
    assert desk.appeal(appeal_id).closing is Closing.UNRESOLVED


def test_a_class_repealed_while_the_order_ran_does_not_keep_anybody_from_saying_not_solved() -> (
    None
):
    law = policy()
    ended = {
        name: dated(limit.key, ("2000-01-01", limit.last_in_force(DAY).value), ("2026-03-11", None))
        for name, limit in law.orders.limits.items()
    }
    orders = replace(law.orders, limits=ended)
    changed = replace(law, orders=orders, dispatch=replace(law.dispatch, orders=orders))
    desk = memory_desk(lambda: changed)
    appeal_id = desk.handled(**LONE_UNIT)
    limit = desk.lead(appeal_id).limit_class
    desk.clock.pass_(days=3)
    desk.do(desk.outcome(appeal_id, solved=Solved.UNSOLVED))
    again = desk.lead(appeal_id)
    assert (again.round, again.limit_class) == (2, limit)
