# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Counts on PostgreSQL: read in one small statement, summed up in the background."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from jiesu.adapters.store.pg import PgStore
from jiesu.adapters.store.sql import statements
from jiesu.application.tallies import Scope

_AT_ONCE = 20_000
_ONE_DAY = timedelta(days=1)
_A_MONTH_ON = timedelta(days=31)  # from a first of a month always into the next one
ALL_TIME = "all"

Counts = Mapping[str, Mapping[str, int]]
"""By key, by state, how many."""


class PgTallies:
    """The counts of one city."""

    def __init__(self, store: PgStore) -> None:
        self._store = store

    def sum_up(self) -> int:
        """Sum up some of what is waiting; return how many changes that were.

        Several may try at once: one does it, the others find nothing to do.
        """
        named = statements("tallies")
        with self._store.transaction(), self._store.connection() as connection:
            row = connection.execute(named["one_at_a_time"]).fetchone()
            if row is None or not row[0]:
                return 0
            row = connection.execute(named["sum_up"], {"limit": _AT_ONCE}).fetchone()
        taken: int = row[0] if row else 0
        return taken

    def counts(self, scope: Scope, period: str = ALL_TIME, key: str | None = None) -> Counts:
        """Return the counts of a day (``2026-11-24``), a month (``2026-11``), or altogether."""
        return self._counts("counts", {"scope": scope.value, "period": period, "key": key})

    def counts_over(self, scope: Scope, since: date, until: date) -> Counts:
        """Return the counts from ``since`` until before ``until``."""
        periods = list(_periods(since, until))
        span = {"periods": periods, "since": since, "until": until}
        return self._counts("counts_over", {"scope": scope.value, **span})

    def _counts(self, name: str, facts: Mapping[str, object]) -> Counts:
        found: dict[str, dict[str, int]] = {}
        with self._store.connection() as connection:
            for key, state, number in connection.execute(statements("tallies")[name], facts):
                found.setdefault(key, {})[state] = number
        return found


def _periods(since: date, until: date) -> Iterator[str]:
    """Yield the fewest periods that make up a span: whole months, and single days at its ends."""
    day = since
    while day < until:
        after = (day.replace(day=1) + _A_MONTH_ON).replace(day=1)
        if day.day == 1 and after <= until:
            yield f"{day:%Y-%m}"
            day = after
        else:
            yield day.isoformat()
            day += _ONE_DAY
