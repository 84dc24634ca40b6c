# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The command registry: what can be asked of the city, declared once.

Doors, permission matrix, documentation and tests derive from these rows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from jiesu.application.policy import CityPolicy
from jiesu.domain.streams import Circumstances, Facts, StreamKind
from jiesu.domain.workorders.case import Case
from jiesu.kernel.events import Command
from jiesu.kernel.text import Text

Decide = Callable[[Case, Any, CityPolicy, Circumstances], Facts]
"""Pure: the case as loaded, the command, the law, the circumstances → facts, or a refusal."""


class Scope(StrEnum):
    """Whose things a unit-bound role may touch with a command."""

    CITY = "city"  # any; unit-bound roles may not use it
    OWN_UNIT = "own_unit"  # only orders of one's own unit


@dataclass(frozen=True, slots=True)
class Registration:
    """One command: which aggregate it addresses, who may, how it is decided."""

    command: type[Command]
    title: Text
    aggregate: StreamKind
    permission: str
    scope: Scope
    decide: Decide
    creates: Callable[[Any], bool] = lambda _command: False
    """Whether the command starts a case of its own, so that nothing needs loading."""
    begins: bool = False
    """Whether the aggregate it addresses may be absent so far; else absent is refused as such."""
    loaded_by: StreamKind | None = None
    """The aggregate the case is found by, where that is not the one addressed."""

    @property
    def loads(self) -> StreamKind:
        """Return the kind of stream the case is loaded by."""
        return self.loaded_by or self.aggregate

    def origin(self, command: Command) -> UUID:
        """Return the id of the stream the case is loaded by."""
        found: UUID = getattr(command, f"{self.loads}_id")
        return found

    def subject(self, command: Command) -> UUID:
        """Return the id of the aggregate the command addresses."""
        found: UUID = getattr(command, f"{self.aggregate}_id")
        return found


class Registry:
    """All registrations, by command."""

    def __init__(self, *stages: tuple[Registration, ...]) -> None:
        rows = [row for stage in stages for row in stage]
        self._rows: Mapping[type[Command], Registration] = {row.command: row for row in rows}
        if len(self._rows) != len(rows):
            raise ValueError("a command is registered twice")

    def __getitem__(self, command: type[Command]) -> Registration:
        return self._rows[command]

    def rows(self) -> tuple[Registration, ...]:
        """Return every registration in the order of the process."""
        return tuple(self._rows.values())

    def permissions(self) -> frozenset[str]:
        """Return every permission a command can need."""
        return frozenset(row.permission for row in self._rows.values())
