# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A row retold as a chain of commands, each at the instant the source gives for it.

    register → answer at once
    register → dispatch → sign for → first contact → report, for each order → withdraw

Before each step, and at last up to the cut, every clock that ran out is expired at its due instant.
Where the source is silent the plainest fact is told: an appeal without a dispatch time was
dispatched when it was registered; an order without a signing time was signed for when the unit is
first heard of; a report without a contact says that none was recorded.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from uuid import UUID

from jiesu.application.envelopes import Envelope, Sequel
from jiesu.application.importing.rows import ImportedAppeal
from jiesu.domain.access import Actor
from jiesu.domain.appeals import model as appeals
from jiesu.domain.appeals.messages import (
    AnswerAtOnce,
    DispatchAppeal,
    ExpireDispatchClock,
    RegisterAppeal,
    WithdrawAppeal,
)
from jiesu.domain.clocks import Clock, ClockName, ran_out
from jiesu.domain.workorders import model as orders
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.messages import (
    ExpireOrderClock,
    NoContactReason,
    RecordFirstContact,
    ReportResult,
    SignFor,
)
from jiesu.domain.workorders.model import WorkOrder
from jiesu.kernel.errors import BadInput
from jiesu.kernel.events import Command
from jiesu.kernel.ids import derived_id, uuid7
from jiesu.kernel.instants import Instant, instant_text
from jiesu.kernel.private import PrivateKind, PrivateText
from jiesu.kernel.text import Language, Text

_NAMESPACE = UUID("6a696573-752d-8696-ad70-6f7274000001")
_TAIL_BYTES = 10
_UNIT_REASON = Text("来源系统记录的承办单位", "The unit named in the source")
_WITHDRAWAL_REASON = Text("来源系统记录为已撤回", "Recorded as withdrawn in the source")
_NOT_CONTENT = {"source", "external_id", "line"}
_CONTENT = tuple(f.name for f in fields(ImportedAppeal) if f.name not in _NOT_CONTENT)
_OF_UNITS = ("dispatched_at", "signed_at", "contacted_at", "reported_at", "unit")


class TwoEndings(BadInput):
    """A row says that the appeal was answered at once, and that a unit handled it."""

    what = Text(
        "该行既有当场答复时间，又有单位办理的内容（{targets}）。",
        "The row is answered at once and yet was handled by a unit ({targets}).",
    )
    next_step = Text(
        "请在映射中用 when 区分当场答复与派单办理的行。",
        "Tell the two kinds of rows apart in the map, with `when`.",
    )


class ReplyWithoutTime(BadInput):
    """A row has a reply, and does not say when it was given."""

    what = Text("有答复内容，却没有答复时间。", "There is a reply, but no time of it.")
    next_step = Text(
        "请补全答复时间；无法补全的，在映射中对该行不取答复。",
        "Add the time of the reply; where nobody knows it, leave the reply out in the map.",
    )


class TimeWithoutReply(BadInput):
    """A row says when it was answered or reported, and not what was said."""

    what = Text("有答复时间，却没有答复内容。", "There is a time of reply, but no reply.")
    next_step = Text(
        "请补全答复内容，或在映射中用 when 限定有答复的行。",
        "Add the reply, or limit the time to rows that have one, with `when`.",
    )


@dataclass(frozen=True, slots=True)
class RunningClock:
    """A clock that runs in a case, and the command that expires it."""

    due_at: Instant
    name: ClockName
    place: str
    expire: Command


@dataclass(slots=True)
class Retold:
    """The chain of one row; :attr:`case` is the case as the whole chain leaves it."""

    row: ImportedAppeal
    appeal_id: UUID
    links: list[Envelope | Sequel] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    case: Case | None = None

    def look(self, case: Case) -> Sequence[Envelope]:
        """Keep the case as the last link finds it; add nothing to it."""
        self.case = case
        return ()


@dataclass(frozen=True, slots=True)
class Narrator:
    """Retells rows under one actor, up to one cut; ``language`` is that of reasons it must give."""

    actor: Actor
    cut: Instant
    language: Language

    def retell(self, row: ImportedAppeal) -> Retold:
        """Return the chain of ``row``.

        Raises:
            TwoEndings, ReplyWithoutTime, TimeWithoutReply: the row contradicts itself.
        """
        _check(row)
        return _Telling(row, self).tell()


def running_clocks(case: Case, until: Instant | None = None) -> list[RunningClock]:
    """Return every clock that runs in the case (and is due by then), the one due first first."""
    found = [*_appeal_clocks(case, until), *_order_clocks(case, until)]
    return sorted(found, key=lambda clock: clock.due_at)


def _appeal_clocks(case: Case, until: Instant | None) -> Iterator[RunningClock]:
    if case.appeal is None:
        return
    for clock in _by(appeals.clocks(case.appeal), until):  # nobody is asked about the past
        expire = ExpireDispatchClock(appeal_id=case.appeal.id, clock=clock.name)
        yield RunningClock(clock.due_at, clock.name, "appeal", expire)


def _order_clocks(case: Case, until: Instant | None) -> Iterator[RunningClock]:
    for number, order in enumerate(case.orders):
        for clock in _by(orders.clocks(order), until):
            expire = ExpireOrderClock(order_id=order.id, clock=clock.name)
            yield RunningClock(clock.due_at, clock.name, str(number), expire)


def _by(clocks: tuple[Clock, ...], until: Instant | None) -> tuple[Clock, ...]:
    return clocks if until is None else ran_out(clocks, until)


def _check(row: ImportedAppeal) -> None:
    if row.answered_at is not None:
        handled = [name for name in _OF_UNITS if getattr(row, name) is not None]
        if handled:
            raise TwoEndings(targets=", ".join(handled))
    told_at = row.answered_at or row.reported_at
    if row.reply is not None and told_at is None:
        raise ReplyWithoutTime
    if row.reply is None and told_at is not None:
        raise TimeWithoutReply


class _Telling:
    """One row being retold."""

    def __init__(self, row: ImportedAppeal, narrator: Narrator) -> None:
        self._row = row
        self._narrator = narrator
        self._retold = Retold(row, self._entity("appeal"))

    def tell(self) -> Retold:
        self._stated(self._registration(), self._row.registered_at, _content(self._row))
        if self._row.answered_at is not None:
            reply = self._private(PrivateKind.REPLY, self._row.reply)
            answer = AnswerAtOnce(appeal_id=self._retold.appeal_id, reply=reply)
            self._stated(answer, self._row.answered_at)
        else:
            self._handling()
        if self._row.withdrawn_at is not None:
            reason = self._private(PrivateKind.NOTE, self._say(_WITHDRAWAL_REASON))
            withdraw = WithdrawAppeal(appeal_id=self._retold.appeal_id, reason=reason)
            self._stated(withdraw, self._row.withdrawn_at)
        self._link("ExpireClocks", lambda case: self._ran_out(case, self._narrator.cut))
        self._link("look", self._retold.look)
        return self._retold

    def _handling(self) -> None:
        row = self._row
        self._stated(self._dispatch(), row.dispatched_at or row.registered_at)
        first_heard = row.signed_at or row.contacted_at or row.reported_at
        if first_heard is not None:
            self._for_each_order(SignFor.name, first_heard, lambda o: SignFor(order_id=o.id))
        if row.contacted_at is not None:
            self._for_each_order(
                RecordFirstContact.name,
                row.contacted_at,
                lambda order: RecordFirstContact(order_id=order.id),
            )
        if row.reported_at is not None:
            self._for_each_order(ReportResult.name, row.reported_at, self._report)

    def _registration(self) -> RegisterAppeal:
        row = self._row
        return RegisterAppeal(
            appeal_id=self._retold.appeal_id,
            interaction_id=self._entity("interaction"),
            kind=row.kind,
            channel=row.channel,
            words=self._private(PrivateKind.WORDS, row.words),
            title=self._maybe(PrivateKind.TITLE, row.title),
            appellant=self._maybe(PrivateKind.NAME, row.name),
            contact=self._maybe(PrivateKind.CONTACT, row.contact),
            place=self._maybe(PrivateKind.PLACE, row.place),
            account=self._maybe(PrivateKind.ACCOUNT, row.account),
            confidential=row.confidential,
            organisation=row.organisation,
            matter=row.matter,
            area=row.area,
        )

    def _dispatch(self) -> DispatchAppeal:
        if self._row.unit is None:
            return DispatchAppeal(appeal_id=self._retold.appeal_id)
        reason = self._private(PrivateKind.NOTE, self._say(_UNIT_REASON))
        return DispatchAppeal(
            appeal_id=self._retold.appeal_id, unit=self._row.unit, co_handlers=(), reason=reason
        )

    def _report(self, order: WorkOrder) -> ReportResult:
        silent = None if self._row.contacted_at else NoContactReason.NOT_RECORDED
        report = self._private(PrivateKind.REPLY, self._row.reply)
        return ReportResult(order_id=order.id, report=report, no_contact=silent)

    def _for_each_order(
        self, name: str, at: Instant, command: Callable[[WorkOrder], Command]
    ) -> None:
        def sequel(case: Case) -> list[Envelope]:
            steps = [
                self._envelope(command(order), at, str(number))
                for number, order in enumerate(case.orders)
            ]
            return [*self._ran_out(case, at), *steps]

        self._link(name, sequel)

    def _stated(self, command: Command, at: Instant, content: bytes = b"") -> None:
        if self._retold.links and at > self._row.registered_at:
            self._link("ExpireClocks", lambda case: self._ran_out(case, at))
        self._link(command.name, self._envelope(command, at, content=content))

    def _ran_out(self, case: Case, until: Instant) -> list[Envelope]:
        """Expire what was due by ``until``: the due instant is the first that is too late."""
        return [
            self._envelope(clock.expire, clock.due_at, f"{clock.place}/{clock.name.value}")
            for clock in running_clocks(case, until)
        ]

    def _envelope(
        self, command: Command, at: Instant, place: str = "", content: bytes = b""
    ) -> Envelope:
        command_id = self._derived(command.name, place)
        return Envelope(command, self._narrator.actor, command_id, at, content=content)

    def _link(self, name: str, link: Envelope | Sequel) -> None:
        self._retold.links.append(link)
        self._retold.names.append(name)

    def _entity(self, name: str) -> UUID:
        """The same row gives the same id, which lies among those of its day."""
        return uuid7(self._row.registered_at, self._derived(name).bytes[:_TAIL_BYTES])

    def _derived(self, *parts: str) -> UUID:
        return derived_id(_NAMESPACE, self._row.source, self._row.external_id, *parts)

    def _say(self, text: Text) -> str:
        return text.say(self._narrator.language)

    def _private(self, kind: PrivateKind, text: str | None) -> PrivateText:
        assert text is not None
        return PrivateText(kind, text)

    def _maybe(self, kind: PrivateKind, text: str | None) -> PrivateText | None:
        return None if text is None else PrivateText(kind, text)


def _content(row: ImportedAppeal) -> bytes:
    """Everything the row says, in one spelling: by it the same id with other content is found."""
    parts: list[str] = []
    for name in _CONTENT:
        value = getattr(row, name)
        if isinstance(value, datetime):
            parts.append(instant_text(Instant(value)))
        elif name == "extra":
            parts.extend(f"{column}\x1e{cell}" for column, cell in sorted(value.items()))
        else:
            parts.append("" if value is None else str(value))
    return "\x1f".join(parts).encode("utf-8", "surrogatepass")
