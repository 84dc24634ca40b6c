# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""An import put together: file, map, journal and problem file around the city's gate."""

import os
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from jiesu.adapters.files.journal import Journal, Progress
from jiesu.adapters.files.problem_file import ProblemFile
from jiesu.adapters.files.sources import open_file
from jiesu.adapters.files.tables import Table, open_table
from jiesu.adapters.places.polygons import PolygonMap
from jiesu.application.importing.city import city_codes, city_narrator, city_rules, importing_actor
from jiesu.application.importing.map_parser import parse_map
from jiesu.application.importing.mapping import ImportMap
from jiesu.application.importing.read import check_columns, read_rows
from jiesu.application.importing.report import Counts, ImportReport, report_of
from jiesu.application.importing.run import Taken, in_batches, run
from jiesu.bootstrap.collector import rare_collections
from jiesu.bootstrap.import_workers import Work, take_in_processes
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.wiring import City
from jiesu.kernel.errors import BadInput, Conflict, JiesuError, Trouble
from jiesu.kernel.instants import Instant, instant_text, parse_instant
from jiesu.kernel.text import Text

Watch = Callable[[int, int, int], None]
"""Told after each batch: bytes of the file read, its size, rows of this run."""

_CUT = "cut"
_PROBLEM_BYTES = "problem_bytes"
_NAME_LETTERS = 12


class CutInFuture(BadInput):
    """History cannot reach beyond the present."""

    what = Text("截止时刻 {cut} 尚未到来。", "The cut, {cut}, is still to come.")
    next_step = Text("请使用过去的时刻，或去掉 --cut。", "Use a past moment, or leave --cut out.")


class OtherCut(Conflict):
    """An import goes on up to the cut it began with."""

    what = Text(
        "上次导入的截止时刻是 {first}，不能改用 {given}。",
        "The import began with the cut {first}; it cannot go on with {given}.",
    )
    next_step = Text(
        "请去掉 --cut 继续，或去掉 --resume 从头导入。",
        "Leave --cut out to go on, or import from the start without --resume.",
    )


class NothingWasWritten(BadInput):
    """A dry run keeps no journal, so none can be resumed."""

    what = Text(
        "--dry-run 不写任何内容，没有进度可以继续。",
        "A dry run writes nothing: there is no progress to resume.",
    )
    next_step = Text("--dry-run 与 --resume 请二者择一。", "Use --dry-run or --resume, not both.")


class UnreadableMap(BadInput):
    """The map is not text in UTF-8."""

    what = Text("映射“{path}”不是 UTF-8 文本。", 'The map "{path}" is not text in UTF-8.')
    next_step = Text("请另存为 UTF-8。", "Save it as UTF-8.")


class UnwritableProblems(Trouble):
    """The file that lists rows not taken cannot be written."""

    what = Text("无法写入“{path}”：{reason}。", 'Cannot write "{path}": {reason}.')
    next_step = Text("请用 --problems 指定可写的位置。", "Name a place with --problems.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrder:
    """What is to be imported, and how; ``folder`` keeps journal and problem file."""

    file: Path
    map_file: Path
    folder: Path
    cut: Instant | None = None
    dry_run: bool = False
    resume: bool = False
    problems: Path | None = None
    batch: int = 300
    workers: int = 1

    @property
    def problem_path(self) -> Path:
        """Return where rows that were not taken are listed."""
        ending = ".dry-run.problems.csv" if self.dry_run else ".problems.csv"
        return self.problems or self.folder / f"{self.file.name}{ending}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDone:
    """导入结果: the report of the file, runs before this one included, and figures of this run."""

    report: ImportReport
    source: str
    encoding: str
    cut: Instant
    rows_now: int
    seconds: float
    problems: Path
    fault: JiesuError | None
    """Why the file could not be read to its end; everything before the fault was taken."""

    @property
    def rate(self) -> float:
        """Return rows a second in this run."""
        return self.rows_now / self.seconds if self.seconds else 0.0


def import_folder(settings: Settings, file: Path) -> Path:
    """Return where this city keeps what belongs to imports of ``file``; made if need be.

    Not beside the file: another city importing it has a progress of its own.
    """
    place = sha256(str(file.resolve().parent).encode()).hexdigest()[:_NAME_LETTERS]
    folder = settings.home / "imports" / place
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def import_history(city: City, order: ImportOrder, watch: Watch | None = None) -> ImportDone:
    """Take every row of the file through the gate, or list it with its reason.

    Raises:
        JiesuError: before any row, if file, map, journal or permission are not as they must be.
    """
    if order.dry_run and order.resume:
        raise NothingWasWritten
    import_map = _read_map(order.map_file, city)
    now = city.clock.now()
    today = city.policy.calendar.local_day(now)
    importing_actor(import_map.name, city.policy.access, today)
    if order.cut is not None and order.cut > now:
        raise CutInFuture(cut=order.cut.isoformat())
    with ExitStack() as stack:
        stack.enter_context(rare_collections())
        table = stack.enter_context(_open(order.file, import_map))
        check_columns(import_map, table.columns)
        journal = None if order.dry_run else _journal(order, import_map, order.cut or now)
        if journal is not None:
            stack.enter_context(journal)
        cut = _cut_of(journal) if journal else order.cut or now
        ledger = _Ledger(order, journal, table, watch)
        stack.enter_context(ledger.listing)
        narrator = city_narrator(city.policy, import_map.name, cut, today)
        work = Work(narrator, order.dry_run)
        places = PolygonMap(city.policy.organisation.areas.values())
        rules = city_rules(city.policy, places, cut, today)
        items = read_rows(table, import_map, rules, after_line=ledger.line)
        batches = in_batches(items, order.batch)
        taken = (
            map(work.taker(city).take, batches)
            if order.workers == 1
            else take_in_processes(batches, order.workers, work)
        )
        return _carry_out(taken, ledger, import_map.name, cut)


def _read_map(path: Path, city: City) -> ImportMap:
    with open_file(path) as stream:
        content = stream.read()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableMap(path=path) from None
    return parse_map(text, city_codes(city.policy))


def _open(file: Path, import_map: ImportMap) -> Table:
    return open_table(
        file,
        encoding=import_map.encoding,
        sheet=import_map.sheet,
        delimiter=import_map.delimiter,
        format=import_map.format,
    )


def _journal(order: ImportOrder, import_map: ImportMap, cut: Instant) -> Journal:
    if not order.resume:
        facts = {_CUT: instant_text(cut)}
        return Journal.begin(order.file, import_map.digest, folder=order.folder, facts=facts)
    journal = Journal.resume(order.file, import_map.digest, folder=order.folder)
    first = _cut_of(journal)
    if order.cut not in {None, first}:
        journal.close()
        raise OtherCut(first=first.isoformat(), given=order.cut)
    return journal


def _cut_of(journal: Journal) -> Instant:
    return parse_instant(journal.progress.facts[_CUT])


def _carry_out(taken: Iterable[Taken], ledger: "_Ledger", source: str, cut: Instant) -> ImportDone:
    counts = ledger.counts
    began = time.perf_counter()
    fault: JiesuError | None = None
    try:
        run(taken, ledger, counts)
        ledger.finish()
    except BadInput as error:
        if counts["rows"] == ledger.before:
            raise
        fault = error
    return ImportDone(
        report=report_of(counts),
        source=source,
        encoding=ledger.table.encoding,
        cut=cut,
        rows_now=counts["rows"] - ledger.before,
        seconds=time.perf_counter() - began,
        problems=ledger.path,
        fault=fault,
    )


class _Ledger:
    """Notes problems and progress after each batch; a resumed run goes on with both."""

    def __init__(
        self, order: ImportOrder, journal: Journal | None, table: Table, watch: Watch | None
    ) -> None:
        self.path = order.problem_path
        self.table = table
        self._journal = journal
        self._watch = watch
        progress = journal.progress if journal else Progress()
        self.line = progress.line
        self.counts: Counts = Counter(progress.counts)
        self.before = self.counts["rows"]
        try:
            _cut_off(self.path, self.counts.pop(_PROBLEM_BYTES, None))
            self.listing = ProblemFile(self.path, append=order.resume)
        except OSError as error:
            raise UnwritableProblems(path=self.path, reason=error.strerror) from None

    def note(self, taken: Taken, counts: Mapping[str, int]) -> None:
        """Note that a batch is done, its problems first."""
        for problem in taken.problems:
            self.listing.write(problem)
        self.listing.flush()
        self.line = taken.line
        if self._journal is not None:
            self._journal.mark(taken.line, self._kept(counts))
        if self._watch is not None:
            now = counts["rows"] - self.before
            self._watch(self.table.position(), self.table.size_hint(), now)

    def finish(self) -> None:
        """Note that the file is done."""
        if self._journal is not None:
            self._journal.finish(self.line, self._kept(self.counts))

    def _kept(self, counts: Mapping[str, int]) -> dict[str, int]:
        return {**counts, _PROBLEM_BYTES: self.path.stat().st_size}


def _cut_off(path: Path, size: int | None) -> None:
    """Drop what a run listed after its last mark: those rows come again."""
    if size is not None and path.exists() and path.stat().st_size > size:
        os.truncate(path, size)
