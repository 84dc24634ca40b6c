# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The log on PostgreSQL as sealers, verifiers and provers need it: read in order, never changed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from heapq import merge
from itertools import count
from operator import attrgetter
from typing import Any, TypeVar

import msgspec
from psycopg.errors import UniqueViolation

from jiesu.adapters.store.absurd import read_any_time
from jiesu.adapters.store.append import TABLES
from jiesu.adapters.store.pool import Connection, Pool, lent
from jiesu.adapters.store.sql import statements
from jiesu.application.catalogue import NOTICES
from jiesu.application.findings import Fault, Finding, shown
from jiesu.application.ports import SchemaBehind
from jiesu.application.rebuilding import LogRow, StateRow, TimerRow
from jiesu.application.sealedwords import ItemRow
from jiesu.application.seals import AlreadySealed, Seal
from jiesu.domain.streams import StreamKind
from jiesu.kernel.instants import Instant, instant

_AT_ONCE = 5_000  # rows fetched in one round trip
_POSITION = ("id", "version", "head", "head_at")
_DISCREPANCIES = ("case_numbers", "receipts", "outbox", "personal_keys", "ownerless")
_NOTICES = {event.__name__: notice for event, notice in NOTICES.items() if notice}

R = TypeVar("R")


class LogBook:
    """``SealBook`` over the pool, and the door to snapshots of the log.

    Every call raises ``LogUnavailable`` where the database cannot be reached or cannot work, and so
    does whatever reads a snapshot.
    """

    def __init__(self, pool: Pool) -> None:
        self._pool = pool

    @contextmanager
    def snapshot(self) -> Iterator["Snapshot"]:
        """Lend the store as it is at this instant; appends go on meanwhile and are not seen."""
        with lent(self._pool) as connection, connection.transaction():
            connection.execute(_sql("one_instant"))
            yield Snapshot(connection)

    def last_pack(self) -> str | None:
        """Return the stamp of the pack of the newest entry; None where there is no entry yet."""
        try:
            with lent(self._pool) as connection:
                stamp: str | None = _value(connection, "last_pack")
        except SchemaBehind:
            return None  # tables are to be made yet
        return stamp

    def cut(self) -> int:
        """Return a number below which no further entry can appear; see the port."""
        with lent(self._pool) as connection, connection.transaction():
            connection.execute(_sql("wait_for_appends"))
            highest: int = _value(connection, "highest")
        return highest

    def first_recorded(self) -> Instant | None:
        """Return when the first entry of all was recorded."""
        with lent(self._pool) as connection:
            found = _value(connection, "first_recorded")
        return None if found is None else instant(found)

    def last_seal(self) -> Seal | None:
        """Return the newest seal."""
        with lent(self._pool) as connection:
            row = connection.execute(_sql("last_seal")).fetchone()
        return None if row is None else _seal(row)

    def last_seq(self, after: int, until: int, before: Instant) -> int | None:
        """Return the highest number of the range recorded before ``before``; see the port."""
        bounds = {"after": after, "until": until, "before": before}
        with lent(self._pool) as connection:
            found: int | None = _value(connection, "last_seq", bounds)
        return found

    def hashes(self, after: int, until: int) -> Iterator[tuple[int, str]]:
        """Yield number and hash of the entries of a range, in order."""
        with lent(self._pool) as connection, connection.transaction():
            bounds = {"after": after, "until": until}
            yield from _stream(connection, "hashes", _sql("hashes"), bounds, _pair)

    def add(self, seal: Seal) -> None:
        """Store the seal; see the port."""
        values = {name: getattr(seal, name) for name in seal.__dataclass_fields__}
        with lent(self._pool) as connection:
            try:
                connection.execute(_sql("add_seal"), values)
            except UniqueViolation as error:
                raise AlreadySealed(day=seal.day.isoformat()) from error


class Snapshot:
    """The store at one instant; ``LogSnapshot`` and ``CaseLog`` of the application."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._names = count(1)

    def size(self, after: int) -> int:
        """Return how many entries have a number above ``after``."""
        found: int = _value(self._connection, "size", {"after": after})
        return found

    def entries(self, after: int) -> Iterator[LogRow]:
        """Yield the entries by stream, version and number."""
        text = _sql("entries").replace("{moved}", _moved("log_entry.stream", after))
        return self._read(text, {"after": after}, LogRow._make)

    def rows(self, after: int, *, full: bool) -> Iterator[StateRow]:
        """Yield the rows of every aggregate by id."""
        readings = (self._rows_of(kind, after, full=full) for kind in StreamKind)
        return merge(*readings, key=attrgetter("id"))

    def _rows_of(self, kind: StreamKind, after: int, *, full: bool) -> Iterator[StateRow]:
        table, columns = TABLES[kind]
        wanted = columns if full else _POSITION
        text = (
            _sql("rows")
            .replace("{moved}", _moved(f"{table}.id", after))
            .replace("{columns}", ", ".join(wanted))
            .replace("{table}", table)
        )
        return self._read(text, {"after": after}, partial(_state_row, kind, wanted))

    def timers(self, after: int) -> Iterator[TimerRow]:
        """Yield the timers by stream."""
        text = _sql("timers").replace("{moved}", _moved("timer.stream", after))
        return self._read(text, {"after": after}, TimerRow._make)

    def seals(self) -> Sequence[Seal]:
        """Return every seal in the order of days."""
        return [_seal(row) for row in self._all("seals", {})]

    def leaves(self, after: int) -> Iterator[tuple[int, str, datetime]]:
        """Yield number, hash and time of recording, in order."""
        return self._read(_sql("leaves"), {"after": after}, _triple)

    def hashes(self, after: int, until: int) -> Iterator[tuple[int, str]]:
        """Yield number and hash of the entries of a range, in order."""
        return self._read(_sql("hashes"), {"after": after, "until": until}, _pair)

    def discrepancies(self) -> Iterator[Finding]:
        """Yield what other tables say against the log."""
        notices = msgspec.json.encode(_NOTICES).decode()
        for name in _DISCREPANCIES:
            yield from self._read(_sql(name), {"notices": notices}, _finding)

    def items(self, ids: Sequence[str]) -> Mapping[str, ItemRow]:
        """Return the personal items that exist among ``ids``."""
        rows = self._all("items", {"ids": list(ids)})
        return {row[0]: ItemRow._make(row) for row in rows}

    def keys_destroyed(self, owners: Sequence[str]) -> frozenset[str]:
        """Return the owners whose key is destroyed."""
        rows = self._connection.execute(_sql("keys_destroyed"), {"owners": list(owners)})
        return frozenset(row[0] for row in rows)

    def case_entries(self, number: str) -> Sequence[LogRow]:
        """Return the log of one case, by stream and version; empty where nobody knows it."""
        streams = self._connection.execute(_sql("case_streams"), {"number": number}).fetchall()
        wanted = {"streams": [row[0] for row in streams]}
        return [LogRow._make(row) for row in self._all("entries_of", wanted)]

    def seals_over(self, numbers: Sequence[int]) -> Sequence[Seal]:
        """Return the seals whose range holds one of ``numbers``."""
        return [_seal(row) for row in self._all("seals_over", {"numbers": list(numbers)})]

    def _all(self, name: str, values: Mapping[str, object]) -> list[tuple[Any, ...]]:
        with self._connection.cursor() as cursor:
            read_any_time(cursor)
            return cursor.execute(_sql(name), values).fetchall()

    def _read(
        self, text: str, values: Mapping[str, object], make: Callable[[Any], R]
    ) -> Iterator[R]:
        return _stream(self._connection, f"reading_{next(self._names)}", text, values, make)


def _sql(name: str) -> str:
    return statements("logbook")[name]


def _moved(column: str, after: int) -> str:
    return " " + _sql("moved").replace("{column}", column) if after else ""


def _value(connection: Connection, name: str, values: Mapping[str, object] | None = None) -> Any:  # noqa: ANN401 -- one column of any type
    row = connection.execute(_sql(name), values).fetchone()
    return row[0] if row else None


def _stream(
    connection: Connection,
    cursor_name: str,
    text: str,
    values: Mapping[str, object],
    make: Callable[[Any], R],
) -> Iterator[R]:
    """Yield rows through a server-side cursor: memory stays flat whatever the size."""
    with connection.cursor(name=cursor_name) as cursor:
        read_any_time(cursor)
        cursor.execute(text, values)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from map(make, rows)


def _pair(row: tuple[int, str]) -> tuple[int, str]:
    return row


def _triple(row: tuple[int, str, datetime]) -> tuple[int, str, datetime]:
    return row


def _state_row(kind: StreamKind, names: Sequence[str], row: tuple[Any, ...]) -> StateRow:
    columns = dict(zip(names, row, strict=True))
    return StateRow(
        kind,
        str(columns["id"]),
        columns["version"],
        columns["head"],
        columns["head_at"],
        columns,
    )


def _seal(row: tuple[Any, ...]) -> Seal:
    day, first_seq, last_seq, entries, prev_root, sealed_at, root = row
    return Seal(
        day=day,
        first_seq=first_seq,
        last_seq=last_seq,
        entries=entries,
        prev_root=prev_root,
        sealed_at=instant(sealed_at),
        root=root,
    )


def _finding(row: tuple[str, str, str, str, str | None, str | None]) -> Finding:
    fault, table, key, column, expected, found = row
    return Finding(Fault(fault), table, key, column, shown(expected), shown(found))
