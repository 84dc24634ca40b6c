# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""演练脚本: given a day, when these things happen, then this must follow; plain data, no city."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeAlias

from jiesu.domain.clocks import ClockName
from jiesu.domain.timelimits import TimeLimit

Plain: TypeAlias = "str | tuple[Plain, ...] | Mapping[str, Plain] | None"
"""What is expected or found, as it is written: nothing, a text, a list, or names with values."""


@dataclass(frozen=True, slots=True)
class Player:
    """Who acts: a role, for unit-bound ones its unit, and an account where it matters which."""

    role: str
    unit: str | None = None
    account: str | None = None

    @classmethod
    def named(cls, text: str) -> "Player":
        """Return who is written as ``role``, ``role@unit`` or ``role@unit#account``."""
        who, _, account = text.partition("#")
        role, _, unit = who.partition("@")
        return cls(role, unit or None, account or None)

    def __str__(self) -> str:
        unit = f"@{self.unit}" if self.unit else ""
        return f"{self.role}{unit}" + (f"#{self.account}" if self.account else "")


@dataclass(frozen=True, slots=True)
class Act:
    """One command. What is left out is found: the latest appeal, its lead order, who may.

    ``of`` names the appeal, contact or membership meant, ``order`` the unit whose order it is,
    ``round`` the round asked about, ``called`` a name for what begins here. ``refused`` is the code
    of the refusal that must follow; None: it must be carried out.
    """

    command: str
    fields: Mapping[str, object] = field(default_factory=dict)
    by: Player | None = None
    of: str | None = None
    order: str | None = None
    round: int | None = None
    called: str | None = None
    at: datetime | None = None
    refused: str | None = None
    rule: Mapping[str, str] | None = None
    """The article the refusal must name."""


@dataclass(frozen=True, slots=True)
class Wait:
    """Time passes, counted as the law counts limits; clocks that run out are fired on the way."""

    limit: TimeLimit


@dataclass(frozen=True, slots=True)
class Until:
    """Time passes until a local moment, or until a clock of the case runs out, and fires it."""

    clock: ClockName | None = None
    moment: datetime | None = None
    of: str | None = None
    order: str | None = None


Step = Act | Wait | Until


@dataclass(frozen=True, slots=True)
class LookUp:
    """A parameter as the law has it on the day."""

    key: str


@dataclass(frozen=True, slots=True)
class AskDuty:
    """Who leads a matter, as the duty list has it on the day."""

    matter: str


@dataclass(frozen=True, slots=True)
class AskHolders:
    """Which roles carry a permission on the day."""

    permission: str


@dataclass(frozen=True, slots=True)
class Assign:
    """An appeal is taken down and dispatched: who gets it?"""

    steps: tuple[Act, ...]


@dataclass(frozen=True, slots=True)
class Play:
    """Steps, one after the other."""

    steps: tuple[Step, ...]


When = LookUp | AskDuty | AskHolders | Assign | Play


@dataclass(frozen=True, slots=True)
class Script:
    """One scenario: it begins at a local moment; ``then`` is what must be found at the end."""

    begins: datetime
    when: When
    then: Mapping[str, Plain]

    @property
    def day(self) -> date:
        """Return the local day on which it begins."""
        return self.begins.date()


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as expected: where, what was written, what was found."""

    path: str
    expected: Plain
    found: Plain
