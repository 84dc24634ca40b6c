# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A city over a database of its own, emptied after each test, and the desk at its gate."""

from collections.abc import Iterator

import psycopg
import pytest

from jiesu.adapters.postgres.server import SUPERUSER, Server
from jiesu.bootstrap.wiring import City
from tests.builders.desk import Desk, city_desk
from tests.builders.peek import PgPeek

_EMPTY = """
    SELECT format('DELETE FROM %I', relname) FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
      AND relname NOT LIKE 'django%'
"""


@pytest.fixture(scope="module")
def module_database(pg_server: Server, template_database: str) -> Iterator[str]:
    """Name of a clone that all tests of a module share, one after the other."""
    name = f"gate_{template_database}"
    superuser = pg_server.address("postgres", user=SUPERUSER)
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template_database} OWNER jiesu")
        yield name
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(pg_server: Server, module_database: str) -> Iterator[str]:
    """Address of a database whose tables are empty; faster than a fresh clone for each test."""
    yield pg_server.address(module_database)
    superuser = pg_server.address(module_database, user=SUPERUSER)
    with psycopg.connect(superuser) as connection:
        connection.execute("SET session_replication_role = replica")  # the log refuses deletion
        for (statement,) in connection.execute(_EMPTY).fetchall():
            connection.execute(statement)


@pytest.fixture
def wired(database: str) -> Iterator[tuple[City, Desk]]:
    city, desk = city_desk(database)
    yield city, desk
    city.close()


@pytest.fixture
def city(wired: tuple[City, Desk]) -> City:
    return wired[0]


@pytest.fixture
def desk(wired: tuple[City, Desk]) -> Desk:
    return wired[1]


@pytest.fixture
def peek(database: str) -> PgPeek:
    return PgPeek(database)
