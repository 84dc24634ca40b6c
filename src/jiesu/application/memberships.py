# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Roles of accounts: their commands."""

from jiesu.application.registry import Registration, Scope
from jiesu.domain import memberships
from jiesu.domain.memberships import MEMBERSHIPS, GrantRole, RevokeRole
from jiesu.domain.streams import StreamKind

REGISTRATIONS = (
    Registration(
        GrantRole,
        MEMBERSHIPS.actions[GrantRole],
        StreamKind.MEMBERSHIP,
        MEMBERSHIPS.permission(GrantRole),
        Scope.CITY,
        lambda case, command, policy, now: memberships.grant(
            case.membership, command, policy.memberships, policy.access, policy.organisation, now
        ),
        begins=True,
    ),
    Registration(
        RevokeRole,
        MEMBERSHIPS.actions[RevokeRole],
        StreamKind.MEMBERSHIP,
        MEMBERSHIPS.permission(RevokeRole),
        Scope.CITY,
        lambda case, command, policy, now: memberships.revoke(
            case.membership, command, policy.memberships, now
        ),
    ),
)
