# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The outbox on PostgreSQL."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from jiesu.adapters.store.pg import PgStore
from jiesu.adapters.store.sql import statements
from jiesu.application.notices import DeadNotice, OutboxOverview, OwedNotice, SealedContact
from jiesu.kernel.instants import Instant, instant


class PgOutbox:
    """``Outbox`` over the connections of a store; every call commits by itself."""

    def __init__(self, store: PgStore) -> None:
        self._store = store

    def lease(self, now: Instant, until: Instant, limit: int) -> list[OwedNotice]:
        """Take owed notices for a while; see the port."""
        rows = self._rows("lease", now=now, until=until, limit=limit)
        return [
            OwedNotice(id_, notice, attempts, number, lead, _maybe(due), _contact(*sealed))
            for id_, notice, attempts, number, lead, due, *sealed in rows
        ]

    def done(self, delivery: UUID, now: Instant, reason: str | None) -> None:
        """Settle a delivery; see the port."""
        self._run("done", id=delivery, now=now, reason=reason)

    def again(self, owed: OwedNotice, wake_at: Instant, error: str) -> None:
        """Owe it still; see the port."""
        self._run("again", id=owed.id, attempts=owed.attempts, wake_at=wake_at, error=error)

    def bury(self, owed: OwedNotice, now: Instant, error: str) -> None:
        """Give it up; see the port."""
        self._run("bury", id=owed.id, attempts=owed.attempts, now=now, error=error)

    def is_overtaken(self, owed: OwedNotice) -> bool:
        """Return whether later news was entered; see the port."""
        ((overtaken,),) = self._rows("is_overtaken", id=owed.id)
        return bool(overtaken)

    def give_back(self, unsent: Sequence[OwedNotice], now: Instant) -> None:
        """Return what was not tried; see the port."""
        ids, attempts = [each.id for each in unsent], [each.attempts for each in unsent]
        self._run("give_back", ids=ids, attempts=attempts, now=now)

    def next_wake(self) -> Instant | None:
        """Return the earliest ``wake_at`` of what is owed."""
        ((earliest,),) = self._rows("next_wake")
        return _maybe(earliest)

    def overview(self, now: Instant) -> OutboxOverview:
        """Return where the outbox stands."""
        ((waiting, due, oldest_due, oldest, dead),) = self._rows("overview", now=now)
        return OutboxOverview(waiting, due, _maybe(oldest_due), _maybe(oldest), dead)

    def dead(self, limit: int) -> list[DeadNotice]:
        """Return dead letters, the longest dead first."""
        return [
            DeadNotice(id_, notice, number, instant(created), instant(dead), attempts, error)
            for id_, notice, number, created, dead, attempts, error in self._rows(
                "dead", limit=limit
            )
        ]

    def revive(self, delivery: UUID | None, now: Instant) -> int:
        """Owe one dead letter again, or all of them; return how many there were."""
        return len(self._rows("revive", id=delivery, now=now))

    def _rows(self, name: str, **parameters: object) -> list[tuple[Any, ...]]:
        with self._store.connection() as connection:
            return connection.execute(statements("outbox")[name], parameters).fetchall()

    def _run(self, name: str, **parameters: object) -> None:
        with self._store.connection() as connection:
            connection.execute(statements("outbox")[name], parameters)


def _maybe(moment: Any) -> Instant | None:  # noqa: ANN401 -- a column that may be NULL
    return None if moment is None else instant(moment)


def _contact(
    owner: UUID | None, item: UUID | None, wrapped: bytes | None, ciphertext: bytes | None
) -> SealedContact | None:
    """Return the contact details if both they and their key are still there."""
    if owner is None or item is None or wrapped is None or ciphertext is None:
        return None
    return SealedContact(owner, item, wrapped, ciphertext)
