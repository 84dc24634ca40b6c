# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Times that Python has no word for, such as ``infinity``: read as others that cannot be right.

Nobody but a forger writes them, and a verification must name them rather than end.
"""

from datetime import UTC, date, datetime
from typing import Any

import psycopg
from psycopg.adapt import Buffer, Loader
from psycopg.pq import Format

_AT_THE_EDGE = datetime(9999, 1, 1, tzinfo=UTC)
"""Not the last instant there is: a local day of it must still be reckoned."""


class _AnyMoment(Loader):
    """Reads a ``timestamptz`` or ``date`` as the driver does, and else as the edge of time."""

    edge: datetime | date = _AT_THE_EDGE
    type_name = "timestamptz"

    def __init__(self, oid: int, context: Any = None) -> None:  # noqa: ANN401 -- the driver's own
        super().__init__(oid, context)
        ordinary = psycopg.adapters.get_loader(oid, Format.TEXT)
        assert ordinary is not None
        self._read = ordinary(oid, context).load

    def load(self, data: Buffer) -> Any:  # noqa: ANN401 -- the driver's own
        """Return the moment."""
        try:
            return self._read(data)
        except psycopg.DataError:
            return self.edge


class _AnyDay(_AnyMoment):
    edge = _AT_THE_EDGE.date()
    type_name = "date"


def read_any_time(cursor: "psycopg.Cursor[Any]") -> None:
    """Let the cursor read whatever stands in a column of time."""
    for loader in (_AnyMoment, _AnyDay):
        cursor.adapters.register_loader(loader.type_name, loader)
