# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Work orders: their commands, from signing for it to the reported result."""

from jiesu.application.registry import Decide, Registration, Scope
from jiesu.domain.handling.decide import report_result
from jiesu.domain.handling.reaching import reveal_contact
from jiesu.domain.handling.succession import hand_over
from jiesu.domain.streams import StreamKind
from jiesu.domain.workorders import decide
from jiesu.domain.workorders.messages import (
    ExpireOrderClock,
    HandOverOrder,
    RecordFirstContact,
    ReportResult,
    RevealContact,
    SendMessage,
    SignFor,
)
from jiesu.domain.workorders.model import ORDERS
from jiesu.kernel.events import Command


def _row(command: type[Command], scope: Scope, decide_: Decide) -> Registration:
    return Registration(
        command,
        ORDERS.actions[command],
        StreamKind.ORDER,
        ORDERS.permission(command),
        scope,
        decide_,
    )


REGISTRATIONS = (
    _row(
        SignFor,
        Scope.OWN_UNIT,
        lambda case, command, policy, now: decide.sign_for(
            case.order(command.order_id), policy.orders, now
        ),
    ),
    _row(
        RecordFirstContact,
        Scope.OWN_UNIT,
        lambda case, command, policy, now: decide.record_first_contact(
            case.order(command.order_id), command, policy.orders, now
        ),
    ),
    _row(
        ReportResult,
        Scope.OWN_UNIT,
        lambda case, command, policy, now: report_result(case, command, policy.handling, now),
    ),
    _row(
        RevealContact,
        Scope.OWN_UNIT,
        lambda case, command, policy, now: reveal_contact(case, command, policy.appeals, now),
    ),
    _row(
        SendMessage,
        Scope.OWN_UNIT,
        lambda case, command, policy, now: decide.send_message(
            case.order(command.order_id), command, policy.orders, now
        ),
    ),
    _row(
        ExpireOrderClock,
        Scope.CITY,
        lambda case, command, _policy, now: decide.expire_clock(
            case.order(command.order_id), command, now
        ),
    ),
    _row(
        HandOverOrder,
        Scope.CITY,
        lambda case, command, policy, now: hand_over(
            case, command, policy.succession, policy.dispatch, now
        ),
    ),
)
