# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a scenario speaks of must be in the pack: of a misspelt name nothing can be learnt."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from jiesu.adapters.packs.problems import ProblemKind, Report
from jiesu.adapters.packs.scenarios import Scenario
from jiesu.application.rehearsal.script import (
    Act,
    AskDuty,
    AskHolders,
    Assign,
    LookUp,
    Plain,
    Play,
    Player,
    Script,
)


@dataclass(frozen=True, slots=True)
class Names:
    """The names a pack has."""

    parameters: Collection[str]
    matters: Collection[str]
    permissions: Collection[str]
    roles: Collection[str]
    units: Collection[str]


def check_names(scenarios: Iterable[Scenario], names: Names, report: Report) -> None:
    """Report every name in a scenario that the pack does not have."""
    for scenario in scenarios:
        for kind, value, known in _asked(scenario.script, names):
            if value not in known:
                listed = ", ".join(sorted(known))
                report.add(kind, scenario.place, value=value, known=listed)


def _asked(script: Script, names: Names) -> Iterator[tuple[ProblemKind, str, Collection[str]]]:
    when = script.when
    if isinstance(when, LookUp):
        yield ProblemKind.PARAMETER_UNKNOWN, when.key, names.parameters
    elif isinstance(when, AskDuty):
        yield ProblemKind.MATTER_UNKNOWN, when.matter, names.matters
    elif isinstance(when, AskHolders):
        yield ProblemKind.PERMISSION_UNKNOWN, when.permission, names.permissions
    for player in _players(script):
        yield ProblemKind.ROLE_UNKNOWN, player.role, names.roles
        if player.unit is not None:
            yield ProblemKind.UNIT_UNKNOWN, player.unit, names.units


def _players(script: Script) -> Iterator[Player]:
    if isinstance(script.when, Assign | Play):
        for step in script.when.steps:
            if isinstance(step, Act) and step.by is not None:
                yield step.by
    for name in ("seen_by", "hidden_from"):
        for text in _texts(script.then.get(name)):
            yield Player.named(text)


def _texts(listed: Plain) -> Iterator[str]:
    for one in listed if isinstance(listed, tuple) else ():
        if isinstance(one, str):
            yield one
