# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A database filled with years of appeals within minutes, past the gate: for benches only.

Only what lists and counts read is there: rows, redacted copies, sums. No log stands behind them, so
`jiesu log verify` and `jiesu audit` would rightly complain. See ``bench_fill.sql`` for the shape.
"""

from jiesu.adapters.store.sql import statements
from jiesu.adapters.text.likeness import signature
from jiesu.bootstrap.wiring import City

UNIT = "water-bureau"
"""The unit whose lists are measured."""
_STEPS = ("partitions", "stage", "appeals", "orders", "callbacks", "texts", "tallies", "deltas")
_LAST = ("unstage", "settle_tables")
_SIGNED = ("signatures", "bands", "settle_signatures")


def fill(city: City, appeals: int, many: str = "") -> None:
    """Write so many appeals with their orders, call-backs, texts and counts.

    With ``many``, a text one in twenty has sent, they get signatures too.
    """
    named = statements("bench_fill")
    facts: dict[str, object] = {"now": city.clock.now(), "count": appeals, "unit": UNIT}
    facts |= {"many": many, "bands": list(signature(many))}
    steps = (*_STEPS, *(_SIGNED if many else ()), *_LAST)
    with city.store.connection() as connection:
        for step in steps:
            connection.execute(named[step], facts)


def filled(city: City) -> int:
    """Return how many appeals the city holds."""
    with city.store.connection() as connection:
        row = connection.execute(statements("ceiling")["appeals"]).fetchone()
    return int(row[0]) if row else 0
