# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Readers that say what a test wants: understood_as(town.city, READ)."""

from collections.abc import Callable
from dataclasses import replace

from jiesu.application.understanding import Understanding
from jiesu.bootstrap.wiring import City
from jiesu.domain.taxonomy import AppealKind
from jiesu.domain.understanding import (
    KindGuess,
    MatterGuess,
    PlaceGuess,
    PlacesRead,
    Understood,
)
from jiesu.kernel.text import Text

READ = Understood(
    matters=(
        MatterGuess("water.drain.blocked", 0.8, ("下水道堵塞",)),
        MatterGuess("urban.light.broken", 0.2, ("路灯",)),
    ),
    kind=KindGuess(AppealKind.COMPLAINT, ("投诉",)),
    places=PlacesRead(
        (PlaceGuess("qc-liuyin", 0.9, (), Text("文中写有“柳荫路”", "The words name Liuyin Road")),)
    ),
)
"""A drain, perhaps a lamp; on a road that is known; a complaint."""
WAGES = Understood((MatterGuess("labour.wage.arrears", 0.8, ("工资",)),))
"""One bureau leads everywhere: no place is needed."""
LIFT = Understood((MatterGuess("housing.property.service", 0.8, ("物业",)),))
"""The sub-district leads, and the catalogue has questions."""
QUESTION = Text("哪一条柳荫路？", "Which Liuyin Road?")


class _Told:
    def __init__(self, tell: Callable[[str], Understood]) -> None:
        self._tell = tell

    def read(self, text: str) -> Understood:
        """Return what was told, but for places."""
        return replace(self._tell(text), places=PlacesRead())


class _ToldPlaces:
    def __init__(self, tell: Callable[[str], Understood]) -> None:
        self._tell = tell

    def read(self, text: str, *, thorough: bool = False) -> PlacesRead:
        """Return the places that were told."""
        del thorough
        return self._tell(text).places


def understood_as(city: City, told: Understood | Callable[[str], Understood]) -> None:
    """Let a city understand every text as told; a function is asked for each."""
    tell = told if callable(told) else lambda _: told
    reading = Understanding(lambda: _Told(tell), lambda: _ToldPlaces(tell))
    object.__setattr__(city, "understanding", reading)
