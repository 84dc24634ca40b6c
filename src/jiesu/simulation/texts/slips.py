# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What goes wrong on the way to the page: wrong names, dialect, a machine that mishears.

Each takes pieces and returns pieces, so that whatever is done to the words between them, places
and personal data stay whole and where the truth says they are.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cache

from jiesu.bootstrap.chance import Dice
from jiesu.domain.understanding import PlaceKind
from jiesu.simulation.texts.grammar import Grammar, grammar, shared_topics
from jiesu.simulation.texts.patterns import Piece, Pieces

_MISNAMED = 0.6
_SHORTENED = 0.5
_IN_DIALECT = 0.75
_TAIL = 0.5
_MISHEARD = 0.045  # of the characters that sound like another
_PAUSES_LOST = 0.75
_FILLER = 0.35
_STUTTER = 0.12
_HAN = re.compile("[\u4e00-\u9fff]")
_PAUSE = re.compile("[，。；：、！？]")
_WRITTEN_WRONG = frozenset(
    {PlaceKind.ROAD, PlaceKind.ESTATE, PlaceKind.STREET, PlaceKind.LANDMARK, PlaceKind.DISTRICT}
)
_SHORTEST = 3
_STOPS = frozenset("，。！？；：")


def misname(pieces: Pieces, dice: Dice, grammar: Grammar) -> Pieces:
    """Return the pieces with some names of places short or spelt wrong; what they mean is kept."""
    return [
        _misnamed(piece, dice, grammar.short_names)
        if piece.place in _WRITTEN_WRONG and dice.random() < _MISNAMED
        else piece
        for piece in pieces
    ]


def _misnamed(piece: Piece, dice: Dice, endings: tuple[str, ...]) -> Piece:
    text = piece.text
    if dice.random() < _SHORTENED:
        ending = next((each for each in endings if text.endswith(each)), "")
        if ending and len(text) - len(ending) > 1:
            return _renamed(piece, text[: -len(ending)])
    places = [index for index, character in enumerate(text) if character in sounds_like()]
    if not places or len(text) < _SHORTEST:
        return piece
    at = dice.choice(places)
    return _renamed(piece, text[:at] + dice.choice(sounds_like()[text[at]]) + text[at + 1 :])


def _renamed(piece: Piece, text: str) -> Piece:
    return piece._replace(text=text, means=piece.means or piece.text)


def in_dialect(pieces: Pieces, dice: Dice, grammar: Grammar) -> Pieces:
    """Return the pieces as people of some other part of the country would say them."""
    dialect = grammar.dialects[dice.choice(list(grammar.dialects))]
    words = [word for word in dialect.words if dice.random() < _IN_DIALECT]
    spoken = [_replaced(piece, words, dialect.words) if piece.plain else piece for piece in pieces]
    if dice.random() < _TAIL:
        stop = "" if spoken[-1].text[-1:] in _STOPS else "，"
        spoken.append(Piece(stop + dice.choice(dialect.tails)))
    return spoken


def _replaced(piece: Piece, words: list[str], table: Mapping[str, str]) -> Piece:
    text = piece.text
    for word in words:
        if word in text:
            text = text.replace(word, table[word])
    return piece._replace(text=text)


def misheard(pieces: Pieces, dice: Dice, grammar: Grammar) -> Pieces:
    """Return the pieces as a machine writes down what it hears: no pauses, slips, fillers."""
    heard = []
    for piece in pieces:
        if not piece.plain:
            heard.append(piece)
            continue
        text = "".join(_heard(character, dice) for character in piece.text)
        heard.append(piece._replace(text=_PAUSE.sub(lambda _: _pause(dice, grammar), text)))
    return heard


def _heard(character: str, dice: Dice) -> str:
    if dice.random() >= _MISHEARD:
        return character
    alike = sounds_like().get(character)
    if alike is not None:
        return dice.choice(alike)
    return character * 2 if _HAN.match(character) and dice.random() < _STUTTER else character


def _pause(dice: Dice, grammar: Grammar) -> str:
    """Return what is left of a pause in speech."""
    mark = "" if dice.random() < _PAUSES_LOST else "，"
    return mark + (dice.choice(grammar.fillers) if dice.random() < _FILLER else "")


@cache
def sounds_like() -> dict[str, str]:
    """Return, for each common character, the other common ones that sound the same.

    Common is what our own patterns are written with.
    """
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 -- large, seldom needed

    written = "".join(line for lines in shared_topics().values() for line in lines)
    written += "".join(grammar().names["roads_free"]) + _MORE
    by_sound: dict[str, list[str]] = defaultdict(list)
    for character in sorted(set(_HAN.findall(written))):
        sounds = pinyin_dict.get(ord(character), "").split(",")
        if len(sounds) == 1:
            by_sound[_toneless(sounds[0])].append(character)
    alike = (characters for characters in by_sound.values() if len(characters) > 1)
    return {
        one: "".join(other for other in characters if other != one)
        for characters in alike
        for one in characters
    }


_TONES = str.maketrans("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ", "aaaaeeeeiiiioooouuuuvvvvvnnn")


def _toneless(sound: str) -> str:
    return sound.translate(_TONES)


_MORE = (
    "的地得在再做作已以意议他她它坐座定订近进是事市式试向像象想响望往王网园员原圆院远道到倒路录陆露"
)
