# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A ledger outside the database: what was wanted, what was acknowledged, each line on the disk.

Its writer may be killed at any moment: a last line without its end was never written.
"""

import base64
import os
import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from jiesu.application.envelopes import Envelope

Line = dict[str, Any]
_TAIL = 1 << 16


class Ledger:
    """Lines appended by one process; each is safe before the call returns."""

    def __init__(self, path: Path) -> None:
        torn = path.exists() and path.read_bytes()[-1:] not in {b"", b"\n"}
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o644)
        if torn:  # the last incarnation was killed while it wrote
            os.write(self._file, b"\n")

    def write(self, **said: object) -> None:
        """Append one line and wait until the disk has it."""
        os.write(self._file, msgspec.json.encode(said) + b"\n")
        os.fsync(self._file)


def lines_of(path: Path) -> Iterator[Line]:
    """Yield the whole lines; a torn one is where its writer was killed."""
    return _whole(path.read_bytes() if path.exists() else b"")


def last_lines(path: Path) -> Iterator[Line]:
    """Yield the whole lines at the end of a ledger that is being written."""
    if not path.exists():
        return iter(())
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - _TAIL, 0))
        return _whole(file.read())


def _whole(content: bytes) -> Iterator[Line]:
    for line in content.splitlines(keepends=True):
        if line.endswith(b"\n"):
            try:
                yield msgspec.json.decode(line)
            except msgspec.DecodeError:
                continue  # cut at its beginning, or the next incarnation wrote on behind a torn one


@dataclass(frozen=True, slots=True)
class Wish:
    """One call of the gate as a client wrote it down before sending it."""

    number: int
    chains: tuple[tuple[Envelope, ...], ...]

    def written(self) -> str:
        """Return the wish as one word."""
        return base64.b64encode(pickle.dumps(self.chains)).decode()

    @classmethod
    def read(cls, line: Line) -> "Wish":
        """Return the wish of a line."""
        return cls(line["wish"], pickle.loads(base64.b64decode(line["sent"])))


def unanswered(lines: Sequence[Line]) -> list[Wish]:
    """Return the wishes without an answer, in order; a client has at most one."""
    answered = {line["answer"] for line in lines if "answer" in line}
    return [Wish.read(line) for line in lines if "sent" in line and line["wish"] not in answered]
