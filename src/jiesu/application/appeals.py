# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Appeals: their commands, from the first word to withdrawal and erasure."""

from jiesu.application.registry import Decide, Registration, Scope
from jiesu.domain.appeals import decide
from jiesu.domain.appeals.messages import (
    AnswerAtOnce,
    DispatchAppeal,
    EraseAppeal,
    ExpireDispatchClock,
    RegisterAppeal,
    RevealPersonal,
    RouteSpecially,
    WithdrawAppeal,
)
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.domain.dispatch.decide import dispatch
from jiesu.domain.handling.decide import withdraw
from jiesu.domain.streams import StreamKind
from jiesu.kernel.events import Command
from jiesu.kernel.text import Text


def _row(command: type[Command], title: Text, decide_: Decide) -> Registration:
    return Registration(
        command, title, StreamKind.APPEAL, APPEALS.permission(command), Scope.CITY, decide_
    )


REGISTRATIONS = (
    Registration(
        RegisterAppeal,
        Text("登记诉求", "Register the appeal"),
        StreamKind.APPEAL,
        APPEALS.permission(RegisterAppeal),
        Scope.CITY,
        lambda case, command, policy, now: decide.register(
            case.interaction, case.appeal, command, policy.appeals, policy.organisation, now
        ),
        creates=lambda command: not command.from_draft,
        begins=True,
        loaded_by=StreamKind.INTERACTION,
    ),
    _row(
        AnswerAtOnce,
        Text("当场答复", "Answer at once"),
        lambda case, command, policy, now: decide.answer_at_once(
            case.the_appeal(command.appeal_id), command, policy.appeals, now
        ),
    ),
    _row(
        RouteSpecially,
        Text("按特殊情形告知", "Take a special route"),
        lambda case, command, policy, now: decide.route_specially(
            case.the_appeal(command.appeal_id), command, policy.appeals, now
        ),
    ),
    _row(
        DispatchAppeal,
        Text("派单", "Dispatch"),
        lambda case, command, policy, now: dispatch(
            case.the_appeal(command.appeal_id), command, policy.dispatch, now
        ),
    ),
    _row(
        ExpireDispatchClock,
        Text("派单超时", "Dispatch overdue"),
        lambda case, command, _policy, now: decide.expire_dispatch_clock(
            case.the_appeal(command.appeal_id), command, now
        ),
    ),
    _row(
        WithdrawAppeal,
        Text("撤回诉求", "Withdraw the appeal"),
        lambda case, command, policy, now: withdraw(case, command, policy.appeals, now),
    ),
    _row(
        EraseAppeal,
        Text("删除个人信息", "Erase personal data"),
        lambda case, command, policy, now: decide.erase(
            case.the_appeal(command.appeal_id), case.interaction, command, policy.appeals, now
        ),
    ),
    _row(
        RevealPersonal,
        Text("查看个人信息", "Reveal personal data"),
        lambda case, command, policy, now: decide.reveal(
            case.the_appeal(command.appeal_id), command, policy.appeals, now
        ),
    ),
)
