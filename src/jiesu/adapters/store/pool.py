# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Connections to the store: UTC, autocommit, statements prepared; their troubles by name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.errors import UndefinedColumn, UndefinedFunction, UndefinedTable
from psycopg.transaction import OutOfOrderTransactionNesting
from psycopg_pool import ConnectionPool

from jiesu.application.ports import LogUnavailable, SchemaBehind, StoreUnavailable

Connection = psycopg.Connection[tuple[Any, ...]]
Pool = ConnectionPool[Connection]

_SESSION = "-c timezone=UTC -c jit=off -c plan_cache_mode=force_generic_plan"
"""Compiling or planning again costs more than any of our statements, which depend on no value."""

_TROUBLES = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    psycopg.InternalError,
    OutOfOrderTransactionNesting,  # a savepoint could not even be made: the driver lost count
)
_PREPARE_AFTER = 2  # the gate sends few different statements, again and again
_LONGEST_WAIT = 5.0  # seconds until whoever asks for a connection is told that there is none
_TRY_AGAIN = 0.5  # seconds between attempts to reach a server that is away, however long it is


def open_pool(dsn: str, *, size: int) -> Pool:
    """Return an open pool of at most ``size`` connections.

    Broken ones are replaced when given back. While the server is away it is tried at a steady
    beat, so that work goes on at once when it returns, after a second or after a night.
    """
    pool: Pool = ConnectionPool(
        dsn,
        min_size=1,
        max_size=size,
        kwargs={"autocommit": True, "options": _SESSION},
        configure=_configure,
        timeout=_LONGEST_WAIT,
        reconnect_timeout=_TRY_AGAIN,
        reconnect_failed=_keep_trying,
        open=True,
    )
    return pool


def _configure(connection: Connection) -> None:
    connection.prepare_threshold = _PREPARE_AFTER


def _keep_trying(pool: Pool) -> None:
    """Ask for a new connection where the pool itself would give up."""
    pool.check()


@contextmanager
def named_troubles(name: type[StoreUnavailable] = StoreUnavailable) -> Iterator[None]:
    """Give what is wrong with the database, and not with what it was asked, its name.

    Raises:
        StoreUnavailable: or the kind of it that is asked for.
        SchemaBehind: the tables are of another version.
    """
    try:
        yield
    except _TROUBLES as error:
        raise name(reason=error.sqlstate or type(error).__name__) from error
    except (UndefinedTable, UndefinedColumn, UndefinedFunction) as error:
        raise SchemaBehind(reason=error.sqlstate) from error


@contextmanager
def lent(pool: Pool) -> Iterator[Connection]:
    """Lend a connection to whoever reads the log or counts a day.

    Raises:
        LogUnavailable: there is none, it broke, or the server cannot work.
    """
    with named_troubles(LogUnavailable), pool.connection() as connection:
        yield connection
