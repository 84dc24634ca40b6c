# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Like appeals come with their reasons, the likest first; the public is told of no few."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest

from jiesu.application.likeness import (
    Candidate,
    Comparing,
    Eyes,
    LikeAppeal,
    LikeAppeals,
    NearbyCount,
    Sought,
    disclosed,
)
from jiesu.domain.access import Actor
from jiesu.domain.taxonomy import AppealKind
from jiesu.kernel.instants import Instant
from tests.builders.people import AUDITOR, IMPORTER, OPERATOR, citizen, handler
from tests.builders.town import DAY, NOON, policy

DRAIN, RIVER = "water.drain.blocked", "water.river.pollution"
LIUYIN, DONGMEN = "qc-liuyin", "qc-dongmen"


def earlier(
    shared: int, days: float = 1, matter: str | None = RIVER, area: str | None = LIUYIN
) -> Candidate:
    """Return an appeal that shares so many of ten bands, so many days old."""
    at = Instant(NOON - timedelta(days=days))
    bands = tuple(range(shared)) + (99,) * (10 - shared)
    id_, words = UUID(int=shared), UUID(int=100 + shared)
    return Candidate(id_, f"n{shared}", "closed", AppealKind.HELP, matter, area, at, bands, words)


class Kept:
    """An index that answers with what it was given, and keeps what it was asked."""

    def __init__(self, *found: Candidate, counts: dict[tuple[str, str], int] | None = None) -> None:
        self.found, self.counts = list(found), counts or {}
        self.sought: list[Sought] = []
        self.eyes: list[Eyes] = []
        self.read: dict[UUID, str] = {}
        self.spans: list[tuple[Instant, Instant]] = []

    def candidates(self, sought: Sought, eyes: Eyes) -> list[Candidate]:
        self.sought.append(sought)
        self.eyes.append(eyes)
        return self.found

    def words(self, items: Sequence[UUID]) -> dict[UUID, str]:
        return {id_: text for id_, text in self.read.items() if id_ in items}

    def nearby(
        self, matter: str, area: str, since: Instant, until: Instant, uncounted: Sequence[str]
    ) -> dict[tuple[str, str], int]:
        assert set(uncounted) == {"withdrawn", "routed"}
        self.spans.append((since, until))
        return self.counts


def finder(index: Kept) -> LikeAppeals:
    """Return a finder whose texts share tenths: overlap is how many of ten places agree."""

    def estimate(one: Sequence[int], other: Sequence[int]) -> float:
        return sum(a == b for a, b in zip(one, other, strict=True)) / 10

    texts = Comparing(str, lambda _: tuple(range(10)), estimate, lambda _, other: float(other))
    return LikeAppeals(index, texts, policy())


def ask(index: Kept, actor: Actor = OPERATOR, **more: object) -> list[LikeAppeal]:
    return finder(index).like("河水发黑发臭", RIVER, LIUYIN, actor, NOON, **more)


def reasons(*found: Candidate) -> list[list[str]]:
    return [[each.zh for each in one.reasons] for one in ask(Kept(*found))]


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (earlier(9), ["文字几乎相同（约 90 %）", "同一街道同一事项，1 天内"]),
        (earlier(6, days=3), ["文字几乎相同（约 60 %）", "同一街道同一事项，3 天内"]),
        (earlier(5, days=2.5), ["部分文字相同（约 50 %）", "同一街道同一事项，3 天内"]),
        (earlier(0, days=0), ["同一街道同一事项，1 天内"]),
        (earlier(10, area=DONGMEN), ["文字几乎相同（约 100 %）", "地点不同：东门街道"]),
        (earlier(10, area=None), ["文字几乎相同（约 100 %）"]),
        (earlier(10, matter=DRAIN), ["文字几乎相同（约 100 %）"]),
    ],
)
def test_why_they_are_alike_is_said(found: Candidate, said: list[str]) -> None:
    assert reasons(found) == [said]


@pytest.mark.parametrize(
    "found",
    [earlier(5, matter=DRAIN), earlier(5, area=DONGMEN), earlier(0, matter=None, area=None)],
)
def test_what_nothing_speaks_for_is_left_out(found: Candidate) -> None:
    assert reasons(found) == []


def test_two_appeals_nobody_has_sorted_are_not_of_one_matter() -> None:
    index = Kept(earlier(5, matter=None))
    assert finder(index).like("河水发黑发臭", None, LIUYIN, OPERATOR, NOON) == []


def test_reasons_stand_in_english_too() -> None:
    (one,) = ask(Kept(earlier(9, area=DONGMEN)))
    assert [reason.en for reason in one.reasons] == [
        "nearly the same words (about 90 %)",
        "elsewhere: Dongmen",
    ]


def test_near_copies_come_first_then_the_newest_of_the_same_matter() -> None:
    old, new, copy = earlier(0, days=9), earlier(1, days=2), earlier(6, days=29, area=DONGMEN)
    assert [one.number for one in ask(Kept(old, new, copy))] == ["n6", "n1", "n0"]
    assert [one.number for one in ask(Kept(old, new, copy), most=1)] == ["n6"]


@pytest.mark.parametrize(
    ("estimated", "truly", "near"),
    [(5, "0.61", True), (7, "0.55", False), (4, "0.9", False), (8, "0.1", True)],
)
def test_what_is_in_doubt_is_read_to_be_sure(estimated: int, truly: str, near: bool) -> None:
    index = Kept(one := earlier(estimated))
    index.read = {one.words: truly}
    (found,) = ask(index)
    assert found.near_copy == near


def test_one_looks_back_as_far_as_the_law_says_and_not_at_oneself() -> None:
    index, own = Kept(), UUID(int=7)
    ask(index, besides=own)
    (sought,) = index.sought
    assert (sought.since, sought.until) == (NOON - timedelta(days=30), NOON)
    assert (sought.matter, sought.area, sought.besides) == (RIVER, LIUYIN, own)


@pytest.mark.parametrize(
    ("actor", "confidences", "own_only"),
    [
        (OPERATOR, True, False),  # may open personal data, for a reason that is kept
        (AUDITOR, False, False),
        (handler("water-bureau"), False, True),
    ],
)
def test_what_somebody_may_find_follows_from_the_role(
    actor: Actor, confidences: bool, own_only: bool
) -> None:
    index = Kept()
    ask(index, actor)
    (eyes,) = index.eyes
    assert (eyes.confidences, eyes.own_only) == (confidences, own_only)
    assert eyes.viewer.account == actor.id


@pytest.mark.parametrize("actor", [IMPORTER, citizen(UUID(int=1)), Actor("h-1", "handler")])
def test_whoever_may_not_look_at_cases_finds_none(actor: Actor) -> None:
    index = Kept(earlier(10))
    assert ask(index, actor) == []
    assert index.eyes == []


def nearby(counts: dict[tuple[str, str], int], today: date = DAY) -> object:
    return finder(Kept(counts=counts)).nearby(RIVER, LIUYIN, today)


def test_nothing_is_told_of_fewer_than_five() -> None:
    assert nearby({}) is None
    assert nearby({("2026-03", "closed"): 3, ("2026-02", "dispatched"): 1}) is None
    assert nearby({("2026-03", "closed"): 3, ("2026-02", "dispatched"): 2}) is not None


def test_a_card_counts_by_status_and_by_month() -> None:
    card = nearby(
        {
            ("2026-03", "registered"): 2,
            ("2026-03", "dispatched"): 6,
            ("2026-02", "handled"): 4,
            ("2026-02", "closed"): 7,
            ("2026-01", "answered"): 3,
        }
    )
    assert card.total == 22
    assert card.by_status == (NearbyCount("done", 14), NearbyCount(None, 8))
    assert card.by_month == (NearbyCount("2026-02", 11), NearbyCount(None, 11))


def test_the_span_is_that_of_the_law_in_local_days() -> None:
    index = Kept(counts={("2026-03", "closed"): 5})
    calendar = policy().calendar
    card = finder(index).nearby(RIVER, LIUYIN, date(2026, 3, 31))
    assert card.since == date(2025, 12, 28)
    span = calendar.day_start(date(2025, 12, 28)), calendar.day_start(date(2026, 4, 1))
    assert index.spans == [span]


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        ({"a": 5, "b": 7}, [("a", 5), ("b", 7)]),
        ({"a": 9, "b": 3, "c": 3}, [("a", 9), (None, 6)]),
        ({"a": 9, "b": 4}, [(None, 13)]),  # the four would be known by subtraction
        ({"a": 9, "b": 6, "c": 1}, [("a", 9), (None, 7)]),
        ({"a": 4, "b": 1}, [(None, 5)]),
    ],
)
def test_what_is_too_few_is_put_together(
    counts: dict[str, int], told: list[tuple[str | None, int]]
) -> None:
    assert [(one.of, one.count) for one in disclosed(counts, 5)] == told
