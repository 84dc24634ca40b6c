# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""From mapped text to the typed value of one target: text, code, instant, number, flag."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from jiesu.application.importing.codes import listing
from jiesu.application.importing.fields import Row, text_reader
from jiesu.application.importing.mangled import check_digits
from jiesu.application.importing.mapping import FieldRule, ImportMap, Shift
from jiesu.application.importing.rows import TARGETS, TargetKind
from jiesu.application.importing.times import time_reader
from jiesu.application.places import NoMap, Places
from jiesu.domain.taxonomy import AppealKind, Channel
from jiesu.kernel.errors import BadInput
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind
from jiesu.kernel.text import Text
from jiesu.kernel.wording import ascii_digits, inspect

Found = dict[str, object]
ValueReader = Callable[[Row, Found], object]
"""From a row and what was found in it so far to a target's value; ``None`` where there is none."""

_FLAGS = {"1": True, "true": True, "yes": True, "是": True} | {
    "0": False,
    "false": False,
    "no": False,
    "否": False,
}
_MOST_UNITS = 100_000
_MOST_DEGREES = {"longitude": 180, "latitude": 90}
_REMEMBERED = 4096
_ENUMS: Mapping[str, Mapping[str, object]] = {
    "kind": {each.value: each for each in AppealKind},
    "channel": {each.value: each for each in Channel},
}


class MissingValue(BadInput):
    """A cell that must say something is empty."""

    what = Text("缺少必填内容（{target}）。", "A required value is missing ({target}).")
    next_step = Text(
        "请补全该单元格，或在映射中写明 default。",
        "Fill in the cell, or state a `default` in the map.",
    )


class UnknownCode(BadInput):
    """A mapped value is not one of the codes this target may have."""

    what = Text(
        "“{target}”没有这个代码；可用：{allowed}。",
        'That is not a code of "{target}"; allowed: {allowed}.',
    )
    next_step = Text(
        "请在映射中用 table 把来源的值对应到可用代码。",
        "Map the source's value to an allowed code with `table`.",
    )


class UnreadableNumber(BadInput):
    """A cell that should hold a whole number of at least nought, or of days or hours, does not."""

    what = Text(
        "不是 0 到 {most} 之间的数（{target}）。",
        "Not a number from 0 to {most} ({target}).",
    )
    next_step = Text("请更正该单元格。", "Correct the cell.")


class UnreadableDegree(BadInput):
    """A cell that should hold a longitude or latitude does not."""

    what = Text(
        "不是 -{most} 到 {most} 之间的度数（{target}）。",
        "Not degrees from -{most} to {most} ({target}).",
    )
    next_step = Text(
        "请填写 WGS 84 十进制度数，并核对经纬度是否颠倒。",
        "Give decimal degrees of WGS 84; perhaps longitude and latitude are swapped.",
    )


class UnreadableFlag(BadInput):
    """A cell that should say yes or no says neither."""

    what = Text("不是“是/否”（可用：{allowed}）。", "Neither yes nor no (allowed: {allowed}).")
    next_step = Text(
        "请更正该单元格，或在映射中用 table 对应。",
        "Correct the cell, or map it with `table`.",
    )


class FutureTime(BadInput):
    """A row says that something happened after the import's cut."""

    what = Text("时间晚于导入截止时刻 {cut}。", "The time lies after the import's cut, {cut}.")
    next_step = Text(
        "请核对原始时间，或改用更晚的截止时刻。", "Check the time, or use a later cut."
    )


class TimeTooEarly(BadInput):
    """A row names a year in which there was no such hotline; usually an empty date as 1899/1970."""

    what = Text("时间早于 {year} 年。", "The time lies before the year {year}.")
    next_step = Text(
        "请核对原始时间；空日期常被电子表格写成 1899 或 1970 年。",
        "Check the time; spreadsheets write empty dates as 1899 or 1970.",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRules:
    """What rows are checked against: the import's ``cut``, and how long texts may be (characters).

    ``places`` finds the area of a row that gives a point. ``limits`` must name every
    :class:`PrivateKind` a map fills, and NOTE for kept columns.
    """

    cut: Instant
    limits: Mapping[PrivateKind, int]
    earliest_year: int = 1990
    id_limit: int = 100
    places: Places = field(default_factory=NoMap)


def value_reader(rule: FieldRule, import_map: ImportMap, rules: ReadRules) -> ValueReader:
    """Return the reader of the rule's target, typed and checked."""
    kind = TARGETS[rule.target].kind
    if kind is TargetKind.KEPT:
        return _kept(rule, rules)
    if kind is TargetKind.INSTANT:
        read = _instant(rule, import_map, rules)
    else:
        read = _typed(rule, import_map, rules)
    needed = rule.required or TARGETS[rule.target].needed
    return _present(rule.target, read) if needed else read


def _present(target: str, read: ValueReader) -> ValueReader:
    def required(row: Row, found: Found) -> object:
        value = read(row, found)
        if value is None:
            raise MissingValue(target=target)
        return value

    return required


def _typed(rule: FieldRule, import_map: ImportMap, rules: ReadRules) -> ValueReader:
    text_of = text_reader(rule)
    convert = _converter(rule, import_map, rules)

    def read(row: Row) -> object:
        text = text_of(row)
        return None if text is None else convert(text)

    if TARGETS[rule.target].kind is not TargetKind.TEXT and len(rule.used_columns) == 1:
        return _remembering(rule.used_columns[0], read)
    return lambda row, _found: read(row)


def _remembering(column: str, read: Callable[[Row], object]) -> ValueReader:
    """Codes, flags and counts repeat from row to row: the last few thousand answers are kept."""

    @lru_cache(maxsize=_REMEMBERED)
    def of_cell(cell: str) -> object:
        return read({column: cell})

    return lambda row, _found: of_cell(row[column])


def _converter(rule: FieldRule, import_map: ImportMap, rules: ReadRules) -> Callable[[str], object]:
    kind = TARGETS[rule.target].kind
    if kind is TargetKind.CODE:
        return _code(rule.target, import_map.codes.of(rule.target))
    if kind is TargetKind.FLAG:
        return _flag
    if kind is TargetKind.NUMBER:
        return lambda text: int(read_number(text, rule.target))
    if kind is TargetKind.DEGREE:
        return lambda text: read_degree(text, rule.target)
    return _text(rule, rules)


def _text(rule: FieldRule, rules: ReadRules) -> Callable[[str], object]:
    meaning = TARGETS[rule.target]
    limit = rules.id_limit if meaning.private is None else rules.limits[meaning.private]
    checked = meaning.digits and not rule.trust_digits

    def digits(text: str) -> str:
        plain = ascii_digits(text)
        if checked:
            check_digits(plain)
        return inspect(plain, limit)

    return digits if meaning.digits else lambda text: inspect(text, limit)


def _code(target: str, allowed: frozenset[str] | None) -> Callable[[str], object]:
    members = _ENUMS.get(target, {})

    def convert(text: str) -> object:
        if allowed is not None and text not in allowed:
            raise UnknownCode(target=target, allowed=listing(allowed))
        return members.get(text, text)

    return convert


def _flag(text: str) -> bool:
    found = _FLAGS.get(text.lower())
    if found is None:
        raise UnreadableFlag(allowed=", ".join(_FLAGS))
    return found


@lru_cache(maxsize=_REMEMBERED)
def read_number(text: str, target: str) -> Decimal:
    """Return a number of at least nought; "2.0" is 2.

    Raises:
        UnreadableNumber: not a number, negative, or absurdly large.
    """
    try:
        number = Decimal(ascii_digits(text))
    except InvalidOperation:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= _MOST_UNITS:
        raise UnreadableNumber(target=target, most=_MOST_UNITS)
    return number


def read_degree(text: str, target: str) -> float:
    """Return a longitude or latitude in degrees.

    Raises:
        UnreadableDegree: not a number, or not on the globe.
    """
    most = _MOST_DEGREES[target]
    try:
        degree = Decimal(ascii_digits(text))
    except InvalidOperation:
        degree = Decimal("NaN")
    if not degree.is_finite() or not -most <= degree <= most:
        raise UnreadableDegree(target=target, most=most)
    return float(degree)


def _instant(rule: FieldRule, import_map: ImportMap, rules: ReadRules) -> ValueReader:
    base = _start(rule) if rule.start is not None else _parsed(rule, import_map)
    shift = rule.shift

    def read(row: Row, found: Found) -> object:
        moment = base(row, found)
        if not isinstance(moment, datetime):
            return None
        _check_range(moment, rules)
        if shift is None:
            return moment
        added = _added(shift, row, rule.target)
        if added is None:
            return None
        moment += added
        _check_range(moment, rules)
        return moment

    return read


def _check_range(moment: datetime, rules: ReadRules) -> None:
    if moment.year < rules.earliest_year:
        raise TimeTooEarly(year=rules.earliest_year)
    if moment > rules.cut:
        raise FutureTime(cut=rules.cut.isoformat())


def _start(rule: FieldRule) -> ValueReader:
    """Another target's instant, only if the row says so (``when``)."""
    start, when = rule.start or "", rule.when
    if when is None:
        return lambda _row, found: found.get(start)
    return lambda row, found: found.get(start) if row[when].strip() else None


def _parsed(rule: FieldRule, import_map: ImportMap) -> ValueReader:
    text_of = text_reader(rule)
    parse = time_reader(rule.formats, import_map.zone, rule.time_of_day)

    def read(row: Row, _found: Found) -> object:
        text = text_of(row)
        return None if text is None else parse(text)

    return read


def _added(shift: Shift, row: Row, target: str) -> timedelta | None:
    text = row[shift.column].strip()
    return float(read_number(text, target)) * shift.unit if text else None


def _kept(rule: FieldRule, rules: ReadRules) -> ValueReader:
    columns, limit = rule.columns, rules.limits[PrivateKind.NOTE]

    def read(row: Row, _found: Found) -> object:
        cells = {column: row[column].strip() for column in columns}
        return {column: inspect(cell, limit) for column, cell in cells.items() if cell}

    return read
