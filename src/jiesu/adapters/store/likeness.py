# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Appeals like another on PostgreSQL, and their signatures made anew from the redacted copies."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from functools import cache
from uuid import UUID

import msgspec
from psycopg.rows import class_row

from jiesu.adapters.store.pg import PgStore
from jiesu.adapters.store.sql import statements
from jiesu.application.likeness import Candidate, Eyes, Sought
from jiesu.kernel.ids import uuid7_floor
from jiesu.kernel.instants import Instant

_MOST = 10
"""Candidates a single way may bring: eight bands, and matter with area."""
_TO_SPARE = timedelta(days=1)  # ids are made on machines whose clocks may go ahead
_FIRST = UUID(int=0)


class PgLikeness:
    """``LikeIndex`` over the store; it is told the time zone months are counted in."""

    def __init__(self, store: PgStore, time_zone: str) -> None:
        self._store = store
        self._time_zone = time_zone

    def candidates(self, sought: Sought, eyes: Eyes) -> list[Candidate]:
        """Return what may be like it; see the port."""
        facts = {
            "bands": list(sought.bands),
            "matter": sought.matter,
            "area": sought.area,
            "since": sought.since,
            "until": sought.until,
            "first": uuid7_floor(sought.since),
            "last": uuid7_floor(Instant(sought.until + _TO_SPARE)),
            "besides": sought.besides,
            "units": list(eyes.viewer.units),
            "account": eyes.viewer.account,
        }
        text = _candidates(confidences=eyes.confidences, own_only=eyes.own_only)
        with self._store.connection() as connection:
            return (
                connection.cursor(row_factory=class_row(Candidate)).execute(text, facts).fetchall()
            )

    def words(self, items: Sequence[UUID]) -> Mapping[UUID, str]:
        """Return redacted words; see the port."""
        facts = {"items": list(items)}
        with self._store.connection() as connection:
            rows = connection.execute(statements("likeness")["words"], facts).fetchall()
        return dict(rows)

    def nearby(
        self, matter: str, area: str, since: Instant, until: Instant, uncounted: Sequence[str]
    ) -> Mapping[tuple[str, str], int]:
        """Return counts by month and state; see the port."""
        facts = {"matter": matter, "area": area, "since": since, "until": until}
        more = {"zone": self._time_zone, "uncounted": list(uncounted)}
        with self._store.connection() as connection:
            rows = connection.execute(statements("likeness")["nearby"], facts | more).fetchall()
        return {(month, state): number for month, state, number in rows}

    def unsigned(self, after: UUID = _FIRST, limit: int = 1000) -> list[tuple[UUID, str | None]]:
        """Return the next appeals without a signature, with their redacted words if they stand."""
        facts = {"after": after, "limit": limit}
        with self._store.connection() as connection:
            return connection.execute(statements("likeness")["unsigned"], facts).fetchall()

    def sign(self, signatures: Iterable[tuple[UUID, Sequence[int]]]) -> int:
        """Keep these signatures unless there are some already; return how many are new."""
        rows = [{"appeal": appeal, "bands": bands} for appeal, bands in signatures]
        facts = {"likeness": msgspec.json.encode(rows).decode()}
        with self._store.connection() as connection:
            row = connection.execute(statements("likeness")["sign"], facts).fetchone()
        made: int = row[0] if row else 0
        return made

    def forget(self, *, erased_only: bool) -> None:
        """Drop the signatures of erased appeals, or all of them, to be made anew."""
        name = "forget_erased" if erased_only else "forget_all"
        with self._store.connection() as connection:
            connection.execute(statements("likeness")[name])


@cache
def _candidates(*, confidences: bool, own_only: bool) -> str:
    named = statements("likeness")
    parts = {
        "most": str(_MOST),
        "not_accused": statements("lists")["not_accused"],
        "open_to": "true" if confidences else named["open_to_all"],
        "within_reach": named["of_own_unit"] if own_only else "true",
    }
    text = named["candidates"]
    for name, piece in parts.items():
        text = text.replace(f"{{{name}}}", piece)
    return text
