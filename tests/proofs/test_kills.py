# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``kill -9`` of database, clients and workers under load: nothing acknowledged is lost or doubled.

PROOF_SEED in the environment repeats the kills of an earlier run; the seed is always printed.
"""

import os
import random
import sys
from collections.abc import Callable

import pytest

from tests.proofs.campaign import Deck, Report, play, town
from tests.proofs.reckoning import Reckoning

Record = Callable[[str, object], None]
SLOWEST = 15.0  # seconds until a town must be served again, on a busy machine


def campaign(deck: Deck, *, clients: int, workers: int, speed: float) -> str:
    """Run a campaign, reckon, and return the report; complaints fail the test."""
    seed = int(os.environ.get("PROOF_SEED", "0")) or random.randrange(1, 2**31)
    report = Report(seed)
    sys.stderr.write(f"PROOF_SEED={seed}\n")
    with town(seed, speed=speed) as made:
        made.begin(clients, workers)
        play(made, deck, report)
        made.stop()
        reckoning = Reckoning(made)
        complaints = list(reckoning.complaints())
    figures = ", ".join(f"{count} {name}" for name, count in reckoning.figures.items())
    sys.stderr.write(f"{report}; {figures}\n")
    assert complaints == []
    assert max(report.back, default=0.0) < SLOWEST
    return f"{report}; {figures}"


def test_a_few_kills_lose_and_double_nothing() -> None:
    deck = Deck(whole=1, postmaster=0, backend=0, client=1, worker=1)
    campaign(deck, clients=2, workers=1, speed=3600)


@pytest.mark.long
def test_a_hundred_kills_lose_and_double_nothing(record_property: Record) -> None:
    deck = Deck(whole=40, postmaster=10, backend=10, client=20, worker=20)
    report = campaign(deck, clients=3, workers=2, speed=600)
    record_property("report", report)
