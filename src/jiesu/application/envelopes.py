# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A command on its way to the gate, and what comes back."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from jiesu.domain.access import Actor
from jiesu.domain.workorders.case import Case
from jiesu.kernel.errors import BadInput, Conflict, JiesuError, Refusal
from jiesu.kernel.events import Command
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Text


class SameIdOtherContent(Conflict):
    """The command id was used before for something else."""

    what = Text(
        "指令编号 {command_id} 已用于另一内容。",
        "The command id {command_id} was used before with other content.",
    )
    next_step = Text("请使用新的编号重新提交。", "Send it again under a new id.")


class NotTheSameChain(Conflict):
    """Commands carried out before come again among others that were not."""

    what = Text(
        "这组指令中有的已执行过，第 {step} 条（{command_id}）却没有。",
        "Some of these commands were carried out before, but number {step} ({command_id}) was not.",
    )
    next_step = Text(
        "请原样重发先前的一组，或将新的指令单独提交。",
        "Send the earlier group again as it was, or the new commands by themselves.",
    )


class SealedBySomeoneElse(BadInput):
    """A command brings a reference to sealed words; only the gate makes those."""

    what = Text(
        "指令中只能填写原文，不能填写已加密内容的引用。",
        "A command carries words as they were said, never a reference to sealed ones.",
    )
    next_step = Text("请提交原文。", "Send the words themselves.")


class StaleView(Conflict):
    """The caller decided on an older version than the one that stands now."""

    what = Text(
        "您看到的是第 {expected} 版，现在是第 {actual} 版。",
        "You looked at version {expected}; it is version {actual} now.",
    )
    next_step = Text("请刷新后重试。", "Look at it again, then decide again.")


class TimeRunsBackwards(Refusal):
    """Something is said to have happened before what it follows."""

    what = Text(
        "时间 {at} 早于前一步 {before}。", "{at} lies before the step it follows, {before}."
    )
    next_step = Text("请核对时间。", "Check the time.")


class NotYet(Refusal):
    """Something is said to have happened in the future."""

    what = Text("时间 {at} 尚未到来。", "{at} is still to come.")
    next_step = Text("请核对时间。", "Check the time.")


class NotYoursToDate(Refusal):
    """Only history and timers say that something happened earlier; people act now."""

    what = Text(
        "不能把时间填为过去的 {at}。", "{at} is past: you cannot say that it happened then."
    )
    next_step = Text(
        "请按当前时间办理；补录历史请用导入。", "Do it as of now; history comes in by an import."
    )


class WrongPrivateKind(BadInput):
    """A private field holds content of another kind, which could be copied where it must not."""

    what = Text(
        "字段“{field}”的内容类别不符。", 'The field "{field}" holds the wrong kind of content.'
    )
    next_step = Text("请联系管理员。", "Please contact the administrator.")


class PersonalDataErased(Refusal):
    """New personal words cannot be added to an appeal whose key is destroyed."""

    what = Text(
        "该诉求的个人信息已依法删除，不能再添加。",
        "The personal data of this appeal has been erased; none can be added.",
    )
    next_step = Text("请登记新的诉求。", "Register a new appeal.")


@dataclass(frozen=True, slots=True)
class Envelope:
    """One command, who sends it, under which id, and when it happened.

    ``at`` None means now. ``expected`` is the version of the subject the caller looked at.
    ``content`` of the first envelope of a chain is whatever else the sender says with the chain as
    a whole; it is kept nowhere, but a repeated chain must come with the same.
    """

    command: Command
    actor: Actor
    command_id: UUID
    at: Instant | None = None
    expected: int | None = None
    content: bytes = b""


Sequel = Callable[[Case], Sequence[Envelope]]
"""Later commands of a chain that nobody can name before: made from the case so far."""

Chain = Sequence[Envelope | Sequel]
"""Commands on one case in order; the first is an envelope, and never made by a sequel."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """回执: the command was accepted; the same command id always gets the same receipt."""

    command_id: UUID
    command: str
    subject: UUID
    number: str | None
    version: int
    recorded_at: str
    events: tuple[str, ...]
    replayed: bool = False


@dataclass(frozen=True, slots=True)
class Refused:
    """A chain of commands was turned down at ``step`` (0-based); nothing of it was kept."""

    step: int
    error: JiesuError


Outcome = tuple[Receipt, ...] | Refused
