# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Values of evaluation schemes: shares of one as exact fractions, choices, lists, peer groups."""

import re
from collections.abc import Callable
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from jiesu.adapters.packs.problems import ProblemKind
from jiesu.adapters.packs.yaml_lines import Fields, Node
from jiesu.domain.callback.messages import Answer, Satisfied, Solved
from jiesu.domain.evaluation.scheme import (
    AnswerValues,
    PeerGroup,
    PeerGroups,
    Share,
    Shares,
    Weights,
)
from jiesu.domain.organisations import UnitKind, UnitKinds
from jiesu.domain.taxonomy import AppealKind
from jiesu.domain.workorders.messages import Ending

E = TypeVar("E", bound=StrEnum)
S = TypeVar("S", bound=str)

_SHARE = re.compile(r"[0-9]{1,3}(\.[0-9]{1,6})?|[0-9]{1,6}/[1-9][0-9]{0,5}")
_LAST_DAY_OF_EVERY_MONTH = 28


def read_choice(*choices: type[E]) -> Callable[[Node], E | None]:
    """Return a reader of one of ``choices``."""

    def reader(node: Node) -> E | None:
        cell = node.cell()
        return None if cell is None else cell.choice(*choices)

    return reader


def read_several(one: Callable[[Node], S | None]) -> Callable[[Node], frozenset[S] | None]:
    """Return a reader of a list of different values; an empty list is a slip, never "none"."""

    def reader(node: Node) -> frozenset[S] | None:
        items, found = node.items(), set[S]()
        if not items:
            node.report.add(ProblemKind.VALUES_EMPTY, node.place)
        for item in items:
            value = one(item)
            if value in found:
                node.report.add(ProblemKind.KEY_TWICE, item.place, value=str(value))
            if value is not None:
                found.add(value)
        return frozenset(found) if items and len(found) == len(items) else None

    return reader


def read_choices(*choices: type[E]) -> Callable[[Node], frozenset[E] | None]:
    """Return a reader of a list of different ones of ``choices``."""
    return read_several(read_choice(*choices))


read_kinds = read_choices(AppealKind)
read_endings = read_choices(Ending)


read_answers: Callable[[Node], frozenset[Answer] | None] = read_choices(Solved, Satisfied)
"""The two questions share no word."""


def read_shares(node: Node) -> Shares | None:
    """Return in which capacities units take part in a verdict."""
    found = read_choices(Share)(node)
    return None if found is None else Shares(found)


def read_unit_kinds(node: Node) -> UnitKinds | None:
    """Return the kinds of unit a rule is about."""
    found = read_choices(UnitKind)(node)
    return None if found is None else UnitKinds(found)


def read_day_of_month(node: Node) -> int | None:
    """Return a day that every month has."""
    cell = node.cell()
    day = None if cell is None else cell.whole(1)
    if day is not None and day > _LAST_DAY_OF_EVERY_MONTH:
        node.wrong_type("a day from 1 to 28", "1 至 28 之间的日")
        return None
    return day


def read_answer_values(node: Node) -> AnswerValues | None:
    """Return what half answers are worth."""
    fields = node.fields(("partly", "basically"))
    partly, basically = _share_in(fields, "partly"), _share_in(fields, "basically")
    return None if partly is None or basically is None else AnswerValues(partly, basically)


def read_weights(node: Node) -> Weights | None:
    """Return the weights of the three rates; together they must be one."""
    fields = node.fields(("response", "resolution", "satisfaction"))
    response, resolution = _share_in(fields, "response"), _share_in(fields, "resolution")
    satisfaction = _share_in(fields, "satisfaction")
    if response is None or resolution is None or satisfaction is None:
        return None
    if response + resolution + satisfaction != 1:
        node.wrong_type("weights that add up to 1", "合计为 1 的权重")
        return None
    return Weights(response, resolution, satisfaction)


def read_peer_groups(node: Node) -> PeerGroups | None:
    """Return the groups in the order written."""
    items = node.items()
    if not items:
        node.report.add(ProblemKind.VALUES_EMPTY, node.place)
    groups = tuple(group for item in items if (group := _peer_group(item)) is not None)
    if len({group.id for group in groups}) < len(groups):
        node.wrong_type("groups with different ids", "编号各不相同的分组")
        return None
    return PeerGroups(groups) if items and len(groups) == len(items) else None


def _peer_group(node: Node) -> PeerGroup | None:
    fields = node.fields(("id", "name"), ("kinds", "units"))
    code, name = fields.code("id"), fields.both("name")
    kinds = fields.read("kinds", read_choices(UnitKind)) if fields.has("kinds") else frozenset()
    units = fields.read("units", read_several(_code)) if fields.has("units") else frozenset()
    if code is None or name is None or kinds is None or units is None:
        return None
    if not kinds and not units:
        node.wrong_type("kinds or units of the group", "分组的单位类别或单位")
        return None
    return PeerGroup(code, name, kinds, units)


def _code(node: Node) -> str | None:
    cell = node.cell()
    return None if cell is None else cell.code()


def _share_in(fields: Fields, name: str) -> Fraction | None:
    node = fields.get(name)
    return None if node is None else read_share(node)


def read_share(node: Node) -> Fraction | None:
    """Return a part of one."""
    cell = node.cell()
    if cell is None:
        return None
    if _SHARE.fullmatch(cell.raw):
        share = Fraction(cell.raw)
        if share <= 1:
            return share
    node.wrong_type('a share from 0 to 1, e.g. "0.9"', "0 至 1 之间的份额，例如 “0.9”")
    return None
