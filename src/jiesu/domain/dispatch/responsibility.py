# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who is responsible: matter × place × day → lead, co-handlers, copies, limit, with the articles.

Four ways, tried in order (the ordinance's articles on dispatch stand in the pack):

1. the duty item names a unit                   → straight to it;
   it names a line of work, district known      → straight to the district's department of it;
2. the duty belongs to the place, street known  → its sub-district;
3. only the district is known                   → the district organises;
4. nothing is known                             → the city desk keeps it.

A dispatcher may name the lead by hand instead. Whichever way a sub-district was found, its order is
copied to its district.

Whoever the appeal complains of never leads, assists or gets a copy: it goes up the line, from its
end to the oversight body, and to the city desk where the oversight body itself is complained of.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from jiesu.domain.appeals.model import Appeal
from jiesu.domain.dispatch.policy import DispatchPolicy
from jiesu.domain.organisations import OVER_STREETS, Area, AreaKind, Unit, UnitKind
from jiesu.domain.taxonomy import DutyItem, Territory, by_place, line_of
from jiesu.domain.workorders.messages import DispatchRoute, OrderRole
from jiesu.domain.workorders.model import WorkOrder
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
    basis: tuple[Basis, ...]
    copies: tuple[str, ...] = ()
    counterpart: str | None = None


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
    accused = _accused(appeal, policy, day)
    duty = policy.catalogue.duty(appeal.matter, day) if appeal.matter else None
    if by_hand is None:
        choice = _choose(duty, appeal, policy, day)
    else:
        choice = _by_hand(by_hand, accused, policy, day)
    if accused is not None and accused in _in_charge(co_handlers or (), policy, day):
        raise ComplainedUnitCannotAct(policy.recusal.as_of(day).citation, unit=accused)
    helpers = co_handlers if co_handlers is not None else _helpers(duty, appeal, policy, day)
    choice = _recuse(_copied(choice, policy, day), accused, policy, day)
    choice = _approach(choice, accused, policy, day)
    return _responsibility(choice, accused, duty, helpers, policy, day)


@dataclass(frozen=True, slots=True)
class Heir:
    """Who takes an order over from a unit that has ended: in which role, by which further rules."""

    unit: Unit
    role: OrderRole
    route: DispatchRoute
    copies: tuple[str, ...]
    counterpart: str | None
    basis: tuple[Basis, ...]


def find_heir(appeal: Appeal, order: WorkOrder, policy: DispatchPolicy, day: date) -> Heir:
    """Return who has ``order`` on ``day``: its unit or whoever took its place, as dispatch would.

    The unit complained of is passed over here too, a body outside the city's command approached.

    Raises:
        UnknownUnit: nobody has taken the unit's place.
        CommunityCannotLead: only a community has.
    """
    heir, accused = policy.organisation.unit(order.unit, day), _accused(appeal, policy, day)
    leads = order.role is not OrderRole.ASSIST
    if leads and heir.kind is UnitKind.COMMUNITY:
        raise CommunityCannotLead(policy.community.as_of(day).citation, unit=heir.id)
    copies = tuple(policy.organisation.in_charge(unit, day) for unit in order.copies)
    choice = _Choice(heir, order.route, (), copies)
    choice = _recuse(_copied(choice, policy, day) if leads else choice, accused, policy, day)
    choice = _approach(choice, accused, policy, day) if leads else choice
    counterpart = choice.counterpart or order.counterpart
    return Heir(
        unit=choice.lead,
        role=OrderRole.LIAISON if leads and counterpart else order.role,
        route=choice.route,
        copies=tuple(unit for unit in choice.copies if unit != choice.lead.id) if leads else (),
        counterpart=counterpart,
        basis=choice.basis,
    )


def _accused(appeal: Appeal, policy: DispatchPolicy, day: date) -> str | None:
    """Return the unit complained of, or the one that has taken its place by ``day``."""
    if appeal.complained_unit is None:
        return None
    return policy.organisation.in_charge(appeal.complained_unit, day)


def _in_charge(units: tuple[str, ...], policy: DispatchPolicy, day: date) -> tuple[str, ...]:
    return tuple(policy.organisation.unit(unit, day).id for unit in units)


def _helpers(
    duty: DutyItem | None, appeal: Appeal, policy: DispatchPolicy, day: date
) -> tuple[str, ...]:
    """Return the duty's co-handlers; one that depends on the place only where that is known."""
    organisation = policy.organisation
    area = organisation.area(appeal.area) if appeal.area else None
    named = duty.co_handlers if duty is not None else ()
    found = (_at_place(unit, area, policy, day) if by_place(unit) else unit for unit in named)
    return tuple(unit for unit in found if unit is not None)


def _at_place(unit: str, area: Area | None, policy: DispatchPolicy, day: date) -> str | None:
    """Return whom a name that depends on the place means there; None if that cannot be told."""
    if area is None:
        return None
    if unit == Territory.SUBDISTRICT:
        return area.unit if area.kind is AreaKind.STREET else None
    organisation = policy.organisation
    district = organisation.unit((organisation.district_of(area) or area).unit, day)
    line = line_of(unit)
    department = organisation.department(district, line, day) if line else None
    return (department or district).id


def _choose(duty: DutyItem | None, appeal: Appeal, policy: DispatchPolicy, day: date) -> _Choice:
    organisation = policy.organisation
    area = organisation.area(appeal.area) if appeal.area else None
    if duty is not None and not by_place(duty.lead):
        lead = organisation.unit(duty.lead, day)
        return _choice(lead, DispatchRoute.DIRECT, policy.direct, day)
    if area is None:
        desk = organisation.unit(policy.fallback_unit.as_of(day).value, day)
        return _choice(desk, DispatchRoute.CITY_DESK, policy.city_fallback, day)
    return _by_place(duty, area, policy, day)


def _by_place(duty: DutyItem | None, area: Area, policy: DispatchPolicy, day: date) -> _Choice:
    organisation = policy.organisation
    unit = organisation.unit(area.unit, day)
    of_the_street = duty is not None and duty.lead == Territory.SUBDISTRICT
    if of_the_street and area.kind is AreaKind.STREET:
        return _choice(unit, DispatchRoute.SUBDISTRICT, policy.subdistrict_copy, day)
    district = organisation.district_of(area) or area
    lead = organisation.unit(district.unit, day)
    line = line_of(duty.lead) if duty is not None else None
    department = organisation.department(lead, line, day) if line else None
    if department is not None:
        return _choice(department, DispatchRoute.DIRECT, policy.direct, day)
    return _choice(lead, DispatchRoute.DISTRICT, policy.district_fallback, day)


def _by_hand(unit_id: str, accused: str | None, policy: DispatchPolicy, day: date) -> _Choice:
    unit = policy.organisation.unit(unit_id, day)
    if unit.kind is UnitKind.COMMUNITY:
        raise CommunityCannotLead(policy.community.as_of(day).citation, unit=unit.id)
    if unit.id == accused:
        raise ComplainedUnitCannotAct(policy.recusal.as_of(day).citation, unit=unit.id)
    return _choice(unit, DispatchRoute.BY_HAND, policy.direct, day)


def _choice(lead: Unit, route: DispatchRoute, rule: Dated[str], day: date) -> _Choice:
    return _Choice(lead, route, (basis_of(rule.as_of(day), lead.id),))


def _copied(choice: _Choice, policy: DispatchPolicy, day: date) -> _Choice:
    """Return the choice with the copy for the district of a sub-district, whatever way led there.

    The district is the unit's own: a street may be drawn outside every district.
    """
    lead = choice.lead
    if lead.kind is not UnitKind.SUBDISTRICT:
        return choice
    above = policy.organisation.superiors(lead, day)
    copies = tuple(unit.id for unit in above if unit.kind in OVER_STREETS)
    rule = basis_of(policy.subdistrict_copy.as_of(day), lead.id)
    basis = choice.basis if rule in choice.basis else (*choice.basis, rule)
    return replace(choice, copies=copies, basis=basis)


def _recuse(choice: _Choice, accused: str | None, policy: DispatchPolicy, day: date) -> _Choice:
    """Return the choice without the unit complained of: no copy for it, and never the lead."""
    if choice.lead.id == accused:
        instead = _instead(choice.lead, accused, policy, day)
        return _copied(_choice(instead, DispatchRoute.RECUSAL, policy.recusal, day), policy, day)
    if accused not in choice.copies:
        return choice
    copies = tuple(unit for unit in choice.copies if unit != accused)
    return replace(_recused(choice, policy, day), copies=copies)


def _approach(choice: _Choice, accused: str | None, policy: DispatchPolicy, day: date) -> _Choice:
    """Return the choice with a body outside the city's command approached by the city desk."""
    if choice.lead.kind is not UnitKind.EXTERNAL:
        return choice
    liaison = basis_of(policy.liaison.as_of(day), choice.lead.id)
    desk = policy.organisation.unit(policy.fallback_unit.as_of(day).value, day)
    approached = replace(
        choice,
        lead=desk,
        route=DispatchRoute.LIAISON,
        basis=(*choice.basis, liaison),
        counterpart=choice.lead.id,
    )
    if desk.id != accused:
        return approached
    instead = _instead(desk, accused, policy, day)
    return _recused(replace(approached, lead=instead, route=DispatchRoute.RECUSAL), policy, day)


def _instead(lead: Unit, accused: str, policy: DispatchPolicy, day: date) -> Unit:
    """Return who takes over from the unit complained of: up the line, then oversight, the desk."""
    organisation = policy.organisation
    rules = (policy.recusal_unit, policy.fallback_unit)
    last = (organisation.unit(rule.as_of(day).value, day) for rule in rules)
    for unit in chain(organisation.superiors(lead, day), last):
        if unit.id != accused:
            return unit
    raise ComplainedUnitCannotAct(policy.recusal.as_of(day).citation, unit=accused)


def _recused(choice: _Choice, policy: DispatchPolicy, day: date) -> _Choice:
    rule = basis_of(policy.recusal.as_of(day), choice.lead.id)
    return replace(choice, basis=(*choice.basis, rule))


def _responsibility(  # noqa: PLR0913 -- the parts of one answer, assembled once
    choice: _Choice,
    accused: str | None,
    duty: DutyItem | None,
    helpers: tuple[str, ...],
    policy: DispatchPolicy,
    day: date,
) -> Responsibility:
    able = dict.fromkeys(_in_charge(helpers, policy, day))
    if accused in able and policy.recusal.key not in {basis.key for basis in choice.basis}:
        choice = _recused(choice, policy, day)
    busy = {choice.lead.id, choice.counterpart, accused}
    return Responsibility(
        lead=choice.lead,
        role=OrderRole.LIAISON if choice.counterpart else OrderRole.LEAD,
        route=choice.route,
        copies=choice.copies,
        co_handlers=tuple(unit for unit in able if unit not in busy),
        counterpart=choice.counterpart,
        duty=duty,
        limit_class=duty.time_limit_class if duty else policy.default_class.as_of(day).value,
        basis=tuple(_bases(choice, duty)),
    )


def _bases(choice: _Choice, duty: DutyItem | None) -> Iterator[Basis]:
    """Yield the article of the route, the duty item, then whatever changed the first answer."""
    yield choice.basis[0]
    if duty is not None:
        yield basis_from(
            f"duty.{duty.id}", duty.citation, duty.standing, duty.since.isoformat(), duty.lead
        )
    yield from choice.basis[1:]
