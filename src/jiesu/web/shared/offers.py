# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Suggestions as pages show them: what goes into which field, how sure, and what speaks for it.

A suggestion never replaces what somebody chose. It stands in a field by itself only where the pack
calls it sure, and then it is said and can be undone.
"""

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

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
"""Less than this share of the pack's bar is worth nobody's time …"""
_RATHER_THAN_NOTHING = 0.05
"""… but where nothing reaches it, half of it is better than to leave somebody alone."""
_TOO_LITTLE = 4  # characters; a word alone may begin any sentence
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


def read(request: Request, words: str, *, thorough: bool = False) -> Understood:
    """Return what the words of an appeal were taken to say: as many as an appeal may have.

    Of a word or two nothing is sure: more is coming. ``thorough`` may take a second.
    """
    longest = request.city.policy.appeals.words_max.as_of(today(request)).value
    understood = understand(request.city, words[:longest], thorough=thorough)
    return understood if len(words.strip()) >= _TOO_LITTLE else replace(understood, sure=False)


def understand(city: City, words: str, *, thorough: bool = False) -> Understood:
    """Return what words were taken to say; nothing where no reader can be had.

    Nobody is kept from saying what is wrong because a model is broken.
    """
    try:
        return city.understanding.read(words, city.policy, city.clock.now(), thorough=thorough)
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
    policy, names, day = request.city.policy, Names(request), today(request)
    known = _worth_showing(
        [each for each in guesses if each.code in policy.catalogue.matters], request
    )
    return [
        Offer(
            field="matter",
            label=_("事项"),
            value=guess.code,
            name=names.matter(guess.code),
            sure=SURENESS[_at_most(sureness(guess.confidence, policy, day), sure=sure)],
            words=apart(guess.words),
            key=key,
            by_itself=sure and at == 0,
            taken=held.get("matter") == guess.code,
        )
        for at, (key, guess) in enumerate(zip(keys, known, strict=False))
    ]


def _worth_showing(guesses: list[MatterGuess], request: Request) -> list[MatterGuess]:
    """Return the guesses that are worth somebody's time; rather faint ones than none."""
    bar = float(request.city.policy.understanding.sure_from.as_of(today(request)).value)
    for share in (_WORTH_SHOWING, _RATHER_THAN_NOTHING):
        if found := [each for each in guesses if each.confidence >= bar * share]:
            return found
    return []


def _at_most(how: Sureness, *, sure: bool) -> Sureness:
    """Return how sure a guess is called: never likely where the whole reading is not sure."""
    return Sureness.POSSIBLE if how is Sureness.LIKELY and not sure else how


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
