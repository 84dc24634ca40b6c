# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Which parameters the typed policies need, read off their own fields.

A field ``words_max: Dated[int]`` of the policy with prefix ``appeal`` is the parameter
``appeal.words_max``. A stage that needs a new rule adds a field, and every pack must then give it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

from jiesu.domain.appeals.policy import AppealPolicy
from jiesu.domain.callback.messages import Answer, Trigger
from jiesu.domain.callback.policy import CallBackPolicy
from jiesu.domain.dispatch.policy import DispatchPolicy, SuccessionPolicy
from jiesu.domain.evaluation.policy import EvaluationPolicy
from jiesu.domain.evaluation.scheme import (
    AnswerValues,
    Counting,
    MonthAnchor,
    PeerGroups,
    Shares,
    TieRule,
    Weights,
)
from jiesu.domain.interactions.policy import InteractionPolicy
from jiesu.domain.memberships import MembershipPolicy
from jiesu.domain.organisations import UnitKinds
from jiesu.domain.supervision.policy import Ladder, SupervisionPolicy, SurgeLevels
from jiesu.domain.taxonomy import SpecialRoute
from jiesu.domain.timelimits import TimeLimit
from jiesu.domain.understanding import UnderstandingPolicy
from jiesu.domain.workorders.messages import Ending
from jiesu.domain.workorders.policy import OrderPolicy
from jiesu.rulebook.dated import Dated
from jiesu.rulebook.reasons import Reasons


class ValueForm(StrEnum):
    """How a parameter's value is written; the pack names it as ``unit``."""

    TIME_LIMIT = "time_limit"  # {amount: 7, unit: calendar_day} or "7 calendar_day"
    CHARACTERS = "characters"  # a whole number of characters
    COUNT = "count"  # a whole number of things
    APPEAL_KINDS = "appeal_kinds"  # a list of kinds of appeal
    TEXT = "text"  # the key of a text
    UNIT = "unit"  # the code of a unit
    LIMIT_CLASS = "limit_class"  # a time-limit class
    CALLBACK_TRIGGER = "callback_trigger"  # what makes a call-back due
    DAY_OF_MONTH = "day_of_month"  # 1 to 28
    ANSWERS = "answers"  # a list of answers to "is it solved?" and "are you satisfied?"
    ENDINGS = "endings"  # a list of ways in which a unit's part ends
    MONTH_ANCHOR = "month_anchor"  # which instant chooses the assessment month
    COUNTING = "counting"  # which of several answers counts
    SHARES = "shares"  # a list of capacities in which a unit takes part in a verdict
    ANSWER_VALUES = "answer_values"  # {partly: "0", basically: "0.9"}
    WEIGHTS = "weights"  # {response: "0.1", resolution: "0.5", satisfaction: "0.4"}
    PEER_GROUPS = "peer_groups"  # a list of {id, name, kinds, units}
    TIE_RULE = "tie_rule"  # who stands first of units with the same score
    UNIT_KINDS = "unit_kinds"  # a list of kinds of unit
    REASONS = "reasons"  # a list of {id, name}
    LADDER = "ladder"  # a list of {id, name, after}, the first rung first
    SURGE_LEVELS = "surge_levels"  # a list of {id, name, times}, the lowest first
    SHARE = "share"  # a part of one, in quotes: "0.9"


@dataclass(frozen=True, slots=True)
class Need:
    """One parameter that must be there: its key, the form of its value, and who reads it."""

    key: str
    form: ValueForm
    consumer: str


PREFIXES: dict[type, str] = {
    InteractionPolicy: "interaction",
    AppealPolicy: "appeal",
    OrderPolicy: "order",
    DispatchPolicy: "dispatch",
    SuccessionPolicy: "organisation",
    CallBackPolicy: "callback",
    MembershipPolicy: "membership",
    EvaluationPolicy: "evaluation",
    SupervisionPolicy: "supervision",
    UnderstandingPolicy: "understanding",
}
"""Under which prefix a typed policy's parameters stand in the pack."""

LIMIT_PREFIX = "limit."
ROUTE_PREFIX = "route."
DEFAULT_CLASS = "dispatch.default_class"
FALLBACK_UNIT = "dispatch.fallback_unit"
RECUSAL_UNIT = "dispatch.recusal_unit"

PARAMETER_TEXT = "parameter."
"""Under this prefix the description of each parameter is found among the texts."""

_FORM_OF_TYPE: dict[object, ValueForm] = {
    TimeLimit: ValueForm.TIME_LIMIT,
    int: ValueForm.COUNT,
    Fraction: ValueForm.SHARE,
    frozenset[str]: ValueForm.APPEAL_KINDS,
    str: ValueForm.TEXT,
    Trigger: ValueForm.CALLBACK_TRIGGER,
    frozenset[Answer]: ValueForm.ANSWERS,
    frozenset[Ending]: ValueForm.ENDINGS,
    MonthAnchor: ValueForm.MONTH_ANCHOR,
    Counting: ValueForm.COUNTING,
    Shares: ValueForm.SHARES,
    AnswerValues: ValueForm.ANSWER_VALUES,
    Weights: ValueForm.WEIGHTS,
    PeerGroups: ValueForm.PEER_GROUPS,
    TieRule: ValueForm.TIE_RULE,
    UnitKinds: ValueForm.UNIT_KINDS,
    Reasons: ValueForm.REASONS,
    Ladder: ValueForm.LADDER,
    SurgeLevels: ValueForm.SURGE_LEVELS,
}
_FORM_OF_KEY = {
    "appeal.words_max": ValueForm.CHARACTERS,
    "evaluation.month_start": ValueForm.DAY_OF_MONTH,
    FALLBACK_UNIT: ValueForm.UNIT,
    RECUSAL_UNIT: ValueForm.UNIT,
    DEFAULT_CLASS: ValueForm.LIMIT_CLASS,
}


def dated_fields(policy: type) -> dict[str, object]:
    """Return the fields of a policy that are single dated values, with the type of the value."""
    hints: dict[str, Any] = get_type_hints(policy)
    names = [field.name for field in fields(policy)]
    return {n: get_args(hints[n])[0] for n in names if get_origin(hints[n]) is Dated}


@cache
def fixed_needs() -> dict[str, Need]:
    """Return the parameters every pack must give, by key."""
    return {need.key: need for need in (*_stage_needs(), *_route_needs())}


def limit_need(time_limit_class: str) -> Need:
    """Return the parameter that a time-limit class used by the catalogue must have."""
    key = f"{LIMIT_PREFIX}{time_limit_class}"
    return Need(key, ValueForm.TIME_LIMIT, "OrderPolicy.limits")


def consumer_of(key: str) -> str:
    """Return the policy field that reads a parameter of a sound pack."""
    fixed = fixed_needs().get(key)
    return (fixed or limit_need(key.removeprefix(LIMIT_PREFIX))).consumer


def _stage_needs() -> Iterator[Need]:
    for policy, prefix in PREFIXES.items():
        for name, value_type in dated_fields(policy).items():
            key = f"{prefix}.{name}"
            form = _FORM_OF_KEY.get(key, _FORM_OF_TYPE[value_type])
            yield Need(key, form, f"{policy.__name__}.{name}")


def _route_needs() -> Iterator[Need]:
    for route in SpecialRoute:
        yield Need(f"{ROUTE_PREFIX}{route.value}", ValueForm.TEXT, "AppealPolicy.routes")
