# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Reading whole cases for people: rows, log, redacted copies; personal words only when revealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from jiesu.adapters.store.pg import PgStore
from jiesu.adapters.store.sql import statements
from jiesu.application.showing import LoggedEntry
from jiesu.domain.memberships import Membership, MembershipState
from jiesu.domain.streams import appeal_stream
from jiesu.domain.workorders.case import Case
from jiesu.kernel.instants import Instant, instant


@dataclass(frozen=True, slots=True)
class Draft:
    """A contact somebody has not finished; the words are a redacted copy."""

    id: UUID
    opened_at: Instant
    draft_due: Instant | None
    words: str | None


class PgTelling:
    """``LogReader`` of one appeal: log and redacted copies come in one statement."""

    def __init__(self, store: PgStore, appeal: UUID) -> None:
        self._store = store
        self._appeal = appeal
        self._copies: Mapping[UUID, str] = {}

    def entries(self, streams: Sequence[UUID]) -> list[LoggedEntry]:
        """Return the log of these streams; see the port."""
        with self._store.connection() as connection:
            rows = connection.execute(
                statements("reading")["told"], {"streams": list(streams), "owner": self._appeal}
            ).fetchall()
        copies = rows[0][-1] if rows else None
        self._copies = {UUID(item): text for item, text in (copies or {}).items()}
        return [_entry(*row[:-1]) for row in rows]

    def redacted(self, items: Sequence[UUID]) -> Mapping[UUID, str]:
        """Return the copies that came with the entries."""
        return {item: self._copies[item] for item in items if item in self._copies}


class PgReader:
    """``CaseReader`` over the store."""

    def __init__(self, store: PgStore) -> None:
        self._store = store

    def find(self, number: str) -> Case | None:
        """Return the case with that number; see the port."""
        with self._store.connection() as connection:
            row = connection.execute(
                statements("reading")["appeal_of_number"], {"number": number}
            ).fetchone()
        if row is None:
            return None
        stream = appeal_stream(row[0])
        return self._store.load([stream])[stream].case

    def case(self, appeal_id: UUID) -> Case:
        """Return the case of that appeal; without an appeal where there is none."""
        stream = appeal_stream(appeal_id)
        return self._store.load([stream])[stream].case

    def memberships(self, account: str) -> list[Membership]:
        """Return the roles an account holds now, the oldest first."""
        with self._store.connection() as connection:
            rows = connection.execute(
                statements("reading")["memberships"], {"account": account}
            ).fetchall()
        return [
            Membership(id_, MembershipState.HELD, account, role, instant(since), unit)
            for id_, role, unit, since in rows
        ]

    def entries(self, streams: Sequence[UUID]) -> list[LoggedEntry]:
        """Return the log of these streams; see the port."""
        with self._store.connection() as connection:
            rows = connection.execute(
                statements("reading")["entries"], {"streams": list(streams)}
            ).fetchall()
        return [_entry(*row) for row in rows]

    def telling(self, appeal: UUID) -> PgTelling:
        """Return a reader of one appeal that asks the database once."""
        return PgTelling(self._store, appeal)

    def redacted(self, items: Sequence[UUID]) -> Mapping[UUID, str]:
        """Return the redacted copies that exist among ``items``."""
        with self._store.connection() as connection:
            rows = connection.execute(
                statements("reading")["redacted"], {"items": list(items)}
            ).fetchall()
        return dict(rows)

    def wrapped_key(self, owner: UUID) -> bytes | None:
        """Return the wrapped key of an owner of personal data; None once destroyed."""
        with self._store.connection() as connection:
            key = connection.execute(
                statements("reading")["wrapped_key"], {"owner": owner}
            ).fetchone()
        return key[0] if key else None

    def sealed(self, owner: UUID) -> tuple[bytes | None, list[tuple[UUID, str, bytes]]]:
        """Return the wrapped key of ``owner`` and its sealed items (id, kind, ciphertext)."""
        with self._store.connection() as connection:
            rows = connection.execute(
                statements("reading")["sealed_items"], {"owner": owner}
            ).fetchall()
        items = [(id_, kind, bytes(text)) for id_, kind, text in rows]
        return self.wrapped_key(owner), items

    def items(self, ids: Sequence[UUID]) -> list[tuple[UUID, str, bytes]]:
        """Return some sealed items (id, kind, ciphertext)."""
        with self._store.connection() as connection:
            rows = connection.execute(statements("reading")["items"], {"items": list(ids)})
            return [(id_, kind, bytes(text)) for id_, kind, text in rows]

    def drafts(self, owner: str, since: Instant, limit: int) -> list[Draft]:
        """Return what ``owner`` began to write down since then and has not finished."""
        facts = {"owner": owner, "since": since, "limit": limit}
        with self._store.connection() as connection:
            rows = connection.execute(statements("reading")["drafts"], facts)
            return [Draft(*row) for row in rows]


def _entry(  # noqa: PLR0913 -- the columns of a log entry
    seq: int,
    stream: UUID,
    type_: str,
    data: Mapping[str, object],
    at: datetime,
    recorded: datetime,
    actor: str,
    history: bool,  # noqa: FBT001 -- a column
) -> LoggedEntry:
    return LoggedEntry(seq, stream, type_, data, instant(at), instant(recorded), actor, history)
