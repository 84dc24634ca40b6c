# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""catalogues/duties.csv: who leads each matter, since when, until when, by which article."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path

from jiesu.adapters.packs.csv_lines import Columns, Row, read_table
from jiesu.adapters.packs.law import Law
from jiesu.adapters.packs.matters import Matters
from jiesu.adapters.packs.needs import LIMIT_PREFIX, ValueForm
from jiesu.adapters.packs.parameters import Parameters
from jiesu.adapters.packs.problems import Place, ProblemKind, Report
from jiesu.adapters.packs.units import Units
from jiesu.domain.organisations import UnitKind
from jiesu.domain.taxonomy import DutyItem, by_place, line_of
from jiesu.rulebook.citation import Standing
from jiesu.rulebook.dated import Dated

FILE = "catalogues/duties.csv"

_FILLED = ("id", "matter", "lead", "class", "instrument", "article", "standing", "since")
_COLUMNS = Columns(_FILLED, ("co_handlers", "until"))


@dataclass(frozen=True, slots=True)
class Duties:
    """The duty items as read, each with its row."""

    items: dict[str, DutyItem] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    whole: bool = True

    def by_matter(self) -> dict[str, tuple[DutyItem, ...]]:
        """Return the items of each matter, oldest first."""
        found: dict[str, list[DutyItem]] = {}
        for item in sorted(self.items.values(), key=lambda item: item.since):
            found.setdefault(item.matter, []).append(item)
        return {matter: tuple(items) for matter, items in found.items()}

    def classes(self) -> set[str]:
        """Return the time-limit classes in use, also by items with defects of their own."""
        return {row.cells["class"] for row in self.rows.values()}


def read_duties(folder: Path, law: Law, units: Units, matters: Matters, report: Report) -> Duties:
    """Return the duty items; report unknown units and matters, overlaps, gaps and bare leaves."""
    sheet = read_table(folder, FILE, _COLUMNS, report)
    found = Duties(rows=sheet.unique("id"), whole=sheet.whole)
    for row in found.rows.values():
        item = _item(row, law, matters)
        if item is not None:
            found.items[item.id] = item
            _check_lead(item, row, units)
            _check_co_handlers(item, row, units)
    if sheet.whole and len(found.items) == len(sheet.rows):  # a bad row would seem a gap, too
        _check_overlaps(found)
        _check_cover(found, matters)
    return found


def _item(row: Row, law: Law, matters: Matters) -> DutyItem | None:
    code, matter, lead = row.code("id"), row.raw("matter"), row.code("lead")
    limit_class, standing = row.code("class"), row.choice("standing", Standing)
    since, until = row.day("since"), row.day("until")
    citation = law.cite(*_article(row), row.place_of("article"), row.report)
    if matters.whole and matter is not None and matter not in matters.rows:
        row.report.add(ProblemKind.MATTER_UNKNOWN, row.place_of("matter"), value=matter)
        matter = None
    if since is not None and until is not None and until <= since:
        row.report.add(ProblemKind.PERIOD_EMPTY, row.place_of("until"), value=until.isoformat())
    if code is None or matter is None or lead is None or limit_class is None:
        return None
    if standing is None or since is None or citation is None:
        return None
    helpers = row.codes("co_handlers")
    return DutyItem(code, matter, lead, helpers, limit_class, citation, standing, since, until)


def _article(row: Row) -> tuple[str, str]:
    return row.cells["instrument"], row.cells["article"]


def _check_lead(item: DutyItem, row: Row, units: Units) -> None:
    if not _known(item.lead, item, row, "lead", units) or by_place(item.lead):
        return
    unit = units.units.get(item.lead)
    if unit is not None and unit.kind is UnitKind.COMMUNITY:
        row.report.add(ProblemKind.LEAD_COMMUNITY, row.place_of("lead"), value=item.lead)


def _known(code: str, item: DutyItem, row: Row, column: str, units: Units) -> bool:
    """Return whether a duty names a unit, or a place's unit, that there is; report if not."""
    line = line_of(code)
    if line is None:
        return by_place(code) or units.known(code, row, column, item.since)
    known = units.lines()
    if line in known or not units.whole:
        return True
    facts = {"value": line, "known": ", ".join(sorted(known)) or "-"}
    row.report.add(ProblemKind.LINE_UNKNOWN, row.place_of(column), **facts)
    return False


def _check_co_handlers(item: DutyItem, row: Row, units: Units) -> None:
    place = row.place_of("co_handlers")
    for code in item.co_handlers:
        _known(code, item, row, "co_handlers", units)
        if code == item.lead or item.co_handlers.count(code) > 1:
            row.report.add(ProblemKind.KEY_TWICE, place, value=code)


def _check_overlaps(found: Duties) -> None:
    for items in found.by_matter().values():
        for earlier, later in pairwise(items):
            if earlier.until is None or earlier.until > later.since:
                row, facts = found.rows[later.id], {"value": later.id, "other": earlier.id}
                row.report.add(ProblemKind.DUTY_OVERLAP, row.place_of("since"), **facts)


def _check_cover(found: Duties, matters: Matters) -> None:
    by_matter = found.by_matter()
    for leaf in matters.leaves():
        row = matters.rows[leaf]
        items = [item for code in matters.path(leaf) for item in by_matter.get(code, ())]
        if not items:
            row.report.add(ProblemKind.DUTY_MISSING, row.place, value=leaf, day="-")
            continue
        for start, end in _gaps(items):
            _report_gap(leaf, row, start, end)


def _gaps(items: Iterable[DutyItem]) -> list[tuple[date, date | None]]:
    """Return the periods without any item, from the first item's day on; None is for ever."""
    ordered = sorted(items, key=lambda item: item.since)
    gaps: list[tuple[date, date | None]] = []
    covered = ordered[0].until
    for item in ordered[1:]:
        if covered is None:
            return gaps
        if item.since > covered:
            gaps.append((covered, item.since))
        covered = None if item.until is None else max(covered, item.until)
    return gaps if covered is None else [*gaps, (covered, None)]


def _report_gap(leaf: str, row: Row, start: date, end: date | None) -> None:
    if end is None:
        row.report.add(ProblemKind.DUTY_MISSING, row.place, value=leaf, day=start.isoformat())
    else:
        facts = {"value": leaf, "since": start.isoformat(), "until": end.isoformat()}
        row.report.add(ProblemKind.DUTY_GAP, row.place, **facts)


def classes_in_use(duties: Duties, parameters: Parameters) -> set[str]:
    """Return every time-limit class a duty item or the default names.

    Where the table cannot be read, every class may be in use.
    """
    if not duties.whole:
        keys = (key for key in parameters.places if key.startswith(LIMIT_PREFIX))
        return {key.removeprefix(LIMIT_PREFIX) for key in keys}
    defaults = parameters.written(ValueForm.LIMIT_CLASS)
    return duties.classes() | {str(value.value) for _, value, _ in defaults}


def check_limits(duties: Duties, parameters: Parameters, report: Report) -> None:
    """Report classes without a ``limit.<class>``, and items that outlive or precede theirs."""
    for item in duties.items.values():
        place = duties.rows[item.id].place_of("class")
        _check_limit(item.time_limit_class, (item.since, item.until), place, (parameters, report))
    for key, value, place in parameters.written(ValueForm.LIMIT_CLASS):
        later = [v.since for v in parameters.rules[key].values if v.since > value.since]
        period = (value.since, min(later, default=None))
        _check_limit(str(value.value), period, place, (parameters, report))


def _check_limit(
    name: str,
    period: tuple[date, date | None],
    place: Place,
    found: tuple[Parameters, Report],
) -> None:
    parameters, report = found
    key = f"{LIMIT_PREFIX}{name}"
    if parameters.lacks(key):
        report.add(ProblemKind.LIMIT_MISSING, place, value=name, key=key)
    elif key in parameters.rules:
        day = _day_without(parameters.rules[key], *period)
        if day is not None:
            facts = {"value": name, "key": key, "day": day.isoformat()}
            report.add(ProblemKind.LIMIT_NOT_IN_FORCE, place, **facts)


def _day_without(rule: Dated[object], since: date, until: date | None) -> date | None:
    """Return the first day of the period on which the rule is not in force."""
    changes = [value.since for value in rule.values if value.since > since]
    days = [since, *(day for day in changes if until is None or day < until)]
    return next((day for day in days if not rule.in_force(day)), None)
