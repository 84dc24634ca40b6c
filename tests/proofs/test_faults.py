# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever is asked of the database may fail: nothing happens, or all of it, and never twice.

SQLite's loop: the first, second, third … exchange (or row written) fails, until the work gets
through without meeting the fault. After every fault everything stored is looked at; then the same
is sent again under the same ids.
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import count, product

import pytest

from jiesu.application.catalogue import REGISTRY
from jiesu.application.ports import StoreUnavailable
from tests.proofs.faults import Fault, Inside, Kind, Wire
from tests.proofs.scenarios import NAMES, Scenario
from tests.proofs.trial import Laboratory, Trial

Prepared = tuple[Laboratory, dict[str, Scenario]]
Record = Callable[[str, object], None]

ONCE, FROM_THEN_ON = False, True
_QUICK = ("register and dispatch", "last report", "sweep", "deliver")
_LONG = ("many by copy", "sweep")
"""Scenarios of so many exchanges that their pairs of faults would take the night."""


def each_in_turn(
    laboratory: Laboratory, scenario: Scenario, kinds: Iterable[Kind], modes: Iterable[bool]
) -> int:
    """Let each exchange or row fail in turn, in every way; return how many faults there were."""
    tried = 0
    for kind, lasting in product(kinds, modes):
        for number in count(1):
            if not Trial(laboratory, scenario, Fault(number, kind, lasting)).run():
                break
            tried += 1
    return tried


def each_pair(laboratory: Laboratory, scenario: Scenario, kinds: Sequence[Kind]) -> int:
    """Let the repetition after each fault fail as well, at each exchange and in every way."""
    there = range(1, exchanges(laboratory, scenario) + 1)
    return sum(
        _pairs(laboratory, scenario, Fault(number, first), kinds)
        for first, number in product(kinds, there)
    )


def _pairs(laboratory: Laboratory, scenario: Scenario, first: Fault, kinds: Sequence[Kind]) -> int:
    """Go on until the repetition gets through unhurt; it is as long whatever would hurt it."""
    for number in count(1):
        for second in kinds:
            if Trial(laboratory, scenario, first, Fault(number, second)).run() < 2:
                return (number - 1) * len(kinds)
    return 0


def exchanges(laboratory: Laboratory, scenario: Scenario) -> int:
    """Return how many exchanges the scenario has when nothing fails."""
    laboratory.expected(scenario)
    laboratory.put_back()
    with laboratory.fault(Fault(0, Wire.ERROR)):
        scenario.play(laboratory.stage)
    return laboratory.plan.seen


def test_every_command_of_the_registry_has_its_scenario(laboratory: Prepared) -> None:
    _, scenarios = laboratory
    assert tuple(scenarios) == NAMES
    played = {command for each in scenarios.values() for command in each.commands}
    assert played == {row.command for row in REGISTRY.rows()}


@pytest.mark.parametrize("name", NAMES)
def test_an_answer_that_is_lost_is_given_again(laboratory: Prepared, name: str) -> None:
    lab, scenarios = laboratory
    assert each_in_turn(lab, scenarios[name], [Wire.ANSWER_LOST], [ONCE])


@pytest.mark.parametrize("name", _QUICK)
def test_a_full_disk_in_the_middle_leaves_nothing_half_done(
    laboratory: Prepared, name: str
) -> None:
    lab, scenarios = laboratory
    assert each_in_turn(lab, scenarios[name], [Inside.DISK_FULL], [ONCE])


@pytest.mark.parametrize("kind", Wire)
def test_each_kind_of_fault_is_survived(laboratory: Prepared, kind: Wire) -> None:
    lab, scenarios = laboratory
    assert each_in_turn(lab, scenarios["many of the past"], [kind], [ONCE, FROM_THEN_ON])


def test_a_server_that_is_away_is_named_and_found_again(laboratory: Prepared) -> None:
    lab, scenarios = laboratory
    lab.put_back()
    with lab.no_server(), pytest.raises(StoreUnavailable) as told:
        scenarios["register"].play(lab.stage)
    assert told.value.facts == {"reason": "PoolTimeout"}
    (receipts,) = scenarios["register"].play(lab.stage)
    assert receipts


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_every_exchange_fails_in_turn(
    laboratory: Prepared, name: str, record_property: Record
) -> None:
    lab, scenarios = laboratory
    tried = each_in_turn(lab, scenarios[name], Wire, [ONCE, FROM_THEN_ON])
    record_property("faults", tried)
    assert tried


@pytest.mark.long
@pytest.mark.parametrize("name", NAMES)
def test_every_row_written_fails_in_turn(
    laboratory: Prepared, name: str, record_property: Record
) -> None:
    lab, scenarios = laboratory
    tried = each_in_turn(lab, scenarios[name], Inside, [ONCE, FROM_THEN_ON])
    record_property("faults", tried)
    assert tried


@pytest.mark.long
@pytest.mark.parametrize("name", [name for name in NAMES if name not in _LONG])
def test_recovery_fails_in_turn_as_well(
    laboratory: Prepared, name: str, record_property: Record
) -> None:
    lab, scenarios = laboratory
    tried = each_pair(lab, scenarios[name], list(Wire))
    record_property("faults", tried)
    assert tried
