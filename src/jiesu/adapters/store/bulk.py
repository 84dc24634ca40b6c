# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Large batches: rows that are only added go in by COPY, the rest by the one statement.

Reading rows out of JSON costs the database several times as much as COPY, which only shows when
hundreds of chains are written together. The caller's transaction holds both halves together.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from operator import itemgetter
from typing import Any

import msgspec
from psycopg import sql

from jiesu.adapters.store.append import TABLES
from jiesu.adapters.store.pool import Connection
from jiesu.adapters.store.sql import statements
from jiesu.application.ports import Batch, Record

LARGE = 500
"""Entries from which COPY is worth its round trips."""

_ADDED = {
    "receipts": ("receipt", ("command_id", "owner", "digest", "recorded_at", "result")),
    "numbers": ("case_number", ("number", "appeal")),
    "keys": ("personal_key", ("owner", "wrapped", "created_at", "destroyed_at")),
    "items": ("personal_item", ("id", "owner", "kind", "ciphertext", "created_at")),
    "redacted": ("redacted_copy", ("id", "owner", "kind", "text")),
    "likeness": ("appeal_likeness", ("appeal", "bands")),
    "tallies": ("tally_delta", ("scope", "day", "key", "state", "n")),
    "outbox": ("outbox", ("id", "stream", "notice", "created_at", "wake_at")),
}
_ENTRY_COLUMNS = (
    "id",
    "stream",
    "kind",
    "version",
    "type",
    "data",
    "at",
    "recorded_at",
    "actor",
    "command",
    "pack",
    "history",
    "district",
    "prev",
    "hash",
)
_AS_IT_IS = {str, int, bool, type(None)}
_Row = tuple[object, ...]
_encode = msgspec.json.Encoder().encode


def copy_added(connection: Connection, batch: Batch) -> Batch:
    """Copy in whatever ``batch`` only adds; return what is left for the one statement.

    Call it inside a transaction: a unique violation of either half must undo both.
    """
    for table, columns, rows in _jobs(connection, batch):
        _copy(connection, table, columns, rows)
    changed = [write for write in batch.streams if write.base]
    emptied: dict[str, Any] = {part: [] for part in _ADDED}
    return replace(batch, streams=changed, entries=[], **emptied)


def _jobs(
    connection: Connection, batch: Batch
) -> Iterator[tuple[str, Sequence[str], Iterable[_Row]]]:
    for kind, (table, columns) in TABLES.items():
        if records := [w.row for w in batch.streams if w.kind is kind and not w.base]:
            yield table, columns, map(itemgetter(*columns), records)
    for part, (table, columns) in _ADDED.items():
        if records := getattr(batch, part):
            yield table, columns, map(itemgetter(*columns), records)
    if bands := [(band, row["appeal"]) for row in batch.likeness for band in set(row["bands"])]:
        yield "likeness_band", ("band", "appeal"), bands
    yield "log_entry", ("seq", *_ENTRY_COLUMNS), _numbered(connection, batch.entries)


def _numbered(connection: Connection, entries: Sequence[Record]) -> Iterator[_Row]:
    """Return the entries after their numbers, drawn while the sealer is held off."""
    drawn = connection.execute(
        statements("append")["numbers_drawn"], {"count": len(entries)}
    ).fetchall()
    pick = itemgetter(*_ENTRY_COLUMNS)
    return ((seq, *pick(entry)) for entry, (seq,) in zip(entries, drawn, strict=True))


def _copy(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[_Row]) -> None:
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([c if type(c) in _AS_IT_IS else _cell(c) for c in row])


def _cell(value: object) -> object:
    """Return a plain value as COPY reads it: sequences as arrays, dictionaries as JSON."""
    if isinstance(value, msgspec.Raw):
        return str(value, "utf-8")
    if isinstance(value, dict):
        return _encode(value).decode()
    if isinstance(value, tuple | list):
        return "{" + ",".join(str(one) for one in value) + "}"
    return value
