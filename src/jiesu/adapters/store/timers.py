# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The timer table on PostgreSQL."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Any

from jiesu.adapters.store.pg import PgStore
from jiesu.adapters.store.sql import statements
from jiesu.application.timers import DueTimer, FailingTimer, TimerOverview
from jiesu.kernel.instants import Instant, instant


class PgTimers:
    """``TimerStore`` over the connections of a store, so that firing and settling commit as one."""

    def __init__(self, store: PgStore) -> None:
        self._store = store

    def transaction(self) -> AbstractContextManager[None]:
        """Return a transaction of the store; nested, a savepoint."""
        return self._store.transaction()

    def claim(self, now: Instant, limit: int) -> list[DueTimer]:
        """Lock and return due timers; see the port."""
        statement = statements("timers")["claim"].replace("{limit}", f"{limit:d}")
        with self._store.connection() as connection:
            rows = connection.execute(statement, {"now": now}).fetchall()
        return [
            DueTimer(stream, kind, name, instant(due_at), attempts, case)
            for stream, kind, name, due_at, attempts, case in rows
        ]

    def settle(self, timers: Sequence[DueTimer]) -> None:
        """Remove these timers."""
        streams, names = [t.stream for t in timers], [t.name for t in timers]
        self._run("settle", {"streams": streams, "names": names})

    def reschedule(self, timer: DueTimer, due_at: Instant) -> None:
        """Write down another due instant."""
        self._run("reschedule", {"stream": timer.stream, "name": timer.name, "due_at": due_at})

    def back_off(self, timer: DueTimer, wake_at: Instant, error: str) -> None:
        """Note a failure and when to look again."""
        where = {"stream": timer.stream, "name": timer.name}
        self._run("back_off", {**where, "wake_at": wake_at, "error": error})

    def next_wake(self) -> Instant | None:
        """Return the earliest ``wake_at``."""
        ((earliest,),) = self._rows("next_wake", {})
        return None if earliest is None else instant(earliest)

    def overview(self, now: Instant) -> TimerOverview:
        """Return where the timers stand."""
        ((about, due, oldest, failing),) = self._rows("overview", {"now": now})
        return TimerOverview(about, due, None if oldest is None else instant(oldest), failing)

    def failing(self, attempts: int, limit: int) -> list[FailingTimer]:
        """Return timers that failed at least ``attempts`` times, the worst first."""
        rows = self._rows("failing", {"attempts": attempts, "limit": limit})
        return [
            FailingTimer(stream, kind, name, instant(due_at), instant(wake_at), tries, error)
            for stream, kind, name, due_at, wake_at, tries, error in rows
        ]

    def _rows(self, name: str, parameters: dict[str, object]) -> list[tuple[Any, ...]]:
        with self._store.connection() as connection:
            return connection.execute(statements("timers")[name], parameters).fetchall()

    def _run(self, name: str, parameters: dict[str, object]) -> None:
        with self._store.connection() as connection:
            connection.execute(statements("timers")[name], parameters)
