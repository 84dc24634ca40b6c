# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a scenario expects, read by the form of each expectation."""

from collections.abc import Callable, Mapping
from typing import Any

from jiesu.adapters.packs.problems import ProblemKind
from jiesu.adapters.packs.yaml_lines import Node
from jiesu.application.rehearsal.expecting import ASSIGNMENT, EXPECTATIONS
from jiesu.application.rehearsal.forms import Form, Many, One, Record, Table
from jiesu.application.rehearsal.script import AskDuty, Assign, LookUp, Plain, Play, When

_YES = One(frozenset({"true"}))
_ANSWERS: dict[type, Record] = {
    LookUp: Record({"value": One(), "standing": One(), "nothing": _YES}),
    AskDuty: Record(
        {
            "lead": One(),
            "co_handlers": Many(One()),
            "class": One(),
            "standing": One(),
            "nothing": _YES,
        }
    ),
    Assign: Record(ASSIGNMENT),
    Play: Record({"of": One(), **{name: each.form for name, each in EXPECTATIONS.items()}}),
}
_HOLDERS = Record({"roles": Many(One())}, frozenset({"roles"}))
_NO_EXPECTATION = frozenset({"of"})  # chooses what the others are about
_VACUOUS = frozenset({"events", "absent_events", "cites", "seen_by", "hidden_from", "nowhere"})
"""Lists compared item by item with whatever is found: without items they always hold."""


def read_then(node: Node, when: When) -> Mapping[str, Plain] | None:
    """Return what is expected, or None after reporting what cannot be."""
    found = _read(node, _ANSWERS.get(type(when), _HOLDERS))
    return found if isinstance(found, Mapping) else None


def expects_something(then: Mapping[str, Plain]) -> bool:
    """Return whether anything under ``then`` could come otherwise than written."""
    return any(_can_fail(name, wanted) for name, wanted in then.items())


def _can_fail(name: str, wanted: Plain) -> bool:
    if name in _NO_EXPECTATION:
        return False
    if name == "rates" and isinstance(wanted, Mapping):
        return _says({figure: one for figure, one in wanted.items() if figure != "month"})
    if wanted == ():
        return name not in _VACUOUS
    return _says(wanted)


def _says(wanted: Plain) -> bool:
    """Return whether there is a single value in it, or a list that must be empty."""
    if isinstance(wanted, Mapping):
        return any(map(_says, wanted.values()))
    if isinstance(wanted, tuple) and wanted:
        return any(map(_says, wanted))
    return True


def _read(node: Node, form: Form) -> Any:  # noqa: ANN401 -- plain data of any shape
    reader: Callable[[Node, Any], Any] = _READERS[type(form)]
    return reader(node, form)


def _one(node: Node, form: One) -> Plain:
    if node.is_null() and form.may_be_nothing:
        return None
    cell = node.cell()
    if cell is None:
        return None
    if form.allowed is not None and cell.raw not in form.allowed:
        cell.wrong(ProblemKind.WRONG_CHOICE, allowed=", ".join(sorted(form.allowed)))
    return cell.raw


def _many(node: Node, form: Many) -> Plain:
    return tuple(_read(item, form.of) for item in node.items())


def _table(node: Node, form: Table) -> Plain:
    entries = node.entries()
    for name, value in entries:
        if form.allowed is not None and name not in form.allowed:
            _unknown(value, name, form.allowed)
    return {name: _read(value, form.of) for name, value in entries}


def _record(node: Node, form: Record) -> Plain:
    fields = node.fields(sorted(form.needed), form.of)
    return {name: _read(value, form.of[name]) for name, value in fields.nodes.items()}


def _unknown(node: Node, name: str, known: frozenset[str]) -> None:
    facts = {"value": name, "known": ", ".join(sorted(known))}
    node.report.add(ProblemKind.KEY_UNKNOWN, node.place, **facts)


_READERS: dict[type, Callable[[Node, Any], Plain]] = {
    One: _one,
    Many: _many,
    Table: _table,
    Record: _record,
}
