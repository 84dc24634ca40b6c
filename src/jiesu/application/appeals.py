# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Appeals: their commands, from the first word to withdrawal and erasure."""

from jiesu.application.registry import Decide, Registration, Scope
from jiesu.domain.appeals import decide
from jiesu.domain.appeals.messages import (
    AddFacts,
    AnswerAtOnce,
    BeginCallBack,
    DispatchAppeal,
    EraseAppeal,
    ExpireDispatchClock,
    RegisterAppeal,
    ReopenAppeal,
    RevealPersonal,
    RouteSpecially,
    UndoStep,
    WithdrawAppeal,
)
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.domain.dispatch.decide import dispatch
from jiesu.domain.handling import asking, ending
from jiesu.domain.streams import StreamKind
from jiesu.kernel.events import Command


def _row(command: type[Command], decide_: Decide) -> Registration:
    return Registration(
        command,
        APPEALS.actions[command],
        StreamKind.APPEAL,
        APPEALS.permission(command),
        Scope.CITY,
        decide_,
    )


REGISTRATIONS = (
    Registration(
        RegisterAppeal,
        APPEALS.actions[RegisterAppeal],
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
        lambda case, command, policy, now: decide.answer_at_once(
            case.the_appeal(command.appeal_id), command, policy.appeals, now
        ),
    ),
    _row(
        RouteSpecially,
        lambda case, command, policy, now: decide.route_specially(
            case.the_appeal(command.appeal_id), command, policy.appeals, now
        ),
    ),
    _row(
        DispatchAppeal,
        lambda case, command, policy, now: dispatch(
            case.the_appeal(command.appeal_id), command, policy.dispatch, now
        ),
    ),
    _row(
        ExpireDispatchClock,
        lambda case, command, _policy, now: decide.expire_dispatch_clock(
            case.the_appeal(command.appeal_id), command, now
        ),
    ),
    _row(
        WithdrawAppeal,
        lambda case, command, policy, now: ending.withdraw(case, command, policy.appeals, now),
    ),
    _row(
        AddFacts,
        lambda case, command, policy, now: decide.add_facts(
            case.the_appeal(command.appeal_id), command, policy.appeals, now
        ),
    ),
    _row(
        BeginCallBack,
        lambda case, command, policy, now: asking.begin(case, command, policy.callback, now),
    ),
    _row(
        ReopenAppeal,
        lambda case, command, policy, now: ending.reopen(case, command, policy.handling, now),
    ),
    _row(
        UndoStep,
        lambda case, command, policy, now: ending.undo(case, command, policy.appeals, now),
    ),
    _row(
        EraseAppeal,
        lambda case, command, policy, now: ending.erase_case(case, command, policy.appeals, now),
    ),
    _row(
        RevealPersonal,
        lambda case, command, policy, now: decide.reveal(
            case.the_appeal(command.appeal_id), command, policy.appeals, now
        ),
    ),
)
