# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Rows to learn from: read, checked, masked; what cannot teach is listed and left out."""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jiesu.adapters.files.tables import Table, open_table
from jiesu.adapters.files.writing import named_format
from jiesu.adapters.text.learning.documents import Document
from jiesu.application.importing.problems import RowProblem, row_problem
from jiesu.bootstrap.redacting import Watch
from jiesu.bootstrap.text_columns import TextColumns, check_columns
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

FEWEST_ROWS = 10
"""With fewer usable rows nothing can be measured, so nothing is trained."""

_USUAL_NAMES = (
    ("title", "subject", "标题", "主题", "留言主题", "诉求标题", "工单标题"),
    ("detail", "content", "text", "内容", "正文", "留言详情", "诉求内容", "问题描述"),
)
_TOLD = 20  # rows that fell out, where nothing can be learned at all
_EVERY = 200  # rows between two looks at the bar
_BLOCK = 2**20


class LabelMissing(BadInput):
    """没有标签: the row does not say what it is."""

    what = Text("该行没有标签。", "The row has no label.")
    next_step = Text("请补上标签，或删去该行。", "Fill it in, or leave the row out.")


class LabelOnlyOnce(BadInput):
    """标签只出现一次: nothing can be learned and measured from one example."""

    what = Text(
        "标签“{label}”只出现一次，无法既学习又评测。",
        'The label "{label}" stands on one row only: it cannot be learned and measured.',
    )
    next_step = Text("请补充同类文本，或合并标签。", "Add texts of this kind, or join labels.")


class NothingToTell(BadInput):
    """无可区分: every usable row has the same label, so there is nothing to tell apart."""

    what = Text(
        "可用的行都属于“{label}”，无可区分。", 'Every usable row is "{label}": nothing to tell.'
    )
    next_step = Text("请提供至少两类文本。", "Bring texts of at least two labels.")


class TooFewRows(BadInput):
    """行数太少: too few usable rows to learn and to measure."""

    what = Text(
        "可用的行只有 {rows} 行，至少需要 {fewest} 行。{left_out}",
        "Only {rows} usable row(s); at least {fewest} are needed.{left_out}",
    )
    next_step = Text("请提供更多带标签的文本。", "Bring more labelled texts.")


@dataclass(slots=True)
class LabelledRows:
    """带标签文本: texts with personal data masked, labels, groups as given, and what fell out."""

    documents: list[Document] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    @property
    def rows_in(self) -> int:
        """Return how many rows the file has."""
        return len(self.documents) + len(self.problems)


def read_labelled(
    file: Path, text: TextColumns, label: str, group: str | None, watch: Watch | None = None
) -> LabelledRows:
    """Return the rows of a file that can teach; the others are among its problems.

    Raises:
        ColumnNotInFile, NothingToTell, TooFewRows: the file cannot be learned from.
        JiesuError: it cannot be read.
    """
    rows = LabelledRows()
    with open_table(file, format=named_format(file)) as table:
        check_columns(text, [label, *([group] if group else [])], table.columns)
        for number, item in enumerate(table, start=1):
            if isinstance(item, RowProblem):
                rows.problems.append(item)
            else:
                _take(rows, *item, text, label, group)
            _look(table, number, watch)
    _leave_out_single_labels(rows, label)
    _check_enough(rows)
    return rows


def read_unlabelled(file: Path, text: TextColumns, watch: Watch | None = None) -> list[Document]:
    """Return the texts of a file without labels, masked; rows that cannot be read fall out.

    A file from elsewhere has names of its own: where none of the columns is there, the usual ones
    are looked for.

    Raises:
        ColumnNotInFile: a column is missing.
        JiesuError: the file cannot be read.
    """
    documents = []
    with open_table(file, format=named_format(file)) as table:
        present = _known(text, table.columns) or _usual(table.columns) or text
        check_columns(present, [], table.columns)
        for number, item in enumerate(table, start=1):
            if not isinstance(item, RowProblem) and present.chosen(item[1]):
                documents.append(present.document(item[1]).masked())
            _look(table, number, watch)
    return documents


def _known(text: TextColumns, columns: list[str]) -> TextColumns | None:
    """Return the text without second choices that another file need not have; None without any."""
    parts = (tuple(name for name in part if name in columns) for part in text.parts)
    found = tuple(part for part in parts if part)
    return TextColumns(found) if found else None


def _usual(columns: list[str]) -> TextColumns | None:
    """Return the columns that another office would call subject line and words; None without."""
    return _known(TextColumns(_USUAL_NAMES), columns)


def digest_of_file(file: Path) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    total = hashlib.sha256()
    with file.open("rb") as opened:
        while block := opened.read(_BLOCK):
            total.update(block)
    return total.hexdigest()


def _take(  # noqa: PLR0913 -- a row and what is asked of it
    rows: LabelledRows,
    line: int,
    row: dict[str, str],
    text: TextColumns,
    label: str,
    group: str | None,
) -> None:
    try:
        document = text.document(row)
    except BadInput as error:
        rows.problems.append(row_problem(line, text.names[0], error))
        return
    if not row[label].strip():
        rows.problems.append(row_problem(line, label, LabelMissing()))
        return
    rows.documents.append(document.masked())
    rows.labels.append(row[label].strip())
    rows.groups.append(row[group].strip() if group else "")
    rows.lines.append(line)


def _leave_out_single_labels(rows: LabelledRows, column: str) -> None:
    times = Counter(rows.labels)
    for at in reversed(range(len(rows.labels))):
        if times[rows.labels[at]] == 1:
            error = LabelOnlyOnce(label=rows.labels[at])
            rows.problems.append(row_problem(rows.lines[at], column, error))
            for cells in (rows.documents, rows.labels, rows.groups, rows.lines):
                cells.pop(at)
    rows.problems.sort(key=lambda problem: problem.line)


def _check_enough(rows: LabelledRows) -> None:
    kinds = set(rows.labels)
    if len(rows.labels) < FEWEST_ROWS:
        left_out = _left_out(rows.problems)
        raise TooFewRows(rows=len(rows.labels), fewest=FEWEST_ROWS, left_out=left_out)
    if len(kinds) == 1:
        raise NothingToTell(label=kinds.pop())


def _left_out(problems: Sequence[RowProblem]) -> Text:
    """Return what to say of rows that fell out: a line for each of the first, how many more."""
    told, more = problems[:_TOLD], len(problems[_TOLD:])
    zh = [f"第 {problem.line} 行：{problem.reason.zh}" for problem in told]
    en = [f"Line {problem.line}: {problem.reason.en}" for problem in told]
    if more:
        zh.append(f"另有 {more} 行。")
        en.append(f"{more} more.")
    return Text(*("".join(f"\n{line}" for line in lines) for lines in (zh, en)))


def _look(table: Table, number: int, watch: Watch | None) -> None:
    if watch and number % _EVERY == 0:
        watch(table.position(), table.size_hint(), number)
