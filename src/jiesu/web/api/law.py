# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What programs may read of the pack: its codes, and the law as of a day."""

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import NinjaAPI, Schema

from jiesu.kernel.errors import NotFound
from jiesu.kernel.text import Text
from jiesu.web.api.asked import ANSWERS, city_of, today_in


class NoSuchParameter(NotFound):
    """The pack has no such parameter."""

    what = Text("没有参数“{key}”。", 'There is no parameter "{key}".')
    next_step = Text("请用 /parameters 查看全部参数。", "See all of them at /parameters.")


class NamedOut(Schema):
    """Something of the pack by its code, named in both languages."""

    code: str
    zh: str
    en: str


class ParameterOut(Schema):
    """One rule as of a day."""

    key: str
    value: str
    since: date
    instrument: str
    article: str
    standing: str


def install(api: NinjaAPI) -> None:
    """Add the operations."""

    @api.get(
        "/catalogue/{what}",
        operation_id="Catalogue",
        tags=["catalogue"],
        response={200: list[NamedOut], **ANSWERS},
    )
    def catalogue(request: HttpRequest, what: Literal["units", "areas", "matters"]) -> Any:
        """List the codes other operations take. Any token."""
        policy = city_of(request).policy
        found: dict[str, dict[str, Any]] = {
            "units": {**policy.organisation.units},
            "areas": {**policy.organisation.areas},
            "matters": {**policy.catalogue.matters},
        }
        return [
            {"code": code, "zh": one.name.zh, "en": one.name.en}
            for code, one in found[what].items()
        ]

    @api.get(
        "/parameters",
        operation_id="Parameters",
        tags=["catalogue"],
        response={200: list[str], **ANSWERS},
    )
    def parameters(request: HttpRequest) -> Any:
        """List the keys of every rule. Any token."""
        return sorted(city_of(request).policy.parameters)

    @api.get(
        "/parameters/{key}",
        operation_id="Parameter",
        tags=["catalogue"],
        response={200: ParameterOut, **ANSWERS},
    )
    def parameter(request: HttpRequest, key: str, as_of: date | None = None) -> Any:
        """Return a rule as it was on a day, with its article and standing. Any token."""
        city = city_of(request)
        rule = city.policy.parameters.get(key)
        if rule is None:
            raise NoSuchParameter(key=key)
        found = rule.as_of(as_of or today_in(city))
        return {
            "key": key,
            "value": str(found.value),
            "since": found.since,
            "instrument": found.citation.instrument,
            "article": found.citation.article,
            "standing": found.standing.value,
        }
