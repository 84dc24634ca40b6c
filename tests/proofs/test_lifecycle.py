# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Any life an appeal can have, as Hypothesis invents them, on PostgreSQL and under faults."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proofs.lifecycle import Lifecycle
from tests.proofs.trial import Laboratory

Record = Callable[[str, object], None]
PARTS = 4
LEAST_STEPS = 50_000 // PARTS
_CALM = settings(suppress_health_check=list(HealthCheck), deadline=None, database=None)


def lives(laboratory: Laboratory, count: int, length: int, part: int = 0) -> int:
    """Live so many lives of so many steps, others in each part; return how many steps they had."""

    @seed(part)
    class Lives(Lifecycle):
        pass

    Lives.laboratory, Lives.steps = laboratory, 0
    run_state_machine_as_test(
        Lives, settings=settings(_CALM, max_examples=count, stateful_step_count=length)
    )
    return Lives.steps


def test_short_lives_hold_every_promise(empty_laboratory: Laboratory) -> None:
    assert lives(empty_laboratory, 8, 25)


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_fifty_thousand_steps_hold_every_promise(
    empty_laboratory: Laboratory, part: int, record_property: Record
) -> None:
    steps = lives(empty_laboratory, 1280 // PARTS, 55, part)
    record_property("report", f"{steps} steps of the state machine")
    assert steps >= LEAST_STEPS
