# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The problem file of an import: one line for each thing wrong with a row, for a spreadsheet."""

import csv
from pathlib import Path
from typing import Self

from jiesu.application.importing.problems import RowProblem

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ProblemFile:
    """Writes problems as CSV with a byte-order mark, so that every spreadsheet reads the Chinese.

    ``append`` goes on with the file of an import that is being resumed.
    """

    def __init__(self, path: Path, *, append: bool = False) -> None:
        goes_on = append and path.exists()
        encoding = "utf-8" if goes_on else "utf-8-sig"
        self._file = path.open("a" if goes_on else "w", encoding=encoding, newline="")
        self._writer = csv.writer(self._file)
        self.count = 0
        if not goes_on:
            self._writer.writerow(RowProblem.COLUMNS)

    def write(self, problem: RowProblem) -> None:
        """Write everything wrong with one row; :attr:`count` counts rows."""
        self.count += 1
        for cells in problem.cells():
            self._writer.writerow([_harmless(cell) for cell in cells])

    def flush(self) -> None:
        """Hand what was written to the system, so that a crash does not lose it."""
        self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def _harmless(cell: str) -> str:
    """A column's name from a foreign file must not run as a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
