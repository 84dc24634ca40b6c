# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A contact: state, folding, transitions."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from jiesu.domain.clocks import Clock, ClockName
from jiesu.domain.interactions.messages import (
    DraftErased,
    DraftOverdue,
    DraftSaved,
    EndInteraction,
    EndReason,
    EraseDraft,
    ExpireDraft,
    InteractionEnded,
    InteractionOpened,
    InteractionTakenUp,
    SaveDraft,
)
from jiesu.domain.taxonomy import Channel
from jiesu.domain.transitions import Guard, Transition, TransitionTable
from jiesu.kernel.events import Event
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import SealedText
from jiesu.kernel.records import replace
from jiesu.kernel.text import Text


class InteractionState(StrEnum):
    """来电/来件状态."""

    DRAFT = "draft"  # 记录中
    TAKEN_UP = "taken_up"  # 已成诉求
    ENDED = "ended"  # 未成诉求，已说明原因


@dataclass(frozen=True, slots=True)
class Interaction:
    """来电/来件: a call or message, owned and clocked from its first second."""

    id: UUID
    state: InteractionState
    channel: Channel
    owner: str
    opened_at: Instant
    account: SealedText | None = None
    draft: SealedText | None = None
    draft_due: Instant | None = None
    expired: tuple[ClockName, ...] = ()
    appeals: tuple[UUID, ...] = ()
    ended_reason: EndReason | None = None
    ended_at: Instant | None = None
    erased_at: Instant | None = None


_NOT_ERASED: Guard[Interaction | None] = Guard(
    lambda contact: contact is not None and contact.erased_at is None,
    Text("个人信息已依法删除。", "Its personal data has been erased by law."),
)

INTERACTIONS: TransitionTable[InteractionState, Interaction | None] = TransitionTable(
    "interaction",
    {
        InteractionState.DRAFT: Text("记录中", "being written"),
        InteractionState.TAKEN_UP: Text("已成诉求", "taken up"),
        InteractionState.ENDED: Text("已结束", "ended"),
    },
    {
        SaveDraft: Text("保存草稿", "Save the draft"),
        EndInteraction: Text("结束来件", "End the contact"),
        EraseDraft: Text("删除草稿中的个人信息", "Erase the draft's personal data"),
        ExpireDraft: Text("草稿超时", "Draft overdue"),
    },
    (
        Transition(
            None,
            SaveDraft,
            InteractionState.DRAFT,
            "interaction.draft",
            "appeal.record",
        ),
        Transition(
            InteractionState.DRAFT,
            SaveDraft,
            InteractionState.DRAFT,
            "interaction.draft",
            "appeal.record",
        ),
        Transition(
            InteractionState.DRAFT,
            EndInteraction,
            InteractionState.ENDED,
            "interaction.end",
            "interaction.ending",
        ),
        Transition(
            InteractionState.ENDED,
            EraseDraft,
            InteractionState.ENDED,
            "appeal.erase",
            "appeal.erasure",
            _NOT_ERASED,
        ),
        Transition(
            InteractionState.DRAFT,
            ExpireDraft,
            InteractionState.DRAFT,
            "clock.expire",
            "interaction.draft_clock",
        ),
    ),
)
"""Being taken up is decided with the appeal: see ``domain.appeals``."""


def evolve(state: Interaction | None, event: Event, entity: UUID, at: Instant) -> Interaction:
    """Return the contact after ``event``; the only place its state changes."""
    if isinstance(event, InteractionOpened):
        return Interaction(
            id=entity,
            state=InteractionState.DRAFT,
            channel=event.channel,
            owner=event.owner,
            opened_at=at,
            account=event.account,
            draft_due=event.draft_due,
        )
    if state is None:
        raise ValueError(f"{event.name} before InteractionOpened")
    match event:
        case DraftSaved(words=words, account=account):
            return replace(state, draft=words, account=account or state.account)
        case InteractionTakenUp(appeal_id=appeal_id):
            return replace(
                state, state=InteractionState.TAKEN_UP, appeals=(*state.appeals, appeal_id)
            )
        case InteractionEnded(reason=reason):
            return replace(state, state=InteractionState.ENDED, ended_reason=reason, ended_at=at)
    return _aside(state, event, at)


def _aside(state: Interaction, event: Event, at: Instant) -> Interaction:
    """Fold what changes nothing about where the contact stands."""
    match event:
        case DraftOverdue(clock=clock):
            return replace(state, expired=(*state.expired, clock))
        case DraftErased():
            return replace(state, erased_at=at)
    raise ValueError(f"{event.name} is not an event of a contact")


def clocks(state: Interaction) -> tuple[Clock, ...]:
    """Return what is running: a draft that nobody finished."""
    waiting = state.state is InteractionState.DRAFT and ClockName.DRAFT not in state.expired
    if waiting and state.draft_due is not None:
        return (Clock(ClockName.DRAFT, state.draft_due),)
    return ()
