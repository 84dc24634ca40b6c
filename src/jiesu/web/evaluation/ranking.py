# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Rankings of an assessment month: every figure opens down to the tickets it was counted over."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy

from jiesu.application.evaluating import Span, evaluate_month, named_month, present_month
from jiesu.application.lists import viewer_of
from jiesu.application.showing import Ground, ground_of
from jiesu.domain.access import NotYours, Role
from jiesu.domain.evaluation.months import AssessmentMonth
from jiesu.domain.evaluation.rates import Evaluation, Placing, Ranking, Verdict
from jiesu.kernel.ids import spoken_case_number
from jiesu.kernel.rates import Rate
from jiesu.kernel.text import Text
from jiesu.web.evaluation.asking import answer_text
from jiesu.web.shared.needs import page
from jiesu.web.shared.rooms import Request

_CASE = "operator:case"


@dataclass(frozen=True, slots=True)
class Figure:
    """One rate as it is shown, with the parts it was counted from."""

    share: str
    parts: str


_MOST_UNRATED = 10
"""So many units without a verdict may stand in the table; more would bury the others."""


@dataclass(frozen=True, slots=True)
class Place:
    """One unit's line in a ranking; ``opens`` says whether this reader may see its tickets."""

    unit: str
    name: Text
    place: int | None
    score: str | None
    valid: int
    response: Figure
    resolution: Figure
    satisfaction: Figure
    opens: bool


@dataclass(frozen=True, slots=True)
class Group:
    """One peer group as it is shown."""

    id: str
    name: Text
    places: tuple[Place, ...]
    whole: tuple[Figure, Figure, Figure]

    @property
    def shown(self) -> tuple[Place, ...]:
        """Return the lines of the table: everybody, or only the rated where most are not."""
        return tuple(one for one in self.places if one.place is not None or not self._fold)

    @property
    def folded(self) -> tuple[Place, ...]:
        """Return the unrated that stand under the table by name alone."""
        return tuple(one for one in self.places if one.place is None and self._fold)

    @property
    def _fold(self) -> bool:
        return sum(one.place is None for one in self.places) > _MOST_UNRATED


@dataclass(frozen=True, slots=True)
class Ticket:
    """One verdict a unit's figures were counted over."""

    number: str
    url: str
    round: int
    answer: Text | None
    contacted: bool
    lead: Text
    verdict: Verdict


@page("evaluation.read", methods=("GET",), title=gettext_lazy("排名"), order=40)
def present(request: Request) -> HttpResponse:
    """Lead to the month that runs now."""
    city = request.city
    month = present_month(city.policy, city.policy.calendar.local_day(city.clock.now()))
    return HttpResponseRedirect(reverse("evaluation:ranking", args=[month.label]))


@page("evaluation.read", methods=("GET",))
def ranking(request: Request, month: str) -> HttpResponse:
    """Show every peer group of one month."""
    city = request.city
    chosen = named_month(city.policy, month)
    found = evaluate_month(chosen, city.policy, city.verdicts)
    running = present_month(city.policy, city.policy.calendar.local_day(city.clock.now()))
    context = {
        "month": chosen,
        "earlier": _named(request, chosen.previous()),
        "later": None if chosen.first_day >= running.first_day else _named(request, chosen.next()),
        "running": chosen.label == running.label,
        "counted": found.counted,
        "unplaced": len(found.unplaced),
        "groups": [_group(request, one, chosen) for one in found.rankings],
        "grounds": _grounds(request, found),
    }
    return render(request, "evaluation/ranking.html", context)


@page("evaluation.read", methods=("GET",))
def tickets(request: Request, month: str, unit: str) -> HttpResponse:
    """Show the verdicts one unit's figures were counted over.

    Raises:
        NotYours: no such unit in the ranking, or the tickets of another unit than one's own.
    """
    city = request.city
    chosen = named_month(city.policy, month)
    found = evaluate_month(chosen, city.policy, city.verdicts)
    placing = next(
        (one for each in found.rankings for one in each.placings if one.unit.id == unit), None
    )
    if placing is None or not _may_open(request, unit):
        raise NotYours(subject=unit)
    context = {
        "month": chosen,
        "place": _place(request, placing, chosen),
        "tickets": _tickets(request, placing, chosen),
        "grounds": _grounds(request, found),
    }
    return render(request, "evaluation/tickets.html", context)


def _named(request: Request, month: AssessmentMonth) -> AssessmentMonth:
    """Return a month with the first day the law of its own time gives it."""
    return named_month(request.city.policy, month.label)


def _group(request: Request, ranking: Ranking, month: AssessmentMonth) -> Group:
    rates, places = ranking.rates, _decimals(request, month)
    return Group(
        ranking.group.id,
        ranking.group.name,
        tuple(_place(request, placing, month) for placing in ranking.placings),
        (
            _figure(rates.response, places),
            _figure(rates.resolution, places),
            _figure(rates.satisfaction, places),
        ),
    )


def _place(request: Request, placing: Placing, month: AssessmentMonth) -> Place:
    rates, places = placing.rates, _decimals(request, month)
    return Place(
        unit=placing.unit.id,
        name=placing.unit.name,
        place=placing.place,
        score=None if placing.score is None else _rounded(placing.score, places),
        valid=rates.valid,
        response=_figure(rates.response, places),
        resolution=_figure(rates.resolution, places),
        satisfaction=_figure(rates.satisfaction, places),
        opens=rates.valid > 0 and _may_open(request, placing.unit.id),
    )


def _decimals(request: Request, month: AssessmentMonth) -> int:
    return request.city.policy.evaluation.decimals.as_of(month.last_day).value


def _figure(rate: Rate, places: int) -> Figure:
    numerator = Fraction(rate.numerator)
    whole = str(numerator) if numerator.denominator == 1 else f"{float(numerator):g}"
    return Figure(rate.percent(places), f"{whole}/{rate.denominator}")


def _rounded(score: Fraction, places: int) -> str:
    """Return a score from 0 to 100 rounded as bulletins round: a rate of itself in hundredths."""
    return Rate(score, 100).percent(places).removesuffix("%")


def _may_open(request: Request, unit: str) -> bool:
    """Return whether the reader may see a unit's tickets: of units only one's own."""
    assert request.actor is not None
    city = request.city
    role: Role = city.policy.access.role(request.actor.role)
    if not role.unit_bound:
        return "appeal.show" in role.permissions.as_of(_today(request)).value
    return unit in viewer_of(request.actor, city.policy.organisation, _today(request)).units


def _today(request: Request) -> date:
    city = request.city
    return city.policy.calendar.local_day(city.clock.now())


def _grounds(request: Request, found: Evaluation) -> list[Ground]:
    return [ground_of(basis, request.city.policy) for basis in found.basis]


def _tickets(request: Request, placing: Placing, month: AssessmentMonth) -> list[Ticket]:
    city = request.city
    since, until = month.bounds(city.policy.calendar)
    anchor = city.policy.evaluation.month_anchor.as_of(month.last_day).value
    wanted = set(placing.verdicts)
    verdicts = [
        one
        for one in city.verdicts.verdicts(Span(anchor, since, until))
        if one.callback_id in wanted
    ]
    assert request.actor is not None
    viewer = viewer_of(request.actor, city.policy.organisation, _today(request))
    rows = {row.id: row for row in city.lists.rows([one.appeal_id for one in verdicts], viewer)}
    units = city.policy.organisation.units
    place = "unit:order" if city.policy.access.role(request.actor.role).unit_bound else _CASE
    numbers = {id_: spoken_case_number(row.number) for id_, row in rows.items()}
    return [
        Ticket(
            number=numbers[one.appeal_id],
            url=reverse(place, args=[numbers[one.appeal_id]]),
            round=one.round,
            answer=answer_text(one.solved, one.satisfied),
            contacted=one.contacted,
            lead=units[one.lead].name,
            verdict=one,
        )
        for one in verdicts
        if one.appeal_id in rows
    ]
