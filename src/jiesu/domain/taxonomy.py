# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What an appeal is about: kinds, channels, matters, the dispatch catalogue, the special routes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Citation, Standing


class UnknownMatter(Refusal):
    """No such matter in the catalogue."""

    what = Text("派单目录中没有事项“{matter}”。", 'The catalogue has no matter "{matter}".')
    next_step = Text(
        "请用“jiesu pack show matters”查看事项代码，或留空由派单员判定。",
        'See the codes with "jiesu pack show matters", or leave it empty for a dispatcher.',
    )


class AppealKind(StrEnum):
    """诉求类别: the five kinds the ordinance names."""

    INQUIRY = "inquiry"  # 咨询
    HELP = "help"  # 求助
    COMPLAINT = "complaint"  # 投诉
    TIP_OFF = "tip_off"  # 举报
    SUGGESTION = "suggestion"  # 建议


class Channel(StrEnum):
    """渠道: the door an appeal came through."""

    PHONE = "phone"  # 电话
    WEB = "web"  # 网站
    MINI_PROGRAM = "mini_program"  # 小程序
    APP = "app"  # 客户端
    EMAIL = "email"  # 邮件
    LETTER = "letter"  # 来信
    OTHER_HOTLINE = "other_hotline"  # 其他热线转来
    GRID_WORKER = "grid_worker"  # 网格员
    MEDIA_LEAD = "media_lead"  # 媒体线索
    COUNTER = "counter"  # 窗口来访


class SpecialRoute(StrEnum):
    """不派单情形: the six ways an appeal is answered without an order."""

    EMERGENCY = "emergency"  # 紧急情况，转 110/119/120/122
    LEGAL_CHANNEL = "legal_channel"  # 应当通过法定途径
    REPEAT = "repeat"  # 同一事项无新事实
    SECRETS = "secrets"  # 涉密、隐私
    OUTSIDE_DUTY = "outside_duty"  # 超出职责范围
    UNLAWFUL = "unlawful"  # 违法、违背公序良俗


LEAF_LEVEL = 3
"""The catalogue is a tree of three levels."""


@dataclass(frozen=True, slots=True)
class Matter:
    """诉求事项: a node of the three-level tree; only leaves (level 3) are given to appeals.

    ``words`` are how people speak of it, ``ask`` what the hotline should ask, ``tags`` codes out of
    the catalogue's own list, ``national`` the code of GB/T 39666 where it is known.
    """

    code: str
    name: Text
    parent: str | None
    level: int
    words: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    national: str | None = None
    ask: Text | None = None
    standing: Standing | None = None


class Territory(StrEnum):
    """A unit that depends on the place instead of being named.

    ``@district.LINE`` is the district's department of that line of work, see :func:`line_of`.
    """

    SUBDISTRICT = "@subdistrict"
    DISTRICT = "@district"


_LINE = f"{Territory.DISTRICT.value}."


def line_of(unit: str) -> str | None:
    """Return the line of work in ``@district.LINE``; None for every other way to name a unit."""
    return unit.removeprefix(_LINE) if unit.startswith(_LINE) else None


def by_place(unit: str) -> bool:
    """Return whether who is meant depends on where the matter is."""
    return unit in {each.value for each in Territory} or line_of(unit) is not None


@dataclass(frozen=True, slots=True)
class DutyItem:
    """权责清单条目: who leads a matter from ``since`` until before ``until``, by which article.

    ``lead`` and ``co_handlers`` are unit ids, a :class:`Territory`, or ``@district.LINE``.
    """

    id: str
    matter: str
    lead: str
    co_handlers: tuple[str, ...]
    time_limit_class: str
    citation: Citation
    standing: Standing
    since: date
    until: date | None = None

    def in_force(self, day: date) -> bool:
        """Return whether the item applies on ``day``."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class DispatchCatalogue:
    """派单目录: the matters and, for each, its duty items through time."""

    matters: Mapping[str, Matter]
    duties: Mapping[str, tuple[DutyItem, ...]]
    tags: Mapping[str, Text] = field(default_factory=dict)
    """What the codes in :attr:`Matter.tags` are called."""

    def matter(self, code: str) -> Matter:
        """Return the matter.

        Raises:
            UnknownMatter: not in the catalogue.
        """
        found = self.matters.get(code)
        if found is None:
            raise UnknownMatter(matter=code)
        return found

    def is_leaf(self, code: str) -> bool:
        """Return whether the matter is of the finest level; refuse an unknown one."""
        return self.matter(code).level == LEAF_LEVEL

    def duty(self, code: str, day: date) -> DutyItem | None:
        """Return the duty item in force for the matter, or the nearest one above it."""
        for matter in self._upwards(code):
            for item in self.duties.get(matter.code, ()):
                if item.in_force(day):
                    return item
        return None

    def _upwards(self, code: str) -> Iterator[Matter]:
        matter: Matter | None = self.matter(code)
        while matter is not None:
            yield matter
            matter = self.matters.get(matter.parent) if matter.parent else None
