# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Decisions about asking the person, and what follows from the answer.

The question is opened when the lead's time limit is over, or when the last unit reports, as the
pack says. The answer closes the appeal, or sends it back to its unit with a new limit in the same
instant.
"""

from jiesu.domain.appeals.messages import (
    AppealClosed,
    BeginCallBack,
    CallBackBegan,
    Closing,
    RedoReason,
)
from jiesu.domain.appeals.model import Appeal, AppealState
from jiesu.domain.appeals.model import clocks as appeal_clocks
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.domain.callback.messages import (
    CallBackAnswered,
    CallBackAttempted,
    CallBackGivenUp,
    CallBackOpened,
    CallBackOverdue,
    ExpireCallBackClock,
    RateHandling,
    RecordAttempt,
    RecordOutcome,
    Satisfied,
    Solved,
    Trigger,
    Via,
)
from jiesu.domain.callback.model import CALLBACKS, CallBack, CallBackState, clocks
from jiesu.domain.callback.policy import CallBackPolicy
from jiesu.domain.clocks import ran_out
from jiesu.domain.handling.redo import HandlingPolicy, send_back
from jiesu.domain.interactions.decide import ClockNotDue
from jiesu.domain.sealed import sealed_or_none
from jiesu.domain.streams import Circumstances, Fact, Facts, appeal_stream, callback_stream
from jiesu.domain.timelimits import due
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.messages import OrderRole
from jiesu.domain.workorders.model import OrderState, WorkOrder
from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text
from jiesu.rulebook.explain import basis_of

_CLOSINGS = {
    RedoReason.NOT_SOLVED: Closing.UNRESOLVED,
    RedoReason.DISSATISFIED: Closing.DISSATISFIED,
}
"""How an appeal is closed when an answer asks for another round and there is none left."""


class NotAskedAnyMore(Refusal):
    """The question is about something that is over: nothing may follow from the answer."""

    what = Text(
        "该诉求已撤回、已删除个人信息或已重新办理，不再评价。",
        "It was withdrawn, erased or taken up again: this question is over.",
    )
    next_step = Text("请评价最近一次办理，或登记新的诉求。", "Rate the latest round instead.")


def begin(case: Case, command: BeginCallBack, policy: CallBackPolicy, now: Circumstances) -> Facts:
    """The lead's limit is over: ask the person, whether the unit has reported or not.

    Raises:
        ClockNotDue: not yet, or asked already.
    """
    appeal = case.the_appeal(command.appeal_id)
    APPEALS.pass_through(appeal.state, BeginCallBack, appeal)
    over = {clock.name for clock in ran_out(appeal_clocks(appeal), now.at)}
    if command.clock not in over or case.lead is None:
        raise ClockNotDue(clock=command.clock.value)
    return open_callback(case, case.lead, Trigger.LIMIT_OVER, policy, now)


def open_callback(
    case: Case, lead: WorkOrder, trigger: Trigger, policy: CallBackPolicy, now: Circumstances
) -> Facts:
    """Return the question about the present round, and the appeal's note of it."""
    appeal = case.the_appeal(lead.appeal_id)
    rule, asking = policy.trigger.as_of(now.day), policy.asking.as_of(now.day)
    opened = CallBackOpened(
        appeal_id=appeal.id,
        round=appeal.round,
        trigger=trigger,
        lead=lead.unit,
        helpers=tuple(dict.fromkeys(_helpers(case, lead))),
        copies=lead.copies,
        district=appeal.district,
        matter=appeal.matter,
        area=appeal.area,
        kind=appeal.kind,
        registered_at=appeal.registered_at,
        dispatched_at=lead.dispatched_at,
        due_at=lead.handling_due,
        asking_due=due(asking.value, now.at, policy.calendar).due,
        basis=(basis_of(rule), basis_of(asking)),
    )
    callback_id = now.ids.new()
    began = CallBackBegan(callback_id=callback_id)
    return (
        Fact(callback_stream(callback_id), opened),
        Fact(appeal_stream(appeal.id), began),
    )


def _helpers(case: Case, lead: WorkOrder) -> tuple[str, ...]:
    return tuple(
        order.unit
        for order in case.orders
        if order.role is OrderRole.ASSIST
        and order.state is not OrderState.CANCELLED
        and order.unit != lead.unit
    )


def after_handling(case: Case, appeal: Appeal, policy: CallBackPolicy, now: Circumstances) -> Facts:
    """Return what follows once every unit has reported: the question, or the end.

    A past told by another system is not asked about and stays handled.
    """
    if now.history:
        return ()
    if not appeal.asked:
        return (_closed(appeal, Closing.NOT_ASKED, policy, now),)
    asking = case.asking
    if asking is None or asking.state is CallBackState.CANCELLED:
        if case.lead is None or _clock_will_ask(appeal, policy, now):
            return ()
        return open_callback(case, case.lead, Trigger.REPORTED, policy, now)
    closing = _closing_of(asking, policy, now)
    return () if closing is None else (_closed(appeal, closing, policy, now),)


def _clock_will_ask(appeal: Appeal, policy: CallBackPolicy, now: Circumstances) -> bool:
    """Return whether the limit's end brings the question; without its clock the report must."""
    timed = appeal.callback_due is not None
    return timed and not policy.waits_for(Trigger.REPORTED, now.day)


def _closing_of(asking: CallBack, policy: CallBackPolicy, now: Circumstances) -> Closing | None:
    """Return how an appeal is closed by what was answered before the unit had reported."""
    if asking.state is CallBackState.OPEN:
        return None
    if asking.state is CallBackState.GIVEN_UP:
        return Closing.NOT_REACHED
    why = _wanting(asking.solved, asking.satisfied, policy, now)
    return Closing.RESOLVED if why is None else _CLOSINGS[why]


def _wanting(
    solved: Solved | None,
    satisfied: Satisfied | None,
    policy: CallBackPolicy,
    now: Circumstances,
) -> RedoReason | None:
    """Return which of the answers asks for another round, by the law of the day."""
    redo = policy.redo.as_of(now.day).value
    if solved in redo:
        return RedoReason.NOT_SOLVED
    return RedoReason.DISSATISFIED if satisfied in redo else None


def record_attempt(
    case: Case, command: RecordAttempt, policy: CallBackPolicy, now: Circumstances
) -> Facts:
    """Note a try without an answer; the last one the rule asks for ends the asking."""
    callback = case.callback(command.callback_id)
    CALLBACKS.pass_through(callback.state, RecordAttempt, callback)
    most = policy.attempts.as_of(now.day)
    basis = (basis_of(most),)
    note = sealed_or_none(command.note)
    tried = CallBackAttempted(result=command.result, note=note, basis=basis)
    stream = callback_stream(callback.id)
    facts: Facts = (*overdue(callback, now), Fact(stream, tried))
    if callback.attempts + 1 < most.value:
        return facts
    facts = (*facts, Fact(stream, CallBackGivenUp(basis=basis)))
    appeal = case.the_appeal(callback.appeal_id)
    if appeal.state is not AppealState.HANDLED:
        return facts
    return (*facts, _closed(appeal, Closing.NOT_REACHED, policy, now))


def record_outcome(
    case: Case,
    command: RecordOutcome | RateHandling,
    policy: HandlingPolicy,
    now: Circumstances,
) -> Facts:
    """Keep the person's answers; close the appeal, or send it back in the same instant.

    Raises:
        NotAskedAnyMore: the appeal is withdrawn, erased, or in a later round.
    """
    callback = case.callback(command.callback_id)
    CALLBACKS.pass_through(callback.state, type(command), callback)
    appeal = case.the_appeal(callback.appeal_id)
    _check_still_asked(appeal, callback)
    asking = policy.callback
    online = isinstance(command, RateHandling)
    rule = (asking.rating if online else asking.outcome).as_of(now.day)
    answered = CallBackAnswered(
        via=Via.WEB if isinstance(command, RateHandling) else command.via,
        contacted=command.contacted,
        solved=command.solved,
        satisfied=command.satisfied,
        process=command.process,
        note=sealed_or_none(command.note),
        basis=(basis_of(rule),),
    )
    told = (*overdue(callback, now), Fact(callback_stream(callback.id), answered))
    why = _wanting(command.solved, command.satisfied, asking, now)
    return (*told, *_consequence(case, appeal, why, policy, now))


def _check_still_asked(appeal: Appeal, callback: CallBack) -> None:
    """Refuse late answers that nothing may follow from; given up, a question can be answered on."""
    over = appeal.state is AppealState.WITHDRAWN or appeal.erased_at is not None
    if over or callback.round != appeal.round:
        raise NotAskedAnyMore


def _consequence(
    case: Case,
    appeal: Appeal,
    why: RedoReason | None,
    policy: HandlingPolicy,
    now: Circumstances,
) -> Facts:
    redo, rounds = policy.callback.redo.as_of(now.day), policy.callback.rounds.as_of(now.day)
    if why is not None and appeal.round <= rounds.value:
        grounds = (basis_of(redo, ", ".join(sorted(redo.value))), basis_of(rounds))
        return send_back(case, why, grounds, policy, now)
    if appeal.state is AppealState.DISPATCHED:
        return ()  # the unit still owes its report; the appeal is closed when it comes
    closing = Closing.RESOLVED if why is None else _CLOSINGS[why]
    return (_closed(appeal, closing, policy.callback, now),)


def _closed(
    appeal: Appeal, closing: Closing, policy: CallBackPolicy, now: Circumstances
) -> Fact[AppealClosed]:
    basis = (basis_of(policy.closing.as_of(now.day)),)
    return Fact(appeal_stream(appeal.id), AppealClosed(closing=closing, basis=basis))


def expire_asking(case: Case, command: ExpireCallBackClock, now: Circumstances) -> Facts:
    """Note that nobody has asked the person in time."""
    callback = case.callback(command.callback_id)
    CALLBACKS.pass_through(callback.state, ExpireCallBackClock, callback)
    told = [fact for fact in overdue(callback, now) if fact.event.clock is command.clock]
    if not told:
        raise ClockNotDue(clock=command.clock.value)
    return tuple(told)


def overdue(callback: CallBack, now: Circumstances) -> tuple[Fact[CallBackOverdue], ...]:
    """Return that nobody asked in time, if that has not been told yet."""
    return tuple(
        Fact(callback_stream(callback.id), CallBackOverdue(clock=clock.name, due_at=clock.due_at))
        for clock in ran_out(clocks(callback), now.at)
    )
