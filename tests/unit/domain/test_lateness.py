# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Being late never depends on a timer: the step that stops a clock tells first that it ran out."""

import pytest

from jiesu.domain.appeals.messages import WithdrawAppeal
from jiesu.domain.clocks import ClockName
from jiesu.domain.handling.ending import withdraw
from jiesu.domain.interactions.decide import end_interaction
from jiesu.domain.interactions.messages import EndInteraction, EndReason
from jiesu.domain.interactions.model import InteractionState
from jiesu.domain.streams import Facts
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.decide import sign_for
from tests.builders.appeals import (
    APPEAL,
    CONTACT,
    a_contact,
    an_appeal,
    an_order,
    circumstances,
    note,
    sealed,
)
from tests.builders.desk import memory_desk
from tests.builders.town import NOON, policy

ORDER_LAW = policy().orders


def told(facts: Facts) -> list[str]:
    return [getattr(fact.event, "clock", fact.event.name) for fact in facts]


def test_signing_late_tells_every_clock_that_ran_out_and_then_signs() -> None:
    order = an_order()
    late = circumstances(at=order.contact_due)
    assert told(sign_for(order, ORDER_LAW, late)) == [
        ClockName.SIGNING,
        ClockName.FIRST_CONTACT,
        "OrderSigned",
    ]


def test_a_clock_told_by_its_timer_is_not_told_again() -> None:
    order = an_order(expired=(ClockName.SIGNING,))
    late = circumstances(at=order.signing_due)
    assert told(sign_for(order, ORDER_LAW, late)) == ["OrderSigned"]


def test_signing_in_time_tells_nothing() -> None:
    assert told(sign_for(an_order(), ORDER_LAW, circumstances(at=NOON))) == ["OrderSigned"]


def test_an_appeal_taken_back_too_late_to_be_dispatched_in_time_says_so() -> None:
    appeal = an_appeal()
    command = WithdrawAppeal(appeal_id=APPEAL, reason=sealed())
    facts = withdraw(
        Case(appeal=appeal), command, policy().appeals, circumstances(at=appeal.dispatch_due)
    )
    assert told(facts) == [ClockName.DISPATCH, "AppealWithdrawn"]


def test_a_draft_ended_after_its_clock_ran_out_says_so() -> None:
    draft = a_contact(state=InteractionState.DRAFT, draft_due=NOON)
    command = EndInteraction(interaction_id=CONTACT, reason=EndReason.HUNG_UP)
    facts = end_interaction(draft, command, policy().interactions, circumstances(at=NOON))
    assert told(facts) == [ClockName.DRAFT, "InteractionEnded"]


@pytest.mark.parametrize(
    ("minutes", "missed"),
    [
        (1, ()),
        (30 * 24 * 60, (ClockName.SIGNING, ClockName.FIRST_CONTACT, ClockName.HANDLING)),
    ],
)
def test_a_case_withdrawn_keeps_what_its_unit_missed_until_then(
    minutes: int, missed: tuple[ClockName, ...]
) -> None:
    desk = memory_desk()
    appeal = desk.dispatched()
    desk.clock.pass_(minutes=minutes)
    desk.do(WithdrawAppeal(appeal_id=appeal, reason=note()))
    assert desk.lead(appeal).expired == missed
