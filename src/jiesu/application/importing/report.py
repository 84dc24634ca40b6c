# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What became of a file's rows: counts that add up over batches, runs and processes.

Counts are kept flat, ``name`` or ``name/detail``, so that a journal can hold them.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from jiesu.application.importing.chains import running_clocks
from jiesu.application.importing.problems import RowProblem
from jiesu.application.importing.rows import ImportedAppeal
from jiesu.domain.clocks import ClockName
from jiesu.domain.workorders.case import Case
from jiesu.kernel.instants import Instant
from jiesu.kernel.rates import NOT_RATED, Rate

Counts = Counter[str]

_PLACES = 1


def count_problem(counts: Counts, problem: RowProblem) -> None:
    """Count a row that was not taken: a repeat, or refused for its first reason."""
    counts["rows"] += 1
    counts["repeats" if problem.repeat else f"refused/{problem.code}"] += 1


def count_taken(counts: Counts, row: ImportedAppeal, *, replayed: bool) -> None:
    """Count a row that was taken now, or is there already; and what of it the log cannot hold."""
    counts["rows"] += 1
    counts["there" if replayed else "accepted"] += 1
    if row.transfers:
        counts["left/transfers"] += 1
    for column in row.extra:
        counts[f"left/{column}"] += 1


def count_case(counts: Counts, case: Case, cut: Instant) -> None:
    """Count what the case of a taken row says about its orders, units and clocks."""
    if case.appeal is not None:
        counts[f"state/{case.appeal.state.value}"] += 1
        counts.update(f"ran_out/{clock.value}" for clock in case.appeal.expired)
    for order in case.orders:
        unit = f"unit/{order.unit}"
        counts[f"{unit}/orders"] += 1
        counts[f"{unit}/reported"] += order.on_time is not None
        counts[f"{unit}/on_time"] += bool(order.on_time)
        counts[f"{unit}/overdue"] += ClockName.HANDLING in order.expired
        counts.update(f"ran_out/{clock.value}" for clock in order.expired)
    later = (clock for clock in running_clocks(case) if clock.due_at > cut)
    counts.update(f"not_started/{clock.name.value}" for clock in later)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit's orders from the file.

    ``on_time`` is the share of its reported orders that were reported in time; ``overdue`` counts
    its orders whose handling limit ran out, whether they were reported later or are still open.
    """

    unit: str
    orders: int
    reported: int
    on_time: Rate
    overdue: int

    def plain(self) -> dict[str, object]:
        """Return the line as JSON-like data; the share stays a fraction, with its percentage."""
        return {
            "unit": self.unit,
            "orders": self.orders,
            "reported": self.reported,
            "on_time": f"{self.on_time.numerator}/{self.on_time.denominator}",
            "on_time_percent": self.on_time.percent(_PLACES),
            "overdue": self.overdue,
        }


@dataclass(frozen=True, slots=True)
class ImportReport:
    """导入小结: where every row of the file went. Each mapping goes from a name to a count."""

    rows: int
    accepted: int
    there: int
    repeats: int
    refused: Mapping[str, int]
    states: Mapping[str, int]
    units: tuple[UnitLine, ...]
    ran_out: Mapping[str, int]
    not_started: Mapping[str, int]
    left: Mapping[str, int]
    """Mapped columns the log has no place for, with how many rows had something there."""

    @property
    def unaccounted(self) -> int:
        """Return rows minus everything that became of them: 0, or there is a defect."""
        known = self.accepted + self.there + self.repeats + sum(self.refused.values())
        return self.rows - known

    @property
    def on_time(self) -> Rate:
        """Return the share of all reported orders that were reported in time."""
        return sum((line.on_time for line in self.units), NOT_RATED)

    def plain(self) -> dict[str, object]:
        """Return the report as JSON-like data."""
        total = self.on_time
        return {
            "rows": self.rows,
            "accepted": self.accepted,
            "already_there": self.there,
            "repeats": self.repeats,
            "refused": dict(self.refused),
            "unaccounted": self.unaccounted,
            "states": dict(self.states),
            "on_time": f"{total.numerator}/{total.denominator}",
            "on_time_percent": total.percent(_PLACES),
            "units": [line.plain() for line in self.units],
            "clocks_ran_out": dict(self.ran_out),
            "clocks_not_started": dict(self.not_started),
            "not_carried": dict(self.left),
        }


def report_of(counts: Mapping[str, int]) -> ImportReport:
    """Return the report that ``counts`` stand for."""
    return ImportReport(
        rows=counts.get("rows", 0),
        accepted=counts.get("accepted", 0),
        there=counts.get("there", 0),
        repeats=counts.get("repeats", 0),
        refused=_below("refused", counts),
        states=_below("state", counts),
        units=tuple(_units(counts)),
        ran_out=_below("ran_out", counts),
        not_started=_below("not_started", counts),
        left=_below("left", counts),
    )


def _below(name: str, counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts under ``name``, the largest first."""
    found = [
        (key.removeprefix(f"{name}/"), count)
        for key, count in counts.items()
        if key.startswith(f"{name}/")
    ]
    return dict(sorted(found, key=lambda item: (-item[1], item[0])))


def _units(counts: Mapping[str, int]) -> list[UnitLine]:
    by_unit = _below("unit", counts)
    names = sorted({key.rpartition("/")[0] for key in by_unit})
    lines = [_unit_line(name, by_unit) for name in names]
    return sorted(lines, key=lambda line: -line.orders)


def _unit_line(unit: str, counts: Mapping[str, int]) -> UnitLine:
    reported = counts[f"{unit}/reported"]
    return UnitLine(
        unit=unit,
        orders=counts[f"{unit}/orders"],
        reported=reported,
        on_time=Rate(counts[f"{unit}/on_time"], reported),
        overdue=counts[f"{unit}/overdue"],
    )
