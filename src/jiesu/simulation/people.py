# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""People of the town: they call and write, add, take back, and come again."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from jiesu.application.envelopes import Envelope
from jiesu.domain.access import Actor, appellant_of
from jiesu.domain.appeals.messages import (
    AddFacts,
    Capacity,
    Minor,
    RegisterAppeal,
    ReopenAppeal,
    RouteSpecially,
    Undoable,
    UndoStep,
    WithdrawAppeal,
)
from jiesu.domain.appeals.model import Appeal, AppealState
from jiesu.domain.interactions.messages import (
    EndInteraction,
    EndReason,
    EraseDraft,
    ErasureGround,
    SaveDraft,
)
from jiesu.domain.taxonomy import AppealKind, Channel, SpecialRoute
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind
from jiesu.simulation.agenda import Plan
from jiesu.simulation.scene import OPERATORS, PRIVACY, Scene
from jiesu.simulation.words import Person, Spoken, drawn, private

_DAY = 24 * 60.0  # minutes
_BY_THEMSELVES = {Channel.WEB, Channel.MINI_PROGRAM, Channel.APP}
_NO_APPEAL = 0.07
_DRAFTED = 0.1
_FORGOTTEN_DRAFT = 0.12
_ERASED_DRAFT = 0.2
_SPECIAL = 0.06
_TWO_THINGS = 0.05
_FIRM = 0.07
_FOR_ANOTHER = 0.06
_CONFIDENTIAL = 0.06
_INFORMANT_CONFIDENTIAL = 0.7
_YOUNG = 0.015
_NO_MATTER = 0.03
_ONLY_DISTRICT = 0.06
_NO_PLACE = 0.03
_ADDS = 0.07
_TAKES_BACK = 0.035
_REGRETS = 0.4
_COMES_AGAIN = {
    "resolved": 0.03,
    "unresolved": 0.2,
    "dissatisfied": 0.15,
    "not_reached": 0.06,
    "not_asked": 0.0,
}
_ASKS_AGAIN = 0.06  # after an answer or a special route


Answers = dict[UUID, str]
"""What would settle an appeal at once, for those that have such an answer."""


def acting_for(appeal: UUID) -> Actor:
    """Return the appellant as the one who acts on their own appeal."""
    return Actor(appellant_of(appeal), "citizen")


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that came in: its plans, and the answers that would settle its appeals at once."""

    plans: tuple[Plan, ...]
    answers: Answers


def arrival(at: Instant, scene: Scene) -> Arrival:
    """Return a contact as it comes in at ``at``: an appeal, two, or none."""
    channel = drawn(scene.dice, scene.priors.town.channels)
    person = scene.scribe.person()
    if channel is Channel.PHONE and scene.happens(_NO_APPEAL):
        return Arrival(tuple(_no_appeal(at, person, scene)), {})
    if scene.happens(_SPECIAL):
        return Arrival(tuple(_special(at, channel, person, scene)), {})
    return _appeals(at, channel, person, scene)


def _appeals(at: Instant, channel: Channel, person: Person, scene: Scene) -> Arrival:
    contact, plans, answers = scene.ids.new(), [], {}
    drafted = channel is Channel.PHONE and scene.happens(_DRAFTED)
    if drafted:
        words = scene.scribe.line(scene.priors.voices.half_said, person)
        draft = _draft(contact, person, words)
        plans.append(scene.plan(at, contact, draft, scene.dice.choice(OPERATORS)))
        at = scene.later(at, 3, 15)
    several = 2 if channel is Channel.PHONE and scene.happens(_TWO_THINGS) else 1
    for number in range(several):
        matter = scene.scribe.matter()
        spoken = scene.scribe.appeal(matter, person)
        command = _register(
            contact, channel, person, spoken, matter, scene, again=drafted or number > 0
        )
        plans.append(_sent(at, command, scene))
        if spoken.answer is not None:
            answers[command.appeal_id] = spoken.answer
        at = scene.later(at, 2, 6)
    return Arrival(tuple(plans), answers)


def _sent(at: Instant, command: RegisterAppeal, scene: Scene) -> Plan:
    themselves = command.channel in _BY_THEMSELVES
    actor = acting_for(command.appeal_id) if themselves else scene.dice.choice(OPERATORS)
    return scene.plan(at, command.appeal_id, command, actor)


def _register(  # noqa: PLR0913 -- who says what where, all at once
    contact: UUID,
    channel: Channel,
    person: Person,
    spoken: Spoken,
    matter: str | None,
    scene: Scene,
    *,
    again: bool = False,
) -> RegisterAppeal:
    dice, kind = scene.dice, AppealKind(spoken.kind)
    firm, other = scene.happens(_FIRM), scene.happens(_FOR_ANOTHER)
    secret = _INFORMANT_CONFIDENTIAL if kind is AppealKind.TIP_OFF else _CONFIDENTIAL
    name = private(PrivateKind.NAME, person.name)
    holder = private(PrivateKind.NAME, scene.scribe.firm() if firm else scene.scribe.person().name)
    return RegisterAppeal(
        appeal_id=scene.ids.new(),
        interaction_id=contact,
        from_draft=again,
        kind=kind,
        channel=channel,
        words=private(PrivateKind.WORDS, spoken.words),
        title=private(PrivateKind.TITLE, spoken.title),
        appellant=holder if firm or other else name,
        representative=name if firm or other else None,
        capacity=dice.choice((Capacity.PROXY, Capacity.GUARDIAN)) if other else Capacity.SELF,
        contact=private(PrivateKind.CONTACT, person.phone),
        place=private(PrivateKind.PLACE, person.address),
        account=private(PrivateKind.ACCOUNT, person.phone) if channel is Channel.PHONE else None,
        confidential=scene.happens(secret),
        organisation=firm,
        minor=dice.choice(tuple(Minor)) if scene.happens(_YOUNG) else None,
        matter=None if scene.happens(_NO_MATTER) else matter,
        area=_area(person, scene),
        complained_unit=spoken.accused,
    )


def _area(person: Person, scene: Scene) -> str | None:
    """Return where it is: mostly the street, sometimes only the district, seldom nothing."""
    luck = scene.dice.random()
    if luck < _NO_PLACE:
        return None
    area = scene.policy.organisation.areas[person.area]
    return area.parent if luck < _NO_PLACE + _ONLY_DISTRICT else area.code


def _draft(contact: UUID, person: Person, words: str) -> SaveDraft:
    return SaveDraft(
        interaction_id=contact,
        channel=Channel.PHONE,
        words=private(PrivateKind.WORDS, words),
        account=private(PrivateKind.ACCOUNT, person.phone),
    )


def _no_appeal(at: Instant, person: Person, scene: Scene) -> Iterator[Plan]:
    """Yield a call that comes to nothing; some drafts lie for hours before anybody ends them."""
    contact, operator = scene.ids.new(), scene.dice.choice(OPERATORS)
    words = scene.scribe.line(scene.priors.voices.half_said, person)
    yield scene.plan(at, contact, _draft(contact, person, words), operator)
    forgotten = scene.happens(_FORGOTTEN_DRAFT)
    ended = scene.later(at, 125, 400) if forgotten else scene.later(at, 1, 6)
    reason = scene.dice.choice(tuple(EndReason))
    end = EndInteraction(interaction_id=contact, reason=reason)
    yield scene.plan(ended, contact, end, operator)
    if scene.happens(_ERASED_DRAFT):
        erase = EraseDraft(interaction_id=contact, ground=ErasureGround.REQUEST)
        yield scene.plan(scene.later(ended, 60, 5 * _DAY), contact, erase, PRIVACY)


def _special(at: Instant, channel: Channel, person: Person, scene: Scene) -> Iterator[Plan]:
    """Yield something no unit can do anything about: taken down, told so, told where to turn."""
    route = scene.dice.choice(tuple(SpecialRoute))
    spoken, told = scene.scribe.special(route, person)
    command = _register(scene.ids.new(), channel, person, spoken, None, scene)
    registered = _sent(at, command, scene)
    explanation = private(PrivateKind.REPLY, told)
    routing = RouteSpecially(appeal_id=command.appeal_id, route=route, explanation=explanation)
    operator = scene.dice.choice(OPERATORS)
    if channel is Channel.PHONE:  # while they are still on the line
        both = (*registered.chain, Envelope(routing, operator, scene.ids.new()))
        yield Plan(at, command.appeal_id, both)
        return
    yield registered
    yield scene.plan(scene.later(at, 2, 30), command.appeal_id, routing, operator)


def second_thoughts(appeal: Appeal, now: Instant, scene: Scene) -> Iterator[Plan]:
    """Yield what people do while units work: add something, take it back, regret that."""
    voices, me = scene.priors.voices, acting_for(appeal.id)
    if scene.happens(_ADDS):
        facts = private(PrivateKind.WORDS, scene.scribe.line(voices.facts))
        added = AddFacts(appeal_id=appeal.id, facts=facts)
        yield scene.plan(scene.later(now, 60, 3 * _DAY), appeal.id, added, me)
    if scene.happens(_TAKES_BACK):
        at = scene.later(now, 10, 12 * _DAY)
        reason = private(PrivateKind.NOTE, scene.scribe.line(voices.withdrawals))
        yield scene.plan(at, appeal.id, WithdrawAppeal(appeal_id=appeal.id, reason=reason), me)
        if scene.happens(_REGRETS):
            regret = UndoStep(appeal_id=appeal.id, step=Undoable.WITHDRAWAL)
            yield scene.plan(scene.later(at, 1, 8), appeal.id, regret, me)


def come_again(appeal: Appeal, now: Instant, scene: Scene) -> Iterator[Plan]:
    """Yield that somebody asks for an ended appeal to be taken up again."""
    chance = _ASKS_AGAIN
    if appeal.state is AppealState.CLOSED and appeal.closing is not None:
        chance = _COMES_AGAIN[appeal.closing.value]
    if scene.happens(chance):
        reason = private(PrivateKind.NOTE, scene.scribe.line(scene.priors.voices.reopenings))
        again = ReopenAppeal(appeal_id=appeal.id, reason=reason)
        yield scene.plan(
            scene.later(now, 30, 10 * _DAY), appeal.id, again, scene.dice.choice(OPERATORS)
        )
