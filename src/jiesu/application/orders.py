# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Work orders: their commands, from signing for it to the reported result."""

from jiesu.application.registry import Decide, Registration, Scope
from jiesu.domain.handling.decide import report_result
from jiesu.domain.streams import StreamKind
from jiesu.domain.workorders import decide
from jiesu.domain.workorders.messages import (
    ExpireOrderClock,
    RecordFirstContact,
    ReportResult,
    SignFor,
)
from jiesu.domain.workorders.model import ORDERS
from jiesu.kernel.events import Command
from jiesu.kernel.text import Text


def _row(command: type[Command], title: Text, scope: Scope, decide_: Decide) -> Registration:
    return Registration(
        command, title, StreamKind.ORDER, ORDERS.permission(command), scope, decide_
    )


REGISTRATIONS = (
    _row(
        SignFor,
        Text("签收", "Sign for the order"),
        Scope.OWN_UNIT,
        lambda case, command, policy, now: decide.sign_for(
            case.order(command.order_id), policy.orders, now
        ),
    ),
    _row(
        RecordFirstContact,
        Text("登记首次联系", "Record the first contact"),
        Scope.OWN_UNIT,
        lambda case, command, policy, now: decide.record_first_contact(
            case.order(command.order_id), command, policy.orders, now
        ),
    ),
    _row(
        ReportResult,
        Text("办结反馈", "Report the result"),
        Scope.OWN_UNIT,
        lambda case, command, policy, now: report_result(case, command, policy.orders, now),
    ),
    _row(
        ExpireOrderClock,
        Text("工单时钟到期", "Order clock ran out"),
        Scope.CITY,
        lambda case, command, _policy, now: decide.expire_clock(
            case.order(command.order_id), command, now
        ),
    ),
)
