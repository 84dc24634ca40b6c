# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the redacted words of a waiting appeal suggest to whoever dispatches it.

A press fills the form for dispatching by hand, with unit and reason, for a person to look at and
send. Nothing is stored, nothing decides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from jiesu.application.foresight import Foresight, foresee, supposed
from jiesu.domain.appeals.model import Appeal
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.text import Text
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
            if found is None:
                continue
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
    """Return who would lead an appeal about this; None where it could not be dispatched so."""
    city, now = request.city, request.city.clock.now()
    try:
        asked = supposed(matter or None, area or None, appeal.complained_unit, now)
        return foresee(asked, city.policy, now)
    except JiesuError:
        return None


def way_taken(request: Request, appeal: Appeal) -> dict[str, object]:
    """Return what stands in the form for the way of the address; nothing where there is none."""
    asked = request.GET.get("matter", ""), request.GET.get("area", "")
    policy, names = request.city.policy, Names(request)
    matter = asked[0] if asked[0] in policy.catalogue.matters else ""
    area = asked[1] if asked[1] in policy.organisation.areas else ""
    found = _foreseen(request, appeal, matter, area) if matter else None
    if found is None:
        return {}
    said = joined(names.matter(matter), names.area(area))
    return {
        "unit": found.answer.lead.id,
        "co_handlers": list(found.answer.co_handlers),
        "reason": _("按诉求内容，应为：%(said)s") % {"said": said},
    }
