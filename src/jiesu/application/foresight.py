# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a dispatch would do, before anybody dispatches; what must be asked for it.

The answer comes from the very function that dispatches, so it can promise nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from jiesu.application.policy import CityPolicy
from jiesu.application.showing import Ground, ground_of
from jiesu.application.terms import TERMS
from jiesu.domain.appeals.model import Appeal, AppealState
from jiesu.domain.dispatch.responsibility import Responsibility, find_responsible
from jiesu.domain.taxonomy import AppealKind, Channel, DispatchCatalogue, by_place
from jiesu.domain.timelimits import TimeLimit, TimeUnit
from jiesu.domain.workorders.limits import deadlines
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind, SealedText
from jiesu.kernel.text import Text

_NOBODY = UUID(int=0)
_HALF = 0.5


class Sureness(StrEnum):
    """把握程度: how much a suggestion is worth, as people say it."""

    LIKELY = "likely"  # 很可能
    POSSIBLE = "possible"  # 可能
    UNSURE = "unsure"  # 不确定


SURENESS: Mapping[Sureness, Text] = MappingProxyType(
    {
        Sureness.LIKELY: Text("很可能", "very likely"),
        Sureness.POSSIBLE: Text("可能", "possible"),
        Sureness.UNSURE: Text("不确定", "uncertain"),
    }
)


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


def sureness(confidence: float, policy: CityPolicy, day: date) -> Sureness:
    """Return ``confidence`` (0 to 1) in a word: likely from the pack's bar, possible from half."""
    bar = float(policy.understanding.sure_from.as_of(day).value)
    if confidence >= bar:
        return Sureness.LIKELY
    return Sureness.POSSIBLE if confidence >= bar * _HALF else Sureness.UNSURE


def needs_place(matter: str, catalogue: DispatchCatalogue, day: date) -> bool:
    """Return whether it depends on the place who leads or assists in a matter.

    So it does where the catalogue names nobody on ``day``.

    Raises:
        UnknownMatter: not in the catalogue.
    """
    duty = catalogue.duty(matter, day)
    return duty is None or any(map(by_place, (duty.lead, *duty.co_handlers)))
