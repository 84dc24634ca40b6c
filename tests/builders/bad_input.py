# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Everything wrong that can be sent to the gate, and the refusal each must meet."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from jiesu.application.envelopes import (
    NotYet,
    SealedBySomeoneElse,
    StaleView,
    TimeRunsBackwards,
    WrongPrivateKind,
)
from jiesu.domain.access import Actor, NotAnAccount, NotPermitted, NotYours, UnknownRole
from jiesu.domain.appeals.decide import KindNotAnswerable, MatterNotLeaf
from jiesu.domain.appeals.messages import AnswerAtOnce, DispatchAppeal, ExpireDispatchClock
from jiesu.domain.clocks import ClockName
from jiesu.domain.dispatch.decide import ReasonNeeded
from jiesu.domain.dispatch.responsibility import CommunityCannotLead
from jiesu.domain.handling.decide import NobodyContacted
from jiesu.domain.interactions.decide import ClockNotDue
from jiesu.domain.interactions.messages import EndInteraction, EndReason, SaveDraft
from jiesu.domain.organisations import UnknownArea, UnknownUnit
from jiesu.domain.taxonomy import Channel, UnknownMatter
from jiesu.domain.workorders.messages import RecordFirstContact, ReportResult, SignFor
from jiesu.kernel.days import BeyondCalendar
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command
from jiesu.kernel.instants import Instant, instant
from jiesu.kernel.private import PrivateKind, PrivateText
from jiesu.kernel.wording import ControlCharacter, LoneSurrogate, NoWords, NulCharacter, TooLong
from jiesu.rulebook.dated import NoRuleInForce
from tests.builders.appeals import note, registration, reply, sealed, words
from tests.builders.calendars import at
from tests.builders.desk import Desk
from tests.builders.peek import Peek
from tests.builders.people import AUDITOR, IMPORTER, OPERATOR, SYSTEM, handler

CANARY = "欧阳铁柱"
"""A name that stands in every refused text; no refusal may repeat it."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """One command that must be refused, and the case it is about."""

    command: Command
    actor: Actor = OPERATOR
    how: Mapping[str, object] = field(default_factory=dict)


Make = Callable[[Desk, UUID, UUID], Wrong]
"""From the desk, a dispatched appeal and its lead order, nothing wrong with either so far."""


def _said(text: str) -> Make:
    return lambda desk, _appeal, _order: Wrong(registration(desk.ids, words=words(text)))


def _registering(**changes: object) -> Make:
    return lambda desk, _appeal, _order: Wrong(registration(desk.ids, **changes))


def _dispatching(**how: object) -> Make:
    def make(desk: Desk, _appeal: UUID, _order: UUID) -> Wrong:
        return Wrong(DispatchAppeal(appeal_id=desk.registered(), **how))

    return make


def _at(happened: Instant) -> Make:
    return lambda desk, _appeal, _order: Wrong(registration(desk.ids), IMPORTER, {"at": happened})


def _as(actor: Actor) -> Make:
    return lambda desk, _appeal, _order: Wrong(registration(desk.ids), actor)


def _private(kind: PrivateKind, text: str) -> PrivateText:
    return PrivateText(kind, text)


LONG = CANARY + "长" * 10_000
UNIT = handler("water-bureau")
CASES: dict[str, tuple[type[JiesuError], Make]] = {
    # ------------------------------------------------------------------------------- the words
    "words too long": (TooLong, _said(LONG)),
    "a name sent as words": (
        WrongPrivateKind,
        _registering(appellant=_private(PrivateKind.WORDS, "张三")),
    ),
    "a name too long": (TooLong, _registering(appellant=_private(PrivateKind.NAME, LONG))),
    "a control character": (ControlCharacter, _said(f"{CANARY}\x07")),
    "a C1 control character": (ControlCharacter, _said(f"{CANARY}\x85")),
    "a NUL": (NulCharacter, _said(f"{CANARY}\x00")),
    "half a character": (LoneSurrogate, _said(f"{CANARY}\ud842")),
    "half a character in the contact": (
        LoneSurrogate,
        _registering(contact=_private(PrivateKind.CONTACT, "1381234\udfff")),
    ),
    "no words": (NoWords, _said("")),
    "nothing visible": (NoWords, _said(" \u3000\u200b\ufeff\n")),
    "a NUL in a report": (
        NulCharacter,
        lambda _d, _a, order: Wrong(ReportResult(order_id=order, report=reply("\x00")), UNIT),
    ),
    "half a character in a note": (
        LoneSurrogate,
        lambda _d, _a, order: Wrong(RecordFirstContact(order_id=order, note=note("\ud800")), UNIT),
    ),
    "a draft too long": (
        TooLong,
        lambda desk, _a, _o: Wrong(
            SaveDraft(interaction_id=desk.ids.new(), channel=Channel.WEB, words=words(LONG))
        ),
    ),
    "a reference to words nobody sealed": (SealedBySomeoneElse, _registering(words=sealed())),
    "a sealed reference in a reason": (
        SealedBySomeoneElse,
        _dispatching(unit="health-bureau", reason=sealed(PrivateKind.NOTE)),
    ),
    # ------------------------------------------------------------------- what the town knows not
    "an unknown matter": (UnknownMatter, _registering(matter="water.mars")),
    "a matter with a NUL": (UnknownMatter, _registering(matter="water\x00")),
    "a matter of half a character": (UnknownMatter, _registering(matter="\ud800")),
    "an empty matter": (UnknownMatter, _registering(matter="")),
    "a matter that is no leaf": (MatterNotLeaf, _registering(matter="water.river")),
    "an unknown area": (UnknownArea, _registering(area="mars")),
    "an unknown unit complained of": (UnknownUnit, _registering(complained_unit="mars-bureau")),
    "a name where an account belongs": (NotAnAccount, _registering(complained_officer=CANARY)),
    "a NUL where an account belongs": (NotAnAccount, _registering(complained_officer="a\x00b")),
    "an unknown unit to lead": (UnknownUnit, _dispatching(unit="mars-bureau", reason=note())),
    "an unknown unit to assist": (
        UnknownUnit,
        _dispatching(unit="health-bureau", co_handlers=("mars",), reason=note()),
    ),
    "a community to lead": (CommunityCannotLead, _dispatching(unit="qc-liuyin-c1", reason=note())),
    "a unit by hand without a reason": (ReasonNeeded, _dispatching(unit="health-bureau")),
    # ------------------------------------------------------------------------------ who may not
    "an unknown role": (UnknownRole, _as(Actor("a", "emperor"))),
    "an empty role": (UnknownRole, _as(Actor("a", ""))),
    "a role without the permission": (NotPermitted, _as(AUDITOR)),
    "a handler who would dispatch": (
        NotPermitted,
        lambda _d, appeal, _o: Wrong(DispatchAppeal(appeal_id=appeal), UNIT),
    ),
    "another unit's order": (
        NotYours,
        lambda _d, _a, order: Wrong(SignFor(order_id=order), handler("health-bureau")),
    ),
    # -------------------------------------------------------------------------- impossible times
    "a microsecond too early": (NotYet, _at(Instant(at("2026-03-10 12:59") + timedelta(days=9)))),
    "the end of all time": (NotYet, _at(instant(datetime.max.replace(tzinfo=UTC)))),
    "before the law": (NoRuleInForce, _at(at("1999-12-31 23:59"))),
    "before the epoch": (NoRuleInForce, _at(at("1950-01-01 00:00"))),
    "the beginning of all time": (BeyondCalendar, _at(instant(datetime.min.replace(tzinfo=UTC)))),
    "signed before it was given": (
        TimeRunsBackwards,
        lambda _d, _a, order: Wrong(
            SignFor(order_id=order), IMPORTER, {"at": at("2026-03-10 11:00")}
        ),
    ),
    "reported before it was given": (
        NobodyContacted,
        lambda desk, _a, order: Wrong(
            ReportResult(order_id=_signed(desk, order), report=reply()),
            IMPORTER,
            {"at": at("2026-03-10 11:00")},
        ),
    ),
    # ------------------------------------------------------------------------------ out of place
    "an older version": (
        StaleView,
        lambda _d, _a, order: Wrong(SignFor(order_id=order), UNIT, {"expected": 7}),
    ),
    "a clock that is not due": (
        ClockNotDue,
        lambda desk, _a, _o: Wrong(
            ExpireDispatchClock(appeal_id=desk.registered(), clock=ClockName.DISPATCH), SYSTEM
        ),
    ),
    "a complaint answered away": (
        KindNotAnswerable,
        lambda desk, _a, _o: Wrong(AnswerAtOnce(appeal_id=desk.registered(), reply=reply())),
    ),
    "a report without a word to the person": (
        NobodyContacted,
        lambda desk, _a, order: Wrong(
            ReportResult(order_id=_signed(desk, order), report=reply()), UNIT
        ),
    ),
    "an end to what never began": (
        NotYours,
        lambda desk, _a, _o: Wrong(
            EndInteraction(interaction_id=desk.ids.new(), reason=EndReason.TEST)
        ),
    ),
    "an appeal of an absent draft": (NotYours, _registering(from_draft=True)),
    "an order's id for an appeal's": (
        NotYours,
        lambda _d, _a, order: Wrong(DispatchAppeal(appeal_id=order)),
    ),
    "an appeal's id for an order's": (
        NotYours,
        lambda _d, appeal, _o: Wrong(SignFor(order_id=appeal), UNIT),
    ),
}
# fmt: off
KEPT = {
    "Extension B": ("𠮷野家的𡃁仔", "𠮷野家的𡃁仔"),
    "Extension G": ("𰻝𰻝面馆", "𰻝𰻝面馆"),
    "a compatibility ideograph": ("\uf9a8", "\uf9a8"),
    "the dot of a name": ("买买提•艾力", "买买提·艾力"),
    "the right dot of a name": ("买买提·艾力", "买买提·艾力"),
    "full-width digits": ("１３８", "１３８"),
    "tabs and line ends": ("一\t二\r\n三", "一\t二\n三"),
    "an emoji of several parts": ("👨‍👩‍👧", "👨‍👩‍👧"),
    "quotes and backslashes": ("\"'; DROP TABLE appeal; --", "\"'; DROP TABLE appeal; --"),
    "just as long as allowed": ("长" * 10_000, "长" * 10_000),
}
# fmt: on
"""What is unusual and right: what is sent, and what is kept."""


def _signed(desk: Desk, order_id: UUID) -> UUID:
    desk.do(SignFor(order_id=order_id), UNIT)
    return order_id


class BadInputPromises:
    """A named refusal each, with what to do next in both languages, and nothing changed."""

    @pytest.mark.parametrize("name", CASES)
    def test_what_is_wrong_is_refused_by_name_and_changes_nothing(
        self, desk: Desk, peek: Peek, name: str
    ) -> None:
        refusal, make = CASES[name]
        appeal_id = desk.dispatched()
        wrong = make(desk, appeal_id, desk.lead(appeal_id).id)
        before = peek.everything()
        with pytest.raises(refusal) as refused:
            desk.do(wrong.command, wrong.actor, **wrong.how)
        assert type(refused.value) is refusal
        assert peek.everything() == before
        check_wording(refused.value)

    @pytest.mark.parametrize("name", KEPT)
    def test_what_is_unusual_and_right_is_kept(self, desk: Desk, peek: Peek, name: str) -> None:
        sent, kept = KEPT[name]
        appeal_id = desk.registered(words=words(sent))
        assert desk.appeal(appeal_id).words.length == len(kept)


def check_wording(error: JiesuError) -> None:
    """Assert that a refusal is whole in both languages and repeats nothing personal."""
    zh, en = error.explain("zh"), error.explain("en")
    assert error.code == type(error).code != JiesuError.code
    assert error.next_step.zh.strip()
    assert error.next_step.en.strip()
    for said in (zh, en, str(error), repr(error)):
        assert CANARY not in said
        assert "{" not in said
    assert any("\u4e00" <= character <= "\u9fff" for character in zh)
