# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Small tables as text: what a test expects, readable at a glance."""


def cells(table: str) -> list[tuple[str, str, str]]:
    """Return (row, column, entry) of every cell; the first line names the columns."""
    lines = [line.split() for line in table.strip().splitlines()]
    return [
        (row, column, entry)
        for row, *entries in lines[1:]
        for column, entry in zip(lines[0], entries, strict=True)
    ]


def rows(table: str) -> list[tuple[str, ...]]:
    """Return the rows below the heading, split at white space; a dash means an empty cell."""
    lines = [line.split() for line in table.strip().splitlines()]
    return [tuple("" if cell == "-" else cell for cell in line) for line in lines[1:]]
