# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL for tests: one server a session, one migrated template a worker, one clone a test.

The server is held open by the workers that use it and ends with the last of them, however they
end; see ``jiesu.adapters.postgres.throwaway``.
"""

import os
from collections.abc import Iterator
from datetime import date
from itertools import count
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from psycopg import sql

from jiesu.adapters.postgres.server import SUPERUSER, Dsn, Server
from jiesu.adapters.postgres.throwaway import start_throwaway
from jiesu.adapters.store.migrate import migrate
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.web import configure_web

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")
FIRST_DAY = date(2026, 1, 1)
"""The day around which the tables of the template have their partitions."""

_numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker("integration")


@pytest.fixture(scope="session")
def pg_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server all workers of this session share."""
    base = tmp_path_factory.getbasetemp()
    session = base if WORKER == "main" else base.parent
    throwaway = start_throwaway(session / "server")
    yield throwaway.server
    throwaway.release()


@pytest.fixture(scope="session")
def template_database(pg_server: Server) -> str:
    """Name of this worker's migrated database; clone it, never connect to it.

    Other folders of tests bring this fixture in too and then ask for it a second time.
    """
    name = f"template_{WORKER}"
    if exists(pg_server, name):
        return name
    run(pg_server, "CREATE DATABASE {} OWNER jiesu", name)
    dsn = pg_server.address(name)
    configure_web(Settings(), dsn)
    migrate(dsn, FIRST_DAY)
    connections.close_all()  # a database in use cannot be cloned
    return name


@pytest.fixture
def database(pg_server: Server, template_database: str) -> Iterator[Dsn]:
    """Address of a fresh database with every table, dropped after the test."""
    yield from clone(pg_server, template_database)


@pytest.fixture
def empty_database(pg_server: Server) -> Iterator[Dsn]:
    """Address of a fresh database without any table, dropped after the test."""
    yield from clone(pg_server, "template0")


def clone(server: Server, template: str) -> Iterator[Dsn]:
    """Yield the address of a new copy of ``template`` and drop it afterwards."""
    name = f"test_{WORKER}_{next(_numbers)}"
    run(server, "CREATE DATABASE {} TEMPLATE {} OWNER jiesu STRATEGY file_copy", name, template)
    yield server.address(name)
    run(server, "DROP DATABASE {} WITH (FORCE)", name)


def exists(server: Server, name: str) -> bool:
    """Return whether the server has a database of that name."""
    address = server.address("postgres", user=SUPERUSER)
    with psycopg.connect(address, autocommit=True) as connection:
        query = "SELECT 1 FROM pg_database WHERE datname = %s"
        return connection.execute(query, [name]).fetchone() is not None


def run(server: Server, statement: str, *names: str) -> None:
    """Run one statement of the superuser about databases."""
    address = server.address("postgres", user=SUPERUSER)
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
