# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A look into the tables from outside."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from jiesu.bootstrap.wiring import City


class Rows:
    """Asks on a connection of its own: ``rows("SELECT …", given)`` returns a list of tuples."""

    def __init__(self, dsn: str) -> None:
        self.connection = psycopg.connect(dsn, autocommit=True)

    def __call__(self, query: str, *given: object) -> list[tuple[Any, ...]]:
        """Run one statement and return what it yields."""
        cursor = self.connection.execute(query, given or None)
        return cursor.fetchall() if cursor.description else []


@contextmanager
def impatient(city: City) -> Iterator[None]:
    """Make what this thread asks of the city inside the block fail rather than wait for a lock."""
    with city.store.transaction(), city.store.connection() as connection:
        connection.execute("SET LOCAL lock_timeout = '1s'")
        yield
