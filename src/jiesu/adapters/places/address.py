# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The grammar of a Chinese address: from the province down to the room, any part may be missing.

Works on folded text. Every pattern looks at a bounded number of characters, so that reading is
linear in the text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from jiesu.domain.understanding import PlaceKind


class AddressLevel(StrEnum):
    """地址层级, from the whole down."""

    PROVINCE = "province"  # 省
    CITY = "city"  # 市
    DISTRICT = "district"  # 区、县
    STREET = "street"  # 街道、镇、乡、地区
    COMMUNITY = "community"  # 社区、村
    ROAD = "road"  # 路、街、巷、胡同
    NUMBER = "number"  # 号、号院
    ESTATE = "estate"  # 小区
    BUILDING = "building"  # 楼、栋
    UNIT = "unit"  # 单元
    FLOOR = "floor"  # 层
    ROOM = "room"  # 室


@dataclass(frozen=True, slots=True)
class AddressPart:
    """地址成分: one part of an address and where it stands in the text."""

    level: AddressLevel
    text: str
    start: int
    end: int

    @property
    def kind(self) -> PlaceKind | None:
        """Return what it is a mention of, or None for what is wider than a city's district."""
        return _KINDS.get(self.level)


@dataclass(frozen=True, slots=True)
class Address:
    """结构化地址: the parts found, in the order of the text."""

    parts: tuple[AddressPart, ...] = ()

    def part(self, level: AddressLevel) -> str | None:
        """Return the first part of a level as it is written, if there is one."""
        return next((part.text for part in self.parts if part.level is level), None)


_KINDS = {
    AddressLevel.DISTRICT: PlaceKind.DISTRICT,
    AddressLevel.STREET: PlaceKind.STREET,
    AddressLevel.COMMUNITY: PlaceKind.COMMUNITY,
    AddressLevel.ROAD: PlaceKind.ROAD,
    AddressLevel.ESTATE: PlaceKind.ESTATE,
    AddressLevel.NUMBER: PlaceKind.HOUSE,
    AddressLevel.BUILDING: PlaceKind.HOUSE,
    AddressLevel.UNIT: PlaceKind.HOUSE,
    AddressLevel.FLOOR: PlaceKind.HOUSE,
    AddressLevel.ROOM: PlaceKind.HOUSE,
}

_NOT = (
    "的了在到从是去和与跟住于位至及有被把让向往距离我你他这那某该本贵每各请为对将由经过说"
    "反映投诉举报附近旁边"
)
"""Characters that no name of a place holds: what stands before one is no part of it."""
_H = rf"[^\W\d_a-z{_NOT}省市区县镇乡路街巷号楼栋]"
_COUNT = r"(?:[0-9]{1,5}|[一二三四五六七八九十百零〇两]{1,5}|[甲乙丙丁戊])"
_N = rf"(?:[甲乙丙丁]?[a-z]?{_COUNT}(?:[-之][0-9]{{1,4}})?[a-z甲乙丙丁]?)"
_LEVELS = (
    (AddressLevel.PROVINCE, rf"{_H}{{2,7}}(?:省|自治区)"),
    (AddressLevel.CITY, rf"{_H}{{2,6}}市"),
    (AddressLevel.DISTRICT, rf"{_H}{{2,6}}(?:新区|(?<![小社园校城片辖景地])区|县)(?!域)"),
    (AddressLevel.STREET, rf"{_H}{{2,8}}(?:街道(?:办事处|办)?|地区|镇|乡)"),
    (AddressLevel.COMMUNITY, rf"{_H}{{2,10}}(?:社区|(?<![新农])村(?!民))"),
    (
        AddressLevel.ROAD,
        (
            rf"{_H}{{1,7}}(?:[东南西北中内外]{{0,2}})(?:大街|大道|胡同|(?<![马公干支道线电铁走修过半思])路|街(?!道)|巷|(?<![知难载味频渠通管轨河车街行步水盲隧报])道)"
            r"(?:[东南西北中一二三四五六七八九十]{1,2}[巷条段])?"
        ),
    ),
    (
        AddressLevel.ESTATE,
        (
            rf"{_H}{{2,9}}(?:小区|家园|花园|公寓|新村|嘉园|佳苑|雅苑|新苑|苑|名城|大厦|广场"
            r"|东里|西里|南里|北里|中里|别墅)(?:[东南西北一二三四五六七八九十0-9]{1,2}[区期])?"
        ),
    ),
    (
        AddressLevel.BUILDING,
        rf"(?:[a-z](?=座)|{_N})(?:号楼|#楼|号?栋|幢|座|#|(?<!号)楼(?![层上下梯道长房盘]))",
    ),
    (AddressLevel.NUMBER, rf"{_N}号(?:大?院|门|库)?(?![楼栋线])"),
    (AddressLevel.UNIT, rf"{_N}(?:单元|门(?![口面外前卫]))"),
    (AddressLevel.FLOOR, rf"{_N}(?:层|楼(?=[上下]))"),
    (AddressLevel.ROOM, rf"{_N}(?:室|房(?![子屋东])|户(?![口籍]))"),
    (AddressLevel.ROOM, r"(?<=单元)[0-9]{3,4}(?![0-9年元])"),
)
_PATTERN = re.compile("|".join(f"(?P<l{i}>{pattern})" for i, (_, pattern) in enumerate(_LEVELS)))
_DASHED = re.compile(
    r"(?<![0-9-])(?P<building>[0-9]{1,3})-(?P<unit>[0-9]{1,2})-(?P<room>[0-9]{2,4})(?![0-9-])"
)


def read_address(text: str) -> Address:
    """Return the parts of the addresses in a folded text, in order; none overlaps another."""
    parts = [*_dashed(text), *_suffixed(text)]
    parts.sort(key=lambda part: (part.start, -part.end))
    return Address(tuple(_apart(parts)))


def _suffixed(text: str) -> Iterator[AddressPart]:
    for found in _PATTERN.finditer(text):
        level = _LEVELS[int((found.lastgroup or "l0")[1:])][0]
        yield AddressPart(level, found[0], found.start(), found.end())


def _dashed(text: str) -> Iterator[AddressPart]:
    """Yield the parts of a short form like ``12-3-401``."""
    for found in _DASHED.finditer(text):
        for level in (AddressLevel.BUILDING, AddressLevel.UNIT, AddressLevel.ROOM):
            name = level.value
            yield AddressPart(level, found[name], found.start(name), found.end(name))


def _apart(parts: list[AddressPart]) -> Iterator[AddressPart]:
    end = 0
    for part in parts:
        if part.start >= end:
            end = part.end
            yield part
