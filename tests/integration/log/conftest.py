# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A town three days old, and a hand that may change anything in it, one thing at a time."""

from collections.abc import Iterator

import psycopg
import pytest

from jiesu.adapters.postgres.server import SUPERUSER, Server
from tests.builders.desk import city_desk
from tests.builders.logged import Town, live
from tests.integration.conftest import clone


def _town(server: Server, template: str) -> Iterator[Town]:
    for dsn in clone(server, template):
        city, desk = city_desk(dsn)
        live(city, desk)
        name = psycopg.conninfo.conninfo_to_dict(dsn)["dbname"]
        yield Town(dsn, server.address(name, user=SUPERUSER), city, desk)
        city.close()


@pytest.fixture(scope="package")
def town(pg_server: Server, template_database: str) -> Iterator[Town]:
    """One town for every test that leaves it as it was."""
    yield from _town(pg_server, template_database)


@pytest.fixture
def own_town(pg_server: Server, template_database: str) -> Iterator[Town]:
    """A town of one's own."""
    yield from _town(pg_server, template_database)


@pytest.fixture
def hand(town: Town) -> Iterator[psycopg.Connection]:
    """A superuser's transaction that no trigger hinders, undone after the test."""
    with psycopg.connect(town.superuser, options="-c timezone=UTC") as connection:
        connection.execute("SET LOCAL session_replication_role = replica")
        yield connection
        connection.rollback()
