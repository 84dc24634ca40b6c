# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What every door needs to turn fields somebody typed into a command of the registry."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from difflib import get_close_matches
from enum import StrEnum
from typing import get_args, get_type_hints

import msgspec

from jiesu.application.registry import Registration, Registry
from jiesu.domain.access import Actor
from jiesu.domain.sealed import PRIVATE_KINDS
from jiesu.kernel.errors import BadInput
from jiesu.kernel.events import Command
from jiesu.kernel.private import PrivateText
from jiesu.kernel.text import Text

_HINTS: dict[type[Command], dict[str, object]] = {}


class UnknownCommand(BadInput):
    """No such command in the registry."""

    what = Text("没有指令“{name}”。", 'There is no command "{name}".')
    next_step = Text("您是否要用：{near}？", "Did you mean: {near}?")


class UnknownField(BadInput):
    """The command has no such field."""

    what = Text("指令“{command}”没有字段“{field}”。", '"{command}" has no field "{field}".')
    next_step = Text("可用字段：{known}。", "It has: {known}.")


class BadField(BadInput):
    """The fields do not make the command: one is missing, or is not what it should be."""

    what = Text("指令“{command}”的字段有误：{why}。", 'The fields of "{command}" are wrong: {why}.')
    next_step = Text("可用字段：{known}。", "It has: {known}.")


class BadActor(BadInput):
    """Who acts is written as a role, and for unit-bound roles its unit."""

    what = Text("“{text}”不是有效的身份。", '"{text}" does not say who acts.')
    next_step = Text(
        "请写成 角色 或 角色@单位，例如 handler@qc-liuyin。",
        "Write ROLE or ROLE@UNIT, for example handler@qc-liuyin.",
    )


def find_registration(registry: Registry, name: str) -> Registration:
    """Return the registration of the command called ``name``.

    Raises:
        UnknownCommand: naming the nearest ones.
    """
    rows = {row.command.name: row for row in registry.rows()}
    if name not in rows:
        near = get_close_matches(name, rows, cutoff=0.3) or list(rows)
        raise UnknownCommand(name=name, near=", ".join(near))
    return rows[name]


def command_from_fields(row: Registration, given: Mapping[str, object]) -> Command:
    """Return the command made of the fields as typed.

    Raises:
        UnknownField, BadField: naming what the command has.
    """
    hints = _HINTS.get(row.command) or _HINTS.setdefault(row.command, get_type_hints(row.command))
    listed = ", ".join(describe_fields(row))
    known = {field.name: field for field in fields(row.command)}
    for name in given:
        if name not in known:
            raise UnknownField(command=row.command.name, field=name, known=listed)
    missing = [n for n, field in known.items() if field.default is MISSING and n not in given]
    if missing:
        why = f"{', '.join(missing)} ?"
        raise BadField(command=row.command.name, why=why, known=listed)
    values: dict[str, object] = {}
    for name, value in given.items():
        try:
            values[name] = _read(name, value, hints[name], private=is_private(row, name))
        except msgspec.ValidationError as error:
            why = f"{name}: {error}{_choices(hints[name])}"
            raise BadField(command=row.command.name, why=why, known=listed) from None
    return row.command(**values)


def _read(name: str, value: object, hint: object, *, private: bool) -> object:
    if private:
        return PrivateText(PRIVATE_KINDS[name], str(value))
    return msgspec.convert(value, hint, strict=False)


def _choices(hint: object) -> str:
    """Return the values an enumeration allows, where the field is one."""
    for kind in (hint, *get_args(hint)):
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            return f" ({', '.join(kind)})"
    return ""


def is_private(row: Registration, name: str) -> bool:
    """Return whether the field holds personal words."""
    return next("Private" in str(f.type) for f in fields(row.command) if f.name == name)


def describe_fields(row: Registration) -> Iterator[str]:
    """Yield the command's fields, those that may be left out in brackets."""
    for field in fields(row.command):
        optional = field.default is not MISSING
        yield f"[{field.name}]" if optional else field.name


def actor_from_text(text: str, account: str) -> Actor:
    """Return the actor written as ``ROLE`` or ``ROLE@UNIT``, acting from ``account``.

    Raises:
        BadActor: it cannot be read.
    """
    role, at, unit = text.partition("@")
    if not role or (at and not unit) or "|" in text:
        raise BadActor(text=text)
    return Actor(account, role, unit or None)
