# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Suggestions as pages show them: what goes into which field, how sure, and what speaks for it.

A suggestion never replaces what somebody chose. It stands in a field by itself only where the pack
calls it sure, and then it is said and can be undone.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiesu.application.foresight import SURENESS, Sureness, sureness
from jiesu.bootstrap.wiring import City
from jiesu.domain.understanding import MatterGuess, Understood
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.text import Text
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import Names, today

TICKED = "on"
_WORTH_SHOWING = 0.1
"""Less than this share of the pack's bar is worth nobody's time."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Offer:
    """建议: a value for a field of a form.

    ``words`` are those of the text that speak for it; ``key`` is the digit that takes it together
    with Alt; ``by_itself`` says that it may stand there unless somebody chose otherwise.
    """

    field: str
    label: str
    value: str
    name: str
    sure: Text | str = ""
    words: tuple[str, ...] = ()
    why: Text | str = ""
    key: str = ""
    by_itself: bool = False
    taken: bool = False


def read(request: Request, words: str) -> Understood:
    """Return what the words of an appeal were taken to say: as many as an appeal may have."""
    longest = request.city.policy.appeals.words_max.as_of(today(request)).value
    return understand(request.city, words[:longest])


def understand(city: City, words: str) -> Understood:
    """Return what words were taken to say; nothing where no reader can be had.

    Nobody is kept from saying what is wrong because a model is broken.
    """
    try:
        return city.understanding.read(words, city.policy, city.clock.now())
    except JiesuError as error:
        _log.warning("no suggestions: %s", error.code)
        return Understood()


def apart(words: Iterable[str]) -> tuple[str, ...]:
    """Return the words that do not stand in another one of them."""
    every = tuple(dict.fromkeys(words))
    return tuple(word for word in every if not any(word in one != word for one in every))


def matter_offers(
    request: Request,
    guesses: Iterable[MatterGuess],
    held: Mapping[str, str],
    keys: Iterable[str],
    *,
    sure: bool,
) -> list[Offer]:
    """Return the likeliest matters the catalogue knows, one for each key."""
    policy, names = request.city.policy, Names(request)
    bar = float(policy.understanding.sure_from.as_of(today(request)).value) * _WORTH_SHOWING
    known = (
        each for each in guesses if each.code in policy.catalogue.matters and each.confidence >= bar
    )
    return [
        Offer(
            field="matter",
            label=_("事项"),
            value=guess.code,
            name=names.matter(guess.code),
            sure=SURENESS[sureness(guess.confidence, policy, today(request))],
            words=apart(guess.words),
            key=key,
            by_itself=sure and at == 0,
            taken=held.get("matter") == guess.code,
        )
        for at, (key, guess) in enumerate(zip(keys, known, strict=False))
    ]


def area_offers(
    request: Request, understood: Understood, held: Mapping[str, str], keys: Iterable[str]
) -> list[Offer]:
    """Return the likeliest areas, one for each key; sure only where there is nothing to ask."""
    policy, names, day = request.city.policy, Names(request), today(request)
    known = (each for each in understood.places.guesses if each.area in policy.organisation.areas)
    ranked = [
        (key, guess, sureness(guess.confidence, policy, day))
        for key, guess in zip(keys, known, strict=False)
    ]
    clear = understood.places.question is None
    return [
        Offer(
            field="area",
            label=_("辖区"),
            value=guess.area,
            name=names.area(guess.area),
            sure=SURENESS[how],
            why=guess.reason,
            key=key,
            by_itself=clear and at == 0 and how is Sureness.LIKELY,
            taken=held.get("area") == guess.area,
        )
        for at, (key, guess, how) in enumerate(ranked)
    ]


def standing(field: str, held: Mapping[str, str], offers: Iterable[Offer]) -> str:
    """Return what a field holds, else what is sure enough to stand there; empty where neither."""
    return held.get(field) or next((offer.value for offer in offers if offer.by_itself), "")
