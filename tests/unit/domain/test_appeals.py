# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a person said is taken down whole, answered, routed, or waits for its dispatch."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from jiesu.domain.access import NotAnAccount, NotAPerson, NotYours
from jiesu.domain.appeals.decide import (
    AppealExists,
    InteractionOver,
    KindNotAnswerable,
    MatterNotLeaf,
    answer_at_once,
    erase,
    expire_dispatch_clock,
    register,
    reveal,
    route_specially,
)
from jiesu.domain.appeals.messages import (
    AnswerAtOnce,
    AppealAnswered,
    AppealErased,
    AppealRegistered,
    AppealRouted,
    DispatchOverdue,
    EraseAppeal,
    ErasureGround,
    ExpireDispatchClock,
    Minor,
    PersonalRevealed,
    RevealPersonal,
    RouteSpecially,
)
from jiesu.domain.appeals.model import Appeal, AppealState, clocks, evolve
from jiesu.domain.clocks import Clock, ClockName
from jiesu.domain.interactions.decide import ClockNotDue
from jiesu.domain.interactions.messages import DraftErased, InteractionOpened, InteractionTakenUp
from jiesu.domain.interactions.model import Interaction, InteractionState
from jiesu.domain.organisations import UnknownArea, UnknownUnit
from jiesu.domain.streams import Facts, appeal_stream, interaction_stream
from jiesu.domain.taxonomy import AppealKind, SpecialRoute, UnknownMatter
from jiesu.domain.workorders.messages import OrderCancelled
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind
from tests.builders.appeals import (
    APPEAL,
    CONTACT,
    a_contact,
    an_appeal,
    circumstances,
    sealed,
    sealed_registration,
)
from tests.builders.calendars import at
from tests.builders.people import OPERATOR
from tests.builders.town import NOON, policy

LAW = policy().appeals
DUE = Instant(NOON + timedelta(hours=2))


def registered(now: Instant = NOON, **changes: object) -> AppealRegistered:
    event = taken_down(now, **changes)[-1].event
    assert isinstance(event, AppealRegistered)
    return event


def taken_down(now: Instant = NOON, **changes: object) -> Facts:
    command, town = sealed_registration(**changes), policy().organisation
    return register(None, None, command, LAW, town, circumstances(now))


def test_an_appeal_opens_its_contact_and_takes_it_up() -> None:
    facts = taken_down()
    assert [fact.stream for fact in facts] == [
        interaction_stream(CONTACT),
        interaction_stream(CONTACT),
        appeal_stream(APPEAL),
    ]
    opened, taken_up, _ = [fact.event for fact in facts]
    assert isinstance(opened, InteractionOpened)
    assert (opened.owner, opened.draft_due) == (OPERATOR.id, None)
    assert taken_up == InteractionTakenUp(appeal_id=APPEAL)


@pytest.mark.parametrize("state", [InteractionState.DRAFT, InteractionState.TAKEN_UP])
def test_an_appeal_from_an_open_contact_does_not_open_it_again(state: InteractionState) -> None:
    facts = register(
        a_contact(state=state),
        None,
        sealed_registration(from_draft=True),
        LAW,
        policy().organisation,
        circumstances(),
    )
    assert [type(fact.event) for fact in facts] == [InteractionTakenUp, AppealRegistered]


FIELDS: list[tuple[str, Any]] = [
    *((kind.value, kind) for kind in AppealKind),
    ("title", sealed(PrivateKind.TITLE)),
    ("appellant", sealed(PrivateKind.NAME)),
    ("contact", sealed(PrivateKind.CONTACT)),
    ("place", sealed(PrivateKind.PLACE)),
    ("account", sealed(PrivateKind.ACCOUNT)),
    ("confidential", True),
    ("organisation", True),
    ("minor", Minor.SUGGESTED),
    ("matter", None),
    ("complained_unit", "water-bureau"),
    ("complained_officer", "agent-7"),
]


@pytest.mark.parametrize(("name", "value"), FIELDS, ids=[name for name, _ in FIELDS])
def test_everything_said_is_taken_down_and_found_in_the_appeal(name: str, value: object) -> None:
    field = "kind" if isinstance(value, AppealKind) else name
    event = registered(**{field: value})
    assert getattr(event, field) == value
    assert getattr(evolve(None, event, APPEAL, NOON), field) == value


@pytest.mark.parametrize(
    ("area", "district"), [("qc-liuyin", "qingchuan"), ("baishi", "baishi"), (None, None)]
)
def test_the_district_follows_from_the_area(area: str | None, district: str | None) -> None:
    assert registered(area=area).district == district


def test_an_appeal_has_a_number_of_the_day_it_happened() -> None:
    assert registered(at("2026-03-09 23:59")).number.startswith("260309")


@pytest.mark.parametrize(
    ("confidential", "rules"),
    [
        (False, ["appeal.record", "appeal.dispatch_clock"]),
        (True, ["appeal.record", "appeal.confidentiality", "appeal.dispatch_clock"]),
    ],
)
def test_the_rules_behind_a_registration_are_kept(confidential: bool, rules: list[str]) -> None:
    basis = registered(confidential=confidential).basis
    assert [rule.key for rule in basis] == rules


@pytest.mark.parametrize(
    ("now", "due"),
    [("2015-06-30 10:00", "2015-06-30 15:30"), ("2015-07-01 10:00", "2015-07-01 12:00")],
    ids=["four working hours, over lunch", "two hours since the amendment"],
)
def test_the_dispatch_clock_is_that_of_the_day(now: str, due: str) -> None:
    assert registered(at(now)).dispatch_due == at(due)


UNREGISTRABLE: list[tuple[dict[str, Any], type[JiesuError]]] = [
    ({"matter": "water.mars"}, UnknownMatter),
    ({"matter": "water.river"}, MatterNotLeaf),
    ({"matter": "water"}, MatterNotLeaf),
    ({"area": "mars"}, UnknownArea),
    ({"complained_unit": "mars-bureau"}, UnknownUnit),
    ({"complained_officer": "王科长"}, NotAnAccount),
    ({"complained_officer": "timer"}, NotAPerson),
    ({"from_draft": True}, NotYours),
]


@pytest.mark.parametrize(("changes", "refusal"), UNREGISTRABLE, ids=str)
def test_what_the_town_does_not_know_is_refused(
    changes: dict[str, Any], refusal: type[JiesuError]
) -> None:
    with pytest.raises(refusal):
        registered(**changes)


def test_the_same_appeal_is_not_registered_twice() -> None:
    with pytest.raises(AppealExists):
        register(
            None, an_appeal(), sealed_registration(), LAW, policy().organisation, circumstances()
        )


def test_nothing_comes_from_a_contact_that_has_ended() -> None:
    ended = a_contact(state=InteractionState.ENDED)
    with pytest.raises(InteractionOver):
        register(ended, None, sealed_registration(), LAW, policy().organisation, circumstances())


# fmt: off
ANSWERABLE = {
    AppealKind.INQUIRY: True, AppealKind.SUGGESTION: True, AppealKind.HELP: False,
    AppealKind.COMPLAINT: False, AppealKind.TIP_OFF: False,
}
# fmt: on


@pytest.mark.parametrize(("kind", "answerable"), ANSWERABLE.items())
def test_only_the_kinds_the_law_names_are_settled_by_an_answer(
    kind: AppealKind, answerable: bool
) -> None:
    command = AnswerAtOnce(appeal_id=APPEAL, reply=sealed(PrivateKind.REPLY))
    if answerable:
        (fact,) = answer_at_once(an_appeal(kind=kind), command, LAW, circumstances())
        assert isinstance(fact.event, AppealAnswered)
        assert [rule.value for rule in fact.event.basis] == ["inquiry, suggestion"]
        answered = evolve(an_appeal(kind=kind), fact.event, APPEAL, DUE)
        assert (answered.state, answered.reply, answered.settled_at) == (
            AppealState.ANSWERED,
            command.reply,
            DUE,
        )
    else:
        with pytest.raises(KindNotAnswerable) as refusal:
            answer_at_once(an_appeal(kind=kind), command, LAW, circumstances())
        assert refusal.value.rule is not None


@pytest.mark.parametrize("route", SpecialRoute)
def test_each_special_route_has_its_script_and_its_article(route: SpecialRoute) -> None:
    command = RouteSpecially(appeal_id=APPEAL, route=route, explanation=sealed(PrivateKind.REPLY))
    (fact,) = route_specially(an_appeal(), command, LAW, circumstances())
    assert isinstance(fact.event, AppealRouted)
    assert fact.event.script == f"script.{route.value}"
    (rule,) = fact.event.basis
    assert (rule.key, rule.article) == (f"route.{route.value}", "9")
    routed = evolve(an_appeal(), fact.event, APPEAL, DUE)
    assert (routed.state, routed.route, routed.settled_at) == (AppealState.ROUTED, route, DUE)
    assert fact.event.script in policy().texts


@pytest.mark.parametrize(
    ("seconds", "due"), [(-1, False), (0, True)], ids=["just before", "on the instant"]
)
def test_an_appeal_nobody_dispatched_is_overdue_at_its_instant(seconds: int, due: bool) -> None:
    command = ExpireDispatchClock(appeal_id=APPEAL, clock=ClockName.DISPATCH)
    now = circumstances(Instant(DUE + timedelta(seconds=seconds)))
    if due:
        (fact,) = expire_dispatch_clock(an_appeal(), command, now)
        assert fact.event == DispatchOverdue(clock=ClockName.DISPATCH, due_at=DUE)
        assert clocks(evolve(an_appeal(), fact.event, APPEAL, now.at)) == ()
    else:
        with pytest.raises(ClockNotDue):
            expire_dispatch_clock(an_appeal(), command, now)


@pytest.mark.parametrize(
    ("appeal", "clock"),
    [
        (an_appeal(expired=(ClockName.DISPATCH,)), ClockName.DISPATCH),
        (an_appeal(), ClockName.SIGNING),
    ],
    ids=["expired before", "another's clock"],
)
def test_a_dispatch_clock_that_is_not_running_cannot_expire(
    appeal: Appeal, clock: ClockName
) -> None:
    late = circumstances(Instant(DUE + timedelta(days=1)))
    with pytest.raises(ClockNotDue):
        expire_dispatch_clock(appeal, ExpireDispatchClock(appeal_id=APPEAL, clock=clock), late)


@pytest.mark.parametrize("state", AppealState)
def test_the_dispatch_clock_runs_only_while_the_appeal_waits(state: AppealState) -> None:
    running = (Clock(ClockName.DISPATCH, DUE),) if state is AppealState.REGISTERED else ()
    assert clocks(an_appeal(state=state)) == running


SETTLED = an_appeal(state=AppealState.HANDLED)
ERASE = EraseAppeal(appeal_id=APPEAL, ground=ErasureGround.REQUEST)


def test_erasing_an_appeal_erases_the_draft_it_came_from() -> None:
    facts = erase(SETTLED, a_contact(), ERASE, LAW, circumstances())
    erased = facts[0].event
    assert isinstance(erased, AppealErased)
    assert (erased.ground, erased.basis[0].key) == (ErasureGround.REQUEST, "appeal.erasure")
    assert [(fact.stream.id, type(fact.event)) for fact in facts] == [
        (APPEAL, AppealErased),
        (CONTACT, DraftErased),
    ]


@pytest.mark.parametrize(
    "contact", [None, a_contact(erased_at=NOON)], ids=["no contact", "draft erased before"]
)
def test_a_draft_is_erased_once(contact: Interaction | None) -> None:
    facts = erase(SETTLED, contact, ERASE, LAW, circumstances())
    assert [type(fact.event) for fact in facts] == [AppealErased]


def test_an_erased_appeal_keeps_everything_but_says_when() -> None:
    event = AppealErased(ground=ErasureGround.REQUEST, basis=())
    assert evolve(SETTLED, event, APPEAL, DUE) == replace(SETTLED, erased_at=DUE)


def test_a_look_at_personal_data_is_kept_with_its_reason_and_changes_nothing() -> None:
    command = RevealPersonal(appeal_id=APPEAL, reason=sealed(PrivateKind.NOTE))
    (fact,) = reveal(an_appeal(), command, LAW, circumstances())
    assert isinstance(fact.event, PersonalRevealed)
    assert fact.event.reason == command.reason
    assert [rule.key for rule in fact.event.basis] == ["appeal.reveal"]
    assert evolve(an_appeal(), fact.event, APPEAL, DUE) == an_appeal()


@pytest.mark.parametrize("state", [None, an_appeal()], ids=["before it began", "of another kind"])
def test_an_event_out_of_place_cannot_be_folded(state: Appeal | None) -> None:
    with pytest.raises(ValueError, match="OrderCancelled"):
        evolve(state, OrderCancelled(basis=()), APPEAL, NOON)
