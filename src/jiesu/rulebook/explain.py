# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a stored decision keeps of the law it rested on."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from jiesu.rulebook.citation import Citation, Standing

if TYPE_CHECKING:
    from jiesu.rulebook.dated import Ruled

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Basis:
    """依据 as an event carries it: key, value as text, article, standing. Never recomputed."""

    key: str
    value: str
    instrument: str
    article: str
    standing: Standing
    since: str


def basis_of(ruled: "Ruled[T]", value: str | None = None) -> Basis:
    """Return what an event keeps of ``ruled``; ``value`` overrides how the value reads."""
    return ruled.basis if value is None else replace(ruled.basis, value=value)


def basis_from(
    key: str, citation: Citation, standing: Standing, since: str, value: str = ""
) -> Basis:
    """Return a basis for a rule that is not a dated value (a duty item, a route)."""
    return Basis(key, value, citation.instrument, citation.article, standing, since)
