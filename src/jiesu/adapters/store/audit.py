# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Conservation on PostgreSQL: a whole day counted in a few statements."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from jiesu.adapters.store.pool import Connection, Pool, lent
from jiesu.adapters.store.sql import statements
from jiesu.application.audit import Count, Disposition, Doubt, Listed
from jiesu.kernel.instants import Instant

_PIECES = ("placed_by_rows", "placed_by_log", "opened_by_log")
_DOUBTS = ("unexplained", "ownerless", "unclocked", "untimed", "disagreeing")


@contextmanager
def audit_book(pool: Pool) -> Iterator["PgAuditBook"]:
    """Lend an ``AuditBook`` that sees the store as it is at this instant.

    Raises:
        LogUnavailable: the database cannot be reached or cannot work; also while the book is read.
    """
    with lent(pool) as connection, connection.transaction():
        connection.execute(statements("logbook")["one_instant"])
        yield PgAuditBook(connection)


class PgAuditBook:
    """``AuditBook`` over one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count_rows(self, since: Instant, until: Instant) -> Count:
        """Count over the rows as they stand."""
        return self._count("count_rows", since, until)

    def count_log(self, since: Instant, until: Instant) -> Count:
        """Count over the entries of the log alone."""
        return self._count("count_log", since, until)

    def doubts(self, since: Instant, until: Instant) -> Iterator[Listed]:
        """Yield everything doubtful about the contacts of a day."""
        for name in _DOUBTS:
            rows = self._connection.execute(_text(name), {"since": since, "until": until})
            for doubt, kind, id_ in rows:
                yield Listed(Doubt(doubt), kind, id_)

    def _count(self, name: str, since: Instant, until: Instant) -> Count:
        row = self._connection.execute(_text(name), {"since": since, "until": until}).fetchone()
        contacts, further, places = row or (0, 0, None)
        return Count(contacts, _by_disposition(places or {}), further)


def _by_disposition(places: Mapping[str, int]) -> dict[Disposition, int]:
    return {disposition: places.get(disposition.value, 0) for disposition in Disposition}


def _text(name: str) -> str:
    text = statements("audit")[name]
    for piece in _PIECES:
        text = text.replace("{" + piece + "}", statements("audit")[piece])
    return text
