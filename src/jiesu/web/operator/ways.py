# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the redacted words of a waiting appeal suggest to whoever dispatches it.

A press fills the form for dispatching by hand, with unit and reason, for a person to look at and
send. Nothing is stored, nothing decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from jiesu.application.foresight import Foresight, foresee, supposed
from jiesu.domain.appeals.model import Appeal
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.text import Text
from jiesu.web.operator.calls import shown_foresight
from jiesu.web.shared.offers import Offer, area_offers, matter_offers, read
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import Names, joined

_KEYS = "123"


@dataclass(frozen=True, slots=True)
class Way:
    """建议派法: one matter and place the words may mean, and who would lead then."""

    key: str
    name: str
    sure: Text | str
    words: tuple[str, ...]
    why: Text | str
    lead: str
    span: Text
    url: str


def ways(request: Request, appeal: Appeal, words: str, url: str) -> list[Way]:
    """Return how an appeal without matter or place could be dispatched; ``url`` is its form."""
    if (appeal.matter and appeal.area) or not words.strip():
        return []
    understood = read(request, words, thorough=appeal.area is None)
    matters = matter_offers(request, understood.matters, {}, _KEYS, sure=understood.sure)
    areas = area_offers(request, understood, {}, _KEYS)
    return list(
        islice(
            _ways(
                request,
                appeal,
                [_known("matter", appeal.matter)] if appeal.matter else matters,
                [_known("area", appeal.area)] if appeal.area else areas or [_known("area", "")],
                url,
            ),
            len(_KEYS),
        )
    )


def _known(field: str, value: str) -> Offer:
    return Offer(field, "", value, "")


def _ways(
    request: Request, appeal: Appeal, matters: Sequence[Offer], areas: Sequence[Offer], url: str
) -> Iterator[Way]:
    names, keys = Names(request), iter(_KEYS)
    for matter in matters:
        for area in areas:
            found = _foreseen(request, appeal, matter.value, area.value)
            if found is not None:
                yield Way(
                    key=next(keys, ""),
                    name=joined(names.matter(matter.value), names.area(area.value)),
                    sure=matter.sure or area.sure,
                    words=matter.words,
                    why=area.why,
                    lead=names.unit(found.answer.lead.id),
                    span=found.span,
                    url=f"{url}?{urlencode({'matter': matter.value, 'area': area.value})}",
                )


def _foreseen(request: Request, appeal: Appeal, matter: str, area: str) -> Foresight | None:
    """Return what dispatching by hand to whoever leads in ``matter`` and ``area`` would do.

    The limit is that of the appeal as it stands, as the gate will set it. None where it could not
    be dispatched so.
    """
    policy, now = request.city.policy, request.city.clock.now()
    try:
        asked = supposed(matter or None, area or None, appeal.complained_unit, now)
        answer = foresee(asked, policy, now).answer
        return foresee(appeal, policy, now, answer.lead.id, answer.co_handlers)
    except JiesuError:
        return None


def way_taken(request: Request, appeal: Appeal) -> dict[str, Any]:
    """Return what the form shows for the way of the address, and fills in; nothing without one."""
    asked = request.GET.get("matter", ""), request.GET.get("area", "")
    policy, names = request.city.policy, Names(request)
    matter = asked[0] if asked[0] in policy.catalogue.matters else ""
    area = asked[1] if asked[1] in policy.organisation.areas else ""
    found = _foreseen(request, appeal, matter, area) if matter else None
    if found is None:
        return {}
    said = joined(names.matter(matter), names.area(area))
    filled = {
        "unit": found.answer.lead.id,
        "co_handlers": list(found.answer.co_handlers),
        "reason": _("按诉求内容，应为：%(said)s") % {"said": said},
    }
    return {"suggested": filled, "taken": said, **shown_foresight(request, found)}
