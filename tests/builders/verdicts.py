# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What people answered, and schemes to count it by, with good defaults."""

from dataclasses import replace
from fractions import Fraction
from uuid import UUID

from jiesu.domain.callback.messages import Satisfied, Solved
from jiesu.domain.evaluation.policy import EvaluationPolicy
from jiesu.domain.evaluation.rates import Verdict
from jiesu.domain.evaluation.scheme import (
    AnswerValues,
    Counting,
    MonthAnchor,
    PeerGroup,
    PeerGroups,
    Share,
    Shares,
    TieRule,
    Weights,
)
from jiesu.domain.organisations import UnitKind
from jiesu.kernel.text import Text
from tests.builders.calendars import at
from tests.builders.law import always
from tests.builders.town import policy

SOLVED, PARTLY, UNSOLVED = Solved.SOLVED, Solved.PARTLY, Solved.UNSOLVED
SATISFIED, BASICALLY = Satisfied.SATISFIED, Satisfied.BASICALLY
WEIGHTS = Weights(Fraction(1, 10), Fraction(1, 2), Fraction(2, 5))
HALF = AnswerValues(Fraction(1, 2), Fraction(4, 5))


def a_group(id_: str, *kinds: UnitKind, units: tuple[str, ...] = ()) -> PeerGroup:
    """Return a group of some kinds of units, and of units named one by one."""
    return PeerGroup(id_, Text(id_, id_), frozenset(kinds), frozenset(units))


BUREAUS = a_group("bureaus", UnitKind.DEPARTMENT)


def a_verdict(number: int = 1, **changes: object) -> Verdict:
    """Return a content answer of March 2026 about the water bureau, one appeal a number."""
    verdict = Verdict(
        callback_id=UUID(int=number),
        appeal_id=UUID(int=1000 + number),
        round=1,
        lead="water-bureau",
        helpers=(),
        copies=(),
        district_unit=None,
        registered_at=at("2026-03-02 10:00"),
        dispatched_at=at("2026-03-02 11:00"),
        due_at=at("2026-03-09 11:00"),
        answered_at=at("2026-03-10 12:00"),
        contacted=True,
        solved=SOLVED,
        satisfied=SATISFIED,
    )
    return replace(verdict, **changes)


def answered(lead: str, answers: str, first: int = 1) -> list[Verdict]:
    """Return one verdict a word: ``s`` solved, ``p`` partly, ``u`` not, each with its letter.

    The letters are, in order: contacted (``c``, else ``-``), solved, satisfied (``s`` ``b`` ``d``).
    """
    solved = {each.value[0]: each for each in Solved}
    satisfied = {each.value[0]: each for each in Satisfied}
    return [
        a_verdict(
            number,
            lead=lead,
            contacted=word[0] == "c",
            solved=solved[word[1]],
            satisfied=satisfied[word[2]],
        )
        for number, word in enumerate(answers.split(), first)
    ]


def a_scheme(**values: object) -> EvaluationPolicy:
    """Return calendar months, last answers, leads alone, bureaus ranked; or as ``values`` say."""
    usual: dict[str, object] = {
        "month_start": 1,
        "month_anchor": MonthAnchor.ANSWERED,
        "counting": Counting.LAST,
        "shares": Shares(frozenset({Share.LEAD})),
        "answers": HALF,
        "weights": WEIGHTS,
        "groups": PeerGroups((BUREAUS,)),
        "ties": TieRule.LARGER_VOLUME,
    }
    given = {key: always(f"evaluation.{key}", value) for key, value in {**usual, **values}.items()}
    return replace(policy().evaluation, **given)
