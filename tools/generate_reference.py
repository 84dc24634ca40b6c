# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The reference pages written from the code itself: ``python -m tools.generate_reference``.

Commands, states, permissions, events and the command line are declared once, in the program. These
pages only repeat what stands there; a test fails when one of them is out of date.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import Field, fields
from enum import StrEnum
from functools import partial
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin
from uuid import UUID

import typer.main

from jiesu.adapters.packs import load_pack
from jiesu.application.catalogue import NOTICES, REGISTRY
from jiesu.application.registry import Registration
from jiesu.application.streams import AGGREGATES
from jiesu.application.terms import EVENT_TITLES, TERMS
from jiesu.cli.app import app
from jiesu.domain.access import Role
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.appeals.transitions import APPEALS
from jiesu.domain.callback.model import CALLBACKS, CallBackState
from jiesu.domain.interactions.model import INTERACTIONS, InteractionState
from jiesu.domain.memberships import MEMBERSHIPS, MembershipState
from jiesu.domain.streams import StreamKind
from jiesu.domain.transitions import Transition, TransitionTable
from jiesu.domain.workorders.model import ORDERS, OrderState
from jiesu.kernel.events import Event
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateText, SealedText
from tools.induced_moves import INDUCED, Induced
from tools.law_pages import law_page, page_names

_Click = Any
"""A part of the command line; typer carries a click of its own whose classes it hides."""
REFERENCE = Path(__file__).parents[1] / "docs" / "reference"

_HEADER = """\
<!--
SPDX-FileCopyrightText: 2026 The jiesu authors
SPDX-License-Identifier: Apache-2.0
Written by `make docs` from the code. Do not edit.
-->
"""
TABLES: Mapping[StreamKind, tuple[TransitionTable[Any, Any], type[StrEnum]]] = {
    StreamKind.INTERACTION: (INTERACTIONS, InteractionState),
    StreamKind.APPEAL: (APPEALS, AppealState),
    StreamKind.ORDER: (ORDERS, OrderState),
    StreamKind.CALLBACK: (CALLBACKS, CallBackState),
    StreamKind.MEMBERSHIP: (MEMBERSHIPS, MembershipState),
}
_STREAM_TITLES = {
    StreamKind.INTERACTION: "Contact 来电/来件",
    StreamKind.APPEAL: "Appeal 诉求",
    StreamKind.ORDER: "Work order 工单",
    StreamKind.CALLBACK: "Call-back 回访",
    StreamKind.MEMBERSHIP: "Membership 岗位归属",
}
_DOUBLE_TICKS = re.compile(r"``([^`]*)``")
_ROLE = re.compile(r":\w+:`~?([^`]*)`")

_COMMANDS = """\
# Commands

Everything that can be asked of the city, from the command registry
(`jiesu.application.catalogue.REGISTRY`). Nothing else changes anything. `jiesu do NAME
field=value …` sends any of them; timers send those that need the permission `clock.expire`.

A field in *italics* may be left out. A *private* field holds personal words: the gate seals it
before anything is decided, and only a reference reaches the log. Roles are those of the example
pack."""

_STATES = """\
# States

One transition table an aggregate says what may happen from where, who may, and by which rule.
The diagrams are drawn from the tables, with the moves listed below them. A command that is in no
row from the present state is refused with the list of those that are."""

_PERMISSIONS = """\
# Permissions

Roles belong to the city pack (`schemes/roles.yaml`), permissions to the program. This is the
newest law of the example pack. A role that is *bound to a unit* acts only on its own unit's
orders, and sees only cases that its unit handles or has a copy of. One that is *bound to an appeal*
acts only as `appellant:<id>` on that appeal. Whoever an appeal complains of finds nothing, whatever
the role."""

_UNUSED = """\
No command needs the permissions marked –: they are for looking, or await later parts.
`appeal.show` is asked by `jiesu show`."""

_EVENTS = """\
# Events

Everything that can stand in the log. An event is plain data and never holds personal words: a
*sealed* field holds the id of the words in the personal store, their kind, a digest under the
owner's key, and their length. `basis` lists the rules the decision rested on: key, value,
instrument, article, standing, and since when. The notice is the text of the pack that the
appellant gets through the outbox."""

_CLI = """\
# Command line

Every command says the same with `--help`. Settings come from environment variables: see
[settings](settings.md). Exit codes: 0 done; 1 the thing examined is not as it should be; 2
refused, with what happened, the rule, and what to do next on standard error."""


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (REFERENCE / name).write_text(page(), encoding="utf-8")


# ------------------------------------------------------------------------------------ commands


def commands_page() -> str:
    """Return the page of every command the gate takes."""
    parts = [_COMMANDS]
    for kind in StreamKind:
        parts.append(f"## {_STREAM_TITLES[kind]}")
        parts.extend(_command_part(row) for row in REGISTRY.rows() if row.aggregate is kind)
    return _page(parts)


def _command_part(row: Registration) -> str:
    roles = [r.id for r in _roles() if row.permission in _granted(r)]
    own_unit = " — a unit-bound role only for orders of its own unit" * (row.scope == "own_unit")
    facts = [
        f"- permission: `{row.permission}`{own_unit}",
        f"- roles: {_listed(roles) if roles else 'none'}",
        f"- moves: {'; '.join(_moves(row)) or 'none'}",
    ]
    table = _table(("field", "type", "meaning"), (_command_field(f) for f in fields(row.command)))
    head = f"### {row.command.name}\n\n{row.title.zh} · {row.title.en}. {_doc(row.command)}"
    return f"{head}\n\n{_lines(facts)}\n\n{table}"


def _moves(row: Registration) -> Iterator[str]:
    table, _ = TABLES[row.aggregate]
    for move in table.rows:
        if move.command is row.command:
            yield _arrow(move.source, move.target)


def _command_field(field: Field[Any]) -> tuple[str, str, str]:
    optional = field.default is not field.default_factory
    name = f"*`{field.name}`*" if optional else f"`{field.name}`"
    default = "" if not optional or field.default in {None, False} else f"default {field.default}"
    meaning = _values_of(field.type) or default or "–"
    return name, _type_text(field.type), meaning


# -------------------------------------------------------------------------------------- states


def states_page() -> str:
    """Return the page of the three transition tables, each with its diagram."""
    parts = [_STATES]
    for kind, (table, states) in TABLES.items():
        parts.append(f"## {_STREAM_TITLES[kind]}")
        induced = [move for move in INDUCED if move.kind is kind]
        parts.append(f"```mermaid\n{table.mermaid()}{''.join(map(_edge, induced))}```")
        parts.append(_table(("state", "中文", "English"), map(_state_row, states)))
        heads = ("from", "command", "to", "permission", "rule", "condition")
        parts.append(_table(heads, map(_transition_row, table.rows)))
        if induced:
            parts.append("Moves that a command about something else brings about:")
            rows = ((_state(i.source), i.command.name, _state(i.target), i.when) for i in induced)
            parts.append(_table(("from", "command", "to", "when"), rows))
    parts.append(_CLOCKS)
    return _page(parts)


_CLOCKS = """\
## Clocks

What runs is a function of the state (`clocks()` in each `model.py`); the timer table is that
function written down.

| clock | runs while | due |
|---|---|---|
| `draft` | a contact is in `draft` | `draft_due` of the contact |
| `dispatch` | an appeal is in `registered` | `dispatch_due` of the appeal |
| `signing` | an order is open and not signed for | `signing_due` of the order |
| `first_contact` | an order is open and nobody has spoken to the appellant | `contact_due` |
| `handling` | an order is open | `handling_due` |
| `callback` | the person is to be asked when the limit is over, and has not been | `callback_due` |
| `asking` | a call-back is in `open` | `asking_due` of the call-back |

A clock that ran out is noted once (`expired`) and does not run again."""


def _edge(move: Induced) -> str:
    source = move.source.value if move.source else "[*]"
    return f"    {source} --> {move.target.value}: {move.command.name}\n"


def _state_row(state: StrEnum) -> tuple[str, str, str]:
    text = TERMS[type(state), state.value]
    return f"`{state.value}`", text.zh, text.en


def _transition_row(row: Transition[Any, Any]) -> tuple[str, ...]:
    guard = f"{row.guard.reason.zh} {row.guard.reason.en}" if row.guard else "–"
    return (
        _state(row.source),
        row.command.name,
        _state(row.target),
        f"`{row.permission}`",
        f"`{row.rule}`",
        guard,
    )


# --------------------------------------------------------------------------------- permissions


def permissions_page() -> str:
    """Return the matrix of roles and permissions of the example pack."""
    roles = _roles()
    needed = REGISTRY.permissions()
    listed = sorted(needed | {name for role in roles for name in _granted(role)})
    heads = ("permission", *(f"`{role.id}`" for role in roles))
    rows = (
        (f"`{name}`", *("✓" if name in _granted(role) else "·" for role in roles))
        for name in listed
    )
    people = _table(
        ("role", "中文", "English", "bound to a unit"),
        ((f"`{r.id}`", r.name.zh, r.name.en, "yes" if r.unit_bound else "no") for r in roles),
    )
    uses = _table(
        ("permission", "commands that need it"),
        ((f"`{name}`", ", ".join(_commands_needing(name)) or "–") for name in listed),
    )
    who = ["## Roles", people, "## Who may", _table(heads, rows)]
    return _page([_PERMISSIONS, *who, "## What for", uses, _UNUSED])


def _commands_needing(permission: str) -> Iterator[str]:
    return (row.command.name for row in REGISTRY.rows() if row.permission == permission)


def _roles() -> tuple[Role, ...]:
    return tuple(load_pack("example").access.roles.values())


def _granted(role: Role) -> frozenset[str]:
    return role.permissions.values[-1].value or frozenset()


# -------------------------------------------------------------------------------------- events


def events_page() -> str:
    """Return the page of every event that can stand in the log."""
    parts = [_EVENTS]
    for kind in StreamKind:
        parts.append(f"## {_STREAM_TITLES[kind]}")
        parts.extend(_event_part(event) for event in NOTICES if _stream_of(event) is kind)
    parts.append(_ENTRY)
    return _page(parts)


_ENTRY = """\
## What surrounds an event

| column of `log_entry` | meaning |
|---|---|
| `id` | UUIDv7 of the entry |
| `seq` | number in the order of writing; the only column the hash does not cover |
| `stream`, `kind`, `version` | the aggregate, and the place of this entry in its stream |
| `type`, `data` | the event |
| `at`, `recorded_at` | when it happened; when it was learned |
| `actor` | account, role, unit, divided by `\\|` |
| `command` | the command id; its receipt stands in `receipt` |
| `pack` | the law: id, version and the first eight digits of the digest of the pack |
| `history` | whether it was imported |
| `district` | the district of the appeal, if known |
| `prev`, `hash` | the hash of the entry before in the stream; this entry's own |"""


def _stream_of(event: type[Event]) -> StreamKind:
    room = event.__module__.split(".")[2]
    for kind, aggregate in AGGREGATES.items():
        if aggregate.state.__module__.split(".")[2] == room:
            return kind
    raise ValueError(event)


def _event_part(event: type[Event]) -> str:
    title, notice = EVENT_TITLES[event], NOTICES[event]
    about = f"### {event.name}\n\n{title.zh} · {title.en}. {_doc(event)}"
    told = f"Notice: `{notice}`." if notice else "No notice."
    rows = [(f"`{f.name}`", _type_text(f.type), _values_of(f.type) or "–") for f in fields(event)]
    table = _table(("field", "type", "values"), rows) if rows else "No fields."
    return f"{about} {told}\n\n{table}"


# ---------------------------------------------------------------------------------------- cli


def cli_page() -> str:
    """Return the page of the command line: every command, argument and option."""
    parts = [_CLI]
    for path, command in cli_commands():
        parts.append(f"## {path}\n\n{_help(command)}")
        usage = command.collect_usage_pieces(typer.Context(command))
        parts.append(f"```text\n{' '.join([path, *usage])}\n```")
        rows = [_parameter_row(p) for p in command.params if not _is_help(p)]
        if rows:
            parts.append(_table(("argument or option", "default", "meaning"), rows))
    return _page(parts)


def cli_commands() -> Iterator[tuple[str, _Click]]:
    """Yield every command that does something, by the words one types."""
    yield from _walk("jiesu", typer.main.get_command(app))


def _walk(path: str, command: _Click) -> Iterator[tuple[str, _Click]]:
    inner_commands = getattr(command, "commands", None)
    for name, inner in (inner_commands or {}).items():
        yield from _walk(f"{path} {name}", inner)
    if inner_commands is None and not command.hidden:
        yield path, command


def _help(command: _Click) -> str:
    return _plain_words(" ".join((command.help or "").split()))


def _is_help(parameter: _Click) -> bool:
    return "--help" in parameter.opts


def _parameter_row(parameter: _Click) -> tuple[str, str, str]:
    option = parameter.param_type_name == "option"
    name = ", ".join(parameter.opts + parameter.secondary_opts) if option else parameter.name
    if option and not parameter.is_flag:
        name = f"{name} {str(parameter.name).strip('_').upper()}"
    return f"`{name}`", _default(parameter), _plain_words(getattr(parameter, "help", None) or "–")


def _default(parameter: _Click) -> str:
    if parameter.required:
        return "required"
    if getattr(parameter, "is_flag", False) or parameter.default in {None, ""}:
        return "–"
    return f"`{parameter.default}`"


# --------------------------------------------------------------------------------------- words


def _page(parts: Iterable[str]) -> str:
    return _HEADER + "\n\n".join(parts) + "\n"


def _lines(parts: Iterable[str]) -> str:
    return "\n".join(parts)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def _doc(subject: type) -> str:
    """Return the first paragraphs of a docstring as Markdown."""
    return _plain_words(" ".join((subject.__doc__ or "").split()))


def _plain_words(text: str) -> str:
    return _DOUBLE_TICKS.sub(r"`\1`", _ROLE.sub(r"`\1`", text))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _state(state: StrEnum | None) -> str:
    return f"`{state.value}`" if state else "(new)"


def _arrow(source: StrEnum | None, target: StrEnum) -> str:
    return f"{_state(source)} → {_state(target)}" if source != target else f"stays {_state(target)}"


_WORDS: Mapping[object, str] = {
    str: "text",
    int: "whole number",
    bool: "yes or no",
    UUID: "id",
    Instant: "instant",
    PrivateText: "private",
    SealedText: "sealed",
}


def _type_text(kind: Any) -> str:  # noqa: ANN401 -- any annotation of a dataclass
    if get_origin(kind) in {Union, UnionType}:
        members = [member for member in get_args(kind) if member is not NoneType]
        if set(members) == {PrivateText, SealedText}:
            return "private"
        return ", ".join(map(_type_text, members))
    inner = get_args(kind)
    if inner:
        return f"list of {_type_text(inner[0])}"
    return _WORDS.get(kind) or f"`{kind.__name__}`"


def _values_of(kind: Any) -> str:  # noqa: ANN401 -- any annotation of a dataclass
    for member in get_args(kind) or (kind,):
        if isinstance(member, type) and issubclass(member, StrEnum):
            return _listed(value.value for value in member)
    return ""


def _law_page(name: str) -> str:
    return _page([law_page(name)])


PAGES: Mapping[str, Callable[[], str]] = {
    "commands.md": commands_page,
    "states.md": states_page,
    "permissions.md": permissions_page,
    "events.md": events_page,
    "cli.md": cli_page,
    **{name: partial(_law_page, name) for name in page_names()},
}
"""Every generated page, by its file in docs/reference."""


if __name__ == "__main__":
    main()
