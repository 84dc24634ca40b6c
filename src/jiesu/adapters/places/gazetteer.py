# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every name of a city found in one pass over a text: the longest at each place, none dropped.

A second pass finds names written by their sound. What a name may mean is kept in full: the same
name often lies in several areas.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from itertools import takewhile
from typing import Any

import ahocorasick

from jiesu.adapters.places.names import Form, Meaning, all_written
from jiesu.adapters.places.script import folded, sounded
from jiesu.application.places import PlaceNames
from jiesu.domain.organisations import Area
from jiesu.domain.understanding import PlaceKind

_LEAST_SOUND, _LEAST_SOUND_OTHER = 3, 4
"""Shorter names sound like too much else; of what is no district or street, longer ones too."""
_ADMINISTRATIVE = (PlaceKind.DISTRICT, PlaceKind.STREET)
_MOST_SLIPS = 2
_SHORT_SORT = re.compile(r"..(?:镇|乡|村|路|街|区)")
"""Two characters and their kind, which must be written as it is to be heard."""
_GATE = re.compile(r"[东南西北]门")
_BEFORE_GATE = "在住到于从去"
"""After these a gate may be a street's name; after anything else it is the gate of something."""
_LONGER = re.compile(
    r"[东南西北中内外上下前后一二三四五六七八九十]{0,2}"
    r"(?:大街|街(?!道)|路|胡同|巷|桥|条(?!例|件)|道(?!路|德|理))"
)
"""What makes a road or a bridge out of a name: it is called after the place, perhaps outside it."""
_ROADS = ("路", "街", "巷", "胡同", "大道", "条")


class Way(StrEnum):
    """识别方式: how a writing was taken for a name."""

    AS_WRITTEN = "as_written"  # 原样
    BY_SOUND = "by_sound"  # 同音
    NEARLY = "nearly"  # 差一字


@dataclass(frozen=True, slots=True)
class Hit:
    """命中: a piece of a text and what it may mean.

    ``longer`` says that the name is only the beginning of another one, such as a road's.
    """

    start: int
    end: int
    meanings: tuple[Meaning, ...]
    way: Way = Way.AS_WRITTEN
    longer: bool = False


class Gazetteer:
    """地名库: the names of one city as automata; made once in a process."""

    def __init__(self, areas: Iterable[Area], names: PlaceNames) -> None:
        self.areas: Mapping[str, Area] = {area.code: area for area in areas}
        found: dict[str, list[Meaning]] = {}
        for text, meaning in all_written(tuple(self.areas.values()), names):
            found.setdefault(folded(text), []).append(meaning)
        self._meanings = {text: self._plain(tuple(dict.fromkeys(m))) for text, m in found.items()}
        self._exact = _automaton({text: text for text in self._meanings})

    def find(self, text: str) -> list[Hit]:
        """Return the names in a folded text in order; none overlaps another."""
        exact = list(self._exact_hits(text))
        by_sound = [hit for hit in self._sound_hits(text) if hit.meanings]
        return list(self._meant(_merged(exact, by_sound), text))

    def _meant(self, hits: Sequence[Hit], text: str) -> Iterator[Hit]:
        """Yield the hits that name a place where they stand: not every word does."""
        end, districts = -1, frozenset[str]()
        for hit in hits:
            after = districts if end == hit.start else frozenset()
            meanings = self._meant_after(hit.meanings, after)
            if meanings and (after or not _is_gate(hit, text)):
                end = hit.end
                districts = frozenset(m.area for m in meanings if m.kind is PlaceKind.DISTRICT)
                yield replace(hit, meanings=meanings)

    def _meant_after(
        self, meanings: tuple[Meaning, ...], districts: frozenset[str]
    ) -> tuple[Meaning, ...]:
        """Return the meanings that hold right after the name of a district."""
        own = [m for m in meanings if self.areas[m.area].parent in districts]
        words = tuple(m for m in own if m.form is Form.WORD)
        return words or tuple(m for m in meanings if m.form is not Form.WORD)

    def district_of(self, code: str) -> str:
        """Return the district an area is or lies in."""
        area = self.areas[code]
        return area.parent or code

    @property
    def writings(self) -> Mapping[str, tuple[Meaning, ...]]:
        """Return what each folded writing may mean."""
        return self._meanings

    def _plain(self, meanings: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
        """Return the meanings without those that another one makes needless.

        A town called like its district, a committee called like another street, a landmark that
        only its district is known of where its street has the same name.
        """
        known = [m for m in meanings if m.area in self.areas]
        whole = {m.area for m in known if m.kind is PlaceKind.DISTRICT}
        streets = [m for m in known if m.kind is PlaceKind.STREET]
        around = {self.areas[m.area].parent for m in streets}
        best: dict[str, Meaning] = {}
        for meaning in known:
            inside = self.areas[meaning.area].parent in whole and meaning.form is not Form.WORD
            minor = meaning.kind is PlaceKind.COMMUNITY and meaning.form is Form.BARE
            vague = meaning.kind is not PlaceKind.DISTRICT and meaning.area in around
            if not (inside or vague or (minor and streets)):
                held = best.setdefault(meaning.area, meaning)
                best[meaning.area] = min(held, meaning, key=_plainness)
        return tuple(best.values())

    def _exact_hits(self, text: str) -> Iterator[Hit]:
        done = 0
        for last, written in self._exact.iter_long(text):
            start, end = last + 1 - len(written), last + 1
            if start < done or (written.isascii() and not _stands_apart(text, start, end)):
                continue
            hit = _grown(Hit(start, end, self._meanings[written]), text)
            done = hit.end
            yield hit

    def _sound_hits(self, text: str) -> Iterator[Hit]:
        heard = sounded(text)
        for last, alike in self._by_sound.iter_long(heard):
            start, end = last + 1 - len(alike[0]), last + 1
            near = [written for written in alike if _sounds_meant(written, text[start:end])]
            if near and text[start:end] not in alike:
                meanings = tuple(m for written in near for m in self._meanings[written])
                if end - start < _LEAST_SOUND_OTHER:
                    meanings = tuple(m for m in meanings if m.kind in _ADMINISTRATIVE)
                yield _grown(Hit(start, end, meanings, Way.BY_SOUND), text)

    @cached_property
    def _by_sound(self) -> Any:  # noqa: ANN401 - the package ships no types
        names: dict[str, tuple[str, ...]] = {}
        for text in self._meanings:
            if len(text) >= _LEAST_SOUND and not text.isascii():
                heard = sounded(text)
                names[heard] = (*names.get(heard, ()), text)
        return _automaton(names)


def _automaton(names: Mapping[str, object]) -> Any:  # noqa: ANN401 - the package ships no types
    made = ahocorasick.Automaton()
    for name, value in names.items():
        if name:
            made.add_word(name, value)
    if not names:
        made.add_word("\0", ("\0",))  # an automaton without words cannot be asked
    made.make_automaton()
    return made


def _sounds_meant(name: str, written: str) -> bool:
    """Return whether a writing is near enough to the name it sounds like."""
    slips = sum(a != b for a, b in zip(name, written, strict=True))
    if _SHORT_SORT.fullmatch(name):
        return slips == 1 and name[-1] == written[-1]
    return slips <= _MOST_SLIPS


def _is_gate(hit: Hit, text: str) -> bool:
    before = text[hit.start - 1 : hit.start]
    gate = _GATE.fullmatch(text, hit.start, hit.end)
    return bool(gate) and before.isalpha() and before not in _BEFORE_GATE


def _stands_apart(text: str, start: int, end: int) -> bool:
    """Return whether Latin letters are a whole word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return not any(c.isascii() and c.isalnum() for c in (before, after) if c)


def _grown(hit: Hit, text: str) -> Hit:
    """Return the hit over the whole of a longer name it begins."""
    more = _LONGER.match(text, hit.end)
    if more is None or text[hit.end - 1] in _ROADS or not _may_grow(hit):
        return hit
    return Hit(hit.start, more.end(), hit.meanings, hit.way, longer=True)


def _may_grow(hit: Hit) -> bool:
    return any(m.form is Form.BARE or m.kind is PlaceKind.LANDMARK for m in hit.meanings)


def _plainness(meaning: Meaning) -> tuple[int, int]:
    return list(PlaceKind).index(meaning.kind), list(Form).index(meaning.form)


def _merged(exact: list[Hit], by_sound: list[Hit]) -> list[Hit]:
    """Return all hits in order; what is written as it should be goes before what only sounds so.

    A name by its sound wins over shorter exact ones inside it.
    """
    ends = [hit.end for hit in exact]
    dropped: set[int] = set()
    added = []
    for hit in by_sound:
        inside = _under(hit, exact, bisect_right(ends, hit.start))
        if not inside or (len(inside) == 1 and _weak(exact[inside[0]], hit)):
            dropped.update(inside)
            added.append(hit)
    kept = [hit for number, hit in enumerate(exact) if number not in dropped]
    return sorted([*kept, *added], key=lambda hit: hit.start)


def _under(hit: Hit, exact: Sequence[Hit], first: int) -> list[int]:
    """Return the numbers of the exact hits that overlap one, from the first that may."""
    overlaps = takewhile(lambda number: exact[number].start < hit.end, range(first, len(exact)))
    return list(overlaps)


def _weak(inner: Hit, outer: Hit) -> bool:
    """Return whether a short name is only the end of one that was written by its sound."""
    if inner.start < outer.start or outer.end < inner.end:
        return False
    size = outer.end - outer.start
    bare = all(m.form is Form.BARE for m in inner.meanings)
    return inner.end - inner.start < (size if bare else size - 1)
