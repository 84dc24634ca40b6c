# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The evaluation read from the store: what people answered, by unit, exactly."""

from fractions import Fraction

from jiesu.application.evaluating import evaluate_month, present_month
from jiesu.bootstrap.wiring import City
from jiesu.domain.callback.messages import RecordOutcome, Satisfied, Solved, Via
from jiesu.domain.evaluation.rates import Placing
from tests.builders.desk import Desk
from tests.builders.people import OPERATOR
from tests.builders.town import DAY, policy


def answer(desk: Desk, appeal_id: object, solved: Solved, satisfied: Satisfied) -> None:
    asking = desk.case(appeal_id).asking
    desk.do(
        RecordOutcome(
            callback_id=asking.id,
            via=Via.PHONE,
            contacted=True,
            solved=solved,
            satisfied=satisfied,
        ),
        OPERATOR,
    )


def placing(city: City, unit: str) -> Placing:
    month = present_month(policy(), DAY)
    evaluation = evaluate_month(month, policy(), city.verdicts)
    assert evaluation.unplaced == ()
    (found,) = [s for r in evaluation.rankings for s in r.placings if s.unit.id == unit]
    return found


def test_lead_helper_and_district_get_the_verdict_and_nobody_else(city: City, desk: Desk) -> None:
    answer(desk, desk.handled(), Solved.SOLVED, Satisfied.BASICALLY)
    for unit in ("water-bureau", "urban-bureau", "qingchuan"):
        rates = placing(city, unit).rates
        assert (rates.valid, rates.resolution.value) == (1, 1)
        assert rates.satisfaction.value == Fraction(9, 10)
    assert placing(city, "labour-bureau").place is None


def test_the_first_answer_counts_however_good_the_second(city: City, desk: Desk) -> None:
    appeal_id = desk.handled()
    answer(desk, appeal_id, Solved.UNSOLVED, Satisfied.DISSATISFIED)
    desk.report_again(appeal_id)
    answer(desk, appeal_id, Solved.SOLVED, Satisfied.SATISFIED)
    found = placing(city, "water-bureau")
    assert found.rates.resolution.value == 0
    assert found.score == 10
