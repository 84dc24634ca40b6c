# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A file's redacted copy: the same rows, personal data hidden in the columns that are named.

The copy appears whole or not at all. A row that cannot be read or written is listed and left out,
so rows in = rows written + problems. What is reported holds counts and places, never words.
"""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiesu.adapters.files.tables import Table, open_table
from jiesu.adapters.files.writing import RowWriter, UnwritableCell, named_format, open_writer
from jiesu.adapters.text.redact import PersonalType, redact
from jiesu.application.importing.problems import RowProblem, row_problem
from jiesu.kernel.errors import BadInput, Conflict, Trouble
from jiesu.kernel.text import Text

Watch = Callable[[int, int, int], None]
"""Told how many of how many bytes were read, and how many rows."""

_EVERY = 200  # rows between two looks at the bar


class ColumnNotInFile(BadInput):
    """A column to redact is not in the file."""

    what = Text(
        "文件中没有列：{missing}；现有：{columns}。", "No column {missing}; there are: {columns}."
    )
    next_step = Text("请改正 --text。", "Correct --text.")


class OutputThere(Conflict):
    """The file to write is already there."""

    what = Text("文件“{path}”已存在。", 'The file "{path}" is already there.')
    next_step = Text(
        "请换一个文件名，或使用 --force 覆盖。", "Choose another name, or use --force."
    )


class OutputIsInput(Conflict):
    """The file to write is the file to read, or two of the files to write are one."""

    what = Text("“{path}”被指定为两个用途。", '"{path}" is named for two purposes.')
    next_step = Text("请为每个文件另取名称。", "Give each file a name of its own.")


class OutputRefused(Trouble):
    """The system does not let us write the file."""

    what = Text("无法写入“{path}”：{reason}。", 'Cannot write "{path}": {reason}.')
    next_step = Text("请核对目录、权限和剩余空间。", "Check folder, permission and free space.")


@dataclass(slots=True)
class RedactedFile:
    """脱敏结果: rows written, rows left out with their reasons, and what was hidden, by column."""

    rows: int = 0
    problems: list[RowProblem] = field(default_factory=list)
    hidden: dict[str, Counter[PersonalType]] = field(default_factory=dict)
    untouched: list[str] = field(default_factory=list)

    def by_type(self) -> dict[str, int]:
        """Return how many pieces of each type were hidden, every type named."""
        total = sum(self.hidden.values(), Counter[PersonalType]())
        return {kind.value: total[kind] for kind in PersonalType}

    def plain(self) -> dict[str, Any]:
        """Return everything as JSON types."""
        columns = {name: dict(sorted(counts.items())) for name, counts in self.hidden.items()}
        return {
            "rows_in": self.rows + len(self.problems),
            "rows_written": self.rows,
            "hidden": self.by_type(),
            "hidden_by_column": columns,
            "columns_untouched": self.untouched,
            "problems": [
                dict(zip(RowProblem.COLUMNS, cells, strict=True))
                for problem in self.problems
                for cells in problem.cells()
            ],
        }


def check_outputs(file: Path, outputs: Sequence[Path], *, force: bool) -> None:
    """Make sure that writing ``outputs`` destroys nothing nobody asked for.

    Raises:
        OutputIsInput, OutputThere: it would.
    """
    taken = [file.resolve()]
    for path in outputs:
        if path.resolve() in taken:
            raise OutputIsInput(path=path)
        taken.append(path.resolve())
        if path.exists() and not force:
            raise OutputThere(path=path)


def redact_file(
    file: Path, columns: Sequence[str], out: Path, watch: Watch | None = None
) -> RedactedFile:
    """Write ``out`` with personal data hidden in ``columns`` of ``file``.

    Raises:
        JiesuError: the file cannot be read to its end or ``out`` not be written; then ``out`` is
            as it was before.
    """
    named_format(out)
    part = out.with_name(f".part-{out.name}")
    with open_table(file, format=named_format(file)) as table:
        missing = [name for name in columns if name not in table.columns]
        if missing or not columns:
            raise ColumnNotInFile(
                missing=", ".join(missing) or "–", columns=", ".join(table.columns)
            )
        try:
            with open_writer(part, table.columns) as writer:
                done = _copy(table, columns, writer, watch)
            part.replace(out)
        except OSError as error:
            raise OutputRefused(path=out, reason=error.strerror) from None
        finally:
            part.unlink(missing_ok=True)
    return done


def _copy(
    table: Table, columns: Sequence[str], writer: RowWriter, watch: Watch | None
) -> RedactedFile:
    done = RedactedFile(hidden={name: Counter() for name in columns})
    done.untouched = [name for name in table.columns if name not in columns]
    for number, item in enumerate(table, start=1):
        if isinstance(item, RowProblem):
            done.problems.append(item)
        else:
            _take(done, *item, writer)
        if watch and number % _EVERY == 0:
            watch(table.position(), table.size_hint(), number)
    return done


def _take(done: RedactedFile, line: int, row: dict[str, str], writer: RowWriter) -> None:
    redacted = {name: redact(row[name]) for name in done.hidden}
    try:
        writer.write({**row, **{name: copy.text for name, copy in redacted.items()}})
    except UnwritableCell as error:
        done.problems.append(row_problem(line, str(error.facts["column"]), error))
        return
    done.rows += 1
    for name, copy in redacted.items():
        done.hidden[name].update(span.type for span in copy.spans)


def write_report(path: Path, done: RedactedFile) -> None:
    """Write counts and problems as JSON.

    Raises:
        OutputRefused: the system does not let us.
    """
    text = json.dumps(done.plain(), ensure_ascii=False, indent=2)
    try:
        path.write_text(f"{text}\n", encoding="utf-8")
    except OSError as error:
        raise OutputRefused(path=path, reason=error.strerror) from None
