# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Tables for the months ahead."""

import logging
from datetime import date, timedelta

from psycopg.errors import CheckViolation, LockNotAvailable

from jiesu.adapters.store.pg import PgStore
from jiesu.adapters.store.sql import statements
from jiesu.kernel.errors import Conflict
from jiesu.kernel.text import Text

_MONTHS_AHEAD = 3
_A_MONTH_ON = timedelta(days=31)  # from a first of a month always into the next one
_PATIENCE = "300ms"
_log = logging.getLogger(__name__)


class TablesBusy(Conflict):
    """Somebody reads or writes a table for so long that it got no new partition."""

    what = Text(
        "数据表正忙，{month} 的分区暂未建立。",
        "The tables are busy; the partitions of {month} have not been made yet.",
    )
    next_step = Text(
        "系统会自动重试；分区提前数月建立，无需担心。",
        "It is tried again by itself; partitions are made months ahead, so nothing is lost.",
    )


def ensure_partitions(store: PgStore, today: date) -> int:
    """Make the partitions of this month and the next ones; return how many are new.

    A new partition locks several tables against everybody. It gives up before PostgreSQL would
    look for a deadlock (1 s by default), so that it is never a command that is ended for it.

    A month that already has rows in the default partition stays there, which is slower and no
    fault: no worker ran for months, or somebody chose an id of a month to come.

    Raises:
        TablesBusy: somebody holds a table; the months made so far stay.
    """
    made, month = 0, today.replace(day=1)
    for _ in range(_MONTHS_AHEAD):
        try:
            made += _make(store, month)
        except CheckViolation:
            _log.warning(
                "rows of %s lie in the default partitions and stay there", f"{month:%Y-%m}"
            )
        month = (month + _A_MONTH_ON).replace(day=1)
    return made


def gather_statistics(store: PgStore) -> None:
    """Let the database look at its tables again, where a great deal was written at once."""
    with store.connection() as connection:
        connection.execute(statements("upkeep")["gather_statistics"])


def _make(store: PgStore, month: date) -> int:
    named = statements("upkeep")
    with store.transaction(), store.connection() as connection:
        connection.execute(named["one_at_a_time"])
        connection.execute(named["patience"], {"patience": _PATIENCE})
        try:
            row = connection.execute(named["ensure_partitions"], {"month": month}).fetchone()
        except LockNotAvailable:
            raise TablesBusy(month=f"{month:%Y-%m}") from None
    made: int = row[0] if row else 0
    return made
