# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu bench lists``: what people work from, in a city with years of appeals, over HTTP.

Every view of the three lists, its first page and its last, fifty rows each, asked for by a program;
and as pages the orders of a unit and the way of one appeal as its appellant follows it.
"""

from typing import Any

from jiesu.application.lists import LAST_PAGE, PAGE_SIZE, AppealView, CallBackView, OrderView
from jiesu.bench.filling import UNIT, filled
from jiesu.bench.gate import intake
from jiesu.bench.served import Caller, Served
from jiesu.kernel.ids import spoken_case_number

_WARM_UP = 3

Figures = dict[str, dict[str, Any]]


def run(city: Served, *, requests: int = 40) -> Figures:
    """Measure every list of a filled city, asking each page so many times."""
    appeals = filled(city.city)
    handler = city.program("handler", ("order.show",), UNIT)
    desk = city.program("operator", ("appeal.show", "callback.ask"))
    lists = (
        ("orders", tuple(OrderView), handler),
        ("appeals", tuple(AppealView), desk),
        ("callbacks", tuple(CallBackView), desk),
    )
    figures: Figures = {}
    for name, views, caller in lists:
        for view in views:
            for page, cursor in (("first", ""), ("last", LAST_PAGE.text())):
                path = f"/api/v1/{name}?view={view}&cursor={cursor}&limit={PAGE_SIZE}"
                figures[f"{name} {view}, {page}"] = _measured(city, caller, path, requests, appeals)
    browser = city.signed_in("handler", UNIT)
    figures["page: inbox"] = _measured(city, browser, "/unit/", requests, appeals)
    appellant, path = _appellant(city)
    figures["page: tracking"] = _measured(city, appellant, path, requests, appeals)
    return figures


def _measured(
    city: Served, caller: Caller, path: str, requests: int, appeals: int
) -> dict[str, Any]:
    answer = caller.get(path)
    for _ in range(_WARM_UP):
        caller.get(path)
    with city.meter() as meter:
        for _ in range(requests):
            with meter.operation():
                caller.get(path)
    meter.statements = round(city.statements(lambda other: other.get(path), caller) * requests)
    rows = len(answer.data["rows"]) if path.startswith("/api/") else None
    return {**meter.figures(), "appeals": appeals, "rows": rows}


def _appellant(city: Served) -> tuple[Caller, str]:
    """Return the browser of somebody who follows a real appeal, and where."""
    receipt = city.city.gate.handle_together(intake(city.city))[0]
    number = receipt.number or ""
    code = city.desk.appellants_code(receipt.subject)
    browser = Caller(city.port, cookies={f"follow-{number}": code})
    return browser, f"/appeals/{spoken_case_number(number)}/"
