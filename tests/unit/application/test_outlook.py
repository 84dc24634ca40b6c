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
    ]


def test_a_handler_is_told_why_an_action_must_wait(desk: MemoryDesk) -> None:
    _appeal, lead, *_ = seen(desk, desk.dispatched(), "handler")
    refused = {a.title.en: a.refusal.en for a in lead.actions if a.refusal is not None}
    assert possible(lead) == ["Sign for the order"]
    assert refused == {
        "Record the first contact": "Not from this state.",
        "Report the result": "Not from this state.",
    }


def test_a_handled_case_has_no_clock_left(desk: MemoryDesk) -> None:
    assert [p.clocks for p in seen(desk, desk.handled(), "auditor")] == [(), (), ()]


def test_timers_and_beginnings_are_never_offered(desk: MemoryDesk) -> None:
    offered = {a.title.en for p in seen(desk, desk.dispatched(), "system") for a in p.actions}
    assert offered <= {"Dispatch overdue", "Order clock ran out"}
