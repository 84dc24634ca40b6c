# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Everything registered, in the order of the process; every event and who is told of it."""

from collections.abc import Mapping

from jiesu.application import appeals, callbacks, interactions, memberships, orders
from jiesu.application.registry import Registry
from jiesu.domain import memberships as membership_messages
from jiesu.domain.appeals import messages as appeal_messages
from jiesu.domain.callback import messages as callback_messages
from jiesu.domain.interactions import messages as interaction_messages
from jiesu.domain.workorders import messages as order_messages
from jiesu.kernel.events import Event

REGISTRY = Registry(
    interactions.REGISTRATIONS,
    appeals.REGISTRATIONS,
    orders.REGISTRATIONS,
    callbacks.REGISTRATIONS,
    memberships.REGISTRATIONS,
)

READING = frozenset(
    {
        "appeal.show",
        "order.show",
        "evaluation.read",
        "statistics.read",
        "access.read",
        "audit.read",
        "log.verify",
        "history.import",
    }
)
"""Permissions no command asks for: to look at cases, rankings, figures, accounts, the audit, the
log; to bring history."""

PERMISSIONS = REGISTRY.permissions() | READING
"""Every permission a role of a pack can carry."""

NOTICES: Mapping[type[Event], str | None] = {
    interaction_messages.InteractionOpened: None,
    interaction_messages.DraftSaved: None,
    interaction_messages.InteractionTakenUp: None,
    interaction_messages.InteractionEnded: None,
    interaction_messages.DraftOverdue: None,
    interaction_messages.DraftErased: None,
    appeal_messages.AppealRegistered: "notice.registered",
    appeal_messages.AppealAnswered: "notice.answered",
    appeal_messages.AppealRouted: "notice.routed",
    appeal_messages.AppealDispatched: "notice.dispatched",
    appeal_messages.DispatchOverdue: None,
    appeal_messages.AppealHandled: "notice.reported",
    appeal_messages.AppealWithdrawn: "notice.withdrawn",
    appeal_messages.FactsAdded: None,
    appeal_messages.CallBackBegan: "notice.callback",
    appeal_messages.AppealSentBack: "notice.sent_back",
    appeal_messages.AppealHandedOver: "notice.handed_over",
    appeal_messages.AppealClosed: "notice.closed",
    appeal_messages.AppealReopened: "notice.reopened",
    appeal_messages.StepUndone: "notice.undone",
    appeal_messages.AppealErased: None,
    appeal_messages.PersonalRevealed: None,
    order_messages.OrderOpened: None,
    order_messages.OrderSigned: None,
    order_messages.FirstContactMade: None,
    order_messages.OrderReported: None,
    order_messages.ContactRevealed: None,
    order_messages.MessageSent: None,
    order_messages.OrderSentBack: None,
    order_messages.OrderCancelled: None,
    order_messages.OrderRestored: None,
    order_messages.OrderHandedOver: None,
    order_messages.OrderOverdue: None,
    callback_messages.CallBackOpened: None,
    callback_messages.CallBackAttempted: None,
    callback_messages.CallBackAnswered: None,
    callback_messages.CallBackGivenUp: None,
    callback_messages.CallBackCancelled: None,
    callback_messages.CallBackReturned: None,
    callback_messages.CallBackReverted: None,
    callback_messages.CallBackOverdue: None,
    membership_messages.RoleGranted: None,
    membership_messages.RoleRevoked: None,
}
"""For every event the notice its appellant gets through the outbox, or an explicit none."""

EVENTS: Mapping[str, type[Event]] = {event.__name__: event for event in NOTICES}
"""Every event that can stand in the log, by the name it has there."""
