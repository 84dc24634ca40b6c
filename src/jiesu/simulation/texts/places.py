# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Where things happen: for every street of a city, the names that people there would give."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from jiesu.bootstrap.chance import Dice
from jiesu.domain.organisations import Area, AreaKind, Organisation
from jiesu.simulation.priors import Named, Priors
from jiesu.simulation.texts.grammar import Grammar

_ENDINGS = ("街道办事处", "街道", "地区", "镇", "乡")
_KNOWN = 0.4
"""How many draws fall on the streets the priors know, whatever their number."""
_FREE = 0.45
"""How many names do not begin with the name of the street."""
_TYPES = (" Sub-district", " Subdistrict", " Town", " Township", " Area", " District")


class Locality(NamedTuple):
    """A street with its district and city, and what people name in it."""

    area: Area
    district: Area | None
    city: str
    base: str
    base_en: str
    known: "Known | None"


@dataclass(frozen=True, slots=True)
class Known:
    """What the priors know of a street."""

    roads: tuple[Named, ...]
    estates: tuple[Named, ...]
    spots: tuple[Named, ...]
    schools: tuple[str, ...]


class Atlas:
    """Every street of the city, and invented names of what is in it."""

    def __init__(
        self, organisation: Organisation, priors: Priors, city: str, grammar: Grammar
    ) -> None:
        self._names = grammar.names
        self._organisation, self._city, places = organisation, city, priors.town.places
        streets = [each for each in organisation.areas.values() if each.kind is AreaKind.STREET]
        every = [self._locality(street, priors) for street in streets]
        self._every = every or [
            self._locality(area, priors) for area in organisation.areas.values()
        ]
        self._by_area = {each.area.code: each for each in self._every}
        told = [each for each in self._every if each.area.code in places]
        self._told, self._weights = told, [places[each.area.code].weight for each in told]

    def draw(self, dice: Dice) -> Locality:
        """Return a street; those of the priors come up more often."""
        if self._told and dice.random() < _KNOWN:
            return dice.choices(self._told, self._weights)[0]
        return dice.choice(self._every)

    def of(self, area: str) -> Locality:
        """Return the street of that code."""
        return self._by_area[area]

    def road(self, place: Locality, dice: Dice) -> Named:
        """Return a road there."""
        if place.known and dice.random() < _FREE:
            return dice.choice(place.known.roads)
        return self._named(place, dice, "roads", "roads_free", "Road")

    def estate(self, place: Locality, dice: Dice) -> Named:
        """Return a housing estate there."""
        if place.known and dice.random() < _FREE:
            return dice.choice(place.known.estates)
        tail = dice.choice(self._names["estate_tails"])
        head = dice.choice(self._names["estate_heads"])
        front = head if dice.random() < _FREE else place.base + dice.choice(("", head))
        return Named(front + tail, f"{place.base_en} Estate {dice.randint(1, 9)}")

    def spot(self, place: Locality, dice: Dice) -> Named:
        """Return something everybody there knows."""
        if place.known and dice.random() < _FREE:
            return dice.choice(place.known.spots)
        return self._named(place, dice, "spots", "spots_free", "market")

    def below(self, place: Locality, dice: Dice, sort: str) -> str:
        """Return a name made of the street's own: a school, a hospital, a community, a village."""
        return place.base + dice.choice(self._names[sort])

    def _named(self, place: Locality, dice: Dice, own: str, free: str, en: str) -> Named:
        english = f"{place.base_en} {dice.choice(('East', 'West', 'South', 'North'))} {en}"
        if dice.random() < _FREE:
            return Named(dice.choice(self._names[free]), english)
        return Named(place.base + dice.choice(self._names[own]), english)

    def _locality(self, street: Area, priors: Priors) -> Locality:
        told = priors.town.places.get(street.code)
        known = told and Known(told.roads, told.estates, told.spots, told.schools)
        base_en = _without(street.name.en, _TYPES)
        base = _without(street.name.zh, _ENDINGS)
        district = self._organisation.district_of(street)
        return Locality(street, district, self._city, base, base_en, known or None)


def _without(name: str, endings: Sequence[str]) -> str:
    """Return a name without what says of what sort it is, unless nothing would be left."""
    for ending in endings:
        if name.endswith(ending) and len(name) > len(ending) + 1:
            return name[: -len(ending)]
    return name
