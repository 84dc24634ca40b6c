# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The decision that a unit has done its part: it looks at the appeal and all its orders."""

from jiesu.domain.appeals.messages import AppealHandled
from jiesu.domain.handling.asking import after_handling
from jiesu.domain.handling.redo import HandlingPolicy
from jiesu.domain.sealed import sealed
from jiesu.domain.streams import Circumstances, Fact, Facts, appeal_stream, order_stream
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.decide import late
from jiesu.domain.workorders.messages import OrderReported, ReportResult
from jiesu.domain.workorders.model import ORDERS, WorkOrder
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
    case: Case, command: ReportResult, policy: HandlingPolicy, now: Circumstances
) -> Facts:
    """The unit reports; with the last open order the appeal is handled, and what follows follows.

    Raises:
        NobodyContacted: no first contact and no reason for it.
    """
    order = case.order(command.order_id)
    ORDERS.pass_through(order.state, ReportResult, order)
    if order.contacted_at is None and command.no_contact is None:
        raise NobodyContacted(policy.orders.first_contact.as_of(now.day).citation)
    basis = (basis_of(policy.orders.reporting.as_of(now.day)),)
    reported = OrderReported(
        report=sealed(command.report),
        no_contact=command.no_contact,
        on_time=now.at < order.handling_due,
        basis=basis,
    )
    facts = (*late(order, now), Fact(order_stream(order.id), reported))
    if _others_open(case, order):
        return facts
    handled = Fact(appeal_stream(order.appeal_id), AppealHandled(order_id=order.id, basis=basis))
    appeal = case.the_appeal(order.appeal_id)
    return (*facts, handled, *after_handling(case, appeal, policy.callback, now))


def _others_open(case: Case, order: WorkOrder) -> bool:
    return any(other.open for other in case.orders if other.id != order.id)
