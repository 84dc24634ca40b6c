# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Connections to the store: UTC, autocommit, statements prepared."""

from typing import Any

import psycopg
from psycopg_pool import ConnectionPool

Connection = psycopg.Connection[tuple[Any, ...]]
Pool = ConnectionPool[Connection]

_SESSION = "-c timezone=UTC -c jit=off"  # compiling costs more than any of our statements
_PREPARE_AFTER = 2  # the gate sends few different statements, again and again


def open_pool(dsn: str, *, size: int) -> Pool:
    """Return an open pool of at most ``size`` connections; broken ones are replaced when lent."""
    pool: Pool = ConnectionPool(
        dsn,
        min_size=1,
        max_size=size,
        kwargs={"autocommit": True, "options": _SESSION},
        configure=_configure,
        open=True,
    )
    return pool


def _configure(connection: Connection) -> None:
    connection.prepare_threshold = _PREPARE_AFTER
