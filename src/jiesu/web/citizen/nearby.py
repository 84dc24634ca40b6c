# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How many like appeals there were around: counts by status and month, never a word of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from jiesu.application.likeness import NearbyCount, NearbyStatus
from jiesu.application.ports import StoreUnavailable
from jiesu.application.showing import Ground, ground_of
from jiesu.web.shared.rooms import Request
from jiesu.web.shared.worklist import Names, today


@dataclass(frozen=True, slots=True)
class Nearby:
    """The card as it is shown: matter and place by name, each part with its count."""

    matter: str
    area: str
    since: date
    total: int
    by_status: tuple[tuple[str, int], ...]
    by_month: tuple[tuple[str, int], ...]
    ground: Ground


def nearby(request: Request, matter: str, area: str) -> Nearby | None:
    """Return the card for a matter and an area; None where the law or the store keeps it back."""
    city, names, day = request.city, Names(request), today(request)
    try:
        card = city.likeness.nearby(matter, area, day)
    except StoreUnavailable:
        return None
    if card is None:
        return None
    said = {
        NearbyStatus.WAITING.value: _("等待派单"),
        NearbyStatus.IN_HAND.value: _("正在办理"),
        NearbyStatus.DONE.value: _("已经办结"),
    }
    fewest = city.policy.understanding.nearby_fewest.as_of(day)
    return Nearby(
        matter=names.matter(card.matter),
        area=names.area(card.area),
        since=card.since,
        total=card.total,
        by_status=_told(card.by_status, said),
        by_month=_told(card.by_month, {}),
        ground=ground_of(fewest.basis, city.policy),
    )


def _told(counts: Iterable[NearbyCount], said: dict[str, str]) -> tuple[tuple[str, int], ...]:
    rest = _("其他")
    return tuple((said.get(one.of or rest, one.of or rest), one.count) for one in counts)
