# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Connections to the store: UTC, autocommit, statements prepared."""

from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

Connection = psycopg.Connection[tuple[Any, ...]]
Pool = ConnectionPool[Connection]

_SESSION = "-c timezone=UTC -c jit=off -c plan_cache_mode=force_generic_plan"
"""Compiling or planning again costs more than any of our statements, which depend on no value."""

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
