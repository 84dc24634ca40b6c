# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the words of an appeal are taken to say, for programs that take appeals down."""

from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI, Schema

from jiesu.domain.understanding import MatterGuess
from jiesu.web.api.asked import ANSWERS, city_of, today_in
from jiesu.web.api.caller import Bearer
from jiesu.web.api.problems import language_of


class WordsIn(Schema):
    """The words of an appeal; more than the pack allows for one are not read."""

    words: str


class MatterOut(Schema):
    """A matter the words may be about, and those that speak for it."""

    code: str
    confidence: float
    words: list[str]


class AreaOut(Schema):
    """An area the words may be about, and why."""

    code: str
    confidence: float
    reason: str


class UnderstoodOut(Schema):
    """Suggestions, the likeliest first; unless ``sure``, ask a person for the matter."""

    matters: list[MatterOut]
    sure: bool
    several: list[MatterOut]
    kind: str
    urgency: str
    party: str
    hints: list[str]
    areas: list[AreaOut]
    question: str | None


def install(api: NinjaAPI) -> None:
    """Add the operation."""

    @api.post(
        "/understand",
        operation_id="Understand",
        auth=Bearer("appeal.register"),
        tags=["appeal"],
        response={200: UnderstoodOut, **ANSWERS},
    )
    def understand(request: HttpRequest, body: WordsIn) -> Any:
        """Say what words are taken to mean; nothing is stored. Scope: `appeal.register`."""
        city, language = city_of(request), language_of(request)
        longest = city.policy.appeals.words_max.as_of(today_in(city)).value
        read = city.understanding.read(body.words[:longest], city.policy, city.clock.now())
        question = read.places.question
        return {
            "matters": [_told(guess) for guess in read.matters],
            "sure": read.sure,
            "several": [_told(guess) for guess in read.several],
            "kind": read.kind.kind.value,
            "urgency": read.urgency.level.value,
            "party": read.party.value,
            "hints": sorted(read.hints),
            "areas": [
                {"code": one.area, "confidence": one.confidence, "reason": one.reason.say(language)}
                for one in read.places.guesses
            ],
            "question": question.say(language) if question else None,
        }


def _told(guess: MatterGuess) -> dict[str, Any]:
    return {"code": guess.code, "confidence": guess.confidence, "words": guess.words}
