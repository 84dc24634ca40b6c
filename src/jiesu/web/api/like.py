# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a program is told of appeals like the one it has just sent."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from pydantic import BaseModel

from jiesu.application.likeness import LikeAppeal
from jiesu.application.ports import StoreUnavailable
from jiesu.bootstrap.wiring import City
from jiesu.kernel.text import Language
from jiesu.web.api.caller import Caller
from jiesu.web.api.problems import language_of

_SHOWS = "appeal.show"


class LikeOut(BaseModel):
    """An earlier appeal that may be about the same, and why; the likest come first."""

    # Not a Schema of ninja, which looks at every field through a getter of its own: that is slow.

    id: UUID
    number: str
    state: str
    kind: str
    matter: str | None
    area: str | None
    registered_at: datetime
    overlap: float
    near_copy: bool
    score: float
    reasons: list[str]


def like_appeals(
    request: HttpRequest, city: City, caller: Caller, body: Any
) -> list[dict[str, Any]]:
    """Return the appeals like the one in ``body``; none without the scope to look at cases.

    What was registered is never answered as a failure because this one could not be done.
    """
    if _SHOWS not in caller.scopes:
        return []
    try:
        found = city.likeness.like(
            body.words,
            body.matter,
            body.area,
            caller.actor,
            city.clock.now(),
            besides=body.appeal_id,
        )
    except StoreUnavailable:
        return []
    language = language_of(request)
    return [_told(one, language) for one in found]


def _told(one: LikeAppeal, language: Language) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "state": one.state,
        "kind": one.kind,
        "matter": one.matter,
        "area": one.area,
        "registered_at": one.registered_at,
        "overlap": round(one.overlap, 2),
        "near_copy": one.near_copy,
        "score": round(one.score, 2),
        "reasons": [reason.say(language) for reason in one.reasons],
    }
