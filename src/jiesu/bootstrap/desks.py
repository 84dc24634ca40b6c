# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The desk where accounts are opened, wired for the command line.

Import it only where accounts are needed: it sets Django up with everything the pages need.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any
from uuid import UUID

from jiesu.application.catalogue import PERMISSIONS
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.web import GateMemberships, configure_web
from jiesu.bootstrap.wiring import City, open_city
from jiesu.domain.access import Actor
from jiesu.domain.memberships import GrantRole
from jiesu.kernel.errors import BadInput, JiesuError
from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from jiesu.adapters.identity.accounts import Accounts
    from jiesu.adapters.identity.models import Account

_GENERATED_BYTES = 15


class UnknownScope(BadInput):
    """A token can be good for permissions only."""

    what = Text("没有权限“{scope}”。", 'There is no permission "{scope}".')
    next_step = Text("您是否要用：{near}？", "Did you mean: {near}?")


@dataclass(frozen=True, slots=True)
class AccountDesk:
    """What opening an account needs: the accounts, and a gate that grants their roles."""

    accounts: "Accounts"
    city: City
    clerk: Actor
    """Who stands in the log as the one who granted a role."""

    def add(self, login: str, name: str, password: str, role: str, unit: str) -> "Account":
        """Open an account; with a role, give it that.

        Raises:
            JiesuError: the role cannot be granted; no account is left then.
        """
        account = self.accounts.add(self.city.ids.new(), login, name, password)
        if role:
            try:
                self.grant(str(account.pk), role, unit or None)
            except JiesuError:
                account.delete()
                raise
        return account

    def grant(self, account: str, role: str, unit: str | None) -> None:
        """Give an account a role through the gate."""
        membership = self.city.ids.new()
        command = GrantRole(membership_id=membership, account=account, role=role, unit=unit)
        self.city.gate.handle(command, self.clerk)

    def token(self, account: "Account", label: str, scopes: Sequence[str], days: int) -> str:
        """Return a fresh token by which a program acts for the account.

        Raises:
            UnknownScope: a scope is no permission of the registry.
        """
        from jiesu.adapters.identity.tokens import ApiTokens  # noqa: PLC0415 -- needs Django

        for scope in scopes:
            if scope not in PERMISSIONS:
                near = get_close_matches(scope, PERMISSIONS) or sorted(PERMISSIONS)
                raise UnknownScope(scope=scope, near=", ".join(near))
        tokens = ApiTokens(self.city.clock, secrets.token_bytes)
        return tokens.issue(account.pk, label, scopes, timedelta(days=days))

    def appellants_code(self, appeal: UUID, days: int = 1) -> str:
        """Return a fresh code by which its appellant follows an appeal."""
        from jiesu.adapters.identity.tokens import AppealTokens  # noqa: PLC0415 -- needs Django

        tokens = AppealTokens(self.city.clock, secrets.token_bytes)
        return tokens.issue(appeal, timedelta(days=days))

    def renew(self, id_: UUID, login: str, name: str) -> str:
        """Give an account a new password and return it; open the account if there is none."""
        from jiesu.adapters.identity.accounts import NoSuchAccount  # noqa: PLC0415 -- needs Django

        password = self.new_password()
        try:
            self.accounts.set_password(self.accounts.find(login), password)
        except NoSuchAccount:
            self.accounts.add(id_, login, name, password)
        return password

    def rows(self) -> list[dict[str, Any]]:
        """Return every account as plain data."""
        memberships = GateMemberships(self.city)
        return [
            {
                "id": str(account.pk),
                "login": account.login,
                "name": account.name,
                "active": account.is_active,
                "roles": [each.key for each in memberships.of(str(account.pk))],
            }
            for account in self.accounts.all()
        ]

    def new_password(self) -> str:
        """Return a password that was never used."""
        return secrets.token_urlsafe(_GENERATED_BYTES)


@contextmanager
def account_desk(settings: Settings, clerk: Actor) -> Iterator[AccountDesk]:
    """Lend the desk of this deployment, its database started if need be."""
    configure_web(settings, None)
    city = open_city(settings)
    from jiesu.adapters.identity.accounts import Accounts  # noqa: PLC0415 -- needs Django

    try:
        yield AccountDesk(Accounts(city.clock), city, clerk)
    finally:
        city.close()
