# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What can be asked of a call-back, and what can have happened to it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from jiesu.domain.clocks import ClockName
from jiesu.domain.taxonomy import AppealKind
from jiesu.kernel.events import Command, Event
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import Private, SealedText
from jiesu.rulebook.explain import Basis


class Trigger(StrEnum):
    """回访时机: what makes a call-back due; the pack says which."""

    LIMIT_OVER = "limit_over"  # 办理时限届满
    REPORTED = "reported"  # 单位反馈办结
    FIRST_OF_BOTH = "first_of_both"  # 反馈或届满，以先到者为准


class Via(StrEnum):
    """回访方式: how the person was asked."""

    PHONE = "phone"  # 电话
    SMS = "sms"  # 短信
    WEB = "web"  # 网络


class Solved(StrEnum):
    """是否解决, in the person's own judgement."""

    SOLVED = "solved"  # 解决
    PARTLY = "partly"  # 部分解决（基本解决）
    UNSOLVED = "unsolved"  # 未解决


class Satisfied(StrEnum):
    """是否满意, in the person's own judgement."""

    SATISFIED = "satisfied"  # 满意
    BASICALLY = "basically"  # 基本满意
    DISSATISFIED = "dissatisfied"  # 不满意


Answer = Solved | Satisfied
"""回访答案: what a rule may name of the two questions; they share no word."""


class AttemptResult(StrEnum):
    """未成功回访的情形: why an attempt brought no answer."""

    NO_ANSWER = "no_answer"  # 无人接听
    WRONG_NUMBER = "wrong_number"  # 号码有误
    DECLINED = "declined"  # 不愿评价
    NO_CONTACT_LEFT = "no_contact_left"  # 未留联系方式


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAttempt(Command):
    """Note that the person was tried and gave no answer; the last try ends the asking."""

    callback_id: UUID
    result: AttemptResult
    note: Private | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordOutcome(Command):
    """回访结果: write down what the person answered; ``process`` judges how they were treated."""

    callback_id: UUID
    via: Via
    contacted: bool
    solved: Solved
    satisfied: Satisfied
    process: Satisfied | None = None
    note: Private | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RateHandling(Command):
    """自助评价: the person answers online, before or after anybody calls."""

    callback_id: UUID
    contacted: bool
    solved: Solved
    satisfied: Satisfied
    process: Satisfied | None = None
    note: Private | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnResult(Command):
    """审核退回: the hotline finds the result wanting and returns it before the person is asked."""

    callback_id: UUID
    reason: Private


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireCallBackClock(Command):
    """Nobody has asked the person in time (sent by the timer)."""

    callback_id: UUID
    clock: ClockName


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackOpened(Event):
    """The person is to be asked about one round of handling; who had it is written down here.

    ``due_at`` is the end of the lead's time limit, ``asking_due`` when somebody must have asked.
    """

    appeal_id: UUID
    round: int
    trigger: Trigger
    lead: str
    helpers: tuple[str, ...]
    copies: tuple[str, ...]
    district: str | None
    matter: str | None
    area: str | None
    kind: AppealKind
    registered_at: Instant
    dispatched_at: Instant
    due_at: Instant
    asking_due: Instant
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackAttempted(Event):
    """The person was tried and gave no answer."""

    result: AttemptResult
    note: SealedText | None
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackAnswered(Event):
    """The person has the last word: contacted, solved, satisfied."""

    via: Via
    contacted: bool
    solved: Solved
    satisfied: Satisfied
    process: Satisfied | None
    note: SealedText | None
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackGivenUp(Event):
    """The person was tried as often as the rule says and gave no answer."""

    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackCancelled(Event):
    """There is nothing to ask any more: withdrawn, or erased by law."""

    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackReturned(Event):
    """The hotline has returned the result: nobody is asked about this round; the reason is here."""

    reason: SealedText
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackReverted(Event):
    """The last step was a slip and is undone: the question is open again."""

    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBackOverdue(Event):
    """Nobody has asked the person in time."""

    clock: ClockName
    due_at: Instant
