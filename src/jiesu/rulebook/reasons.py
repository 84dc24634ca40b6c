# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Rules that allow a closed list of reasons."""

from dataclasses import dataclass

from jiesu.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the reasons a rule allows."""

    id: str
    name: Text


@dataclass(frozen=True, slots=True)
class Reasons:
    """The reasons a rule allows, in the order they are offered."""

    reasons: tuple[Reason, ...]

    def __str__(self) -> str:
        return ", ".join(reason.id for reason in self.reasons)
