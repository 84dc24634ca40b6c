# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Rows through a map: each becomes one :class:`ImportedAppeal` or one :class:`RowProblem`."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import Protocol

from jiesu.application.coordinates import CoordinateSystem, to_wgs84
from jiesu.application.importing.codes import listing, nearest
from jiesu.application.importing.fields import Row
from jiesu.application.importing.mapping import ImportMap
from jiesu.application.importing.problems import RowProblem, row_problem
from jiesu.application.importing.rows import POINT, ImportedAppeal
from jiesu.application.importing.values import (
    Found,
    MissingValue,
    ReadRules,
    ValueReader,
    value_reader,
)
from jiesu.kernel.errors import BadInput, Conflict, JiesuError
from jiesu.kernel.text import Text

_MARK_BITS = 96
_LINE_BITS = 40
_REPLIES = ("reported_at", "answered_at")
_LATER = (*_REPLIES, "dispatched_at", "signed_at", "contacted_at", "withdrawn_at")


class Rows(Protocol):
    """A table of text cells; rows that are no rows come as problems of their own."""

    @property
    def columns(self) -> list[str]:
        """The header's names."""
        ...

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]] | RowProblem]:
        """Yield the line where each row starts, and its cells by column."""
        ...


class MissingColumns(BadInput):
    """The map reads columns the file does not have."""

    what = Text(
        "文件中没有映射所用的列：{missing}。文件的列：{columns}。",
        "The file lacks columns the map reads: {missing}. It has: {columns}.",
    )
    next_step = Text(
        "请核对是否用错了映射或文件，或按文件的列名修改映射。",
        "Check that map and file belong together, or use the file's names in the map.",
    )


class ReplyBeforeMessage(BadInput):
    """A row's reply is dated before its message."""

    what = Text("答复时间早于来件时间。", "The reply is dated before the message.")
    next_step = Text("请在来源系统核对两个时间。", "Look both times up where the data came from.")


class StepBeforeMessage(BadInput):
    """A row's step (dispatch, signing, contact, withdrawal) is dated before its message."""

    what = Text("“{target}”早于来件时间。", '"{target}" is dated before the message.')
    next_step = ReplyBeforeMessage.next_step


class SameIdInFile(Conflict):
    """Two rows of one file bear the same id and say different things."""

    what = Text(
        "编号与第 {first} 行相同，内容却不同。",
        "The id is that of line {first}, but the content differs.",
    )
    next_step = Text(
        "请核对哪一行为准，删去或改正另一行后重新导入；先出现的一行已导入。",
        "Decide which row is right, remove or mend the other and import again; "
        "the earlier row was taken.",
    )


class RepeatedRow(Conflict):
    """A row says again, word for word, what an earlier row of the file said; it is skipped."""

    what = Text("与第 {first} 行完全相同，已跳过。", "The same as line {first}; skipped.")
    next_step = Text("无需处理。", "Nothing to do.")


def read_rows(
    table: Rows, import_map: ImportMap, rules: ReadRules, *, after_line: int = 0
) -> Iterator[ImportedAppeal | RowProblem]:
    """Return one item for each row of ``table`` that starts after ``after_line``, in file order.

    Rows up to ``after_line`` are read but not delivered: a resumed import must know their ids to
    recognise repeats. Memory grows by about 150 bytes a row, for the ids seen.

    Raises:
        MissingColumns: before anything is read, if map and file do not fit.
    """
    check_columns(import_map, table.columns)
    reader = _RowReader(import_map, rules)
    return _delivered(table, reader, after_line)


def check_columns(import_map: ImportMap, columns: list[str]) -> None:
    """Refuse a file that lacks columns the map reads.

    Raises:
        MissingColumns: naming all of them, and what they might be called.
    """
    missing = [name for name in import_map.used_columns if name not in columns]
    if missing:
        named = ", ".join(_with_guess(name, columns) for name in missing)
        raise MissingColumns(missing=named, columns=listing(columns))


def _with_guess(name: str, columns: list[str]) -> str:
    meant = nearest(name, columns)
    return f"{name} (→ {meant}?)" if meant else name


def _delivered(
    table: Rows, reader: "_RowReader", after_line: int
) -> Iterator[ImportedAppeal | RowProblem]:
    for item in table:
        result = item if isinstance(item, RowProblem) else reader.read(*item)
        if result.line > after_line:
            yield result


class _RowReader:
    """The map made into functions, and the ids seen so far."""

    def __init__(self, import_map: ImportMap, rules: ReadRules) -> None:
        self._source = import_map.name
        self._columns = import_map.used_columns
        fields = sorted(import_map.fields.values(), key=lambda rule: rule.start is not None)
        self._steps: list[tuple[str, str, tuple[str, ...], ValueReader]] = [
            (rule.target, rule.label, rule.columns, value_reader(rule, import_map, rules))
            for rule in fields
        ]
        self._labels = {rule.target: rule.label for rule in fields}
        self._places = rules.places
        self._system = CoordinateSystem(import_map.coordinates)
        self._seen: dict[int, int] = {}

    def read(self, line: int, row: Row) -> ImportedAppeal | RowProblem:
        """Return the row as an appeal, or all that is wrong with it as one problem."""
        found: Found = {}
        problems: list[RowProblem] = []
        for target, label, columns, read in self._steps:
            try:
                value = read(row, found)
            except BadInput as error:
                problems.append(row_problem(line, label, error, _cells(row, columns)))
            else:
                if value is not None:
                    found[target] = value
        problems.extend(self._order_problems(line, found))
        if not problems:
            problems.extend(self._locate(line, found))
        if problems:
            return replace(problems[0], more=tuple(problems[1:]))
        return self._settled(line, row, found)

    def _order_problems(self, line: int, found: Found) -> Iterator[RowProblem]:
        registered = found.get("registered_at")
        if not isinstance(registered, datetime):
            return
        for target in _LATER:
            moment = found.get(target)
            if isinstance(moment, datetime) and moment < registered:
                error: JiesuError = StepBeforeMessage(target=target)
                if target in _REPLIES:
                    error = ReplyBeforeMessage()
                yield row_problem(line, self._labels[target], error)

    def _locate(self, line: int, found: Found) -> Iterator[RowProblem]:
        """Turn a point into the area it lies in; an area the row names itself goes before."""
        longitude, latitude = (found.pop(target, None) for target in POINT)
        if isinstance(longitude, float) and isinstance(latitude, float):
            point = to_wgs84(longitude, latitude, self._system)
            found.setdefault("area", self._places.area_at(point.longitude, point.latitude))
        elif longitude is not None or latitude is not None:
            missing = POINT[0] if longitude is None else POINT[1]
            yield row_problem(line, self._labels[missing], MissingValue(target=missing))

    def _settled(self, line: int, row: Row, found: Found) -> ImportedAppeal | RowProblem:
        """Only rows without fault are remembered: a mended row may follow a faulty one."""
        external_id = str(found["external_id"])
        content = _mark("\x1f".join([row[column] for column in self._columns]))
        entry = self._seen.setdefault(_mark(external_id), content << _LINE_BITS | line)
        first = entry & ((1 << _LINE_BITS) - 1)
        if first != line:
            repeat = entry >> _LINE_BITS == content
            kind = RepeatedRow if repeat else SameIdInFile
            label = self._labels["external_id"]
            return row_problem(line, label, kind(first=first), external_id, repeat=repeat)
        return ImportedAppeal(
            source=self._source,
            line=line,
            **found,  # type: ignore[arg-type]  # each target's reader gives its own type
        )


def _cells(row: Row, columns: tuple[str, ...]) -> str:
    return "\x1f".join([row[column] for column in columns])


def _mark(text: str) -> int:
    """A 96-bit mark of a text: two texts with one mark do not happen in a file."""
    encoded = text.encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(encoded, digest_size=_MARK_BITS // 8).digest(), "big")
