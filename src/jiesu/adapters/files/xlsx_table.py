# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""XLSX as a stream of rows: dates as ISO text, numbers digit by digit, the sheet's row number.

The rows stream; the workbook's table of shared texts is held in memory, as the format demands.
"""

import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import IO, Protocol, Self
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from jiesu.adapters.files.headers import EmptyFile, check_header
from jiesu.adapters.files.row_shapes import SpreadsheetError, wrong_count
from jiesu.adapters.files.sources import ByteSource, DamagedFile, open_file
from jiesu.application.importing.problems import RowProblem, row_problem
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

_IN_MEMORY = 1 << 24
_DAMAGE = (
    BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    OSError,
    LookupError,
    ValueError,
    TypeError,
    AttributeError,
)


class UnknownSheet(BadInput):
    """The workbook has no sheet of that name."""

    what = Text(
        "工作簿中没有工作表“{sheet}”；现有：{sheets}。",
        'The workbook has no sheet "{sheet}"; it has: {sheets}.',
    )
    next_step = Text(
        "请在映射的 [source] 中改正 sheet。", "Correct `sheet` under [source] in the map."
    )


class Cell(Protocol):
    """What is used of openpyxl's cells."""

    value: object
    data_type: str
    number_format: str


class XlsxTable:
    """One sheet of a workbook, read once from top to bottom."""

    encoding = "xlsx"

    def __init__(self, path: Path, sheet: str | None) -> None:
        self._size = path.stat().st_size if path.exists() else 0
        self._file = _seekable(path)
        self._row = 0
        try:
            self._open(sheet)
            self.columns = self._header()
        except BaseException:
            self.close()
            raise

    def _open(self, sheet: str | None) -> None:
        from openpyxl import load_workbook  # noqa: PLC0415 -- heavy; only spreadsheets need it

        with self._named_damage():
            book = load_workbook(self._file, read_only=True, data_only=True)
        if sheet is not None and sheet not in book.sheetnames:
            raise UnknownSheet(sheet=sheet, sheets=", ".join(book.sheetnames))
        with self._named_damage():
            found = book[sheet] if sheet is not None else book.worksheets[0]
        self._expected = found.max_row or 0
        # The size a workbook states for a sheet is often wrong: read to the end of the rows.
        found.reset_dimensions()
        self._rows: Iterator[tuple[Cell, ...]] = found.iter_rows()

    def _header(self) -> list[str]:
        for cells in self._records():
            texts = [cell_text(cell) for cell in cells]
            while texts and not texts[-1].strip():
                texts.pop()
            return check_header(texts, self._row)
        raise EmptyFile

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]] | RowProblem]:
        for cells in self._records():
            yield self._read(cells)

    def _records(self) -> Iterator[tuple[Cell, ...]]:
        """Yield rows that hold anything at all."""
        while True:
            with self._named_damage():
                cells = next(self._rows, None)
            if cells is None:
                return
            self._row += 1
            if any(cell.value is not None for cell in cells):
                yield cells

    @contextmanager
    def _named_damage(self) -> Iterator[None]:
        """Name whatever a broken or forged workbook makes its reader stumble over."""
        try:
            yield
        except _DAMAGE as error:
            raise DamagedFile(line=self._row + 1, reason=type(error).__name__) from None

    def _read(self, cells: tuple[Cell, ...]) -> tuple[int, dict[str, str]] | RowProblem:
        columns = self.columns
        for name, cell in zip(columns, cells, strict=False):
            if cell.data_type == "e":
                return row_problem(self._row, name, SpreadsheetError())
        texts = [cell_text(cell) for cell in cells]
        if any(text.strip() for text in texts[len(columns) :]):
            return wrong_count(self._row, len(texts), len(columns))
        texts += [""] * (len(columns) - len(texts))
        return self._row, dict(zip(columns, texts, strict=False))

    def size_hint(self) -> int:
        """Return the file's size on disk, in bytes."""
        return self._size

    def position(self) -> int:
        """Return the share of the sheet's rows read, as bytes of the file."""
        return self._size * min(self._row, self._expected) // max(self._expected, 1)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def cell_text(cell: Cell) -> str:
    """Return a cell as text: dates in ISO 8601, numbers with all the digits the file holds."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _moment_text(value, cell.number_format)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(Decimal(str(value)), "f") if isinstance(value, int | float) else str(value)


def _moment_text(moment: datetime, number_format: str) -> str:
    """A spreadsheet's day is a moment at midnight whose format shows no hour."""
    day_only = moment.time() == time(0) and "h" not in str(number_format).lower()
    return moment.date().isoformat() if day_only else moment.isoformat(" ")


def _seekable(path: Path) -> IO[bytes]:
    """A workbook is a zip: it is read from its end, so a packed one is unpacked first."""
    if path.suffix.lower() != ".gz":
        return open_file(path)
    unpacked = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 -- closed by close()
    with ByteSource(path) as source:
        shutil.copyfileobj(source, unpacked)
        fault = source.fault(1)
    if fault is not None:
        unpacked.close()
        raise fault
    unpacked.seek(0)
    return unpacked
