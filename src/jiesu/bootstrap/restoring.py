# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A redacted copy made whole again, for whoever has its companion and the key.

Every cell is checked before it is filled: a copy or a companion that was changed is not restored
in part without saying so. What is restored appears whole or not at all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from jiesu.adapters.files.tables import Table, open_table
from jiesu.adapters.files.writing import RowWriter, UnwritableCell, named_format, open_writer
from jiesu.adapters.personal.key_file import load_key_file
from jiesu.adapters.text.companion import (
    CompanionChanged,
    Hidden,
    Seal,
    hidden_cells,
    restored,
    rows_told,
)
from jiesu.application.importing.problems import RowProblem, row_problem
from jiesu.bootstrap.chance import REAL_ENTROPY
from jiesu.bootstrap.redacting import whole_or_nothing
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text


class CompanionUnreadable(BadInput):
    """The file of spans cannot be read."""

    what = Text("无法读取“{path}”：{reason}。", 'Cannot read "{path}": {reason}.')
    next_step = Text("请核对 --spans。", "Check --spans.")


@dataclass(slots=True)
class RestoredFile:
    """还原结果: rows and cells made whole, and rows left out with their reasons."""

    rows: int = 0
    cells: int = 0
    problems: list[RowProblem] = field(default_factory=list)


def restore_file(copy: Path, key_file: Path, spans: Path, out: Path) -> RestoredFile:
    """Write ``out``: the rows of ``copy`` with what was hidden back in its places.

    Raises:
        JiesuError: the key is missing or another one, the copy or its companion was changed as a
            whole, a file cannot be read or written; then ``out`` is as it was before.
    """
    named_format(out)
    seal = Seal(load_key_file(key_file), REAL_ENTROPY)
    expected = rows_told(_lines(spans), seal)
    with (
        open_table(copy, format=named_format(copy)) as table,
        whole_or_nothing(out) as (part,),
        open_writer(part, table.columns) as writer,
    ):
        done = _restore(table, _by_row(hidden_cells(_lines(spans))), seal, writer)
        if done.rows + len(done.problems) != expected:
            raise CompanionChanged(where=f"{done.rows + len(done.problems)} ≠ {expected}")
    return done


def _lines(path: Path) -> Iterator[str]:
    try:
        with path.open(encoding="utf-8", newline="\n") as file:
            yield from file
    except OSError as error:
        raise CompanionUnreadable(path=path, reason=error.strerror) from None
    except UnicodeDecodeError:
        raise CompanionUnreadable(path=path, reason="UTF-8") from None


def _by_row(cells: Iterator[Hidden]) -> Iterator[tuple[int, list[Hidden]]]:
    """Yield the hidden cells of each row that has any; rows are in order."""
    row: list[Hidden] = []
    for cell in cells:
        if row and row[0].row != cell.row:
            yield row[0].row, row
            row = []
        row.append(cell)
    if row:
        yield row[0].row, row


def _restore(
    table: Table, hidden: Iterator[tuple[int, list[Hidden]]], seal: Seal, writer: RowWriter
) -> RestoredFile:
    done = RestoredFile()
    nothing: tuple[int, list[Hidden]] = (0, [])
    waiting = next(hidden, nothing)
    for number, item in enumerate(table, start=1):
        here = waiting[1] if waiting[0] == number else []
        waiting = next(hidden, nothing) if here else waiting
        if isinstance(item, RowProblem):
            done.problems.append(item)
        else:
            _take(done, *item, here, seal, writer)
    return done


def _take(  # noqa: PLR0913 -- one argument for each part of the work
    done: RestoredFile,
    line: int,
    row: dict[str, str],
    hidden: list[Hidden],
    seal: Seal,
    writer: RowWriter,
) -> None:
    column = ""
    try:
        for cell in hidden:
            column = cell.column
            row[column] = restored(row.get(column, ""), cell, seal)
        writer.write(row)
    except (CompanionChanged, UnwritableCell) as error:
        done.problems.append(row_problem(line, column, error))
        return
    done.rows += 1
    done.cells += len(hidden)
