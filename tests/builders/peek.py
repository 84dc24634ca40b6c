# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Looking into a store from outside the gate: what lies there, and whether it hangs together."""

from collections import defaultdict
from typing import Any, Protocol
from uuid import UUID

import psycopg
from psycopg import sql
from psycopg.rows import dict_row

from jiesu.application.ports import Record
from jiesu.application.rehearsal.memory import MemoryStore
from jiesu.application.streams import AGGREGATES, event_from_plain, state_from_plain
from jiesu.domain.streams import StreamKind
from jiesu.kernel.instants import instant, instant_text, parse_instant
from jiesu.kernel.sealing import GENESIS, entry_hash

BODY = (
    "id", "stream", "kind", "version", "type", "data", "at", "recorded_at", "actor", "command",
    "pack", "history", "district",
)  # fmt: skip
"""What the hash of an entry is taken over, besides the hash before it."""
TABLES = {
    StreamKind.INTERACTION: "interaction",
    StreamKind.APPEAL: "appeal",
    StreamKind.ORDER: "work_order",
    StreamKind.CALLBACK: "callback",
    StreamKind.MEMBERSHIP: "membership",
}


class Peek(Protocol):
    """Reads everything a store holds."""

    def everything(self) -> object:
        """Return a value that is equal exactly when nothing stored has changed."""
        ...

    def entries(self) -> list[Record]:
        """Return the log in the order it was written; times as text."""
        ...

    def states(self, kind: StreamKind) -> dict[str, Record]:
        """Return the rows of one kind of aggregate by id."""
        ...

    def timers(self) -> set[tuple[str, str, str]]:
        """Return stream, name and due instant of every timer."""
        ...

    def notices(self) -> list[str]:
        """Return the notices on their way, in the order they were written."""
        ...

    def personal(self, owner: UUID) -> dict[str, int]:
        """Return how many living keys, items, redacted copies, signatures, tokens somebody has."""
        ...

    def receipts(self) -> dict[str, Record]:
        """Return the stored receipts by command id."""
        ...


class MemoryPeek:
    """Looks into a store in memory."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def everything(self) -> object:
        """See the protocol."""
        return self._store.snapshot()

    def entries(self) -> list[Record]:
        """See the protocol."""
        return self._store.entries

    def states(self, kind: StreamKind) -> dict[str, Record]:
        """See the protocol."""
        return self._store.rows[kind]

    def timers(self) -> set[tuple[str, str, str]]:
        """See the protocol."""
        return {(*key, timer["due_at"]) for key, timer in self._store.timers.items()}

    def notices(self) -> list[str]:
        """See the protocol."""
        return [delivery["notice"] for delivery in self._store.outbox]

    def personal(self, owner: UUID) -> dict[str, int]:
        """See the protocol."""
        store, mine = self._store, str(owner)
        key = store.keys.get(mine)
        return {
            "keys": int(key is not None and key["wrapped"] is not None),
            "items": sum(item["owner"] == mine for item in store.items.values()),
            "redacted": sum(copy["owner"] == mine for copy in store.redacted.values()),
            "signatures": int(mine in store.likeness),
            "blind": sum(owner_ == mine for _, owner_ in store.blind),
        }

    def receipts(self) -> dict[str, Record]:
        """See the protocol."""
        return self._store.receipt_rows


_TABLE_NAMES = """
    SELECT relname FROM pg_class
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
    ORDER BY relname
"""
_CHECKSUM = "SELECT md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM {} AS t"
_PERSONAL = """
    SELECT (SELECT count(*) FROM personal_key WHERE owner = %(o)s AND wrapped IS NOT NULL) AS keys,
           (SELECT count(*) FROM personal_item WHERE owner = %(o)s) AS items,
           (SELECT count(*) FROM redacted_copy WHERE owner = %(o)s) AS redacted,
           (SELECT count(*) FROM appeal_likeness WHERE appeal = %(o)s)
               + (SELECT count(*) FROM likeness_band WHERE appeal = %(o)s) AS signatures,
           (SELECT count(*) FROM blind_index WHERE owner = %(o)s) AS blind
"""


class PgPeek:
    """Looks into a database."""

    def __init__(self, dsn: str) -> None:
        self._dsn = dsn

    def query(self, text: str, **parameters: object) -> list[dict[str, Any]]:
        """Return the rows of one reading statement."""
        with psycopg.connect(
            self._dsn, options="-c timezone=UTC", row_factory=dict_row
        ) as connection:
            return connection.execute(text.encode(), parameters).fetchall()

    def tables(self) -> list[str]:
        """Return the name of every table, partitions counted as their parent."""
        return [row["relname"] for row in self.query(_TABLE_NAMES)]

    def rows_as_text(self, table: str) -> list[str]:
        """Return every row of the table as one text each."""
        statement = sql.SQL("SELECT t::text AS row FROM {} AS t").format(sql.Identifier(table))
        return [row["row"] for row in self.query(statement.as_string())]

    def everything(self) -> object:
        """See the protocol."""
        return {
            table: self.query(sql.SQL(_CHECKSUM).format(sql.Identifier(table)).as_string())[0][
                "md5"
            ]
            for table in self.tables()
        }

    def entries(self) -> list[Record]:
        """See the protocol."""
        return [_plain(row) for row in self.query("SELECT * FROM log_entry ORDER BY seq")]

    def states(self, kind: StreamKind) -> dict[str, Record]:
        """See the protocol."""
        statement = sql.SQL("SELECT to_jsonb(t) AS row FROM {} AS t")
        rows = self.query(statement.format(sql.Identifier(TABLES[kind])).as_string())
        return {row["row"]["id"]: row["row"] for row in rows}

    def timers(self) -> set[tuple[str, str, str]]:
        """See the protocol."""
        rows = self.query("SELECT stream, name, due_at FROM timer")
        return {(str(r["stream"]), r["name"], instant_text(instant(r["due_at"]))) for r in rows}

    def notices(self) -> list[str]:
        """See the protocol."""
        return [row["notice"] for row in self.query("SELECT notice FROM outbox ORDER BY id")]

    def personal(self, owner: UUID) -> dict[str, int]:
        """See the protocol."""
        return dict(self.query(_PERSONAL, o=owner)[0])

    def receipts(self) -> dict[str, Record]:
        """See the protocol."""
        return {str(row["command_id"]): row for row in self.query("SELECT * FROM receipt")}


def _plain(row: dict[str, Any]) -> Record:
    """Return a database row with ids and instants as the text they were hashed as."""
    times = {name: instant_text(instant(row[name])) for name in ("at", "recorded_at")}
    ids = {name: str(row[name]) for name in ("id", "stream", "command")}
    return {**row, **times, **ids}


def by_stream(entries: list[Record]) -> dict[tuple[StreamKind, str], list[Record]]:
    """Return the entries of each stream, in order."""
    found: dict[tuple[StreamKind, str], list[Record]] = defaultdict(list)
    for entry in entries:
        found[StreamKind(entry["kind"]), entry["stream"]].append(entry)
    return found


def folded(entries: list[Record]) -> Any:  # noqa: ANN401 -- the state of any aggregate
    """Return what the entries of one stream come to."""
    kind, state = StreamKind(entries[0]["kind"]), None
    for entry in entries:
        event = event_from_plain(entry["type"], entry["data"])
        happened = parse_instant(entry["at"])
        state = AGGREGATES[kind].evolve(state, event, UUID(entry["stream"]), happened)
    return state


def check_whole(peek: Peek, *, timers: bool = True) -> None:
    """Assert that chains verify, rows equal what the log comes to, and timers equal clocks."""
    streams = by_stream(peek.entries())
    running: set[tuple[str, str, str]] = set()
    for (kind, stream), entries in streams.items():
        _check_chain(entries)
        state, row = folded(entries), peek.states(kind)[stream]
        assert state_from_plain(kind, row) == state
        assert (row["version"], row["head"]) == (len(entries), entries[-1]["hash"])
        assert parse_instant(row["head_at"]) == parse_instant(entries[-1]["at"])
        running |= {
            (stream, clock.name.value, instant_text(clock.due_at))
            for clock in AGGREGATES[kind].clocks(state)
        }
    for kind in StreamKind:
        assert set(peek.states(kind)) == {stream for kind_, stream in streams if kind_ is kind}
    if timers:
        assert peek.timers() == running


def _check_chain(entries: list[Record]) -> None:
    prev = GENESIS
    for version, entry in enumerate(entries, 1):
        assert (entry["version"], entry["prev"]) == (version, prev)
        assert entry["hash"] == entry_hash(prev, {name: entry[name] for name in BODY})
        prev = entry["hash"]


def log_of(peek: Peek, subject: UUID) -> list[str]:
    return [entry["type"] for entry in peek.entries() if entry["stream"] == str(subject)]
