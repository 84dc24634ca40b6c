# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Rows of text written as CSV, TSV, JSON lines or XLSX, packed if the name ends in .gz."""

import csv
import gzip
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol, cast

from jiesu.adapters.files.tables import format_of
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

_CELL_LIMIT = 32_767  # characters in a cell of a spreadsheet
_NO_SURROGATES = re.compile("[\ud800-\udfff]")
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class UnwritableCell(BadInput):
    """A cell holds what the format of the output cannot hold."""

    what = Text(
        "列“{column}”的内容无法写入该格式。", 'The format cannot hold the cell of "{column}".'
    )
    next_step = Text(
        "请改用 .csv 或 .jsonl，或更正该格。", "Write .csv or .jsonl, or mend the cell."
    )


class FormatNotInName(BadInput):
    """A file's name does not end as one of the formats that are read and written."""

    what = Text("无法从“{name}”看出文件格式。", 'The name "{name}" does not say its format.')
    next_step = Text(
        "文件名请以 .csv、.tsv、.jsonl 或 .xlsx 结尾，其后可加 .gz。",
        "Let it end in .csv, .tsv, .jsonl or .xlsx, with .gz behind if packed.",
    )


class RowWriter(Protocol):
    """Takes rows of text cells, one by one."""

    def write(self, row: Mapping[str, str]) -> None:
        """Write one row, or nothing of it.

        Raises:
            UnwritableCell: the format cannot hold one of its cells.
        """
        ...


def named_format(path: Path) -> str:
    """Return the format the name tells.

    Raises:
        FormatNotInName: it tells none.
    """
    kind = format_of(path)
    if not kind:
        raise FormatNotInName(name=path.name)
    return kind


@contextmanager
def open_writer(path: Path, columns: Sequence[str]) -> Iterator[RowWriter]:
    """Lend a writer for rows of ``columns``; the format is read from the name.

    Raises:
        FormatNotInName: the name does not say what to write.
        OSError: the system does not let us write.
    """
    kind = named_format(path)
    with path.open("wb") as file:
        if path.suffix.lower() != ".gz":
            yield from _lend(kind, file, columns)
            return
        with gzip.GzipFile(filename="", fileobj=file, mode="wb", mtime=0) as packed:
            yield from _lend(kind, cast("IO[bytes]", packed), columns)


def _lend(kind: str, target: IO[bytes], columns: Sequence[str]) -> Iterator[RowWriter]:
    if kind == "xlsx":
        sheet = _Sheet(columns)
        yield sheet
        sheet.save(target)
        return
    text = io.TextIOWrapper(target, "utf-8" if kind == "jsonl" else "utf-8-sig", newline="")
    yield _Lines(text) if kind == "jsonl" else _Csv(text, columns, "\t" if kind == "tsv" else ",")
    text.flush()
    text.detach()


def _check(row: Mapping[str, str], bad: re.Pattern[str], longest: int | None = None) -> None:
    for column, cell in row.items():
        if bad.search(cell) or (longest is not None and len(cell) > longest):
            raise UnwritableCell(column=column)


class _Csv:
    def __init__(self, file: IO[str], columns: Sequence[str], delimiter: str) -> None:
        self._writer = csv.writer(file, delimiter=delimiter)
        self._writer.writerow(columns)
        self._columns = columns

    def write(self, row: Mapping[str, str]) -> None:
        _check(row, _NO_SURROGATES)
        self._writer.writerow([row[name] for name in self._columns])


class _Lines:
    def __init__(self, file: IO[str]) -> None:
        self._file = file

    def write(self, row: Mapping[str, str]) -> None:
        _check(row, _NO_SURROGATES)
        self._file.write(json.dumps(row, ensure_ascii=False) + "\n")


class _Sheet:
    def __init__(self, columns: Sequence[str]) -> None:
        from openpyxl import Workbook  # noqa: PLC0415 -- heavy, and rarely asked for

        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet()
        self._columns = columns
        self._append(columns)

    def _append(self, cells: Sequence[str]) -> None:
        from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 -- as above

        made = [WriteOnlyCell(self._sheet, cell) for cell in cells]
        for cell in made:
            cell.data_type = "s"  # a text that begins with = must not run as a formula
        self._sheet.append(made)

    def write(self, row: Mapping[str, str]) -> None:
        _check(row, _NO_SURROGATES)
        _check(row, _NOT_IN_XML, _CELL_LIMIT)
        self._append([row[name] for name in self._columns])

    def save(self, target: IO[bytes]) -> None:
        whole = io.BytesIO()  # a workbook seeks back while it is written, a packed file cannot
        self._book.save(whole)
        target.write(whole.getbuffer())
