# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What a check found, and where: table, key, column, what was expected. Never personal words."""

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from jiesu.kernel.text import Language, Text

_HASH = re.compile(r"[0-9a-f]{64}")
_SHOWN_OF_HASH = 12
_MOST_SHOWN = 60


class Fault(StrEnum):
    """In which way something is not as the log says."""

    CHANGED = "changed"
    MISSING = "missing"
    EXTRA = "extra"
    UNREADABLE = "unreadable"


_SENTENCES = {
    Fault.CHANGED: Text(
        "{place} 的 {column} 应为 {expected}，实为 {found}。",
        "{place}: {column} must be {expected}, is {found}.",
    ),
    Fault.MISSING: Text(
        "{place} 缺失：应有 {expected}（{column}）。",
        "{place} is missing: expected {expected} ({column}).",
    ),
    Fault.EXTRA: Text(
        "{place} 多出：{found}（{column}）无据可依。",
        "{place} should not be there: nothing accounts for {found} ({column}).",
    ),
    Fault.UNREADABLE: Text(
        "{place} 的 {column} 无法读取：{found}。",
        "{place}: {column} cannot be read ({found}).",
    ),
}


@dataclass(frozen=True, slots=True)
class Finding:
    """核验发现: one place that is not as it must be.

    ``column`` is ``body`` where the hash covers all columns of an entry and cannot tell which.
    """

    fault: Fault
    table: str
    key: str
    column: str
    expected: str = ""
    found: str = ""
    seq: int | None = None

    @property
    def place(self) -> str:
        """Return table, key and number, as people look it up."""
        number = "" if self.seq is None else f" (seq {self.seq})"
        return f"{self.table} {self.key}{number}"

    def say(self, language: Language) -> str:
        """Return the finding as one sentence."""
        return _SENTENCES[self.fault].say(
            language,
            place=self.place,
            column=self.column,
            expected=self.expected,
            found=self.found,
        )


def shown(value: object) -> str:
    """Return a value as a finding may show it: hashes shortened, structures as a hash of theirs."""
    if isinstance(value, dict | list | tuple | bytes):
        return "#" + sha256(repr(value).encode()).hexdigest()[:_SHOWN_OF_HASH]
    text = str(value)
    if _HASH.fullmatch(text):
        return text[:_SHOWN_OF_HASH] + "…"
    return text if len(text) <= _MOST_SHOWN else text[:_MOST_SHOWN] + "…"
