# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Decisions about one work order."""

from jiesu.domain.clocks import ran_out
from jiesu.domain.interactions.decide import ClockNotDue
from jiesu.domain.sealed import sealed, sealed_or_none
from jiesu.domain.streams import Circumstances, Fact, Facts, order_stream
from jiesu.domain.workorders.messages import (
    ExpireOrderClock,
    FirstContactMade,
    MessageSent,
    OrderOverdue,
    OrderSigned,
    RecordFirstContact,
    SendMessage,
    SignFor,
)
from jiesu.domain.workorders.model import ORDERS, WorkOrder, clocks
from jiesu.domain.workorders.policy import OrderPolicy
from jiesu.rulebook.explain import basis_of


def sign_for(order: WorkOrder, policy: OrderPolicy, now: Circumstances) -> Facts:
    """The unit accepts the order; it may not refuse it."""
    ORDERS.pass_through(order.state, SignFor, order)
    duty, limit = policy.first_receiver.as_of(now.day), policy.signing.as_of(now.day)
    signed = OrderSigned(basis=(basis_of(duty), basis_of(limit)))
    return (*late(order, now), Fact(order_stream(order.id), signed))


def record_first_contact(
    order: WorkOrder, command: RecordFirstContact, policy: OrderPolicy, now: Circumstances
) -> Facts:
    """The unit has spoken to the appellant."""
    ORDERS.pass_through(order.state, RecordFirstContact, order)
    rule = policy.first_contact.as_of(now.day)
    contact = FirstContactMade(note=sealed_or_none(command.note), basis=(basis_of(rule),))
    return (*late(order, now), Fact(order_stream(order.id), contact))


def send_message(
    order: WorkOrder, command: SendMessage, policy: OrderPolicy, now: Circumstances
) -> Facts:
    """Hotline or unit writes to the other about the order."""
    ORDERS.pass_through(order.state, SendMessage, order)
    basis = (basis_of(policy.messaging.as_of(now.day)),)
    sent = MessageSent(message=sealed(command.message), basis=basis)
    return (*late(order, now), Fact(order_stream(order.id), sent))


def expire_clock(order: WorkOrder, command: ExpireOrderClock, now: Circumstances) -> Facts:
    """Note that a clock of the order ran out."""
    ORDERS.pass_through(order.state, ExpireOrderClock, order)
    told = [fact for fact in late(order, now) if fact.event.clock is command.clock]
    if not told:
        raise ClockNotDue(clock=command.clock.value)
    return tuple(told)


def late(order: WorkOrder, now: Circumstances) -> tuple[Fact[OrderOverdue], ...]:
    """Return what ran out and has not been told yet: being late never depends on a timer."""
    gone = ran_out(clocks(order), now.at)
    if not gone:
        return ()
    stream = order_stream(order.id)
    return tuple([Fact(stream, OrderOverdue(clock=c.name, due_at=c.due_at)) for c in gone])
