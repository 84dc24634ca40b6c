# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One written value with its place: a YAML scalar or a CSV cell, read strictly."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import TypeVar

from jiesu.adapters.packs.problems import Place, ProblemKind, Report

E = TypeVar("E", bound=Enum)

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_WHOLE = re.compile(r"-?\d{1,12}")
_CODE = re.compile(r"@?[a-z0-9][a-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """What is written, and where. Every reader returns None after reporting what is wrong."""

    raw: str
    place: Place
    report: Report

    def day(self) -> date | None:
        """Return the day written as ``YYYY-MM-DD``."""
        try:
            if _DAY.fullmatch(self.raw):
                return date.fromisoformat(self.raw)
        except ValueError:  # no such day, like 30 February
            pass
        self.wrong(ProblemKind.NOT_A_DAY)
        return None

    def choice(self, *choices: type[E]) -> E | None:
        """Return the member of one of ``choices`` whose value is written."""
        members = [member for kind in choices for member in kind]
        for member in members:
            if member.value == self.raw:
                return member
        allowed = ", ".join(str(member.value) for member in members)
        self.wrong(ProblemKind.WRONG_CHOICE, allowed=allowed)
        return None

    def whole(self, least: int = 0) -> int | None:
        """Return the whole number written, at least ``least``."""
        if _WHOLE.fullmatch(self.raw) and int(self.raw) >= least:
            return int(self.raw)
        self.wrong(ProblemKind.NOT_A_NUMBER, form=f"whole number >= {least}")
        return None

    def number(self, least: float, most: float) -> float | None:
        """Return the number written, between ``least`` and ``most``."""
        try:
            value = float(self.raw)
        except ValueError:
            value = float("nan")
        if least <= value <= most:  # false for nan
            return value
        self.wrong(ProblemKind.NOT_A_NUMBER, form=f"number from {least} to {most}")
        return None

    def code(self) -> str | None:
        """Return the code written: lower-case letters, digits, dots, dashes."""
        if _CODE.fullmatch(self.raw):
            return self.raw
        self.wrong(ProblemKind.BAD_CODE)
        return None

    def wrong(self, kind: ProblemKind, /, **facts: object) -> None:
        """Report that this cell is wrong; the sentence may name ``{value}``."""
        self.report.add(kind, self.place, value=self.raw, **facts)
