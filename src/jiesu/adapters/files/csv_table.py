# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""CSV as a stream of rows: quoted line ends, strict quotes, physical line numbers."""

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Self

from jiesu.adapters.files.headers import EmptyFile, check_header
from jiesu.adapters.files.row_shapes import CellTooLong, UnreadableRow, wrong_count
from jiesu.adapters.files.text_lines import TextLines
from jiesu.application.importing.problems import RowProblem, row_problem
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

# The csv module tells what went wrong in words only. A quote that never closes runs on to the end
# of the file or to the most a cell may hold; a cell too long for that within a line is just long.
_TOO_LONG = "field larger than field limit"
_NEVER_CLOSED = ("unexpected end of data", _TOO_LONG)


class UnclosedQuote(BadInput):
    """A quote opens and never closes, so nothing after it can be told apart."""

    what = Text(
        "第 {line} 行起有一个引号没有结束，其后的内容无法分行。",
        "A quote opened in the row of line {line} never closes; nothing after it can be read.",
    )
    next_step = Text(
        "请补上引号后从头重来；若是导入，请不用 --resume，已导入的行不会重复。",
        "Close it and start over; an import goes without --resume, and doubles no row it took.",
    )


class CsvTable:
    """One CSV file, read once from start to end; memory stays flat."""

    def __init__(self, path: Path, encoding: str | None, delimiter: str) -> None:
        self._lines = TextLines(path, encoding)
        self.encoding = self._lines.encoding
        self._reader = csv.reader(self._lines, delimiter=delimiter, strict=True)
        try:
            self.columns = self._header()
        except BaseException:
            self.close()
            raise

    def _header(self) -> list[str]:
        for start, cells in self._records():
            if isinstance(cells, RowProblem):
                raise UnreadableRow(reason=f"line {start}")
            return check_header(cells, start)
        raise EmptyFile

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]] | RowProblem]:
        columns, width = self.columns, len(self.columns)
        for start, cells in self._records():
            if isinstance(cells, RowProblem):
                yield cells
            elif len(cells) != width:
                yield wrong_count(start, len(cells), width)
            else:
                yield start, dict(zip(columns, cells, strict=True))

    def _records(self) -> Iterator[tuple[int, list[str] | RowProblem]]:
        """Yield where each record starts, and its cells; blank lines are no records."""
        lines, reader = self._lines, self._reader
        while True:
            start = lines.count + 1
            try:
                cells: list[str] | RowProblem = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                cells = self._broken_record(start, str(error))
            if lines.cut_off:
                break
            if cells:
                yield start, cells
        fault = lines.fault(start)
        if fault is not None:
            raise fault

    def _broken_record(self, start: int, reason: str) -> RowProblem:
        if reason.startswith(_TOO_LONG) and self._is_one_line(start):
            return row_problem(start, "", CellTooLong(most=csv.field_size_limit()))
        if reason.startswith(_NEVER_CLOSED):
            raise self._lines.fault(start) or UnclosedQuote(line=start)
        return row_problem(start, "", UnreadableRow(reason=reason))

    def _is_one_line(self, start: int) -> bool:
        """Return whether the record that starts there also ends in its line, as far as seen."""
        return self._lines.count == start and self._lines.latest.count('"') % 2 == 0

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
