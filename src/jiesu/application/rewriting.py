# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a new version of a pack says about the past that the version before did not say.

Law changes from a day on. A pack that gives a day gone by another value alters no decision that was
taken, but what is reckoned over that day, a ranking or an imported past, comes out differently.
What has no day in a pack, such as who stands over a unit, holds for every day: changing it rewrites
the past.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jiesu.application.policy import CityPolicy
from jiesu.domain.access import Role
from jiesu.domain.organisations import Area, Unit
from jiesu.domain.taxonomy import DispatchCatalogue, Matter
from jiesu.kernel.calendar import BusinessCalendar
from jiesu.kernel.text import Text
from jiesu.rulebook.dated import Dated

_ALWAYS = date.min
_WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Part(StrEnum):
    """Which part of a pack says something else."""

    PARAMETER = "parameter"
    DUTY = "duty"
    MATTER = "matter"
    UNIT = "unit"
    AREA = "area"
    ROLE = "role"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Rewritten:
    """改写过去: one thing a pack says otherwise about a day gone by; None where it says nothing."""

    part: Part
    key: str
    since: date
    """The first day it is about; ``date.min`` where it holds for every day."""
    before: str | None
    after: str | None


def rewritten(policy: CityPolicy, before: CityPolicy, today: date) -> list[Rewritten]:
    """Return what ``policy`` says otherwise about days before ``today`` than ``before`` did."""
    now, was = policy.organisation, before.organisation
    return [
        *_parameters(policy.parameters, before.parameters, today),
        *_duties(policy.catalogue, before.catalogue, today),
        *_matters(policy.catalogue.matters, before.catalogue.matters),
        *_units(now.units, was.units, today),
        *_areas(now.areas, was.areas),
        *_roles(policy.access.roles, before.access.roles, today),
        *_calendar(policy, before, today),
    ]


def _parameters(
    now: Mapping[str, Dated[object]], was: Mapping[str, Dated[object]], today: date
) -> Iterator[Rewritten]:
    for key in sorted(was):  # a rule nobody knew before changes nothing that was
        one, other = now.get(key), was[key]
        days = {value.since for rule in (one, other) if rule for value in rule.values}
        for day in _gone(days, today):
            old, new = _value(other, day), _value(one, day)
            if old != new:
                yield Rewritten(Part.PARAMETER, key, day, *_read(old, new))
                break
        if one is not None and one.anchor is not other.anchor:
            yield _always(Part.PARAMETER, f"{key}: anchor", other.anchor.value, one.anchor.value)


def _value(rule: Dated[object] | None, day: date) -> object | None:
    return rule.as_of(day).value if rule is not None and rule.in_force(day) else None


def _read(old: object | None, new: object | None) -> tuple[str | None, str | None]:
    """Return how both read; in full where in short they read the same."""
    short = str if str(old) != str(new) else repr
    return None if old is None else short(old), None if new is None else short(new)


def _duties(now: DispatchCatalogue, was: DispatchCatalogue, today: date) -> Iterator[Rewritten]:
    for code in sorted(set(now.matters) & set(was.matters)):
        items = (*now.duties.get(code, ()), *was.duties.get(code, ()))
        ends = {item.until for item in items if item.until is not None}
        for day in _gone({item.since for item in items} | ends, today):
            before, after = _duty(was, code, day), _duty(now, code, day)
            if before != after:
                yield Rewritten(Part.DUTY, code, day, before, after)
                break


def _duty(catalogue: DispatchCatalogue, code: str, day: date) -> str | None:
    item = catalogue.duty(code, day)
    if item is None:
        return None
    return ", ".join((item.lead, *item.co_handlers, item.time_limit_class))


def _matters(now: Mapping[str, Matter], was: Mapping[str, Matter]) -> Iterator[Rewritten]:
    for code, old in sorted(was.items()):
        new = now.get(code)
        if new is None:
            yield _always(Part.MATTER, code, _named(old.name), None)
        elif new.parent != old.parent:
            yield _always(Part.MATTER, f"{code}: parent", old.parent, new.parent)


def _units(now: Mapping[str, Unit], was: Mapping[str, Unit], today: date) -> Iterator[Rewritten]:
    for code, old in sorted(was.items()):
        new = now.get(code)
        since = old.since if new is None else min(old.since, new.since)
        before, after = _life(old, today), _life(new, today)
        if before != after:
            yield Rewritten(Part.UNIT, code, since, before, after)
        if before is None or new is None:
            continue  # it stood over nobody, and under nobody, on any day gone by
        for aspect in ("parent", "line"):
            one, other = getattr(new, aspect), getattr(old, aspect)
            if one != other:
                yield Rewritten(Part.UNIT, f"{code}: {aspect}", since, other, one)


def _life(unit: Unit | None, today: date) -> str | None:
    """Return what of a unit is about the past: when it began, whether and for whom it ended."""
    if unit is None or unit.since >= today:
        return None
    begun = f"{unit.kind.value} {unit.since}"
    if unit.until is None or unit.until >= today:
        return begun
    return f"{begun} – {unit.until} → {unit.successor}"


def _areas(now: Mapping[str, Area], was: Mapping[str, Area]) -> Iterator[Rewritten]:
    for code, old in sorted(was.items()):
        new = now.get(code)
        if new is None:
            yield _always(Part.AREA, code, _named(old.name), None)
            continue
        for aspect in ("kind", "unit", "parent"):
            one, other = getattr(new, aspect), getattr(old, aspect)
            if one != other:
                yield _always(Part.AREA, f"{code}: {aspect}", other, one)


def _roles(now: Mapping[str, Role], was: Mapping[str, Role], today: date) -> Iterator[Rewritten]:
    for code, old in sorted(was.items()):
        new = now.get(code)
        if new is None:
            yield _always(Part.ROLE, code, _named(old.name), None)
            continue
        for aspect in ("unit_bound", "appeal_bound"):
            one, other = getattr(new, aspect), getattr(old, aspect)
            if one != other:
                yield _always(Part.ROLE, f"{code}: {aspect}", str(other), str(one))
        yield from _rights(code, new.permissions, old.permissions, today)


def _rights(
    code: str, now: Dated[frozenset[str]], was: Dated[frozenset[str]], today: date
) -> Iterator[Rewritten]:
    """Yield, from the first day they differ, the rights that only one side has."""
    for day in _gone({value.since for rule in (now, was) for value in rule.values}, today):
        old, new = _granted(was, day), _granted(now, day)
        if old != new:
            lost, won = ", ".join(sorted(old - new)), ", ".join(sorted(new - old))
            yield Rewritten(Part.ROLE, f"{code}: permissions", day, lost or None, won or None)
            break


def _granted(rule: Dated[frozenset[str]], day: date) -> frozenset[str]:
    return rule.as_of(day).value if rule.in_force(day) else frozenset()


def _calendar(policy: CityPolicy, before: CityPolicy, today: date) -> Iterator[Rewritten]:
    now, was = policy.calendar, before.calendar
    yield from _counting(_rules(policy), _rules(before))
    yield from _announced(now, was, today)
    for day in _gone({*now.days, *was.days}, today):
        one, other = now.days.get(day), was.days.get(day)
        if one != other:
            kinds = [rule.kind.value if rule else None for rule in (other, one)]
            yield Rewritten(Part.CALENDAR, day.isoformat(), day, *kinds)


def _counting(now: Mapping[str, str], was: Mapping[str, str]) -> Iterator[Rewritten]:
    for key in dict.fromkeys((*was, *now)):
        if now.get(key) != was.get(key):
            yield _always(Part.CALENDAR, key, was.get(key), now.get(key))


def _rules(policy: CityPolicy) -> dict[str, str]:
    """Return how time is counted on every day, as it stands in pack.yaml."""
    calendar = policy.calendar
    fixed = {f"fixed_holiday {m:02}-{d:02}" for m, d in calendar.fixed_holidays}
    return {
        "time_zone": policy.time_zone,
        "weekend": ", ".join(_WEEK[day] for day in sorted(calendar.weekend)),
        "working_blocks": ", ".join(f"{a:%H:%M}-{b:%H:%M}" for a, b in calendar.blocks),
        "day_end": calendar.day_end.value,
        "calendar_days": calendar.calendar_days.value,
        **{key: key.rpartition(" ")[2] for key in sorted(fixed)},
    }


def _announced(now: BusinessCalendar, was: BusinessCalendar, today: date) -> Iterator[Rewritten]:
    """Yield which end of the span of announced days moved over days gone by."""
    for key in ("announced_from", "announced_until"):
        one, other = getattr(now, key), getattr(was, key)
        since = min(one, other)
        if one != other and since < today:
            yield Rewritten(Part.CALENDAR, key, since, other.isoformat(), one.isoformat())


def _always(part: Part, key: str, before: str | None, after: str | None) -> Rewritten:
    return Rewritten(part, key, _ALWAYS, before, after)


def _named(name: Text) -> str:
    return f"{name.zh} / {name.en}"


def _gone(days: Iterable[date], today: date) -> list[date]:
    return sorted(day for day in days if day < today)
