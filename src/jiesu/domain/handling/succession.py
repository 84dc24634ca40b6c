# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The decision that an open order goes from a unit that has ended to whoever took its place.

It also goes from a unit that has taken the place of the one complained of: to its superior.

The order stays what it was: its state, its round and every clock go on under the law of the day it
was dispatched. Only who has it changes.
"""

from jiesu.domain.appeals.messages import AppealHandedOver
from jiesu.domain.dispatch.policy import DispatchPolicy, SuccessionPolicy
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
    """The unit that has the order can go on with it: there is nothing to hand over."""

    what = Text("{day}时该工单仍由“{unit}”负责，无须移交。", 'On {day} it is still with "{unit}".')
    next_step = Text("请由该单位继续办理。", "The unit goes on handling it.")


def hand_over(
    case: Case,
    command: HandOverOrder,
    policy: SuccessionPolicy,
    dispatch: DispatchPolicy,
    now: Circumstances,
) -> Facts:
    """Give the order to the successor of its unit; with the lead's order the appeal changes hands.

    Raises:
        StillInCharge: the unit has not ended by that day, nor become the one complained of.
        UnknownUnit, CommunityCannotLead: see ``find_heir``.
    """
    order = case.order(command.order_id)
    ORDERS.pass_through(order.state, HandOverOrder, order)
    heir = find_heir(case.the_appeal(order.appeal_id), order, dispatch, now.day)
    if heir.unit.id == order.unit:
        raise StillInCharge(unit=order.unit, day=now.day.isoformat())
    unit = dispatch.organisation.units[order.unit]
    ended = None if unit.until is None or unit.exists_on(now.day) else unit.until.isoformat()
    basis = (basis_of(policy.succession.as_of(now.day)), *heir.basis)
    handed = OrderHandedOver(
        predecessor=order.unit,
        ended=ended,
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
