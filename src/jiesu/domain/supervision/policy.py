# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the law must say about whistles, the ladder of escalation, and surges."""

from dataclasses import dataclass
from fractions import Fraction

from jiesu.domain.timelimits import TimeLimit
from jiesu.kernel.text import Text
from jiesu.rulebook.dated import Dated
from jiesu.rulebook.reasons import Reasons


@dataclass(frozen=True, slots=True)
class Rung:
    """督办层级: who steps in once an order has been overdue for ``after``."""

    id: str
    name: Text
    after: TimeLimit

    def __str__(self) -> str:
        return f"{self.id} {self.after}"


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs in the order they are climbed."""

    rungs: tuple[Rung, ...]

    def __str__(self) -> str:
        return ", ".join(map(str, self.rungs))


@dataclass(frozen=True, slots=True)
class SurgeLevel:
    """话务高峰等级: reached when contacts come in at ``times`` the usual rate."""

    id: str
    name: Text
    times: Fraction

    def __str__(self) -> str:
        return f"{self.id} {float(self.times):g}"


@dataclass(frozen=True, slots=True)
class SurgeLevels:
    """The levels, the lowest first."""

    levels: tuple[SurgeLevel, ...]

    def __str__(self) -> str:
        return ", ".join(map(str, self.levels))


@dataclass(frozen=True, slots=True)
class SupervisionPolicy:
    """Parameters ``supervision.*`` of the pack."""

    whistle_kinds: Dated[Reasons]
    """What a sub-district may whistle departments together for."""
    whistle_arrival: Dated[TimeLimit]
    """How long a department that was whistled for has to be there."""
    ladder: Dated[Ladder]
    """Who steps in as an order stays overdue."""
    surge: Dated[SurgeLevels]
    """From which multiple of the usual volume on a surge is called."""
