# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Cases in the right state for the commands that follow a result, and for those about posts."""

from uuid import UUID

from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import (
    AddFacts,
    BeginCallBack,
    DispatchAppeal,
    ReopenAppeal,
    Undoable,
    UndoStep,
)
from jiesu.domain.callback.messages import (
    AttemptResult,
    ExpireCallBackClock,
    RateHandling,
    RecordAttempt,
    ReturnResult,
    Satisfied,
    Solved,
)
from jiesu.domain.clocks import ClockName
from jiesu.domain.memberships import GrantRole, RevokeRole
from jiesu.domain.workorders.messages import HandOverOrder, RevealContact, SendMessage
from jiesu.kernel.events import Command
from tests.builders.appeals import note, registration, words
from tests.builders.calendars import at
from tests.builders.desk import Desk
from tests.builders.people import ADMIN, IMPORTER, OPERATOR, SYSTEM, citizen, handler

Chain = tuple[tuple[Command, Actor], ...]


def long_ago(desk: Desk) -> dict[str, Chain]:
    """Return what is due about a question nobody asked, and a limit that is over."""
    asked, late = desk.handled(), desk.dispatched(matter="water.supply.outage")
    desk.clock.pass_(hours=80)
    question = desk.question(asked).id
    return {
        "asking clock": _one(
            ExpireCallBackClock(callback_id=question, clock=ClockName.ASKING), SYSTEM
        ),
        "begin": _one(BeginCallBack(appeal_id=late, clock=ClockName.CALLBACK), SYSTEM),
    }


def following(desk: Desk) -> dict[str, Chain]:
    """Return one chain for each command that people send after a result."""
    tried, content, angry, online, wanting = (desk.handled() for _ in range(5))
    order, post = desk.lead(desk.dispatched()), _post(desk)
    attempt = RecordAttempt(
        callback_id=desk.question(tried).id, result=AttemptResult.NO_ANSWER, note=note()
    )
    rating = RateHandling(
        callback_id=desk.question(online).id,
        contacted=True,
        solved=Solved.PARTLY,
        satisfied=Satisfied.BASICALLY,
        note=note(),
    )
    back = ReturnResult(callback_id=desk.question(wanting).id, reason=note())
    return {
        "attempt": _one(attempt),
        "outcome": _one(desk.outcome(content, note=note())),
        "redo": _one(desk.outcome(angry, solved=Solved.UNSOLVED)),
        "rate": _one(rating, citizen(online)),
        "return": _one(back),
        "add": _one(AddFacts(appeal_id=desk.dispatched(), facts=words())),
        "reopen": _one(ReopenAppeal(appeal_id=desk.closed(), reason=note())),
        "undo": _slip(desk),
        "reach": _one(RevealContact(order_id=order.id, reason=note()), handler(order.unit)),
        "message": _one(SendMessage(order_id=order.id, message=note()), handler(order.unit)),
        "hand over": _one(HandOverOrder(order_id=_orphan(desk)), SYSTEM),
        "grant": _one(_grant(desk.ids.new()), ADMIN),
        "revoke": _one(RevokeRole(membership_id=post), ADMIN),
    }


def _one(command: Command, actor: Actor = OPERATOR) -> Chain:
    return ((command, actor),)


def _slip(desk: Desk) -> Chain:
    """Return a dispatch that is undone at once."""
    appeal = registration(desk.ids)
    return (
        (appeal, OPERATOR),
        (DispatchAppeal(appeal_id=appeal.appeal_id), OPERATOR),
        (UndoStep(appeal_id=appeal.appeal_id, step=Undoable.DISPATCH), OPERATOR),
    )


def _orphan(desk: Desk) -> UUID:
    """Return an open order of a unit that ended long ago, told by another system."""
    appeal = registration(desk.ids, matter="urban.waste.collection")
    steps = (appeal, DispatchAppeal(appeal_id=appeal.appeal_id))
    chain = [desk.send(step, IMPORTER, at=at("2015-06-10 10:00")) for step in steps]
    desk.gate.handle_many([chain], history=True)
    return desk.lead(appeal.appeal_id).id


def _grant(membership_id: UUID) -> GrantRole:
    return GrantRole(
        membership_id=membership_id, account="agent-9", role="handler", unit="water-bureau"
    )


def _post(desk: Desk) -> UUID:
    granted = _grant(desk.ids.new())
    desk.do(granted, ADMIN)
    return granted.membership_id
