# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Why an area is meant, and what to ask where several may be; in both languages."""

from collections.abc import Sequence

from jiesu.adapters.places.gazetteer import Gazetteer, Hit, Way
from jiesu.adapters.places.names import Form, Meaning
from jiesu.domain.understanding import PlaceGuess, PlaceKind
from jiesu.kernel.text import Text

_MOST_REASONS = 3
_MOST_ASKED = 4
_SURE = 0.6
"""From here on nothing is asked."""
_RIVAL = 0.35
"""What share of the first one's certainty makes a rival worth asking about."""

_PLAIN = Text("文中写有“{said}”，即{place}", 'The text names "{said}": {place}')
_SHORT = Text("文中写有“{said}”，是{place}的简称", 'The text has "{said}", short for {place}')
_WITHIN = Text("文中写有“{said}”，在{place}", 'The text names "{said}", which is in {place}')
_LONGER = Text(
    "文中“{said}”以“{name}”命名，可能在{place}",
    'The text has "{said}", called after "{name}", perhaps in {place}',
)
_WAYS = {
    Way.BY_SOUND: Text(
        "文中“{said}”与“{name}”读音相同，在{place}",
        'The text has "{said}", which sounds like "{name}", in {place}',
    ),
    Way.NEARLY: Text(
        "文中“{said}”与“{name}”只差一字，在{place}",
        'The text has "{said}", one character from "{name}", in {place}',
    ),
}
_ASK = Text("是{list}？", "Is it {list}?")
_ASK_NAME = Text("哪一个“{name}”？{list}？", 'Which "{name}"? {list}?')


def place_name(area: str, gazetteer: Gazetteer) -> Text:
    """Return the name of an area, a street's after that of its district."""
    found = gazetteer.areas[area]
    around = gazetteer.areas.get(found.parent or "")
    if around is None:
        return found.name
    return Text(f"{around.name.zh}{found.name.zh}", f"{found.name.en}, {around.name.en}")


def reason_of(area: str, hits: Sequence[Hit], text: str, gazetteer: Gazetteer) -> Text:
    """Return why the area is meant: the words that say so, the most telling first."""
    told: dict[tuple[str, str], None] = {}
    for hit in sorted(hits, key=lambda hit: _telling(hit, area, gazetteer)):
        said = _reason(hit, area, text[hit.start : hit.end], gazetteer)
        told.setdefault((said.zh, said.en))
    reasons = list(told)[:_MOST_REASONS]
    zh = "；".join(one for one, _ in reasons)
    return Text(f"{zh}。", "; ".join(one for _, one in reasons) + ".")


def _telling(hit: Hit, area: str, gazetteer: Gazetteer) -> tuple[bool, bool, bool, int]:
    meaning = _meaning(hit, area, gazetteer)
    return meaning.area != area, hit.longer, hit.way is not Way.AS_WRITTEN, hit.start


def _meaning(hit: Hit, area: str, gazetteer: Gazetteer) -> Meaning:
    """Return the meaning that speaks for the area, or else for its district."""
    district = gazetteer.district_of(area)

    def far(meaning: Meaning) -> int:
        own = meaning.area
        return [own == area, own == district, gazetteer.district_of(own) == district].index(True)

    fitting = [m for m in hit.meanings if gazetteer.district_of(m.area) == district]
    return min(fitting, key=far)


def _reason(hit: Hit, area: str, said: str, gazetteer: Gazetteer) -> Text:
    meaning = _meaning(hit, area, gazetteer)
    place = place_name(meaning.area, gazetteer)
    facts = {"said": said, "name": meaning.name, "place": place}
    template = _template(hit, meaning)
    return Text(template.say("zh", **facts), template.say("en", **facts))


def _template(hit: Hit, meaning: Meaning) -> Text:
    if hit.way in _WAYS:
        return _WAYS[hit.way]
    if hit.longer:
        return _LONGER
    if meaning.kind in (PlaceKind.DISTRICT, PlaceKind.STREET):
        return _SHORT if meaning.form in (Form.BARE, Form.WORD) else _PLAIN
    return _WITHIN


def question_of(guesses: Sequence[PlaceGuess], gazetteer: Gazetteer) -> Text | None:
    """Return what to ask when several areas are about as likely; None where one is clear."""
    rivals = _rivals(guesses, gazetteer)
    if len(rivals) < 2:  # noqa: PLR2004 - two make a question
        return None
    names = [_apart_from(guess.area, rivals, gazetteer) for guess in rivals]
    shared = _shared(rivals)
    zh = "，还是".join(_of(name.zh, shared) for name in names)
    en = ", or ".join(f"the one in {n.en}" if shared else n.en for n in names)
    template = _ASK_NAME if shared else _ASK
    return Text(template.say("zh", name=shared, list=zh), template.say("en", name=shared, list=en))


def _of(name: str, shared: str | None) -> str:
    return f"{name}的" if shared else name


def _rivals(guesses: Sequence[PlaceGuess], gazetteer: Gazetteer) -> list[PlaceGuess]:
    """Return the guesses to choose from; a district is none beside a street of its own."""
    if not guesses or guesses[0].confidence >= _SURE:
        return []
    likely = [g for g in guesses if g.confidence >= _RIVAL * guesses[0].confidence]
    around = {gazetteer.areas[g.area].parent for g in likely}
    return [g for g in likely if g.area not in around][:_MOST_ASKED]


def _shared(rivals: Sequence[PlaceGuess]) -> str | None:
    """Return the one name that may mean all of them."""
    spans = [{(m.start, m.end): m.name for m in guess.mentions} for guess in rivals]
    common = set(spans[0]).intersection(*spans[1:])
    named = [spans[0][span] for span in sorted(common)]
    return named[0] if len(named) == 1 else None


def _apart_from(area: str, rivals: Sequence[PlaceGuess], gazetteer: Gazetteer) -> Text:
    """Return the district's name where that tells the rivals apart, else the whole name."""
    districts = {gazetteer.district_of(guess.area) for guess in rivals}
    own = gazetteer.areas[gazetteer.district_of(area)].name
    return own if len(districts) == len(rivals) else place_name(area, gazetteer)
