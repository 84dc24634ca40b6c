# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How a case stands now: read off the tables and the clocks."""

import pytest

from jiesu.application.outlook import Prospect, outlook
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.town import policy


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk()


def seen(desk: MemoryDesk, case_id: object, role: str) -> list[Prospect]:
    law = policy()
    today = law.calendar.local_day(desk.clock.now())
    return list(outlook(desk.case(case_id), law.access.role(role), law, today))


def possible(prospect: Prospect) -> list[str]:
    return [action.title.en for action in prospect.actions if action.refusal is None]


def test_an_operator_sees_what_can_be_done_with_a_waiting_appeal(desk: MemoryDesk) -> None:
    (appeal,) = seen(desk, desk.registered(), "operator")
    assert appeal.state.zh == "待派单"
    assert [name.en for name, _ in appeal.clocks] == ["dispatch"]
    assert possible(appeal) == [
        "Answer at once",
        "Take a special route",
        "Dispatch",
        "Withdraw the appeal",
        "Add facts",
        "Reveal personal data",
    ]


def test_a_handler_is_told_why_an_action_must_wait(desk: MemoryDesk) -> None:
    _appeal, lead, *_ = seen(desk, desk.dispatched(), "handler")
    refused = {a.title.en: a.refusal.en for a in lead.actions if a.refusal is not None}
    assert possible(lead) == [
        "Sign for the order",
        "See how to reach the person",
        "Send a message",
    ]
    assert refused == {
        "Record the first contact": "Not from this state.",
        "Report the result": "Not from this state.",
    }


def test_of_a_handled_case_only_the_asking_is_timed(desk: MemoryDesk) -> None:
    clocks = [[name.en for name, _ in p.clocks] for p in seen(desk, desk.handled(), "auditor")]
    assert clocks == [[], [], [], ["asking the person"]]


def test_a_closed_case_has_no_clock_left(desk: MemoryDesk) -> None:
    assert {p.clocks for p in seen(desk, desk.closed(), "auditor")} == {()}


def test_a_question_says_which_round_it_is_about_and_what_the_hotline_may_do(
    desk: MemoryDesk,
) -> None:
    *_, question = seen(desk, desk.handled(), "evaluator")
    assert (question.subject.zh, question.subject.en) == ("回访（第1轮）", "Call-back (round 1)")
    assert possible(question) == ["Record an attempt", "Record the outcome", "Return the result"]


def test_timers_and_beginnings_are_never_offered(desk: MemoryDesk) -> None:
    offered = {a.title.en for p in seen(desk, desk.dispatched(), "system") for a in p.actions}
    assert offered <= {
        "Dispatch overdue",
        "Order clock ran out",
        "Begin the call-back",
        "Hand the order over",
    }
