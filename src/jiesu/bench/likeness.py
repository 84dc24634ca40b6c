# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu bench likeness``: appeals like a new one, looked up in a city with years of them.

Three kinds of text are asked about: one like no other, one that many have sent, and none at all,
where only matter and area speak; and the count the public is told. The ceiling is a plain scan of
the signatures of the same span. How right the answers are says ``bench.likeness_quality``.
"""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from jiesu.adapters.store.sql import statements
from jiesu.adapters.text.likeness import signature
from jiesu.bench.accounting import Meter
from jiesu.bench.filling import fill
from jiesu.bench.likeness_quality import run as quality
from jiesu.bench.likeness_texts import invented
from jiesu.bench.wire import relay
from jiesu.bootstrap.chance import seeded
from jiesu.bootstrap.keys import new_master_key
from jiesu.bootstrap.wiring import City, wire
from jiesu.domain.access import Actor

MANY = "小区停车位只售不租，业主只能停在路边，每天被贴罚单，请有关部门依法处理。"
"""The text one in twenty of the filled appeals is a copy of."""
_ASKING = Actor("bench", "operator")
_MATTERS, _AREAS = 300, 350  # as bench_fill.sql has them
_WARM_UP = 12  # until the database keeps its plan

Figures = dict[str, Mapping[str, Any]]
_Ask = Callable[[City, int], int]
"""Looks something up for the so-many-th time; returns how much was found."""


def run(
    city: City, dsn: str, *, appeals: int = 10_000, requests: int = 200, texts: int = 2000
) -> Figures:
    """Fill a city and measure look-ups in it, then how many near-copies they find."""
    fill(city, appeals, MANY)
    drawn = [each.text for each in invented(seeded(1, "likeness"), requests + _WARM_UP)]
    asking: dict[str, _Ask] = {
        "a text like no other": lambda city, n: _like(city, drawn[n], n),
        "a text sent by many": lambda city, n: _like(city, MANY, n),
        "matter and area only": lambda city, n: _like(city, "", n),
        "nearby, for the public": _nearby,
    }
    plain = _scanned(city)
    figures: Figures = {}
    for name, ask in asking.items():
        each = _statements(city, dsn, ask)
        figures[name] = {**_measured(city, dsn, ask, requests, each, plain), "appeals": appeals}
    return {**figures, **quality(texts=texts)}


def _like(city: City, text: str, number: int) -> int:
    matter, area = f"bench-matter-{number % _MATTERS}", f"bench-area-{number % _AREAS}"
    return len(city.likeness.like(text, matter, area, _ASKING, city.clock.now()))


def _nearby(city: City, number: int) -> int:
    today = city.policy.calendar.local_day(city.clock.now())
    matter, area = f"bench-matter-{number % _MATTERS}", f"bench-area-{number % _AREAS}"
    card = city.likeness.nearby(matter, area, today)
    return card.total if card else 0


def _statements(city: City, dsn: str, ask: _Ask, times: int = 6) -> float:
    """Return how many statements one look-up takes, the first time aside; see ``bench.wire``."""
    with relay(dsn) as counting:
        other = wire(city.policy, counting.dsn, new_master_key(), city.clock)
        try:
            ask(other, 0)
            before = counting.statements
            for number in range(times):
                ask(other, number)
            return (counting.statements - before) / times
        finally:
            other.close()


def _measured(  # noqa: PLR0913 -- what one row of figures needs
    city: City, dsn: str, ask: _Ask, requests: int, statements: float, plain: float
) -> dict[str, float | int | None]:
    for number in range(_WARM_UP):
        ask(city, requests + number)
    found = 0
    with Meter(dsn) as meter:
        for number in range(requests):
            with meter.operation():
                found += ask(city, number)
    meter.statements = round(statements * requests)
    return {**meter.figures(ceiling=plain), "found": round(found / requests, 1)}


def _scanned(city: City) -> float:
    """Return how often a second all signatures of the span can be compared, one by one."""
    now = city.clock.now()
    days = city.policy.understanding.alike_days.as_of(city.policy.calendar.local_day(now)).value
    facts = {"bands": list(signature(MANY)), "since": now - timedelta(days=days)}
    with city.store.connection() as connection:
        began = time.perf_counter()
        connection.execute(statements("ceiling")["signatures"], facts).fetchall()
        return 1 / (time.perf_counter() - began)
