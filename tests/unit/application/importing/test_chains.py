# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A row is retold step by step at its instants, and every clock that ran out says so."""

import pytest

from jiesu.application.importing.rows import ImportedAppeal
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.taxonomy import AppealKind
from jiesu.domain.workorders.messages import DispatchRoute, NoContactReason
from jiesu.domain.workorders.model import OrderState
from jiesu.kernel.ids import uuid7_floor
from jiesu.kernel.instants import instant, parse_instant
from tests.builders.calendars import at, clock
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.histories import NARRATOR, a_row, take
from tests.builders.town import NOON

REPORT = {"reported_at": at("2026-03-05 16:00"), "reply": "已清理"}


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk()


def told(desk: MemoryDesk, row: ImportedAppeal) -> list[tuple[str, str]]:
    """Import the row; return when what happened, both orders of the usual row told once."""
    taken = take(desk, row)
    assert taken.problems == []
    entries = sorted(desk.store.entries, key=lambda entry: str(entry["at"]))
    steps = [
        (clock(parse_instant(entry["at"]))[5:], entry["data"].get("clock") or entry["type"])
        for entry in entries
    ]
    return list(dict.fromkeys(steps))


def refusals(row: ImportedAppeal) -> list[tuple[str, str]]:
    taken = take(memory_desk(), row)
    return [(problem.column, problem.code) for problem in taken.problems]


BEGINNING = [
    ("03-02 09:00", "InteractionOpened"),
    ("03-02 09:00", "InteractionTakenUp"),
    ("03-02 09:00", "AppealRegistered"),
]
DISPATCHED = [("03-02 09:00", "AppealDispatched"), ("03-02 09:00", "OrderOpened")]


def test_a_reported_row_is_signed_for_when_the_unit_is_first_heard_of(desk: MemoryDesk) -> None:
    assert told(desk, a_row(**REPORT)) == [
        *BEGINNING,
        *DISPATCHED,
        ("03-02 13:00", "signing"),
        ("03-03 09:00", "first_contact"),
        ("03-05 16:00", "OrderSigned"),
        ("03-05 16:00", "OrderReported"),
        ("03-05 16:00", "AppealHandled"),
    ]
    orders = desk.case(NARRATOR.retell(a_row()).appeal_id).orders
    assert {o.no_contact for o in orders} == {NoContactReason.NOT_RECORDED}
    assert {o.on_time for o in orders} == {True}


def test_steps_the_source_dates_stand_at_their_own_instants(desk: MemoryDesk) -> None:
    row = a_row(
        dispatched_at=at("2026-03-02 12:00"),
        signed_at=at("2026-03-02 13:00"),
        contacted_at=at("2026-03-02 14:00"),
        **REPORT,
    )
    assert told(desk, row) == [
        *BEGINNING,
        ("03-02 11:00", "dispatch"),
        ("03-02 12:00", "AppealDispatched"),
        ("03-02 12:00", "OrderOpened"),
        ("03-02 13:00", "OrderSigned"),
        ("03-02 14:00", "FirstContactMade"),
        ("03-05 16:00", "OrderReported"),
        ("03-05 16:00", "AppealHandled"),
    ]


def test_an_open_order_s_clocks_run_out_up_to_the_cut_and_no_further(desk: MemoryDesk) -> None:
    assert told(desk, a_row(signed_at=at("2026-03-02 10:00"))) == [
        *BEGINNING,
        *DISPATCHED,
        ("03-02 10:00", "OrderSigned"),
        ("03-03 09:00", "first_contact"),
        ("03-10 00:00", "handling"),
    ]


@pytest.mark.parametrize(
    ("reported", "ran_out", "on_time"),
    [("2026-03-09 23:59", False, True), ("2026-03-10 00:00", True, False)],
)
def test_the_instant_a_report_is_due_is_the_first_that_is_too_late(
    desk: MemoryDesk, reported: str, ran_out: bool, on_time: bool
) -> None:
    steps = told(desk, a_row(reported_at=at(reported), reply="已清理"))
    assert (("03-10 00:00", "handling") in steps) is ran_out
    order = desk.lead(NARRATOR.retell(a_row()).appeal_id)
    assert order.on_time is on_time


@pytest.mark.parametrize(("cut", "ran_out"), [("2026-03-10 00:00", 1), ("2026-03-09 23:59", 0)])
def test_a_clock_due_at_the_cut_has_run_out(desk: MemoryDesk, cut: str, ran_out: int) -> None:
    counts = take(desk, a_row(matter=None), cut=at(cut)).counts
    assert counts["ran_out/handling"] == ran_out
    assert counts["not_started/handling"] == 1 - ran_out


def test_an_answered_row_needs_no_unit(desk: MemoryDesk) -> None:
    row = a_row(kind=AppealKind.INQUIRY, answered_at=at("2026-03-02 09:05"), reply="已告知")
    assert told(desk, row) == [*BEGINNING, ("03-02 09:05", "AppealAnswered")]


def test_a_withdrawn_row_takes_its_orders_with_it(desk: MemoryDesk) -> None:
    steps = told(desk, a_row(withdrawn_at=at("2026-03-02 10:00")))
    assert steps[-2:] == [("03-02 10:00", "AppealWithdrawn"), ("03-02 10:00", "OrderCancelled")]
    assert desk.appeal(NARRATOR.retell(a_row()).appeal_id).state is AppealState.WITHDRAWN


def test_a_unit_the_source_names_has_it_alone_and_by_hand(desk: MemoryDesk) -> None:
    told(desk, a_row(unit="transport-bureau"))
    (order,) = desk.case(NARRATOR.retell(a_row()).appeal_id).orders
    assert (order.unit, order.route) == ("transport-bureau", DispatchRoute.BY_HAND)
    assert order.state is OrderState.ASSIGNED


def test_history_sends_nothing_and_leaves_no_clock_running(desk: MemoryDesk) -> None:
    told(desk, a_row())
    assert desk.store.outbox == []
    assert desk.store.timers == {}
    assert all(entry["history"] for entry in desk.store.entries)


def test_the_appeal_s_id_lies_among_those_of_the_day_it_was_registered() -> None:
    appeal_id = NARRATOR.retell(a_row()).appeal_id
    assert NARRATOR.retell(a_row()).appeal_id == appeal_id
    day = [uuid7_floor(at(f"2026-03-0{n} 00:00")) for n in (2, 3)]
    assert day[0] < appeal_id < day[1]


@pytest.mark.parametrize(
    ("changes", "column", "code"),
    [
        ({"reply": "已清理"}, "", "reply-without-time"),
        ({"reported_at": at("2026-03-05 16:00")}, "", "time-without-reply"),
        ({"answered_at": at("2026-03-02 09:05")}, "", "time-without-reply"),
        ({"answered_at": at("2026-03-02 09:05"), **REPORT}, "", "two-endings"),
        (
            {"answered_at": at("2026-03-02 09:05"), "reply": "已告知"},
            "AnswerAtOnce",
            "kind-not-answerable",
        ),
        ({"matter": "water.river"}, "RegisterAppeal", "matter-not-leaf"),
        ({"unit": "nowhere"}, "DispatchAppeal", "unknown-unit"),
        (
            {"signed_at": at("2026-03-04 09:00"), "contacted_at": at("2026-03-03 09:00")},
            "RecordFirstContact",
            "time-runs-backwards",
        ),
        ({**REPORT, "withdrawn_at": at("2026-03-06 09:00")}, "WithdrawAppeal", "not-in-this-state"),
        ({"reported_at": at("2026-03-10 12:01"), "reply": "早了"}, "SignFor", "not-yet"),
    ],
)
def test_a_row_that_cannot_have_been_so_is_listed_with_its_step(
    changes: dict[str, object], column: str, code: str
) -> None:
    assert refusals(a_row(**changes)) == [(column, code)]


def test_a_refused_row_leaves_nothing_behind(desk: MemoryDesk) -> None:
    before = desk.store.snapshot()
    take(desk, a_row(unit="nowhere"))
    assert desk.store.snapshot() == before


def test_the_present_of_these_tests_is_their_cut() -> None:
    assert NARRATOR.cut == instant(NOON)
