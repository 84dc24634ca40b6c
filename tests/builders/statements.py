# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a page costs: every statement it sends to the database, by whichever way, and CPU time."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import psycopg
import pytest
from django.db import connection


@dataclass
class Cost:
    """What was spent inside a block."""

    statements: list[str] = field(default_factory=list)
    cpu_ms: float = 0.0

    @property
    def count(self) -> int:
        """Return how many statements there were."""
        return len(self.statements)


@contextmanager
def measured() -> Iterator[Cost]:
    """Count what this thread sends through the store's connections and through Django's."""
    cost, execute = Cost(), psycopg.Cursor.execute

    def counted(self: object, query: object, *args: object, **kwargs: object) -> object:
        cost.statements.append(" ".join(str(query).split())[:300])
        return execute(self, query, *args, **kwargs)

    connection.ensure_connection()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(psycopg.Cursor, "execute", counted)
        began = time.thread_time()
        yield cost
        cost.cpu_ms = (time.thread_time() - began) * 1000
