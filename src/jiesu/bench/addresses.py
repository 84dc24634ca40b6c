# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Made-up addresses whose street is known, written as people write: short, wrong, in a sentence."""

from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files

from jiesu.adapters.places.names import written_areas
from jiesu.adapters.places.script import sounded
from jiesu.bootstrap.chance import Dice
from jiesu.domain.organisations import Area

_ROADS = (
    "银杏路",
    "石榴街",
    "槐花巷",
    "东柳路",
    "南塘街",
    "白杨大街",
    "前营胡同",
    "学堂路",
)
_ESTATES = (
    "枫林家园",
    "锦绣花园",
    "春晓苑",
    "水木公寓",
    "书香小区",
    "翠竹里",
    "云海名苑",
    "和畅园",
)
_SENTENCES = (
    "{address}的路灯坏了一个星期，没人来修。",
    "我要反映{address}夜里施工，吵得睡不着。",
    "您好，{address}电梯总停，老人下不了楼，请帮忙协调物业。",
    "垃圾堆在{address}门口好几天了，味道很大",
    "本人住{address}，家里暖气不热，已经找过物业。",
    "{address}这边停水，什么时候来？",
)
_DISTRICT = ("{district}", "{short}", "")
"""Whether the district is named, in full or short; without it only where the street's is clear."""
_SLIPS = 0.12
"""Share of addresses in which a character of the street's name is one that sounds alike."""
_TRADITIONAL = 0.05
_BARE = 0.5
"""Share of addresses without a sentence around them."""
_LEAST_SLIPPED = 3
"""A shorter name with a slip is no longer anybody's."""


def drill(
    streets: Sequence[Area], areas: Mapping[str, Area], dice: Dice, count: int
) -> Iterator[tuple[str, str]]:
    """Yield texts with the code of the street they are about.

    Args:
        streets: drawn from, each as likely.
        areas: where their districts are found.
        dice: decides.
        count: how many.
    """
    writer = _Writer(streets, areas, dice)
    for _ in range(count):
        street = dice.choice(streets)
        yield writer.text(street), street.code


class _Writer:
    def __init__(self, streets: Sequence[Area], areas: Mapping[str, Area], dice: Dice) -> None:
        self._areas, self._dice = areas, dice
        self._times: dict[str, int] = {}
        for street in streets:
            district = areas[street.parent or ""]
            for form in (*set(_forms(street)), *_forms(district)):
                self._times[form] = self._times.get(form, 0) + 1
        self._alike = _alike("".join(self._times))

    def text(self, street: Area) -> str:
        """Return an address, half the time in a sentence."""
        address = self._address(street)
        if self._dice.random() < _TRADITIONAL:
            address = address.translate(_traditional())
        if self._dice.random() < _BARE:
            return address
        return self._dice.choice(_SENTENCES).format(address=address)

    def _address(self, street: Area) -> str:
        form = self._dice.choice(_forms(street))
        around = self._areas[street.parent or ""]
        named = self._dice.choice(_DISTRICT)
        if self._times[form] > 1 and not named:
            named = _DISTRICT[0]
        district = named.format(district=around.name.zh, short=_forms(around)[-1])
        return f"{district}{self._slipped(form)}{self._rest()}"

    def _slipped(self, name: str) -> str:
        """Return the name, at times with one character replaced by another of the same sound."""
        place = self._dice.randrange(len(name))
        alike = self._alike.get(name[place], "")
        if self._dice.random() >= _SLIPS or not alike or len(name) < _LEAST_SLIPPED:
            return name
        return name[:place] + self._dice.choice(alike) + name[place + 1 :]

    def _rest(self) -> str:
        dice = self._dice
        number, building = dice.randint(1, 300), dice.randint(1, 30)
        unit, room = dice.randint(1, 6), dice.randint(1, 28) * 100 + dice.randint(1, 4)
        road, estate = dice.choice(_ROADS), dice.choice(_ESTATES)
        return dice.choice(
            (
                f"{road}{number}号{estate}{building}号楼{unit}单元{room}室",
                f"{estate}{building}栋{unit}单元{room}",
                f"{road}{number}号院",
                f"{estate}{building}-{unit}-{room}",
                road,
                f"{estate}东门",
            )
        )


def _forms(area: Area) -> list[str]:
    """Return how people write an area in Chinese: in full first, short last."""
    written = [text for text, _ in written_areas(area) if not text.isascii()]
    return list(dict.fromkeys((written[0], *written[1:2])))


def _alike(characters: str) -> dict[str, str]:
    """Return for each character the others among them and common ones that sound the same."""
    common = characters + "".join(_ROADS + _ESTATES + _SENTENCES)
    groups: dict[str, set[str]] = {}
    for character in common:
        groups.setdefault(sounded(character), set()).add(character)
    return {c: "".join(sorted(groups[sounded(c)] - {c})) for c in set(characters)}


def _traditional() -> dict[int, str]:
    listed = files("opencc").joinpath("dictionary", "STCharacters.txt").read_text("utf-8")
    pairs = (line.split("\t") for line in listed.splitlines())
    return {ord(plain): many.split(" ")[0] for plain, many in pairs}
