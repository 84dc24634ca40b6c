# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a dispatch would do, before anybody dispatches; which matters the words sound like.

The answer comes from the very function that dispatches, so it can promise nothing else.
"""

from dataclasses import dataclass
from uuid import UUID

from jiesu.application.policy import CityPolicy
from jiesu.application.showing import Ground, ground_of
from jiesu.application.terms import TERMS
from jiesu.domain.appeals.model import Appeal, AppealState
from jiesu.domain.dispatch.responsibility import Responsibility, find_responsible
from jiesu.domain.taxonomy import AppealKind, Channel, DispatchCatalogue, Matter
from jiesu.domain.timelimits import TimeLimit, TimeUnit
from jiesu.domain.workorders.limits import deadlines
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind, SealedText
from jiesu.kernel.text import Text

_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Foresight:
    """派单预览: who would lead, with whom, until when, and by which rules."""

    answer: Responsibility
    span: Text
    """The limit in words."""
    due: Instant
    assumed: bool
    why: tuple[Ground, ...]
    limit: Ground


def foresee(
    appeal: Appeal,
    policy: CityPolicy,
    now: Instant,
    by_hand: str | None = None,
    co_handlers: tuple[str, ...] | None = None,
) -> Foresight:
    """Return what dispatching ``appeal`` now would do; ``by_hand`` is somebody's own choice.

    Raises:
        JiesuError: as dispatching would.
    """
    day = policy.calendar.local_day(now)
    answer = find_responsible(appeal, policy.dispatch, day, by_hand, co_handlers)
    ends = deadlines(answer.limit_class, answer.lead.id, policy.orders, day, now)
    return Foresight(
        answer,
        _span(ends.limit),
        ends.handling,
        ends.assumed,
        tuple(ground_of(basis, policy) for basis in answer.basis),
        ground_of(ends.basis[0], policy),
    )


def _span(limit: TimeLimit) -> Text:
    unit = TERMS[TimeUnit, limit.unit.value]
    return Text(f"{limit.amount} {unit.zh}", f"{limit.amount} {unit.en}")


def supposed(
    matter: str | None, area: str | None, complained_unit: str | None, now: Instant
) -> Appeal:
    """Return an appeal that nobody has registered, for asking who would be responsible."""
    return Appeal(
        id=_NOBODY,
        number="",
        interaction_id=_NOBODY,
        state=AppealState.REGISTERED,
        kind=AppealKind.HELP,
        channel=Channel.PHONE,
        registered_at=now,
        words=SealedText(_NOBODY, PrivateKind.WORDS, "", 0),
        dispatch_due=now,
        matter=matter,
        area=area,
        complained_unit=complained_unit,
    )


def sounds_like(words: str, catalogue: DispatchCatalogue, most: int) -> list[Matter]:
    """Return the matters whose words of the catalogue stand in a text, the likeliest first."""
    said = words.lower()
    weighed = [
        (sum(len(word) for word in {*matter.words, matter.name.zh} if word.lower() in said), matter)
        for matter in catalogue.matters.values()
        if catalogue.is_leaf(matter.code)
    ]
    found = sorted((each for each in weighed if each[0]), key=lambda each: -each[0])
    return [matter for _, matter in found[:most]]
