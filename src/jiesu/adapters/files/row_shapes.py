# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Rows whose shape does not fit the header: each is a problem, and the file goes on."""

from jiesu.application.importing.problems import RowProblem, row_problem
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text


class TooManyCells(BadInput):
    """A row has more cells than the header has names."""

    what = Text(
        "该行有 {count} 格，表头有 {columns} 列。",
        "The row has {count} cells, the header {columns}.",
    )
    next_step = Text(
        "请检查该行是否有未加引号的分隔符。", "Look for an unquoted delimiter in the row."
    )


class TooFewCells(BadInput):
    """A row has fewer cells than the header has names."""

    what = TooManyCells.what
    next_step = Text(
        "请检查该行是否缺少分隔符，或引号、换行是否放错。",
        "Look for a missing delimiter, or a misplaced quote or line end.",
    )


class UnreadableRow(BadInput):
    """A row breaks the rules of its file's format."""

    what = Text("该行不符合文件格式：{reason}。", "The row breaks the file's format: {reason}.")
    next_step = Text("请更正该行，或重新导出。", "Correct the row, or export the file again.")


class CellTooLong(BadInput):
    """A cell holds more than any text of an appeal: rather a whole file than a cell."""

    what = Text(
        "该行有一格超过 {most} 个字符。", "A cell of the row has more than {most} characters."
    )
    next_step = Text("请缩短或拆分该格。", "Shorten the cell, or divide it.")


class UnknownKeys(BadInput):
    """A JSON row has keys no earlier row had."""

    what = Text(
        "该行有此前各行没有的键（{count} 个）。", "The row has {count} keys no earlier row had."
    )
    next_step = Text(
        "请核对键名，或让首批行包含所有键。",
        "Check the keys' names, or let the first rows hold every key.",
    )


class SpreadsheetError(BadInput):
    """A cell of a spreadsheet holds an error such as #N/A."""

    what = Text("单元格是电子表格的错误值。", "The cell holds a spreadsheet's error value.")
    next_step = Text("请在表格中更正公式。", "Mend the formula in the spreadsheet.")


def wrong_count(line: int, count: int, columns: int) -> RowProblem:
    """Return the problem of a row with too many or too few cells."""
    kind = TooManyCells if count > columns else TooFewCells
    return row_problem(line, "", kind(count=count, columns=columns))
