# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the words of a call suggest, while somebody talks: shown beside the form, never decided.

Nothing here is stored. Words, names and numbers come by POST only, so no log of visits holds them.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from jiesu.application.ports import StoreUnavailable
from jiesu.application.terms import TERMS
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.taxonomy import SpecialRoute
from jiesu.domain.understanding import Hint, Party, Understood, Urgency
from jiesu.kernel.ids import spoken_case_number
from jiesu.web.operator.calls import call_page, contact_of, script_of, to_ask
from jiesu.web.operator.forms import TAKING_CALLS, form_as_posted
from jiesu.web.shared.emergencies import emergency
from jiesu.web.shared.needs import page
from jiesu.web.shared.offers import TICKED, Offer, area_offers, matter_offers, read, standing
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import Names, acting, joined, may, today

_MATTER_KEYS, _AREA_KEYS, _KIND_KEY = "12345", "678", "9"
_MOST_ALIKE = 3
_MAY_BE_TAKEN = {"matter", "area", "kind", "organisation", "suggested_minor", "another", "route"}


@page(TAKING_CALLS, "appeal.dispatch", methods=("POST",), keep=False)
def understand(request: Request) -> HttpResponse:
    """Show what the words typed so far suggest."""
    context = suggested(request, request.POST.dict())
    return render(request, "operator/suggested.html", {**context, "scripted": True})


@page(TAKING_CALLS, methods=("POST",))
def suggest(request: Request, interaction: UUID) -> HttpResponse:
    """Show the page of a call again with suggestions, one taken if that was asked: no script."""
    version = contact_of(request, interaction)[1]
    taken = _taken(request.POST.get("take", ""))
    return call_page(
        request,
        form_as_posted(request, **taken),
        interaction,
        version,
        again=request.POST.get("again") in {"True", "on"},
        take_url=reverse("operator:suggest", args=[interaction]),
        **suggested(request, {**request.POST.dict(), **taken}),
    )


def _taken(said: str) -> dict[str, str]:
    """Return the field and its value that a press without script takes; none for anything else."""
    field, equals, value = said.partition("=")
    return {field: value} if equals and field in _MAY_BE_TAKEN else {}


def suggested(request: Request, held: Mapping[str, str]) -> dict[str, Any]:
    """Return what the fragment shows of the words in ``held``, the fields as they are posted."""
    words = held.get("words", "")
    understood = read(request, words)
    matters = matter_offers(request, understood.matters, held, _MATTER_KEYS, sure=understood.sure)
    areas = area_offers(request, understood, held, _AREA_KEYS)
    leading = matters[0].value if matters and not held.get("matter") else ""
    urgency = understood.urgency
    return {
        "heard": bool(words.strip()),
        "matters": matters,
        "sure": understood.sure,
        "areas": areas,
        "question": understood.places.question,
        "first_ask": to_ask(request, leading),
        "pressing": urgency.words if urgency.level is Urgency.PRESSING else (),
        "needs_care": Hint.NEED in understood.hints,
        "others": _others(request, understood, held),
        "several": _several(request, understood),
        "alike": _alike(
            request, words, standing("matter", held, matters), standing("area", held, areas)
        ),
        **_danger(request, words, understood),
    }


def _danger(request: Request, words: str, understood: Understood) -> dict[str, Any]:
    """Return what is said in danger: the words for it, the script, its rule, the way to take."""
    alarm = emergency(request.city.policy, today(request))
    found = alarm.heard_in(words, understood)
    if not found:
        return {}
    route = Offer("route", "", SpecialRoute.EMERGENCY.value, _("按紧急情况告知"))
    return {
        "danger": found,
        "script": script_of(request, SpecialRoute.EMERGENCY),
        "ground": alarm.ground,
        "emergency": route if may(request, "appeal.route") else None,
    }


def _others(request: Request, understood: Understood, held: Mapping[str, str]) -> list[Offer]:
    """Return what else may be put into the form: kind, in whose name, whether a minor."""
    found: list[Offer] = []
    kind = understood.kind
    if kind.words and kind.kind.value != held.get("kind"):
        name = Names(request).term("kind", kind.kind.value)
        found.append(
            Offer("kind", _("类别"), kind.kind.value, name, words=kind.words, key=_KIND_KEY)
        )
    if understood.party is Party.FIRM and not held.get("organisation"):
        found.append(Offer("organisation", "", TICKED, _("代表单位")))
    if Hint.MINOR in understood.hints and not held.get("suggested_minor"):
        found.append(Offer("suggested_minor", "", TICKED, _("疑似未成年人")))
    return found


def _several(request: Request, understood: Understood) -> dict[str, Any] | None:
    """Return the matters of a text that speaks of more than one, and how to go on with them."""
    names = Names(request)
    said = list(dict.fromkeys(names.matter(each.code) for each in understood.several))
    if len(said) < 2:  # noqa: PLR2004 -- one matter is not several
        return None
    offer = Offer("another", "", TICKED, _("登记后接着登记另一件"))
    mark = "；" if request.language == "zh" else "; "
    return {"n": len(said), "names": mark.join(said), "offer": offer}


def _alike(request: Request, words: str, matter: str, area: str) -> list[dict[str, Any]]:
    """Return the earlier appeals that may be about the same; none rather than no suggestions."""
    city, names = request.city, Names(request)
    if not words.strip():
        return []
    try:
        found = city.likeness.like(
            words,
            matter or None,
            area or None,
            acting(request),
            city.clock.now(),
            most=_MOST_ALIKE,
        )
    except StoreUnavailable:
        return []
    return [
        {
            "url": reverse("operator:case", args=[spoken_case_number(one.number)]),
            "number": spoken_case_number(one.number),
            "head": joined(names.matter(one.matter) or _("事项待定"), names.area(one.area)),
            "state": TERMS[AppealState, one.state],
            "copy": one.near_copy,
            "reasons": one.reasons,
        }
        for one in found
    ]
