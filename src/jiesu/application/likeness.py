# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Appeals like another: near-copies and those about the same matter, and a count for the public.

Whoever an appeal complains of never finds it here. What somebody told in confidence, or against
somebody, is found only by those who may open personal data; the public is not told of it at all.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import ceil
from typing import Protocol
from uuid import UUID

from jiesu.application.lists import Viewer, viewer_of
from jiesu.application.policy import CityPolicy
from jiesu.domain.access import Actor
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.organisations import AreaKind
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Text

MOST_SHOWN = 5
_SHOWS, _REVEALS = "appeal.show", "appeal.reveal"
_WORDS, _MATTER, _TIME = 0.6, 0.25, 0.15  # what a score is made of: shares of one
DOUBT = 0.15
"""Whose overlap is estimated closer than this to that of a near-copy is read to be sure."""
_MOST_READ = 8
_PARTLY = 0.3  # from which overlap on words of a candidate are worth a remark
_ONE_DAY = timedelta(days=1)
_MONTHS_OF_YEAR = 12
_LAST_DAY_EVERYWHERE = 28  # a day of the month that every month has

_COPY = Text("文字几乎相同（约 {percent} %）", "nearly the same words (about {percent} %)")
_SOME_WORDS = Text("部分文字相同（约 {percent} %）", "some of the same words (about {percent} %)")
_SAME_MATTER: Mapping[AreaKind, Text] = {
    AreaKind.STREET: Text(
        "同一街道同一事项，{days} 天内", "same street and matter, {days} d apart"
    ),
    AreaKind.DISTRICT: Text(
        "同一区同一事项，{days} 天内", "same district and matter, {days} d apart"
    ),
}
_ELSEWHERE = Text("地点不同：{area}", "elsewhere: {area}")


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: by the signature of redacted words, and by matter and area."""

    bands: tuple[int, ...]
    matter: str | None
    area: str | None
    since: Instant
    until: Instant
    besides: UUID | None = None
    """The appeal that is asked about, where it exists already."""


@dataclass(frozen=True, slots=True)
class Eyes:
    """For whose eyes: ``confidences`` says that tip-offs and confidential appeals may be found.

    ``own_only`` leaves only appeals with an order of the viewer's own units.
    """

    viewer: Viewer
    confidences: bool
    own_only: bool


@dataclass(frozen=True, slots=True)
class Candidate:
    """An appeal that may be like another, as the store knows it."""

    id: UUID
    number: str
    state: str
    kind: str
    matter: str | None
    area: str | None
    registered_at: Instant
    bands: Sequence[int]
    words: UUID
    """The item its words are, and their redacted copy."""


class LikeIndex(Protocol):
    """Where appeals like another are found."""

    def candidates(self, sought: Sought, eyes: Eyes) -> list[Candidate]:
        """Return the newest appeals that share a band, or matter and area; in no order."""
        ...

    def words(self, items: Sequence[UUID]) -> Mapping[UUID, str]:
        """Return the redacted copies of these words, where they have not been erased."""
        ...

    def nearby(
        self, matter: str, area: str, since: Instant, until: Instant, uncounted: Sequence[str]
    ) -> Mapping[tuple[str, str], int]:
        """Return how many appeals there are by month (``2026-11``) and state, for the public.

        Complaints of offices or persons, tip-offs and what is confidential do not count.
        """
        ...


@dataclass(frozen=True, slots=True)
class Comparing:
    """How texts are compared; all but ``redact`` take redacted texts, or what was made of them."""

    redact: Callable[[str], str]
    sign: Callable[[str], tuple[int, ...]]
    estimate: Callable[[Sequence[int], Sequence[int]], float]
    """The overlap of two texts by their signatures, 0 to 1."""
    overlap: Callable[[str, str], float]
    """The overlap of two texts by themselves, 0 to 1."""


@dataclass(frozen=True, slots=True)
class LikeAppeal:
    """相似诉求: an earlier appeal that may be about the same, and why one may think so.

    ``overlap`` is the share of common text, 0 to 1, estimated where no doubt about it matters;
    ``score`` weighs it with matter, area and time, 0 to 1. A near-copy is above every other.
    """

    id: UUID
    number: str
    state: str
    kind: str
    matter: str | None
    area: str | None
    registered_at: Instant
    overlap: float
    near_copy: bool
    score: float
    reasons: tuple[Text, ...]


class NearbyStatus(StrEnum):
    """周边诉求状态: how far an appeal is, as the public is told."""

    WAITING = "waiting"  # 已受理，待派单
    IN_HAND = "in_hand"  # 办理中
    DONE = "done"  # 已办结


_STATUS: Mapping[str, NearbyStatus] = {
    AppealState.REGISTERED: NearbyStatus.WAITING,
    AppealState.DISPATCHED: NearbyStatus.IN_HAND,
    AppealState.ANSWERED: NearbyStatus.DONE,
    AppealState.HANDLED: NearbyStatus.DONE,
    AppealState.CLOSED: NearbyStatus.DONE,
}
_UNCOUNTED = tuple(state.value for state in AppealState if state not in _STATUS)
"""Withdrawn appeals, and those that took a special route, say nothing about a street."""


@dataclass(frozen=True, slots=True)
class NearbyCount:
    """How many appeals of one status or month; ``of`` None holds those too few to be told apart."""

    of: str | None
    count: int


@dataclass(frozen=True, slots=True)
class NearbyCard:
    """周边同类诉求: how many appeals like one there were in its area; never words, never numbers.

    The total comes twice, by status and by month, each part at least as large as the pack demands.
    """

    matter: str
    area: str
    since: date
    total: int
    by_status: tuple[NearbyCount, ...]
    by_month: tuple[NearbyCount, ...]


class LikeAppeals:
    """Finds appeals like another in one city."""

    def __init__(self, index: LikeIndex, texts: Comparing, policy: CityPolicy) -> None:
        """Take the store's index, how texts are compared, and the law."""
        self._index = index
        self._texts = texts
        self._policy = policy

    def like(  # noqa: PLR0913 -- what is known of an appeal, and who asks
        self,
        text: str,
        matter: str | None,
        area: str | None,
        actor: Actor,
        now: Instant,
        *,
        besides: UUID | None = None,
        most: int = MOST_SHOWN,
    ) -> list[LikeAppeal]:
        """Return the earlier appeals most like this one, the likest first.

        Args:
            text: the words in clear; they are redacted before anything is done with them.
            matter: its code, where it is known.
            area: the code of the area it is about, where it is known.
            actor: who asks; nothing is found by whoever may not look at cases.
            now: the present, up to which one looks.
            besides: the appeal itself, where it is registered already.
            most: how many to return.
        """
        day = self._policy.calendar.local_day(now)
        eyes = _eyes_of(actor, self._policy, day)
        if eyes is None:
            return []
        rules = self._policy.understanding
        days = rules.alike_days.as_of(day).value
        alike_from = float(rules.alike_from.as_of(day).value)
        words, since = self._texts.redact(text), Instant(now - timedelta(days=days))
        sought = Sought(self._texts.sign(words), matter, area, since, now, besides=besides)
        found = self._index.candidates(sought, eyes)
        overlaps = self._overlaps(words, sought.bands, found, alike_from)
        asked = _Asked(matter, area, now, days, alike_from)
        judged = [self._judged(one, overlaps[one.id], asked) for one in found]
        return sorted((one for one in judged if one.reasons), key=_likest_first)[:most]

    def nearby(self, matter: str, area: str, today: date) -> NearbyCard | None:
        """Return what the public may know of like appeals in an area; None where they are few."""
        rules, calendar = self._policy.understanding, self._policy.calendar
        since = _months_before(today, rules.nearby_months.as_of(today).value)
        span = calendar.day_start(since), calendar.day_start(today + _ONE_DAY)
        found = self._index.nearby(matter, area, *span, _UNCOUNTED)
        fewest = rules.nearby_fewest.as_of(today).value
        total = sum(found.values())
        if total < max(fewest, 1):
            return None
        statuses, months = _sums(found)
        return NearbyCard(
            matter, area, since, total, disclosed(statuses, fewest), disclosed(months, fewest)
        )

    def _overlaps(
        self, words: str, bands: Sequence[int], found: Sequence[Candidate], alike_from: float
    ) -> dict[UUID, float]:
        """Return how far each overlaps; the likest of those in doubt are read to be sure."""
        told = {one.id: self._texts.estimate(bands, one.bands) for one in found}
        close = [one for one in found if abs(told[one.id] - alike_from) < DOUBT]
        close.sort(key=lambda one: (-told[one.id], one.id))
        wanted = {one.words: one.id for one in close[:_MOST_READ]}
        read = self._index.words(list(wanted)) if wanted else {}
        certain = {wanted[item]: self._texts.overlap(words, other) for item, other in read.items()}
        return told | certain

    def _judged(self, one: Candidate, overlap: float, asked: "_Asked") -> LikeAppeal:
        apart = (asked.at - one.registered_at) / _ONE_DAY
        related = one.area is not None and (one.matter, one.area) == (asked.matter, asked.area)
        related = related and one.matter is not None
        near = overlap >= asked.alike_from
        score = _WORDS * overlap + _MATTER * related + _TIME * max(0.0, 1 - apart / asked.days)
        return LikeAppeal(
            id=one.id,
            number=one.number,
            state=one.state,
            kind=one.kind,
            matter=one.matter,
            area=one.area,
            registered_at=one.registered_at,
            overlap=overlap,
            near_copy=near,
            score=score,
            reasons=self._reasons(one, asked, overlap, near=near, related=related),
        )

    def _reasons(
        self, one: Candidate, asked: "_Asked", overlap: float, *, near: bool, related: bool
    ) -> tuple[Text, ...]:
        """Return why two appeals may be about the same; empty where nothing speaks for it."""
        said: list[Text] = []
        if near or (related and overlap >= _PARTLY):
            said.append(_filled(_COPY if near else _SOME_WORDS, percent=round(overlap * 100)))
        area = self._policy.organisation.areas.get(one.area or "")
        if related and area is not None:
            days = max(1, ceil((asked.at - one.registered_at) / _ONE_DAY))
            said.append(_filled(_SAME_MATTER[area.kind], days=days))
        elif near and area is not None and asked.area not in {None, one.area}:
            said.append(_filled(_ELSEWHERE, area=area.name))
        return tuple(said)


@dataclass(frozen=True, slots=True)
class _Asked:
    """An appeal as it is compared with each candidate."""

    matter: str | None
    area: str | None
    at: Instant
    days: int
    alike_from: float


def disclosed(counts: Mapping[str, int], fewest: int) -> tuple[NearbyCount, ...]:
    """Return the counts, none below ``fewest``: what is smaller is put together under None.

    If all that is small is too small together, the smallest of the others joins it, for else it
    would be known by subtraction. ``counts`` must come to ``fewest`` or more in all.
    """
    large = {name: n for name, n in counts.items() if n >= fewest}
    rest = sum(n for name, n in counts.items() if name not in large)
    while large and 0 < rest < fewest:
        smallest = min(large, key=lambda name: (large[name], name))
        rest += large.pop(smallest)
    told = [NearbyCount(name, n) for name, n in large.items()]
    return tuple([*told, NearbyCount(None, rest)] if rest else told)


def _sums(found: Mapping[tuple[str, str], int]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the counts by status in the order of the way, and by month, the newest first."""
    statuses = dict.fromkeys((status.value for status in NearbyStatus), 0)
    months = dict.fromkeys(sorted({month for month, _ in found}, reverse=True), 0)
    for (month, state), count in found.items():
        statuses[_STATUS[state].value] += count
        months[month] += count
    return {status: n for status, n in statuses.items() if n}, months


def _eyes_of(actor: Actor, policy: CityPolicy, day: date) -> Eyes | None:
    """Return what somebody may find on ``day``; None for nothing at all."""
    role = policy.access.role(actor.role)
    may = role.permissions.as_of(day).value
    if _SHOWS not in may or role.appeal_bound or (role.unit_bound and actor.unit is None):
        return None
    viewer = viewer_of(actor, policy.organisation, day)
    return Eyes(viewer, confidences=_REVEALS in may, own_only=role.unit_bound)


def _likest_first(one: LikeAppeal) -> tuple[bool, float, str]:
    return not one.near_copy, -one.score, one.number


def _months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, the 28th where it is a later one."""
    place = day.year * _MONTHS_OF_YEAR + day.month - 1 - months
    year, month = divmod(place, _MONTHS_OF_YEAR)
    return date(year, month + 1, min(day.day, _LAST_DAY_EVERYWHERE))


def _filled(text: Text, **facts: object) -> Text:
    return Text(text.say("zh", **facts), text.say("en", **facts))
