# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Values of supervision: reasons, the ladder of escalation, surge levels. All are ordered lists."""

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Protocol, TypeVar

from jiesu.adapters.packs.problems import ProblemKind
from jiesu.adapters.packs.time_limits import read_time_limit
from jiesu.adapters.packs.yaml_lines import Fields, Node
from jiesu.domain.supervision.policy import (
    Ladder,
    Rung,
    SurgeLevel,
    SurgeLevels,
)
from jiesu.kernel.text import Text
from jiesu.rulebook.reasons import Reason, Reasons

_TIMES = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?")


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


def read_reasons(node: Node) -> Reasons | None:
    """Return the reasons a rule allows."""
    found = _listed(node, _reason)
    return None if found is None else Reasons(found)


def read_ladder(node: Node) -> Ladder | None:
    """Return the rungs, the first one first."""
    found = _listed(node, _rung)
    return None if found is None else Ladder(found)


def read_surge_levels(node: Node) -> SurgeLevels | None:
    """Return the levels; each must be higher than the one before."""
    found = _listed(node, _surge_level)
    if found is None:
        return None
    if any(higher.times <= lower.times for lower, higher in pairwise(found)):
        node.wrong_type("levels from the lowest to the highest", "由低到高的等级")
        return None
    return SurgeLevels(found)


def _listed(node: Node, one: Callable[[Node], N | None]) -> tuple[N, ...] | None:
    """Return the things of a list, each with an id of its own; an empty list is a slip."""
    items = node.items()
    if not items:
        node.report.add(ProblemKind.VALUES_EMPTY, node.place)
    found = [(item, each) for item in items if (each := one(item)) is not None]
    return tuple(each for _, each in found) if items and _distinct(found, len(items)) else None


def _distinct(found: Sequence[tuple[Node, _Named]], wanted: int) -> bool:
    seen: set[str] = set()
    for item, each in found:
        if each.id in seen:
            item.report.add(ProblemKind.KEY_TWICE, item.place, value=each.id)
        seen.add(each.id)
    return len(seen) == wanted


def _named(fields: Fields) -> tuple[str, Text] | None:
    code, name = fields.code("id"), fields.both("name")
    return None if code is None or name is None else (code, name)


def _reason(node: Node) -> Reason | None:
    named = _named(node.fields(("id", "name")))
    return None if named is None else Reason(*named)


def _rung(node: Node) -> Rung | None:
    fields = node.fields(("id", "name", "after"))
    named, after = _named(fields), fields.read("after", read_time_limit)
    return None if named is None or after is None else Rung(*named, after)


def _surge_level(node: Node) -> SurgeLevel | None:
    fields = node.fields(("id", "name", "times"))
    named, times = _named(fields), fields.read("times", _times)
    return None if named is None or times is None else SurgeLevel(*named, times)


def _times(node: Node) -> Fraction | None:
    cell = node.cell()
    if cell is None:
        return None
    if _TIMES.fullmatch(cell.raw):
        return Fraction(cell.raw)
    node.wrong_type('a multiple, e.g. "1.5"', "倍数，例如 “1.5”")
    return None
