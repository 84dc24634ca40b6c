# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""An appeal as its appellant follows it, like a parcel: only logged facts, and the next promise.

Every statement about the past stands on one entry of the log. Every statement about the future is a
running clock: who has it, until when, by which rule. Nothing is said to be expected.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol
from uuid import UUID

from jiesu.application.policy import CityPolicy
from jiesu.application.showing import Ground, LoggedEntry, ground_of, sealed_in
from jiesu.application.streams import event_from_plain
from jiesu.application.terms import TERMS
from jiesu.domain.appeals import messages as appeals
from jiesu.domain.appeals.model import Appeal, AppealState
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.domain.callback import messages as callbacks
from jiesu.domain.callback.model import CALLBACKS, CallBack, CallBackState
from jiesu.domain.timelimits import due
from jiesu.domain.workorders import messages as orders
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.model import WorkOrder
from jiesu.kernel.events import Event
from jiesu.kernel.ids import spoken_case_number
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import SealedText
from jiesu.kernel.text import Text


class Stage(StrEnum):
    """进度: the steps a person sees, in order."""

    REGISTERED = "registered"  # 已登记
    DISPATCHED = "dispatched"  # 已派单
    SIGNED = "signed"  # 已签收
    CONTACTED = "contacted"  # 已联系
    REPORTED = "reported"  # 已反馈结果
    JUDGED = "judged"  # 您已评价
    CLOSED = "closed"  # 已结案


STAGES: Mapping[Stage, Text] = {
    Stage.REGISTERED: Text("已登记", "Registered"),
    Stage.DISPATCHED: Text("已派单", "Given to a unit"),
    Stage.SIGNED: Text("单位已签收", "Accepted by the unit"),
    Stage.CONTACTED: Text("单位已联系您", "The unit spoke to you"),
    Stage.REPORTED: Text("已反馈结果", "Result reported"),
    Stage.JUDGED: Text("您已评价", "You have judged it"),
    Stage.CLOSED: Text("已结案", "Closed"),
}

_TITLES: Mapping[type[Event], Text] = {
    appeals.AppealRegistered: Text("我们记下了您的诉求", "We took down your appeal"),
    appeals.AppealAnswered: Text("当场答复了您", "You were answered at once"),
    appeals.AppealRouted: Text("按规定不派单，已向您说明", "Not assigned; you were told why"),
    appeals.AppealDispatched: Text("交给{office}办理", "Given to {office}"),
    appeals.DispatchOverdue: Text("未能按时派单", "It was not assigned in time"),
    appeals.AppealHandled: Text("所有承办单位都已反馈", "Every unit has reported"),
    appeals.AppealWithdrawn: Text("诉求已撤回", "The appeal was taken back"),
    appeals.AppealErased: Text("个人信息已删除", "Personal data was erased"),
    appeals.FactsAdded: Text("补充了情况", "Facts were added"),
    appeals.CallBackBegan: Text("请您评价办理结果", "You are asked what you think of it"),
    appeals.AppealSentBack: Text("退回{office}重新办理", "Sent back to {office}"),
    appeals.AppealHandedOver: Text(
        "因机构调整，由{predecessor}移交{office}办理",
        "Offices changed: {office} took over from {predecessor}",
    ),
    appeals.AppealClosed: Text("结案：{closing}", "Closed: {closing}"),
    appeals.AppealReopened: Text("重新受理", "Taken up again"),
    appeals.StepUndone: Text("上一步已撤销：{step}", "Undone: {step}"),
    orders.OrderSigned: Text("{office}已签收", "{office} accepted it"),
    orders.FirstContactMade: Text("{office}联系了您", "{office} spoke to you"),
    orders.OrderReported: Text("{office}反馈了结果", "{office} reported the result"),
    orders.OrderOverdue: Text("{office}未按时：{clock}", "{office} was late: {clock}"),
    callbacks.CallBackAttempted: Text("回访您，未接通：{result}", "We tried to ask you: {result}"),
    callbacks.CallBackAnswered: Text(
        "您的评价：{solved}，{satisfied}", "Your judgement: {solved}, {satisfied}"
    ),
    callbacks.CallBackGivenUp: Text("多次未能联系到您，不再回访", "We could not reach you"),
    callbacks.CallBackOverdue: Text("未能按时回访您", "You were not asked in time"),
}
"""What a person is told of; every other event is between officers, or said by one of these."""

_WORDS = ("words", "reply", "explanation", "report", "facts")
"""Fields whose redacted copy a person reads: what they said, and what they were told."""
_NAMED = ("closing", "step", "clock", "result", "solved", "satisfied")


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happened, with the rule behind it; ``words`` is a redacted copy."""

    at: datetime
    title: Text
    words: str | None
    grounds: tuple[Ground, ...]


@dataclass(frozen=True, slots=True)
class Passed:
    """One step of the way, and when it was passed; None is still to come."""

    stage: Stage
    name: Text
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Promise:
    """What must happen next, by whom, until when, by which rule; no ``until`` where none runs."""

    what: Text
    office: Text | None
    until: datetime | None
    assumed: bool
    ground: Ground | None


@dataclass(frozen=True, slots=True)
class Question:
    """The call-back the person can answer now."""

    id: UUID
    round: int
    office: Text
    until: datetime


@dataclass(frozen=True, slots=True)
class Possible:
    """What the person can do now; ``undo_until`` with the step that can be undone."""

    add: bool
    withdraw: bool
    reopen_until: datetime | None
    undo: appeals.Undoable | None
    undo_until: datetime | None


@dataclass(frozen=True, slots=True)
class Followed:
    """诉求进度: everything a person is shown about their appeal; times are local to the city."""

    id: UUID
    number: str
    kind: Text
    matter: Text | None
    state: Text
    round: int
    office: Text | None
    until: datetime | None
    passed: tuple[Passed, ...]
    promise: Promise | None
    question: Question | None
    possible: Possible
    happened: tuple[Happening, ...]


class LogReader(Protocol):
    """Reads what the log says about one case, and the redacted copies of its words."""

    def entries(self, streams: Sequence[UUID]) -> list[LoggedEntry]:
        """Return the log of these streams in the order things happened."""
        ...

    def redacted(self, items: Sequence[UUID]) -> Mapping[UUID, str]:
        """Return the redacted copies that exist among ``items``."""
        ...


def follow(case: Case, reader: LogReader, policy: CityPolicy, now: Instant) -> Followed:
    """Return the appeal as its appellant sees it; who may see it is the door's to know.

    Raises:
        ValueError: the case has no appeal.
    """
    if case.appeal is None:
        raise ValueError("nothing to follow")
    told = _told(case, case.appeal, reader)
    words = reader.redacted([item.id for _, event in told for item in sealed_in(event)])
    teller = _Teller(case, case.appeal, policy, words)
    return Followed(
        id=case.appeal.id,
        number=spoken_case_number(case.appeal.number),
        kind=teller.name("kind", case.appeal.kind.value),
        matter=teller.matter(),
        state=APPEALS.states[case.appeal.state],
        round=case.appeal.round,
        office=teller.office(case.appeal.lead),
        until=teller.until(),
        passed=tuple(teller.passed(told)),
        promise=teller.promise(told),
        question=teller.question(),
        possible=teller.possible(now),
        happened=tuple(teller.happened(told)),
    )


Told = Sequence[tuple[LoggedEntry, Event]]


def _told(case: Case, appeal: Appeal, reader: LogReader) -> Told:
    """Return what the log says about the appeal, its orders and call-backs, in order."""
    orders_, callbacks_ = (one.id for one in case.orders), (one.id for one in case.callbacks)
    entries = reader.entries([appeal.id, *orders_, *callbacks_])
    return [(entry, event_from_plain(entry.type, entry.data)) for entry in entries]


@dataclass(frozen=True, slots=True)
class _Teller:
    """Puts one case into words."""

    case: Case
    appeal: Appeal
    policy: CityPolicy
    words: Mapping[UUID, str]

    def office(self, unit: str | None) -> Text | None:
        """Return the name people know the office by; never a code."""
        found = self.policy.organisation.units.get(unit) if unit else None
        return found.name if found else None

    def name(self, field: str, value: str) -> Text:
        return self.policy.texts.get(f"name.{field}.{value}", Text(value, value))

    def matter(self) -> Text | None:
        found = self.policy.catalogue.matters.get(self.appeal.matter or "")
        return found.name if found else None

    def local(self, at: Instant) -> datetime:
        return self.policy.calendar.local(at)

    def until(self) -> datetime | None:
        """Return until when the lead must be done, while it is at work."""
        lead = self.case.lead
        if self.appeal.state is not AppealState.DISPATCHED or lead is None:
            return None
        return self.local(lead.handling_due)

    def happened(self, told: Told) -> Iterator[Happening]:
        """Yield what the person is told of, newest last."""
        units: dict[UUID, str] = {}  # who had an order then, which need not be who has it now
        for entry, event in told:
            if isinstance(event, orders.OrderOpened | orders.OrderHandedOver):
                units[entry.stream] = event.unit
            title = _TITLES.get(type(event))
            if title is not None:
                yield Happening(
                    at=self.local(entry.at),
                    title=self._filled(title, event, units.get(entry.stream)),
                    words=self._redacted(event),
                    grounds=tuple(
                        ground_of(one, self.policy) for one in getattr(event, "basis", ())
                    ),
                )

    def _filled(self, title: Text, event: Event, unit: str | None) -> Text:
        named = {
            "office": self.office(getattr(event, "lead", None) or unit),
            "predecessor": self.office(getattr(event, "predecessor", None)),
        }
        facts = {name: office for name, office in named.items() if office is not None}
        for field in _NAMED:
            value: Any = getattr(event, field, None)
            if isinstance(value, StrEnum):
                facts[field] = TERMS[type(value), value.value]
        zh = title.zh.format(**{name: text.zh for name, text in facts.items()})
        return Text(zh, title.en.format(**{name: text.en for name, text in facts.items()}))

    def _redacted(self, event: Event) -> str | None:
        for field in _WORDS:
            value = getattr(event, field, None)
            if isinstance(value, SealedText):
                return self.words.get(value.id)
        return None

    def passed(self, told: Told) -> Iterator[Passed]:
        """Yield the steps of the present round, each with the entry that says it was passed."""
        lead = self.case.lead
        at: dict[Stage, Instant] = {}
        for entry, event in told:
            stage = self._stage(entry, event, lead)
            if stage is not None:
                at[stage] = entry.at
            for forgotten in _forgotten(event):
                at.pop(forgotten, None)
        for stage, name in STAGES.items():
            moment = at.get(stage)
            yield Passed(stage, name, None if moment is None else self.local(moment))

    def _stage(self, entry: LoggedEntry, event: Event, lead: WorkOrder | None) -> Stage | None:
        of_lead = lead is not None and entry.stream == lead.id
        if isinstance(event, orders.OrderSigned | orders.FirstContactMade | orders.OrderReported):
            return _PASSES[type(event)] if of_lead else None
        return _PASSES.get(type(event))

    def promise(self, told: Told) -> Promise | None:
        """Return the next thing that must happen, read off the clocks that run."""
        appeal, lead, asking = self.appeal, self.case.lead, self.case.asking
        if appeal.state is AppealState.REGISTERED:
            what = Text("我们为您派单", "We assign your appeal")
            return self._promised(what, None, appeal.dispatch_due, told, "appeal.dispatch_clock")
        if appeal.state is AppealState.DISPATCHED and lead is not None and lead.open:
            return self._of_unit(lead, told)
        if asking is not None and asking.state is CallBackState.OPEN:
            what = Text("您评价，或我们致电询问", "You judge it, or we call and ask")
            return self._promised(what, None, asking.asking_due, told, "callback.asking")
        if appeal.state is AppealState.HANDLED and appeal.callback_due is not None:
            what = Text("我们询问您的意见", "We ask what you think")
            return self._promised(what, None, appeal.callback_due, told, "callback.trigger")
        return None

    def _of_unit(self, lead: WorkOrder, told: Told) -> Promise:
        office = self.office(lead.unit)
        if lead.signed_at is None:
            what = Text("单位签收", "The unit accepts it")
            until, key = lead.signing_due, "order.signing"
        elif lead.contacted_at is None:
            what = Text("单位联系您", "The unit speaks to you")
            until, key = lead.contact_due, "order.first_contact"
        else:
            what = Text("单位反馈结果", "The unit reports the result")
            until, key = lead.handling_due, f"limit.{lead.limit_class}"
        return self._promised(what, office, until, told, key, assumed=lead.due_assumed)

    def _promised(  # noqa: PLR0913 -- the parts of a promise
        self,
        what: Text,
        office: Text | None,
        until: Instant,
        told: Told,
        key: str,
        *,
        assumed: bool = False,
    ) -> Promise:
        grounds = (
            one
            for _, event in reversed(told)
            for one in getattr(event, "basis", ())
            if one.key == key
        )
        basis = next(grounds, None)
        ground = None if basis is None else ground_of(basis, self.policy)
        return Promise(what, office, self.local(until), assumed, ground)

    def question(self) -> Question | None:
        """Return the call-back that waits for the person's answer."""
        asking = self.case.asking
        if asking is None or not self._answerable(asking):
            return None
        office = self.office(asking.lead) or Text(asking.lead, asking.lead)
        until = self.local(asking.asking_due)
        return Question(asking.id, asking.round, office, until)

    def _answerable(self, asking: CallBack) -> bool:
        possible = {
            one.command for one in CALLBACKS.possibilities(asking.state, asking) if not one.refusal
        }
        return callbacks.RateHandling in possible and self.appeal.erased_at is None

    def possible(self, now: Instant) -> Possible:
        """Return what the person can do now, by the transition table and the law of today."""
        allowed = {
            one.command
            for one in APPEALS.possibilities(self.appeal.state, self.appeal)
            if one.refusal is None
        }
        law, day = self.policy.appeals, self.policy.calendar.local_day(now)
        reopen = undo = None
        ended = self.appeal.closed_at or self.appeal.settled_at
        if appeals.ReopenAppeal in allowed and ended is not None:
            reopen = due(law.reopening.as_of(day).value, ended, law.calendar).due
        own = {appeals.Undoable.WITHDRAWAL, appeals.Undoable.VERDICT}
        since = self.appeal.undoable_at
        if appeals.UndoStep in allowed and self.appeal.undoable in own and since is not None:
            undo = due(law.undoing.as_of(day).value, since, law.calendar).due
        fresh = undo is not None and now < undo
        return Possible(
            add=appeals.AddFacts in allowed,
            withdraw=appeals.WithdrawAppeal in allowed,
            reopen_until=self.local(reopen) if reopen is not None and now < reopen else None,
            undo=self.appeal.undoable if fresh else None,
            undo_until=self.local(undo) if undo is not None and fresh else None,
        )


_PASSES: Mapping[type[Event], Stage] = {
    appeals.AppealRegistered: Stage.REGISTERED,
    appeals.AppealDispatched: Stage.DISPATCHED,
    orders.OrderSigned: Stage.SIGNED,
    orders.FirstContactMade: Stage.CONTACTED,
    orders.OrderReported: Stage.REPORTED,
    callbacks.CallBackAnswered: Stage.JUDGED,
    appeals.AppealClosed: Stage.CLOSED,
}
_LATER = (Stage.SIGNED, Stage.CONTACTED, Stage.REPORTED, Stage.JUDGED, Stage.CLOSED)


def _forgotten(event: Event) -> tuple[Stage, ...]:
    """Return what a new round, or an undone step, has still to pass again."""
    match event:
        case appeals.AppealSentBack() | appeals.AppealReopened():
            return _LATER
        case callbacks.CallBackReverted():
            return (Stage.JUDGED,)
        case appeals.StepUndone(step=appeals.Undoable.DISPATCH):
            return (Stage.DISPATCHED, *_LATER)
        case appeals.StepUndone(step=appeals.Undoable.VERDICT):
            return (Stage.CLOSED,)
    return ()
