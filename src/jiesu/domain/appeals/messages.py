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


class Capacity(StrEnum):
    """诉求人身份: for whom the caller speaks."""

    SELF = "self"  # 本人
    PROXY = "proxy"  # 代理人
    GUARDIAN = "guardian"  # 监护人


class Closing(StrEnum):
    """结案方式: why an appeal is closed."""

    RESOLVED = "resolved"  # 诉求人认可
    UNRESOLVED = "unresolved"  # 多次退回后仍未解决
    DISSATISFIED = "dissatisfied"  # 多次退回后仍不满意
    NOT_REACHED = "not_reached"  # 无法回访
    NOT_ASKED = "not_asked"  # 依规定不回访


class Undoable(StrEnum):
    """可撤销的操作: a step whose undoing harms nobody while it is fresh."""

    ANSWER = "answer"  # 当场答复
    ROUTE = "route"  # 特殊情形告知
    DISPATCH = "dispatch"  # 派单（尚无单位签收）
    WITHDRAWAL = "withdrawal"  # 撤回
    VERDICT = "verdict"  # 回访评价（未退回重办）


class RedoReason(StrEnum):
    """退回原因: why the unit has it again."""

    NOT_SOLVED = "not_solved"  # 回访未解决
    DISSATISFIED = "dissatisfied"  # 回访不满意
    REVIEWED = "reviewed"  # 审核退回
    REOPENED = "reopened"  # 结案后重启


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAppeal(Command):
    """Take down what a person said, in their words; never edited afterwards.

    ``from_draft`` says that the contact exists already (a draft, or an earlier appeal of one call).
    ``appellant`` is whose appeal it is; ``representative`` speaks for them in another ``capacity``
    and is whom ``contact`` reaches. ``matter_guessed`` and ``area_guessed`` say that a program took
    them from the words and nobody confirmed it.
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
    capacity: Capacity = Capacity.SELF
    representative: Private | None = None
    confidential: bool = False
    organisation: bool = False
    minor: Minor | None = None
    matter: str | None = None
    area: str | None = None
    matter_guessed: bool = False
    area_guessed: bool = False
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
class AddFacts(Command):
    """补充: say more about an appeal; what was said before stays as it is."""

    appeal_id: UUID
    facts: Private


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenAppeal(Command):
    """重启: take an appeal up again that was closed, answered or routed."""

    appeal_id: UUID
    reason: Private


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoStep(Command):
    """撤销: take back the last step while that harms nobody; ``step`` says which one is meant."""

    appeal_id: UUID
    step: Undoable


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireDispatchClock(Command):
    """Nobody has dispatched the appeal in time (sent by the timer)."""

    appeal_id: UUID
    clock: ClockName


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginCallBack(Command):
    """The time limit is over: the person is to be asked (sent by the timer)."""

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
    capacity: Capacity
    representative: SealedText | None
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
    matter_guessed: bool = False
    area_guessed: bool = False


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
    """The appeal has become orders; the lead and the co-handlers are named.

    ``asked`` says that the person will be asked, ``callback_due`` from when on whatever happens.
    """

    orders: tuple[UUID, ...]
    lead: str
    asked: bool
    callback_due: Instant | None
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
class FactsAdded(Event):
    """The person has said more."""

    facts: SealedText
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackBegan(Event):
    """The person is being asked about the present round of handling."""

    callback_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealSentBack(Event):
    """退回重办: the unit has it again, with a new limit, from this very instant."""

    why: RedoReason
    lead: str
    callback_due: Instant | None
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealHandedOver(Event):
    """移交: another unit leads, since the one that led has ended."""

    predecessor: str
    lead: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealClosed(Event):
    """The appeal is closed, and how."""

    closing: Closing
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealReopened(Event):
    """The appeal was taken up again; one that never was dispatched waits for its dispatch."""

    reason: SealedText
    dispatch_due: Instant | None
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepUndone(Event):
    """The last step was a slip and is undone; it stays in the log."""

    step: Undoable
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
