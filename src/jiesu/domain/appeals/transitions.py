# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The one transition table of an appeal."""

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
    AppealState.CLOSED,
)
_AT_WORK = (AppealState.DISPATCHED, AppealState.HANDLED)
_UNDONE = {
    AppealState.ANSWERED: _WAITING,
    AppealState.ROUTED: _WAITING,
    AppealState.DISPATCHED: _WAITING,
    AppealState.WITHDRAWN: _WAITING,
    AppealState.CLOSED: AppealState.HANDLED,
}
"""Where undoing leads; a withdrawal of what was dispatched leads back to its units."""
_SOMETHING_FRESH: Guard[Appeal | None] = Guard(
    lambda appeal: appeal is not None and appeal.undoable is not None and appeal.erased_at is None,
    Text("没有可撤销的操作。", "There is nothing that can be undone."),
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
        AppealState.CLOSED: Text("已结案", "closed"),
    },
    {
        RegisterAppeal: Text("登记诉求", "Register the appeal"),
        AnswerAtOnce: Text("当场答复", "Answer at once"),
        RouteSpecially: Text("按特殊情形告知", "Take a special route"),
        DispatchAppeal: Text("派单", "Dispatch"),
        ExpireDispatchClock: Text("派单超时", "Dispatch overdue"),
        WithdrawAppeal: Text("撤回诉求", "Withdraw the appeal"),
        AddFacts: Text("补充情况", "Add facts"),
        BeginCallBack: Text("进入回访", "Begin the call-back"),
        ReopenAppeal: Text("重启诉求", "Reopen the appeal"),
        UndoStep: Text("撤销上一步", "Undo the last step"),
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
            Transition(state, AddFacts, state, "appeal.add", "appeal.adding", _NOT_ERASED)
            for state in (_WAITING, *_AT_WORK)
        ),
        *(
            Transition(state, BeginCallBack, state, "clock.expire", "callback.trigger")
            for state in _AT_WORK
        ),
        *(
            Transition(
                state, ReopenAppeal, target, "appeal.reopen", "appeal.reopening", _NOT_ERASED
            )
            for state, target in (
                (AppealState.ANSWERED, _WAITING),
                (AppealState.ROUTED, _WAITING),
                (AppealState.CLOSED, AppealState.DISPATCHED),
            )
        ),
        *(
            Transition(state, UndoStep, target, "appeal.undo", "appeal.undoing", _SOMETHING_FRESH)
            for state, target in _UNDONE.items()
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
"""``HANDLED`` is reached when the last open order reports; ``CLOSED``, or ``DISPATCHED`` again,
when the person has answered: see ``domain.handling``."""
