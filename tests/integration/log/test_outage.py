# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A database that goes away while the log is read is named, with what to do next."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import psycopg
import pytest

from jiesu.adapters.store.audit import audit_book
from jiesu.adapters.store.logbook import LogBook
from jiesu.application.audit import audit_day
from jiesu.application.ports import LogUnavailable, SchemaBehind
from jiesu.application.seals import seal_days
from jiesu.bootstrap.wiring import City
from jiesu.domain.streams import order_stream
from jiesu.kernel.instants import Instant
from tests.builders.desk import Desk, city_desk
from tests.builders.town import DAY, NOON

TOMORROW = Instant(NOON + timedelta(days=1))
_END_ALL = """
    SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


@pytest.fixture
def town(database: str) -> Iterator[tuple[City, Desk]]:
    city, desk = city_desk(database)
    desk.dispatched()
    yield city, desk
    city.close()


def end_connections(database: str) -> None:
    """End every connection to the database, as a restart of the server does."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(_END_ALL)


def sealed(city: City) -> None:
    list(seal_days(LogBook(city.pool), city.policy.calendar, TOMORROW))


def looked_into(city: City) -> None:
    with LogBook(city.pool).snapshot() as snapshot:
        list(snapshot.entries(0))


def audited(city: City) -> None:
    with audit_book(city.pool) as book:
        audit_day(book, city.policy.calendar, DAY)


READINGS = pytest.mark.parametrize("read", [sealed, looked_into, audited])


@READINGS
def test_a_reader_who_finds_the_connection_broken_is_told_what_to_do(
    town: tuple[City, Desk], database: str, read: Callable[[City], None]
) -> None:
    city, _ = town
    end_connections(database)
    with pytest.raises(LogUnavailable) as trouble:
        read(city)
    assert "jiesu doctor" in trouble.value.explain("en")
    assert "jiesu doctor" in trouble.value.explain("zh")


def broken_off_in_a_snapshot(city: City, database: str) -> None:
    with LogBook(city.pool).snapshot() as snapshot:
        assert snapshot.size(0)
        end_connections(database)
        list(snapshot.leaves(0))


def broken_off_in_an_audit(city: City, database: str) -> None:
    with audit_book(city.pool) as book:
        end_connections(database)
        audit_day(book, city.policy.calendar, DAY)


@pytest.mark.parametrize("read", [broken_off_in_a_snapshot, broken_off_in_an_audit])
def test_a_connection_that_breaks_in_the_middle_of_the_reading_is_named_too(
    town: tuple[City, Desk], database: str, read: Callable[[City, str], None]
) -> None:
    with pytest.raises(LogUnavailable):
        read(town[0], database)


@READINGS
def test_tables_of_another_version_are_named_and_not_a_driver_s_error(
    town: tuple[City, Desk], database: str, read: Callable[[City], None]
) -> None:
    city, _ = town
    with psycopg.connect(database) as connection:
        connection.execute("ALTER TABLE log_entry RENAME TO log_entry_of_old")
    with pytest.raises(SchemaBehind) as trouble:
        read(city)
    assert "jiesu migrate" in trouble.value.explain("en")


def test_the_gate_names_tables_of_another_version_as_well(
    town: tuple[City, Desk], database: str
) -> None:
    city, desk = town
    with psycopg.connect(database) as connection:
        connection.execute("ALTER TABLE work_order RENAME COLUMN appeal_id TO case_id")
    with pytest.raises(SchemaBehind):
        city.store.load([order_stream(desk.ids.new())])
