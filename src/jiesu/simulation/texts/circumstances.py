# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The situation somebody speaks from: what stands for every slot, the same thing all through."""

from collections.abc import Callable, Mapping

from jiesu.adapters.text.redact import PersonalType
from jiesu.bootstrap.chance import Dice
from jiesu.domain.understanding import PlaceKind
from jiesu.simulation.texts import personal
from jiesu.simulation.texts.grammar import Grammar, Wording, by_topic
from jiesu.simulation.texts.patterns import Piece, Pieces, said
from jiesu.simulation.texts.places import Atlas, Locality
from jiesu.simulation.texts.truth import Need

_MONEY = (80, 150, 380, 560, 1200, 2600, 4800, 9500, 12000, 18000, 36000, 58000)
_ANEW = frozenset(
    {"days", "n", "time", "money", "month", "day", "office", "office_too", "official"}
)
"""Slots that are drawn again each time."""
_OLDEST, _OLD = 92, 66


class Circumstances:
    """Fills the slots of one text.

    ``facts`` are given values, by slot; whatever is not given is drawn when it is first asked for.
    """

    def __init__(
        self,
        dice: Dice,
        atlas: Atlas,
        place: Locality,
        grammar: Grammar,
        facts: Mapping[str, str] | None = None,
    ) -> None:
        self.dice, self._atlas, self.place, self._grammar = dice, atlas, place, grammar
        self._facts = facts or {}
        self._kept: dict[str, Pieces] = {}
        self._topic = ""
        self.needs: set[Need] = set()

    def turn_to(self, wording: Wording) -> None:
        """Speak of that matter from here on."""
        self._topic, matter = wording.topic, wording.matter
        self._kept |= {
            "matter": [Piece(matter.name.zh)],
            "matter_en": [Piece(matter.name.en.lower())],
        }
        for slot, words in (("word", wording.words), ("word_en", wording.words_en)):
            two = self.dice.sample(words, 2) if len(words) > 1 else [words[0]] * 2
            self._kept |= {slot: [Piece(two[0])], f"{slot}_too": [Piece(two[1])]}

    def keep(self, slot: str, pieces: Pieces) -> None:
        """Let the slot stand for these pieces."""
        self._kept[slot] = pieces

    def forget(self, *slots: str) -> None:
        """Let the slots be drawn again."""
        for slot in slots:
            self._kept.pop(slot, None)

    def fill(self, slot: str) -> Pieces:
        """Return what stands for the slot."""
        if slot[0] == ".":
            self.needs.add(Need(slot[1:]))
            return []
        kept = self._kept.get(slot)
        if kept is None:
            kept = self._given(slot) or _FILLS[slot](self)
            if slot not in _ANEW:
                self._kept[slot] = kept
        return kept

    def say(self, pattern: str) -> Pieces:
        """Return one of the ways to say the pattern, filled."""
        return said(pattern, self.dice, self.fill)

    def where(self) -> Pieces:
        """Return how somebody names the place of this matter; sometimes they do not."""
        setting = self._grammar.settings[by_topic(self._grammar.settings, self._topic)]
        return self.say(self.dice.choice(self._grammar.places[setting]))

    def _given(self, slot: str) -> Pieces | None:
        if slot == "home" and "room" in self._facts:
            home = "{building}号楼{stair}单元{room}室".format_map(self._facts)
            return [Piece(home, PlaceKind.HOUSE, PersonalType.ADDRESS_ROOM)]
        text = self._facts.get(slot)
        if text is None:
            return None
        kind, place = personal.PERSONAL.get(slot), _PLACES.get(slot.removesuffix("_en"))
        return [Piece(text, place, kind[0] if kind else None)]

    # what stands for each slot

    def _area(self, slot: str) -> Pieces:
        area = self.place.area if slot == "street" else self.place.district
        if area is None:
            return []
        return [Piece(area.name.zh, PlaceKind(slot), means=area.code)]

    def _area_en(self) -> Pieces:
        area = self.place.district or self.place.area
        return [Piece(area.name.en, PlaceKind.DISTRICT, means=area.code)]

    def _both(self, slot: str) -> Pieces:
        """Draw a name, keep it in both languages, return the Chinese one."""
        draw = {"road": self._atlas.road, "estate": self._atlas.estate, "spot": self._atlas.spot}
        name = draw[slot](self.place, self.dice)
        self._kept.setdefault(f"{slot}_en", [Piece(name.en, _PLACES[slot])])
        return [Piece(name.zh, _PLACES[slot])]

    def _both_en(self, slot: str) -> Pieces:
        self.fill(slot)
        return self._kept.get(f"{slot}_en") or [Piece(self._facts[f"{slot}_en"], _PLACES[slot])]

    def _crossroad(self) -> Pieces:
        return [Piece(self._atlas.road(self.place, self.dice).zh, PlaceKind.ROAD)]

    def _below(self, slot: str, sort: str) -> Pieces:
        return [Piece(self._atlas.below(self.place, self.dice, sort), _PLACES[slot])]

    def _number(self) -> Pieces:
        spelled = f"{self.dice.randint(1, 199)}号{self.dice.choice(('', '', '院'))}"
        return [Piece(spelled, PlaceKind.HOUSE)]

    def _block(self) -> Pieces:
        number = self._facts.get("building") or str(self.dice.randint(1, 30))
        spelled = (f"{number}号楼", f"{number}号楼", f"{number}栋")
        return [Piece(self.dice.choice(spelled), PlaceKind.HOUSE)]

    def _stairway(self) -> Pieces:
        number = self._facts.get("building") or str(self.dice.randint(1, 30))
        stair = self._facts.get("stair") or str(self.dice.randint(1, 6))
        text = f"{number}号楼{stair}单元"
        return [Piece(text, PlaceKind.HOUSE, PersonalType.ADDRESS_ROOM)]

    def _home(self) -> Pieces:
        return [Piece(personal.room(self.dice), PlaceKind.HOUSE, PersonalType.ADDRESS_ROOM)]

    def _name(self) -> Pieces:
        surname = self.fill("surname")[0].text
        return [Piece(surname + personal.given(self.dice), None, PersonalType.NAME)]

    def _office(self) -> Pieces:
        offices = self._grammar.offices
        own = offices[by_topic(offices, self._topic)]
        return [Piece(self.dice.choice((*own, *own, *offices[""])))]

    def _official(self) -> Pieces:
        self.forget("surname", "other")
        pieces = self.say(self.dice.choice(self._grammar.officials))
        self.forget("surname", "other", "name")
        return pieces

    def _firm(self) -> Pieces:
        names = self._grammar.names
        return [Piece(self.dice.choice(names["firms"]) + self.dice.choice(names["firm_tails"]))]

    def _chosen(self, options: tuple[object, ...]) -> Pieces:
        return [Piece(str(self.dice.choice(options)))]

    def _between(self, least: int, most: int) -> Pieces:
        return [Piece(str(self.dice.randint(least, most)))]


_PLACES = {
    "district": PlaceKind.DISTRICT,
    "street": PlaceKind.STREET,
    "community": PlaceKind.COMMUNITY,
    "village": PlaceKind.COMMUNITY,
    "road": PlaceKind.ROAD,
    "estate": PlaceKind.ESTATE,
    "spot": PlaceKind.LANDMARK,
    "school": PlaceKind.LANDMARK,
    "hospital": PlaceKind.LANDMARK,
}


def _drawing(slot: str) -> Callable[[Circumstances], Pieces]:
    """Return how something personal is drawn."""
    kind, draw = personal.PERSONAL[slot]
    return lambda self: [Piece(draw(self.dice), None, kind)]


_FILLS: Mapping[str, Callable[[Circumstances], Pieces]] = {
    "city": lambda self: [Piece(self.place.city)],
    "district": lambda self: self._area("district"),
    "street": lambda self: self._area("street"),
    "district_en": lambda self: self._area_en(),
    "community": lambda self: self._below("community", "communities"),
    "village": lambda self: self._below("village", "villages"),
    "school": lambda self: self._below("school", "schools"),
    "hospital": lambda self: self._below("hospital", "hospitals"),
    "road": lambda self: self._both("road"),
    "estate": lambda self: self._both("estate"),
    "spot": lambda self: self._both("spot"),
    "road_en": lambda self: self._both_en("road"),
    "estate_en": lambda self: self._both_en("estate"),
    "spot_en": lambda self: self._both_en("spot"),
    "crossroad": lambda self: self._crossroad(),
    "number": lambda self: self._number(),
    "block": lambda self: self._block(),
    "stairway": lambda self: self._stairway(),
    "home": lambda self: self._home(),
    "building": lambda self: self._between(1, 30),
    "stair": lambda self: self._between(1, 6),
    "room": lambda self: [
        Piece(f"{self.dice.randint(1, 24)}0{self.dice.randint(1, 6)}", PlaceKind.HOUSE)
    ],
    "name": lambda self: self._name(),
    "office": lambda self: self._office(),
    "office_too": lambda self: self._office(),
    "official": lambda self: self._official(),
    "firm": lambda self: self._firm(),
    "place": Circumstances.where,
    "days": lambda self: self._between(2, 30),
    "n": lambda self: self._between(2, 9),
    "month": lambda self: self._between(1, 12),
    "day": lambda self: self._between(1, 28),
    "age": lambda self: self._between(_OLD, _OLDEST),
    "money": lambda self: self._chosen(_MONEY),
    "time": lambda self: self._chosen(self._grammar.daytimes),
    **{slot: _drawing(slot) for slot in personal.PERSONAL if slot != "name"},
}
