# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The mark that tells a demonstration from a city, and what only a demonstration may do."""

from dataclasses import dataclass
from typing import Any

import psycopg

from jiesu.adapters.store.pg import PgStore
from jiesu.adapters.store.sql import statements
from jiesu.kernel.instants import Instant, instant


@dataclass(frozen=True, slots=True)
class DemoMark:
    """演示标记: this database holds a city; ``filled_at`` is None until it is whole."""

    seed: int
    began_at: Instant
    filled_at: Instant | None


def holds_anything(dsn: str) -> bool:
    """Tell whether anything at all is kept in the database."""
    return bool(_asked(dsn, "anything"))


def read_mark(dsn: str) -> DemoMark | None:
    """Return the mark of a demonstration, None where there is none."""
    with psycopg.connect(dsn) as connection:
        named = statements("demonstration")
        marked = connection.execute(named["marked"]).fetchone()
        row = connection.execute(named["read"]).fetchone() if marked and marked[0] else None
    if row is None:
        return None
    return DemoMark(row[0], instant(row[1]), instant(row[2]) if row[2] else None)


def set_mark(dsn: str, seed: int, now: Instant) -> DemoMark:
    """Mark an empty database as that of a demonstration."""
    named = statements("demonstration")
    with psycopg.connect(dsn) as connection:
        connection.execute(named["mark"])
        connection.execute(named["begin"], {"seed": seed, "now": now})
    return DemoMark(seed, now, None)


def note_filled(dsn: str, now: Instant) -> None:
    """Note that the past of the town is told to its end."""
    with psycopg.connect(dsn) as connection:
        connection.execute(statements("demonstration")["filled"], {"now": now})


def last_pack(dsn: str) -> str | None:
    """Return the stamp of the pack the newest deed was decided under; None before the first."""
    with psycopg.connect(dsn) as connection:
        found = connection.execute(statements("demonstration")["last_pack"]).fetchone()
    return found[0] if found else None


def wipe(dsn: str) -> None:
    """Delete everything in the database. Call it only where :func:`read_mark` found a mark."""
    with psycopg.connect(dsn) as connection:
        connection.execute(statements("demonstration")["wipe"])
        connection.execute(statements("demonstration")["anew"])


def hurry(store: PgStore) -> None:
    """Let this connection not wait for the disk."""
    with store.connection() as connection:
        connection.execute(statements("demonstration")["hurry"])


def _asked(dsn: str, name: str) -> Any:  # noqa: ANN401 -- one value of the database
    with psycopg.connect(dsn) as connection:
        row = connection.execute(statements("demonstration")[name]).fetchone()
    return row[0] if row else None
