# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What was made of the words of an appeal. Only suggestions: nothing here decides anything.

Positions are characters of the text that was read, ``end`` exclusive. A confidence is the share of
such guesses that prove right, 0 to 1.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from jiesu.domain.taxonomy import AppealKind
from jiesu.kernel.text import Text
from jiesu.rulebook.dated import Dated


class Urgency(StrEnum):
    """紧急程度: how soon somebody should look at it."""

    ROUTINE = "routine"  # 一般
    PRESSING = "pressing"  # 紧急
    DANGER = "danger"  # 危及人身安全


class Party(StrEnum):
    """诉求主体: in whose name somebody speaks."""

    PERSON = "person"  # 个人
    FIRM = "firm"  # 企业


class Hint(StrEnum):
    """提示: what the person on the telephone may look after; never stored, never a label."""

    NEED = "need"  # 可能需要特别照顾
    MINOR = "minor"  # 可能涉及未成年人


class PlaceKind(StrEnum):
    """地点类型: what kind of place a name means."""

    DISTRICT = "district"  # 区
    STREET = "street"  # 街道、镇、乡
    COMMUNITY = "community"  # 社区、村
    ESTATE = "estate"  # 小区
    ROAD = "road"  # 道路
    LANDMARK = "landmark"  # 地标
    HOUSE = "house"  # 门牌、楼栋、房间


@dataclass(frozen=True, slots=True)
class Mention:
    """提及: a piece of the text that names a place."""

    start: int
    end: int
    kind: PlaceKind
    name: str
    """What is named, in full, however it was written."""


@dataclass(frozen=True, slots=True)
class MatterGuess:
    """候选事项: a matter the text may be about, and the words that speak for it most."""

    code: str
    confidence: float
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceGuess:
    """候选地点: an area the text may be about, with what was read and why it means this area."""

    area: str
    confidence: float
    mentions: tuple[Mention, ...]
    reason: Text


@dataclass(frozen=True, slots=True)
class KindGuess:
    """候选类别: what kind of appeal it sounds like."""

    kind: AppealKind
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class UrgencyGuess:
    """候选紧急程度: how soon, and the words that say so."""

    level: Urgency = Urgency.ROUTINE
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacesRead:
    """地点识别: the areas meant, the likeliest first, and what to ask where it stays open."""

    guesses: tuple[PlaceGuess, ...] = ()
    question: Text | None = None


@dataclass(frozen=True, slots=True)
class Understood:
    """诉求理解: everything one text was taken to say.

    ``matters`` are for the text as a whole, the likeliest first; ``several`` are the matters of
    its parts when it speaks of more than one. ``sure`` says that the first matter reaches the
    pack's bar; otherwise a person is to be asked.
    """

    matters: tuple[MatterGuess, ...] = ()
    sure: bool = False
    several: tuple[MatterGuess, ...] = ()
    kind: KindGuess = KindGuess(AppealKind.HELP)
    urgency: UrgencyGuess = UrgencyGuess()
    party: Party = Party.PERSON
    hints: frozenset[Hint] = frozenset()
    places: PlacesRead = PlacesRead()


@dataclass(frozen=True, slots=True)
class UnderstandingPolicy:
    """Parameters ``understanding.*`` of the pack."""

    sure_from: Dated[Fraction]
    """From which confidence on a suggestion may stand as it is; below, a person is asked."""
    alike_from: Dated[Fraction]
    """Which share of their character pieces makes two texts near-copies."""
    alike_days: Dated[int]
    """For how many days an earlier appeal counts as possibly the same."""
    nearby_fewest: Dated[int]
    """Of fewer like appeals than this the public is told nothing."""
    nearby_months: Dated[int]
    """How many months back like appeals are counted for the public."""
    border_metres: Dated[int]
    """Within this distance of a border every neighbour is named."""

    def is_sure(self, guess: MatterGuess, day: date) -> bool:
        """Return whether ``guess`` reaches the bar of ``day``."""
        return guess.confidence >= float(self.sure_from.as_of(day).value)
