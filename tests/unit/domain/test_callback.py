# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the gate never lets happen to a question, an order or a post, and what then would."""

from datetime import timedelta
from uuid import UUID

import pytest

from jiesu.domain.appeals.messages import (
    AppealHandled,
    RedoReason,
    StepUndone,
    Undoable,
    UndoStep,
)
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.callback import model as callbacks
from jiesu.domain.callback.messages import CallBackCancelled
from jiesu.domain.callback.model import CallBack, CallBackState
from jiesu.domain.handling.ending import undo
from jiesu.domain.handling.redo import NobodyToSendBackTo, send_back
from jiesu.domain.memberships import Membership, MembershipState, RoleRevoked
from jiesu.domain.memberships import clocks as running_for
from jiesu.domain.memberships import evolve as member
from jiesu.domain.workorders.case import Case, NoSuchCase
from jiesu.domain.workorders.model import OrderState
from jiesu.kernel.events import Event
from jiesu.kernel.instants import Instant
from tests.builders.appeals import (
    APPEAL,
    ORDER,
    QUESTION,
    a_question,
    an_appeal,
    an_order,
    circumstances,
)
from tests.builders.town import NOON, policy

POST = UUID(int=401)
HELD = Membership(POST, MembershipState.HELD, "agent-9", "operator", NOON)


@pytest.mark.parametrize(
    ("state", "event"),
    [(None, CallBackCancelled(basis=())), (a_question(), AppealHandled(order_id=ORDER, basis=()))],
    ids=["before it opened", "of another kind"],
)
def test_an_event_out_of_place_cannot_be_folded_into_a_question(
    state: CallBack | None, event: Event
) -> None:
    with pytest.raises(ValueError, match=event.name):
        callbacks.evolve(state, event, QUESTION, NOON)


@pytest.mark.parametrize(
    ("state", "event"),
    [(None, RoleRevoked(basis=())), (HELD, AppealHandled(order_id=ORDER, basis=()))],
    ids=["before it was granted", "of another kind"],
)
def test_an_event_out_of_place_cannot_be_folded_into_a_post(
    state: Membership | None, event: Event
) -> None:
    with pytest.raises(ValueError, match=event.name):
        member(state, event, POST, NOON)
    assert running_for(HELD) == ()


def test_a_case_knows_its_own_questions_only() -> None:
    other = a_question(id=UUID(int=302), round=2)
    case = Case(appeal=an_appeal(), callbacks=(other, a_question()))
    assert case.callback(QUESTION) == a_question()
    assert case.asking == a_question()
    with pytest.raises(NoSuchCase):
        case.callback(ORDER)
    assert Case(callbacks=(a_question(),)).asking is None


def test_of_two_questions_of_a_round_the_standing_one_is_meant() -> None:
    cancelled = a_question(id=UUID(int=302), state=CallBackState.CANCELLED)
    assert Case(appeal=an_appeal(), callbacks=(a_question(), cancelled)).asking == a_question()
    assert Case(appeal=an_appeal(), callbacks=(cancelled,)).asking == cancelled


def test_nothing_is_sent_back_to_nobody() -> None:
    recalled = an_order(state=OrderState.CANCELLED)
    for orders in ((), (recalled,)):
        with pytest.raises(NobodyToSendBackTo):
            send_back(
                Case(appeal=an_appeal(), orders=orders),
                RedoReason.REOPENED,
                (),
                policy().handling,
                circumstances(),
            )


def test_a_question_given_up_in_the_instant_of_the_withdrawal_stays_given_up() -> None:
    gone = an_appeal(
        state=AppealState.WITHDRAWN,
        settled_at=NOON,
        undoable=Undoable.WITHDRAWAL,
        undoable_at=NOON,
        lead="water-bureau",
    )
    given_up = a_question(state=CallBackState.GIVEN_UP, ended_at=NOON)
    command = UndoStep(appeal_id=APPEAL, step=Undoable.WITHDRAWAL)
    now = circumstances(Instant(NOON + timedelta(minutes=1)))
    facts = undo(Case(appeal=gone, callbacks=(given_up,)), command, policy().appeals, now)
    assert [type(fact.event) for fact in facts] == [StepUndone]
