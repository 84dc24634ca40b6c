# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Time limits as a pack writes them: ``7 calendar_day`` or ``{amount: 7, unit: calendar_day}``."""

from jiesu.adapters.packs.yaml_lines import Node
from jiesu.domain.timelimits import TimeLimit, TimeUnit

_DAYS = 3653  # ten years
_MOST = {
    TimeUnit.MINUTE: _DAYS * 24 * 60,
    TimeUnit.HOUR: _DAYS * 24,
    TimeUnit.WORKING_HOUR: _DAYS * 8,
    TimeUnit.CALENDAR_DAY: _DAYS,
    TimeUnit.WORKING_DAY: _DAYS,
}


def read_time_limit(node: Node) -> TimeLimit | None:
    """Return the limit written in either way."""
    if node.is_map():
        fields = node.fields(("amount", "unit"))
        cell = fields.read("amount", Node.cell)
        amount, unit = cell.whole(1) if cell else None, fields.choice("unit", TimeUnit)
        return _bounded(TimeLimit(amount, unit), node) if amount and unit else None
    text = node.text()
    return None if text is None else _limit_of(text, node)


def _limit_of(text: str, node: Node) -> TimeLimit | None:
    amount, _, unit = text.partition(" ")
    if amount.isascii() and amount.isdigit() and int(amount) > 0 and unit in set(TimeUnit):
        return _bounded(TimeLimit(int(amount), TimeUnit(unit)), node)
    node.wrong_type('e.g. "7 calendar_day"', "例如 “7 calendar_day”")
    return None


def _bounded(limit: TimeLimit, node: Node) -> TimeLimit | None:
    """Return the limit if a calendar can reckon with it; a longer one is a slip of the finger."""
    if limit.amount <= _MOST[limit.unit]:
        return limit
    node.wrong_type("a limit of at most ten years", "不超过十年的时限")
    return None
