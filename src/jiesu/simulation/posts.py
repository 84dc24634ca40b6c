# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who works in the town: its staff of the past, and the accounts a visitor may sign in with."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from jiesu.domain.access import Actor
from jiesu.domain.memberships import GrantRole, RevokeRole
from jiesu.domain.organisations import UnitKind
from jiesu.kernel.ids import derived_id
from jiesu.kernel.instants import Instant
from jiesu.kernel.text import Text
from jiesu.simulation.agenda import Plan
from jiesu.simulation.priors import Town
from jiesu.simulation.scene import (
    ADMIN,
    DISPATCHERS,
    EVALUATORS,
    OPERATORS,
    PRIVACY,
    Scene,
    handler_of,
)

_NO_OFFICE = {UnitKind.COMMUNITY, UnitKind.EXTERNAL}
_A_MOMENT = timedelta(seconds=20)
_DEMO = UUID("018f0000-0000-7000-8000-00000000d3a0")
FOUNDER = Actor("demo", "admin")
"""Who gives the first roles; afterwards the town's own administrator does."""


@dataclass(frozen=True, slots=True)
class Post:
    """What a visitor may try: a login with its role; ``seat`` says where its unit is found."""

    login: str
    role: str
    name: Text
    seat: str | None = None

    @property
    def account(self) -> UUID:
        """Return the id of its account: the same in every demonstration."""
        return derived_id(_DEMO, "post", self.login)

    def unit(self, town: Town) -> str | None:
        """Return the unit it belongs to in this town, if any."""
        return town.seats[self.seat] if self.seat else None


POSTS = (
    Post("operator", "operator", Text("话务员", "Operator")),
    Post("dispatcher", "dispatcher", Text("派单员", "Dispatcher")),
    Post("street", "handler", Text("街道承办人员", "Handler of a sub-district"), "street"),
    Post("bureau", "handler", Text("委办局承办人员", "Handler of a bureau"), "bureau"),
    Post("district", "district_supervisor", Text("区督办人员", "District supervisor"), "district"),
    Post("evaluator", "evaluator", Text("考评员", "Evaluator")),
    Post("privacy", "privacy_officer", Text("个人信息保护负责人", "Privacy officer")),
    Post("auditor", "auditor", Text("审计员", "Auditor")),
    Post("admin", "admin", Text("管理员", "Administrator")),
    Post("leader", "leader", Text("市领导", "Leader")),
)


def grants(scene: Scene) -> Iterator[Plan]:
    """Yield how everybody gets their role, and that one of them leaves."""
    desk = (*OPERATORS, *DISPATCHERS, *EVALUATORS, PRIVACY, ADMIN)
    units = scene.policy.organisation.units.values()
    day = scene.policy.calendar.local_day(scene.first)
    offices = [each.id for each in units if each.kind not in _NO_OFFICE and each.exists_on(day)]
    visitors = [Actor(str(p.account), p.role, p.unit(scene.priors.town)) for p in POSTS]
    at = scene.first
    for actor in (*desk, *map(handler_of, offices), *visitors):
        command = GrantRole(
            membership_id=scene.ids.new(), account=actor.id, role=actor.role, unit=actor.unit
        )
        yield scene.plan(at, command.membership_id, command, FOUNDER)
        if actor is OPERATORS[-1]:
            leaving = Instant(at + (scene.last - scene.first) / 2)
            gone = RevokeRole(membership_id=command.membership_id)
            yield scene.plan(leaving, command.membership_id, gone, ADMIN)
        at = Instant(at + _A_MOMENT)
