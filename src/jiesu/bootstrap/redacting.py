# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A file's redacted copy: the same rows, personal data hidden in the columns that are named.

The copy appears whole or not at all. A row that cannot be read or written is listed and left out,
so rows in = rows written + problems. What is reported holds counts and places, never words.
"""

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from errno import EISDIR, ENOENT
from pathlib import Path
from typing import IO, Any

from jiesu.adapters.files.tables import Table, open_table
from jiesu.adapters.files.writing import RowWriter, UnwritableCell, named_format, open_writer
from jiesu.adapters.personal.key_file import create_key_file, load_key_file
from jiesu.adapters.text.companion import CompanionWriter, Seal
from jiesu.adapters.text.redact import PersonalType, Redacted, redact
from jiesu.application.importing.problems import RowProblem, row_problem
from jiesu.bootstrap.chance import REAL_ENTROPY
from jiesu.kernel.errors import BadInput, Conflict, Trouble
from jiesu.kernel.text import Text

Watch = Callable[[int, int, int], None]
"""Told how many of how many bytes were read, and how many rows."""

Redactor = Callable[[str], Redacted]
"""Hides what is personal in one cell."""

_EVERY = 200  # rows between two looks at the bar


class ColumnNotInFile(BadInput):
    """A column to redact is not in the file."""

    what = Text(
        "文件中没有列：{missing}；现有：{columns}。", "No column {missing}; there are: {columns}."
    )
    next_step = Text("请改正列名。", "Correct the name of the column.")


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


def check_outputs(file: Path | None, outputs: Sequence[Path], *, force: bool) -> None:
    """Make sure that writing ``outputs`` destroys nothing nobody asked for.

    Raises:
        OutputIsInput, OutputThere: it would.
        OutputRefused: one of them can never be written; better told now than after the work.
    """
    taken = [file.resolve()] if file else []
    for path in outputs:
        if path.resolve() in taken:
            raise OutputIsInput(path=path)
        taken.append(path.resolve())
        if path.exists() and not force:
            raise OutputThere(path=path)
        if path.is_dir():
            raise OutputRefused(path=path, reason=os.strerror(EISDIR))
        if not path.parent.is_dir():
            raise OutputRefused(path=path, reason=os.strerror(ENOENT))


@dataclass(frozen=True, slots=True)
class Beside:
    """Where the companion of a copy goes, and what seals the words in it, if they are kept."""

    path: Path
    seal: Seal | None = None


def thorough_redactor() -> Redactor:
    """Return the redactor that asks for a second opinion where a name is in doubt; slower."""
    from jiesu.adapters.text.second_opinion import SecondOpinion, lac  # noqa: PLC0415 -- heavy

    return SecondOpinion(lac())


def seal_of(key_file: Path) -> Seal:
    """Return the seal under the key in ``key_file``, which is made if it is not there.

    Raises:
        KeyFileTooOpen, KeyFileWrongSize, KeyFileUnusable: see there.
    """
    if not key_file.exists():
        create_key_file(key_file, REAL_ENTROPY)
    return Seal(load_key_file(key_file), REAL_ENTROPY)


def redact_file(  # noqa: PLR0913 -- one argument for each part of the work
    file: Path,
    columns: Sequence[str],
    out: Path,
    watch: Watch | None = None,
    *,
    beside: Beside | None = None,
    redactor: Redactor = redact,
) -> RedactedFile:
    """Write ``out`` with personal data hidden in ``columns`` of ``file``, and what lies beside it.

    Raises:
        JiesuError: the file cannot be read to its end or ``out`` not be written; then ``out`` and
            its companion are as they were before.
    """
    named_format(out)
    with open_table(file, format=named_format(file)) as table:
        missing = [name for name in columns if name not in table.columns]
        if missing or not columns:
            raise ColumnNotInFile(
                missing=", ".join(missing) or "–", columns=", ".join(table.columns)
            )
        paths = [out, beside.path] if beside else [out]
        with whole_or_nothing(*paths) as parts, open_writer(parts[0], table.columns) as writer:
            copying = _Copying(columns, writer, redactor, beside)
            with parts[1].open("w", encoding="utf-8") if beside else nullcontext() as told:
                copying.told = told
                return copying.copy(table, watch)


@contextmanager
def whole_or_nothing(*paths: Path) -> Iterator[list[Path]]:
    """Lend files to write beside ``paths``, and put all of them in place, or none.

    Raises:
        OutputRefused: the system does not let us.
    """
    parts = [path.with_name(f".part-{path.name}") for path in paths]
    try:
        yield parts
        for part, path in zip(parts, paths, strict=True):
            part.replace(path)
    except OSError as error:
        raise OutputRefused(path=paths[0], reason=error.strerror) from None
    finally:
        for part in parts:
            part.unlink(missing_ok=True)


class _Copying:
    """One copy being written."""

    def __init__(
        self,
        columns: Sequence[str],
        writer: RowWriter,
        redactor: Redactor,
        beside: Beside | None,
    ) -> None:
        self.done = RedactedFile(hidden={name: Counter() for name in columns})
        self.told: IO[str] | None = None
        self._writer = writer
        self._redactor = redactor
        self._companion = CompanionWriter(columns, beside.seal if beside else None)

    def copy(self, table: Table, watch: Watch | None) -> RedactedFile:
        """Copy every row that can be copied."""
        self.done.untouched = [name for name in table.columns if name not in self.done.hidden]
        self._tell(self._companion.begin())
        for number, item in enumerate(table, start=1):
            if isinstance(item, RowProblem):
                self.done.problems.append(item)
            else:
                self._take(*item)
            if watch and number % _EVERY == 0:
                watch(table.position(), table.size_hint(), number)
        self._tell(self._companion.end(self.done.rows))
        return self.done

    def _take(self, line: int, row: dict[str, str]) -> None:
        redacted = {name: self._redactor(row[name]) for name in self.done.hidden}
        try:
            self._writer.write({**row, **{name: copy.text for name, copy in redacted.items()}})
        except UnwritableCell as error:
            self.done.problems.append(row_problem(line, str(error.facts["column"]), error))
            return
        self.done.rows += 1
        for name, copy in redacted.items():
            self.done.hidden[name].update(span.type for span in copy.spans)
            if copy.spans and self.told:
                self._tell(self._companion.cell(self.done.rows, name, row[name], copy))

    def _tell(self, line: str) -> None:
        if self.told:
            self.told.write(line)


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
