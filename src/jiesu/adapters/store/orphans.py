# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Open orders of units that have ended, on PostgreSQL."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from jiesu.adapters.store.pg import PgStore
from jiesu.adapters.store.sql import statements
from jiesu.application.handovers import OrphanedOrder


class PgOrphans:
    """``OrphanStore`` over the connections of a store."""

    def __init__(self, store: PgStore) -> None:
        self._store = store

    def orphans(self, units: Sequence[str], after: UUID, limit: int) -> list[OrphanedOrder]:
        """Return open orders of these units; see the port."""
        wanted = {"units": list(units), "after": after, "limit": limit}
        with self._store.connection() as connection:
            rows = connection.execute(statements("upkeep")["orphans"], wanted).fetchall()
        return [OrphanedOrder(*row) for row in rows]

    def orphans_by_unit(self, units: Sequence[str]) -> Mapping[str, int]:
        """Return how many there are; see the port."""
        with self._store.connection() as connection:
            text = statements("upkeep")["orphans_by_unit"]
            return dict(connection.execute(text, {"units": list(units)}).fetchall())
