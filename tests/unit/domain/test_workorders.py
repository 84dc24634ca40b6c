# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A unit signs for its order, speaks to the person, reports; its clocks run until then."""

from datetime import timedelta

import pytest

from jiesu.domain.access import NotYours
from jiesu.domain.appeals.messages import AppealHandled, AppealWithdrawn, WithdrawAppeal
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.clocks import ClockName
from jiesu.domain.handling.decide import NobodyContacted, report_result
from jiesu.domain.handling.ending import withdraw
from jiesu.domain.interactions.decide import ClockNotDue
from jiesu.domain.streams import Facts
from jiesu.domain.transitions import NotInThisState
from jiesu.domain.workorders.case import Case, NoSuchCase
from jiesu.domain.workorders.decide import expire_clock, record_first_contact, sign_for
from jiesu.domain.workorders.messages import (
    ExpireOrderClock,
    NoContactReason,
    OrderCancelled,
    OrderOverdue,
    OrderReported,
    OrderRole,
    RecordFirstContact,
    ReportResult,
)
from jiesu.domain.workorders.model import OrderState, WorkOrder, clocks, evolve
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind, SealedText
from tests.builders.appeals import (
    APPEAL,
    CONTACT,
    ORDER,
    OTHER_ORDER,
    an_appeal,
    an_order,
    circumstances,
    sealed,
)
from tests.builders.town import NOON, policy

LAW = policy().orders
NOTE = sealed(PrivateKind.NOTE)
REPORT = sealed(PrivateKind.REPLY)
SIGNED = an_order(state=OrderState.SIGNED, signed_at=NOON)
CONTACTED = an_order(state=OrderState.CONTACTED, signed_at=NOON, contacted_at=NOON)
OTHER = an_order(id=OTHER_ORDER, state=OrderState.SIGNED, signed_at=NOON)


def folded(order: WorkOrder, facts: Facts) -> WorkOrder:
    mine = [fact.event for fact in facts if fact.stream.id == order.id]
    for event in mine:
        order = evolve(order, event, order.id, NOON)
    return order


def test_signing_cites_that_the_first_receiver_may_not_refuse() -> None:
    facts = sign_for(an_order(), LAW, circumstances())
    signed = folded(an_order(), facts)
    assert (signed.state, signed.signed_at) == (OrderState.SIGNED, NOON)
    assert [rule.key for rule in facts[0].event.basis] == ["order.first_receiver", "order.signing"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("note", [None, NOTE])
def test_a_first_contact_is_kept_with_or_without_a_note(note: SealedText | None) -> None:
    command = RecordFirstContact(order_id=ORDER, note=note)
    facts = record_first_contact(SIGNED, command, LAW, circumstances())
    assert facts[0].event.note == note  # type: ignore[attr-defined]
    contacted = folded(SIGNED, facts)
    assert (contacted.state, contacted.contacted_at) == (OrderState.CONTACTED, NOON)


RUNNING = [
    (an_order(), {"signing", "first_contact", "handling"}),
    (SIGNED, {"first_contact", "handling"}),
    (CONTACTED, {"handling"}),
    (an_order(expired=(ClockName.SIGNING,)), {"first_contact", "handling"}),
    (an_order(state=OrderState.REPORTED), set()),
    (an_order(state=OrderState.CANCELLED), set()),
]


@pytest.mark.parametrize(("order", "names"), RUNNING, ids=lambda v: getattr(v, "state", ""))
def test_what_is_not_done_yet_is_running(order: WorkOrder, names: set[str]) -> None:
    assert {clock.name for clock in clocks(order)} == names


@pytest.mark.parametrize(
    ("name", "due"),
    [
        (ClockName.SIGNING, timedelta(hours=4)),
        (ClockName.FIRST_CONTACT, timedelta(hours=24)),
        (ClockName.HANDLING, timedelta(days=7)),
    ],
)
def test_each_clock_runs_out_at_its_own_instant_and_not_a_second_before(
    name: ClockName, due: timedelta
) -> None:
    command = ExpireOrderClock(order_id=ORDER, clock=name)
    with pytest.raises(ClockNotDue):
        expire_clock(an_order(), command, circumstances(Instant(NOON + due - timedelta(seconds=1))))
    now = circumstances(Instant(NOON + due))
    facts = expire_clock(an_order(), command, now)
    assert facts[0].event == OrderOverdue(clock=name, due_at=now.at)
    assert folded(an_order(), facts).expired == (name,)
    with pytest.raises(ClockNotDue):
        expire_clock(folded(an_order(), facts), command, now)


def test_a_clock_of_something_else_is_not_running_here() -> None:
    late = circumstances(Instant(NOON + timedelta(days=99)))
    with pytest.raises(ClockNotDue):
        expire_clock(an_order(), ExpireOrderClock(order_id=ORDER, clock=ClockName.DRAFT), late)


def reported(
    order: WorkOrder, *others: WorkOrder, now: Instant = NOON, why: NoContactReason | None = None
) -> Facts:
    command = ReportResult(order_id=order.id, report=REPORT, no_contact=why)
    case = Case(None, an_appeal(state=AppealState.DISPATCHED, asked=True), (order, *others))
    return report_result(case, command, policy().handling, circumstances(now))


def test_the_last_report_settles_the_appeal() -> None:
    helper = an_order(id=OTHER_ORDER, role=OrderRole.ASSIST, state=OrderState.REPORTED)
    order_facts, appeal_facts, *_ = reported(CONTACTED, helper)
    assert isinstance(order_facts.event, OrderReported)
    assert appeal_facts.stream.id == APPEAL
    assert isinstance(appeal_facts.event, AppealHandled)
    assert appeal_facts.event.order_id == ORDER


def test_an_earlier_report_leaves_the_appeal_open() -> None:
    (fact,) = reported(CONTACTED, OTHER)
    assert isinstance(fact.event, OrderReported)


@pytest.mark.parametrize(
    ("late", "on_time"), [(-1, True), (0, False), (1, False)], ids=["before", "on", "after"]
)
def test_the_due_instant_is_the_first_that_is_too_late(late: int, on_time: bool) -> None:
    now = Instant(CONTACTED.handling_due + timedelta(microseconds=late))
    order = folded(CONTACTED, reported(CONTACTED, now=now))
    assert (order.on_time, order.state, order.report) == (on_time, OrderState.REPORTED, REPORT)


def test_a_unit_that_spoke_to_nobody_must_say_why() -> None:
    with pytest.raises(NobodyContacted) as refusal:
        reported(SIGNED)
    assert refusal.value.rule is not None
    order = folded(SIGNED, reported(SIGNED, why=NoContactReason.NOT_REACHED))
    assert order.no_contact is NoContactReason.NOT_REACHED


def test_an_order_that_was_not_signed_for_cannot_be_reported() -> None:
    with pytest.raises(NotInThisState):
        reported(an_order(), why=NoContactReason.NOT_REACHED)


def test_taking_an_appeal_back_cancels_what_is_open_and_nothing_else() -> None:
    done = an_order(id=OTHER_ORDER, state=OrderState.REPORTED)
    case = Case(None, an_appeal(state=AppealState.DISPATCHED), (SIGNED, done))
    facts = withdraw(
        case, WithdrawAppeal(appeal_id=APPEAL, reason=NOTE), policy().appeals, circumstances()
    )
    assert [(fact.stream.id, type(fact.event)) for fact in facts] == [
        (APPEAL, AppealWithdrawn),
        (ORDER, OrderCancelled),
    ]
    cancelled = folded(SIGNED, facts)
    assert (cancelled.state, cancelled.closed_at, cancelled.open) == (
        OrderState.CANCELLED,
        NOON,
        False,
    )


def test_a_case_without_an_appeal_or_order_says_there_is_none() -> None:
    with pytest.raises(NoSuchCase):
        Case().the_appeal(APPEAL)
    with pytest.raises(NoSuchCase):
        Case(orders=(OTHER,)).order(ORDER)
    assert Case(orders=(OTHER, an_order())).order(ORDER) == an_order()


def test_absent_in_a_decision_and_hidden_at_the_gate_read_alike() -> None:
    told = [error(subject=str(CONTACT)) for error in (NoSuchCase, NotYours)]
    assert told[0].explain("zh") == told[1].explain("zh")
    assert told[0].explain("en") == told[1].explain("en")


@pytest.mark.parametrize("state", [None, an_order()], ids=["before it opened", "of another kind"])
def test_an_event_out_of_place_cannot_be_folded(state: WorkOrder | None) -> None:
    event = AppealHandled(order_id=ORDER, basis=())
    with pytest.raises(ValueError, match="AppealHandled"):
        evolve(state, event, ORDER, NOON)
