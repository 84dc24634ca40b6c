# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The progress of an import, kept beside its file: how far it came, and of what.

One JSON line for the start of each run, one for each mark. Only ever appended to; a line torn by a
crash is ignored. The gate refuses doubles by itself: the journal only saves the time to ask it.
"""

import fcntl
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import file_digest
from pathlib import Path
from typing import Self, cast

from jiesu.adapters.files.sources import open_file
from jiesu.kernel.errors import Conflict, NotFound
from jiesu.kernel.text import Text

SUFFIX = ".import-journal.jsonl"
_FACTS = "facts"


class NothingToResume(NotFound):
    """No journal tells of an earlier run of this file."""

    what = Text(
        "没有“{path}”的导入进度可以继续。", 'There is no earlier import of "{path}" to resume.'
    )
    next_step = Text("请去掉 --resume 从头导入。", "Import it from the start, without --resume.")


class InputChanged(Conflict):
    """The file is no longer the one the earlier run read."""

    what = Text(
        "文件“{path}”在上次导入之后已被修改。", 'The file "{path}" has changed since the last run.'
    )
    next_step = Text(
        "请去掉 --resume 从头导入；已导入的行不会重复。",
        "Import it from the start, without --resume; rows already taken are not doubled.",
    )


class MapChanged(Conflict):
    """The map is no longer the one the earlier run used."""

    what = Text("导入映射在上次导入之后已被修改。", "The map has changed since the last run.")
    next_step = Text(
        "请恢复原映射后继续，或去掉 --resume 从头导入。",
        "Restore the map to resume, or import from the start without --resume.",
    )


class ImportRunning(Conflict):
    """Another import of the same file is under way."""

    what = Text("“{path}”正在被另一个进程导入。", '"{path}" is being imported by another process.')
    next_step = Text("请等它结束。", "Wait until it has finished.")


@dataclass(frozen=True, slots=True)
class Progress:
    """导入进度: rows up to ``line`` are done; ``counts`` by outcome; ``facts`` as the run began."""

    line: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    finished: bool = False


@dataclass(frozen=True, slots=True)
class _Run:
    file: str
    map: str
    progress: Progress


def digest_of_file(path: Path) -> str:
    """Return the SHA-256 of the file as it lies on disk, in hex."""
    with open_file(path) as stream:
        return file_digest(stream, "sha256").hexdigest()


class Journal:
    """One run's journal; made by :meth:`begin` or :meth:`resume`, closed as a context manager."""

    def __init__(self, path: Path, input_path: Path, progress: Progress) -> None:
        self.path = path
        self.progress = progress
        self._file = path.open("a+b")
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self._file.close()
            raise ImportRunning(path=input_path) from None

    @classmethod
    def begin(
        cls,
        input_path: Path,
        map_digest: str,
        *,
        folder: Path | None = None,
        facts: Mapping[str, str] | None = None,
    ) -> "Journal":
        """Start a run from the first row; ``facts`` (the cut, the pack) come back on resuming.

        Raises:
            ImportRunning: another process has this journal.
        """
        progress = Progress(facts=dict(facts or {}))
        journal = cls(journal_path(input_path, folder), input_path, progress)
        journal._append(
            {"file": digest_of_file(input_path), "map": map_digest, _FACTS: dict(progress.facts)}
        )
        return journal

    @classmethod
    def resume(cls, input_path: Path, map_digest: str, *, folder: Path | None = None) -> "Journal":
        """Go on where the last run stopped; see :attr:`progress`.

        Raises:
            NothingToResume, InputChanged, MapChanged, ImportRunning: see there.
        """
        path = journal_path(input_path, folder)
        if not path.exists():
            raise NothingToResume(path=input_path)
        # Locked before it is read: a run that is just ending must have written its last mark.
        journal = cls(path, input_path, Progress())
        try:
            journal.progress = _resumable(path, input_path, map_digest)
        except BaseException:
            journal.close()
            raise
        return journal

    def mark(self, line: int, counts: Mapping[str, int]) -> None:
        """Note that every row up to ``line`` is done; on disk when this returns."""
        self._note(Progress(line, dict(counts), self.progress.facts))

    def finish(self, line: int, counts: Mapping[str, int]) -> None:
        """Note that the whole file is done."""
        self._note(Progress(line, dict(counts), self.progress.facts, finished=True))

    def _note(self, progress: Progress) -> None:
        self.progress = progress
        entry = {"line": progress.line, "counts": dict(progress.counts)}
        self._append(entry | ({"finished": True} if progress.finished else {}))

    def _append(self, entry: Mapping[str, object]) -> None:
        # The leading line end closes a line that a crash may have torn.
        self._file.write(b"\n" + json.dumps(entry, ensure_ascii=False).encode())
        self._file.flush()
        os.fsync(self._file.fileno())

    def close(self) -> None:
        """Close the journal and let others have it."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()


def journal_path(input_path: Path, folder: Path | None = None) -> Path:
    """Return where the journal of ``input_path`` lies: beside it, or in ``folder``."""
    return (folder or input_path.parent) / f"{input_path.name}{SUFFIX}"


def _resumable(path: Path, input_path: Path, map_digest: str) -> Progress:
    run = _last_run(path)
    if run is None:
        raise NothingToResume(path=input_path)
    if run.file != digest_of_file(input_path):
        raise InputChanged(path=input_path)
    if run.map != map_digest:
        raise MapChanged
    return run.progress


def _last_run(path: Path) -> _Run | None:
    """Return the last run the journal tells of, as far as it came."""
    run: _Run | None = None
    for entry in _entries(path):
        if "file" in entry:
            facts = cast("dict[str, str]", entry[_FACTS])
            run = _Run(str(entry["file"]), str(entry["map"]), Progress(facts=facts))
        elif run is not None:
            progress = Progress(
                line=cast("int", entry["line"]),
                counts=cast("dict[str, int]", entry["counts"]),
                facts=run.progress.facts,
                finished=bool(entry.get("finished")),
            )
            run = _Run(run.file, run.map, progress)
    return run


def _entries(path: Path) -> list[dict[str, object]]:
    found = []
    for line in path.read_bytes().splitlines():
        try:
            entry = json.loads(line)
        except ValueError:
            continue
        if isinstance(entry, dict):
            found.append(entry)
    return found
