# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who asks: the account, the membership it acts in, and whether its session still holds."""

from datetime import timedelta

from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect

from jiesu.adapters.identity.memberships import Membership
from jiesu.adapters.identity.models import Account
from jiesu.adapters.identity.sessions import Limits, still_good
from jiesu.bootstrap.settings import Settings
from jiesu.domain.access import Actor
from jiesu.web.shared.needs import SIGNED_IN, page
from jiesu.web.shared.rooms import Request, Respond

CITIZEN = Actor("web", "citizen")
"""Whoever appeals through the pages without an account."""
_CHOSEN = "membership"


def limits_of(settings: Settings) -> Limits:
    """Return the limits of sessions this deployment has chosen."""
    idle = timedelta(minutes=settings.session_idle_minutes)
    return Limits(idle, timedelta(hours=settings.session_hours), settings.sessions_per_account)


class ActorMiddleware:
    """Ends sessions that have lasted too long; names the actor."""

    def __init__(self, get_response: Respond) -> None:
        self._respond = get_response

    def __call__(self, request: Request) -> HttpResponseBase:
        """Find out who asks."""
        request.timed_out = False
        request.memberships, request.membership, request.actor = (), None, None
        account = request.user
        if isinstance(account, Account) or account.is_authenticated:
            limits = limits_of(request.office.settings)
            if still_good(request.session, limits, request.city.clock.now()):
                _name_actor(request)
            else:
                logout(request)
                request.timed_out = True
        return self._respond(request)


def _name_actor(request: Request) -> None:
    account = str(request.user.pk)
    request.memberships = request.office.memberships.of(account)
    by_key = {each.key: each for each in request.memberships}
    chosen = by_key.get(request.session.get(_CHOSEN, ""))
    request.membership = chosen or next(iter(request.memberships), None)
    if request.membership is not None:
        request.actor = actor_of(account, request.membership)


def actor_of(account: str, membership: Membership) -> Actor:
    """Return the actor an account is in one of its memberships."""
    return Actor(account, membership.role, membership.unit)


@page(SIGNED_IN, methods=("POST",), keep=False)
def act_as(request: Request) -> HttpResponse:
    """Act in another of one's own memberships from now on."""
    wanted = request.POST.get("membership", "")
    if wanted in {each.key for each in request.memberships}:
        request.session[_CHOSEN] = wanted
    return HttpResponseRedirect("/")
