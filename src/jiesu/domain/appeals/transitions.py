# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The one transition table of an appeal."""

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
from jiesu.domain.appeals.model import Appeal, AppealState
from jiesu.domain.transitions import Guard, Transition, TransitionTable
from jiesu.kernel.text import Text

_NOT_ERASED: Guard[Appeal | None] = Guard(
    lambda appeal: appeal is not None and appeal.erased_at is None,
    Text("个人信息已依法删除。", "Its personal data has been erased by law."),
)
_WAITING = AppealState.REGISTERED
_SETTLED = (
    AppealState.ANSWERED,
    AppealState.ROUTED,
    AppealState.HANDLED,
    AppealState.WITHDRAWN,
)

APPEALS: TransitionTable[AppealState, Appeal | None] = TransitionTable(
    "appeal",
    {
        AppealState.REGISTERED: Text("待派单", "waiting for dispatch"),
        AppealState.ANSWERED: Text("当场答复", "answered at once"),
        AppealState.ROUTED: Text("特殊情形，已告知", "special route, told"),
        AppealState.DISPATCHED: Text("办理中", "being handled"),
        AppealState.HANDLED: Text("已办结反馈", "handled"),
        AppealState.WITHDRAWN: Text("已撤回", "withdrawn"),
    },
    {
        RegisterAppeal: Text("登记诉求", "Register the appeal"),
        AnswerAtOnce: Text("当场答复", "Answer at once"),
        RouteSpecially: Text("按特殊情形告知", "Take a special route"),
        DispatchAppeal: Text("派单", "Dispatch"),
        ExpireDispatchClock: Text("派单超时", "Dispatch overdue"),
        WithdrawAppeal: Text("撤回诉求", "Withdraw the appeal"),
        EraseAppeal: Text("删除个人信息", "Erase personal data"),
        RevealPersonal: Text("查看个人信息", "Reveal personal data"),
    },
    (
        Transition(None, RegisterAppeal, _WAITING, "appeal.register", "appeal.record"),
        Transition(
            _WAITING, AnswerAtOnce, AppealState.ANSWERED, "appeal.answer", "appeal.answering"
        ),
        Transition(
            _WAITING, RouteSpecially, AppealState.ROUTED, "appeal.route", "route.legal_channel"
        ),
        Transition(
            _WAITING, DispatchAppeal, AppealState.DISPATCHED, "appeal.dispatch", "dispatch.direct"
        ),
        Transition(
            _WAITING,
            ExpireDispatchClock,
            _WAITING,
            "clock.expire",
            "appeal.dispatch_clock",
        ),
        *(
            Transition(
                state,
                WithdrawAppeal,
                AppealState.WITHDRAWN,
                "appeal.withdraw",
                "appeal.withdrawal",
            )
            for state in (_WAITING, AppealState.DISPATCHED)
        ),
        *(
            Transition(state, EraseAppeal, state, "appeal.erase", "appeal.erasure", _NOT_ERASED)
            for state in _SETTLED
        ),
        *(
            Transition(state, RevealPersonal, state, "appeal.reveal", "appeal.reveal", _NOT_ERASED)
            for state in AppealState
        ),
    ),
)
"""``HANDLED`` is reached when the last open order of the appeal reports its result."""
