# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every state of the places a city surveyed itself, numbered: nothing is overwritten silently.

A version is a whole state, so that going back needs none of the others. They lie in a folder beside
the file in use; going back makes a new version, and what was left stays there.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiesu.adapters.packs.own_places import (
    DamagedPlaces,
    OwnPlaces,
    half_written,
    read_own_places,
    write_own_places,
)
from jiesu.kernel.errors import NotFound
from jiesu.kernel.text import Text

_DIGITS = 12


class NoSuchVersion(NotFound):
    """The city's own places have no version of that number."""

    what = Text("自有位置没有第 {number} 版。", "The city's own places have no version {number}.")
    next_step = Text(
        "请用“jiesu places versions”查看各版本。", 'See them with "jiesu places versions".'
    )


@dataclass(frozen=True, slots=True)
class PlaceVersion:
    """位置版本: one state of the city's own places; number 0 is the pack alone.

    ``day`` is when it was made, "" where nobody noted it; ``source`` the file that was loaded;
    ``back_to`` the version it repeats.
    """

    number: int
    day: str
    source: str
    digest: str
    points: int
    polygons: int
    back_to: int | None = None


class PlaceVersions:
    """The versions beside the file in use."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._folder = file.with_name(f"{file.stem}-versions")

    def all(self) -> list[PlaceVersion]:
        """Return the versions, the oldest first.

        Raises:
            DamagedPlaces: one of them cannot be read.
        """
        return [_noted(_read(file), file) for file in self._files()]

    def _files(self) -> list[Path]:
        return sorted(self._folder.glob("[0-9]*.json"))

    def read(self, number: int) -> OwnPlaces:
        """Return the places of a version; none for 0, the pack alone.

        Raises:
            NoSuchVersion: there is no such number.
            DamagedPlaces: it cannot be read.
        """
        if number == 0:
            return OwnPlaces()
        file = self._path(number)
        if not file.is_file():
            raise NoSuchVersion(number=number)
        return read_own_places(file)

    def keep(
        self, places: OwnPlaces, day: str, source: str, back_to: int | None = None
    ) -> PlaceVersion:
        """Put the places in use as a new version, and return it.

        Raises:
            UnwritablePlaces: the folder or a file cannot be written.
        """
        self._adopt()
        body = {"points": dict(places.points), "polygons": dict(places.grounds)}
        note = {"day": day, "source": source, "back_to": back_to, "digest": _digest(body)}
        number = self._write({**note, **body})
        write_own_places(self._file, places)
        return PlaceVersion(
            number, day, source, _digest(body), len(places.points), len(places.grounds), back_to
        )

    def _adopt(self) -> None:
        """Keep what was loaded before versions were kept as the first one."""
        if self._files():
            return  # what is in use lies among them; were it damaged, going back must still work
        held = read_own_places(self._file)
        if held:
            body = {"points": dict(held.points), "polygons": dict(held.grounds)}
            note = {"day": "", "source": "", "back_to": None, "digest": _digest(body)}
            self._write({**note, **body})

    def _write(self, kept: Mapping[str, Any]) -> int:
        """Write the next version; a number somebody else takes meanwhile is left to them."""
        number = max((int(file.stem) for file in self._files()), default=0) + 1
        with half_written(self._folder, json.dumps(kept, indent=0)) as half:
            while not _linked(half, self._path(number)):
                number += 1
        return number

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:04}.json"


def _linked(half: Path, whole: Path) -> bool:
    try:
        whole.hardlink_to(half)
    except FileExistsError:
        return False
    return True


def _digest(body: Mapping[str, Any]) -> str:
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]


def _read(file: Path) -> Any:  # noqa: ANN401 - whatever the JSON holds
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise DamagedPlaces(path=file) from None


def _noted(kept: Any, file: Path) -> PlaceVersion:  # noqa: ANN401 - whatever the JSON holds
    try:
        return PlaceVersion(
            number=int(file.stem),
            day=str(kept["day"]),
            source=str(kept["source"]),
            digest=str(kept["digest"]),
            points=len(kept["points"]),
            polygons=len(kept["polygons"]),
            back_to=kept["back_to"],
        )
    except (KeyError, TypeError, ValueError):
        raise DamagedPlaces(path=file) from None
