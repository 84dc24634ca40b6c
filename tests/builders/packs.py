# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A copy of the example pack that a test may damage, one visible change at a time."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from jiesu.adapters.packs import PackProblem, check_pack, pack_folder


@dataclass(frozen=True, slots=True)
class DraftPack:
    """A pack in a folder of its own."""

    folder: Path

    def change(self, file: str, old: str, new: str) -> int:
        """Replace the first ``old`` by ``new``; return the line where the file now differs."""
        path = self.folder / file
        before = path.read_text(encoding="utf-8")
        assert old in before, f"{file} does not say {old!r}"
        after = before.replace(old, new, 1)
        path.write_text(after, encoding="utf-8")
        pairs = zip(before.split("\n"), after.split("\n"), strict=False)
        return next(line for line, (a, b) in enumerate(pairs, 1) if a != b)

    def line_of(self, file: str, written: str) -> int:
        """Return the line on which ``written`` first stands."""
        lines = (self.folder / file).read_text(encoding="utf-8").split("\n")
        return next(number for number, line in enumerate(lines, 1) if written in line)

    def problems(self, known_permissions: frozenset[str] | None = None) -> list[PackProblem]:
        """Return what the loader says about the pack as it now is."""
        return check_pack(self.folder, known_permissions=known_permissions)


def draft_pack(folder: Path) -> DraftPack:
    """Return a sound copy of the example pack inside ``folder``."""
    copy = folder / "draft"
    shutil.copytree(pack_folder("example"), copy)
    return DraftPack(copy)
