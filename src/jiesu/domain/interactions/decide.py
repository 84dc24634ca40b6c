# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Decisions about a contact that is not an appeal yet."""

from jiesu.domain.clocks import ran_out
from jiesu.domain.interactions.messages import (
    DraftErased,
    DraftOverdue,
    DraftSaved,
    EndInteraction,
    EraseDraft,
    ExpireDraft,
    InteractionEnded,
    InteractionOpened,
    SaveDraft,
)
from jiesu.domain.interactions.model import INTERACTIONS, Interaction, clocks
from jiesu.domain.interactions.policy import InteractionPolicy
from jiesu.domain.sealed import sealed, sealed_or_none
from jiesu.domain.streams import Circumstances, Fact, Facts, interaction_stream
from jiesu.domain.timelimits import due
from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text
from jiesu.rulebook.dated import Dated
from jiesu.rulebook.explain import basis_of


class ClockNotDue(Refusal):
    """A timer spoke for a clock that is not running, or not due yet."""

    what = Text("时钟“{clock}”未到期或已停止。", 'The clock "{clock}" is not due, or stopped.')
    next_step = Text("无需处理。", "Nothing to do.")


def save_draft(
    state: Interaction | None, command: SaveDraft, policy: InteractionPolicy, now: Circumstances
) -> Facts:
    """Open the contact on its first save; keep the words on every save."""
    INTERACTIONS.pass_through(state.state if state else None, SaveDraft, state)
    stream = interaction_stream(command.interaction_id)
    words, account = sealed(command.words), sealed_or_none(command.account)
    if state is not None:
        return (Fact(stream, DraftSaved(words=words, account=account)),)
    limit = policy.draft_clock.as_of(now.day)
    opened = InteractionOpened(
        channel=command.channel,
        owner=now.actor.id,
        account=account,
        draft_due=due(limit.value, now.at, policy.calendar).due,
        basis=(basis_of(limit),),
    )
    return (Fact(stream, opened), Fact(stream, DraftSaved(words=words)))


def end_interaction(
    state: Interaction | None,
    command: EndInteraction,
    policy: InteractionPolicy,
    now: Circumstances,
) -> Facts:
    """Close a contact with a stated reason; nothing is discarded silently."""
    INTERACTIONS.pass_through(state.state if state else None, EndInteraction, state)
    rule = policy.ending.as_of(now.day)
    ended = InteractionEnded(reason=command.reason, basis=(basis_of(rule),))
    stream = interaction_stream(command.interaction_id)
    return (*forgotten(state, now), Fact(stream, ended))


def erase_draft(
    state: Interaction | None, command: EraseDraft, erasure: Dated[str], now: Circumstances
) -> Facts:
    """Erase what was said in a contact that never became an appeal, by the law of ``erasure``."""
    INTERACTIONS.pass_through(state.state if state else None, EraseDraft, state)
    law = erasure.as_of(now.day)
    erased = DraftErased(ground=command.ground, basis=(basis_of(law),))
    return (Fact(interaction_stream(command.interaction_id), erased),)


def expire_draft(
    state: Interaction | None, command: ExpireDraft, policy: InteractionPolicy, now: Circumstances
) -> Facts:
    """Note that a draft has lain too long."""
    del policy
    INTERACTIONS.pass_through(state.state if state else None, ExpireDraft, state)
    told = [fact for fact in forgotten(state, now) if fact.event.clock is command.clock]
    if not told:
        raise ClockNotDue(clock=command.clock.value)
    return tuple(told)


def forgotten(state: Interaction | None, now: Circumstances) -> tuple[Fact[DraftOverdue], ...]:
    """Return that the draft lay too long, if that has not been told yet."""
    if state is None:
        return ()
    return tuple(
        Fact(interaction_stream(state.id), DraftOverdue(clock=clock.name, due_at=clock.due_at))
        for clock in ran_out(clocks(state), now.at)
    )
