# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Chance for what is made up: the same seed tells the same story. Never for keys or passwords."""

import os
from collections.abc import Callable
from random import Random

Dice = Random
"""What a simulation draws from; handed in, like the clock."""

Entropy = Callable[[int], bytes]
REAL_ENTROPY: Entropy = os.urandom
"""What ids and keys are made of, unless a test wants the same ones again."""


def seeded(seed: int, part: str = "") -> Dice:
    """Return dice of their own for one ``part`` of a simulation, so that parts stay independent."""
    return Random(f"{seed}/{part}")  # noqa: S311 -- a story, not a secret
