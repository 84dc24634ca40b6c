# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Stories of a few days, told into a database under fixed keys, ids and time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

import psycopg

from jiesu.adapters.store.logbook import LogBook
from jiesu.application.verification import Depth, Request, verify
from jiesu.bootstrap.chance import seeded
from jiesu.bootstrap.wiring import City, wire
from jiesu.cli.log import _opener
from jiesu.kernel.instants import Instant, parse_instant
from jiesu.simulation.agenda import StoryClock
from jiesu.simulation.filling import tell_past
from jiesu.simulation.past import Past
from jiesu.simulation.priors import load_priors
from tests.builders.desk import MASTER_KEY
from tests.builders.town import policy

END = parse_instant("2026-11-24T12:30:00Z")
PRIORS = load_priors("example")


def told(dsn: str, days: int, seed: int = 1) -> Past:
    """Tell the past of so many days that ends at :data:`END`."""
    calendar = policy().calendar
    first = calendar.day_start(calendar.local_day(END) - timedelta(days=days))
    entropy = seeded(seed, "ids").randbytes
    span = (first, END)
    return tell_past(policy(), PRIORS, dsn, MASTER_KEY, span, seed, lambda *_: None, entropy)


@contextmanager
def city_at(dsn: str, now: Instant = END) -> Iterator[tuple[City, StoryClock]]:
    """Open the city at ``dsn`` under a clock that stands at ``now``."""
    clock = StoryClock(now)
    city = wire(policy(), dsn, MASTER_KEY, clock)
    try:
        yield city, clock
    finally:
        city.close()


@dataclass(frozen=True)
class Book:
    """A database looked into."""

    dsn: str

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Return what a question of the test's own finds."""
        with psycopg.connect(self.dsn) as connection:
            return connection.execute(statement).fetchall()

    def set_of(self, statement: str) -> set[object]:
        """Return the first column of it."""
        return {row[0] for row in self.rows(statement)}

    def log(self) -> list[object]:
        """Return the hash of every entry, in order."""
        return [row[0] for row in self.rows("SELECT hash FROM log_entry ORDER BY seq")]

    def faults(self) -> list[str]:
        """Return what the whole verification finds: log, rows, timers, receipts, personal items."""
        with city_at(self.dsn) as (city, clock), LogBook(city.pool).snapshot() as snapshot:
            depth = Depth(True, _opener(city.vault))
            request = Request(city.policy.calendar, clock.now(), None, depth, {})
            return [each.say("en") for each in verify(snapshot, request, lambda _: None)]


def days_before(count: int) -> list[date]:
    """Return the last so many whole days of a story."""
    last = policy().calendar.local_day(END)
    return [last - timedelta(days=back) for back in range(1, count + 1)]
