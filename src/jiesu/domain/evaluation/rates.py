# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The readable oracle: verdicts in, three exact rates and a ranking out.

A *verdict* is a valid call-back: the person answered. Nothing is rounded, nothing is left out
silently; a unit nobody answered about is not rated, which is neither 0 nor 100.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from jiesu.domain.callback.messages import Satisfied, Solved
from jiesu.domain.evaluation.months import AssessmentMonth
from jiesu.domain.evaluation.policy import EvaluationPolicy
from jiesu.domain.evaluation.scheme import (
    AnswerValues,
    Counting,
    MonthAnchor,
    PeerGroup,
    Share,
    Shares,
    TieRule,
    Weights,
)
from jiesu.domain.organisations import Organisation, Unit
from jiesu.kernel.instants import Instant
from jiesu.kernel.rates import NOT_RATED, Rate
from jiesu.rulebook.explain import Basis, basis_of

_FULL_SCORE = 100


@dataclass(frozen=True, slots=True)
class Verdict:
    """评价: one person's answers about one round of one appeal, and who took part in it."""

    callback_id: UUID
    appeal_id: UUID
    round: int
    lead: str
    helpers: tuple[str, ...]
    copies: tuple[str, ...]
    district_unit: str | None
    registered_at: Instant
    dispatched_at: Instant
    due_at: Instant
    answered_at: Instant
    contacted: bool
    solved: Solved
    satisfied: Satisfied

    def instant(self, anchor: MonthAnchor) -> Instant:
        """Return the instant that chooses the month."""
        return {
            MonthAnchor.REGISTERED: self.registered_at,
            MonthAnchor.DISPATCHED: self.dispatched_at,
            MonthAnchor.DUE: self.due_at,
            MonthAnchor.ANSWERED: self.answered_at,
        }[anchor]

    def units(self, shares: Shares) -> frozenset[str]:
        """Return who takes part, each once in however many capacities."""
        found = {self.lead} if Share.LEAD in shares else set()
        found |= set(self.helpers) if Share.ASSIST in shares else set()
        found |= set(self.copies) if Share.COPY in shares else set()
        if Share.DISTRICT in shares and self.district_unit is not None:
            found.add(self.district_unit)
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class ThreeRates:
    """三率: 响应率, 解决率, 满意率 over the same valid call-backs."""

    response: Rate = NOT_RATED
    resolution: Rate = NOT_RATED
    satisfaction: Rate = NOT_RATED

    @property
    def valid(self) -> int:
        """Return how many valid call-backs they are counted over."""
        return self.response.denominator

    def score(self, weights: Weights) -> Fraction | None:
        """Return the score from 0 to 100, or None where nobody answered."""
        response, resolution = self.response.value, self.resolution.value
        satisfaction = self.satisfaction.value
        if response is None or resolution is None or satisfaction is None:
            return None
        return _FULL_SCORE * (
            weights.response * response
            + weights.resolution * resolution
            + weights.satisfaction * satisfaction
        )


@dataclass(frozen=True, slots=True)
class Placing:
    """名次: one unit's place; no place where nobody answered. Units of one place are level."""

    unit: Unit
    rates: ThreeRates
    score: Fraction | None
    place: int | None
    verdicts: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class Ranking:
    """通报排名: one peer group, best first, those not rated at the end."""

    group: PeerGroup
    placings: tuple[Placing, ...]

    @property
    def rates(self) -> ThreeRates:
        """Return the rates of the whole group: counted together, never averaged."""
        zero = ThreeRates()
        return ThreeRates(
            sum((one.rates.response for one in self.placings), zero.response),
            sum((one.rates.resolution for one in self.placings), zero.resolution),
            sum((one.rates.satisfaction for one in self.placings), zero.satisfaction),
        )


@dataclass(frozen=True, slots=True)
class Evaluation:
    """考评结果: every group's ranking of one month, with the rules it rests on."""

    month: AssessmentMonth
    rankings: tuple[Ranking, ...]
    counted: int
    unplaced: tuple[UUID, ...]
    """Verdicts of the month whose units stand in no group: listed, never dropped."""
    basis: tuple[Basis, ...]


def three_rates(verdicts: Sequence[Verdict], values: AnswerValues) -> ThreeRates:
    """Return the rates over ``verdicts``; each part keeps what it was counted over."""
    valid = len(verdicts)
    zero = Fraction(0)
    solved = sum((values.solved(one.solved) for one in verdicts), zero)
    satisfied = sum((values.satisfied(one.satisfied) for one in verdicts), zero)
    return ThreeRates(
        Rate(sum(one.contacted for one in verdicts), valid),
        Rate(solved, valid),
        Rate(satisfied, valid),
    )


def counted(verdicts: Iterable[Verdict], counting: Counting) -> Iterator[Verdict]:
    """Yield the verdicts that count, of several about one appeal the first, the last, or each."""
    by_appeal: dict[UUID, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        by_appeal[verdict.appeal_id].append(verdict)
    for several in by_appeal.values():
        several.sort(key=lambda one: (one.round, one.answered_at, one.callback_id))
        which = {Counting.FIRST: several[:1], Counting.LAST: several[-1:]}
        yield from which.get(counting, several)


def evaluate(
    verdicts: Iterable[Verdict],
    month: AssessmentMonth,
    policy: EvaluationPolicy,
    organisation: Organisation,
) -> Evaluation:
    """Return the rankings of ``month``.

    Args:
        verdicts: every answered call-back of every appeal of which one belongs to the month; others
            may be among them.
        month: the assessment month; the scheme is read as of its last day.
        policy: the scheme.
        organisation: who the units are; one that has ended by then counts for its successor.
    """
    day = month.last_day
    since, until = month.bounds(policy.calendar)
    anchor = policy.month_anchor.as_of(day).value
    mine = [
        verdict
        for verdict in counted(verdicts, policy.counting.as_of(day).value)
        if since <= verdict.instant(anchor) < until
    ]
    by_unit = _by_unit(mine, policy, organisation, month)
    groups = policy.groups.as_of(day).value.groups
    units = [unit for unit in organisation.units.values() if unit.exists_on(day)]
    rankings = tuple(
        _rank(group, [unit for unit in units if group.includes(unit)], by_unit, policy, month)
        for group in groups
    )
    ranked = {placing.unit.id for ranking in rankings for placing in ranking.placings}
    placed = {one.callback_id for unit in ranked for one in by_unit.get(unit, ())}
    unplaced = tuple(sorted(one.callback_id for one in mine if one.callback_id not in placed))
    return Evaluation(month, rankings, len(mine), unplaced, tuple(_basis(policy, month)))


def _by_unit(
    verdicts: Sequence[Verdict],
    policy: EvaluationPolicy,
    organisation: Organisation,
    month: AssessmentMonth,
) -> dict[str, list[Verdict]]:
    found: dict[str, list[Verdict]] = defaultdict(list)
    shares = policy.shares.as_of(month.last_day).value
    for verdict in verdicts:
        taking_part = verdict.units(shares)
        for unit in {organisation.in_charge(unit, month.last_day) for unit in taking_part}:
            found[unit].append(verdict)
    return found


def _rank(
    group: PeerGroup,
    units: Sequence[Unit],
    by_unit: dict[str, list[Verdict]],
    policy: EvaluationPolicy,
    month: AssessmentMonth,
) -> Ranking:
    day = month.last_day
    values, weights = policy.answers.as_of(day).value, policy.weights.as_of(day).value
    scored: list[tuple[Fraction, int, Placing]] = []
    unrated: list[Placing] = []
    for unit in units:
        verdicts = by_unit.get(unit.id, [])
        rates = three_rates(verdicts, values)
        score = rates.score(weights)
        ids = tuple(sorted(one.callback_id for one in verdicts))
        placing = Placing(unit, rates, score, None, ids)
        if score is None:
            unrated.append(placing)
        else:
            scored.append((score, rates.valid, placing))
    ties = policy.ties.as_of(day).value
    unrated.sort(key=lambda one: one.unit.id)
    return Ranking(group, (*_placed(scored, ties), *unrated))


def _placed(scored: list[tuple[Fraction, int, Placing]], ties: TieRule) -> Iterator[Placing]:
    """Yield the placings in order; level units share a place and the next place is left out."""
    volumes = ties is TieRule.LARGER_VOLUME
    keyed = [((-score, -valid if volumes else 0), one) for score, valid, one in scored]
    keyed.sort(key=lambda pair: (pair[0], pair[1].unit.id))
    place, before = 0, None
    for number, (key, one) in enumerate(keyed, start=1):
        place = place if key == before else number
        before = key
        yield Placing(one.unit, one.rates, one.score, place, one.verdicts)


def _basis(policy: EvaluationPolicy, month: AssessmentMonth) -> Iterator[Basis]:
    day = month.last_day
    yield basis_of(policy.month_start.as_of(day))
    yield basis_of(policy.month_anchor.as_of(day))
    yield basis_of(policy.counting.as_of(day))
    yield basis_of(policy.shares.as_of(day))
    yield basis_of(policy.answers.as_of(day))
    yield basis_of(policy.weights.as_of(day))
    yield basis_of(policy.groups.as_of(day))
    yield basis_of(policy.ties.as_of(day))
