# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Lists of dated values: sorted, based on an article, with their standing."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise
from typing import TypeVar

from jiesu.adapters.packs.law import Law
from jiesu.adapters.packs.problems import ProblemKind
from jiesu.adapters.packs.yaml_lines import Fields, Node
from jiesu.rulebook.citation import Standing
from jiesu.rulebook.dated import DatedValue

T = TypeVar("T")

_REQUIRED = ("from", "value", "basis", "standing", "last_checked")


def read_values(
    node: Node, law: Law, read_one: Callable[[Node], T | None]
) -> tuple[DatedValue[T], ...] | None:
    """Return the values of a list, or None if any of them has a defect (all are reported)."""
    items = node.items()
    if not items:
        node.report.add(ProblemKind.VALUES_EMPTY, node.place)
        return None
    values = [_read_value(item, law, read_one) for item in items]
    whole = [value for value in values if value is not None]
    _check_order(items, [value.since if value else None for value in values])
    return tuple(whole) if len(whole) == len(items) else None


def _read_value(item: Node, law: Law, read_one: Callable[[Node], T | None]) -> DatedValue[T] | None:
    fields = item.fields(_REQUIRED, ("note",))
    note, checked = fields.both("note"), fields.day("last_checked")
    since, standing = fields.day("from"), fields.choice("standing", Standing)
    citation = fields.read("basis", law.cite_node)
    value, readable = _value(fields, read_one)
    if since is None or standing is None or citation is None or not readable:
        return None
    law.check_age(citation, since, standing, fields.nodes["basis"])
    return DatedValue(since, value, citation, standing, checked, note)


def _value(fields: Fields, read_one: Callable[[Node], T | None]) -> tuple[T | None, bool]:
    """Return the value and whether it could be read: a repeal reads as None and is fine."""
    node = fields.get("value")
    if node is None:
        return None, False
    if node.is_null():
        return None, True
    value = read_one(node)
    return value, value is not None


def _check_order(items: Sequence[Node], days: Sequence[date | None]) -> None:
    for (_, earlier), (item, later) in pairwise(zip(items, days, strict=True)):
        if earlier is None or later is None or earlier < later:
            continue
        kind = ProblemKind.DATE_TWICE if earlier == later else ProblemKind.DATES_UNSORTED
        item.report.add(kind, item.place, value=later.isoformat(), before=earlier.isoformat())
