# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Units, areas and who stands above whom: the map of duty, as of a day."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text

Ring = tuple[tuple[float, float], ...]
"""A closed ring of (longitude, latitude) in degrees; first point equals the last."""
Ground = tuple[tuple[Ring, ...], ...]
"""The parts of a territory, exclaves too: each an outer ring, then the holes that others fill."""


class UnknownUnit(Refusal):
    """No such unit, or not on that day."""

    what = Text("{day}没有承办单位“{unit}”。", 'There is no unit "{unit}" on {day}.')
    next_step = Text(
        "请用“jiesu pack show units”查看单位代码。", 'See the codes with "jiesu pack show units".'
    )


class UnknownArea(Refusal):
    """No such area in the pack."""

    what = Text("没有辖区“{area}”。", 'There is no area "{area}".')
    next_step = Text(
        "请用“jiesu pack show areas”查看辖区代码。", 'See the codes with "jiesu pack show areas".'
    )


class UnitKind(StrEnum):
    """承办单位类别."""

    CITY_DESK = "city_desk"  # 热线服务中心，兜底
    OVERSIGHT = "oversight"  # 监督机构：涉及被反映单位时的去处
    DISTRICT = "district"  # 区
    SUBDISTRICT = "subdistrict"  # 街道、乡镇
    AREA_COMMITTEE = "area_committee"  # 功能区管委会：可以受托管理街道
    DEPARTMENT = "department"  # 委办局
    UTILITY = "utility"  # 公共服务企业
    STATE_FIRM = "state_firm"  # 国有企业
    EXTERNAL = "external"  # 央属、军队等市外单位
    COMMUNITY = "community"  # 社区、村：协助，不得主办


OVER_STREETS = (UnitKind.DISTRICT, UnitKind.AREA_COMMITTEE)
"""Who can stand over sub-districts: a district, or the committee of an area handed to it."""


@dataclass(frozen=True, slots=True)
class UnitKinds:
    """Kinds of unit that a rule is about."""

    kinds: frozenset[UnitKind]

    def __contains__(self, kind: UnitKind) -> bool:
        return kind in self.kinds

    def __str__(self) -> str:
        return ", ".join(sorted(self.kinds))


@dataclass(frozen=True, slots=True)
class Unit:
    """承办单位. ``parent`` supervises it; ``successor`` takes over when it ends.

    ``line`` is the line of work (条线) of a district's department, the same in every district.
    """

    id: str
    name: Text
    kind: UnitKind
    parent: str | None
    since: date
    until: date | None = None
    successor: str | None = None
    district: str | None = None
    line: str | None = None

    def exists_on(self, day: date) -> bool:
        """Return whether the unit exists on ``day``; ``until`` is its first day gone."""
        return self.since <= day and (self.until is None or day < self.until)


class AreaKind(StrEnum):
    """辖区层级."""

    DISTRICT = "district"  # 区
    STREET = "street"  # 街道、乡镇


@dataclass(frozen=True, slots=True)
class Area:
    """辖区: territory of ``unit``; a polygon where borders are known, else a point or neither.

    ``official`` is the code of the national list of administrative divisions. A ``schematic``
    point (示意位置) is drawn to a pattern and says nothing about where the place really is.
    """

    code: str
    name: Text
    kind: AreaKind
    unit: str
    parent: str | None
    polygon: Ground | None = None
    point: tuple[float, float] | None = None
    official: str | None = None
    schematic: bool = False


@dataclass(frozen=True, slots=True)
class Organisation:
    """All units and areas of one city."""

    units: Mapping[str, Unit]
    areas: Mapping[str, Area]
    _departments: Mapping[tuple[str, str], tuple[Unit, ...]] = field(
        init=False, repr=False, compare=False
    )

    def __post_init__(self) -> None:
        found: dict[tuple[str, str], tuple[Unit, ...]] = {}
        for unit in self.units.values():
            if unit.parent is not None and unit.line is not None:
                key = unit.parent, unit.line
                found[key] = (*found.get(key, ()), unit)
        object.__setattr__(self, "_departments", found)

    def unit(self, unit_id: str, day: date) -> Unit:
        """Return the unit in charge on ``day``: itself, or the successor once it has ended.

        Raises:
            UnknownUnit: no such code, not yet founded, or ended without a successor.
        """
        unit = self.units.get(self.in_charge(unit_id, day))
        if unit is None or not unit.exists_on(day):
            raise UnknownUnit(unit=unit_id, day=day.isoformat())
        return unit

    def in_charge(self, unit_id: str, day: date) -> str:
        """Return the id of whoever answers for ``unit_id`` on ``day``: itself or its successor.

        An unknown code, or a unit that ended without a successor, answers for itself: who was
        complained of stays so.
        """
        unit = self.units.get(unit_id)
        while unit is not None and unit.until is not None and day >= unit.until:
            if unit.successor is None:
                break
            unit_id, unit = unit.successor, self.units.get(unit.successor)
        return unit_id

    def department(self, district: Unit, line: str, day: date) -> Unit | None:
        """Return the department of a line of work in a district on ``day``, if it has one."""
        for unit in self._departments.get((district.id, line), ()):
            if unit.exists_on(day):
                return unit
        return None

    def area(self, code: str) -> Area:
        """Return the area with that code.

        Raises:
            UnknownArea: no such code.
        """
        found = self.areas.get(code)
        if found is None:
            raise UnknownArea(area=code)
        return found

    def superiors(self, unit: Unit, day: date) -> Iterator[Unit]:
        """Yield the units above ``unit``, nearest first."""
        while unit.parent is not None:
            unit = self.unit(unit.parent, day)
            yield unit

    def district_of(self, area: Area) -> Area | None:
        """Return the district the area is or lies in."""
        if area.kind is AreaKind.DISTRICT:
            return area
        return self.areas.get(area.parent) if area.parent else None
