# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The request as our pages know it, and the city it is about."""

from collections.abc import Callable

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponseBase
from django_htmx.middleware import HtmxDetails

from jiesu.adapters.identity.memberships import Membership
from jiesu.adapters.identity.models import Account
from jiesu.bootstrap.web import Office, the_office
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor
from jiesu.kernel.text import Language

Respond = Callable[[HttpRequest], HttpResponseBase]


class Request(HttpRequest):
    """A request after the middleware: what views annotate theirs with."""

    office: Office
    city: City
    language: Language
    htmx: HtmxDetails
    user: Account | AnonymousUser
    memberships: tuple[Membership, ...]
    membership: Membership | None
    """Which of them acts."""
    actor: Actor | None
    """Who acts, as the gate knows people; None for whoever is not signed in or holds no role."""
    timed_out: bool
    """Whether this very request found its session ended by time."""


class CityMiddleware:
    """Puts the city of this process on the request."""

    def __init__(self, get_response: Respond) -> None:
        self._respond = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """Let the rest of the way know the city."""
        request.office = the_office()
        request.city = request.office.city
        return self._respond(request)
