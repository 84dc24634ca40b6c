# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How a name of a place is written: in full, short, and with other words for the same kind."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from jiesu.application.places import NamedPlace, PlaceNames
from jiesu.domain.organisations import Area, AreaKind
from jiesu.domain.understanding import PlaceKind

_DISTRICT = re.compile(r"(.{2,})(?:自治县|新区|区|县|市)")
_STREET = re.compile(r"(.{2,}?)(?:街道办事处|街道|地区|镇|乡)")
_PEOPLE = re.compile(r"(.{2,}?)(?:回|满|蒙古|朝鲜|藏|维吾尔|壮|苗|彝)族")
_STREET_SORTS = ("街道", "街道办", "街道办事处", "地区", "镇", "乡")
_COMMUNITY = re.compile(r"(.{2,}?)(?:社区|村)")
_COMMUNITY_SORTS = {"社区": ("社区", "社区居委会", "居委会"), "村": ("村", "村委会", "村村委会")}
_ENGLISH = re.compile(r"(.{4,}?) (?:sub-district|district|area|town|township|street|county)")


class Form(StrEnum):
    """写法: how a name is written."""

    FULL = "full"  # 全称
    OTHER = "other"  # 同地异称：某某镇写作某某街道
    BARE = "bare"  # 简称
    WORD = "word"  # 简称恰是常用词或区名：只有紧跟在区名之后才算


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a writing may mean, and how plainly it says so."""

    kind: PlaceKind
    name: str
    area: str
    form: Form = Form.FULL


Written = Iterator[tuple[str, Meaning]]


def written_areas(area: Area) -> Written:
    """Yield how a district or a street is written, and that it is meant."""
    kind = PlaceKind.DISTRICT if area.kind is AreaKind.DISTRICT else PlaceKind.STREET
    name, full = area.name.zh, Meaning(kind, area.name.zh, area.code)
    short = replace(full, form=Form.BARE)
    yield name, full
    if kind is PlaceKind.DISTRICT:
        if found := _DISTRICT.fullmatch(name):
            yield found[1], short
    elif found := _STREET.fullmatch(name):
        yield from _street_forms(found[1], full, short)
    english = area.name.en.lower()
    yield english, full
    if found := _ENGLISH.fullmatch(english):
        yield found[1], short


def _street_forms(proper: str, full: Meaning, short: Meaning) -> Written:
    """Yield the other words for a street: the same place is called town, area or street."""
    people = _PEOPLE.fullmatch(proper)
    core = people[1] if people else proper
    yield core, short
    for sort in _STREET_SORTS:
        yield core + sort, replace(full, form=Form.OTHER)


def written_place(place: NamedPlace) -> Written:
    """Yield how a place of the gazetteer is written."""
    full = Meaning(place.kind, place.name, place.area)
    yield place.name, full
    if place.kind is PlaceKind.COMMUNITY and (found := _COMMUNITY.fullmatch(place.name)):
        for sort in _COMMUNITY_SORTS[place.name[len(found[1]) :]]:
            yield found[1] + sort, full
    for alias in place.aliases:
        bare = place.kind is PlaceKind.DISTRICT or alias in place.name
        yield alias, replace(full, form=Form.BARE if bare else Form.OTHER)


def all_written(areas: tuple[Area, ...], names: PlaceNames) -> Written:
    """Yield every writing of a city's places.

    A short name that is an ordinary word, or the short name of a district too, is marked so: it
    means the place only right after the name of its district.
    """
    committees = PlaceKind.COMMUNITY
    said = frozenset(place.name for place in names.places if place.kind is not committees)
    districts = [area for area in areas if area.kind is AreaKind.DISTRICT]
    shorts = {t for area in districts for t, m in written_areas(area) if m.form is Form.BARE}
    for area in areas:
        plain = names.words - said
        doubtful = plain if area.kind is AreaKind.DISTRICT else plain | shorts
        for text, meaning in written_areas(area):
            short = meaning.form is Form.BARE and text in doubtful
            yield text, replace(meaning, form=Form.WORD) if short else meaning
    for place in names.places:
        for text, meaning in written_place(place):
            if text in said or text not in names.words:
                yield text, meaning
