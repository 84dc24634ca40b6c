# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Patterns people's words are made from: ``<either|or>`` and ``{slots}``, and the pieces they give.

A piece is a run of characters that is either plain or one thing (a street, a telephone number).
A text is kept in pieces until the end, so that whatever is done to it, the truth about where each
thing stands is exact to the character.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from jiesu.adapters.text.redact import PersonalType
from jiesu.bootstrap.chance import Dice
from jiesu.domain.understanding import PlaceKind


class Piece(NamedTuple):
    """A run of characters: plain, the name of a place, something personal, or both."""

    text: str
    place: PlaceKind | None = None
    personal: PersonalType | None = None
    means: str = ""
    """For a place: the code of the area, or its right name where the text has it wrong."""

    @property
    def plain(self) -> bool:
        """Return whether the characters are nothing but words, free to be changed."""
        return self.place is None and self.personal is None


Pieces = list[Piece]
Fill = Callable[[str], Pieces]
"""What stands for a slot."""


class _Slot(NamedTuple):
    name: str


class _Choice(NamedTuple):
    options: "tuple[_Sequence, ...]"


_Node = str | _Slot | _Choice
_Sequence = tuple[_Node, ...]
_TOKENS = re.compile(r"[<>|]|\{[.\w]+\}|[^<>|{]+|\{")

_ADDRESSES = (
    (re.compile(r"\{building\}号楼\{stair\}单元\{room\}室?"), "{home}"),
    (re.compile(r"\{building\}号楼\{room\}室?"), "{home}"),
    (re.compile(r"\{building\}号楼\{stair\}单元"), "{stairway}"),
    (re.compile(r"\{building\}号楼"), "{block}"),
)
"""An address is one thing, however many numbers it has: spans are of the whole."""


class BadPattern(ValueError):
    """A pattern whose brackets do not match."""


@cache
def parsed(pattern: str) -> _Sequence:
    """Return the pattern as a tree.

    Raises:
        BadPattern: its brackets do not match.
    """
    for written, slot in _ADDRESSES:
        pattern = written.sub(slot, pattern)
    tokens = iter(_TOKENS.findall(pattern))
    options, end = _options(tokens)
    if end or len(options) > 1:
        raise BadPattern(pattern)
    return options[0]


def _options(tokens: Iterator[str]) -> tuple[tuple[_Sequence, ...], str]:
    """Return what stands up to the closing bracket, and that bracket, or nothing at the end."""
    options: list[_Sequence] = []
    nodes: list[_Node] = []
    for mark in tokens:
        if mark == "<":
            inner, end = _options(tokens)
            if end != ">":
                raise BadPattern("<")
            nodes.append(_Choice(inner))
        elif mark == "|":
            options.append(tuple(nodes))
            nodes = []
        elif mark == ">":
            return (*options, tuple(nodes)), mark
        elif mark[0] == "{" and len(mark) > 1:
            nodes.append(_Slot(mark[1:-1]))
        else:
            nodes.append(mark)
    return (*options, tuple(nodes)), ""


def said(pattern: str, dice: Dice, fill: Fill) -> Pieces:
    """Return one of the ways to say the pattern, its slots filled."""
    pieces: Pieces = []
    _say(parsed(pattern), dice, fill, pieces)
    return pieces


def _say(nodes: _Sequence, dice: Dice, fill: Fill, pieces: Pieces) -> None:
    for node in nodes:
        if isinstance(node, str):
            pieces.append(Piece(node))
        elif isinstance(node, _Slot):
            pieces.extend(fill(node.name))
        else:
            _say(dice.choice(node.options), dice, fill, pieces)


def slots_of(pattern: str) -> frozenset[str]:
    """Return every slot a pattern may ask for."""
    return frozenset(_slots(parsed(pattern)))


def _slots(nodes: _Sequence) -> Iterator[str]:
    for node in nodes:
        if isinstance(node, _Slot):
            yield node.name
        elif isinstance(node, _Choice):
            for option in node.options:
                yield from _slots(option)


def text_of(pieces: Iterable[Piece]) -> str:
    """Return the characters."""
    return "".join(piece.text for piece in pieces)


_STOPS = frozenset("，。；：、？！")


def tidied(pieces: Iterable[Piece]) -> Pieces:
    """Return the pieces with one stop where two met, none at the beginning, and nothing empty."""
    kept: Pieces = []
    for piece in pieces:
        text = piece.text
        if piece.plain and (not kept or kept[-1].text[-1] in _STOPS):
            text = text.lstrip("，。；：、？！")
        if text:
            kept.append(piece if text == piece.text else piece._replace(text=text))
    return kept
