# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
from datetime import timedelta

import pytest

from jiesu.application.backoff import Backoff

BACKOFF = Backoff(timedelta(seconds=10), timedelta(minutes=1))


@pytest.mark.parametrize(
    ("attempts", "chance", "seconds"),
    [
        (1, 0.0, 5),
        (1, 0.5, 7.5),
        (2, 0.0, 10),
        (3, 0.0, 20),
        (4, 0.0, 30),  # the longest wait, halved by chance 0
        (5, 0.0, 30),
        (10_000, 0.0, 30),
        (0, 0.0, 5),
    ],
)
def test_waits_double_up_to_the_longest(attempts: int, chance: float, seconds: float) -> None:
    assert BACKOFF.after(attempts, chance) == timedelta(seconds=seconds)


def test_no_wait_is_longer_than_the_longest() -> None:
    assert BACKOFF.after(50, 0.999) < timedelta(minutes=1)
