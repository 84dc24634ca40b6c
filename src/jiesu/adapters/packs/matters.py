# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""catalogues/matters.csv: what an appeal can be about, as a tree of three levels."""

from dataclasses import dataclass, field
from pathlib import Path

from jiesu.adapters.packs.csv_lines import Columns, Row, read_table
from jiesu.adapters.packs.problems import ProblemKind, Report
from jiesu.domain.taxonomy import Matter
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Standing

FILE = "catalogues/matters.csv"
TAGS = "catalogues/tags.csv"
LEAF_LEVEL = 3
"""Appeals are given leaves of this level, so that they can be counted on three levels."""

_COLUMNS = Columns(
    ("code", "zh", "en"),
    ("parent", "words", "tags", "gbt39666", "ask_zh", "ask_en", "standing"),
)
_TAG_COLUMNS = Columns(("code", "zh", "en"))


@dataclass(frozen=True, slots=True)
class Matters:
    """The matters as read; ``rows`` also knows those with defects of their own."""

    matters: dict[str, Matter] = field(default_factory=dict)
    rows: dict[str, Row] = field(default_factory=dict)
    whole: bool = True
    tags: dict[str, Text] = field(default_factory=dict)

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
    tags = _read_tags(folder, report)
    found = Matters(rows=sheet.unique("code"), whole=sheet.whole, tags=tags)
    sound = {code for code in found.rows if _check_parent(code, found)}
    for code in found.leaves():
        level = len(found.path(code))
        if level != LEAF_LEVEL and sound.issuperset(found.path(code)):
            row, facts = found.rows[code], {"value": code, "level": level, "wanted": LEAF_LEVEL}
            report.add(ProblemKind.MATTER_DEPTH, row.place, **facts)
    for code, row in found.rows.items():
        matter = _matter(row, len(found.path(code)), tags)
        if matter is not None:
            found.matters[code] = matter
    return found


def _read_tags(folder: Path, report: Report) -> dict[str, Text]:
    """Return what the tags are called; a pack need not have any."""
    if not (folder / TAGS).exists():
        return {}
    rows = read_table(folder, TAGS, _TAG_COLUMNS, report).unique("code")
    return {code: row.both() or Text("", "") for code, row in rows.items() if row.code("code")}


def _matter(row: Row, level: int, tags: dict[str, Text]) -> Matter | None:
    code, name, marks = row.code("code"), row.both(), row.codes("tags")
    for tag in marks:
        if tag not in tags:
            known = ", ".join(sorted(tags)) or "-"
            row.report.add(ProblemKind.TAG_UNKNOWN, row.place_of("tags"), value=tag, known=known)
    asked, standing = row.text_of("ask_zh", "ask_en"), row.choice("standing", Standing)
    if code is None or name is None:
        return None
    words = tuple((row.raw("words") or "").split())
    national = row.raw("gbt39666")
    return Matter(code, name, row.raw("parent"), level, words, marks, national, asked, standing)


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
