# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The store on PostgreSQL: loads cases, appends batches, hands out case numbers."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import cache
from uuid import UUID

import msgspec
import psycopg
from psycopg.errors import UniqueViolation

from jiesu.adapters.store.append import statement_of
from jiesu.adapters.store.bulk import LARGE, copy_added
from jiesu.adapters.store.decoding import loaded_case, loaded_order
from jiesu.adapters.store.pool import Connection, Pool, named_troubles
from jiesu.adapters.store.sql import statements
from jiesu.application.expiry import LoadedOrder, OrdersAppeal
from jiesu.application.ports import (
    Batch,
    CommandTaken,
    IdTaken,
    LoadedCase,
    SomebodyWasFaster,
    StoredReceipt,
    StoreUnavailable,
)
from jiesu.domain.streams import StreamId, StreamKind
from jiesu.kernel.ids import case_number

_FASTER = {
    "JS001",  # a version or revision moved
    "40P01",  # two appends waited for each other; PostgreSQL ended this one
    "21000",  # two chains of one call set the same timer: they are about one case
}
_BLOCK = 100  # case numbers fetched at once; equals the sequence's increment


class PgStore:
    """The ``Store`` of one city over a pool of autocommit connections."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._local = threading.local()
        self._serials = iter(range(0))
        self._serials_lock = threading.Lock()

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        """Lend a connection: the one of the transaction under way, or one of the pool.

        Raises:
            StoreUnavailable: there is none, it broke, or the server cannot work.
        """
        current: Connection | None = getattr(self._local, "connection", None)
        if current is not None:
            with named_troubles():
                yield current
            return
        with named_troubles(), self._pool.connection() as fresh:
            try:
                with named_troubles():
                    yield fresh
            except StoreUnavailable:
                if fresh.closed:
                    self._pool.check()  # the idle ones may have broken with it
                fresh.close()  # whatever state it is in, nobody shall be lent it again
                raise

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make every call of this thread inside the block commit together or not at all."""
        with self.connection() as connection, connection.transaction():
            outer = getattr(self._local, "connection", None)
            self._local.connection = connection
            try:
                yield
            finally:
                self._local.connection = outer

    def load(self, subjects: Sequence[StreamId]) -> Mapping[StreamId, LoadedCase]:
        """Return the case of each subject; see the port."""
        wanted = [{"kind": s.kind.value, "id": s.id} for s in subjects]
        text = _load_statement(frozenset(subject.kind for subject in subjects))
        with self.connection() as connection:
            rows = connection.execute(
                text, {"wanted": msgspec.json.encode(wanted).decode()}
            ).fetchall()
        return {StreamId(StreamKind(kind), id_): loaded_case(*rest) for kind, id_, *rest in rows}

    def load_orders(self, ids: Sequence[UUID]) -> Mapping[UUID, LoadedOrder]:
        """Return the orders that exist among ``ids``, for firing their clocks."""
        with self.connection() as connection:
            rows = connection.execute(
                statements("cases")["load_orders"], {"ids": list(ids)}
            ).fetchall()
        return {id_: loaded_order(text, OrdersAppeal(*rest)) for id_, text, *rest in rows}

    def receipts(self, command_ids: Sequence[UUID]) -> Mapping[UUID, StoredReceipt]:
        """Return the receipts that exist among ``command_ids``."""
        with self.connection() as connection:
            rows = connection.execute(
                statements("cases")["receipts"], {"ids": list(command_ids)}
            ).fetchall()
        return {row[0]: StoredReceipt(*row) for row in rows}

    def append(self, batch: Batch) -> None:
        """Write the batch in one statement, a large one by COPY besides; see the port."""
        large = len(batch.entries) >= LARGE
        if large or self._inside_transaction():
            with self.transaction():  # where one is under way, a savepoint: its rest stays sound
                self._write(batch, copying=large)
        else:
            self._write(batch, copying=False)

    def _inside_transaction(self) -> bool:
        return getattr(self._local, "connection", None) is not None

    def _write(self, batch: Batch, *, copying: bool) -> None:
        with self.connection() as connection:
            try:
                rest = copy_added(connection, batch) if copying else batch
                text, parameters = statement_of(rest)
                connection.execute(text, parameters)
            except UniqueViolation as error:
                if error.diag.constraint_name == "receipt_pkey":
                    raise CommandTaken from error
                raise IdTaken from error
            except psycopg.DatabaseError as error:
                if error.sqlstate in _FASTER:
                    raise SomebodyWasFaster from error
                raise

    def new_number(self, day: date) -> str:
        """Return a fresh case number; serials are fetched from the database in blocks."""
        with self._serials_lock:
            serial = next(self._serials, None)
            if serial is None:
                self._serials = iter(self._next_block())
                serial = next(self._serials)
        return case_number(day, serial)

    def _next_block(self) -> range:
        with self.connection() as connection:
            row = connection.execute(statements("cases")["next_serial"]).fetchone()
        first: int = row[0] if row else 0
        return range(first, first + _BLOCK)


@cache
def _load_statement(kinds: frozenset[StreamKind]) -> str:
    named = statements("cases")
    ways = (named[kind.value] for kind in (StreamKind.ORDER, StreamKind.CALLBACK) if kind in kinds)
    return named["load_cases"].replace("{their_appeals}", " ".join(ways))
