# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""JSON lines as a stream of rows: one object a line, numbers kept as they are written."""

import json
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Self

from jiesu.adapters.files.headers import EmptyFile
from jiesu.adapters.files.row_shapes import UnknownKeys, UnreadableRow
from jiesu.adapters.files.text_lines import TextLines
from jiesu.application.importing.problems import RowProblem, row_problem

_FIRST_ROWS = 1000
"""Rows looked at for the columns' names: exporters leave out keys that have no value."""

_Item = tuple[int, dict[str, str]] | RowProblem


class JsonlTable:
    """One file of JSON lines, read once from start to end; memory stays flat."""

    def __init__(self, path: Path, encoding: str | None) -> None:
        self._lines = TextLines(path, encoding)
        self.encoding = self._lines.encoding
        self._items = self._records()
        try:
            self._first = self._look_ahead()
        except BaseException:
            self.close()
            raise

    def _look_ahead(self) -> list[_Item]:
        first: list[_Item] = []
        names: dict[str, None] = {}
        while len(first) < _FIRST_ROWS and (item := next(self._items, None)) is not None:
            first.append(item)
            if not isinstance(item, RowProblem):
                names.update(dict.fromkeys(item[1]))
        self.columns = list(names)
        if not first:
            raise self._lines.fault(1) or EmptyFile
        return first

    def __iter__(self) -> Iterator[_Item]:
        known = frozenset(self.columns)
        for item in chain(self._first, self._items):
            if isinstance(item, RowProblem):
                yield item
                continue
            line, row = item
            unknown = row.keys() - known
            if unknown:
                yield row_problem(line, "", UnknownKeys(count=len(unknown)))
            else:
                yield line, {name: row.get(name, "") for name in self.columns}
        fault = self._lines.fault(self._lines.count + (not self._lines.cut_off))
        if fault is not None:
            raise fault

    def _records(self) -> Iterator[_Item]:
        for text in self._lines:
            if self._lines.cut_off:
                return
            if text.strip():
                yield _record(self._lines.count, text.strip().lstrip("\ufeff"))

    def size_hint(self) -> int:
        """Return the file's size on disk, in bytes."""
        return self._lines.size_hint()

    def position(self) -> int:
        """Return how many of those bytes were read."""
        return self._lines.position()

    def close(self) -> None:
        """Close the file."""
        self._lines.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


class _TwiceTheKey(ValueError):
    """One object names a key twice."""


def _record(line: int, text: str) -> _Item:
    try:
        row = json.loads(
            text,
            parse_float=str,
            parse_int=str,
            parse_constant=str,
            object_pairs_hook=_once,
        )
    except _TwiceTheKey:
        return row_problem(line, "", UnreadableRow(reason="a key stands twice"))
    except (ValueError, RecursionError):
        return row_problem(line, "", UnreadableRow(reason="not JSON"))
    if not isinstance(row, dict):
        return row_problem(line, "", UnreadableRow(reason="not a JSON object"))
    return line, {str(name): _cell(value) for name, value in row.items()}


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise _TwiceTheKey
    return found


def _cell(value: object) -> str:
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
