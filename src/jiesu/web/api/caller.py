# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Which program calls: a bearer token, the account it acts for, its scopes, its membership."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from django.http import HttpRequest
from ninja.security import HttpBearer

from jiesu.adapters.identity.tokens import ApiTokens, NoSuchToken
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor, authorise
from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from jiesu.web.shared.rooms import Request


class ScopeMissing(Refusal):
    """The token was not made for this."""

    what = Text("该令牌没有“{scope}”范围。", 'This token does not have the scope "{scope}".')
    next_step = Text(
        "请使用包含该范围的令牌。", "Use a token that has the scope, or ask for a new one."
    )


class NoMembership(Refusal):
    """The account behind the token holds no role, or not the one asked for."""

    what = Text("该令牌的账号没有可用的角色。", "The account of this token holds no such role.")
    next_step = Text(
        "请联系管理员授予角色，或更正请求头 Acting-As。",
        "Ask the administrator for a role, or correct the header Acting-As.",
    )


@dataclass(frozen=True, slots=True)
class Caller:
    """A program that was recognised: who it acts as, and what its token was made for."""

    actor: Actor
    scopes: frozenset[str]


class Bearer(HttpBearer):
    """``Authorization: Bearer jsu_…``; ``Acting-As`` chooses among the roles of its account.

    Scopes and rights are looked at before anything of the body is.
    """

    openapi_description = "A token issued with `jiesu account token`; its scopes are permissions."

    def __init__(self, *permissions: str) -> None:
        super().__init__()
        self._permissions = permissions

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """Return the caller, or None where the token is not good."""
        office = cast("Request", request).office
        tokens = ApiTokens(office.city.clock, office.entropy)
        try:
            with office.city.store.connection() as connection:
                found = tokens.recognise(token, connection)
        except NoSuchToken:
            return None
        account = str(found.account)
        held = {one.key: one for one in office.memberships.of(account)}
        wanted = request.headers.get("Acting-As", next(iter(held), ""))
        if wanted not in held:
            raise NoMembership
        membership = held[wanted]
        caller = Caller(Actor(account, membership.role, membership.unit), found.scopes)
        for permission in self._permissions:
            _require(caller, permission, office.city)
        return caller


def caller_of(request: HttpRequest) -> Caller:
    """Return the caller, once the bearer of its operation has let it pass."""
    caller: Caller = request.auth  # type: ignore[attr-defined]  # -- set by the bearer
    return caller


def _require(caller: Caller, permission: str, city: City) -> None:
    """Let the caller pass if token and role both carry the permission today.

    Raises:
        ScopeMissing, NotPermitted: which of the two does not.
    """
    if permission not in caller.scopes:
        raise ScopeMissing(scope=permission)
    today = city.policy.calendar.local_day(city.clock.now())
    authorise(caller.actor, permission, city.policy.access, today)
