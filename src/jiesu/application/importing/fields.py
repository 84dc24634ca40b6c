# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Rules made into functions: from a row's cells to the mapped text of one target."""

from collections.abc import Callable, Mapping
from hashlib import blake2b

from jiesu.application.importing.codes import listing
from jiesu.application.importing.mapping import FieldRule, Patterns
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

Row = Mapping[str, str]
TextReader = Callable[[Row], str | None]

_ID_BYTES = 16
_CELL_END = "\x1f"


class UnknownValue(BadInput):
    """A cell's value is in neither the map's value table nor its patterns, and has no default."""

    what = Text(
        "该值不在映射的取值表或模式之中；可用的值：{allowed}。",
        "The map's tables do not know this value; known: {allowed}.",
    )
    next_step = Text(
        "请在映射的 table 中加入该值，或写明 default。",
        "Add the value to `table` in the map, or state a `default`.",
    )


def text_reader(rule: FieldRule) -> TextReader:
    """Return a function from a row to the rule's mapped text; ``None`` where there is nothing.

    Raises (the function): UnknownValue.
    """
    read = _origin(rule)
    if rule.table or rule.regex:
        read = _converted(rule, read)
    if rule.default is not None:
        read = _defaulted(rule.default, read)
    if rule.when is not None:
        read = _conditional(rule.when, read)
    return read


def _origin(rule: FieldRule) -> TextReader:
    """The text before tables; with ``regex`` over unjoined columns, the first column's."""
    if rule.constant is not None:
        constant = rule.constant
        return lambda _row: constant
    if rule.digest_of:
        return _digested(rule.digest_of)
    if rule.join is not None:
        return _joined(rule.columns, rule.join)
    column = rule.columns[0]
    if rule.strip:
        return lambda row: row[column].strip() or None
    return lambda row: row[column] or None


def _joined(columns: tuple[str, ...], join: str) -> TextReader:
    def read(row: Row) -> str | None:
        parts = [row[column].strip() for column in columns]
        return join.join(part for part in parts if part) or None

    return read


def _digested(columns: tuple[str, ...]) -> TextReader:
    """The same cells give the same id on every machine; blank cells alone give none."""

    def read(row: Row) -> str | None:
        cells = [row[column].strip() for column in columns]
        if not any(cells):
            return None
        joined = _CELL_END.join(cells).encode("utf-8", "surrogatepass")
        return blake2b(joined, digest_size=_ID_BYTES).hexdigest()

    return read


def _converted(rule: FieldRule, read: TextReader) -> TextReader:
    table, patterns = rule.table, rule.regex
    search_in = rule.columns if rule.join is None and len(rule.columns) > 1 else ()
    has_default = rule.default is not None
    known = listing(list(table) or [value for _, value in patterns])

    def convert(row: Row) -> str | None:
        text = read(row)
        found = table.get(text) if text is not None else None
        if found is None and patterns:
            texts = [row[column] for column in search_in] or [text or ""]
            found = _first_match(patterns, texts)
        if found is None and text is not None and not has_default:
            raise UnknownValue(allowed=known)
        return found

    return convert


def _first_match(patterns: Patterns, texts: list[str]) -> str | None:
    """All patterns are tried on the first text before any is tried on the next."""
    for text in texts:
        for pattern, value in patterns:
            if pattern.search(text):
                return value
    return None


def _defaulted(default: str, read: TextReader) -> TextReader:
    def with_default(row: Row) -> str:
        found = read(row)
        return default if found is None else found

    return with_default


def _conditional(column: str, read: TextReader) -> TextReader:
    return lambda row: read(row) if row[column].strip() else None
