# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Why a row was not taken: line, column, reason, next step; never the words themselves."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import ClassVar

from jiesu.kernel.errors import JiesuError
from jiesu.kernel.text import Text

_DIGEST_BYTES = 4


@dataclass(frozen=True, slots=True)
class RowProblem:
    """导入问题: one row that was not taken, and why.

    One row gives one ``RowProblem``, so that rows in = rows taken + problems; what else is wrong
    with the same row stands in ``more``. ``repeat`` marks a row that says again, word for word,
    what an earlier one said: skipped, not wrong. ``digest`` tells equal values apart from unequal
    ones; it is short and is never written to a file.
    """

    line: int
    column: str
    code: str
    reason: Text
    next_step: Text
    digest: str = ""
    repeat: bool = False
    more: tuple["RowProblem", ...] = ()

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "line",
        "column",
        "code",
        "reason_zh",
        "reason_en",
        "next_step",
    )

    def cells(self) -> list[tuple[str, ...]]:
        """Return the lines of a problem file: one for each thing wrong with the row."""
        own = (
            str(self.line),
            self.column,
            self.code,
            self.reason.zh,
            self.reason.en,
            f"{self.next_step.zh} / {self.next_step.en}",
        )
        return [own, *(line for other in self.more for line in other.cells())]


def row_problem(
    line: int, column: str, error: JiesuError, value: str = "", *, repeat: bool = False
) -> RowProblem:
    """Return ``error`` as the problem of one row, its sentences filled in both languages."""
    return RowProblem(
        line=line,
        column=column,
        code=error.code,
        reason=_filled(error.what, error.facts),
        next_step=_filled(error.next_step, error.facts),
        digest=value_digest(value) if value else "",
        repeat=repeat,
    )


def value_digest(value: str) -> str:
    """Return eight hex digits that differ when two values differ (nearly always)."""
    return blake2b(value.encode("utf-8", "surrogatepass"), digest_size=_DIGEST_BYTES).hexdigest()


def _filled(text: Text, facts: dict[str, object]) -> Text:
    return Text(text.say("zh", **facts), text.say("en", **facts))
