# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How long to wait before trying again."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

Chance = Callable[[], float]
"""Returns numbers from 0 up to 1, evenly spread; handed in, never imported."""

_DOUBLINGS = 30  # beyond this every sensible limit is reached; keeps the power small


@dataclass(frozen=True, slots=True)
class Backoff:
    """Waits that double from ``first`` up to ``longest``, spread so that failures part ways."""

    first: timedelta
    longest: timedelta

    def after(self, attempts: int, chance: float) -> timedelta:
        """Return the wait after ``attempts`` failures (1 or more).

        Half of it is fixed, the other half is up to ``chance`` (0 up to 1): what failed together
        because one server was down does not come back together.
        """
        doublings = min(max(attempts - 1, 0), _DOUBLINGS)
        whole = min(self.longest, self.first * (1 << doublings))
        return whole * (1 + chance) / 2
