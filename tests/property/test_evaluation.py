# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever people answer: no verdict is lost, their order is all one, praise never hurts."""

from collections.abc import Sequence
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from jiesu.domain.callback.messages import Satisfied, Solved
from jiesu.domain.evaluation.months import AssessmentMonth
from jiesu.domain.evaluation.policy import EvaluationPolicy
from jiesu.domain.evaluation.rates import Evaluation, Placing, ThreeRates, Verdict, evaluate
from jiesu.domain.evaluation.scheme import (
    AnswerValues,
    Counting,
    MonthAnchor,
    PeerGroups,
    Share,
    Shares,
    TieRule,
    Weights,
)
from jiesu.domain.organisations import UnitKind
from jiesu.kernel.instants import Instant
from tests.builders.calendars import at
from tests.builders.town import policy
from tests.builders.verdicts import a_group, a_scheme, a_verdict

TOWN = policy().organisation
MONTH = AssessmentMonth(2026, 3, 19)
SOME = ["water-bureau", "urban-bureau", "sanitation-bureau", "qc-liuyin", "qingchuan", "no-such"]
START = at("2026-02-10 00:00")

units = st.sampled_from(SOME)
instants = st.integers(0, 60 * 24 * 50).map(lambda m: Instant(START + timedelta(minutes=m)))
verdict_lists = st.lists(
    st.builds(
        lambda appeal, **given: a_verdict(appeal_id=UUID(int=appeal), **given),
        appeal=st.integers(1, 6),
        round=st.integers(1, 3),
        lead=units,
        helpers=st.lists(units, max_size=2).map(tuple),
        copies=st.lists(units, max_size=1).map(tuple),
        district_unit=st.none() | st.just("qingchuan"),
        registered_at=instants,
        due_at=instants,
        answered_at=instants,
        contacted=st.booleans(),
        solved=st.sampled_from(Solved),
        satisfied=st.sampled_from(Satisfied),
    ),
    max_size=12,
).map(lambda found: [_numbered(number, one) for number, one in enumerate(found, 1)])


def _numbered(number: int, verdict: Verdict) -> Verdict:
    changes = {name: getattr(verdict, name) for name in verdict.__slots__}
    return Verdict(**{**changes, "callback_id": UUID(int=number)})


tenths = st.integers(0, 10)
weights = st.tuples(tenths, tenths).map(
    lambda pair: Weights(
        Fraction(min(pair), 10), Fraction(max(pair) - min(pair), 10), Fraction(10 - max(pair), 10)
    )
)
schemes = st.builds(
    lambda **given: a_scheme(month_start=19, **given),
    month_anchor=st.sampled_from(MonthAnchor),
    counting=st.sampled_from(Counting),
    shares=st.sets(st.sampled_from(Share), min_size=1).map(lambda s: Shares(frozenset(s))),
    answers=st.builds(
        lambda p, b: AnswerValues(Fraction(p, 10), Fraction(b, 10)), p=tenths, b=tenths
    ),
    weights=weights,
    groups=st.just(
        PeerGroups(
            (a_group("bureaus", UnitKind.DEPARTMENT), a_group("streets", UnitKind.SUBDISTRICT))
        )
    ),
    ties=st.sampled_from(TieRule),
)


def placings(evaluation: Evaluation) -> list[Placing]:
    return [one for ranking in evaluation.rankings for one in ranking.placings]


def score(evaluation: Evaluation, unit: str) -> Fraction | None:
    return next(one.score for one in placings(evaluation) if one.unit.id == unit)


@given(verdict_lists, schemes)
def test_every_verdict_counted_is_placed_or_listed_and_none_is_both(
    verdicts: Sequence[Verdict], scheme: EvaluationPolicy
) -> None:
    evaluation = evaluate(verdicts, MONTH, scheme, TOWN)
    placed = {each for one in placings(evaluation) for each in one.verdicts}
    assert placed.isdisjoint(evaluation.unplaced)
    assert len(placed) + len(evaluation.unplaced) == evaluation.counted
    assert placed | set(evaluation.unplaced) <= {one.callback_id for one in verdicts}


@given(verdict_lists.flatmap(lambda v: st.tuples(st.just(v), st.permutations(v))), schemes)
def test_the_order_of_the_verdicts_changes_nothing(
    two: tuple[Sequence[Verdict], Sequence[Verdict]], scheme: EvaluationPolicy
) -> None:
    one, other = two
    assert evaluate(one, MONTH, scheme, TOWN) == evaluate(other, MONTH, scheme, TOWN)


@given(verdict_lists, schemes, st.sampled_from(["water-bureau", "qc-liuyin"]))
def test_one_more_content_person_never_lowers_a_score(
    verdicts: Sequence[Verdict], scheme: EvaluationPolicy, unit: str
) -> None:
    content = a_verdict(999, lead=unit, helpers=(unit,), copies=(unit,))
    before = score(evaluate(verdicts, MONTH, scheme, TOWN), unit)
    after = score(evaluate([*verdicts, content], MONTH, scheme, TOWN), unit)
    assert before is None or (after is not None and after >= before)


@given(verdict_lists, schemes)
def test_scores_are_the_weighted_rates_and_places_follow_them(
    verdicts: Sequence[Verdict], scheme: EvaluationPolicy
) -> None:
    worth = scheme.weights.as_of(MONTH.last_day).value
    for ranking in evaluate(verdicts, MONTH, scheme, TOWN).rankings:
        rated = [one for one in ranking.placings if one.score is not None]
        for one in rated:
            parts = zip(
                (worth.response, worth.resolution, worth.satisfaction),
                (one.rates.response, one.rates.resolution, one.rates.satisfaction),
                strict=True,
            )
            assert one.score == sum(100 * part * (rate.value or 0) for part, rate in parts)
            assert 0 <= one.score <= 100
            better = sum(1 for other in rated if other.score > one.score)
            level = sum(1 for other in rated if other.score == one.score)
            assert one.place is not None
            assert better < one.place <= better + level
        assert [one.score for one in rated] == sorted((o.score for o in rated), reverse=True)


@given(verdict_lists, schemes)
def test_the_rates_of_a_group_are_those_of_its_units_counted_together(
    verdicts: Sequence[Verdict], scheme: EvaluationPolicy
) -> None:
    for ranking in evaluate(verdicts, MONTH, scheme, TOWN).rankings:
        total = ThreeRates()
        for one in ranking.placings:
            total = ThreeRates(
                total.response + one.rates.response,
                total.resolution + one.rates.resolution,
                total.satisfaction + one.rates.satisfaction,
            )
        assert ranking.rates == total
        assert ranking.rates.valid == sum(len(one.verdicts) for one in ranking.placings)
