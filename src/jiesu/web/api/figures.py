# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What programs may read of figures: evaluations of a month, and counts."""

from dataclasses import asdict
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import NinjaAPI, Query, Schema

from jiesu.application.evaluating import evaluate_month, named_month
from jiesu.application.showing import ground_of
from jiesu.application.tallies import Scope
from jiesu.domain.evaluation.rates import Placing
from jiesu.kernel.rates import Rate
from jiesu.web.api.asked import ANSWERS, city_of
from jiesu.web.api.caller import Bearer

Period = Annotated[str, Query(pattern=r"^(all|\d{4}-\d{2}(-\d{2})?)$")]


class RateOut(Schema):
    """An exact rate: numerator and denominator as they were counted; both 0 is *not rated*."""

    numerator: str
    denominator: int


class PlacingOut(Schema):
    """One unit's place; none where nobody answered. `score` is an exact fraction."""

    unit: str
    place: int | None
    score: str | None
    response: RateOut
    resolution: RateOut
    satisfaction: RateOut


class RankingOut(Schema):
    """One peer group, best first."""

    group: str
    placings: list[PlacingOut]


class EvaluationOut(Schema):
    """The evaluation of one assessment month, with the rules it rests on."""

    month: str
    first_day: date
    last_day: date
    counted: int
    unplaced: list[str]
    rankings: list[RankingOut]
    basis: list[dict[str, Any]]


def install(api: NinjaAPI) -> None:
    """Add the operations."""

    @api.get(
        "/evaluations/{month}",
        operation_id="Evaluation",
        auth=Bearer("evaluation.read"),
        tags=["evaluation"],
        response={200: EvaluationOut, **ANSWERS},
    )
    def evaluation(request: HttpRequest, month: str) -> Any:
        """Return the rankings of a month as exact fractions. Scope: `evaluation.read`."""
        city = city_of(request)
        chosen = named_month(city.policy, month)
        found = evaluate_month(chosen, city.policy, city.verdicts)
        return {
            "month": chosen.label,
            "first_day": chosen.first_day,
            "last_day": chosen.last_day,
            "counted": found.counted,
            "unplaced": [str(one) for one in found.unplaced],
            "rankings": [
                {"group": one.group.id, "placings": [_placing(s) for s in one.placings]}
                for one in found.rankings
            ],
            "basis": [asdict(ground_of(one, city.policy)) for one in found.basis],
        }

    @api.get(
        "/statistics",
        operation_id="Statistics",
        auth=Bearer("statistics.read"),
        tags=["statistics"],
        response={200: dict[str, dict[str, int]], **ANSWERS},
    )
    def statistics(
        request: HttpRequest,
        by: Literal["lead", "matter", "district", "kind"] = "matter",
        period: Period = "all",
    ) -> Any:
        """Count appeals by key and state; a day, a month, or all. Scope: `statistics.read`."""
        return city_of(request).tallies.counts(Scope(f"appeal.{by}"), period)


def _placing(one: Placing) -> dict[str, Any]:
    return {
        "unit": one.unit.id,
        "place": one.place,
        "score": None if one.score is None else str(one.score),
        "response": _rate(one.rates.response),
        "resolution": _rate(one.rates.resolution),
        "satisfaction": _rate(one.rates.satisfaction),
    }


def _rate(rate: Rate) -> dict[str, Any]:
    return {"numerator": str(Fraction(rate.numerator)), "denominator": rate.denominator}
