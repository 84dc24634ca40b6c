# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A slip can be undone for ten minutes; what has ended can be taken up again for a month."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from jiesu.application.policy import CityPolicy
from jiesu.application.ports import Record
from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import (
    AnswerAtOnce,
    BeginCallBack,
    Closing,
    DispatchAppeal,
    ReopenAppeal,
    RouteSpecially,
    Undoable,
    UndoStep,
    WithdrawAppeal,
)
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.callback.messages import RateHandling, Satisfied, Solved
from jiesu.domain.callback.model import CallBackState
from jiesu.domain.clocks import ClockName
from jiesu.domain.handling.ending import (
    ActedUponAlready,
    NotTheLastStep,
    TooLateToReopen,
    TooLateToUndo,
)
from jiesu.domain.taxonomy import AppealKind, SpecialRoute
from jiesu.domain.timelimits import TimeLimit, TimeUnit
from jiesu.domain.transitions import GuardRefused, NotInThisState
from jiesu.domain.workorders.messages import (
    ExpireOrderClock,
    NoContactReason,
    RecordFirstContact,
    ReportResult,
    SignFor,
)
from jiesu.domain.workorders.model import OrderState
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command
from jiesu.kernel.instants import Instant, instant_text
from tests.builders.appeals import note, reply
from tests.builders.calendars import at
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.law import always
from tests.builders.people import DISPATCHER, OPERATOR, SYSTEM, citizen, handler
from tests.builders.tables import rows
from tests.builders.town import policy
from tests.spec.test_lifecycle_callback import begin
from tests.spec.test_lifecycle_transitions import LONE_UNIT, routed

TEN_MINUTES = timedelta(minutes=10)
A_TICK = timedelta(microseconds=1)


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk()


def taken_back(desk: MemoryDesk) -> UUID:
    appeal_id = desk.dispatched()
    desk.do(WithdrawAppeal(appeal_id=appeal_id, reason=note()))
    return appeal_id


def rated(desk: MemoryDesk) -> UUID:
    appeal_id = desk.handled(**LONE_UNIT)
    desk.do(
        RateHandling(
            callback_id=desk.question(appeal_id).id,
            contacted=True,
            solved=Solved.SOLVED,
            satisfied=Satisfied.SATISFIED,
        ),
        citizen(appeal_id),
    )
    return appeal_id


STEPS: dict[str, Callable[[MemoryDesk], UUID]] = {
    "answer": lambda desk: desk.answered(matter="health.hospital.conduct"),
    "route": routed,
    "dispatch": lambda desk: desk.dispatched(**LONE_UNIT),
    "withdrawal": lambda desk: desk.withdrawn(**LONE_UNIT),
    "withdrawal-at-work": taken_back,
    "verdict": lambda desk: desk.closed(**LONE_UNIT),
    "verdict-online": rated,
}


def step_of(name: str) -> Undoable:
    return Undoable(name.split("-", maxsplit=1)[0])


def undo(desk: MemoryDesk, appeal_id: UUID, step: Undoable, actor: Actor = OPERATOR) -> None:
    desk.gate.handle(UndoStep(appeal_id=appeal_id, step=step), actor)


# ------------------------------------------------------------------------------ whose, and when


@pytest.mark.parametrize(
    ("name", "operator", "dispatcher", "appellant"),
    rows("""
step                operator    dispatcher  appellant
answer              registered  registered  not-your-step
route               registered  registered  not-your-step
dispatch            registered  registered  not-your-step
withdrawal          registered  registered  registered
withdrawal-at-work  dispatched  dispatched  dispatched
verdict             handled     handled     handled
verdict-online      not-your-step  not-your-step  handled
"""),
)
def test_a_step_is_undone_by_those_whose_it_is(
    name: str, operator: str, dispatcher: str, appellant: str
) -> None:
    for who, expected in enumerate((operator, dispatcher, appellant)):
        desk = memory_desk()
        appeal_id = STEPS[name](desk)
        actor = (OPERATOR, DISPATCHER, citizen(appeal_id))[who]
        try:
            undo(desk, appeal_id, step_of(name), actor)
            found: str = desk.appeal(appeal_id).state
        except JiesuError as error:
            found = error.code
        assert found == expected


@pytest.mark.parametrize("name", STEPS)
def test_ten_minutes_are_over_at_their_last_second(desk: MemoryDesk, name: str) -> None:
    appeal_id = STEPS[name](desk)
    actor = citizen(appeal_id) if name == "verdict-online" else OPERATOR
    taken = desk.clock.now()
    desk.clock.set(Instant(taken + TEN_MINUTES))
    before = desk.store.snapshot()
    with pytest.raises(TooLateToUndo) as refusal:
        undo(desk, appeal_id, step_of(name), actor)
    assert refusal.value.rule is not None
    assert refusal.value.rule.label("en").endswith("Art. 11")
    assert desk.store.snapshot() == before
    desk.clock.set(Instant(taken + TEN_MINUTES - A_TICK))
    undo(desk, appeal_id, step_of(name), actor)


@pytest.mark.parametrize("name", STEPS)
def test_a_step_is_undone_once_and_stays_in_the_log(desk: MemoryDesk, name: str) -> None:
    appeal_id = STEPS[name](desk)
    entries = list(desk.store.entries)
    actor = citizen(appeal_id)
    undo(desk, appeal_id, step_of(name), actor if name == "verdict-online" else OPERATOR)
    assert desk.store.entries[: len(entries)] == entries
    with pytest.raises((NotInThisState, GuardRefused)):
        undo(desk, appeal_id, step_of(name))


@pytest.mark.parametrize("name", STEPS)
def test_who_means_another_step_undoes_nothing(desk: MemoryDesk, name: str) -> None:
    appeal_id = STEPS[name](desk)
    for other in set(Undoable) - {step_of(name)}:
        with pytest.raises(NotTheLastStep):
            undo(desk, appeal_id, other)


# --------------------------------------------------------------------------- what comes back


def rows_and_timers(desk: MemoryDesk) -> tuple[object, object]:
    """Return every row without its place in the log, and every timer."""
    kept = [_bare(row) for found in desk.store.rows.values() for row in found.values()]
    return sorted(kept, key=lambda row: str(row["id"])), dict(desk.store.timers)


def _bare(row: Record) -> Record:
    place = {"version", "head", "head_at", "revision", "undoable", "undoable_at"}
    return {name: value for name, value in row.items() if name not in place}


def half_done(desk: MemoryDesk) -> UUID:
    """Return an appeal of which one unit has reported, and whose limit is over."""
    appeal_id = desk.dispatched()
    lead, helper = desk.case(appeal_id).orders
    desk.do(SignFor(order_id=lead.id), handler(lead.unit))
    desk.do(RecordFirstContact(order_id=lead.id), handler(lead.unit))
    report = ReportResult(
        order_id=helper.id, report=reply(), no_contact=NoContactReason.NOT_REACHED
    )
    desk.do(SignFor(order_id=helper.id), handler(helper.unit))
    desk.do(report, handler(helper.unit))
    begin(desk, appeal_id)
    desk.do(ExpireOrderClock(order_id=lead.id, clock=ClockName.HANDLING), SYSTEM)
    return appeal_id


TURNS: dict[str, tuple[Undoable, Callable[[MemoryDesk], UUID]]] = {
    "answered": (Undoable.ANSWER, lambda desk: desk.registered(kind=AppealKind.INQUIRY)),
    "routed": (Undoable.ROUTE, lambda desk: desk.registered()),
    "withdrawn while it waited": (Undoable.WITHDRAWAL, lambda desk: desk.registered()),
    "withdrawn from its units": (Undoable.WITHDRAWAL, lambda desk: desk.dispatched()),
    "withdrawn when half done": (Undoable.WITHDRAWAL, half_done),
    "answered by the person": (Undoable.VERDICT, lambda desk: desk.handled()),
}


def turn(desk: MemoryDesk, appeal_id: UUID, step: Undoable) -> Command:
    """Return the command of a step that can be undone."""
    match step:
        case Undoable.ANSWER:
            return AnswerAtOnce(appeal_id=appeal_id, reply=reply())
        case Undoable.ROUTE:
            route = SpecialRoute.REPEAT
            return RouteSpecially(appeal_id=appeal_id, route=route, explanation=reply())
        case Undoable.WITHDRAWAL:
            return WithdrawAppeal(appeal_id=appeal_id, reason=note())
        case Undoable.VERDICT:
            return desk.outcome(appeal_id, note=note())
        case Undoable.DISPATCH:
            return DispatchAppeal(appeal_id=appeal_id)


@pytest.mark.parametrize("name", TURNS)
def test_orders_clocks_and_questions_stand_as_they_stood_before(
    desk: MemoryDesk, name: str
) -> None:
    step, lead_there = TURNS[name]
    appeal_id = lead_there(desk)
    before = rows_and_timers(desk)
    desk.gate.handle(turn(desk, appeal_id, step), OPERATOR)
    assert rows_and_timers(desk) != before
    undo(desk, appeal_id, step)
    assert rows_and_timers(desk) == before


def test_a_clock_told_at_the_withdrawal_is_not_told_again(desk: MemoryDesk) -> None:
    appeal_id = desk.dispatched(**LONE_UNIT)
    desk.clock.pass_(hours=5)
    desk.do(WithdrawAppeal(appeal_id=appeal_id, reason=note()))
    undo(desk, appeal_id, Undoable.WITHDRAWAL)
    order = desk.lead(appeal_id)
    assert (order.state, order.expired) == (OrderState.ASSIGNED, (ClockName.SIGNING,))
    assert {name for stream, name in desk.store.timers if stream == str(order.id)} == {
        "first_contact",
        "handling",
    }


def test_an_undone_dispatch_waits_again_and_can_go_elsewhere(desk: MemoryDesk) -> None:
    appeal_id = desk.registered(**LONE_UNIT)
    waiting = dict(desk.store.timers)
    desk.do(DispatchAppeal(appeal_id=appeal_id))
    undo(desk, appeal_id, Undoable.DISPATCH)
    assert desk.store.timers == waiting
    assert [order.state for order in desk.case(appeal_id).orders] == [OrderState.CANCELLED]
    assert (desk.appeal(appeal_id).lead, desk.case(appeal_id).lead) == (None, None)
    by_hand = DispatchAppeal(appeal_id=appeal_id, unit="civil-bureau", reason=note())
    desk.do(by_hand)
    desk.report(appeal_id)
    case = desk.case(appeal_id)
    assert [order.unit for order in case.orders] == ["health-bureau", "civil-bureau"]
    assert (case.asking.lead if case.asking else None) == "civil-bureau"


@pytest.mark.parametrize("done", ["signed", "reported"])
@pytest.mark.parametrize("which", [0, 1], ids=["lead", "assist"])
def test_a_dispatch_on_which_a_unit_has_acted_stands(
    desk: MemoryDesk, which: int, done: str
) -> None:
    appeal_id = desk.dispatched()
    order = desk.case(appeal_id).orders[which]
    desk.do(SignFor(order_id=order.id), handler(order.unit))
    if done == "reported":
        why = NoContactReason.NOT_REACHED
        report = ReportResult(order_id=order.id, report=reply(), no_contact=why)
        desk.do(report, handler(order.unit))
    before = desk.store.snapshot()
    with pytest.raises(ActedUponAlready):
        undo(desk, appeal_id, Undoable.DISPATCH)
    assert desk.store.snapshot() == before


def hasty_law() -> CityPolicy:
    """Return a law under which the limit is over while the dispatch can still be undone."""
    law = policy()
    five = TimeLimit(5, TimeUnit.MINUTE)
    limits = {name: always(f"limit.{name}", five) for name in law.orders.limits}
    orders = replace(law.orders, limits=limits)
    return replace(law, orders=orders, dispatch=replace(law.dispatch, orders=orders))


def test_an_undone_dispatch_takes_its_question_along_and_the_next_one_asks_anew() -> None:
    desk = memory_desk(hasty_law)
    appeal_id = desk.dispatched(**LONE_UNIT)
    begin(desk, appeal_id)
    undo(desk, appeal_id, Undoable.DISPATCH)
    (question,) = desk.case(appeal_id).callbacks
    assert question.state is CallBackState.CANCELLED
    desk.do(DispatchAppeal(appeal_id=appeal_id))
    desk.clock.pass_(minutes=5)
    desk.gate.handle(BeginCallBack(appeal_id=appeal_id, clock=ClockName.CALLBACK), SYSTEM)
    assert [each.state for each in desk.case(appeal_id).callbacks] == ["cancelled", "open"]
    desk.gate.handle(WithdrawAppeal(appeal_id=appeal_id, reason=note()), OPERATOR)
    undo(desk, appeal_id, Undoable.WITHDRAWAL)
    assert [each.state for each in desk.case(appeal_id).callbacks] == ["cancelled", "open"]


# --------------------------------------------------------------------------------- verdicts


def test_an_undone_verdict_can_be_given_again(desk: MemoryDesk) -> None:
    appeal_id = desk.closed(**LONE_UNIT)
    undo(desk, appeal_id, Undoable.VERDICT)
    assert desk.appeal(appeal_id).state is AppealState.HANDLED
    desk.do(desk.outcome(appeal_id, solved=Solved.UNSOLVED))
    assert desk.appeal(appeal_id).round == 2


def test_a_verdict_that_sent_the_order_back_stands(desk: MemoryDesk) -> None:
    appeal_id = desk.handled(**LONE_UNIT)
    desk.do(desk.outcome(appeal_id, solved=Solved.UNSOLVED))
    with pytest.raises(GuardRefused):
        undo(desk, appeal_id, Undoable.VERDICT)


def test_a_late_report_does_not_make_an_old_verdict_fresh(desk: MemoryDesk) -> None:
    appeal_id = desk.dispatched(**LONE_UNIT)
    begin(desk, appeal_id)
    desk.do(desk.outcome(appeal_id))
    desk.clock.pass_(minutes=9)
    desk.report(appeal_id)
    assert desk.appeal(appeal_id).closing is Closing.RESOLVED
    with pytest.raises(TooLateToUndo):
        undo(desk, appeal_id, Undoable.VERDICT)


# -------------------------------------------------------------------------------- reopening

ENDS = {"answered": STEPS["answer"], "routed": routed, "closed": STEPS["verdict"]}


@pytest.mark.parametrize(
    ("end", "state", "round_", "clocks"),
    rows("""
end       state       round  clocks
answered  registered  1      dispatch
routed    registered  1      dispatch
closed    dispatched  2      callback;first_contact;handling;signing
"""),
)
@pytest.mark.parametrize("who", ["operator", "appellant"])
def test_what_ended_is_taken_up_where_it_belongs(
    desk: MemoryDesk, end: str, state: str, round_: str, clocks: str, who: str
) -> None:
    appeal_id = ENDS[end](desk)
    desk.clock.pass_(days=3)
    actor = citizen(appeal_id) if who == "appellant" else OPERATOR
    desk.gate.handle(ReopenAppeal(appeal_id=appeal_id, reason=note()), actor)
    appeal = desk.appeal(appeal_id)
    assert (appeal.state, appeal.round, appeal.closing) == (state, int(round_), None)
    assert (appeal.settled_at, appeal.closed_at) == (None, None)
    assert sorted(name for _, name in desk.store.timers) == clocks.split(";")
    signing = {"registered": 2, "dispatched": 4}[state]
    first = min(timer["due_at"] for timer in desk.store.timers.values())
    assert first == instant_text(Instant(desk.clock.now() + timedelta(hours=signing)))


@pytest.mark.parametrize("end", ENDS)
def test_a_month_is_over_at_its_last_second(desk: MemoryDesk, end: str) -> None:
    appeal_id = ENDS[end](desk)
    desk.clock.set(at("2026-04-10 00:00"))  # thirty whole days after 10 March
    reopen = ReopenAppeal(appeal_id=appeal_id, reason=note())
    with pytest.raises(TooLateToReopen) as refusal:
        desk.gate.handle(reopen, OPERATOR)
    assert refusal.value.rule is not None
    assert refusal.value.rule.label("en").endswith("Art. 7")
    desk.clock.set(Instant(desk.clock.now() - A_TICK))
    desk.gate.handle(reopen, OPERATOR)


def test_reopened_after_two_redos_the_next_no_is_the_last(desk: MemoryDesk) -> None:
    appeal_id = desk.dispatched(**LONE_UNIT)
    for _ in range(3):
        desk.report(appeal_id)
        desk.do(desk.outcome(appeal_id, solved=Solved.UNSOLVED))
    desk.do(ReopenAppeal(appeal_id=appeal_id, reason=note()))
    desk.report(appeal_id)
    desk.do(desk.outcome(appeal_id, solved=Solved.UNSOLVED))
    appeal = desk.appeal(appeal_id)
    assert (appeal.round, appeal.closing) == (4, Closing.UNRESOLVED)
