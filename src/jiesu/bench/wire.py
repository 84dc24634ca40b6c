# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A relay between program and database that counts statements on the wire.

Whatever a program runs, by whichever driver, pool or framework, is a message of PostgreSQL's
protocol: ``Q`` (a simple query) or ``E`` (the execution of a parsed one). Counting those misses
nothing, not even a BEGIN or the question whether a connection is still alive, and needs nothing in
the program. Costs are measured without the relay.
"""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from psycopg.conninfo import conninfo_to_dict, make_conninfo

_HEAD = struct.Struct("!cI")
_LENGTH = struct.Struct("!I")
_COUNTED = {b"Q", b"E"}
_BUFFER = 65536


class Relay:
    """Hands bytes on both ways; ``statements`` is how many the program has sent so far."""

    def __init__(self, dsn: str) -> None:
        self._parts = conninfo_to_dict(dsn)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = [self._listener]
        self._lock = threading.Lock()
        self.statements = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def dsn(self) -> str:
        """Return the address of the same database by way of the relay."""
        host, port = self._listener.getsockname()
        plain = {"host": host, "port": port, "sslmode": "disable", "gssencmode": "disable"}
        return make_conninfo(**{**self._parts, **plain})

    def close(self) -> None:
        """End every connection."""
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                program, _ = self._listener.accept()
                database = self._reach()
                self._open += [program, database]
                for work in (self._count, self._hand_back):
                    threading.Thread(target=work, args=(program, database), daemon=True).start()

    def _reach(self) -> socket.socket:
        host, port = str(self._parts["host"]), int(self._parts.get("port") or 5432)
        if not host.startswith("/"):
            return socket.create_connection((host, port))
        found = socket.socket(socket.AF_UNIX)
        found.connect(f"{host}/.s.PGSQL.{port}")
        return found

    def _count(self, program: socket.socket, database: socket.socket) -> None:
        with suppress(OSError), program.makefile("rb") as incoming:
            size = incoming.read(_LENGTH.size)  # the first message has no kind
            database.sendall(size + incoming.read(_LENGTH.unpack(size)[0] - _LENGTH.size))
            while head := incoming.read(_HEAD.size):
                kind, length = _HEAD.unpack(head)
                if kind in _COUNTED:
                    with self._lock:
                        self.statements += 1
                database.sendall(head + incoming.read(length - _LENGTH.size))

    def _hand_back(self, program: socket.socket, database: socket.socket) -> None:
        with suppress(OSError):
            while data := database.recv(_BUFFER):
                program.sendall(data)


@contextmanager
def relay(dsn: str) -> Iterator[Relay]:
    """Lend a relay to the database at ``dsn``."""
    found = Relay(dsn)
    try:
        yield found
    finally:
        found.close()
