# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""From names found to areas meant: every name speaks for its areas, named districts settle doubts.

A name that may mean several areas shares its weight among them, the more to those for which other
names speak. What a district's share of all weight comes to is how sure it is.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiesu.adapters.places.gazetteer import Gazetteer, Hit, Way
from jiesu.adapters.places.names import Form, Meaning
from jiesu.adapters.places.setting import Setting
from jiesu.domain.understanding import PlaceKind

_WEIGHTS = {
    Form.FULL: {
        PlaceKind.DISTRICT: 4.0,
        PlaceKind.STREET: 4.0,
        PlaceKind.COMMUNITY: 2.5,
        PlaceKind.ESTATE: 2.0,
        PlaceKind.LANDMARK: 1.5,
        PlaceKind.ROAD: 1.2,
    },
    Form.OTHER: {PlaceKind.STREET: 2.2, PlaceKind.LANDMARK: 1.5},
    Form.BARE: {PlaceKind.DISTRICT: 2.4, PlaceKind.STREET: 1.6, PlaceKind.COMMUNITY: 1.2},
    Form.WORD: {PlaceKind.STREET: 1.6},
}
_USUAL = 1.2
_SHORT, _SHORTER = 2, 0.4
"""A community's name of two characters is as often the end of another name."""
_SETTINGS = {Setting.PLAIN: 1.0, Setting.ABOUT: 1.5, Setting.HOME: 0.25, Setting.NOT: 0.0}
_WAYS = {Way.AS_WRITTEN: 1.0, Way.BY_SOUND: 0.6, Way.NEARLY: 0.5}
_LONGER = 0.3
_DOUBT_LONGER, _DOUBT_SLIP = 0.2, 0.6
_REPEATED = 0.3
"""What a name counts when it is said again: it does not become truer, only more the topic."""
_UNSURE, _UNSURE_STREET = 0.1, 0.25
"""Weight that stays with no district, no street: a single weak name is no certainty."""
_FAINT = 0.05
"""What an area has for which no other name speaks."""
_OWN_STREET = 2.0
"""How much more a street settles a doubt than its district."""

Weights = dict[str, float]


@dataclass(frozen=True, slots=True)
class Found:
    """A name found, with what it is there for."""

    hit: Hit
    setting: Setting


@dataclass(frozen=True, slots=True)
class Voice:
    """What one name says: how much of its weight goes to each of its meanings."""

    hit: Hit
    shares: tuple[tuple[Meaning, float], ...]
    doubt: float = 0.0
    """How much of its weight goes to none: it may be another name altogether."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """Weights of districts and, apart, of streets; and what every name had to say."""

    districts: Weights
    streets: Weights
    voices: tuple[Voice, ...]

    @property
    def doubt(self) -> float:
        """Return the weight that goes to no area."""
        return _UNSURE + sum(voice.doubt for voice in self.voices)

    def sure_of_district(self, district: str) -> float:
        """Return the district's share of all weight, 0 to 1."""
        whole = sum(self.districts.values())
        return self.districts.get(district, 0.0) / (whole + self.doubt) if whole else 0.0

    def sure_of_street(self, street: str, beside: Iterable[str]) -> float:
        """Return the street's share among the streets ``beside`` it."""
        whole = sum(self.streets[code] for code in beside)
        return self.streets[street] / (whole + _UNSURE_STREET) if whole else 0.0


def weigh(found: Sequence[Found], gazetteer: Gazetteer) -> Weighed:
    """Return what the names of a text speak for together."""
    counted = [(one.hit, weight) for one, weight in _counted(found) if weight > 0]
    own = [_spread(hit, weight, None, gazetteer) for hit, weight in counted]
    first = _summed(own, gazetteer)
    settled = [
        _spread(hit, weight, _without(first, voice, gazetteer), gazetteer)
        if len(voice.shares) > 1
        else voice
        for (hit, weight), voice in zip(counted, own, strict=True)
    ]
    return _summed(settled, gazetteer)


def _counted(found: Sequence[Found]) -> Iterable[tuple[Found, float]]:
    """Yield each name with its weight; a home counts little only where there is another place."""
    other = any(one.setting not in (Setting.HOME, Setting.NOT) for one in found)
    said: Counter[tuple[Meaning, ...]] = Counter()
    for one in found:
        home = one.setting is Setting.HOME and not other
        factor = 1.0 if home else _SETTINGS[one.setting]
        times = said[one.hit.meanings]
        said[one.hit.meanings] += 1
        yield one, factor * (_REPEATED**times if times else 1.0)


def _weight_of(hit: Hit, meaning: Meaning) -> float:
    weight = _WEIGHTS[meaning.form].get(meaning.kind, _USUAL)
    if meaning.kind is PlaceKind.COMMUNITY and hit.end - hit.start <= _SHORT:
        weight *= _SHORTER
    weight *= _WAYS[hit.way]
    return weight * _LONGER if hit.longer else weight


def _spread(hit: Hit, factor: float, others: Weighed | None, gazetteer: Gazetteer) -> Voice:
    """Return the name's weight shared among its meanings as others speak for them."""
    liking = [_liking(m, others, gazetteer) for m in hit.meanings]
    whole = sum(liking)
    pairs = zip(hit.meanings, liking, strict=True)
    shares = tuple((m, factor * _weight_of(hit, m) * like / whole) for m, like in pairs)
    spent = sum(weight for _, weight in shares)
    return Voice(hit, shares, _doubt_of(hit) * spent)


def _doubt_of(hit: Hit) -> float:
    """Return how likely a name is another one, as a multiple of what it counts."""
    if hit.longer:
        return _DOUBT_LONGER
    known = any(m.kind in (PlaceKind.DISTRICT, PlaceKind.STREET) for m in hit.meanings)
    return 0.0 if known or hit.way is Way.AS_WRITTEN else _DOUBT_SLIP


def _liking(meaning: Meaning, others: Weighed | None, gazetteer: Gazetteer) -> float:
    if others is None:
        return 1.0
    district = gazetteer.district_of(meaning.area)
    street = others.streets.get(meaning.area, 0.0)
    return _FAINT + others.districts[district] + _OWN_STREET * street


def _without(whole: Weighed, voice: Voice, gazetteer: Gazetteer) -> Weighed:
    """Return the weights without what one name said itself."""
    districts, streets = _weights((voice,), gazetteer)
    return Weighed(
        {d: max(0.0, whole.districts[d] - w) for d, w in districts.items()},
        {s: max(0.0, whole.streets[s] - w) for s, w in streets.items()},
        (),
    )


def _summed(voices: Sequence[Voice], gazetteer: Gazetteer) -> Weighed:
    return Weighed(*_weights(voices, gazetteer), tuple(voices))


def _weights(voices: Iterable[Voice], gazetteer: Gazetteer) -> tuple[Weights, Weights]:
    districts: Weights = {}
    streets: Weights = {}
    for voice in voices:
        for meaning, weight in voice.shares:
            district = gazetteer.district_of(meaning.area)
            districts[district] = districts.get(district, 0.0) + weight
            if district != meaning.area:
                streets[meaning.area] = streets.get(meaning.area, 0.0) + weight
    return districts, streets


def by_district(weighed: Weighed, gazetteer: Gazetteer) -> Mapping[str, list[str]]:
    """Return the districts, the likeliest first, each with its streets, the likeliest first."""
    streets: dict[str, list[str]] = {}
    for code in sorted(weighed.streets, key=lambda s: (-weighed.streets[s], s)):
        streets.setdefault(gazetteer.district_of(code), []).append(code)
    order = sorted(weighed.districts, key=lambda d: (-weighed.districts[d], d))
    return {district: streets.get(district, []) for district in order}
