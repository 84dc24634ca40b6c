# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Nobody passes to a page without what it needs."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase

from jiesu.kernel.errors import JiesuError
from jiesu.web.shared.kept import ask_to_sign_in
from jiesu.web.shared.needs import SIGNED_IN, Needs, UndeclaredPage, needs_of, require
from jiesu.web.shared.problems import explain, forbidden
from jiesu.web.shared.rooms import Request, Respond


class GuardMiddleware:
    """Checks what a page declared before its view runs."""

    def __init__(self, get_response: Respond) -> None:
        self._respond = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """Pass the request on."""
        return self._respond(request)

    def process_view(
        self,
        request: Request,
        view: object,
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponse | None:
        """Turn away whoever may not open the page: to sign in, or with the reason."""
        del args, kwargs
        needs = needs_of(view)
        if needs is None:
            return explain(request, UndeclaredPage(page=request.path))
        if needs.public:
            return None
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        return None if SIGNED_IN in needs.any_of else _by_role(request, needs)


def _by_role(request: Request, needs: Needs) -> HttpResponse | None:
    if request.actor is None:
        return forbidden(request)
    city = request.city
    try:
        today = city.policy.calendar.local_day(city.clock.now())
        require(needs, request.actor, city.policy.access, today)
    except JiesuError as refusal:
        return explain(request, refusal)
    return None
