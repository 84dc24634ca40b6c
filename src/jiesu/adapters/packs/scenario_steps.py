# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What happens in a scenario: a question to the pack, or steps through the gate."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from uuid import UUID

from jiesu.adapters.packs.problems import ProblemKind
from jiesu.adapters.packs.time_limits import read_time_limit
from jiesu.adapters.packs.yaml_lines import Fields, Node
from jiesu.application.catalogue import REGISTRY
from jiesu.application.doors import command_from_fields
from jiesu.application.registry import Registration
from jiesu.application.rehearsal.script import (
    Act,
    AskDuty,
    AskHolders,
    Assign,
    LookUp,
    Play,
    Player,
    Step,
    Until,
    Wait,
    When,
)
from jiesu.application.rehearsal.stage import ids_of, stock
from jiesu.domain.appeals.messages import DispatchAppeal, RegisterAppeal
from jiesu.domain.clocks import ClockName
from jiesu.kernel.errors import BadInput

_COMMANDS = {row.command.name: row for row in REGISTRY.rows()}
_STAGE_KEYS = ("by", "as", "of", "order", "round", "at", "refused", "rule")
_NOBODY = str(UUID(int=0))
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}(:\d{2})?")


def read_when(node: Node) -> When | None:
    """Return the question or the steps, or None after reporting what cannot be."""
    if not node.is_map():
        steps = [_step(item) for item in node.items()]
        _refuse_names_twice(node.items(), steps)
        return Play(tuple(s for s in steps if s is not None)) if all(steps) and steps else None
    names = {name for name, _ in node.entries()}
    key = next((name for name in _QUESTIONS if name in names), None)
    if key is None:
        node.fields((), (*_QUESTIONS, "dispatch"))
        node.report.add(ProblemKind.KEY_MISSING, node.place, value=" | ".join(_QUESTIONS))
        return None
    fields = node.fields((key,), ("dispatch",) if key == "appeal" else ())
    return _QUESTIONS[key](fields)


def _look_up(fields: Fields) -> LookUp | None:
    key = fields.code("look_up")
    return LookUp(key) if key is not None else None


def _ask_duty(fields: Fields) -> AskDuty | None:
    matter = fields.code("matter")
    return AskDuty(matter) if matter is not None else None


def _ask_holders(fields: Fields) -> AskHolders | None:
    permission = fields.code("permission")
    return AskHolders(permission) if permission is not None else None


def _assign(fields: Fields) -> Assign | None:
    appeal, dispatch = fields.nodes["appeal"], fields.get("dispatch")
    first = _act(appeal, RegisterAppeal.name)
    second = _act(dispatch, DispatchAppeal.name) if dispatch else Act(DispatchAppeal.name)
    return Assign((first, second)) if first is not None and second is not None else None


_QUESTIONS: Mapping[str, Callable[[Fields], When | None]] = {
    "look_up": _look_up,
    "matter": _ask_duty,
    "permission": _ask_holders,
    "appeal": _assign,
}


def _refuse_names_twice(nodes: list[Node], steps: list[Step | None]) -> None:
    seen: dict[str, int] = {}
    for node, step in zip(nodes, steps, strict=True):
        name = step.called if isinstance(step, Act) else None
        if name is not None and name in seen:
            node.report.add(ProblemKind.CODE_TWICE, node.place, value=name, line=seen[name])
        elif name is not None:
            seen[name] = node.place.line


def _step(node: Node) -> Step | None:
    names = {name for name, _ in node.entries()}
    if "pass" in names:
        limit = node.fields(("pass",)).read("pass", read_time_limit)
        return Wait(limit) if limit is not None else None
    if "until" in names:
        return _until(node)
    kind = "try" if "try" in names else "do"
    if kind not in names:
        if node.is_map():
            node.report.add(ProblemKind.KEY_MISSING, node.place, value="do | try | pass | until")
        return None
    command = dict(node.entries())[kind].cell()
    if command is None:
        return None
    if command.raw not in _COMMANDS:
        command.wrong(ProblemKind.WRONG_CHOICE, allowed=", ".join(_COMMANDS))
        return None
    return _act(node, command.raw, refusing=kind == "try")


def _until(node: Node) -> Until | None:
    fields = node.fields(("until",), ("of", "order"))
    cell = fields.read("until", Node.cell)
    if cell is None:
        return None
    of, order = fields.label("of"), fields.code("order")
    if cell.raw in set(ClockName):
        return Until(ClockName(cell.raw), None, of, order)
    moment = _moment(cell.raw)
    if moment is None:
        cell.wrong(ProblemKind.WRONG_CHOICE, allowed=", ".join((*ClockName, "2022-03-08 10:00")))
        return None
    return Until(None, moment, of, order)


def _act(node: Node, name: str, *, refusing: bool = False) -> Act | None:
    row = _COMMANDS[name]
    own = [f for f in row.command.__dataclass_fields__ if f not in ids_of(row)]
    stage = ("try", *_STAGE_KEYS) if refusing else ("do", *_STAGE_KEYS[:-2])
    fields = node.fields(("refused",) if refusing else (), (*stage, *own))
    said = {field: _said(fields.nodes[field]) for field in own if fields.has(field)}
    if not _makes_sense(node, row, said):
        return None
    rule = fields.read("rule", _rule)
    return Act(
        command=name,
        fields=said,
        by=fields.read("by", _player),
        of=fields.label("of"),
        order=fields.code("order"),
        round=fields.read("round", _number),
        called=fields.label("as"),
        at=fields.read("at", read_moment),
        refused=fields.code("refused"),
        rule=rule,
    )


def _makes_sense(node: Node, row: Registration, said: Mapping[str, object]) -> bool:
    """Return whether the fields make the command, by the reader every door uses."""
    ids = dict.fromkeys(ids_of(row), _NOBODY)
    try:
        command_from_fields(row, {**stock(row), **said, **ids})
    except BadInput as error:
        facts = {"value": row.command.name, "zh": error.explain("zh"), "en": error.explain("en")}
        node.report.add(ProblemKind.COMMAND_FIELDS, node.place, **facts)
        return False
    return True


def _said(node: Node) -> object:
    """Return a field as somebody would type it."""
    if node.is_null():
        return None
    if node.is_scalar():
        return node.node.value
    return [_said(item) for item in node.items()]


def _number(node: Node) -> int | None:
    cell = node.cell()
    if cell is None:
        return None
    if not (cell.raw.isascii() and cell.raw.isdecimal()):
        node.wrong_type("number", "数字")
        return None
    return int(cell.raw)


def _rule(node: Node) -> dict[str, str] | None:
    fields = node.fields(("instrument", "article"))
    instrument, article = fields.label("instrument"), fields.label("article")
    if instrument is None or article is None:
        return None
    return {"instrument": instrument, "article": article}


def _player(node: Node) -> Player | None:
    """Return who is written as ``role``, ``role@unit`` or ``role@unit#account``."""
    cell = node.cell()
    if cell is None:
        return None
    return Player.named(cell.raw)


def read_moment(node: Node) -> datetime | None:
    """Return the local moment written as ``2022-03-08 10:00``."""
    cell = node.cell()
    found = _moment(cell.raw) if cell else None
    if found is None:
        node.wrong_type('e.g. "2022-03-08 10:00"', "例如 “2022-03-08 10:00”")
    return found


def _moment(text: str) -> datetime | None:
    """Return the wall clock's time; its zone is the city's, which only the stage knows."""
    try:
        return datetime.fromisoformat(text) if _MOMENT.fullmatch(text) else None
    except ValueError:  # no such day
        return None
