# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Any file people send us as rows of text: CSV, JSON lines, XLSX, each also packed as .gz."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, Self

from jiesu.adapters.files.csv_table import CsvTable
from jiesu.adapters.files.jsonl_table import JsonlTable
from jiesu.adapters.files.xlsx_table import XlsxTable
from jiesu.application.importing.problems import RowProblem
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

_FORMATS = {
    ".csv": "csv",
    ".txt": "csv",
    ".tsv": "tsv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "xlsx",
}


class UnknownFormat(BadInput):
    """The file's name does not say what it is, and nobody else did."""

    what = Text(
        "无法从“{name}”看出文件格式。", 'The name "{name}" does not say what format the file has.'
    )
    next_step = Text(
        "请在映射的 [source] 中写明 format：csv、tsv、jsonl 或 xlsx。",
        "State `format` under [source] in the map: csv, tsv, jsonl or xlsx.",
    )


class Table(Protocol):
    """表格: a file's rows as text cells by column, streamed once from start to end.

    Iterating yields the line where each row starts and its cells, or the problem of a row that
    does not fit the header. A file that breaks off raises after its last whole row.
    """

    columns: list[str]
    encoding: str

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]] | RowProblem]:
        """Yield each row."""
        ...

    def size_hint(self) -> int:
        """Return the file's size on disk, in bytes."""
        ...

    def position(self) -> int:
        """Return how many of those bytes were read."""
        ...

    def close(self) -> None:
        """Close the file."""
        ...

    def __enter__(self) -> Self:
        """Return the table itself."""
        ...

    def __exit__(self, *exc: object) -> None:
        """Close the file."""
        ...


def open_table(
    path: Path,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    delimiter: str | None = None,
    format: str | None = None,  # noqa: A002 -- the map's own word
) -> Table:
    """Open a file as rows; what is not stated is read from its name and its bytes.

    Raises:
        NoSuchFile, UnreadableFile, UnknownFormat, EmptyFile, NoHeader, DuplicateHeader,
        UndecodableBytes, DamagedFile, UnknownSheet: before any row.
    """
    kind = format or format_of(path)
    if kind == "xlsx":
        return XlsxTable(path, sheet)
    if kind == "jsonl":
        return JsonlTable(path, encoding)
    if kind in {"csv", "tsv"}:
        return CsvTable(path, encoding, delimiter or ("\t" if kind == "tsv" else ","))
    raise UnknownFormat(name=path.name)


def format_of(path: Path) -> str:
    """Return what the file's name says it holds; empty if it does not say."""
    suffixes = [suffix.lower() for suffix in path.suffixes if suffix.lower() != ".gz"]
    return _FORMATS.get(suffixes[-1], "") if suffixes else ""
