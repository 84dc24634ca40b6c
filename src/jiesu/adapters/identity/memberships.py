# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Which roles an account holds, for which unit: the port. Roles are granted through the gate."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Membership:
    """One role an account holds; ``unit`` where the role is bound to one."""

    role: str
    unit: str | None = None

    @property
    def key(self) -> str:
        """Return how the membership is written: ``ROLE`` or ``ROLE@UNIT``."""
        return self.role if self.unit is None else f"{self.role}@{self.unit}"


class MembershipReader(Protocol):
    """Reads what an account may act as, now."""

    def of(self, account: str) -> tuple[Membership, ...]:
        """Return the memberships the account holds now, in a steady order."""
        ...
