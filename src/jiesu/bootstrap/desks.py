# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The desk where accounts are opened, wired for the command line.

Import it only where accounts are needed: it sets Django up with everything the pages need.
"""

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from jiesu.adapters.identity.memberships import FileMemberships, Membership
from jiesu.adapters.packs import load_pack
from jiesu.application.catalogue import PERMISSIONS
from jiesu.bootstrap.database import ensure_server
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.web import configure_web
from jiesu.bootstrap.wiring import SystemClock
from jiesu.domain.access import AccessPolicy
from jiesu.domain.organisations import Organisation, UnknownUnit
from jiesu.kernel.ids import Ids, Uuid7Source

if TYPE_CHECKING:
    from jiesu.adapters.identity.accounts import Accounts
    from jiesu.adapters.identity.models import Account

_GENERATED_BYTES = 15


@dataclass(frozen=True, slots=True)
class AccountDesk:
    """What opening an account needs: the accounts, the stand-in for roles, the pack's roles."""

    accounts: "Accounts"
    memberships: FileMemberships
    access: AccessPolicy
    organisation: Organisation
    ids: Ids

    def add(self, login: str, name: str, password: str, role: str, unit: str) -> "Account":
        """Open an account; with a role, give it that.

        Raises:
            UnknownRole, UnknownUnit: not in the pack; no account is made then.
        """
        membership = None
        if role:
            self.access.role(role)
            if unit and unit not in self.organisation.units:
                raise UnknownUnit(unit=unit, day="")
            membership = Membership(role, unit or None)
        account = self.accounts.add(self.ids.new(), login, name, password)
        if membership is not None:
            self.memberships.grant(str(account.pk), membership)
        return account

    def rows(self) -> list[dict[str, Any]]:
        """Return every account as plain data."""
        return [
            {
                "id": str(account.pk),
                "login": account.login,
                "name": account.name,
                "active": account.is_active,
                "roles": [each.key for each in self.memberships.of(str(account.pk))],
            }
            for account in self.accounts.all()
        ]

    def new_password(self) -> str:
        """Return a password that was never used."""
        return secrets.token_urlsafe(_GENERATED_BYTES)


def account_desk(settings: Settings) -> AccountDesk:
    """Return the desk of this deployment, its database started if need be."""
    configure_web(settings, ensure_server(settings))
    from jiesu.adapters.identity.accounts import Accounts  # noqa: PLC0415 -- needs Django set up

    policy = load_pack(
        settings.pack, known_permissions=PERMISSIONS, cache_dir=settings.home / "cache"
    )
    clock = SystemClock()
    ids = Uuid7Source(clock, secrets.token_bytes)
    accounts, memberships = Accounts(clock), FileMemberships(settings.membership_file)
    return AccountDesk(accounts, memberships, policy.access, policy.organisation, ids)
