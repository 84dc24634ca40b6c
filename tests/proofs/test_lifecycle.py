# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Any life an appeal can have, as Hypothesis invents them, on PostgreSQL and under faults."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.proofs.lifecycle import Lifecycle
from tests.proofs.trial import Laboratory

Record = Callable[[str, object], None]
LEAST_STEPS = 50_000
_CALM = settings(suppress_health_check=list(HealthCheck), deadline=None, database=None)


def lives(laboratory: Laboratory, count: int, length: int) -> int:
    """Live so many lives of so many steps; return how many steps there were."""
    Lifecycle.laboratory, Lifecycle.steps = laboratory, 0
    run_state_machine_as_test(
        Lifecycle,
        settings=settings(_CALM, max_examples=count, stateful_step_count=length, derandomize=True),
    )
    return Lifecycle.steps


def test_short_lives_hold_every_promise(empty_laboratory: Laboratory) -> None:
    assert lives(empty_laboratory, 8, 25)


@pytest.mark.long
def test_fifty_thousand_steps_hold_every_promise(
    empty_laboratory: Laboratory, record_property: Record
) -> None:
    steps = lives(empty_laboratory, 1100, 55)
    record_property("report", f"{steps} steps of the state machine")
    assert steps >= LEAST_STEPS
