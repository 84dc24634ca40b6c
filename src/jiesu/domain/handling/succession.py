# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The decision that an open order goes from a unit that has ended to whoever took its place.

The order stays what it was: its state, its round and every clock go on under the law of the day it
was dispatched. Only who has it changes.
"""

from jiesu.domain.appeals.messages import AppealHandedOver
from jiesu.domain.dispatch.policy import SuccessionPolicy
from jiesu.domain.dispatch.responsibility import find_heir
from jiesu.domain.streams import Circumstances, Fact, Facts, appeal_stream, order_stream
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.decide import late
from jiesu.domain.workorders.messages import HandOverOrder, OrderHandedOver
from jiesu.domain.workorders.model import ORDERS
from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text
from jiesu.rulebook.explain import basis_of


class StillInCharge(Refusal):
    """The unit that has the order has not ended: there is nothing to hand over."""

    what = Text("{day}时“{unit}”仍然存在，无须移交。", 'On {day} "{unit}" is still there.')
    next_step = Text("请由该单位继续办理。", "The unit goes on handling it.")


def hand_over(
    case: Case, command: HandOverOrder, policy: SuccessionPolicy, now: Circumstances
) -> Facts:
    """Give the order to the successor of its unit; with the lead's order the appeal changes hands.

    Raises:
        StillInCharge: the unit has not ended by that day.
        UnknownUnit, CommunityCannotLead: see ``find_heir``.
    """
    order = case.order(command.order_id)
    ORDERS.pass_through(order.state, HandOverOrder, order)
    organisation = policy.dispatch.organisation
    if organisation.unit(order.unit, now.day).id == order.unit:
        raise StillInCharge(unit=order.unit, day=now.day.isoformat())
    heir = find_heir(case.the_appeal(order.appeal_id), order, policy.dispatch, now.day)
    until = organisation.units[order.unit].until
    basis = (basis_of(policy.succession.as_of(now.day)), *heir.basis)
    handed = OrderHandedOver(
        predecessor=order.unit,
        ended=until.isoformat() if until else None,
        unit=heir.unit.id,
        role=heir.role,
        route=heir.route,
        copies=heir.copies,
        counterpart=heir.counterpart,
        basis=basis,
    )
    facts = (*late(order, now), Fact(order_stream(order.id), handed))
    if case.lead is None or case.lead.id != order.id:
        return facts
    led = AppealHandedOver(predecessor=order.unit, lead=heir.unit.id, basis=basis)
    return (*facts, Fact(appeal_stream(order.appeal_id), led))
