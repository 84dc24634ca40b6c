# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a new version of a pack says about the past that the version before did not say.

Law changes from a day on. A pack that gives a day gone by another value alters no decision that was
taken, but what is reckoned over that day, a ranking or an imported past, comes out differently.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from jiesu.application.policy import CityPolicy
from jiesu.domain.organisations import Unit
from jiesu.domain.taxonomy import DispatchCatalogue
from jiesu.rulebook.dated import Dated

_ALWAYS = date.min


class Part(StrEnum):
    """Which part of a pack says something else."""

    PARAMETER = "parameter"
    DUTY = "duty"
    UNIT = "unit"
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
    return [
        *_parameters(policy.parameters, before.parameters, today),
        *_duties(policy.catalogue, before.catalogue, today),
        *_units(policy.organisation.units, before.organisation.units, today),
        *_calendar(policy, before, today),
    ]


def _parameters(
    now: Mapping[str, Dated[object]], was: Mapping[str, Dated[object]], today: date
) -> Iterator[Rewritten]:
    for key in sorted(set(now) & set(was)):  # a rule nobody knew before changes nothing that was
        one, other = now[key], was[key]
        days = {value.since for rule in (one, other) for value in rule.values}
        for day in _gone(days, today):
            before, after = _value(other, day), _value(one, day)
            if before != after:
                yield Rewritten(Part.PARAMETER, key, day, before, after)
                break


def _value(rule: Dated[object], day: date) -> str | None:
    return str(rule.as_of(day).value) if rule.in_force(day) else None


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


def _units(now: Mapping[str, Unit], was: Mapping[str, Unit], today: date) -> Iterator[Rewritten]:
    for code in sorted(was):
        before, after = _life(was[code], today), _life(now.get(code), today)
        if before != after:
            since = was[code].since
            yield Rewritten(Part.UNIT, code, since, before, after)


def _life(unit: Unit | None, today: date) -> str | None:
    """Return what of a unit is about the past: when it began, whether and for whom it ended."""
    if unit is None:
        return None
    begun = f"{unit.kind.value} {unit.since}"
    if unit.until is None or unit.until >= today:
        return begun
    return f"{begun} – {unit.until} → {unit.successor}"


def _calendar(policy: CityPolicy, before: CityPolicy, today: date) -> Iterator[Rewritten]:
    now, was = policy.calendar, before.calendar
    if policy.time_zone != before.time_zone:
        yield Rewritten(Part.CALENDAR, "time_zone", _ALWAYS, before.time_zone, policy.time_zone)
    for day in _gone({*now.days, *was.days}, today):
        one, other = now.days.get(day), was.days.get(day)
        if one != other:
            kinds = [rule.kind.value if rule else None for rule in (other, one)]
            yield Rewritten(Part.CALENDAR, day.isoformat(), day, *kinds)


def _gone(days: Iterable[date], today: date) -> list[date]:
    return sorted(day for day in days if day < today)
