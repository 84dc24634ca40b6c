# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""CSV read with line numbers and a strict header."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import TypeVar

from jiesu.adapters.packs.cells import Cell
from jiesu.adapters.packs.problems import Place, ProblemKind, Report
from jiesu.adapters.packs.yaml_lines import read_utf8
from jiesu.kernel.text import Text

T = TypeVar("T")
E = TypeVar("E", bound=Enum)


@dataclass(frozen=True, slots=True)
class Columns:
    """What a table must and may have; ``filled`` columns may not be empty in any row."""

    filled: tuple[str, ...]
    empty_allowed: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[str, ...]:
        """Return every column, all of which must stand in the header."""
        return (*self.filled, *self.empty_allowed)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table. Readers return None for an empty cell, and after reporting a bad one."""

    cells: dict[str, str]
    place: Place
    report: Report

    def cell(self, column: str) -> Cell | None:
        """Return the cell, or None where it is empty."""
        raw = self.cells[column]
        return Cell(raw, self.place_of(column), self.report) if raw else None

    def place_of(self, column: str) -> Place:
        """Return the cell's place."""
        return self.place.at(self.place.line, column)

    def raw(self, column: str) -> str | None:
        """Return what is written."""
        return self.cells[column] or None

    def read(self, column: str, reader: Callable[[Cell], T | None]) -> T | None:
        """Return what ``reader`` makes of the cell."""
        cell = self.cell(column)
        return None if cell is None else reader(cell)

    def code(self, column: str) -> str | None:
        """Return the code."""
        return self.read(column, Cell.code)

    def codes(self, column: str) -> tuple[str, ...]:
        """Return the codes written with ``;`` between them."""
        raws = [part.strip() for part in self.cells[column].split(";")]
        cells = [Cell(raw, self.place_of(column), self.report) for raw in raws if raw]
        return tuple(code for cell in cells if (code := cell.code()))

    def day(self, column: str) -> date | None:
        """Return the day."""
        return self.read(column, Cell.day)

    def choice(self, column: str, choices: type[E]) -> E | None:
        """Return the member of ``choices``."""
        return self.read(column, lambda cell: cell.choice(choices))

    def number(self, column: str, least: float, most: float) -> float | None:
        """Return the number."""
        return self.read(column, lambda cell: cell.number(least, most))

    def both(self) -> Text | None:
        """Return the columns ``zh`` and ``en`` as one text."""
        zh, en = self.raw("zh"), self.raw("en")
        return Text(zh, en) if zh and en else None

    def text_of(self, zh: str, en: str) -> Text | None:
        """Return two columns as one text that may be absent; report a language left out."""
        chinese, english = self.raw(zh), self.raw(en)
        if chinese and english:
            return Text(chinese, english)
        if chinese or english:
            column, language = (en, "en") if chinese else (zh, "zh")
            self.report.add(ProblemKind.LANGUAGE_MISSING, self.place_of(column), language=language)
        return None


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a file; not ``whole`` if it cannot be read, so that nothing is missed in it."""

    rows: list[Row]
    whole: bool = True

    def unique(self, column: str) -> dict[str, Row]:
        """Return the rows by their code in ``column``; report each code that comes again."""
        kept: dict[str, Row] = {}
        for row in self.rows:
            code = row.cells[column]
            first = kept.setdefault(code, row)
            if first is not row:
                facts = {"value": code, "line": first.place.line}
                row.report.add(ProblemKind.CODE_TWICE, row.place_of(column), **facts)
        return kept


def read_table(folder: Path, file: str, columns: Columns, report: Report) -> Sheet:
    """Return the rows of a CSV file; report a bad header, narrow rows and empty cells."""
    text = read_utf8(folder, file, report)
    if text is None:
        return Sheet([], whole=False)
    lines = _numbered(text, Place(file), report)
    _, header = next(lines, (1, []))
    if not _header_ok(header, columns, Place(file), report):
        return Sheet([], whole=False)
    rows = [_row(cells, header, Place(file, line), report) for line, cells in lines]
    whole = [row for row in rows if row is not None]
    for row in whole:
        _check_filled(row, columns)
    return Sheet(whole)


def _numbered(text: str, place: Place, report: Report) -> Iterator[tuple[int, list[str]]]:
    """Yield the lines that are not empty with their numbers; what cannot be read ends them."""
    reader = csv.reader(io.StringIO(text, newline=""))
    start = 1
    try:
        for cells in reader:
            if cells:
                yield start, [cell.strip() for cell in cells]
            start = reader.line_num + 1
    except csv.Error as error:
        report.add(ProblemKind.NOT_CSV, place.at(start, ""), reason=str(error))


def _header_ok(header: Sequence[str], columns: Columns, place: Place, report: Report) -> bool:
    known = ", ".join(columns.all)
    for name in dict.fromkeys(header):
        if name not in columns.all:
            report.add(ProblemKind.COLUMN_UNKNOWN, place.at(1, name), value=name, known=known)
        elif header.count(name) > 1:
            report.add(ProblemKind.KEY_TWICE, place.at(1, name), value=name)
    for name in columns.all:
        if name not in header:
            report.add(ProblemKind.COLUMN_MISSING, place, value=name, known=known)
    return sorted(header) == sorted(columns.all)


def _row(cells: list[str], header: list[str], place: Place, report: Report) -> Row | None:
    if len(cells) != len(header):
        report.add(ProblemKind.ROW_WIDTH, place, count=len(cells), wanted=len(header))
        return None
    return Row(dict(zip(header, cells, strict=True)), place.at(place.line, cells[0]), report)


def _check_filled(row: Row, columns: Columns) -> None:
    for column in [column for column in columns.filled if not row.cells[column]]:
        if column in {"zh", "en"}:
            row.report.add(ProblemKind.LANGUAGE_MISSING, row.place_of(column), language=column)
        else:
            row.report.add(ProblemKind.KEY_MISSING, row.place_of(column), value=column)
