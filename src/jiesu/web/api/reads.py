# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What programs may read: cases, lists by key, evaluations, figures, the law, the catalogue."""

from dataclasses import asdict
from datetime import date
from fractions import Fraction
from hashlib import sha256
from typing import Annotated, Any, Literal
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Query, Schema

from jiesu.application.evaluating import evaluate_month, named_month
from jiesu.application.lists import (
    PAGE_SIZE,
    AppealRow,
    AppealView,
    CallBackRow,
    CallBackView,
    Cursor,
    OrderRow,
    OrderView,
    Page,
    Viewer,
    cursor_from_text,
    viewer_of,
)
from jiesu.application.showing import Timeline, ground_of, show_case
from jiesu.application.tallies import Scope
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor, NotYours
from jiesu.domain.evaluation.rates import Placing
from jiesu.kernel.errors import NotFound
from jiesu.kernel.ids import parse_case_number
from jiesu.kernel.rates import Rate
from jiesu.kernel.text import Language, Text
from jiesu.web.api.caller import Bearer, Caller, caller_of
from jiesu.web.api.commands import ERRORS
from jiesu.web.api.problems import ProblemOut, language_of

_MOST = 100
Limit = Annotated[int, Query(ge=1, le=_MOST)]
Period = Annotated[str, Query(pattern=r"^(all|\d{4}-\d{2}(-\d{2})?)$")]


class NoSuchParameter(NotFound):
    """The pack has no such parameter."""

    what = Text("没有参数“{key}”。", 'There is no parameter "{key}".')
    next_step = Text("请用 /parameters 查看全部参数。", "See all of them at /parameters.")


class OrderPage(Schema):
    """A page of orders; the cursors lead to its neighbours."""

    rows: list[OrderRow]
    next: str | None
    previous: str | None


class AppealPage(Schema):
    """A page of appeals."""

    rows: list[AppealRow]
    next: str | None
    previous: str | None


class CallBackPage(Schema):
    """A page of call-backs."""

    rows: list[CallBackRow]
    next: str | None
    previous: str | None


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


class NamedOut(Schema):
    """Something of the pack by its code, named in both languages."""

    code: str
    zh: str
    en: str


class ParameterOut(Schema):
    """One rule as of a day."""

    key: str
    value: str
    since: date
    instrument: str
    article: str
    standing: str


_ANSWERS: dict[Any, Any] = {ERRORS: ProblemOut}


def install(api: NinjaAPI) -> None:
    """Add every reading operation."""
    _install_cases(api)
    _install_lists(api)
    _install_desk_lists(api)
    _install_figures(api)
    _install_law(api)


def _city(request: HttpRequest) -> City:
    found: City = request.city  # type: ignore[attr-defined]  # -- set by the middleware
    return found


def _today(city: City) -> date:
    return city.policy.calendar.local_day(city.clock.now())


def _install_cases(api: NinjaAPI) -> None:
    @api.get(
        "/cases/{number}",
        operation_id="Case",
        auth=Bearer("appeal.show"),
        tags=["case"],
        response={200: dict, **_ANSWERS},
    )
    def case(request: HttpRequest, response: HttpResponse, number: str) -> Any:
        """Return a case as a timeline, each step with its rule. Scope: `appeal.show`."""
        caller, city = caller_of(request), _city(request)
        parsed = parse_case_number(number)
        found = show_case(parsed, caller.actor, city.reader, city.policy, _today(city))
        body = _timeline(found, language_of(request))
        tag = f'W/"{sha256(msgspec.json.encode(body)).hexdigest()[:32]}"'
        response.headers["ETag"] = tag
        if request.headers.get("If-None-Match") == tag:
            return HttpResponse(status=304, headers={"ETag": tag})
        return body


def _timeline(found: Timeline, language: Language) -> dict[str, Any]:
    assert found.case.appeal is not None
    return {
        "number": found.number,
        "appeal_id": str(found.case.appeal.id),
        "state": found.case.appeal.state.value,
        "round": found.case.appeal.round,
        "orders": [
            {"id": str(one.id), "unit": one.unit, "role": one.role.value, "state": one.state.value}
            for one in found.case.orders
        ],
        "callbacks": [
            {"id": str(one.id), "round": one.round, "state": one.state.value}
            for one in found.case.callbacks
        ],
        "steps": [
            {
                "at": step.at.isoformat(),
                "recorded_at": step.recorded_at.isoformat(),
                "title": step.title.say(language),
                "role": step.role,
                "unit": step.unit,
                "facts": {a.say(language): b.say(language) for a, b in step.facts},
                "rules": [
                    {
                        "key": ground.key,
                        "article": ground.article.say(language),
                        "value": ground.value,
                        "standing": ground.standing,
                    }
                    for ground in step.grounds
                ],
            }
            for step in found.steps
        ],
    }


def _install_lists(api: NinjaAPI) -> None:
    @api.get(
        "/orders",
        operation_id="Orders",
        auth=Bearer("order.show"),
        tags=["order"],
        response={200: OrderPage, **_ANSWERS},
    )
    def orders(
        request: HttpRequest,
        response: HttpResponse,
        view: OrderView = OrderView.OPEN,
        cursor: str = "",
        limit: Limit = PAGE_SIZE,
    ) -> Any:
        """List the orders of one's own unit, page by page. Scope: `order.show`."""
        caller, city = caller_of(request), _city(request)
        place = cursor_from_text(cursor)
        found = city.lists.orders(view, _eyes(caller, city), city.clock.now(), place, limit)
        return _page(request, response, found)

    @api.get(
        "/appeals",
        operation_id="Appeals",
        auth=Bearer("appeal.show"),
        tags=["appeal"],
        response={200: AppealPage, **_ANSWERS},
    )
    def appeals(
        request: HttpRequest,
        response: HttpResponse,
        view: AppealView = AppealView.RECENT,
        cursor: str = "",
        limit: Limit = PAGE_SIZE,
    ) -> Any:
        """List the appeals of the city; not for roles bound to a unit. Scope: `appeal.show`."""
        caller, city = caller_of(request), _city(request)
        _whole_city(caller.actor, city)
        place = cursor_from_text(cursor)
        found = city.lists.appeals(view, _eyes(caller, city), city.clock.now(), place, limit)
        return _page(request, response, found)


def _install_desk_lists(api: NinjaAPI) -> None:
    @api.get(
        "/callbacks",
        operation_id="CallBacks",
        auth=Bearer("callback.ask"),
        tags=["callback"],
        response={200: CallBackPage, **_ANSWERS},
    )
    def callbacks(
        request: HttpRequest,
        response: HttpResponse,
        view: CallBackView = CallBackView.OPEN,
        cursor: str = "",
        limit: Limit = PAGE_SIZE,
    ) -> Any:
        """List whom to ask, or who answered what. Scope: `callback.ask`."""
        caller, city = caller_of(request), _city(request)
        place = cursor_from_text(cursor)
        found = city.lists.callbacks(view, _eyes(caller, city), city.clock.now(), place, limit)
        return _page(request, response, found)


def _eyes(caller: Caller, city: City) -> Viewer:
    return viewer_of(caller.actor, city.policy.organisation, _today(city))


def _whole_city(actor: Actor, city: City) -> None:
    """Let pass whom no unit binds.

    Raises:
        NotYours: the list is not there for the others.
    """
    if city.policy.access.role(actor.role).unit_bound:
        raise NotYours(subject="appeals")


def _page(request: HttpRequest, response: HttpResponse, found: Page[Any]) -> dict[str, Any]:
    links = [
        f'<{_address(request, cursor)}>; rel="{rel}"'
        for rel, cursor in (("next", found.next), ("prev", found.previous))
        if cursor is not None
    ]
    if links:
        response.headers["Link"] = ", ".join(links)
    return {
        "rows": list(found.rows),
        "next": found.next.text() if found.next else None,
        "previous": found.previous.text() if found.previous else None,
    }


def _address(request: HttpRequest, cursor: Cursor) -> str:
    asked = {**request.GET.dict(), "cursor": cursor.text()}
    return f"{request.path}?{urlencode(asked)}"


def _install_figures(api: NinjaAPI) -> None:
    @api.get(
        "/evaluations/{month}",
        operation_id="Evaluation",
        auth=Bearer("evaluation.read"),
        tags=["evaluation"],
        response={200: EvaluationOut, **_ANSWERS},
    )
    def evaluation(request: HttpRequest, month: str) -> Any:
        """Return the rankings of a month as exact fractions. Scope: `evaluation.read`."""
        city = _city(request)
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
        response={200: dict[str, dict[str, int]], **_ANSWERS},
    )
    def statistics(
        request: HttpRequest,
        by: Literal["lead", "matter", "district", "kind"] = "matter",
        period: Period = "all",
    ) -> Any:
        """Count appeals by key and state; a day, a month, or all. Scope: `statistics.read`."""
        return _city(request).tallies.counts(Scope(f"appeal.{by}"), period)


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


def _install_law(api: NinjaAPI) -> None:
    @api.get(
        "/catalogue/{what}",
        operation_id="Catalogue",
        tags=["catalogue"],
        response={200: list[NamedOut], **_ANSWERS},
    )
    def catalogue(request: HttpRequest, what: Literal["units", "areas", "matters"]) -> Any:
        """List the codes other operations take. Any token."""
        policy = _city(request).policy
        found: dict[str, dict[str, Any]] = {
            "units": {**policy.organisation.units},
            "areas": {**policy.organisation.areas},
            "matters": {**policy.catalogue.matters},
        }
        return [
            {"code": code, "zh": one.name.zh, "en": one.name.en}
            for code, one in found[what].items()
        ]

    @api.get(
        "/parameters",
        operation_id="Parameters",
        tags=["catalogue"],
        response={200: list[str], **_ANSWERS},
    )
    def parameters(request: HttpRequest) -> Any:
        """List the keys of every rule. Any token."""
        return sorted(_city(request).policy.parameters)

    @api.get(
        "/parameters/{key}",
        operation_id="Parameter",
        tags=["catalogue"],
        response={200: ParameterOut, **_ANSWERS},
    )
    def parameter(request: HttpRequest, key: str, as_of: date | None = None) -> Any:
        """Return a rule as it was on a day, with its article and standing. Any token."""
        city = _city(request)
        rule = city.policy.parameters.get(key)
        if rule is None:
            raise NoSuchParameter(key=key)
        found = rule.as_of(as_of or _today(city))
        return {
            "key": key,
            "value": str(found.value),
            "since": found.since,
            "instrument": found.citation.instrument,
            "article": found.citation.article,
            "standing": found.standing.value,
        }
