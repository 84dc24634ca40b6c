# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""catalogues/units.csv: who can be given an order, and who stands above whom."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from jiesu.adapters.packs.csv_lines import Columns, Row, read_table
from jiesu.adapters.packs.needs import ValueForm
from jiesu.adapters.packs.parameters import Parameters
from jiesu.adapters.packs.problems import ProblemKind, Report
from jiesu.domain.evaluation.scheme import PeerGroups
from jiesu.domain.organisations import OVER_STREETS, Unit, UnitKind

FILE = "catalogues/units.csv"

_COLUMNS = Columns(("code", "zh", "en", "kind", "since"), ("line", "parent", "until", "successor"))

_KIND_ABOVE = {
    UnitKind.SUBDISTRICT: OVER_STREETS,
    UnitKind.COMMUNITY: (UnitKind.SUBDISTRICT,),
}
"""What must stand directly above: a copy for whoever is over the streets needs one."""


@dataclass(frozen=True, slots=True)
class Units:
    """The units as read; ``rows`` also knows those with defects of their own."""

    units: dict[str, Unit] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    whole: bool = True

    def lines(self) -> set[str]:
        """Return the lines of work that some district has a department of."""
        return {row.cells["line"] for row in self.rows.values()} - {""}

    def known(self, code: str, row: Row, column: str, since: date | None) -> bool:
        """Return whether a unit exists by ``since``; report if not."""
        place = row.place_of(column)
        if code not in self.rows:
            if not self.whole:
                return False  # nobody can say; the table's own defect is reported
            row.report.add(ProblemKind.UNIT_UNKNOWN, place, value=code)
            return False
        unit = self.units.get(code)
        if unit is not None and since is not None and since < unit.since:
            day = unit.since.isoformat()
            row.report.add(ProblemKind.UNIT_NOT_YET, place, value=code, day=day)
            return False
        return True


def read_units(folder: Path, report: Report) -> Units:
    """Return the units; report unknown or circular superiors and ends without a successor."""
    sheet = read_table(folder, FILE, _COLUMNS, report)
    found = Units(rows=sheet.unique("code"), whole=sheet.whole)
    for row in found.rows.values():
        unit = _unit(row)
        if unit is not None:
            found.units[unit.id] = unit
    for code in found.rows:
        _check_parent(code, found)
        _check_end(code, found)
    _place_in_districts(found.units)
    return found


def _unit(row: Row) -> Unit | None:
    code, name, kind = row.code("code"), row.both(), row.choice("kind", UnitKind)
    since, until = row.day("since"), row.day("until")
    if since is not None and until is not None and until <= since:
        row.report.add(ProblemKind.PERIOD_EMPTY, row.place_of("until"), value=until.isoformat())
    if code is None or name is None or kind is None or since is None:
        return None
    ended = until, row.raw("successor")
    return Unit(code, name, kind, row.raw("parent"), since, *ended, line=row.code("line"))


def _check_parent(code: str, found: Units) -> None:
    row = found.rows[code]
    parent = row.raw("parent")
    unit = found.units.get(code)
    if parent is None:
        if unit is not None and unit.kind in _KIND_ABOVE:
            _report_kind(row, unit)
    elif parent not in found.rows:
        row.report.add(ProblemKind.PARENT_UNKNOWN, row.place_of("parent"), value=parent)
    elif code in _superiors(code, found):
        row.report.add(ProblemKind.PARENT_CYCLE, row.place_of("parent"), value=code)
    elif unit is not None:
        found.known(parent, row, "parent", unit.since)
        _check_kind_above(unit, parent, found)


def _superiors(code: str, found: Units) -> list[str]:
    seen: list[str] = []
    parent = found.rows[code].raw("parent")
    while parent is not None and parent in found.rows and parent not in seen:
        seen.append(parent)
        parent = found.rows[parent].raw("parent")
    return seen


def _check_kind_above(unit: Unit, parent: str, found: Units) -> None:
    wanted, above = _KIND_ABOVE.get(unit.kind), found.units.get(parent)
    if wanted is not None and above is not None and above.kind not in wanted:
        _report_kind(found.rows[unit.id], unit)


def _report_kind(row: Row, unit: Unit) -> None:
    facts = {"kind": unit.kind.value, "wanted": ", ".join(_KIND_ABOVE[unit.kind])}
    row.report.add(ProblemKind.PARENT_KIND, row.place_of("parent"), **facts)


def _check_end(code: str, found: Units) -> None:
    row, unit = found.rows[code], found.units.get(code)
    successor = row.raw("successor")
    if unit is None or unit.until is None:
        return
    if successor is None:
        row.report.add(ProblemKind.SUCCESSOR_MISSING, row.place_of("successor"), value=code)
    elif successor == code or not _serves(found.units.get(successor), unit.until, found, successor):
        row.report.add(ProblemKind.SUCCESSOR_UNKNOWN, row.place_of("successor"), value=successor)


def _serves(heir: Unit | None, day: date, found: Units, code: str) -> bool:
    if heir is None:
        return code in found.rows  # it is there, with a defect of its own
    return heir.exists_on(day)


def _place_in_districts(units: dict[str, Unit]) -> None:
    over = {unit.parent for unit in units.values() if unit.kind is UnitKind.SUBDISTRICT}
    over |= {unit.id for unit in units.values() if unit.kind is UnitKind.DISTRICT}
    for code, unit in list(units.items()):
        districts = (u.id for u in _upwards(unit, units) if u.id in over)
        units[code] = replace(unit, district=next(districts, None))


def _upwards(unit: Unit, units: Mapping[str, Unit]) -> Iterator[Unit]:
    above: Unit | None = unit
    seen: set[str] = set()  # a circle of parents is reported, and must not hold us here
    while above is not None and above.id not in seen:
        yield above
        seen.add(above.id)
        above = units.get(above.parent) if above.parent else None


def check_named_units(parameters: Parameters, units: Units, report: Report) -> None:
    """Report parameters that name a unit which does not exist on that day."""
    for _, value, place in parameters.written(ValueForm.UNIT):
        code = str(value.value)
        unit = units.units.get(code)
        if units.whole and code not in units.rows:
            report.add(ProblemKind.UNIT_UNKNOWN, place, value=code)
        elif unit is not None and value.since < unit.since:
            day = unit.since.isoformat()
            report.add(ProblemKind.UNIT_NOT_YET, place, value=code, day=day)
    for _, value, place in parameters.written(ValueForm.PEER_GROUPS):
        if units.whole and isinstance(value.value, PeerGroups):
            for code in sorted(value.value.named() - set(units.rows)):
                report.add(ProblemKind.UNIT_UNKNOWN, place, value=code)
