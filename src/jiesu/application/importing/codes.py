# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The codes a mapped value may have: from the domain, and from the city pack if it is at hand."""

from dataclasses import dataclass
from difflib import get_close_matches

from jiesu.domain.taxonomy import AppealKind, Channel

_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Codes:
    """Allowed codes for each coded target; ``None`` means: not checked here."""

    kind: frozenset[str] = frozenset(AppealKind)
    channel: frozenset[str] = frozenset(Channel)
    matter: frozenset[str] | None = None
    area: frozenset[str] | None = None
    unit: frozenset[str] | None = None

    def of(self, target: str) -> frozenset[str] | None:
        """Return what ``target`` may be, or ``None`` where anything goes."""
        allowed: frozenset[str] | None = getattr(self, target)
        return allowed


def listing(names: frozenset[str] | list[str]) -> str:
    """Return the names as people read them in a sentence; long lists are cut and say so."""
    ordered = sorted(names)
    shown = ", ".join(str(name) for name in ordered[:_SHOWN])
    left = len(ordered) - _SHOWN
    return f"{shown}, … (+{left})" if left > 0 else shown


def nearest(name: str, known: frozenset[str] | list[str]) -> str | None:
    """Return the known name that ``name`` was probably meant to be, if one is near."""
    found = get_close_matches(name, [str(each) for each in known], n=1, cutoff=0.6)
    return found[0] if found else None
