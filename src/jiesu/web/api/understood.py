# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How programs are told what words are taken to say, and what of it may stand unconfirmed."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from jiesu.bootstrap.wiring import City
from jiesu.domain.understanding import MatterGuess, Understood
from jiesu.kernel.text import Language
from jiesu.web.shared.offers import understand

# Not Schemas of ninja: those look at every field through a getter of its own, which is slow.


class MatterOut(BaseModel):
    """A matter the words may be about, and those that speak for it."""

    code: str
    confidence: float
    words: list[str]


class AreaOut(BaseModel):
    """An area the words may be about, and why."""

    code: str
    confidence: float
    reason: str


class UnderstoodOut(BaseModel):
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


def read_words(city: City, words: str, day: date) -> Understood:
    """Return what was made of the words; more than the pack allows for one appeal are not read.

    A reader that cannot be had says nothing and keeps nobody from speaking.
    """
    return understand(city, words[: city.policy.appeals.words_max.as_of(day).value])


def told(read: Understood, language: Language) -> dict[str, Any]:
    """Return what was understood as the API answers it."""
    question = read.places.question
    return {
        "matters": [_matter(guess) for guess in read.matters],
        "sure": read.sure,
        "several": [_matter(guess) for guess in read.several],
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


def _matter(guess: MatterGuess) -> dict[str, Any]:
    return {"code": guess.code, "confidence": guess.confidence, "words": list(guess.words)}


def standing(read: Understood, bar: float) -> dict[str, str]:
    """Return the matter and the area that may stand as they were guessed, by field.

    A matter the reader is sure of; an area at least as sure, unless it would have to ask back.
    """
    areas = read.places.guesses
    found = {"matter": read.matters[0].code} if read.sure else {}
    if areas and read.places.question is None and areas[0].confidence >= bar:
        found["area"] = areas[0].area
    return found
