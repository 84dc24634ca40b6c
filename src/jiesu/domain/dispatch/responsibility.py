# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who is responsible: matter × place × day → lead, co-handlers, copies, limit, with the articles.

Four ways, tried in order (the ordinance's articles on dispatch stand in the pack):

1. the duty item names a unit                   → straight to it;
2. the duty belongs to the place, street known  → its sub-district, copied to the district;
3. only the district is known                   → the district organises;
4. nothing is known                             → the city desk keeps it.

Whoever the appeal complains of never leads, assists or gets a copy: it goes up the line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jiesu.domain.appeals.model import Appeal
from jiesu.domain.dispatch.policy import DispatchPolicy
from jiesu.domain.organisations import Area, AreaKind, Unit, UnitKind
from jiesu.domain.taxonomy import DutyItem, Territory
from jiesu.domain.workorders.messages import DispatchRoute, OrderRole
from jiesu.kernel.errors import Refusal
from jiesu.kernel.text import Text
from jiesu.rulebook.dated import Dated
from jiesu.rulebook.explain import Basis, basis_from, basis_of


class CommunityCannotLead(Refusal):
    """A community assists; work may not be pushed down to it."""

    what = Text("社区“{unit}”不能作为主办单位。", 'The community "{unit}" cannot lead.')
    next_step = Text("请派给街道或部门。", "Give it to the sub-district or a department.")


class ComplainedUnitCannotAct(Refusal):
    """The unit a person complains of must not handle the complaint."""

    what = Text(
        "“{unit}”是被反映单位，应当回避。", 'The appeal complains of "{unit}": it must stand back.'
    )
    next_step = Text("请派给其上级或监督机构。", "Give it to its superior or the oversight body.")


@dataclass(frozen=True, slots=True)
class Responsibility:
    """The answer: who leads in which role, who assists, who gets a copy, and why."""

    lead: Unit
    role: OrderRole
    route: DispatchRoute
    copies: tuple[str, ...]
    co_handlers: tuple[str, ...]
    counterpart: str | None
    duty: DutyItem | None
    limit_class: str
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    lead: Unit
    route: DispatchRoute
    rule: Dated[str]
    copies: tuple[str, ...] = ()


def find_responsible(
    appeal: Appeal,
    policy: DispatchPolicy,
    day: date,
    by_hand: str | None = None,
    co_handlers: tuple[str, ...] | None = None,
) -> Responsibility:
    """Return who must act for ``appeal`` under the law of ``day``.

    ``by_hand`` is a dispatcher's own choice of lead, ``co_handlers`` of assistants.

    Raises:
        CommunityCannotLead, ComplainedUnitCannotAct: a choice by hand against the law.
        UnknownUnit: the chosen unit does not exist on that day.
    """
    duty = policy.catalogue.duty(appeal.matter, day) if appeal.matter else None
    choice = (
        _by_hand(by_hand, appeal, policy, day) if by_hand else _choose(duty, appeal, policy, day)
    )
    choice, recused = _recuse(choice, appeal, policy, day)
    helpers = co_handlers if co_handlers is not None else (duty.co_handlers if duty else ())
    return _responsibility(choice, recused, duty, helpers, appeal, policy, day)


def _choose(duty: DutyItem | None, appeal: Appeal, policy: DispatchPolicy, day: date) -> _Choice:
    organisation = policy.organisation
    area = organisation.area(appeal.area) if appeal.area else None
    if duty is not None and duty.lead not in {t.value for t in Territory}:
        return _Choice(organisation.unit(duty.lead, day), DispatchRoute.DIRECT, policy.direct)
    if area is None:
        desk = organisation.unit(policy.fallback_unit.as_of(day).value, day)
        return _Choice(desk, DispatchRoute.CITY_DESK, policy.city_fallback)
    return _by_place(duty, area, policy, day)


def _by_place(duty: DutyItem | None, area: Area, policy: DispatchPolicy, day: date) -> _Choice:
    organisation = policy.organisation
    unit = organisation.unit(area.unit, day)
    of_the_street = duty is not None and duty.lead == Territory.SUBDISTRICT
    if of_the_street and area.kind is AreaKind.STREET:
        district = organisation.district_of(area)
        copies = (organisation.unit(district.unit, day).id,) if district else ()
        return _Choice(unit, DispatchRoute.SUBDISTRICT, policy.subdistrict_copy, copies)
    district = organisation.district_of(area) or area
    lead = organisation.unit(district.unit, day)
    return _Choice(lead, DispatchRoute.DISTRICT, policy.district_fallback)


def _by_hand(unit_id: str, appeal: Appeal, policy: DispatchPolicy, day: date) -> _Choice:
    unit = policy.organisation.unit(unit_id, day)
    if unit.kind is UnitKind.COMMUNITY:
        raise CommunityCannotLead(policy.community.as_of(day).citation, unit=unit.id)
    if unit.id == appeal.complained_unit:
        raise ComplainedUnitCannotAct(policy.recusal.as_of(day).citation, unit=unit.id)
    return _Choice(unit, DispatchRoute.BY_HAND, policy.direct)


def _recuse(
    choice: _Choice, appeal: Appeal, policy: DispatchPolicy, day: date
) -> tuple[_Choice, bool]:
    accused = appeal.complained_unit
    copies = tuple(unit for unit in choice.copies if unit != accused)
    if choice.lead.id != accused:
        return _Choice(choice.lead, choice.route, choice.rule, copies), copies != choice.copies
    above = next(policy.organisation.superiors(choice.lead, day), None)
    unit = above or policy.organisation.unit(policy.recusal_unit.as_of(day).value, day)
    return _Choice(unit, DispatchRoute.RECUSAL, policy.recusal), True


def _responsibility(  # noqa: PLR0913 -- the parts of one answer, assembled once
    choice: _Choice,
    recused: bool,  # noqa: FBT001 -- a fact of the choice, not a switch
    duty: DutyItem | None,
    helpers: tuple[str, ...],
    appeal: Appeal,
    policy: DispatchPolicy,
    day: date,
) -> Responsibility:
    default = policy.default_class.as_of(day)
    external = choice.lead.kind is UnitKind.EXTERNAL
    desk = policy.organisation.unit(policy.fallback_unit.as_of(day).value, day)
    return Responsibility(
        lead=desk if external else choice.lead,
        role=OrderRole.LIAISON if external else OrderRole.LEAD,
        route=DispatchRoute.LIAISON if external else choice.route,
        copies=choice.copies,
        co_handlers=tuple(_able(helpers, choice.lead, appeal, policy, day)),
        counterpart=choice.lead.id if external else None,
        duty=duty,
        limit_class=duty.time_limit_class if duty else default.value,
        basis=tuple(_bases(choice, duty, policy, day, recused=recused, external=external)),
    )


def _able(
    helpers: tuple[str, ...], lead: Unit, appeal: Appeal, policy: DispatchPolicy, day: date
) -> Iterator[str]:
    for helper in dict.fromkeys(policy.organisation.unit(name, day).id for name in helpers):
        if helper not in {lead.id, appeal.complained_unit}:
            yield helper


def _bases(  # noqa: PLR0913 -- each fact adds its own article
    choice: _Choice,
    duty: DutyItem | None,
    policy: DispatchPolicy,
    day: date,
    *,
    recused: bool,
    external: bool,
) -> Iterator[Basis]:
    yield basis_of(choice.rule.as_of(day), choice.lead.id)
    if duty is not None:
        yield basis_from(
            f"duty.{duty.id}", duty.citation, duty.standing, duty.since.isoformat(), duty.lead
        )
    if external:
        yield basis_of(policy.liaison.as_of(day), choice.lead.id)
    if recused and choice.rule is not policy.recusal:
        yield basis_of(policy.recusal.as_of(day), choice.lead.id)
