# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The evaluation of a month, read from the store and counted by the readable oracle."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from jiesu.application.policy import CityPolicy
from jiesu.domain.evaluation.months import AssessmentMonth, month_named, month_of
from jiesu.domain.evaluation.rates import Evaluation, Verdict, evaluate
from jiesu.domain.evaluation.scheme import MonthAnchor
from jiesu.kernel.errors import NotFound
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Text


class NoSuchGroup(NotFound):
    """The scheme has no such peer group."""

    what = Text("没有考评分组“{group}”。", 'There is no peer group "{group}".')
    next_step = Text("可选：{known}。", "There are: {known}.")


@dataclass(frozen=True, slots=True)
class Span:
    """Answers wanted: of every appeal with one in this span by this anchor."""

    anchor: MonthAnchor
    since: Instant
    until: Instant


class VerdictReader(Protocol):
    """Where answers are read."""

    def verdicts(self, span: Span) -> Iterable[Verdict]:
        """Return every answer of every appeal of which one lies in the span."""
        ...


def present_month(policy: CityPolicy, day: date) -> AssessmentMonth:
    """Return the assessment month ``day`` lies in, by the law of that day."""
    return month_of(day, policy.evaluation.month_start.as_of(day).value)


def named_month(policy: CityPolicy, label: str) -> AssessmentMonth:
    """Return the month called ``label``, by the law of its last day.

    Raises:
        NotAMonth: it is not written like ``2026-10``.
    """
    plain = month_named(label, 1)
    start = policy.evaluation.month_start.as_of(plain.last_day).value
    return month_named(label, start)


def evaluate_month(month: AssessmentMonth, policy: CityPolicy, reader: VerdictReader) -> Evaluation:
    """Return the evaluation of ``month`` over everything the store holds."""
    since, until = month.bounds(policy.calendar)
    anchor = policy.evaluation.month_anchor.as_of(month.last_day).value
    verdicts = reader.verdicts(Span(anchor, since, until))
    return evaluate(verdicts, month, policy.evaluation, policy.organisation)


def only_group(evaluation: Evaluation, group: str) -> Evaluation:
    """Return the evaluation with one peer group only.

    Raises:
        NoSuchGroup: the scheme has none of that id.
    """
    found = tuple(ranking for ranking in evaluation.rankings if ranking.group.id == group)
    if not found:
        known = ", ".join(ranking.group.id for ranking in evaluation.rankings)
        raise NoSuchGroup(group=group, known=known)
    return Evaluation(
        evaluation.month, found, evaluation.counted, evaluation.unplaced, evaluation.basis
    )
