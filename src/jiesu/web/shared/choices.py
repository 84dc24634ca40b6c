# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Long lists to choose from, in groups people know: places by district, matters by their field."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from jiesu.domain.organisations import Area, AreaKind, Organisation
from jiesu.domain.taxonomy import DispatchCatalogue
from jiesu.kernel.text import Language

Choices = list[tuple[str, Any]]
"""Values with what they are called; a group is its name with choices of its own."""


def areas(organisation: Organisation, language: Language) -> Choices:
    """Return every street under its district; the first of a group is the district itself."""
    known = organisation.areas.values()
    streets: dict[str | None, list[Area]] = {}
    for area in known:
        if area.kind is AreaKind.STREET:
            streets.setdefault(area.parent, []).append(area)
    groups: Choices = []
    for district in known:
        if district.kind is AreaKind.DISTRICT:
            name = district.name.say(language)
            whole = (district.code, _("%(district)s（街道不清楚）") % {"district": name})
            groups.append((name, [whole, *_named(streets.pop(district.code, ()), language)]))
    return [*groups, *(pair for rest in streets.values() for pair in _named(rest, language))]


def matters(catalogue: DispatchCatalogue, language: Language) -> Choices:
    """Return the leaves of the catalogue, under what they belong to."""
    groups: dict[str, Choices] = {}
    for matter in catalogue.matters.values():
        if catalogue.is_leaf(matter.code):
            parent = catalogue.matters.get(matter.parent or "")
            head = parent.name.say(language) if parent else ""
            groups.setdefault(head, []).append((matter.code, matter.name.say(language)))
    return list(groups.items())


def units(organisation: Organisation, language: Language, day: date) -> Choices:
    """Return the units there are on a day: those of the city, then each district with its own."""
    groups: dict[str, Choices] = {_("市级"): []}
    for unit in organisation.units.values():
        if unit.exists_on(day):
            district = organisation.units.get(unit.district or "")
            head = district.name.say(language) if district else _("市级")
            groups.setdefault(head, []).append((unit.id, unit.name.say(language)))
    return list(groups.items())


def _named(places: Iterable[Area], language: Language) -> Choices:
    return [(area.code, area.name.say(language)) for area in places]
