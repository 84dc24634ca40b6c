# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu bench statistics``: exact counts of a city with years of appeals, over HTTP.

By matter and by lead, for a month and altogether. The ceiling is a plain count over the rows
themselves, by the same key, in the same run.
"""

import time
from typing import Any

from jiesu.adapters.store.sql import statements
from jiesu.bench.accounting import Meter
from jiesu.bench.filling import filled
from jiesu.bench.served import Caller, Served

_WARM_UP = 3

Figures = dict[str, dict[str, Any]]


def run(city: Served, *, requests: int = 40) -> Figures:
    """Measure the counts of a filled city, asking each so many times."""
    appeals = filled(city.city)
    caller = city.program("evaluator", ("statistics.read",))
    month = city.city.policy.calendar.local_day(city.city.clock.now()).strftime("%Y-%m")
    figures: Figures = {}
    for by in ("matter", "lead"):
        ceiling = _ceiling(city, by)
        for period in (month, "all"):
            path = f"/api/v1/statistics?by={by}&period={period}"
            meter = _measured(city, caller, path, requests)
            name = f"by {by}, {'a month' if period == month else 'all'}"
            figures[name] = {**meter.figures(ceiling=ceiling), "appeals": appeals}
    return figures


def _measured(city: Served, caller: Caller, path: str, requests: int) -> Meter:
    for _ in range(_WARM_UP):
        caller.get(path)
    with city.meter() as meter:
        for _ in range(requests):
            with meter.operation():
                caller.get(path)
    each = city.statements(lambda other: other.get(path), caller)
    meter.statements = round(each * requests)
    return meter


def _ceiling(city: Served, by: str) -> float:
    """Return how often a second the rows themselves could be counted."""
    statement = statements("bench_fill")["counted"].replace("{by}", by)
    with city.city.store.connection() as connection:
        began = time.perf_counter()
        connection.execute(statement).fetchall()
        return 1.0 / (time.perf_counter() - began)
