# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
from collections.abc import Callable, Iterator

import psycopg
import pytest

from jiesu.adapters.postgres.server import Dsn
from jiesu.bootstrap.wiring import City
from tests.builders.desk import city_desk

TABLES = """
SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'S') AND NOT c.relispartition
ORDER BY 1
"""


@pytest.fixture
def city(database: Dsn) -> Iterator[City]:
    """A city at noon over a fresh database."""
    city, _ = city_desk(database)
    yield city
    city.close()


@pytest.fixture
def everything(database: Dsn) -> Iterator[Callable[[], dict[str, list[str]]]]:
    """Return, when called, every row of every table and where every sequence stands."""
    with psycopg.connect(database, autocommit=True) as connection:

        def look() -> dict[str, list[str]]:
            names = [row[0] for row in connection.execute(TABLES)]
            return {
                name: [
                    r[0]
                    for r in connection.execute(
                        f"SELECT ROW(t.*)::text FROM {name} AS t ORDER BY 1"
                    )
                ]
                for name in names
            }

        yield look
