# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""考评方案: every choice made where a city turns answers into a ranking, as values of a pack."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from jiesu.domain.callback.messages import Satisfied, Solved
from jiesu.domain.organisations import Unit, UnitKind
from jiesu.kernel.text import Text


class MonthAnchor(StrEnum):
    """归属月份的依据: which instant of a verdict chooses its assessment month."""

    REGISTERED = "registered"  # 诉求登记时间
    DISPATCHED = "dispatched"  # 派单时间
    DUE = "due"  # 办理时限届满时间
    ANSWERED = "answered"  # 回访完成时间


class Counting(StrEnum):
    """计入口径: which of several answers about one appeal counts."""

    FIRST = "first"  # 首次回访
    LAST = "last"  # 末次回访
    EACH = "each"  # 逐次计入


class Share(StrEnum):
    """计入对象: in which capacity a unit takes part in a verdict."""

    LEAD = "lead"  # 主办（含央地协调）
    ASSIST = "assist"  # 协办
    DISTRICT = "district"  # 诉求所属区
    COPY = "copy"  # 抄送单位


class TieRule(StrEnum):
    """同分处理: who stands first of units with the same score."""

    LARGER_VOLUME = "larger_volume"  # 有效回访量大者在前
    SHARED = "shared"  # 并列


@dataclass(frozen=True, slots=True)
class Weights:
    """权重: how much each rate counts in the score; together they are 1."""

    response: Fraction
    resolution: Fraction
    satisfaction: Fraction

    def __str__(self) -> str:
        parts = (self.response, self.resolution, self.satisfaction)
        return "/".join(f"{float(part):g}" for part in parts)


@dataclass(frozen=True, slots=True)
class AnswerValues:
    """答案分值: how much of a full answer each answer is worth, from 0 to 1."""

    partly: Fraction
    basically: Fraction

    def solved(self, answer: Solved) -> Fraction:
        """Return what an answer is worth in the resolution rate."""
        return {Solved.SOLVED: Fraction(1), Solved.PARTLY: self.partly}.get(answer, Fraction(0))

    def satisfied(self, answer: Satisfied) -> Fraction:
        """Return what an answer is worth in the satisfaction rate."""
        full = {Satisfied.SATISFIED: Fraction(1), Satisfied.BASICALLY: self.basically}
        return full.get(answer, Fraction(0))

    def __str__(self) -> str:
        return f"partly {float(self.partly):g}, basically {float(self.basically):g}"


@dataclass(frozen=True, slots=True)
class PeerGroup:
    """考评分组: units ranked against one another; by kind, or named one by one."""

    id: str
    name: Text
    kinds: frozenset[UnitKind]
    units: frozenset[str] = frozenset()

    def includes(self, unit: Unit) -> bool:
        """Return whether the unit is ranked in this group."""
        return unit.id in self.units or unit.kind in self.kinds

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, slots=True)
class PeerGroups:
    """All groups of a city, in the order they are shown."""

    groups: tuple[PeerGroup, ...]

    def named(self) -> frozenset[str]:
        """Return the units that are named one by one."""
        return frozenset(unit for group in self.groups for unit in group.units)

    def __str__(self) -> str:
        return ", ".join(map(str, self.groups))


@dataclass(frozen=True, slots=True)
class Shares:
    """In which capacities a unit takes part in a verdict; each unit takes part once."""

    capacities: frozenset[Share]

    def __contains__(self, share: Share) -> bool:
        return share in self.capacities

    def __str__(self) -> str:
        return ", ".join(sorted(self.capacities))
