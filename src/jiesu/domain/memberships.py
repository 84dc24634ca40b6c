# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who belongs where: the roles and units of accounts, granted and revoked through the gate.

Accounts, passwords and second factors are no part of the record; what an account may do is.
"""

from dataclasses import dataclass, replace
from enum import StrEnum
from uuid import UUID

from jiesu.domain.access import AccessPolicy, Role, check_account
from jiesu.domain.clocks import Clock
from jiesu.domain.organisations import Organisation
from jiesu.domain.streams import Circumstances, Fact, Facts, membership_stream
from jiesu.domain.transitions import Transition, TransitionTable
from jiesu.kernel.errors import BadInput
from jiesu.kernel.events import Command, Event
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Text
from jiesu.rulebook.dated import Dated
from jiesu.rulebook.explain import Basis, basis_of


class UnitNeeded(BadInput):
    """The role acts for one unit, and none is named."""

    what = Text("角色“{role}”须归属一个单位。", 'The role "{role}" belongs to one unit.')
    next_step = Text("请填写单位代码。", "Give the code of the unit.")


class NotForStaff(BadInput):
    """The role is that of people who appeal; nobody is appointed to it."""

    what = Text("角色“{role}”不能授予账号。", 'The role "{role}" is not granted to an account.')
    next_step = Text("请选择工作岗位的角色。", "Choose the role of a post.")


class MembershipState(StrEnum):
    """岗位归属状态."""

    HELD = "held"  # 在岗
    REVOKED = "revoked"  # 已收回


@dataclass(frozen=True, slots=True)
class Membership:
    """岗位归属: an account holds a role, for some roles in one unit."""

    id: UUID
    state: MembershipState
    account: str
    role: str
    since: Instant
    unit: str | None = None
    until: Instant | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantRole(Command):
    """Give an account a role, for unit-bound roles in one unit."""

    membership_id: UUID
    account: str
    role: str
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeRole(Command):
    """Take a role back."""

    membership_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(Event):
    """An account may act in a role from now on."""

    account: str
    role: str
    unit: str | None
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleRevoked(Event):
    """An account may not act in the role any more."""

    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class MembershipPolicy:
    """Parameters ``membership.*`` of the pack."""

    granting: Dated[str]
    """The rule that each post has only the powers its work needs."""


MEMBERSHIPS: TransitionTable[MembershipState, Membership | None] = TransitionTable(
    "membership",
    {
        MembershipState.HELD: Text("在岗", "held"),
        MembershipState.REVOKED: Text("已收回", "revoked"),
    },
    {
        GrantRole: Text("授予角色", "Grant a role"),
        RevokeRole: Text("收回角色", "Revoke a role"),
    },
    (
        Transition(None, GrantRole, MembershipState.HELD, "access.grant", "membership.granting"),
        Transition(
            MembershipState.HELD,
            RevokeRole,
            MembershipState.REVOKED,
            "access.grant",
            "membership.granting",
        ),
    ),
)


def grant(  # noqa: PLR0913 -- who, what, and the three parts of the law that bear on it
    state: Membership | None,
    command: GrantRole,
    policy: MembershipPolicy,
    access: AccessPolicy,
    organisation: Organisation,
    now: Circumstances,
) -> Facts:
    """Give the account its role.

    Raises:
        UnknownRole, NotForStaff, UnitNeeded, UnknownUnit, NotAnAccount: see there.
    """
    MEMBERSHIPS.pass_through(state.state if state else None, GrantRole, state)
    check_account(command.account)
    unit = _unit_for(access.role(command.role), command.unit, organisation, now)
    basis = (basis_of(policy.granting.as_of(now.day)),)
    granted = RoleGranted(account=command.account, role=command.role, unit=unit, basis=basis)
    return (Fact(membership_stream(command.membership_id), granted),)


def _unit_for(
    role: Role, unit: str | None, organisation: Organisation, now: Circumstances
) -> str | None:
    if role.appeal_bound:
        raise NotForStaff(role=role.id)
    if role.unit_bound and unit is None:
        raise UnitNeeded(role=role.id)
    return None if unit is None else organisation.unit(unit, now.day).id


def revoke(
    state: Membership | None, command: RevokeRole, policy: MembershipPolicy, now: Circumstances
) -> Facts:
    """Take the role back."""
    MEMBERSHIPS.pass_through(state.state if state else None, RevokeRole, state)
    basis = (basis_of(policy.granting.as_of(now.day)),)
    return (Fact(membership_stream(command.membership_id), RoleRevoked(basis=basis)),)


def evolve(state: Membership | None, event: Event, entity: UUID, at: Instant) -> Membership:
    """Return the membership after ``event``; the only place its state changes."""
    match event:
        case RoleGranted(account=account, role=role, unit=unit):
            return Membership(entity, MembershipState.HELD, account, role, at, unit)
        case RoleRevoked() if state is not None:
            return replace(state, state=MembershipState.REVOKED, until=at)
    raise ValueError(f"{event.name} is not an event of a membership")


def clocks(state: Membership) -> tuple[Clock, ...]:
    """Return what is running: nothing, a role is held until it is revoked."""
    del state
    return ()
