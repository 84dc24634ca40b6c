# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The files of a pack: which belong where, and the digest of all their bytes."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from jiesu.adapters.packs.problems import Place, ProblemKind, Report

_SINGLE = frozenset(
    {
        "pack.yaml",
        "README.md",
        "catalogues/README.md",
        "catalogues/matters.csv",
        "catalogues/tags.csv",
        "catalogues/duties.csv",
        "catalogues/units.csv",
        "catalogues/areas.csv",
        "catalogues/areas.geojson",
        "catalogues/calendar.csv",
        "catalogues/gazetteer.csv",
    }
)
_FOLDERS = frozenset({"instruments", "parameters", "priors", "schemes", "texts", "scenarios"})
_SUFFIX = ".yaml"
PRIORS = "priors"
MODELS = "models"
"""What was learned for the pack: it only suggests, decides nothing, and so is no part of the law's
bytes; it checks itself when it is loaded."""
_DIGITS = 8


@dataclass(frozen=True, slots=True)
class PackFiles:
    """A pack's folder and its files, relative, with ``/``, sorted."""

    folder: Path
    names: tuple[str, ...]

    def inside(self, part: str) -> list[str]:
        """Return the YAML files directly inside a folder of the pack."""
        return [n for n in self.names if n.rpartition("/")[0] == part and n.endswith(_SUFFIX)]

    def digests(self, part: str) -> dict[str, str]:
        """Return a short digest of each YAML file directly inside a folder of the pack."""
        read = {name: (self.folder / name).read_bytes() for name in self.inside(part)}
        return {name: hashlib.sha256(it).hexdigest()[:_DIGITS] for name, it in read.items()}

    def digest(self) -> str:
        """Return the SHA-256 (hex) over sorted names and bytes, each with its length."""
        total = hashlib.sha256()
        for name in self.names:
            for part in (name.encode(), (self.folder / name).read_bytes()):
                total.update(len(part).to_bytes(8, "big"))
                total.update(part)
        return total.hexdigest()

    def check(self, report: Report) -> None:
        """Report files that no pack has: a misplaced file would be silently ignored."""
        for name in self.names:
            folder, _, base = name.rpartition("/")
            listed = folder in _FOLDERS and base.endswith(_SUFFIX)
            if name not in _SINGLE and not listed:
                report.add(ProblemKind.FILE_UNKNOWN, Place(name))


def list_files(folder: Path) -> PackFiles:
    """Return the files of a pack; hidden ones, Python's caches and models do not count."""
    paths = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    names = (path.as_posix() for path in paths if not _hidden(path) and path.parts[0] != MODELS)
    return PackFiles(folder, tuple(sorted(names)))


def _hidden(path: Path) -> bool:
    return any(part.startswith((".", "__")) for part in path.parts)
