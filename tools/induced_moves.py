# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Moves that stand in no transition table, for another subject brings them about."""

from enum import StrEnum
from typing import NamedTuple

from jiesu.domain.appeals.messages import (
    BeginCallBack,
    DispatchAppeal,
    EraseAppeal,
    RegisterAppeal,
    ReopenAppeal,
    UndoStep,
    WithdrawAppeal,
)
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.callback.messages import (
    RateHandling,
    RecordAttempt,
    RecordOutcome,
    ReturnResult,
)
from jiesu.domain.callback.model import CallBackState
from jiesu.domain.interactions.model import InteractionState
from jiesu.domain.streams import StreamKind
from jiesu.domain.workorders.messages import ReportResult
from jiesu.domain.workorders.model import OrderState
from jiesu.kernel.events import Command


class Induced(NamedTuple):
    """A move that a command of another aggregate brings about, so it is in no table."""

    kind: StreamKind
    source: StrEnum | None
    target: StrEnum
    command: type[Command]
    when: str


_OPEN_ORDERS = (OrderState.ASSIGNED, OrderState.SIGNED, OrderState.CONTACTED)
INDUCED = (
    Induced(
        StreamKind.INTERACTION,
        None,
        InteractionState.TAKEN_UP,
        RegisterAppeal,
        "an appeal is registered without a draft",
    ),
    Induced(
        StreamKind.INTERACTION,
        InteractionState.DRAFT,
        InteractionState.TAKEN_UP,
        RegisterAppeal,
        "an appeal is registered from the draft (`from_draft`)",
    ),
    Induced(
        StreamKind.INTERACTION,
        InteractionState.TAKEN_UP,
        InteractionState.TAKEN_UP,
        RegisterAppeal,
        "another appeal of the same call is registered",
    ),
    Induced(
        StreamKind.APPEAL,
        AppealState.DISPATCHED,
        AppealState.HANDLED,
        ReportResult,
        "the last open order of the appeal reports its result",
    ),
    Induced(
        StreamKind.APPEAL,
        AppealState.DISPATCHED,
        AppealState.CLOSED,
        ReportResult,
        "the last open order reports, and nobody is asked or the answer came before",
    ),
    Induced(
        StreamKind.APPEAL,
        AppealState.HANDLED,
        AppealState.CLOSED,
        RecordAttempt,
        "the last attempt the rule asks for brought no answer",
    ),
    *(
        Induced(StreamKind.APPEAL, source, target, answer, when)
        for answer in (RecordOutcome, RateHandling)
        for source, target, when in (
            (AppealState.HANDLED, AppealState.CLOSED, "the person accepts, or no redo is left"),
            (AppealState.HANDLED, AppealState.DISPATCHED, "not solved: sent back"),
        )
    ),
    Induced(
        StreamKind.APPEAL,
        AppealState.HANDLED,
        AppealState.DISPATCHED,
        ReturnResult,
        "the hotline finds the result wanting: sent back",
    ),
    Induced(
        StreamKind.APPEAL,
        AppealState.CLOSED,
        AppealState.DISPATCHED,
        RateHandling,
        "not solved, said after the asking had been given up: sent back",
    ),
    Induced(
        StreamKind.APPEAL,
        AppealState.WITHDRAWN,
        AppealState.DISPATCHED,
        UndoStep,
        "the withdrawal of an appeal that units had is undone",
    ),
    Induced(
        StreamKind.ORDER,
        None,
        OrderState.ASSIGNED,
        DispatchAppeal,
        "the appeal is dispatched: one order for the lead, one for each co-handler",
    ),
    *(
        Induced(
            StreamKind.ORDER,
            state,
            OrderState.CANCELLED,
            WithdrawAppeal,
            "the appeal is taken back while the order is open",
        )
        for state in _OPEN_ORDERS
    ),
    Induced(
        StreamKind.ORDER,
        OrderState.ASSIGNED,
        OrderState.CANCELLED,
        UndoStep,
        "the dispatch is undone before any unit has signed for it",
    ),
    *(
        Induced(
            StreamKind.ORDER,
            OrderState.CANCELLED,
            state,
            UndoStep,
            "the withdrawal is undone: the order stands as it stood",
        )
        for state in _OPEN_ORDERS
    ),
    *(
        Induced(StreamKind.ORDER, OrderState.REPORTED, OrderState.ASSIGNED, command, when)
        for command, when in (
            (RecordOutcome, "not solved: the lead has it again, with new clocks"),
            (RateHandling, "not solved, said online"),
            (ReturnResult, "the hotline finds the result wanting"),
            (ReopenAppeal, "the closed appeal is taken up again"),
        )
    ),
    *(
        Induced(StreamKind.CALLBACK, source, target, command, when)
        for source, target, command, when in (
            (None, CallBackState.OPEN, BeginCallBack, "the lead's time limit is over"),
            (None, CallBackState.OPEN, ReportResult, "the last open order reports"),
            (CallBackState.OPEN, CallBackState.GIVEN_UP, RecordAttempt, "the last attempt"),
            (CallBackState.OPEN, CallBackState.CANCELLED, WithdrawAppeal, "it is taken back"),
            (CallBackState.OPEN, CallBackState.CANCELLED, EraseAppeal, "it is erased by law"),
            (CallBackState.OPEN, CallBackState.CANCELLED, UndoStep, "the dispatch is undone"),
            (CallBackState.ANSWERED, CallBackState.OPEN, UndoStep, "the verdict is undone"),
            (CallBackState.CANCELLED, CallBackState.OPEN, UndoStep, "the withdrawal is undone"),
        )
    ),
)
"""Written by hand, since no table holds them; tests check that every state can be reached."""
