# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What people say and units write, composed from the patterns of the pack's priors."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from jiesu.application.policy import CityPolicy
from jiesu.bootstrap.chance import Dice
from jiesu.domain.taxonomy import SpecialRoute
from jiesu.kernel.private import PrivateKind, PrivateText
from jiesu.simulation.priors import Phrases, Priors, Theme, Told
from jiesu.simulation.texts import Composer, Style

_DAYTIMES = ("早上六点多", "中午", "下午三点左右", "晚上七点以后", "夜里十一点", "凌晨")
_MOST_BUILDINGS, _MOST_STAIRS, _MOST_FLOORS, _MOST_FLATS = 18, 6, 6, 4
_TAILS = 10_000  # of an invented telephone number
_MONEY = (380, 1200, 2600, 4800, 9500, 18000)
_STYLES = {
    Style.PLAIN: 34,
    Style.INDIRECT: 8,
    Style.EMOTIONAL: 9,
    Style.DIALECT: 4,
    Style.SPEECH: 6,
    Style.ELDERLY: 8,
    Style.ENGLISH: 6,
    Style.SHORT: 8,
    Style.LONG: 3,
    Style.LETTER: 8,
}
"""How people of the story put things; two matters, and firms, are for the story to arrange."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented: a name, a telephone, where they live."""

    name: str
    surname: str
    phone: str
    area: str
    facts: Mapping[str, str]

    @property
    def address(self) -> str:
        """Return where they live, as they would write it."""
        return "{estate}{building}号楼{stair}单元{room}室".format_map(self.facts)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One appeal as it was said."""

    kind: str
    title: str
    words: str
    answer: str | None = None
    accused: str | None = None


def private(kind: PrivateKind, text: str) -> PrivateText:
    """Return words on their way to the gate."""
    return PrivateText(kind, text)


def drawn(dice: Dice, weights: Mapping[T, float]) -> T:
    """Return one of the keys, as often as its weight says."""
    return dice.choices(list(weights), list(weights.values()))[0]


class Scribe:
    """Composes texts; every draw comes from the dice it is handed."""

    def __init__(self, policy: CityPolicy, priors: Priors, dice: Dice, day: date) -> None:
        self._priors = priors
        self._dice = dice
        self._composer = Composer(policy, priors, dice, day)
        self._weights = {code: theme.weight for code, theme in priors.themes.items()}
        self._places = {code: place.weight for code, place in priors.town.places.items()}

    def person(self) -> Person:
        """Return somebody of the town."""
        dice, town = self._dice, self._priors.town
        area = drawn(dice, self._places)
        place = town.places[area]
        surname = dice.choice(town.surnames)
        name = surname + dice.choice(town.given)
        phone = f"{dice.choice(town.phones)}{dice.randrange(_TAILS):04d}"
        road, estate, spot = map(dice.choice, (place.roads, place.estates, place.spots))
        facts: dict[str, Any] = {
            "name": name,
            "surname": surname,
            "phone": phone,
            "road": road.zh,
            "road_en": road.en,
            "estate": estate.zh,
            "estate_en": estate.en,
            "spot": spot.zh,
            "spot_en": spot.en,
            "school": dice.choice(place.schools),
            "other": dice.choice(town.surnames) + dice.choice(town.given),
            "building": dice.randint(1, _MOST_BUILDINGS),
            "stair": dice.randint(1, _MOST_STAIRS),
            "room": f"{dice.randint(1, _MOST_FLOORS)}0{dice.randint(1, _MOST_FLATS)}",
        }
        return Person(name, surname, phone, area, {key: str(fact) for key, fact in facts.items()})

    def firm(self) -> str:
        """Return the name of a firm."""
        return self._dice.choice(self._priors.town.firms)

    def matter(self) -> str:
        """Return what somebody calls about."""
        return drawn(self._dice, self._weights)

    def appeal(self, matter: str, person: Person) -> Spoken:
        """Return the matter as the person puts it."""
        style = drawn(self._dice, _STYLES)
        if style is Style.ENGLISH and not self._composer.wording(matter).english:
            style = Style.PLAIN
        told = self._composer.compose(matter, style, area=person.area, facts=person.facts)
        return Spoken(told.kind.value, told.title, told.text, told.answer, told.accused)

    def special(self, route: SpecialRoute, person: Person) -> tuple[Spoken, str]:
        """Return something that takes a special route, and what the person is told."""
        told: Told = self._dice.choice(self._priors.voices.routes[route])
        words = self._filled(told.zh, person)
        return Spoken(told.kind.value, told.title, words), told.told

    def line(self, phrases: Phrases, person: Person | None = None, **facts: str) -> str:
        """Return one of the phrases, filled in."""
        pattern = self._dice.choice(phrases["zh"])
        return self._filled(pattern, person or self.person(), **facts)

    def good_report(self, matter: str, round_: int) -> str:
        """Return the report of a unit that did its work; in a later round it says so."""
        themes = self._priors.themes
        patterns = themes[matter].done if matter in themes else self._priors.voices.done["zh"]
        done = self._filled(self._dice.choice(patterns), self.person())
        if round_ == 1:
            return done
        return self.line(self._priors.voices.again, done=done)

    def theme(self, matter: str) -> Theme:
        """Return what is known of a matter."""
        return self._priors.themes[matter]

    def _filled(self, pattern: str, person: Person, **facts: str) -> str:
        dice = self._dice
        drawn_anew = {
            "days": str(dice.randint(2, 20)),
            "n": str(dice.randint(2, 9)),
            "time": dice.choice(_DAYTIMES),
            "money": str(dice.choice(_MONEY)),
        }
        return pattern.format_map({**person.facts, **drawn_anew, **facts})
