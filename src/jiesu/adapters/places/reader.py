# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Reads where a text is about: areas with reasons, and a question where it stays open."""

from collections.abc import Iterator, Sequence

from jiesu.adapters.places.address import Address, read_address
from jiesu.adapters.places.gazetteer import Gazetteer, Hit
from jiesu.adapters.places.saying import question_of, reason_of
from jiesu.adapters.places.script import folded
from jiesu.adapters.places.setting import setting_of
from jiesu.adapters.places.weighing import Found, Weighed, by_district, weigh
from jiesu.domain.understanding import Mention, PlaceGuess, PlaceKind, PlacesRead

_TOLD = (PlaceKind.ROAD, PlaceKind.ESTATE, PlaceKind.HOUSE)
_MOST = 5
_CLEAR = 0.5
"""From this share on a street is meant, not only its district."""
_FAINT = 0.03
"""Areas less likely than this are not worth a line on a screen."""


class GazetteerReader:
    """地点识别: ``PlaceReader`` by a city's names; light, and thorough with a model of words."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer

    def read(self, text: str, *, thorough: bool = False) -> PlacesRead:
        """Return the areas meant; linear in the text. ``thorough`` also mends misspelt names."""
        plain = folded(text)
        hits = self._gazetteer.find(plain)
        if thorough:
            from jiesu.adapters.places.mending import mended  # noqa: PLC0415 - loads a model

            hits = mended(plain, hits, self._gazetteer)
        found = [Found(hit, setting_of(plain, hit.start)) for hit in hits]
        weighed = weigh(found, self._gazetteer)
        guesses = tuple(self._guesses(weighed, text, read_address(plain)))
        return PlacesRead(guesses, question_of(guesses, self._gazetteer))

    def _guesses(self, weighed: Weighed, text: str, address: Address) -> Iterator[PlaceGuess]:
        ranked = sorted(self._ranked(weighed), key=lambda pair: -pair[1])
        for place, (area, sure) in enumerate(ranked[:_MOST]):
            hits = _speaking(weighed, area, self._gazetteer)
            mentions = [_mention(hit, area, self._gazetteer) for hit in hits]
            if place == 0:
                mentions += _unknown(address, [voice.hit for voice in weighed.voices])
            reason = reason_of(area, hits, text, self._gazetteer)
            ordered = tuple(sorted(mentions, key=lambda mention: mention.start))
            yield PlaceGuess(area, round(sure, 4), ordered, reason)

    def _ranked(self, weighed: Weighed) -> Iterator[tuple[str, float]]:
        """Yield areas with how sure they are: streets where one is clear, else the district too."""
        for district, streets in by_district(weighed, self._gazetteer).items():
            sure = weighed.sure_of_district(district)
            shares = {s: weighed.sure_of_street(s, streets) for s in streets}
            clear = bool(streets) and shares[streets[0]] >= _CLEAR
            if not clear and sure >= _FAINT:
                yield district, sure
            for street in streets[:_MOST]:
                if sure * shares[street] >= _FAINT:
                    yield street, min(sure * shares[street], sure - (0 if clear else _FAINT))


def _speaking(weighed: Weighed, area: str, gazetteer: Gazetteer) -> list[Hit]:
    """Return the names that speak for an area or the district around it, in order."""
    district = gazetteer.district_of(area)
    return [
        voice.hit
        for voice in weighed.voices
        if any(_fits(m.area, area, district, gazetteer) for m, weight in voice.shares if weight)
    ]


def _fits(said: str, area: str, district: str, gazetteer: Gazetteer) -> bool:
    if said in (area, district):
        return True
    return area == district and gazetteer.district_of(said) == district


def _mention(hit: Hit, area: str, gazetteer: Gazetteer) -> Mention:
    district = gazetteer.district_of(area)
    fitting = [m for m in hit.meanings if _fits(m.area, area, district, gazetteer)]
    kind = PlaceKind.ROAD if hit.longer else fitting[0].kind
    return Mention(hit.start, hit.end, kind, fitting[0].name)


def _unknown(address: Address, hits: Sequence[Hit]) -> list[Mention]:
    """Return the roads, estates and houses of the address that no name of the city covers."""
    covered = {place for hit in hits for place in range(hit.start, hit.end)}
    return [
        Mention(part.start, part.end, part.kind, part.text)
        for part in address.parts
        if part.kind in _TOLD and covered.isdisjoint(range(part.start, part.end))
    ]
