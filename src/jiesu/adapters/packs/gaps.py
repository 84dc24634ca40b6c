# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a sound pack still lacks: nothing that stops it, everything its author would want to know.

A *problem* keeps a pack from being used; a *gap* does not. Gaps are found in the policy alone; the
rows it was read from only say where each of them stands.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from jiesu.adapters.packs.needs import DEFAULT_CLASS, FALLBACK_UNIT, LIMIT_PREFIX, RECUSAL_UNIT
from jiesu.adapters.packs.problems import Place
from jiesu.application.lawbook import LawBook
from jiesu.application.policy import CityPolicy
from jiesu.domain.organisations import Unit, UnitKind
from jiesu.domain.taxonomy import LEAF_LEVEL, DutyItem, Matter, Territory, line_of
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Citation, Standing
from jiesu.rulebook.dated import DatedValue

T = TypeVar("T")
_YEAR = timedelta(days=366)
"""After so long a value wants to be compared with its source again."""


class GapKind(StrEnum):
    """Every kind of gap; its sentences stand in ``gap_wording.py``."""

    WORDS_MISSING = "words-missing"
    ASK_MISSING = "ask-missing"
    UNIT_IDLE = "unit-idle"
    GROUND_MISSING = "ground-missing"
    LINE_ABSENT = "line-absent"
    CLASS_UNUSED = "class-unused"
    CLASS_INTERRUPTED = "class-interrupted"
    TEXT_SAME = "text-same"
    ARTICLE_UNPROVED = "article-unproved"
    VALUE_ASSUMED = "value-assumed"
    VALUE_STALE = "value-stale"
    DUTY_ASSUMED = "duty-assumed"
    AREA_UNPLACED = "area-unplaced"
    AREA_SCHEMATIC = "area-schematic"


@dataclass(frozen=True, slots=True)
class Gap:
    """One gap: what kind, about what, where it stands; ``line`` 0 means the file as a whole."""

    kind: GapKind
    subject: str
    place: Place
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """Where units, areas, matters, duty items and the values of parameters were read."""

    units: Mapping[str, Place] = field(default_factory=dict)
    areas: Mapping[str, Place] = field(default_factory=dict)
    matters: Mapping[str, Place] = field(default_factory=dict)
    duties: Mapping[str, Place] = field(default_factory=dict)
    values: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)


def find_gaps(policy: CityPolicy, rows: Rows, today: date) -> list[Gap]:
    """Return every gap of a sound pack as its law stands on ``today``, kind by kind."""
    look = _Look(policy, rows, today)
    found = [
        *look.leaves(),
        *look.idle_units(),
        *look.units_without_ground(),
        *look.absent_lines(),
        *look.classes(),
        *look.same_texts(),
        *look.unproved_articles(),
        *look.values(),
        *look.duties_assumed(),
        *look.areas(),
    ]
    order = list(GapKind)
    return sorted(found, key=lambda gap: order.index(gap.kind))


class _Look:
    """One look at a pack; each method finds one or two kinds of gap."""

    def __init__(self, policy: CityPolicy, rows: Rows, today: date) -> None:
        self._policy, self._rows, self._today = policy, rows, today
        catalogue = policy.catalogue.duties.values()
        self._items = [item for listed in catalogue for item in listed if item.in_force(today)]
        standing = policy.organisation.units.values()
        self._units = [unit for unit in standing if unit.exists_on(today)]
        areas = policy.organisation.areas.values()
        self._grounded = {policy.organisation.in_charge(area.unit, today) for area in areas}

    def leaves(self) -> Iterator[Gap]:
        for matter in self._policy.catalogue.matters.values():
            if matter.level != LEAF_LEVEL:
                continue
            place = self._rows.matters.get(matter.code, _somewhere("catalogues/matters.csv"))
            if not matter.words:
                yield Gap(GapKind.WORDS_MISSING, matter.code, place)
            if matter.ask is None:
                yield Gap(GapKind.ASK_MISSING, matter.code, place)

    def idle_units(self) -> Iterator[Gap]:
        leads = set(self._leads())
        groups = self._policy.evaluation.groups
        ranked = groups.as_of(self._today).value.groups if groups.in_force(self._today) else ()
        for unit in self._units:
            idle = unit.id not in leads and unit.kind is not UnitKind.COMMUNITY
            if idle and not any(group.includes(unit) for group in ranked):
                yield Gap(GapKind.UNIT_IDLE, unit.id, self._unit_place(unit))

    def _leads(self) -> Iterator[str]:
        """Yield every unit that some duty item, or a rule of dispatch, makes a lead today."""
        for key in (FALLBACK_UNIT, RECUSAL_UNIT):
            rule = self._policy.parameters[key]
            if rule.in_force(self._today):
                yield str(rule.as_of(self._today).value)
        by_place = {item.lead for item in self._items}
        for unit in self._units:
            if _called_by_place(unit) in by_place:
                yield unit.id
        for item in self._items:
            yield self._policy.organisation.in_charge(item.lead, self._today)

    def units_without_ground(self) -> Iterator[Gap]:
        for unit in self._units:
            wants = unit.kind in {UnitKind.SUBDISTRICT, UnitKind.DISTRICT}
            if wants and unit.id not in self._grounded:
                yield Gap(GapKind.GROUND_MISSING, unit.id, self._unit_place(unit))

    def absent_lines(self) -> Iterator[Gap]:
        organisation, day = self._policy.organisation, self._today
        districts = [unit for unit in self._units if unit.kind is UnitKind.DISTRICT]
        for line, item in self._lines().items():
            lacking = [d.id for d in districts if organisation.department(d, line, day) is None]
            if lacking:
                place = self._rows.duties.get(item.id, _somewhere("catalogues/duties.csv"))
                detail = ", ".join(lacking)
                yield Gap(GapKind.LINE_ABSENT, f"@district.{line}", place, detail)

    def _lines(self) -> dict[str, DutyItem]:
        """Return each line of work the duties call for, with the first item that does."""
        found: dict[str, DutyItem] = {}
        for item in self._items:
            for code in (item.lead, *item.co_handlers):
                line = line_of(code)
                if line is not None:
                    found.setdefault(line, item)
        return found

    def classes(self) -> Iterator[Gap]:
        default = self._policy.parameters[DEFAULT_CLASS]
        used = {item.time_limit_class for item in self._items}
        if default.in_force(self._today):
            used.add(str(default.as_of(self._today).value))
        for name, limit in self._policy.orders.limits.items():
            places = self._rows.values.get(f"{LIMIT_PREFIX}{name}", ())
            place = places[0] if places else _somewhere("parameters")
            if name not in used and limit.in_force(self._today):
                yield Gap(GapKind.CLASS_UNUSED, name, place)
            ended = [value.since.isoformat() for value in limit.values if value.value is None]
            if ended and name in used:
                yield Gap(GapKind.CLASS_INTERRUPTED, name, place, ", ".join(ended))

    def same_texts(self) -> Iterator[Gap]:
        for subject, place, text in self._texts():
            if text.zh == text.en and any(letter.isalpha() for letter in text.zh):
                yield Gap(GapKind.TEXT_SAME, subject, place, text.zh)

    def _texts(self) -> Iterator[tuple[str, Place, Text]]:
        policy, rows = self._policy, self._rows
        for key, text in policy.texts.items():
            yield key, _somewhere("texts", key), text
        for code, unit in policy.organisation.units.items():
            yield code, rows.units.get(code, _somewhere("catalogues/units.csv", code)), unit.name
        for code, area in policy.organisation.areas.items():
            yield code, rows.areas.get(code, _somewhere("catalogues/areas.csv", code)), area.name
        for code, matter in policy.catalogue.matters.items():
            place = rows.matters.get(code, _somewhere("catalogues/matters.csv", code))
            yield from ((code, place, text) for text in _said_of(matter))
        for code, found in policy.instruments.items():
            for number, gist in found.articles.items():
                yield f"{code}:{number}", _article_place(code, number), gist

    def unproved_articles(self) -> Iterator[Gap]:
        book = LawBook(self._policy, self._today)
        for code, found in self._policy.instruments.items():
            for article in book.articles(found):
                if article.unshown:
                    label = Citation(code, article.number, found.title).label("en")
                    place = _article_place(code, article.number)
                    yield Gap(GapKind.ARTICLE_UNPROVED, f"{code}:{article.number}", place, label)

    def values(self) -> Iterator[Gap]:
        for key, rule in self._policy.parameters.items():
            places = self._rows.values.get(key, (_somewhere("parameters", key),) * len(rule.values))
            for value, place in zip(rule.values, places, strict=True):
                yield from self._value(key, value, place)
        for code, role in self._policy.access.roles.items():
            for right in role.permissions.values:
                yield from self._value(code, right, _somewhere("schemes/roles.yaml", code))

    def _value(self, key: str, value: DatedValue[T], place: Place) -> Iterator[Gap]:
        subject = f"{key} @ {value.since.isoformat()}"
        if value.standing is Standing.ASSUMED:
            yield Gap(GapKind.VALUE_ASSUMED, subject, place)
        checked = value.last_checked
        if checked is not None and self._today - checked > _YEAR:
            yield Gap(GapKind.VALUE_STALE, subject, place, checked.isoformat())

    def duties_assumed(self) -> Iterator[Gap]:
        for item in self._items:
            if item.standing is Standing.ASSUMED:
                place = self._rows.duties.get(item.id, _somewhere("catalogues/duties.csv"))
                yield Gap(GapKind.DUTY_ASSUMED, item.id, place)

    def areas(self) -> Iterator[Gap]:
        for code, area in self._policy.organisation.areas.items():
            place = self._rows.areas.get(code, _somewhere("catalogues/areas.csv", code))
            if area.polygon is None and area.point is None:
                yield Gap(GapKind.AREA_UNPLACED, code, place)
            elif area.polygon is None and area.schematic:
                yield Gap(GapKind.AREA_SCHEMATIC, code, place)

    def _unit_place(self, unit: Unit) -> Place:
        return self._rows.units.get(unit.id, _somewhere("catalogues/units.csv", unit.id))


def _called_by_place(unit: Unit) -> str | None:
    """Return by which words of the catalogue the place finds a unit, if by any."""
    if unit.kind is UnitKind.SUBDISTRICT:
        return Territory.SUBDISTRICT.value
    if unit.kind is UnitKind.DISTRICT:
        return Territory.DISTRICT.value
    return f"{Territory.DISTRICT.value}.{unit.line}" if unit.line else None


def _said_of(matter: Matter) -> Iterable[Text]:
    return (matter.name,) if matter.ask is None else (matter.name, matter.ask)


def _article_place(code: str, number: str) -> Place:
    return _somewhere(f"instruments/{code}.yaml", f"articles.{number}")


def _somewhere(file: str, key: str = "") -> Place:
    return Place(file, 0, key)
