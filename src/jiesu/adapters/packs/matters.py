# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""catalogues/matters.csv: what an appeal can be about, as a tree of three levels."""

from dataclasses import dataclass, field
from pathlib import Path

from jiesu.adapters.packs.csv_lines import Columns, Row, read_table
from jiesu.adapters.packs.problems import ProblemKind, Report
from jiesu.domain.taxonomy import Matter

FILE = "catalogues/matters.csv"
LEAF_LEVEL = 3
"""Appeals are given leaves of this level, so that they can be counted on three levels."""

_COLUMNS = Columns(("code", "zh", "en"), ("parent", "words"))


@dataclass(frozen=True, slots=True)
class Matters:
    """The matters as read; ``rows`` also knows those with defects of their own."""

    matters: dict[str, Matter] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    whole: bool = True

    def leaves(self) -> list[str]:
        """Return the codes nobody names as parent, in the order of the file."""
        parents = {row.raw("parent") for row in self.rows.values()}
        return [code for code in self.rows if code not in parents]

    def path(self, code: str) -> list[str]:
        """Return the code and those above it, nearest first; a circle ends where it closes."""
        path: list[str] = []
        step: str | None = code
        while step is not None and step in self.rows and step not in path:
            path.append(step)
            step = self.rows[step].raw("parent")
        return path


def read_matters(folder: Path, report: Report) -> Matters:
    """Return the tree; report unknown or circular parents and leaves of another level."""
    sheet = read_table(folder, FILE, _COLUMNS, report)
    found = Matters(rows=sheet.unique("code"), whole=sheet.whole)
    sound = {code for code in found.rows if _check_parent(code, found)}
    for code in found.leaves():
        level = len(found.path(code))
        if level != LEAF_LEVEL and sound.issuperset(found.path(code)):
            row, facts = found.rows[code], {"value": code, "level": level, "wanted": LEAF_LEVEL}
            report.add(ProblemKind.MATTER_DEPTH, row.place, **facts)
    for code, row in found.rows.items():
        name = row.both()
        if row.code("code") and name is not None:
            words = tuple((row.raw("words") or "").split())
            level = len(found.path(code))
            found.matters[code] = Matter(code, name, row.raw("parent"), level, words)
    return found


def _check_parent(code: str, found: Matters) -> bool:
    row = found.rows[code]
    parent = row.raw("parent")
    place = row.place_of("parent")
    if parent is not None and parent not in found.rows:
        row.report.add(ProblemKind.PARENT_UNKNOWN, place, value=parent)
        return False
    if parent is not None and code in found.path(parent):
        row.report.add(ProblemKind.PARENT_CYCLE, place, value=code)
        return False
    return True
