# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a report must say beside its result, by the law of the day: it depends on how it ends."""

from dataclasses import dataclass

from jiesu.application.terms import FIELD_LABELS
from jiesu.domain.workorders.model import ENDINGS
from jiesu.kernel.text import Text
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import today

_FIELDS = ("written", "promised")


@dataclass(frozen=True, slots=True)
class Need:
    """One field, the endings that need it, and the article that says so."""

    field: str
    name: Text
    endings: Text
    article: Text


def needs_of_endings(request: Request) -> list[Need]:
    """Return what the city's law asks of some endings today."""
    law, day, found = request.city.policy.orders, today(request), list[Need]()
    for field in _FIELDS:
        rule = {"written": law.written, "promised": law.promised}[field]
        if rule.in_force(day):
            ruled = rule.as_of(day)
            names = [name for ending, name in ENDINGS.items() if ending in ruled.value]
            endings = Text("、".join(n.zh for n in names), "; ".join(n.en for n in names))
            article = Text(ruled.citation.label("zh"), ruled.citation.label("en"))
            found.append(Need(field, FIELD_LABELS[field], endings, article))
    return found


def not_needed(needs: list[Need]) -> tuple[str, ...]:
    """Return the fields the city's law never asks for."""
    return tuple(field for field in _FIELDS if field not in {need.field for need in needs})
