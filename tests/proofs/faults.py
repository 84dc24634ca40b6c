# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Faults on purpose: the n-th thing asked of the database fails, once or from then on.

Two places can be made to fail. At the **wire**, every exchange of a pooled connection with the
server is counted: statements, ``BEGIN``, ``COMMIT``, savepoints, each piece of a ``COPY``. Inside
the **server**, a trigger on every table counts the rows that are written, so that the one statement
fails in its middle.
"""

import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from functools import partial
from typing import Any

import psycopg
import pytest
from psycopg import errors
from psycopg.pq import ConnStatus, TransactionStatus
from psycopg_pool import ConnectionPool

from tests.proofs.judge import TABLES


class Wire(StrEnum):
    """What happens to one exchange with the server."""

    ERROR = "error"  # the server refuses it
    CUT = "cut"  # the connection is cut before it is sent
    TIMEOUT = "timeout"  # the server gives up on it
    DEADLOCK = "deadlock"  # the server ends it for somebody else's sake
    DISK_FULL = "disk full"
    ANSWER_LOST = "answer lost"  # it is carried out, and the connection is cut before the answer
    IN_DOUBT = "in doubt"  # it is sent, and the connection is lost while the server carries it out


class Inside(StrEnum):
    """What happens while one row is written."""

    ERROR = "XX000"
    TIMEOUT = "57014"
    DEADLOCK = "40P01"
    DISK_FULL = "53100"
    READ_ONLY = "25006"
    BACKEND_ENDS = "ends"  # the server process is terminated in the middle


_REFUSAL = "SELECT proof_raise(%s)"
_CONTROL = {"_enter_gen", "_exit_gen", "_commit_gen", "_rollback_gen"}
_READY = {TransactionStatus.IDLE, TransactionStatus.INTRANS}
SERVER_STATES = {
    Wire.ERROR: "XX000",
    Wire.TIMEOUT: "57014",
    Wire.DEADLOCK: "40P01",
    Wire.DISK_FULL: "53100",
}

RAISE = """
CREATE FUNCTION proof_raise(state text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'planned' USING ERRCODE = state;
END
$$
"""


Kind = Wire | Inside


@dataclass(frozen=True, slots=True)
class Fault:
    """The ``at``-th exchange or row fails in this way; with ``lasting`` every later one too."""

    at: int
    kind: Kind
    lasting: bool = False

    def hits(self, number: int) -> bool:
        """Return whether the exchange or row of this number is one that fails."""
        return number >= self.at if self.lasting else number == self.at


@dataclass
class Plan:
    """Counts the exchanges while it is armed, and makes those fail that shall."""

    fault: Fault | None = None
    away: bool = False
    seen: int = 0
    hits: int = 0
    armed: bool = False
    abandoned: list[int] = field(default_factory=list)
    """Sessions whose line was cut: they may still be at work, and end by themselves."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def arm(self, fault: Fault) -> Iterator[None]:
        """Count from one, and let the fault happen, inside the block."""
        self.fault, self.seen, self.hits, self.armed = fault, 0, 0, True
        self.abandoned.clear()
        try:
            yield
        finally:
            self.armed = False

    @contextmanager
    def no_connections(self) -> Iterator[None]:
        """Refuse every new connection inside the block."""
        self.away = True
        try:
            yield
        finally:
            self.away = False

    def next_kind(self) -> Wire | None:
        """Count one exchange; return what shall happen to it."""
        with self.lock:
            if not self.armed or self.fault is None:
                return None
            self.seen += 1
            hit = self.fault.hits(self.seen)
            self.hits += hit
        return Wire(self.fault.kind) if hit else None


class FaultyConnection(psycopg.Connection[Any]):
    """A connection whose every exchange with the server passes under a plan's eyes."""

    plan: Plan
    _instead: Wire | None = None

    @classmethod
    def connect(cls, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- as the driver's own
        """Connect, unless the server is to be away."""
        if cls.plan.away:
            message = "the server is away"
            raise psycopg.OperationalError(message)
        return super().connect(*args, **kwargs)

    def wait(self, gen: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- the same
        """Carry out one exchange, or what the plan makes of it."""
        kind = self.plan.next_kind()
        if kind in {Wire.CUT, Wire.IN_DOUBT}:
            self._shut(socket.SHUT_RD if kind is Wire.IN_DOUBT else socket.SHUT_RDWR)
        elif kind is not None and gen.gi_code.co_name in _CONTROL:
            self._instead = kind  # to fail inside, where the driver keeps count of savepoints
        elif kind is Wire.ANSWER_LOST:
            super().wait(gen, *args, **kwargs)
            self._lose_answer()
        elif kind is not None:
            gen.close()
            cursor = self.cursor()
            self._refuse_unspoken(SERVER_STATES[kind])
            gen = cursor._execute_gen(_REFUSAL, [SERVER_STATES[kind]], prepare=False)
        return super().wait(gen, *args, **kwargs)

    def _exec_command(self, command: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- the same
        """Send ``BEGIN``, ``COMMIT`` and the like; the driver's own place for them."""
        kind, self._instead = self._instead, None
        if kind is Wire.ANSWER_LOST:
            yield from super()._exec_command(command, *args, **kwargs)
            self._lose_answer()
        if kind is not None:
            self._refuse_unspoken(SERVER_STATES[kind])
            command = _REFUSAL.replace("%s", f"'{SERVER_STATES[kind]}'").encode()
        return (yield from super()._exec_command(command, *args, **kwargs))

    def _refuse_unspoken(self, state: str) -> None:
        """Raise the error ourselves where the server cannot be asked to."""
        if self.pgconn.transaction_status not in _READY:
            raise errors.lookup(state)("planned")  # spoilt already, or in the middle of a COPY

    def _lose_answer(self) -> None:
        self._shut(socket.SHUT_RDWR)
        self.pgconn.finish()
        message = "the answer was lost"
        raise psycopg.OperationalError(message)

    def _shut(self, direction: int) -> None:
        """Shut the socket under libpq's feet, for both directions or for answers only."""
        if self.pgconn.status != ConnStatus.OK:
            return
        self.plan.abandoned.append(self.pgconn.backend_pid)
        with socket.socket(fileno=os.dup(self.pgconn.socket)) as twin:
            twin.shutdown(direction)

    def commit(self) -> None:
        """Commit; where nothing is to commit, nothing is sent and nothing counts."""
        if self.pgconn.transaction_status != TransactionStatus.IDLE:
            super().commit()

    def rollback(self) -> None:
        """Roll back; the pool does so to tidy up, which is not the command's doing."""
        with_plan, self.plan.armed = self.plan.armed, False
        try:
            super().rollback()
        finally:
            self.plan.armed = with_plan


def faulty_pools(patch: pytest.MonkeyPatch) -> Plan:
    """Make every pool opened from now on lend faulty connections; return their plan."""
    plan = Plan()
    kind = type("Planned", (FaultyConnection,), {"plan": plan})
    pool: Callable[..., Any] = partial(ConnectionPool, connection_class=kind)
    patch.setattr("jiesu.adapters.store.pool.ConnectionPool", pool)
    return plan


# ------------------------------------------------------------------------- inside the server

_TRIPWIRE = """
CREATE SEQUENCE proof_rows;
CREATE TABLE proof_fault (hit bigint, lasting boolean, state text);
CREATE FUNCTION proof_tripwire() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    number bigint;
    fault proof_fault;
BEGIN
    SELECT * INTO fault FROM proof_fault;
    IF FOUND THEN
        number := nextval('proof_rows');
        IF number = fault.hit OR (fault.lasting AND number > fault.hit) THEN
            IF fault.state = 'ends' THEN
                PERFORM pg_terminate_backend(pg_backend_pid());
                PERFORM pg_sleep(10);
            END IF;
            RAISE EXCEPTION 'planned' USING ERRCODE = fault.state;
        END IF;
    END IF;
    RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END
$$;
"""


def set_tripwires(connection: psycopg.Connection[Any]) -> None:
    """Put a counting trigger on every table, and the function that wires raise errors with."""
    connection.execute(RAISE)
    connection.execute(_TRIPWIRE)
    for table in TABLES:
        connection.execute(
            f"CREATE TRIGGER proof_tripwire BEFORE INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION proof_tripwire()"
        )
    for name in ("proof_rows", "proof_fault"):
        connection.execute(f"GRANT ALL ON {name} TO PUBLIC")


def arm_inside(connection: psycopg.Connection[Any], fault: Fault) -> None:
    """Let the rows written from now on count towards ``fault``."""
    connection.execute("SELECT setval('proof_rows', 1, false)")
    connection.execute("TRUNCATE proof_fault")
    connection.execute(
        "INSERT INTO proof_fault VALUES (%s, %s, %s)", [fault.at, fault.lasting, fault.kind.value]
    )


def disarm_inside(connection: psycopg.Connection[Any]) -> int:
    """Stop counting; return how many rows were written or tried."""
    connection.execute("TRUNCATE proof_fault")
    row = connection.execute("SELECT last_value, is_called FROM proof_rows").fetchone()
    return row[0] if row and row[1] else 0
