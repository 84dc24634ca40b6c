# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The decision to dispatch: orders with owner, legal basis and deadlines."""

from collections.abc import Iterator

from jiesu.domain.appeals.decide import undispatched
from jiesu.domain.appeals.messages import AppealDispatched, DispatchAppeal
from jiesu.domain.appeals.model import Appeal
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.domain.callback.messages import Trigger
from jiesu.domain.dispatch.policy import DispatchPolicy
from jiesu.domain.dispatch.responsibility import Responsibility, find_responsible
from jiesu.domain.sealed import sealed_or_none
from jiesu.domain.streams import Circumstances, Fact, Facts, appeal_stream, order_stream
from jiesu.domain.workorders.limits import deadlines
from jiesu.domain.workorders.messages import OrderOpened, OrderRole
from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text


class ReasonNeeded(Refusal):
    """Overriding the catalogue needs a reason that can be read later."""

    what = Text("人工指定承办单位须说明理由。", "Naming units by hand needs a reason.")
    next_step = Text("请填写理由，或按目录派单。", "Give the reason, or dispatch by the catalogue.")


def dispatch(
    appeal: Appeal, command: DispatchAppeal, policy: DispatchPolicy, now: Circumstances
) -> Facts:
    """Turn the appeal into one lead order and an order for each co-handler.

    Raises:
        ReasonNeeded: a lead or co-handlers named by hand without a reason.
        CommunityCannotLead, ComplainedUnitCannotAct, UnknownUnit: see ``find_responsible``.
    """
    APPEALS.pass_through(appeal.state, DispatchAppeal, appeal)
    by_hand = command.unit is not None or command.co_handlers is not None
    if by_hand and command.reason is None:
        raise ReasonNeeded
    answer = find_responsible(appeal, policy, now.day, command.unit, command.co_handlers)
    orders = tuple(_orders(appeal, answer, policy, now, by_hand=by_hand))
    asked = not now.history and policy.callback.asks(appeal.kind, now.day)
    timed = asked and policy.callback.waits_for(Trigger.LIMIT_OVER, now.day)
    dispatched = AppealDispatched(
        orders=tuple(fact.stream.id for fact in orders),
        lead=answer.lead.id,
        asked=asked,
        callback_due=orders[0].event.handling_due if timed else None,
        reason=sealed_or_none(command.reason),
        basis=answer.basis,
    )
    return (*undispatched(appeal, now), Fact(appeal_stream(appeal.id), dispatched), *orders)


def _orders(
    appeal: Appeal,
    answer: Responsibility,
    policy: DispatchPolicy,
    now: Circumstances,
    *,
    by_hand: bool,
) -> Iterator[Fact[OrderOpened]]:
    yield _order(appeal, answer, answer.lead.id, answer.role, policy, now, by_hand=by_hand)
    for helper in answer.co_handlers:
        yield _order(appeal, answer, helper, OrderRole.ASSIST, policy, now, by_hand=by_hand)


def _order(  # noqa: PLR0913 -- an order is where everything meets
    appeal: Appeal,
    answer: Responsibility,
    unit: str,
    role: OrderRole,
    policy: DispatchPolicy,
    now: Circumstances,
    *,
    by_hand: bool,
) -> Fact[OrderOpened]:
    ends = deadlines(answer.limit_class, unit, policy.orders, now.day, now.at)
    opened = OrderOpened(
        appeal_id=appeal.id,
        role=role,
        unit=unit,
        copies=answer.copies if role is not OrderRole.ASSIST else (),
        counterpart=answer.counterpart if role is not OrderRole.ASSIST else None,
        district=appeal.district,
        route=answer.route,
        automatic=not by_hand,
        matter=appeal.matter,
        duty_item=answer.duty.id if answer.duty else None,
        limit_class=answer.limit_class,
        signing_due=ends.signing,
        contact_due=ends.contact,
        handling_due=ends.handling,
        due_assumed=ends.assumed,
        basis=(*answer.basis, *ends.basis),
    )
    return Fact(order_stream(now.ids.new()), opened)
