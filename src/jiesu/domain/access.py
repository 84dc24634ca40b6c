# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who may do what: roles, permissions, and the units a person belongs to."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiesu.kernel.errors import BadInput, NotFound, Refusal
from jiesu.kernel.text import Text
from jiesu.rulebook.dated import Dated

TIMER_ACCOUNT = "timer"
"""Under which clocks that ran out are told; no person has it."""

_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}")


class NotAnAccount(BadInput):
    """Something else stands where an account's id belongs, perhaps a name; it is not repeated."""

    what = Text("这里只能填写账号编号。", "Only the id of an account can stand here.")
    next_step = Text(
        "请填写账号编号，姓名写在诉求内容中。",
        "Give the account's id; a person's name belongs in the words of the appeal.",
    )


class NotAPerson(BadInput):
    """A program of our own stands where the account of an officer belongs."""

    what = Text(
        "“{account}”是程序账号，不是工作人员。", '"{account}" is a program, not an officer.'
    )
    next_step = Text(
        "请填写工作人员的账号编号，程序的问题写在诉求内容中。",
        "Give the officer's account; what a program did wrong belongs in the words.",
    )


class NotPermitted(Refusal):
    """The role does not carry the permission."""

    what = Text("角色“{role}”无权执行“{permission}”。", 'The role "{role}" may not "{permission}".')
    next_step = Text(
        "请由有权限的岗位办理，或向管理员申请权限。",
        "Ask a colleague who may, or ask the administrator for the permission.",
    )


class UnknownRole(Refusal):
    """The pack has no such role."""

    what = Text("没有角色“{role}”。", 'There is no role "{role}".')
    next_step = Text("请使用城市政策包中的角色。", "Use a role of the city pack.")


class NotYours(NotFound):
    """Outside one's scope, or in conflict of interest: reads exactly like absent."""

    what = Text("找不到“{subject}”。", 'There is no "{subject}" here.')
    next_step = Text("请核对编号。", "Please check the number.")


@dataclass(frozen=True, slots=True)
class Actor:
    """The person or program behind a command: an account's opaque id, its role, its unit.

    Raises:
        NotAnAccount: the id could be a name, or could not stand in the log.
    """

    id: str
    role: str
    unit: str | None = None

    def __post_init__(self) -> None:
        check_account(self.id)


@dataclass(frozen=True, slots=True)
class Role:
    """角色: its permissions through time.

    ``unit_bound`` roles act for their own unit only, ``appeal_bound`` ones on their own appeal.
    """

    id: str
    name: Text
    unit_bound: bool
    permissions: Dated[frozenset[str]]
    appeal_bound: bool = False


@dataclass(frozen=True, slots=True)
class AccessPolicy:
    """The roles of one city."""

    roles: Mapping[str, Role]

    def role(self, role_id: str) -> Role:
        """Return the role.

        Raises:
            UnknownRole: not in the pack.
        """
        found = self.roles.get(role_id)
        if found is None:
            raise UnknownRole(role=role_id)
        return found


def appellant_of(appeal_id: UUID) -> str:
    """Return the account under which whoever made the appeal acts on it.

    It says nothing about the person: a door knows who may act as the appellant of which appeal.
    """
    return f"appellant:{appeal_id.hex}"


def check_account(text: str) -> None:
    """Refuse what cannot be an account's id: it goes into the log, where no name may stand.

    Raises:
        NotAnAccount: it is not 1 to 64 letters, digits, dots, dashes, colons, underscores.
    """
    if not _ACCOUNT.fullmatch(text):
        raise NotAnAccount


def check_officer(text: str) -> None:
    """Refuse what cannot be the account of an officer.

    Whoever is complained of does not find the case: a clock's own program would never find its
    clocks again.

    Raises:
        NotAnAccount: it is no account's id; see :func:`check_account`.
        NotAPerson: it is a program's.
    """
    check_account(text)
    if text == TIMER_ACCOUNT:
        raise NotAPerson(account=text)


def authorise(actor: Actor, permission: str, policy: AccessPolicy, day: date) -> Role:
    """Return the actor's role if it carries ``permission`` on ``day``.

    Raises:
        NotPermitted: it does not; the refusal cites where the role's rights stand.
    """
    role = policy.role(actor.role)
    granted = role.permissions.as_of(day)
    if permission not in granted.value:
        raise NotPermitted(granted.citation, role=actor.role, permission=permission)
    return role
