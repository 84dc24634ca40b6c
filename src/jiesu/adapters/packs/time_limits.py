# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Time limits as a pack writes them: ``7 calendar_day`` or ``{amount: 7, unit: calendar_day}``."""

from jiesu.adapters.packs.yaml_lines import Node
from jiesu.domain.timelimits import TimeLimit, TimeUnit


def read_time_limit(node: Node) -> TimeLimit | None:
    """Return the limit written in either way."""
    if node.is_map():
        fields = node.fields(("amount", "unit"))
        cell = fields.read("amount", Node.cell)
        amount, unit = cell.whole(1) if cell else None, fields.choice("unit", TimeUnit)
        return TimeLimit(amount, unit) if amount and unit else None
    text = node.text()
    return None if text is None else _limit_of(text, node)


def _limit_of(text: str, node: Node) -> TimeLimit | None:
    amount, _, unit = text.partition(" ")
    if amount.isascii() and amount.isdigit() and int(amount) > 0 and unit in set(TimeUnit):
        return TimeLimit(int(amount), TimeUnit(unit))
    node.wrong_type('e.g. "7 calendar_day"', "例如 “7 calendar_day”")
    return None
