# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What can be asked of an appeal, and what can have happened to it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions.messages import ErasureGround
from jiesu.domain.taxonomy import AppealKind, Channel, SpecialRoute
from jiesu.kernel.events import Command, Event
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import Private, SealedText
from jiesu.rulebook.explain import Basis


class Minor(StrEnum):
    """未成年人: never a label, only a suggestion until a person has confirmed it."""

    SUGGESTED = "suggested"  # 疑似，未确认
    CONFIRMED = "confirmed"  # 已确认


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAppeal(Command):
    """Take down what a person said, in their words; never edited afterwards.

    ``from_draft`` says that the contact exists already (a draft, or an earlier appeal of one call).
    """

    appeal_id: UUID
    interaction_id: UUID
    kind: AppealKind
    channel: Channel
    words: Private
    from_draft: bool = False
    title: Private | None = None
    appellant: Private | None = None
    contact: Private | None = None
    place: Private | None = None
    account: Private | None = None
    confidential: bool = False
    organisation: bool = False
    minor: Minor | None = None
    matter: str | None = None
    area: str | None = None
    complained_unit: str | None = None
    complained_officer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerAtOnce(Command):
    """Answer an inquiry while the person is still there (Art. 11 of the ordinance it follows)."""

    appeal_id: UUID
    reply: Private


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteSpecially(Command):
    """Take one of the six routes that need no order, with what the person was told."""

    appeal_id: UUID
    route: SpecialRoute
    explanation: Private


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchAppeal(Command):
    """派单: turn the appeal into orders; the catalogue decides unless a person names the unit.

    ``unit`` with ``reason`` is a dispatcher's own choice; ``co_handlers`` then replaces the duty
    item's.
    """

    appeal_id: UUID
    unit: str | None = None
    co_handlers: tuple[str, ...] | None = None
    reason: Private | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawAppeal(Command):
    """撤回: the person takes the appeal back; open orders fall away."""

    appeal_id: UUID
    reason: Private


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireDispatchClock(Command):
    """Nobody has dispatched the appeal in time (sent by the timer)."""

    appeal_id: UUID
    clock: ClockName


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseAppeal(Command):
    """Destroy the keys of everything personal in an appeal; the log stays whole."""

    appeal_id: UUID
    ground: ErasureGround


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealPersonal(Command):
    """Show personal data in clear to one officer, for a stated reason that is kept."""

    appeal_id: UUID
    reason: Private


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRegistered(Event):
    """What a person said has been taken down."""

    number: str
    interaction_id: UUID
    kind: AppealKind
    channel: Channel
    words: SealedText
    title: SealedText | None
    appellant: SealedText | None
    contact: SealedText | None
    place: SealedText | None
    account: SealedText | None
    confidential: bool
    organisation: bool
    minor: Minor | None
    matter: str | None
    area: str | None
    district: str | None
    complained_unit: str | None
    complained_officer: str | None
    dispatch_due: Instant
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealAnswered(Event):
    """The inquiry was answered at once."""

    reply: SealedText
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRouted(Event):
    """The appeal took a special route; ``script`` is the text key the person heard."""

    route: SpecialRoute
    script: str
    explanation: SealedText
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealDispatched(Event):
    """The appeal has become orders; the lead and the co-handlers are named."""

    orders: tuple[UUID, ...]
    lead: str
    reason: SealedText | None
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DispatchOverdue(Event):
    """Nobody has dispatched the appeal within the limit."""

    clock: ClockName
    due_at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealHandled(Event):
    """The last unit still at work has reported; ``order_id`` is the order that closed it."""

    order_id: UUID
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealWithdrawn(Event):
    """The person took the appeal back."""

    reason: SealedText
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealErased(Event):
    """The key of everything personal in the appeal was destroyed; this is its tombstone."""

    ground: ErasureGround
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalRevealed(Event):
    """An officer saw personal data in clear; the reason stands here for the auditor."""

    reason: SealedText
    basis: tuple[Basis, ...]
