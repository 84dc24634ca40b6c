# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Three rates, a score and a place, counted by hand beside the oracle."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from uuid import UUID

import pytest

from jiesu.domain.evaluation.months import AssessmentMonth
from jiesu.domain.evaluation.rates import (
    Evaluation,
    ThreeRates,
    Verdict,
    counted,
    evaluate,
    three_rates,
)
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
from jiesu.kernel.rates import NOT_RATED, Rate
from tests.builders.calendars import at
from tests.builders.law import dated
from tests.builders.tables import rows
from tests.builders.town import policy
from tests.builders.verdicts import (
    BUREAUS,
    HALF,
    PARTLY,
    UNSOLVED,
    WEIGHTS,
    a_group,
    a_scheme,
    a_verdict,
    answered,
)

MARCH = AssessmentMonth(2026, 3)
TOWN = policy().organisation


def march(verdicts: Sequence[Verdict], **scheme: object) -> Evaluation:
    return evaluate(verdicts, MARCH, a_scheme(**scheme), TOWN)


def placing(evaluation: Evaluation, unit: str) -> tuple[Fraction | None, int | None, int]:
    """Return a unit's score, place and how many answers it rests on."""
    (found,) = (
        one for ranking in evaluation.rankings for one in ranking.placings if one.unit.id == unit
    )
    return found.score, found.place, found.rates.valid


# ------------------------------------------------------------------------------- three rates


@pytest.mark.parametrize(
    ("answers", "response", "resolution", "satisfaction", "score"),
    [
        ("css", "1/1", "1/1", "1/1", "100"),
        ("-ud", "0/1", "0/1", "0/1", "0"),
        ("css cpb", "2/2", "3/2 of 2", "9/5 of 2", "83 1/2"),
        ("css css cud", "3/3", "2/3", "2/3", "70"),
        ("-pb", "0/1", "1/2 of 1", "4/5 of 1", "57"),
        ("", "0/0", "0/0", "0/0", "-"),
    ],
)
def test_the_rates_are_exact_and_keep_what_they_were_counted_over(
    answers: str, response: str, resolution: str, satisfaction: str, score: str
) -> None:
    rates = three_rates(answered("water-bureau", answers), HALF)
    assert rates == ThreeRates(*map(a_rate, (response, resolution, satisfaction)))
    assert rates.valid == len(answers.split())
    expected = None if score == "-" else sum(map(Fraction, score.split()), Fraction(0))
    assert rates.score(WEIGHTS) == expected


def a_rate(written: str) -> Rate:
    """Return ``2/3``, or ``3/2 of 2`` where answers weigh less than one."""
    if " of " in written:
        numerator, denominator = written.split(" of ")
        return Rate(Fraction(numerator), int(denominator))
    numerator, denominator = written.split("/")
    return Rate(int(numerator), int(denominator))


def test_not_rated_is_neither_nothing_nor_everything() -> None:
    assert ThreeRates() == ThreeRates(NOT_RATED, NOT_RATED, NOT_RATED)
    assert ThreeRates().score(WEIGHTS) is None


def test_thirds_stay_thirds() -> None:
    third = Fraction(1, 3)
    rates = three_rates(answered("water-bureau", "css cud cud"), HALF)
    assert rates.score(Weights(third, third, third)) == Fraction(500, 9)


def test_half_answers_are_worth_what_the_scheme_says() -> None:
    strict = AnswerValues(Fraction(0), Fraction(9, 10))
    (verdict,) = answered("water-bureau", "cpb")
    assert three_rates([verdict], strict).resolution.value == 0
    assert three_rates([verdict], strict).satisfaction.value == Fraction(9, 10)


def test_the_scheme_can_be_read() -> None:
    assert str(WEIGHTS) == "0.1/0.5/0.4"
    assert str(HALF) == "partly 0.5, basically 0.8"
    assert str(Shares(frozenset({Share.LEAD, Share.ASSIST}))) == "assist, lead"
    assert str(PeerGroups((BUREAUS, a_group("firms")))) == "bureaus, firms"


# ----------------------------------------------------------------------------- which answers

APPEAL = UUID(int=77)
ROUNDS = [
    a_verdict(1, appeal_id=APPEAL, round=1, solved=UNSOLVED, answered_at=at("2026-03-05 10:00")),
    a_verdict(2, appeal_id=APPEAL, round=2, solved=PARTLY, answered_at=at("2026-03-20 10:00")),
    a_verdict(3, appeal_id=APPEAL, round=3, answered_at=at("2026-04-03 10:00")),
]


@pytest.mark.parametrize(
    ("counting", "all_of_them", "of_march"),
    [(Counting.FIRST, [1], [1]), (Counting.LAST, [3], []), (Counting.EACH, [1, 2, 3], [1, 2])],
)
def test_of_several_answers_the_scheme_counts_first_last_or_each(
    counting: Counting, all_of_them: list[int], of_march: list[int]
) -> None:
    for order in (ROUNDS, ROUNDS[::-1]):
        assert [one.callback_id.int for one in counted(order, counting)] == all_of_them
        evaluation = march(order, counting=counting)
        (ranking,) = evaluation.rankings
        assert [each.int for each in ranking.placings[0].verdicts] == of_march
        assert evaluation.counted == len(of_march)


@pytest.mark.parametrize(
    ("anchor", "counts"),
    rows("""
anchor      counts
registered  no
dispatched  no
due         yes
answered    no
"""),
)
def test_the_scheme_says_which_instant_chooses_the_month(anchor: str, counts: str) -> None:
    verdict = a_verdict(
        registered_at=at("2026-02-27 10:00"),
        dispatched_at=at("2026-02-28 23:59"),
        due_at=at("2026-03-31 23:59"),
        answered_at=at("2026-04-01 00:00"),
    )
    evaluation = march([verdict], month_anchor=MonthAnchor(anchor))
    assert evaluation.counted == int(counts == "yes")


def test_the_last_day_of_the_month_chooses_the_scheme() -> None:
    heavier = Weights(Fraction(0), Fraction(0), Fraction(1))
    scheme = replace(
        a_scheme(),
        weights=dated("evaluation.weights", ("2000-01-01", WEIGHTS), ("2026-03-31", heavier)),
    )
    verdicts = answered("water-bureau", "csd")
    april = [replace(one, answered_at=at("2026-02-10 12:00")) for one in verdicts]
    assert placing(evaluate(verdicts, MARCH, scheme, TOWN), "water-bureau")[0] == 0
    february = evaluate(april, AssessmentMonth(2026, 2), scheme, TOWN)
    assert placing(february, "water-bureau")[0] == 60
    assert [basis.key for basis in february.basis] == [
        f"evaluation.{name}"
        for name in (
            "month_start",
            "month_anchor",
            "counting",
            "shares",
            "answers",
            "weights",
            "groups",
            "ties",
        )
    ]


# -------------------------------------------------------------------------- whose answers

SHARED = a_verdict(
    lead="qc-liuyin",
    helpers=("water-bureau", "urban-bureau"),
    copies=("qingchuan", "housing-bureau"),
    district_unit="qingchuan",
)


@pytest.mark.parametrize(
    ("shares", "units"),
    rows("""
shares                      units
lead                        qc-liuyin
assist                      urban-bureau;water-bureau
copy                        housing-bureau;qingchuan
district                    qingchuan
lead;assist;district        qc-liuyin;qingchuan;urban-bureau;water-bureau
lead;assist;district;copy   housing-bureau;qc-liuyin;qingchuan;urban-bureau;water-bureau
"""),
)
def test_units_take_part_in_the_capacities_of_the_scheme(shares: str, units: str) -> None:
    capacities = Shares(frozenset(map(Share, shares.split(";"))))
    assert ";".join(sorted(SHARED.units(capacities))) == units
    kinds = a_group("all", *UnitKind)
    evaluation = march([SHARED], shares=capacities, groups=PeerGroups((kinds,)))
    (ranking,) = evaluation.rankings
    rated = sorted(one.unit.id for one in ranking.placings if one.verdicts)
    assert ";".join(rated) == units


def test_who_takes_part_twice_is_counted_once() -> None:
    both = replace(SHARED, lead="qingchuan")
    capacities = Shares(frozenset(Share))
    evaluation = march([both], shares=capacities, groups=PeerGroups((a_group("d", *UnitKind),)))
    assert placing(evaluation, "qingchuan") == (100, 1, 1)


def test_without_a_district_nobody_takes_part_as_one() -> None:
    assert a_verdict().units(Shares(frozenset({Share.DISTRICT}))) == frozenset()


def test_answers_about_a_unit_that_has_ended_count_for_its_successor() -> None:
    verdicts = answered("sanitation-bureau", "css cud") + answered("urban-bureau", "css", first=9)
    evaluation = march(verdicts)
    assert placing(evaluation, "urban-bureau") == (70, 1, 3)
    assert "sanitation-bureau" not in {one.unit.id for one in evaluation.rankings[0].placings}


def test_who_leads_and_whose_predecessor_assists_is_counted_once() -> None:
    verdict = a_verdict(lead="urban-bureau", helpers=("sanitation-bureau",))
    evaluation = march([verdict], shares=Shares(frozenset({Share.LEAD, Share.ASSIST})))
    assert placing(evaluation, "urban-bureau") == (100, 1, 1)


def test_before_it_ended_the_unit_is_ranked_itself() -> None:
    early = replace(answered("sanitation-bureau", "css")[0], answered_at=at("2015-06-10 12:00"))
    evaluation = evaluate([early], AssessmentMonth(2015, 6), a_scheme(), TOWN)
    assert placing(evaluation, "sanitation-bureau") == (100, 1, 1)


def test_answers_nobody_is_ranked_for_are_listed_and_never_dropped() -> None:
    verdicts = [
        *answered("water-bureau", "css"),
        *answered("water-co", "css", first=5),
        *answered("never-founded", "css", first=3),
    ]
    evaluation = march(verdicts)
    assert (evaluation.counted, [each.int for each in evaluation.unplaced]) == (3, [3, 5])


# ------------------------------------------------------------------------------------ places

# Scores 100, 100, 100, 50: two of the first have more answers.
FOUR = {
    "health-bureau": "css css",
    "civil-bureau": "css css",
    "water-bureau": "css",
    "labour-bureau": "css -ud",
}


@pytest.mark.parametrize(
    ("ties", "places"),
    [
        (TieRule.LARGER_VOLUME, [1, 1, 3, 4]),
        (TieRule.SHARED, [1, 1, 1, 4]),
    ],
)
def test_level_units_share_a_place_and_the_next_is_left_out(
    ties: TieRule, places: list[int]
) -> None:
    verdicts = [
        verdict
        for first, (unit, answers) in enumerate(FOUR.items())
        for verdict in answered(unit, answers, first=10 * first + 1)
    ]
    (ranking,) = march(verdicts, ties=ties).rankings
    rated = [one for one in ranking.placings if one.place is not None]
    assert [one.place for one in rated] == places
    assert [one.unit.id for one in rated[-1:]] == ["labour-bureau"]


def test_in_the_middle_it_goes_one_two_two_four() -> None:
    verdicts = [
        *answered("health-bureau", "css", first=1),
        *answered("civil-bureau", "cpd", first=2),
        *answered("water-bureau", "cpd", first=3),
        *answered("labour-bureau", "-ud", first=4),
    ]
    (ranking,) = march(verdicts).rankings
    placed = [(one.unit.id, one.place) for one in ranking.placings if one.place is not None]
    assert placed == [
        ("health-bureau", 1),
        ("civil-bureau", 2),
        ("water-bureau", 2),
        ("labour-bureau", 4),
    ]


def test_who_nobody_answered_about_stands_last_without_a_place() -> None:
    (ranking,) = march(answered("labour-bureau", "-ud")).rankings
    first, *others = ranking.placings
    assert (first.unit.id, first.place, first.score) == ("labour-bureau", 1, 0)
    assert {(one.place, one.score, one.rates) for one in others} == {(None, None, ThreeRates())}
    assert [one.unit.id for one in others] == sorted(one.unit.id for one in others)


def test_a_unit_named_one_by_one_stands_in_its_group_too() -> None:
    groups = PeerGroups((BUREAUS, a_group("water", units=("water-bureau", "water-co"))))
    evaluation = march(answered("water-bureau", "css"), groups=groups)
    bureaus, water = evaluation.rankings
    assert {one.unit.id for one in water.placings} == {"water-bureau", "water-co"}
    assert bureaus.placings[0].unit.id == water.placings[0].unit.id == "water-bureau"
    assert groups.named() == {"water-bureau", "water-co"}


def test_a_group_is_pooled_and_never_averaged() -> None:
    verdicts = [*answered("health-bureau", "css css css"), *answered("civil-bureau", "-ud", 9)]
    (ranking,) = march(verdicts).rankings
    assert ranking.rates == ThreeRates(Rate(3, 4), Rate(Fraction(3), 4), Rate(Fraction(3), 4))
