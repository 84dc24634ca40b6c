# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What can be asked of a contact, and what can have happened to it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from jiesu.domain.clocks import ClockName
from jiesu.domain.taxonomy import Channel
from jiesu.kernel.events import Command, Event
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import Private, SealedText
from jiesu.rulebook.explain import Basis


class EndReason(StrEnum):
    """Why a contact ended without an appeal; there is always a reason."""

    HUNG_UP = "hung_up"  # 来电中断
    WRONG_NUMBER = "wrong_number"  # 误拨
    SILENT = "silent"  # 无声来电
    TEST = "test"  # 系统测试
    TAKEN_UP_ELSEWHERE = "taken_up_elsewhere"  # 已在其他来件登记


class ErasureGround(StrEnum):
    """删除理由: the lawful grounds for erasing personal data."""

    REQUEST = "request"  # 本人请求
    RETENTION_OVER = "retention_over"  # 保存期届满
    UNLAWFUL_COLLECTION = "unlawful_collection"  # 违法收集


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveDraft(Command):
    """Open a contact, or save what has been typed so far."""

    interaction_id: UUID
    channel: Channel
    words: Private
    account: Private | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EndInteraction(Command):
    """Close a contact that did not become an appeal."""

    interaction_id: UUID
    reason: EndReason


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseDraft(Command):
    """Destroy the key of the words of a contact that ended without an appeal."""

    interaction_id: UUID
    ground: ErasureGround


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireDraft(Command):
    """The draft's clock ran out (sent by the timer)."""

    interaction_id: UUID
    clock: ClockName


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionOpened(Event):
    """A contact began; from here it has an owner and a clock."""

    channel: Channel
    owner: str
    account: SealedText | None
    draft_due: Instant | None
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftSaved(Event):
    """What has been typed so far is safe."""

    words: SealedText
    account: SealedText | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionEnded(Event):
    """The contact ended without an appeal."""

    reason: EndReason
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOverdue(Event):
    """The draft has lain longer than allowed; its owner is reminded."""

    clock: ClockName
    due_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionTakenUp(Event):
    """The contact became an appeal (one of possibly several)."""

    appeal_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftErased(Event):
    """The key of the draft's words was destroyed; where its appeal was erased, with the appeal."""

    ground: ErasureGround
    basis: tuple[Basis, ...]
