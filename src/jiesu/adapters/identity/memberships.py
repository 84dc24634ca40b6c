# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Which roles an account holds, for which unit: the port, and a stand-in over a file.

The stand-in goes as soon as the gate keeps memberships; nothing else knows of it.
"""

import json
from dataclasses import dataclass
from pathlib import Path
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


class FileMemberships:
    """Memberships in a JSON file: ``{account: ["handler@unit", …]}``."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def of(self, account: str) -> tuple[Membership, ...]:
        """Return what the file says of the account."""
        keys = self._all().get(account, [])
        parts = [key.partition("@") for key in keys]
        return tuple(Membership(role, unit or None) for role, _, unit in parts)

    def grant(self, account: str, membership: Membership) -> None:
        """Add a membership."""
        found = self._all()
        found[account] = sorted({*found.get(account, []), membership.key})
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._path.write_text(json.dumps(found, indent=2), encoding="utf-8")

    def _all(self) -> dict[str, list[str]]:
        try:
            found: dict[str, list[str]] = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        return found
