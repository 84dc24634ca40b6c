# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What programs may read of single cases, and lists by key."""

from collections.abc import Callable
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse
from ninja import Field, NinjaAPI, Query, Schema

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
from jiesu.application.showing import Timeline, show_case
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor, NotYours
from jiesu.kernel.ids import parse_case_number
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Language
from jiesu.web.api.asked import ANSWERS, city_of, today_in
from jiesu.web.api.caller import Bearer, caller_of
from jiesu.web.api.problems import language_of

_MOST = 100
Reading = Callable[[Any, Viewer, Instant, Cursor, int], Page[Any]]
"""How one kind of row is read: the view, for whose eyes, now, from where, how many."""


class Turning(Schema):
    """Where a page begins, and how many rows it has."""

    cursor: str = ""
    limit: int = Field(PAGE_SIZE, ge=1, le=_MOST)


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


def install(api: NinjaAPI) -> None:
    """Add the operations."""
    _install_cases(api)
    _install_lists(api)
    _install_callbacks(api)


def _install_cases(api: NinjaAPI) -> None:
    @api.get(
        "/cases/{number}",
        operation_id="Case",
        auth=Bearer("appeal.show"),
        tags=["case"],
        response={200: dict, **ANSWERS},
    )
    def case(request: HttpRequest, response: HttpResponse, number: str) -> Any:
        """Return a case as a timeline, each step with its rule. Scope: `appeal.show`."""
        caller, city = caller_of(request), city_of(request)
        parsed = parse_case_number(number)
        found = show_case(parsed, caller.actor, city.reader, city.policy, today_in(city))
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
        response={200: OrderPage, **ANSWERS},
    )
    def orders(
        request: HttpRequest,
        response: HttpResponse,
        turning: Query[Turning],
        view: OrderView = OrderView.OPEN,
    ) -> Any:
        """List the orders of one's own unit, page by page. Scope: `order.show`."""
        read = city_of(request).lists.orders
        return _listed(request, response, read, view, turning)

    @api.get(
        "/appeals",
        operation_id="Appeals",
        auth=Bearer("appeal.show"),
        tags=["appeal"],
        response={200: AppealPage, **ANSWERS},
    )
    def appeals(
        request: HttpRequest,
        response: HttpResponse,
        turning: Query[Turning],
        view: AppealView = AppealView.RECENT,
    ) -> Any:
        """List the appeals of the city; not for roles bound to a unit. Scope: `appeal.show`."""
        _whole_city(caller_of(request).actor, city_of(request))
        read = city_of(request).lists.appeals
        return _listed(request, response, read, view, turning)


def _install_callbacks(api: NinjaAPI) -> None:
    @api.get(
        "/callbacks",
        operation_id="CallBacks",
        auth=Bearer("callback.ask"),
        tags=["callback"],
        response={200: CallBackPage, **ANSWERS},
    )
    def callbacks(
        request: HttpRequest,
        response: HttpResponse,
        turning: Query[Turning],
        view: CallBackView = CallBackView.OPEN,
    ) -> Any:
        """List whom to ask, or who answered what. Scope: `callback.ask`."""
        read = city_of(request).lists.callbacks
        return _listed(request, response, read, view, turning)


def _listed(
    request: HttpRequest,
    response: HttpResponse,
    read: Reading,
    view: OrderView | AppealView | CallBackView,
    turning: Turning,
) -> dict[str, Any]:
    """Return one page as whoever asks may see it."""
    city = city_of(request)
    eyes = viewer_of(caller_of(request).actor, city.policy.organisation, today_in(city))
    place = cursor_from_text(turning.cursor)
    return _page(request, response, read(view, eyes, city.clock.now(), place, turning.limit))


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
