# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What is known of an invented text: the truth a judgement of it is measured against."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jiesu.adapters.text.redact import PersonalType
from jiesu.domain.taxonomy import AppealKind
from jiesu.domain.understanding import Party, PlaceKind, Urgency


class Style(StrEnum):
    """表述方式: how somebody puts it; every text has one."""

    PLAIN = "plain"  # 平实
    INDIRECT = "indirect"  # 只说现象，不提事项
    EMOTIONAL = "emotional"  # 情绪激动
    TWO_MATTERS = "two_matters"  # 一次说两件事
    MISNAMED = "misnamed"  # 地名简称、写错
    DIALECT = "dialect"  # 方言词
    SPEECH = "speech"  # 语音转写
    FIRM = "firm"  # 企业
    ELDERLY = "elderly"  # 老年人
    ENGLISH = "english"  # 英文
    SHORT = "short"  # 只有一句
    LONG = "long"  # 长篇
    LETTER = "letter"  # 书面来信


class Need(StrEnum):
    """特殊群体: what somebody says of themselves that others must heed."""

    ELDERLY = "elderly"  # 老年人
    MINOR = "minor"  # 未成年人
    DISABLED = "disabled"  # 残疾人
    POOR = "poor"  # 困难群众
    PREGNANT = "pregnant"  # 孕妇、婴儿
    ILL = "ill"  # 病人


@dataclass(frozen=True, slots=True)
class PlaceSpan:
    """Where a place is named; ``means`` is the area's code, or the right name of the place."""

    start: int
    end: int
    kind: PlaceKind
    means: str


@dataclass(frozen=True, slots=True)
class PersonalSpan:
    """Where something personal stands, typed as the redaction types it."""

    start: int
    end: int
    type: PersonalType


@dataclass(frozen=True, slots=True)
class Composed:
    """虚构诉求: an invented text and everything that is true of it.

    ``leaves`` and ``owners`` go together, the first matter first. ``area`` is the street it all
    happened in, whether or not the text says so. Spans are of characters, end exclusive, in order.
    """

    text: str
    title: str
    language: str
    leaves: tuple[str, ...]
    kind: AppealKind
    urgency: Urgency
    party: Party
    style: Style
    area: str
    owners: tuple[str, ...]
    places: tuple[PlaceSpan, ...] = ()
    personal: tuple[PersonalSpan, ...] = ()
    needs: frozenset[Need] = frozenset()
    answer: str | None = None
    accused: str | None = None

    @property
    def skeleton(self) -> str:
        """Return the text without its places, its personal data and its numbers."""
        text, position, parts = self.text, 0, []
        known = [(span.start, span.end) for span in self.places]
        for start, end in sorted([*known, *((span.start, span.end) for span in self.personal)]):
            if start >= position:
                parts += [text[position:start], "＿"]
                position = end
        return _NUMBERS.sub("＃", "".join([*parts, text[position:]]))

    def plain(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {
            "text": self.text,
            "title": self.title,
            "language": self.language,
            "leaves": list(self.leaves),
            "kind": self.kind.value,
            "urgency": self.urgency.value,
            "party": self.party.value,
            "style": self.style.value,
            "area": self.area,
            "owners": list(self.owners),
            "places": [[s.start, s.end, s.kind.value, s.means] for s in self.places],
            "personal": [[s.start, s.end, s.type.value] for s in self.personal],
            "needs": sorted(self.needs),
        }


_NUMBERS = re.compile(r"\d+")
