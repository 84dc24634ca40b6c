# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What can be asked of a work order, and what can have happened to it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from jiesu.domain.clocks import ClockName
from jiesu.kernel.events import Command, Event
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import Private, SealedText
from jiesu.rulebook.explain import Basis


class OrderRole(StrEnum):
    """工单角色: what kind of duty the unit has."""

    LEAD = "lead"  # 主办
    ASSIST = "assist"  # 协办
    LIAISON = "liaison"  # 央地协调


class DispatchRoute(StrEnum):
    """派单方式: why this unit."""

    DIRECT = "direct"  # 直派
    SUBDISTRICT = "subdistrict"  # 直派街乡镇并抄送区
    DISTRICT = "district"  # 区统筹
    CITY_DESK = "city_desk"  # 市级兜底
    LIAISON = "liaison"  # 央地协调
    RECUSAL = "recusal"  # 回避，转上级
    BY_HAND = "by_hand"  # 人工指定


class NoContactReason(StrEnum):
    """未联系理由: why the unit did not speak to the appellant before it reported."""

    NO_CONTACT_LEFT = "no_contact_left"  # 未留联系方式
    NOT_REACHED = "not_reached"  # 多次联系未果
    ASKED_NOT_TO_BE_CALLED = "asked_not_to_be_called"  # 诉求人要求不联系
    NOT_RECORDED = "not_recorded"  # 历史数据未记录


class Ending(StrEnum):
    """办结方式: how a unit's part ends; the pack says which need a written word, which a date."""

    DONE = "done"  # 已办理
    LONGER_BY_LAW = "longer_by_law"  # 法定时限更长，已告知进度和期限
    NOT_YET = "not_yet"  # 受客观条件限制暂时无法解决，已告知措施和时限
    NOT_LAWFUL = "not_lawful"  # 不符合法律政策规定，已解释
    REPEAT = "repeat"  # 同一事实和理由反复提出，已解释，不再办理


@dataclass(frozen=True, slots=True, kw_only=True)
class SignFor(Command):
    """签收: the unit accepts the order."""

    order_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFirstContact(Command):
    """首次联系: the unit spoke to the person."""

    order_id: UUID
    note: Private | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportResult(Command):
    """办结反馈: the unit tells the appellant and the hotline what came of it.

    ``report`` is for both, ``written`` for the hotline alone; ``promised`` is the day by which the
    unit has told the person it will be done.
    """

    order_id: UUID
    report: Private
    no_contact: NoContactReason | None = None
    ending: Ending = Ending.DONE
    written: Private | None = None
    promised: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage(Command):
    """留言: a word between the hotline and the unit about one order."""

    order_id: UUID
    message: Private


@dataclass(frozen=True, slots=True, kw_only=True)
class RevealContact(Command):
    """查看联系方式: the unit that must speak to the person sees how, for a stated reason."""

    order_id: UUID
    reason: Private


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireOrderClock(Command):
    """A clock of the order ran out (sent by the timer)."""

    order_id: UUID
    clock: ClockName


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverOrder(Command):
    """移交: the order's unit has ended, and whoever took its place goes on (sent by a sweep)."""

    order_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOpened(Event):
    """A unit must act: who, in which role, until when, and by which article."""

    appeal_id: UUID
    role: OrderRole
    unit: str
    copies: tuple[str, ...]
    counterpart: str | None
    district: str | None
    route: DispatchRoute
    automatic: bool
    matter: str | None
    duty_item: str | None
    limit_class: str
    signing_due: Instant
    contact_due: Instant
    handling_due: Instant
    due_assumed: bool
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSigned(Event):
    """The unit has accepted the order."""

    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstContactMade(Event):
    """The unit has spoken to the appellant."""

    note: SealedText | None
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderReported(Event):
    """The unit has reported its result; reports of before know no ending and read as done."""

    report: SealedText
    no_contact: NoContactReason | None
    on_time: bool
    basis: tuple[Basis, ...]
    ending: Ending = Ending.DONE
    written: SealedText | None = None
    promised: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageSent(Event):
    """Hotline and unit have spoken about the order."""

    message: SealedText
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactRevealed(Event):
    """Somebody of the unit has seen how to reach the person; the reason stands here."""

    reason: SealedText
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderSentBack(Event):
    """退回重办: the unit must act again; every clock of the order starts anew."""

    signing_due: Instant
    contact_due: Instant
    handling_due: Instant
    due_assumed: bool
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled(Event):
    """The order fell away with its appeal."""

    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRestored(Event):
    """The order stands again as it did before it fell away."""

    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderHandedOver(Event):
    """移交: another unit has the order now; every clock of it goes on as it was.

    ``ended`` is the first day without ``predecessor``; None if it is still there, but has become
    the unit complained of. The rest is as dispatch would have it.
    """

    predecessor: str
    ended: str | None
    unit: str
    role: OrderRole
    route: DispatchRoute
    copies: tuple[str, ...]
    counterpart: str | None
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderOverdue(Event):
    """A clock of the order ran out."""

    clock: ClockName
    due_at: Instant
