# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Decisions about an appeal that need no work order."""

from jiesu.domain.access import NotYours, check_officer
from jiesu.domain.appeals.messages import (
    AddFacts,
    AnswerAtOnce,
    AppealAnswered,
    AppealErased,
    AppealRegistered,
    AppealRouted,
    DispatchOverdue,
    EraseAppeal,
    ExpireDispatchClock,
    FactsAdded,
    PersonalRevealed,
    RegisterAppeal,
    RevealPersonal,
    RouteSpecially,
)
from jiesu.domain.appeals.model import Appeal, clocks
from jiesu.domain.appeals.policy import AppealPolicy
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.domain.clocks import ClockName, ran_out
from jiesu.domain.interactions.decide import ClockNotDue, forgotten
from jiesu.domain.interactions.messages import (
    DraftErased,
    InteractionOpened,
    InteractionTakenUp,
)
from jiesu.domain.interactions.model import Interaction, InteractionState
from jiesu.domain.organisations import Organisation
from jiesu.domain.sealed import sealed, sealed_or_none
from jiesu.domain.streams import (
    Circumstances,
    Fact,
    Facts,
    appeal_stream,
    interaction_stream,
)
from jiesu.domain.timelimits import due
from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text
from jiesu.rulebook.explain import basis_of


class InteractionOver(Refusal):
    """The contact has ended; an appeal cannot come from it any more."""

    what = Text(
        "该来件已结束，不能再登记诉求。", "The contact has ended; nothing can come from it."
    )
    next_step = Text("请新建来件。", "Open a new contact.")


class AppealExists(Refusal):
    """The appeal has been registered already."""

    what = Text("该诉求已登记。", "The appeal is registered already.")
    next_step = Text("请直接办理该诉求。", "Go on with that appeal.")


class MatterNotLeaf(Refusal):
    """Only the finest level of the catalogue says who is responsible."""

    what = Text("事项“{matter}”不是末级事项。", 'The matter "{matter}" is not a leaf.')
    next_step = Text("请选择下一级事项，或留空。", "Choose one below it, or leave it empty.")


class KindNotAnswerable(Refusal):
    """This kind of appeal must be dispatched; it cannot be answered away."""

    what = Text(
        "“{kind}”不能当场答复了结。", 'An appeal of kind "{kind}" cannot be settled by an answer.'
    )
    next_step = Text(
        "请派单，或选择适用的特殊情形。", "Dispatch it, or take the route that applies."
    )


def register(  # noqa: PLR0913 -- a beginning needs everything at once
    interaction: Interaction | None,
    appeal: Appeal | None,
    command: RegisterAppeal,
    policy: AppealPolicy,
    organisation: Organisation,
    now: Circumstances,
) -> Facts:
    """Take the appeal down; open the contact for it unless a draft was there.

    Raises:
        AppealExists, InteractionOver, UnknownMatter, MatterNotLeaf, UnknownArea, UnknownUnit,
        NotAnAccount, NotAPerson, NotYours: see there; the last where its draft is not there.
    """
    if appeal is not None:
        raise AppealExists
    _check_taxonomy(command, policy, organisation, now)
    facts = _contact(interaction, command, policy, now)
    registered = _registration(command, policy, organisation, now)
    taken_up = InteractionTakenUp(appeal_id=command.appeal_id)
    return (
        *facts,
        Fact(interaction_stream(command.interaction_id), taken_up),
        Fact(appeal_stream(command.appeal_id), registered),
    )


def _check_taxonomy(
    command: RegisterAppeal, policy: AppealPolicy, organisation: Organisation, now: Circumstances
) -> None:
    if command.matter is not None and not policy.catalogue.is_leaf(command.matter):
        raise MatterNotLeaf(matter=command.matter)
    if command.complained_unit is not None:
        organisation.unit(command.complained_unit, now.day)
    if command.complained_officer is not None:
        check_officer(command.complained_officer)


def _contact(
    interaction: Interaction | None,
    command: RegisterAppeal,
    policy: AppealPolicy,
    now: Circumstances,
) -> Facts:
    if interaction is not None:
        if interaction.state is InteractionState.ENDED:
            raise InteractionOver
        return forgotten(interaction, now)
    if command.from_draft:
        raise NotYours(subject=str(command.interaction_id))
    opened = InteractionOpened(
        channel=command.channel,
        owner=now.actor.id,
        account=None,
        draft_due=None,
        basis=(basis_of(policy.record.as_of(now.day)),),
    )
    return (Fact(interaction_stream(command.interaction_id), opened),)


def _registration(
    command: RegisterAppeal, policy: AppealPolicy, organisation: Organisation, now: Circumstances
) -> AppealRegistered:
    limit = policy.dispatch_clock.as_of(now.day)
    area = organisation.area(command.area) if command.area else None
    district = organisation.district_of(area) if area else None
    rules = [policy.record, policy.confidentiality] if command.confidential else [policy.record]
    return AppealRegistered(
        number=now.new_number(now.day),
        interaction_id=command.interaction_id,
        kind=command.kind,
        channel=command.channel,
        words=sealed(command.words),
        title=sealed_or_none(command.title),
        appellant=sealed_or_none(command.appellant),
        contact=sealed_or_none(command.contact),
        place=sealed_or_none(command.place),
        account=sealed_or_none(command.account),
        capacity=command.capacity,
        representative=sealed_or_none(command.representative),
        confidential=command.confidential,
        organisation=command.organisation,
        minor=command.minor,
        matter=command.matter,
        area=command.area,
        district=district.code if district else None,
        complained_unit=command.complained_unit,
        complained_officer=command.complained_officer,
        dispatch_due=due(limit.value, now.at, policy.calendar).due,
        basis=(*(basis_of(rule.as_of(now.day)) for rule in rules), basis_of(limit)),
        matter_guessed=command.matter is not None and command.matter_guessed,
        area_guessed=command.area is not None and command.area_guessed,
    )


def answer_at_once(
    appeal: Appeal, command: AnswerAtOnce, policy: AppealPolicy, now: Circumstances
) -> Facts:
    """Answer the appeal while the person is there; only kinds the law lets be answered."""
    APPEALS.pass_through(appeal.state, AnswerAtOnce, appeal)
    kinds = policy.answering.as_of(now.day)
    if appeal.kind.value not in kinds.value:
        raise KindNotAnswerable(kinds.citation, kind=appeal.kind.value)
    basis = basis_of(kinds, ", ".join(sorted(kinds.value)))
    answered = AppealAnswered(reply=sealed(command.reply), basis=(basis,))
    return (*undispatched(appeal, now), Fact(appeal_stream(appeal.id), answered))


def route_specially(
    appeal: Appeal, command: RouteSpecially, policy: AppealPolicy, now: Circumstances
) -> Facts:
    """Take one of the special routes; the person hears the route's script."""
    APPEALS.pass_through(appeal.state, RouteSpecially, appeal)
    script = policy.routes[command.route].as_of(now.day)
    routed = AppealRouted(
        route=command.route,
        script=script.value,
        explanation=sealed(command.explanation),
        basis=(basis_of(script),),
    )
    return (*undispatched(appeal, now), Fact(appeal_stream(appeal.id), routed))


def add_facts(appeal: Appeal, command: AddFacts, policy: AppealPolicy, now: Circumstances) -> Facts:
    """Keep what the person adds; the appeal itself is never edited."""
    APPEALS.pass_through(appeal.state, AddFacts, appeal)
    basis = (basis_of(policy.adding.as_of(now.day)),)
    added = FactsAdded(facts=sealed(command.facts), basis=basis)
    return (*undispatched(appeal, now), Fact(appeal_stream(appeal.id), added))


def expire_dispatch_clock(
    appeal: Appeal, command: ExpireDispatchClock, now: Circumstances
) -> Facts:
    """Note that nobody has dispatched the appeal in time."""
    APPEALS.pass_through(appeal.state, ExpireDispatchClock, appeal)
    told = [fact for fact in undispatched(appeal, now) if fact.event.clock is command.clock]
    if not told:
        raise ClockNotDue(clock=command.clock.value)
    return tuple(told)


def undispatched(appeal: Appeal, now: Circumstances) -> tuple[Fact[DispatchOverdue], ...]:
    """Return that nobody dispatched it in time, if that has not been told yet."""
    return tuple(
        Fact(appeal_stream(appeal.id), DispatchOverdue(clock=clock.name, due_at=clock.due_at))
        for clock in ran_out(clocks(appeal), now.at)
        if clock.name is ClockName.DISPATCH
    )


def erase(
    appeal: Appeal,
    interaction: Interaction | None,
    command: EraseAppeal,
    policy: AppealPolicy,
    now: Circumstances,
) -> Facts:
    """Erase the personal data of a settled appeal and of the draft it came from."""
    APPEALS.pass_through(appeal.state, EraseAppeal, appeal)
    law = policy.erasure.as_of(now.day)
    erased = AppealErased(ground=command.ground, basis=(basis_of(law),))
    draft = DraftErased(ground=command.ground, basis=erased.basis)
    facts: Facts = (Fact(appeal_stream(appeal.id), erased),)
    if interaction is not None and interaction.erased_at is None:
        return (*facts, Fact(interaction_stream(interaction.id), draft))
    return facts


def reveal(
    appeal: Appeal, command: RevealPersonal, policy: AppealPolicy, now: Circumstances
) -> Facts:
    """Log who looked at personal data, and why; showing it is the read model's part."""
    APPEALS.pass_through(appeal.state, RevealPersonal, appeal)
    rule = policy.reveal.as_of(now.day)
    revealed = PersonalRevealed(reason=sealed(command.reason), basis=(basis_of(rule),))
    return (Fact(appeal_stream(appeal.id), revealed),)
