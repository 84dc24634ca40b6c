# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A pack's files in, one typed policy out: read everything, check everything, then assemble.

Imports YAML and shapely, so the loader asks for it only when the cache has nothing.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar, cast

from jiesu.adapters.packs import law, parameters, scenarios, texts
from jiesu.adapters.packs.areas import Areas, read_areas
from jiesu.adapters.packs.calendar import read_calendar
from jiesu.adapters.packs.duties import Duties, check_limits, classes_in_use, read_duties
from jiesu.adapters.packs.files import PRIORS, PackFiles
from jiesu.adapters.packs.gaps import Gap, Rows, find_gaps
from jiesu.adapters.packs.gazetteer import read_gazetteer
from jiesu.adapters.packs.law import Law, read_law
from jiesu.adapters.packs.manifest import Card, Manifest, read_manifest
from jiesu.adapters.packs.matters import Matters, read_matters
from jiesu.adapters.packs.needs import (
    LIMIT_PREFIX,
    PARAMETER_TEXT,
    PREFIXES,
    ROUTE_PREFIX,
    dated_fields,
)
from jiesu.adapters.packs.parameters import Parameters, read_parameters
from jiesu.adapters.packs.problems import PackProblem, Report
from jiesu.adapters.packs.roles import FILE as ROLES_FILE
from jiesu.adapters.packs.roles import read_roles
from jiesu.adapters.packs.scenario_names import Names, check_names
from jiesu.adapters.packs.scenarios import Scenario, read_scenarios
from jiesu.adapters.packs.texts import Texts, read_texts
from jiesu.adapters.packs.units import Units, check_named_units, read_units
from jiesu.application.policy import CityPolicy, PackIdentity, WorkedExample
from jiesu.domain.access import AccessPolicy
from jiesu.domain.appeals.policy import AppealPolicy
from jiesu.domain.callback.policy import CallBackPolicy
from jiesu.domain.dispatch.policy import DispatchPolicy, SuccessionPolicy
from jiesu.domain.evaluation.policy import EvaluationPolicy
from jiesu.domain.interactions.policy import InteractionPolicy
from jiesu.domain.memberships import MembershipPolicy
from jiesu.domain.organisations import Organisation
from jiesu.domain.supervision.policy import SupervisionPolicy
from jiesu.domain.taxonomy import DispatchCatalogue, SpecialRoute
from jiesu.domain.understanding import UnderstandingPolicy
from jiesu.domain.workorders.policy import OrderPolicy
from jiesu.kernel.calendar import BusinessCalendar
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Citation

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

P = TypeVar("P")
SCHEMES = "schemes"
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class _Read:
    """Everything a pack says, read but perhaps defective."""

    manifest: Manifest
    calendar: BusinessCalendar | None
    law: Law
    parameters: Parameters
    units: Units
    areas: Areas
    matters: Matters
    duties: Duties
    access: AccessPolicy
    texts: Texts
    scenarios: tuple[Scenario, ...]
    calendar_basis: Citation | None
    priors: Mapping[str, str]


def build(
    files: PackFiles, known_permissions: frozenset[str] | None = None
) -> tuple[CityPolicy | None, list[PackProblem]]:
    """Return the policy, or None with every problem found."""
    policy, _, problems = _examine(files, known_permissions)
    return policy, problems


def survey(
    files: PackFiles, known_permissions: frozenset[str] | None, today: date
) -> tuple[list[PackProblem], list[Gap]]:
    """Return every problem; where there is none, every gap as the law stands on ``today``."""
    policy, read, problems = _examine(files, known_permissions)
    return problems, [] if policy is None else find_gaps(policy, _rows(read), today)


def _examine(
    files: PackFiles, known_permissions: frozenset[str] | None
) -> tuple[CityPolicy | None, _Read, list[PackProblem]]:
    report = Report()
    files.check(report)
    read = _read(files, known_permissions, report)
    _check(read, report)
    if not report:  # where a table is broken, its names would be missed here once more
        check_names(read.scenarios, _names(read, known_permissions), report)
    card, zone = read.manifest.card, read.manifest.time_zone
    if report or card is None or zone is None or read.calendar is None:
        return None, read, report.problems()
    identity = PackIdentity(card.id, card.version, files.digest())
    return _assemble(read, identity, (card, zone), read.calendar), read, []


def _rows(read: _Read) -> Rows:
    return Rows(
        units={code: row.place for code, row in read.units.rows.items()},
        areas={code: row.place for code, row in read.areas.rows.items()},
        matters={code: row.place for code, row in read.matters.rows.items()},
        duties={code: row.place for code, row in read.duties.rows.items()},
        values=read.parameters.value_places,
    )


def _read(files: PackFiles, known_permissions: frozenset[str] | None, report: Report) -> _Read:
    folder = files.folder
    manifest = read_manifest(folder, report)
    statutes = read_law(folder, files.inside(law.FOLDER), report)
    units = read_units(folder, report)
    areas = read_areas(folder, units, report, schematic=manifest.schematic_points)
    read_gazetteer(folder, areas.rows, report)  # checked here, read by who reads texts
    matters = read_matters(folder, report)
    played = read_scenarios(folder, files.inside(scenarios.FOLDER), statutes, report)
    return _Read(
        manifest=manifest,
        calendar=read_calendar(folder, manifest, statutes, report),
        law=statutes,
        parameters=read_parameters(folder, _parameter_files(files), statutes, report),
        units=units,
        areas=areas,
        matters=matters,
        duties=read_duties(folder, statutes, units, matters, report),
        access=read_roles(folder, statutes, known_permissions, report),
        texts=read_texts(folder, files.inside(texts.FOLDER), report),
        scenarios=tuple(played),
        calendar_basis=_calendar_basis(manifest, statutes),
        priors=files.digests(PRIORS),
    )


def _calendar_basis(manifest: Manifest, law: Law) -> Citation | None:
    """Return where working time stands written; what is wrong there is told once."""
    written = dict(manifest.calendar.entries()) if manifest.calendar is not None else {}
    return law.cite_node(written["basis"]) if "basis" in written else None


def _noted(scenario: Scenario) -> WorkedExample:
    """Return what the policy carries of a scenario; its digest covers what is played."""
    apart = {"title", "citation", "place"}
    told = [getattr(scenario, f.name) for f in fields(scenario) if f.name not in apart]
    digest = hashlib.sha256(repr(told).encode()).hexdigest()[:_DIGITS]
    place = scenario.place
    return WorkedExample(scenario.title, scenario.citation, place.file, place.line, digest)


def _parameter_files(files: PackFiles) -> list[str]:
    """Return where parameters stand: their own folder, and the schemes but for the roles."""
    schemes = [file for file in files.inside(SCHEMES) if file != ROLES_FILE]
    return [*files.inside(parameters.FOLDER), *schemes]


def _check(read: _Read, report: Report) -> None:
    classes = classes_in_use(read.duties, read.parameters)
    parameters.check_needs(read.parameters, classes, report)
    parameters.check_recusal(read.parameters, report)
    check_limits(read.duties, read.parameters, report)
    check_named_units(read.parameters, read.units, report)
    texts.check_text_keys(read.parameters, read.texts, report)


def _names(read: _Read, known_permissions: frozenset[str] | None) -> Names:
    roles = read.access.roles
    laws = (role.permissions.values for role in roles.values())
    held = (dated.value for law in laws for dated in law if dated.value is not None)
    return Names(
        parameters=read.parameters.rules,
        matters=read.matters.matters,
        permissions=(known_permissions or frozenset()).union(*held),
        roles=roles,
        units=read.units.units,
    )


def _assemble(
    read: _Read, identity: PackIdentity, city: tuple[Card, str], calendar: BusinessCalendar
) -> CityPolicy:
    (card, zone), rules = city, read.parameters.rules
    catalogue = DispatchCatalogue(read.matters.matters, read.duties.by_matter(), read.matters.tags)
    parts: dict[str, Any] = {
        "calendar": calendar,
        "catalogue": catalogue,
        "organisation": Organisation(read.units.units, read.areas.areas),
        "routes": {route: rules[f"{ROUTE_PREFIX}{route.value}"] for route in SpecialRoute},
        "limits": _limits(rules),
    }
    orders = _stage(OrderPolicy, rules, parts)
    callback = _stage(CallBackPolicy, rules, parts)
    stages = {**parts, "orders": orders, "callback": callback}
    dispatch = _stage(DispatchPolicy, rules, stages)
    return CityPolicy(
        identity=identity,
        name=card.name,
        language=card.locale.value,
        time_zone=zone,
        calendar=calendar,
        organisation=dispatch.organisation,
        access=read.access,
        catalogue=catalogue,
        interactions=_stage(InteractionPolicy, rules, parts),
        appeals=_stage(AppealPolicy, rules, parts),
        orders=orders,
        callback=callback,
        memberships=_stage(MembershipPolicy, rules, parts),
        evaluation=_stage(EvaluationPolicy, rules, parts),
        supervision=_stage(SupervisionPolicy, rules, parts),
        understanding=_stage(UnderstandingPolicy, rules, parts),
        dispatch=dispatch,
        succession=_stage(SuccessionPolicy, rules, parts),
        parameters=rules,
        texts=_all_texts(read),
        instruments=read.law.instruments,
        scenarios=tuple(map(_noted, read.scenarios)),
        calendar_basis=read.calendar_basis,
        engine=read.manifest.engine,
        priors=read.priors,
    )


def _stage(policy: type[P], rules: Mapping[str, Any], parts: Mapping[str, Any]) -> P:
    """Return a stage's policy, its dated fields from the rules and the others from the parts."""
    prefix = PREFIXES[policy]
    dated = dated_fields(policy)
    names = [field.name for field in fields(cast("type[DataclassInstance]", policy))]
    return policy(**{n: rules[f"{prefix}.{n}"] if n in dated else parts[n] for n in names})


def _limits(rules: Mapping[str, Any]) -> dict[str, Any]:
    keys = [key for key in rules if key.startswith(LIMIT_PREFIX)]
    return {key.removeprefix(LIMIT_PREFIX): rules[key] for key in keys}


def _all_texts(read: _Read) -> dict[str, Text]:
    described = read.parameters.descriptions.items()
    return {**read.texts.texts, **{f"{PARAMETER_TEXT}{key}": text for key, text in described}}
