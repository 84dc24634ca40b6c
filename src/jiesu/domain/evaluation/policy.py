# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the law must say about evaluation."""

from dataclasses import dataclass

from jiesu.domain.evaluation.scheme import (
    AnswerValues,
    Counting,
    MonthAnchor,
    PeerGroups,
    Shares,
    TieRule,
    Weights,
)
from jiesu.kernel.calendar import BusinessCalendar
from jiesu.rulebook.dated import Dated
from jiesu.rulebook.reasons import Reasons


@dataclass(frozen=True, slots=True)
class EvaluationPolicy:
    """Parameters ``evaluation.*`` of the pack; read as of the last day of the month evaluated."""

    month_start: Dated[int]
    """Day of the month before on which an assessment month begins; 1 is the calendar month."""
    month_anchor: Dated[MonthAnchor]
    """Which instant of a verdict chooses its month."""
    counting: Dated[Counting]
    """Which of several answers about one appeal counts."""
    shares: Dated[Shares]
    """Which units take part in a verdict."""
    answers: Dated[AnswerValues]
    """What each answer is worth."""
    weights: Dated[Weights]
    """What each rate is worth in the score."""
    groups: Dated[PeerGroups]
    """Who is ranked against whom."""
    ties: Dated[TieRule]
    """Who stands first of units with the same score."""
    decimals: Dated[int]
    """Places after the point when a score or a rate is shown; counting never rounds."""
    exclusions: Dated[Reasons]
    """Why an order is left out of the evaluation (剔除)."""
    parking: Dated[Reasons]
    """Why an order that cannot be solved for now is parked (挂账)."""
    bonuses: Dated[Reasons]
    """What earns a unit points beyond its rates."""
    calendar: BusinessCalendar
