# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""In what form each expectation is written, so that a misspelt one is found before it is played."""

from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class One:
    """A single value; one of ``allowed`` where that is given, nothing where it may be."""

    allowed: frozenset[str] | None = None
    may_be_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Many:
    """A list, each item of one form."""

    of: "Form"


@dataclass(frozen=True, slots=True)
class Table:
    """Names of the author's own, or out of ``allowed``, each with a value of one form."""

    of: "Form"
    allowed: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Fixed names, each with a form of its own; those in ``needed`` must be written."""

    of: "Mapping[str, Form]"
    needed: frozenset[str] = frozenset()


Form = One | Many | Table | Record

_PLAIN = One(may_be_nothing=True)


@cache
def fields_of(state: type, **also: str) -> Record:
    """Return the form of any fields of a state; ``also`` gives some a shorter name."""
    hints: dict[str, Any] = get_type_hints(state)
    found = {field.name: _form(hints[field.name]) for field in fields(state)}
    return Record({**found, **{short: found[name] for short, name in also.items()}})


def _form(hint: object) -> Form:
    kinds = (hint, *get_args(hint))
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, StrEnum):
            one = One(frozenset(member.value for member in kind), type(None) in kinds)
            return Many(one) if get_origin(hint) is tuple else one
    return Many(One()) if get_origin(hint) is tuple else _PLAIN
