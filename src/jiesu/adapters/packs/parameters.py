# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""parameters/*.yaml: every number and rule the law gives, dated and cited."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from jiesu.adapters.packs.dated_values import read_values
from jiesu.adapters.packs.law import Law
from jiesu.adapters.packs.needs import (
    FALLBACK_UNIT,
    LIMIT_PREFIX,
    RECUSAL_UNIT,
    Need,
    ValueForm,
    fixed_needs,
    limit_need,
)
from jiesu.adapters.packs.problems import Place, ProblemKind, Report
from jiesu.adapters.packs.scheme_values import (
    read_answer_values,
    read_answers,
    read_choice,
    read_day_of_month,
    read_endings,
    read_kinds,
    read_peer_groups,
    read_share,
    read_shares,
    read_unit_kinds,
    read_weights,
)
from jiesu.adapters.packs.supervision_values import read_ladder, read_reasons, read_surge_levels
from jiesu.adapters.packs.time_limits import read_time_limit
from jiesu.adapters.packs.yaml_lines import Node, read_yaml
from jiesu.domain.callback.messages import Trigger
from jiesu.domain.evaluation.scheme import Counting, MonthAnchor, TieRule
from jiesu.kernel.text import Text
from jiesu.rulebook.dated import Anchor, Dated, DatedValue

FOLDER = "parameters"


@dataclass(frozen=True, slots=True)
class Parameters:
    """The parameters as read; ``places`` also knows those whose values had defects."""

    rules: dict[str, Dated[object]] = field(default_factory=dict)
    forms: dict[str, ValueForm] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    value_places: dict[str, tuple[Place, ...]] = field(default_factory=dict)
    descriptions: dict[str, Text] = field(default_factory=dict)
    unreadable: list[str] = field(default_factory=list)

    def lacks(self, key: str) -> bool:
        """Return whether no file has the key; not if it may stand in one that cannot be read."""
        return key not in self.places and not self.unreadable

    def written(self, form: ValueForm) -> Iterator[tuple[str, DatedValue[object], Place]]:
        """Yield key, value and place of every value of a form that was not repealed."""
        for key, rule in self.rules.items():
            if self.forms[key] is form:
                for value, place in zip(rule.values, self.value_places[key], strict=True):
                    if value.value is not None:
                        yield key, value, place


def read_parameters(folder: Path, files: list[str], law: Law, report: Report) -> Parameters:
    """Return the parameters of all files; a key written in two files is reported."""
    found = Parameters()
    for file in files:
        node = read_yaml(folder, file, report)
        if node is None:
            found.unreadable.append(file)
            continue
        for key, entry in node.entries():
            if key in found.places:
                report.add(ProblemKind.KEY_TWICE, entry.place, value=key)
            else:
                found.places[key] = entry.place
                _read_parameter(key, entry, law, found)
    return found


def _read_parameter(key: str, node: Node, law: Law, found: Parameters) -> None:
    fields = node.fields(("unit", "anchor", "description", "values"))
    form, anchor = fields.choice("unit", ValueForm), fields.choice("anchor", Anchor)
    description = fields.both("description")
    listed = fields.get("values")
    if description is not None:
        found.descriptions[key] = description
    if form is None or anchor is None or listed is None:
        return
    values = read_values(listed, law, _READERS[form])
    if values is not None:
        found.forms[key] = form
        found.rules[key] = Dated(key, values, form.value, anchor)
        found.value_places[key] = tuple(item.place for item in listed.items())


def _whole(node: Node) -> int | None:
    cell = node.cell()
    return None if cell is None else cell.whole(1)


def _code(node: Node) -> str | None:
    cell = node.cell()
    return None if cell is None else cell.code()


def _kinds(node: Node) -> frozenset[str] | None:
    kinds = read_kinds(node)
    return None if kinds is None else frozenset(kind.value for kind in kinds)


_READERS: dict[ValueForm, Callable[[Node], object | None]] = {
    ValueForm.TIME_LIMIT: read_time_limit,
    ValueForm.CHARACTERS: _whole,
    ValueForm.COUNT: _whole,
    ValueForm.APPEAL_KINDS: _kinds,
    ValueForm.TEXT: _code,
    ValueForm.UNIT: _code,
    ValueForm.LIMIT_CLASS: _code,
    ValueForm.CALLBACK_TRIGGER: read_choice(Trigger),
    ValueForm.DAY_OF_MONTH: read_day_of_month,
    ValueForm.ANSWERS: read_answers,
    ValueForm.ENDINGS: read_endings,
    ValueForm.MONTH_ANCHOR: read_choice(MonthAnchor),
    ValueForm.COUNTING: read_choice(Counting),
    ValueForm.SHARES: read_shares,
    ValueForm.ANSWER_VALUES: read_answer_values,
    ValueForm.WEIGHTS: read_weights,
    ValueForm.PEER_GROUPS: read_peer_groups,
    ValueForm.TIE_RULE: read_choice(TieRule),
    ValueForm.UNIT_KINDS: read_unit_kinds,
    ValueForm.REASONS: read_reasons,
    ValueForm.LADDER: read_ladder,
    ValueForm.SURGE_LEVELS: read_surge_levels,
    ValueForm.SHARE: read_share,
}


def needs_of(classes: set[str]) -> dict[str, Need]:
    """Return every parameter the engine reads, given the time-limit classes in use."""
    limits = (limit_need(name) for name in sorted(classes))
    return {**fixed_needs(), **{need.key: need for need in limits}}


def check_needs(found: Parameters, classes: set[str], report: Report) -> None:
    """Report parameters that are missing, that nobody reads, or that are written in another form.

    A missing ``limit.<class>`` is reported where the class is used, see ``catalogue.py``.
    """
    needs = needs_of(classes)
    for key, place in found.places.items():
        if key not in needs:
            report.add(ProblemKind.PARAMETER_UNUSED, place, value=key)
        elif key in found.forms and found.forms[key] is not needs[key].form:
            facts = {"value": found.forms[key].value, "wanted": needs[key].form.value}
            report.add(ProblemKind.PARAMETER_UNIT, place, **facts)
    for key, need in needs.items():
        if found.lacks(key) and not key.startswith(LIMIT_PREFIX):
            place = Place(FOLDER, 1, key)
            report.add(ProblemKind.PARAMETER_MISSING, place, value=key, consumer=need.consumer)


def check_recusal(found: Parameters, report: Report) -> None:
    """Report a day on which the recusal unit is the fallback desk: it would judge itself."""
    fallback, recusal = found.rules.get(FALLBACK_UNIT), found.rules.get(RECUSAL_UNIT)
    if fallback is None or recusal is None:
        return
    days = {value.since for rule in (fallback, recusal) for value in rule.values}
    for day in sorted(days):
        if _same(fallback, recusal, day):
            place = found.places[RECUSAL_UNIT]
            report.add(ProblemKind.RECUSAL_IS_FALLBACK, place, day=day.isoformat())
            return


def _same(one: Dated[object], other: Dated[object], day: date) -> bool:
    both = one.in_force(day) and other.in_force(day)
    return both and one.as_of(day).value == other.as_of(day).value
