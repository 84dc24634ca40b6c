# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What differs between two packs: two versions of one city's, or two cities'.

Each pack is laid out as things with aspects; things are matched by their code within a group, and
what stands on one side only, or says something else, is a difference. Lines, comments, order and
the days of last checking are none.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from jiesu.application.policy import CityPolicy
from jiesu.domain.evaluation.scheme import PeerGroups
from jiesu.domain.organisations import Area, Ground, Unit
from jiesu.domain.taxonomy import DutyItem, Matter
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Citation
from jiesu.rulebook.dated import Dated, DatedValue


class Group(StrEnum):
    """What sort of thing differs, in the order in which people ask."""

    PACK = "pack"
    PARAMETERS = "parameters"
    DUTIES = "duties"
    UNITS = "units"
    AREAS = "areas"
    MATTERS = "matters"
    TAGS = "tags"
    ROLES = "roles"
    ARTICLES = "articles"
    SCENARIOS = "scenarios"
    TEXTS = "texts"
    CALENDAR = "calendar"
    PRIORS = "priors"


class Kind(StrEnum):
    """In which way it differs."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that only one pack has, or one aspect of a thing that both tell differently."""

    group: Group
    key: str
    title: Text
    kind: Kind
    aspect: str
    before: Text
    after: Text


@dataclass(frozen=True, slots=True)
class _Thing:
    title: Text
    aspects: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Border:
    """Compared by every point; told by how many there are."""

    ground: Ground

    def read(self) -> Text:
        points = sum(len(ring) for part in self.ground for ring in part)
        return Text(f"{points}点", f"{points} points")

    def moved(self) -> Text:
        read = self.read()
        return Text(f"{read.zh}，边界已移动", f"{read.en}, the border moved")


T = TypeVar("T")
_Things = Mapping[str, _Thing]
_NOTHING = Text("", "")


def differences(before: CityPolicy, after: CityPolicy, day: date | None = None) -> list[Difference]:
    """Return what differs: through all time, or only between the law of ``day`` on both sides."""
    found = (_compared(group, lay(before, day), lay(after, day)) for group, lay in LAYOUT.items())
    return [difference for group in found for difference in group]


def _compared(group: Group, before: _Things, after: _Things) -> Iterator[Difference]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None:
            yield from _aspects(group, key, old, new)
        elif new is not None:
            yield Difference(group, key, new.title, Kind.ADDED, "", _NOTHING, _summary(new))
        elif old is not None:
            yield Difference(group, key, old.title, Kind.GONE, "", _summary(old), _NOTHING)


def _aspects(group: Group, key: str, old: _Thing, new: _Thing) -> Iterator[Difference]:
    for aspect in dict.fromkeys((*old.aspects, *new.aspects)):
        was, becomes = old.aspects.get(aspect), new.aspects.get(aspect)
        if was != becomes:
            sides = _sides(was, becomes)
            yield Difference(group, key, new.title, Kind.CHANGED, aspect, *sides)


def _sides(was: object, becomes: object) -> tuple[Text, Text]:
    """Return both sides as they read; of two sets only what the other lacks."""
    if isinstance(was, frozenset) and isinstance(becomes, frozenset):
        return _read(was - becomes), _read(becomes - was)
    if isinstance(was, _Border) and isinstance(becomes, _Border):
        return was.read(), becomes.moved()
    old, new = _read(was), _read(becomes)
    if old == new:
        return _plain(repr(was)), _plain(repr(becomes))
    if old.zh == new.zh or old.en == new.en:  # who reads the other language must see it, too
        return _plain(f"{old.zh} / {old.en}"), _plain(f"{new.zh} / {new.en}")
    return old, new


def _summary(thing: _Thing) -> Text:
    told = [_read(value) for value in thing.aspects.values() if value]
    return Text("；".join(t.zh for t in told), "; ".join(t.en for t in told))


def _read(value: object) -> Text:
    if isinstance(value, Text):
        return value
    if isinstance(value, _Border):
        return value.read()
    if isinstance(value, Citation):
        return Text(value.label("zh"), value.label("en"))
    if isinstance(value, frozenset):
        return _plain(", ".join(sorted(map(str, value))))
    return _plain("" if value is None else str(value))


def _plain(written: str) -> Text:
    return Text(written, written)


# ----------------------------------------------------------------- each group, laid out as things


def _pack(policy: CityPolicy, _day: date | None) -> _Things:
    identity = policy.identity
    aspects = {
        "id": identity.id,
        "version": identity.version,
        "engine": policy.engine,
        "name": policy.name,
        "language": policy.language,
        "time_zone": policy.time_zone,
    }
    return {"pack": _Thing(policy.name, aspects)}


def _parameters(policy: CityPolicy, day: date | None) -> _Things:
    things: dict[str, _Thing] = {}
    for key, rule in policy.parameters.items():
        title = policy.texts.get(f"parameter.{key}", _NOTHING)
        for value in _values(rule, day):
            aspects = _value(value, day)
            aspects.update(unit=rule.unit, anchor=rule.anchor.value)
            things[_dated_key(key, value, day)] = _Thing(title, aspects)
    return things


def _values(rule: Dated[T], day: date | None) -> Iterable[DatedValue[T]]:
    if day is None:
        return rule.values
    begun = [value for value in rule.values if value.since <= day]
    return () if not begun or begun[-1].value is None else begun[-1:]


def _dated_key(key: str, value: DatedValue[T], day: date | None) -> str:
    return f"{key} @ {value.since.isoformat()}" if day is None else key


def _value(value: DatedValue[T], day: date | None) -> dict[str, object]:
    said: object = value.value
    if isinstance(said, PeerGroups):
        said = frozenset(f"{g.id}: {_members(g.kinds | g.units)}" for g in said.groups)
    since = {} if day is None else {"since": value.since}
    repealed = Text("（已废止）", "(repealed)")
    said = repealed if said is None else said
    return {"value": said, **since, "basis": value.citation, "standing": value.standing.value}


def _members(named: Iterable[str]) -> str:
    return ", ".join(sorted(named))


def _duties(policy: CityPolicy, day: date | None) -> _Things:
    items = (item for listed in policy.catalogue.duties.values() for item in listed)
    chosen = (item for item in items if day is None or item.in_force(day))
    matters = policy.catalogue.matters
    by = {(item.id if day is None else item.matter): item for item in chosen}
    return {key: _Thing(matters[item.matter].name, _duty(item)) for key, item in by.items()}


def _duty(item: DutyItem) -> dict[str, object]:
    return {
        "matter": item.matter,
        "lead": item.lead,
        "co_handlers": frozenset(item.co_handlers),
        "class": item.time_limit_class,
        "basis": item.citation,
        "standing": item.standing.value,
        "since": item.since,
        "until": item.until,
    }


def _units(policy: CityPolicy, day: date | None) -> _Things:
    units = policy.organisation.units.items()
    return {
        code: _Thing(unit.name, _unit(unit))
        for code, unit in units
        if day is None or unit.exists_on(day)
    }


def _unit(unit: Unit) -> dict[str, object]:
    return {
        "name": unit.name,
        "kind": unit.kind.value,
        "line": unit.line,
        "parent": unit.parent,
        "since": unit.since,
        "until": unit.until,
        "successor": unit.successor,
    }


def _areas(policy: CityPolicy, _day: date | None) -> _Things:
    areas = policy.organisation.areas.items()
    return {code: _Thing(area.name, _area(area)) for code, area in areas}


def _area(area: Area) -> dict[str, object]:
    return {
        "name": area.name,
        "kind": area.kind.value,
        "unit": area.unit,
        "parent": area.parent,
        "official": area.official,
        "point": area.point,
        "border": area.polygon and _Border(area.polygon),
        "schematic": area.schematic,
    }


def _matters(policy: CityPolicy, _day: date | None) -> _Things:
    matters = policy.catalogue.matters.items()
    return {code: _Thing(matter.name, _matter(matter)) for code, matter in matters}


def _matter(matter: Matter) -> dict[str, object]:
    return {
        "name": matter.name,
        "parent": matter.parent,
        "words": frozenset(matter.words),
        "tags": frozenset(matter.tags),
        "gbt39666": matter.national,
        "ask": matter.ask,
        "standing": matter.standing and matter.standing.value,
    }


def _tags(policy: CityPolicy, _day: date | None) -> _Things:
    return {code: _Thing(name, {"name": name}) for code, name in policy.catalogue.tags.items()}


def _roles(policy: CityPolicy, day: date | None) -> _Things:
    things: dict[str, _Thing] = {}
    for code, role in policy.access.roles.items():
        bound = {"unit_bound": role.unit_bound, "appeal_bound": role.appeal_bound}
        things[code] = _Thing(role.name, {"name": role.name, **bound})
        for value in _values(role.permissions, day):
            aspects = {"permissions": value.value, **_value(value, day)}
            del aspects["value"]
            things[_dated_key(f"{code}: permissions", value, day)] = _Thing(role.name, aspects)
    return things


def _articles(policy: CityPolicy, _day: date | None) -> _Things:
    things: dict[str, _Thing] = {}
    for code, instrument in policy.instruments.items():
        about = {"kind": instrument.kind, "adopted": instrument.adopted}
        things[code] = _Thing(instrument.title, {"title": instrument.title, **about})
        for number, gist in instrument.articles.items():
            title = Citation(code, number, instrument.title)
            binds = "software" if number in instrument.binding else "people"
            aspects = {"gist": gist, "binds": binds, "open": instrument.open.get(number)}
            things[f"{code}:{number}"] = _Thing(_read(title), aspects)
    return things


def _scenarios(policy: CityPolicy, _day: date | None) -> _Things:
    return {
        f"{one.file}: {one.title.zh}": _Thing(
            one.title, {"title": one.title, "basis": one.citation, "content": one.digest}
        )
        for one in policy.scenarios
    }


def _texts(policy: CityPolicy, _day: date | None) -> _Things:
    return {key: _Thing(_NOTHING, {"text": text}) for key, text in policy.texts.items()}


def _calendar(policy: CityPolicy, _day: date | None) -> _Things:
    calendar = policy.calendar
    hours = ", ".join(f"{a:%H:%M}-{b:%H:%M}" for a, b in calendar.blocks)
    rules = {
        "basis": policy.calendar_basis,
        "weekend": frozenset(calendar.weekend),
        "working_blocks": hours,
        "day_end": calendar.day_end.value,
        "calendar_days": calendar.calendar_days.value,
        "announced_from": calendar.announced_from,
        "announced_until": calendar.announced_until,
        "fixed_holidays": frozenset(f"{m:02}-{d:02}" for m, d in calendar.fixed_holidays),
    }
    days = {
        day.isoformat(): _Thing(rule.name or _NOTHING, {"kind": rule.kind.value, "name": rule.name})
        for day, rule in sorted(calendar.days.items())
    }
    return {"rules": _Thing(Text("工作时间", "working time"), rules), **days}


def _priors(policy: CityPolicy, _day: date | None) -> _Things:
    files = policy.priors.items()
    return {file: _Thing(_NOTHING, {"content": digest}) for file, digest in files}


LAYOUT: Mapping[Group, Callable[[CityPolicy, date | None], _Things]] = {
    Group.PACK: _pack,
    Group.PARAMETERS: _parameters,
    Group.DUTIES: _duties,
    Group.UNITS: _units,
    Group.AREAS: _areas,
    Group.MATTERS: _matters,
    Group.TAGS: _tags,
    Group.ROLES: _roles,
    Group.ARTICLES: _articles,
    Group.SCENARIOS: _scenarios,
    Group.TEXTS: _texts,
    Group.CALENDAR: _calendar,
    Group.PRIORS: _priors,
}
