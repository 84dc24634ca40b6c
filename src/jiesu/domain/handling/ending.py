# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Taking an appeal back or up again, undoing a slip, erasing: decisions about the whole case."""

from collections.abc import Iterator

from jiesu.domain.access import appellant_of
from jiesu.domain.appeals.decide import erase, undispatched
from jiesu.domain.appeals.messages import (
    AppealReopened,
    AppealWithdrawn,
    EraseAppeal,
    RedoReason,
    ReopenAppeal,
    StepUndone,
    Undoable,
    UndoStep,
    WithdrawAppeal,
)
from jiesu.domain.appeals.model import Appeal, AppealState
from jiesu.domain.appeals.policy import AppealPolicy
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.domain.callback.messages import CallBackCancelled, CallBackReverted, Via
from jiesu.domain.callback.model import CallBack, CallBackState
from jiesu.domain.handling.redo import HandlingPolicy, send_back
from jiesu.domain.sealed import sealed
from jiesu.domain.streams import (
    Circumstances,
    Fact,
    Facts,
    appeal_stream,
    callback_stream,
    order_stream,
)
from jiesu.domain.timelimits import due
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.decide import late
from jiesu.domain.workorders.messages import OrderCancelled, OrderRestored
from jiesu.domain.workorders.model import OrderState
from jiesu.kernel.errors import Refusal
from jiesu.kernel.events import Event
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Text
from jiesu.rulebook.explain import Basis, basis_of

_THEIR_OWN = {Undoable.WITHDRAWAL, Undoable.VERDICT}
"""Steps that are the appellant's own, and theirs to undo."""
_UNTOUCHED = {OrderState.ASSIGNED, OrderState.CANCELLED}
"""Orders on which no unit has acted."""


class TooLateToReopen(Refusal):
    """The time in which an ended appeal can be taken up again is over."""

    what = Text(
        "该诉求结束已超过{limit}，不能重启。", "It ended more than {limit} ago: too late to reopen."
    )
    next_step = Text("请登记新的诉求，并注明原编号。", "Register a new appeal and name this one.")


class TooLateToUndo(Refusal):
    """A step can be undone for a short while only."""

    what = Text("已超过可撤销的时间（{limit}）。", "A step can be undone for {limit} only.")
    next_step = Text("请按正常程序办理。", "Go on in the ordinary way.")


class NotTheLastStep(Refusal):
    """What somebody wants to undo is not what happened last."""

    what = Text("最近一步不是该操作，不能撤销。", "That is not the last step, so it stays.")
    next_step = Text("请刷新后查看最近一步。", "Look again at what happened last.")


class ActedUponAlready(Refusal):
    """Somebody has begun to act on the step; undoing it would undo their work."""

    what = Text("承办单位已签收，不能撤销派单。", "A unit has signed for it: the dispatch stands.")
    next_step = Text("请给承办单位留言，或按异议程序办理。", "Write to the unit instead.")


class NotYourStep(Refusal):
    """The step is somebody else's: the hotline's, or what the person answered online themselves."""

    what = Text("这一步不是您本人的操作，不能撤销。", "This step was not yours to undo.")
    next_step = Text("请由操作人本人撤销。", "Whoever took it can undo it.")


def withdraw(
    case: Case, command: WithdrawAppeal, policy: AppealPolicy, now: Circumstances
) -> Facts:
    """The person takes the appeal back; every open order and question falls away with it."""
    appeal = case.the_appeal(command.appeal_id)
    APPEALS.pass_through(appeal.state, WithdrawAppeal, appeal)
    basis = (basis_of(policy.withdrawal.as_of(now.day)),)
    withdrawn = AppealWithdrawn(reason=sealed(command.reason), basis=basis)
    return (
        *undispatched(appeal, now),
        Fact(appeal_stream(appeal.id), withdrawn),
        *_orders_cancelled(case, basis, now),
        *_questions_cancelled(case, basis),
    )


def _orders_cancelled(
    case: Case, basis: tuple[Basis, ...], now: Circumstances
) -> Iterator[Fact[Event]]:
    for order in case.orders:
        if order.open:
            yield from late(order, now)
            yield Fact(order_stream(order.id), OrderCancelled(basis=basis))


def _questions_cancelled(case: Case, basis: tuple[Basis, ...]) -> Iterator[Fact[Event]]:
    for callback in case.callbacks:
        if callback.state is CallBackState.OPEN:
            yield Fact(callback_stream(callback.id), CallBackCancelled(basis=basis))


def erase_case(case: Case, command: EraseAppeal, policy: AppealPolicy, now: Circumstances) -> Facts:
    """Erase the personal data of an appeal; nobody can be asked about it any more."""
    facts = erase(case.the_appeal(command.appeal_id), case.interaction, command, policy, now)
    basis = (basis_of(policy.erasure.as_of(now.day)),)
    return (*_questions_cancelled(case, basis), *facts)


def reopen(case: Case, command: ReopenAppeal, policy: HandlingPolicy, now: Circumstances) -> Facts:
    """Take an ended appeal up again: back to its unit, or to the desk if it never had one.

    Raises:
        TooLateToReopen: with the article that limits it.
    """
    appeal = case.the_appeal(command.appeal_id)
    APPEALS.pass_through(appeal.state, ReopenAppeal, appeal)
    limit = policy.appeals.reopening.as_of(now.day)
    ended = appeal.closed_at or appeal.settled_at
    if ended is not None and now.at >= due(limit.value, ended, policy.appeals.calendar).due:
        raise TooLateToReopen(limit.citation, limit=limit.value)
    again = appeal.state is AppealState.CLOSED
    clock = policy.appeals.dispatch_clock.as_of(now.day)
    grounds = (basis_of(limit),) if again else (basis_of(limit), basis_of(clock))
    reopened = AppealReopened(
        reason=sealed(command.reason),
        dispatch_due=None if again else due(clock.value, now.at, policy.appeals.calendar).due,
        basis=grounds,
    )
    fact = Fact(appeal_stream(appeal.id), reopened)
    if not again:
        return (fact,)
    return (fact, *send_back(case, RedoReason.REOPENED, grounds, policy, now))


def undo(case: Case, command: UndoStep, policy: AppealPolicy, now: Circumstances) -> Facts:
    """Take back the last step while it is fresh and nobody has acted on it.

    Raises:
        NotTheLastStep, TooLateToUndo, ActedUponAlready, NotYourStep: why it stands.
    """
    appeal = case.the_appeal(command.appeal_id)
    APPEALS.pass_through(appeal.state, UndoStep, appeal)
    taken_at = _taken_at(case, appeal)
    if appeal.undoable is not command.step or taken_at is None:
        raise NotTheLastStep
    window = policy.undoing.as_of(now.day)
    if now.at >= due(window.value, taken_at, policy.calendar).due:
        raise TooLateToUndo(window.citation, limit=window.value)
    if not _theirs_to_undo(case, appeal, command.step, now):
        raise NotYourStep
    basis = (basis_of(window),)
    undone = Fact(appeal_stream(appeal.id), StepUndone(step=command.step, basis=basis))
    return (undone, *_restored(case, appeal, basis, now))


def _taken_at(case: Case, appeal: Appeal) -> Instant | None:
    """Return when the last step was taken; a late report may close on a verdict of days ago."""
    asking = case.asking
    if appeal.undoable is Undoable.VERDICT and asking is not None:
        return asking.ended_at
    return appeal.undoable_at


def _theirs_to_undo(case: Case, appeal: Appeal, step: Undoable, now: Circumstances) -> bool:
    if now.actor.id == appellant_of(appeal.id):
        return step in _THEIR_OWN
    asking = case.asking  # nobody else takes back what the person answered online
    return step is not Undoable.VERDICT or asking is None or asking.via is not Via.WEB


def _restored(
    case: Case, appeal: Appeal, basis: tuple[Basis, ...], now: Circumstances
) -> Iterator[Fact[Event]]:
    """Yield what the undone step had done to orders and questions, turned back."""
    match appeal.undoable:
        case Undoable.DISPATCH:
            if any(order.state not in _UNTOUCHED for order in case.orders):
                raise ActedUponAlready
            yield from _orders_cancelled(case, basis, now)
            yield from _questions_cancelled(case, basis)
        case Undoable.WITHDRAWAL:
            yield from _standing_again(case, appeal, basis)
        case Undoable.VERDICT:
            yield from _questions_reverted(case.asking, CallBackState.ANSWERED, basis)


def _standing_again(case: Case, appeal: Appeal, basis: tuple[Basis, ...]) -> Iterator[Fact[Event]]:
    """Yield what fell away in the instant of the withdrawal; what fell away before stays so."""
    for order in case.orders:
        if order.state is OrderState.CANCELLED and order.closed_at == appeal.settled_at:
            yield Fact(order_stream(order.id), OrderRestored(basis=basis))
    asking = case.asking
    if asking is not None and asking.ended_at == appeal.settled_at:
        yield from _questions_reverted(asking, CallBackState.CANCELLED, basis)


def _questions_reverted(
    asking: CallBack | None, state: CallBackState, basis: tuple[Basis, ...]
) -> Iterator[Fact[Event]]:
    if asking is not None and asking.state is state:
        yield Fact(callback_stream(asking.id), CallBackReverted(basis=basis))
