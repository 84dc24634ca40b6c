# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A contact has an owner and a clock from its first second, and never ends without a reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from jiesu.domain.clocks import Clock, ClockName
from jiesu.domain.interactions.decide import (
    ClockNotDue,
    end_interaction,
    erase_draft,
    expire_draft,
    forgotten,
    save_draft,
)
from jiesu.domain.interactions.messages import (
    DraftErased,
    DraftOverdue,
    DraftSaved,
    EndInteraction,
    EndReason,
    EraseDraft,
    ErasureGround,
    ExpireDraft,
    InteractionOpened,
    InteractionTakenUp,
    SaveDraft,
)
from jiesu.domain.interactions.model import Interaction, InteractionState, clocks, evolve
from jiesu.domain.streams import Facts
from jiesu.domain.taxonomy import Channel
from jiesu.domain.transitions import GuardRefused, NotInThisState
from jiesu.domain.workorders.messages import OrderCancelled
from jiesu.kernel.events import Event
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind
from tests.builders.appeals import APPEAL, CONTACT, a_contact, circumstances, sealed
from tests.builders.people import OPERATOR
from tests.builders.town import NOON, policy

LAW = policy().interactions
DUE = Instant(NOON + timedelta(hours=2))
SAVE = SaveDraft(interaction_id=CONTACT, channel=Channel.PHONE, words=sealed())
EXPIRE = ExpireDraft(interaction_id=CONTACT, clock=ClockName.DRAFT)


def folded(facts: Facts, state: Interaction | None = None) -> Interaction:
    for fact in facts:
        state = evolve(state, fact.event, fact.stream.id, NOON)
    assert state is not None
    return state


def test_the_first_save_opens_the_contact_for_the_one_who_saves() -> None:
    contact = folded(save_draft(None, SAVE, LAW, circumstances()))
    assert (contact.id, contact.owner, contact.opened_at) == (CONTACT, OPERATOR.id, NOON)
    assert (contact.state, contact.draft) == (InteractionState.DRAFT, sealed())


def test_the_calling_number_is_kept_sealed() -> None:
    account = sealed(PrivateKind.ACCOUNT)
    facts = save_draft(None, replace(SAVE, account=account), LAW, circumstances())
    assert folded(facts).account == account


def test_an_open_contact_is_due_when_the_law_of_the_day_says() -> None:
    assert clocks(folded(save_draft(None, SAVE, LAW, circumstances()))) == (
        Clock(ClockName.DRAFT, DUE),
    )


def test_a_later_save_keeps_the_new_words_and_moves_nothing_else() -> None:
    newer = replace(SAVE, words=sealed(number=902))
    facts = save_draft(a_contact(), newer, LAW, circumstances())
    assert [type(fact.event) for fact in facts] == [DraftSaved]
    assert folded(facts, a_contact()) == a_contact(draft=sealed(number=902))


def test_a_contact_ends_only_with_its_reason_and_the_rule_behind_it() -> None:
    command = EndInteraction(interaction_id=CONTACT, reason=EndReason.SILENT)
    (fact,) = end_interaction(a_contact(), command, LAW, circumstances())
    ended = folded((fact,), a_contact())
    assert (ended.state, ended.ended_reason, ended.ended_at) == (
        InteractionState.ENDED,
        EndReason.SILENT,
        NOON,
    )
    assert [basis.key for basis in fact.event.basis] == ["interaction.ending"]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "decide",
    [
        lambda now: end_interaction(
            None, EndInteraction(interaction_id=CONTACT, reason=EndReason.TEST), LAW, now
        ),
        lambda now: expire_draft(None, EXPIRE, LAW, now),
    ],
    ids=["end", "expire"],
)
def test_what_was_never_opened_can_neither_end_nor_expire(decide: object) -> None:
    with pytest.raises(NotInThisState):
        decide(circumstances())  # type: ignore[operator]


@pytest.mark.parametrize(
    ("seconds", "due"), [(-1, False), (0, True), (1, True)], ids=["just before", "on", "after"]
)
def test_a_draft_expires_at_its_due_instant_and_not_before(seconds: int, due: bool) -> None:
    now = circumstances(Instant(DUE + timedelta(seconds=seconds)))
    if due:
        (fact,) = expire_draft(a_contact(), EXPIRE, LAW, now)
        assert fact.event == DraftOverdue(clock=ClockName.DRAFT, due_at=DUE)
    else:
        with pytest.raises(ClockNotDue):
            expire_draft(a_contact(), EXPIRE, LAW, now)


@pytest.mark.parametrize(
    ("contact", "clock"),
    [
        (a_contact(expired=(ClockName.DRAFT,)), ClockName.DRAFT),
        (a_contact(draft_due=None), ClockName.DRAFT),
        (a_contact(), ClockName.HANDLING),
    ],
    ids=["expired before", "no clock", "another's clock"],
)
def test_a_clock_that_is_not_running_cannot_expire(contact: Interaction, clock: ClockName) -> None:
    late = circumstances(Instant(DUE + timedelta(days=1)))
    with pytest.raises(ClockNotDue):
        expire_draft(contact, ExpireDraft(interaction_id=CONTACT, clock=clock), LAW, late)


@pytest.mark.parametrize(
    ("event", "state", "running"),
    [
        (DraftOverdue(clock=ClockName.DRAFT, due_at=DUE), InteractionState.DRAFT, False),
        (InteractionTakenUp(appeal_id=APPEAL), InteractionState.TAKEN_UP, False),
        (DraftSaved(words=sealed()), InteractionState.DRAFT, True),
    ],
    ids=lambda value: type(value).__name__,
)
def test_the_clock_stops_when_it_has_run_out_or_the_contact_is_taken_up(
    event: Event, state: InteractionState, running: bool
) -> None:
    contact = evolve(a_contact(), event, CONTACT, NOON)
    assert (contact.state, bool(clocks(contact))) == (state, running)


def test_what_was_never_opened_cannot_have_lain_too_long() -> None:
    assert forgotten(None, circumstances()) == ()


def test_one_contact_may_become_several_appeals_in_order() -> None:
    contact = a_contact()
    for appeal_id in (APPEAL, CONTACT):
        contact = evolve(contact, InteractionTakenUp(appeal_id=appeal_id), CONTACT, NOON)
    assert contact.appeals == (APPEAL, CONTACT)


def test_an_ended_contact_is_erased_by_law_and_says_when() -> None:
    ended = a_contact(state=InteractionState.ENDED)
    command = EraseDraft(interaction_id=CONTACT, ground=ErasureGround.REQUEST)
    (fact,) = erase_draft(ended, command, policy().appeals.erasure, circumstances())
    assert isinstance(fact.event, DraftErased)
    assert [rule.key for rule in fact.event.basis] == ["appeal.erasure"]
    erased = evolve(ended, fact.event, CONTACT, DUE)
    assert erased.erased_at == DUE
    with pytest.raises(GuardRefused):
        erase_draft(erased, command, policy().appeals.erasure, circumstances())


@pytest.mark.parametrize("state", [None, a_contact()], ids=["before it opened", "of another kind"])
def test_an_event_out_of_place_cannot_be_folded(state: Interaction | None) -> None:
    with pytest.raises(ValueError, match="OrderCancelled"):
        evolve(state, OrderCancelled(basis=()), CONTACT, NOON)


def test_opening_again_would_start_afresh() -> None:
    opened = InteractionOpened(
        channel=Channel.WEB, owner="b", account=None, draft_due=None, basis=()
    )
    assert evolve(None, opened, CONTACT, NOON).draft is None
