# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The first row must name every column, once."""

import re

from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

_VALUE_LIKE = re.compile(r"[+-]?\d+(?:[.,]\d+)?\Z|\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}")


class EmptyFile(BadInput):
    """The file has no rows at all."""

    what = Text("文件是空的。", "The file is empty.")
    next_step = Text("请核对导出是否成功。", "Check that the export succeeded.")


class NoHeader(BadInput):
    """The first row names no columns: a name is missing, or a cell reads like a value."""

    what = Text(
        "第 {line} 行应为列名，但第 {cell} 格为空或像是数据。",
        "Line {line} should name the columns, but cell {cell} is empty or reads like a value.",
    )
    next_step = Text(
        "请在文件开头加上一行列名。", "Put a row with the columns' names at the top of the file."
    )


class DuplicateHeader(BadInput):
    """Two columns bear one name, so nobody can say which is meant."""

    what = Text("列名重复：{names}。", "Columns with the same name: {names}.")
    next_step = Text(
        "请改名后再导入，使每列名称唯一。", "Rename them so that each name stands once."
    )


def check_header(cells: list[str], line: int) -> list[str]:
    """Return the columns' names without white space or byte-order mark around them.

    Raises:
        NoHeader, DuplicateHeader: see there.
    """
    names = [cell.strip().strip("\ufeff").strip() for cell in cells]
    for number, name in enumerate(names or [""], start=1):
        if not name or _VALUE_LIKE.match(name):
            raise NoHeader(line=line, cell=number)
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DuplicateHeader(names=", ".join(twice))
    return names
