# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Decisions that look at the appeal and all its orders together."""

from jiesu.domain.appeals.decide import undispatched
from jiesu.domain.appeals.messages import AppealHandled, AppealWithdrawn, WithdrawAppeal
from jiesu.domain.appeals.policy import AppealPolicy
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.domain.sealed import sealed
from jiesu.domain.streams import Circumstances, Fact, Facts, appeal_stream, order_stream
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.decide import late
from jiesu.domain.workorders.messages import OrderCancelled, OrderReported, ReportResult
from jiesu.domain.workorders.model import ORDERS, WorkOrder
from jiesu.domain.workorders.policy import OrderPolicy
from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text
from jiesu.rulebook.explain import basis_of


class NobodyContacted(Refusal):
    """The unit reports without ever having spoken to the appellant, and gives no reason."""

    what = Text("尚未联系诉求人，不能直接反馈办结。", "The appellant has not been contacted yet.")
    next_step = Text(
        "请先联系诉求人并登记首次联系，或注明未联系的理由。",
        "Speak to them and record it, or state why that was not possible.",
    )


def report_result(
    case: Case, command: ReportResult, policy: OrderPolicy, now: Circumstances
) -> Facts:
    """The unit reports; when it was the last open order, the appeal is handled.

    Raises:
        NobodyContacted: no first contact and no reason for it.
    """
    order = case.order(command.order_id)
    ORDERS.pass_through(order.state, ReportResult, order)
    if order.contacted_at is None and command.no_contact is None:
        raise NobodyContacted(policy.first_contact.as_of(now.day).citation)
    basis = (basis_of(policy.reporting.as_of(now.day)),)
    reported = OrderReported(
        report=sealed(command.report),
        no_contact=command.no_contact,
        on_time=now.at < order.handling_due,
        basis=basis,
    )
    facts = (*late(order, now), Fact(order_stream(order.id), reported))
    if _others_open(case, order):
        return facts
    handled = AppealHandled(order_id=order.id, basis=basis)
    return (*facts, Fact(appeal_stream(order.appeal_id), handled))


def _others_open(case: Case, order: WorkOrder) -> bool:
    return any(other.open for other in case.orders if other.id != order.id)


def withdraw(
    case: Case, command: WithdrawAppeal, policy: AppealPolicy, now: Circumstances
) -> Facts:
    """The person takes the appeal back; every open order falls away with it."""
    appeal = case.the_appeal(command.appeal_id)
    APPEALS.pass_through(appeal.state, WithdrawAppeal, appeal)
    basis = (basis_of(policy.withdrawal.as_of(now.day)),)
    withdrawn = AppealWithdrawn(reason=sealed(command.reason), basis=basis)
    cancelled = (
        fact
        for order in case.orders
        if order.open
        for fact in (*late(order, now), Fact(order_stream(order.id), OrderCancelled(basis=basis)))
    )
    return (*undispatched(appeal, now), Fact(appeal_stream(appeal.id), withdrawn), *cancelled)
