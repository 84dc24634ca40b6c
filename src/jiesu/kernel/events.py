# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The base of every event and command: frozen, plain data, named once."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A wish put to the gate. Subclasses are frozen dataclasses of plain data."""

    name: ClassVar[str] = "command"

    def __init_subclass__(cls) -> None:
        cls.name = cls.__name__


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact that has happened. Subclasses are frozen dataclasses of plain data, never personal."""

    name: ClassVar[str] = "event"

    def __init_subclass__(cls) -> None:
        cls.name = cls.__name__
