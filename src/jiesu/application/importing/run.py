# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""An import under way: rows in batches, each batch through the gate as one, then marked as done."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from jiesu.application.envelopes import Chain, Outcome, Refused, SameIdOtherContent
from jiesu.application.importing.chains import Narrator, Retold
from jiesu.application.importing.problems import RowProblem, row_problem
from jiesu.application.importing.report import Counts, count_case, count_problem, count_taken
from jiesu.application.importing.rows import ImportedAppeal
from jiesu.application.ports import LoadedCase
from jiesu.domain.streams import StreamId, appeal_stream
from jiesu.kernel.errors import BadInput, Conflict, JiesuError
from jiesu.kernel.text import Text


class TakenDifferently(Conflict):
    """An earlier import took a row of the same source and id that says something else."""

    what = Text(
        "该编号此前已导入，内容与本行不同。",
        "This id was imported before, and the row said something else then.",
    )
    next_step = Text(
        "请核对来源；已导入的诉求不会改写。若只是映射有改动，请用原映射导入。",
        "Look it up where it came from: what was imported is never rewritten. "
        "If only the map has changed, import with the earlier map.",
    )


@dataclass(slots=True)
class Batch:
    """Some items of a file in a row; ``line`` is where the last of them starts."""

    rows: list[ImportedAppeal] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    line: int = 0

    def __len__(self) -> int:
        return len(self.rows) + len(self.problems)

    def add(self, item: ImportedAppeal | RowProblem) -> None:
        """Add the next item of the file."""
        self.line = item.line
        if isinstance(item, RowProblem):
            self.problems.append(item)
        else:
            self.rows.append(item)


@dataclass(frozen=True, slots=True)
class Taken:
    """A batch after the gate: what was counted, and every row that was not taken, by line."""

    line: int
    counts: Counts
    problems: list[RowProblem]


class Ledger(Protocol):
    """Where a run notes how far it came."""

    def note(self, taken: Taken, counts: Mapping[str, int]) -> None:
        """Note that a batch is done, and the counts of the run with it."""
        ...


def in_batches(items: Iterable[ImportedAppeal | RowProblem], size: int) -> Iterator[Batch]:
    """Yield the items in batches; a file that breaks off yields its last rows, then raises."""
    batch = Batch()
    try:
        for item in items:
            batch.add(item)
            if len(batch) == size:
                yield batch
                batch = Batch()
    except JiesuError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


def run(taken: Iterable[Taken], ledger: Ledger, counts: Counts) -> None:
    """Add up what batches come to, and note each in ``ledger``; ``counts`` grows as they come."""
    for each in taken:
        counts.update(each.counts)
        ledger.note(each, counts)


class Taker:
    """Takes batches through the gate; made once a process."""

    def __init__(
        self,
        narrator: Narrator,
        decide: Callable[[Sequence[Chain]], list[Outcome]],
        load: Callable[[Sequence[StreamId]], Mapping[StreamId, LoadedCase]],
    ) -> None:
        """Take the gate's ``handle_many`` or ``rehearse`` for history, and the store's ``load``."""
        self._narrator = narrator
        self._decide = decide
        self._load = load

    def take(self, batch: Batch) -> Taken:
        """Carry out every row of the batch; those already there change nothing."""
        counts: Counts = Counter()
        problems = list(batch.problems)
        told = list(self._told(batch.rows, problems))
        outcomes = self._decide([one.links for one in told])
        there: list[Retold] = []
        for one, outcome in zip(told, outcomes, strict=True):
            if isinstance(outcome, Refused):
                problems.append(_refusal(one, outcome))
                continue
            replayed = outcome[0].replayed
            count_taken(counts, one.row, replayed=replayed)
            if replayed:
                there.append(one)
            elif one.case is not None:
                count_case(counts, one.case, self._narrator.cut)
        self._count_earlier(counts, there)
        for problem in problems:
            count_problem(counts, problem)
        return Taken(batch.line, counts, sorted(problems, key=lambda problem: problem.line))

    def _told(self, rows: Sequence[ImportedAppeal], problems: list[RowProblem]) -> Iterator[Retold]:
        for row in rows:
            try:
                yield self._narrator.retell(row)
            except BadInput as error:
                problems.append(row_problem(row.line, "", error))

    def _count_earlier(self, counts: Counts, there: Sequence[Retold]) -> None:
        """Count the cases that an earlier run left, as they stand now."""
        if not there:
            return
        for loaded in self._load([appeal_stream(one.appeal_id) for one in there]).values():
            count_case(counts, loaded.case, self._narrator.cut)


def _refusal(told: Retold, refused: Refused) -> RowProblem:
    error = refused.error
    if isinstance(error, SameIdOtherContent):
        error = TakenDifferently()
    return row_problem(told.row.line, told.names[refused.step], error)
