# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The readable oracle of conservation: what each contact and appeal counts as."""

from datetime import timedelta
from uuid import UUID

import pytest

from jiesu.application.audit import (
    DISPOSITIONS,
    DOUBTS,
    Count,
    Disposition,
    Doubt,
    count,
    doubts,
    placements,
    waits_untimed,
)
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.interactions.messages import EndReason
from jiesu.domain.interactions.model import InteractionState
from jiesu.domain.streams import StreamKind
from jiesu.domain.workorders.model import OrderState
from jiesu.kernel.instants import Instant
from tests.builders.appeals import APPEAL, ORDER, a_contact, an_appeal, an_order
from tests.builders.town import NOON

OTHER_APPEAL = UUID(int=103)
TAKEN_UP = a_contact(state=InteractionState.TAKEN_UP, appeals=(APPEAL,))
TWICE = a_contact(state=InteractionState.TAKEN_UP, appeals=(APPEAL, OTHER_APPEAL))
ENDED = a_contact(state=InteractionState.ENDED, ended_reason=EndReason.HUNG_UP)


def where(contact, *appeals) -> list[str]:  # noqa: ANN001, ANN002 -- contacts and appeals
    return [place.value for _, _, place in placements(contact, appeals)]


@pytest.mark.parametrize(
    ("state", "place"),
    [
        (AppealState.REGISTERED, "waiting"),
        (AppealState.ANSWERED, "answered"),
        (AppealState.ROUTED, "routed"),
        (AppealState.DISPATCHED, "dispatched"),
        (AppealState.HANDLED, "handled"),
        (AppealState.WITHDRAWN, "withdrawn"),
    ],
)
def test_an_appeal_counts_by_its_state(state: AppealState, place: str) -> None:
    assert where(TAKEN_UP, an_appeal(state=state)) == [place]


def test_a_contact_that_is_no_appeal_is_a_draft_or_ended() -> None:
    assert where(a_contact()) == ["draft"]
    assert where(ENDED) == ["ended"]


@pytest.mark.parametrize(
    "contact",
    [
        a_contact(state=InteractionState.ENDED),
        a_contact(state=InteractionState.TAKEN_UP),
        a_contact(appeals=(APPEAL,)),
        a_contact(state=InteractionState.ENDED, ended_reason=EndReason.TEST, appeals=(APPEAL,)),
    ],
)
def test_a_contact_that_contradicts_itself_is_unexplained(contact) -> None:  # noqa: ANN001
    assert where(contact, an_appeal()) == ["unexplained"]


def test_a_named_appeal_that_is_not_there_is_unexplained() -> None:
    assert where(TWICE, an_appeal()) == ["waiting", "unexplained"]
    assert where(TAKEN_UP, an_appeal(interaction_id=OTHER_APPEAL)) == ["unexplained"]


def test_a_contact_counts_once_and_each_of_its_appeals_once() -> None:
    pair = (an_appeal(), an_appeal(id=OTHER_APPEAL, state=AppealState.HANDLED))
    counted = count([(TWICE, pair), (ENDED, ())])
    assert (counted.contacts, counted.further, counted.difference) == (2, 1, 0)
    found = {place for place, number in counted.by_disposition.items() if number}
    assert found == {Disposition.WAITING, Disposition.HANDLED, Disposition.ENDED}


def test_the_difference_is_what_nothing_explains() -> None:
    assert count([(TAKEN_UP, ()), (TAKEN_UP, (an_appeal(),))]).difference == 1
    assert Count(3, {Disposition.DRAFT: 1, Disposition.UNEXPLAINED: 1}, 1).difference == 3


def doubts_of(contact, *appeals) -> list[tuple[Doubt, str]]:  # noqa: ANN001, ANN002
    return [(listed.doubt, listed.kind) for listed in doubts(contact, appeals)]


def test_a_sound_case_raises_no_doubt() -> None:
    assert doubts_of(a_contact()) == []
    handled = an_appeal(state=AppealState.HANDLED, lead="water-bureau", orders=(ORDER,))
    assert doubts_of(TAKEN_UP, handled) == []


def test_every_contact_has_an_owner() -> None:
    assert doubts_of(a_contact(owner="")) == [(Doubt.OWNERLESS, "interaction")]


@pytest.mark.parametrize("changes", [{"lead": None}, {"orders": ()}])
def test_every_appeal_handed_out_has_a_lead_and_an_order(changes: dict[str, object]) -> None:
    given = {"lead": "water-bureau", "orders": (ORDER,), **changes}
    appeal = an_appeal(state=AppealState.DISPATCHED, **given)
    assert doubts_of(TAKEN_UP, appeal) == [(Doubt.OWNERLESS, "appeal")]


def test_registered_at_once_a_contact_is_clocked_by_its_appeal() -> None:
    at_once = a_contact(state=InteractionState.TAKEN_UP, appeals=(APPEAL,), draft_due=None)
    assert doubts_of(at_once, an_appeal()) == []
    later = an_appeal(registered_at=Instant(NOON + timedelta(seconds=1)))
    assert doubts_of(at_once, later) == [(Doubt.UNCLOCKED, "interaction")]


@pytest.mark.parametrize(
    ("kind", "state", "timers"),
    [
        (StreamKind.INTERACTION, a_contact(), {"draft"}),
        (StreamKind.APPEAL, an_appeal(), {"dispatch"}),
        (StreamKind.ORDER, an_order(), {"signing", "first_contact", "handling"}),
    ],
)
def test_what_waits_needs_all_its_timers(kind, state, timers: set[str]) -> None:  # noqa: ANN001
    assert not waits_untimed(kind, state, timers, history=False)
    for timer in timers:
        assert waits_untimed(kind, state, timers - {timer}, history=False)
    assert not waits_untimed(kind, state, set(), history=True)


def test_what_is_done_needs_no_timer() -> None:
    done = an_order(state=OrderState.REPORTED)
    assert not waits_untimed(StreamKind.ORDER, done, set(), history=False)


def test_everything_has_a_name_in_both_languages() -> None:
    assert DISPOSITIONS.keys() == set(Disposition)
    assert DOUBTS.keys() == set(Doubt)
