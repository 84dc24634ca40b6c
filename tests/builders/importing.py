# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Small maps and tables for the tests of importing."""

from collections.abc import Iterator
from datetime import UTC, datetime

from jiesu.application.importing.map_parser import parse_map
from jiesu.application.importing.problems import RowProblem
from jiesu.application.importing.read import read_rows
from jiesu.application.importing.rows import ImportedAppeal
from jiesu.application.importing.values import ReadRules
from jiesu.kernel.instants import instant
from jiesu.kernel.private import PrivateKind

CUT = instant(datetime(2026, 1, 1, tzinfo=UTC))
RULES = ReadRules(cut=CUT, limits=dict.fromkeys(PrivateKind, 50))

PLAIN = {
    "external_id": 'column = "id"',
    "kind": 'column = "kind"',
    "channel": 'constant = "web"',
    "words": 'column = "words"',
    "registered_at": 'column = "at"',
}
ROW = {"id": "A1", "kind": "complaint", "words": "河水发臭", "at": "2025-03-01 09:30:00"}


def map_text(**fields: str) -> str:
    """A map whose fields are PLAIN's, changed or added to by ``fields``."""
    tables = [f"[fields.{name}]\n{rule}\n" for name, rule in (PLAIN | fields).items()]
    return '[source]\nname = "test"\ntime_zone = "Asia/Shanghai"\n\n' + "\n".join(tables)


class FakeTable:
    """Rows given as dictionaries; the first is line 2, as if a header stood above."""

    def __init__(self, *rows: dict[str, str]) -> None:
        self.rows = rows
        self.columns = list(rows[0]) if rows else list(ROW)

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]] | RowProblem]:
        return iter(enumerate(self.rows, start=2))


def read(*rows: dict[str, str], **fields: str) -> list[ImportedAppeal | RowProblem]:
    """Read rows, each ROW with some cells changed, through a map."""
    table = FakeTable(*({**ROW, **row} for row in rows))
    return list(read_rows(table, parse_map(map_text(**fields)), RULES))


def read_one(row: dict[str, str] | None = None, **fields: str) -> ImportedAppeal:
    """Read one row that must succeed."""
    (found,) = read(row or {}, **fields)
    assert isinstance(found, ImportedAppeal), found
    return found


def problem(row: dict[str, str] | None = None, **fields: str) -> RowProblem:
    """Read one row that must not succeed."""
    (found,) = read(row or {}, **fields)
    assert isinstance(found, RowProblem), found
    return found
