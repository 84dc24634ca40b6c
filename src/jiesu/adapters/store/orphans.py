# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Open orders that their units cannot go on with, on PostgreSQL."""

from collections.abc import Mapping
from functools import cache
from typing import Any
from uuid import UUID

from jiesu.adapters.store.pg import PgStore
from jiesu.adapters.store.sql import statements
from jiesu.application.handovers import OrphanedOrder, Reform

_FIRST = UUID(int=0)


class PgOrphans:
    """``OrphanStore`` over the connections of a store."""

    def __init__(self, store: PgStore) -> None:
        self._store = store

    def orphans(self, reform: Reform, after: UUID, limit: int) -> list[OrphanedOrder]:
        """Return some of them; see the port."""
        rows = self._rows("orphans", reform, after=after, limit=limit)
        return [OrphanedOrder(*row) for row in rows]

    def orphans_by_unit(self, reform: Reform) -> Mapping[str, int]:
        """Return how many there are; see the port."""
        return dict(self._rows("orphans_by_unit", reform, after=_FIRST))

    def _rows(self, name: str, reform: Reform, **wanted: object) -> list[tuple[Any, ...]]:
        facts = {"ended": list(reform.ended), "heirs": list(reform.heirs), **wanted}
        with self._store.connection() as connection:
            return connection.execute(_statement(name), facts).fetchall()


@cache
def _statement(name: str) -> str:
    named = statements("upkeep")
    return named[name].replace("{orphans}", named["all_orphans"])
