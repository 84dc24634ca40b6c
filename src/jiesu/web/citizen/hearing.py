# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the words of an appeal are understood to say, shown for correction: nothing is required.

Asked is only what the matter needs. The same is shown while somebody types (with a script) and on
the page to check (without one); nothing of it is stored.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from jiesu.application.foresight import Sureness, needs_place, sureness
from jiesu.domain.understanding import Party, Understood
from jiesu.kernel.text import Text
from jiesu.web.citizen.nearby import Nearby, nearby
from jiesu.web.shared.emergencies import Emergency, emergency
from jiesu.web.shared.needs import PUBLIC, page
from jiesu.web.shared.offers import TICKED, Offer, area_offers, matter_offers, read, standing
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import Names, today

_WITHOUT_KEY = ""
_MATTERS, _AREAS = [_WITHOUT_KEY] * 3, [_WITHOUT_KEY] * 4
NONE_OF_THEM = "none"
"""What a form says where somebody took none of the matters offered."""
SEEN_AREA = "seen_area"
"""Says that an area stood in the form by itself: if it is empty now, somebody took it out."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What is shown of an understood text.

    ``matter`` and ``area`` are chosen, or sure enough to stand there for correction; empty where
    neither. ``ask`` is what the catalogue would like to know about the matter, or the likeliest
    if it is at least possible.
    """

    matters: tuple[Offer, ...]
    matter: str
    ask: Text | None
    areas: tuple[Offer, ...]
    area: str
    question: Text | None
    needs_place: bool
    firm: Offer | None
    alarm: Emergency | None
    chosen: bool
    """Whether somebody said which matter it is, or that it is none of them."""
    nearby: Nearby | None
    given: frozenset[str]
    """Which of area and place somebody filled in."""

    @property
    def asks_where(self) -> bool:
        """Return whether the place has to be asked for: needed, and neither given nor heard."""
        return self.needs_place and not self.given and not self.areas

    @property
    def offers_where(self) -> bool:
        """Return whether heard areas are shown to choose from: none was given."""
        return "area" not in self.given and bool(self.areas)

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the fields that the page to check asks for itself."""
        where = ("area", "place") if self.asks_where else ("area",) if self.offers_where else ()
        return ("matter", *where)


@page(PUBLIC, methods=("POST",), keep=False)
def hear(request: Request) -> HttpResponse:
    """Show what the words typed so far are understood to say."""
    context = {"heard": heard(request, request.POST.dict()), "scripted": True}
    return render(request, "citizen/heard.html", context)


def heard(request: Request, held: Mapping[str, str]) -> Heard:
    """Return what is shown of the words in ``held``, the fields as they were filled in."""
    words, policy = held.get("words", ""), request.city.policy
    understood = read(request, f"{words}\n{held.get('place', '')}".strip())
    matters = matter_offers(request, understood.matters, held, _MATTERS, sure=understood.sure)
    areas = [
        replace(each, label=_("地点")) for each in area_offers(request, understood, held, _AREAS)
    ]
    matter = _standing("matter", held, matters, policy.catalogue.matters)
    refused = held.get(SEEN_AREA) and not held.get("area")
    area = "" if refused else _standing("area", held, areas, policy.organisation.areas)
    known = matter or (matters[0].value if matters and _rather(understood, request) else "")
    placeless = matter and not needs_place(matter, policy.catalogue, today(request))
    alarm = emergency(policy, today(request))
    return Heard(
        matters=(*matters, *_own(request, matter, matters)),
        matter=matter,
        ask=policy.catalogue.matter(known).ask if known else None,
        areas=tuple(areas),
        area=area,
        question=understood.places.question,
        needs_place=bool(words.strip()) and not placeless,
        firm=_firm() if understood.party is Party.FIRM and not held.get("organisation") else None,
        alarm=alarm if alarm.heard_in(words, understood) else None,
        chosen=bool(held.get("matter")),
        nearby=nearby(request, matter, area) if matter and area else None,
        given=frozenset(name for name in ("area", "place") if held.get(name)),
    )


def _rather(understood: Understood, request: Request) -> bool:
    """Return whether the likeliest matter is likely enough to ask about: else it only confuses."""
    first = understood.matters[0].confidence
    return sureness(first, request.city.policy, today(request)) is not Sureness.UNSURE


def _standing(
    field: str, held: Mapping[str, str], offers: list[Offer], known: Mapping[str, object]
) -> str:
    """Return what is chosen or sure; nothing for what is none of them, or nobody knows."""
    found = standing(field, held, offers)
    return found if found in known else ""


def _own(request: Request, matter: str, offers: list[Offer]) -> list[Offer]:
    """Return a matter chosen before, which the words do not suggest any more: it stays."""
    if not matter or matter in {offer.value for offer in offers}:
        return []
    return [Offer("matter", "", matter, Names(request).matter(matter))]


def _firm() -> Offer:
    return Offer("organisation", "", TICKED, _("代表企业、学校等单位反映"))
