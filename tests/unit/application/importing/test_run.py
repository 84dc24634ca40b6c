# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Batches through the gate: every row counted once, in one place."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

import pytest

from jiesu.application.importing.city import UnusableSourceName, city_codes, importing_actor
from jiesu.application.importing.problems import RowProblem, row_problem
from jiesu.application.importing.read import RepeatedRow
from jiesu.application.importing.report import Counts, report_of
from jiesu.application.importing.rows import ImportedAppeal
from jiesu.application.importing.run import Batch, Taken, in_batches, run
from jiesu.domain.access import AccessPolicy, NotPermitted
from jiesu.domain.taxonomy import AppealKind
from jiesu.kernel.errors import BadInput
from tests.builders.calendars import at
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.histories import a_row, take
from tests.builders.town import policy

TODAY = date(2026, 3, 10)


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk()


def rows(count: int) -> list[ImportedAppeal]:
    return [a_row(external_id=f"A{n}", line=n) for n in range(2, 2 + count)]


# ---- batches


def test_rows_come_in_batches_that_know_their_last_line() -> None:
    batches = list(in_batches(rows(5), 2))
    assert [(len(batch), batch.line) for batch in batches] == [(2, 3), (2, 5), (1, 6)]


def test_problems_count_towards_the_size_of_a_batch() -> None:
    problem = row_problem(2, "id", RepeatedRow(first=1))
    (batch,) = in_batches([problem, *rows(2)[1:]], 2)
    assert (batch.problems, len(batch.rows)) == ([problem], 1)


def test_a_file_that_breaks_off_gives_its_last_rows_first() -> None:
    def breaking_off() -> Iterator[ImportedAppeal | RowProblem]:
        yield from rows(3)
        raise BadInput

    seen: list[Batch] = []
    with pytest.raises(BadInput):
        seen.extend(in_batches(breaking_off(), 2))
    batches = in_batches(breaking_off(), 2)
    assert [len(next(batches)), len(next(batches))] == [2, 1]


def test_each_batch_is_noted_with_the_counts_so_far() -> None:
    noted: list[tuple[int, int]] = []

    class Notes:
        def note(self, taken: Taken, counts: Mapping[str, int]) -> None:
            noted.append((taken.line, counts["rows"]))

    counts: Counts = Counter({"rows": 10})
    run([Taken(4, Counter(rows=3), []), Taken(7, Counter(rows=2), [])], Notes(), counts)
    assert noted == [(4, 13), (7, 15)]


# ---- taking


def test_rows_taken_before_are_there_already_and_change_nothing(desk: MemoryDesk) -> None:
    first = report_of(take(desk, *rows(3)).counts)
    before = desk.store.snapshot()
    again = report_of(take(desk, *rows(3)).counts)
    assert (first.accepted, first.there) == (3, 0)
    assert (again.accepted, again.there) == (0, 3)
    assert again.units == first.units
    assert desk.store.snapshot() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"words": "河水又发臭"},
        {"registered_at": at("2026-03-02 09:01")},
        {"matter": None},
        {"signed_at": at("2026-03-02 10:00")},
        {"reported_at": at("2026-03-05 16:00"), "reply": "已清理"},
        {"kind": AppealKind.INQUIRY, "answered_at": at("2026-03-02 10:00"), "reply": "已告知"},
        {"transfers": 3},
        {"extra": {"votes": "7"}},
    ],
)
def test_the_same_id_with_anything_else_different_is_refused(
    desk: MemoryDesk, changes: dict[str, object]
) -> None:
    take(desk, a_row())
    before = desk.store.snapshot()
    taken = take(desk, a_row(**changes))
    assert [problem.code for problem in taken.problems] == ["taken-differently"]
    assert desk.store.snapshot() == before


def test_a_reply_that_differs_later_is_found_though_its_order_was_not_known(
    desk: MemoryDesk,
) -> None:
    reported = a_row(reported_at=at("2026-03-05 16:00"), reply="已清理")
    take(desk, reported)
    taken = take(desk, replace(reported, reply="没有清理"))
    assert [problem.code for problem in taken.problems] == ["taken-differently"]


def test_the_line_of_a_row_is_no_part_of_what_it_says(desk: MemoryDesk) -> None:
    take(desk, a_row(line=2))
    assert report_of(take(desk, a_row(line=99)).counts).there == 1


def test_a_refused_row_does_not_keep_its_neighbours_out(desk: MemoryDesk) -> None:
    good, bad, other = rows(3)
    taken = take(desk, good, replace(bad, unit="nowhere"), other)
    report = report_of(taken.counts)
    assert (report.rows, report.accepted, report.refused) == (3, 2, {"unknown-unit": 1})
    assert [problem.line for problem in taken.problems] == [bad.line]
    assert report.unaccounted == 0


def test_a_rehearsal_says_the_same_and_writes_nothing(desk: MemoryDesk) -> None:
    good, bad = rows(2)
    both = (good, replace(bad, unit="nowhere"))
    before = desk.store.snapshot()
    tried = take(desk, *both, rehearse=True)
    assert desk.store.snapshot() == before
    done = take(desk, *both)
    assert (tried.counts, tried.problems) == (done.counts, done.problems)


def test_what_the_log_has_no_place_for_is_counted(desk: MemoryDesk) -> None:
    taken = take(desk, a_row(transfers=2, extra={"votes": "7"}), a_row(external_id="A2"))
    assert report_of(taken.counts).left == {"transfers": 1, "votes": 1}


# ---- the city


def test_only_leaves_areas_and_units_of_the_pack_are_codes() -> None:
    codes = city_codes(policy())
    assert codes.matter is not None
    assert "water.river.pollution" in codes.matter
    assert "water.river" not in codes.matter


def test_who_imports_is_named_for_the_source() -> None:
    assert importing_actor("fuzhou-river", policy().access, TODAY).id == "import:fuzhou-river"


@pytest.mark.parametrize("name", ["福州", "a|b", "x" * 60])
def test_a_source_name_that_cannot_stand_in_the_log_is_refused(name: str) -> None:
    with pytest.raises(UnusableSourceName):
        importing_actor(name, policy().access, TODAY)


def test_a_pack_whose_importers_lost_the_right_lets_nothing_in() -> None:
    access = policy().access
    powerless = AccessPolicy({**access.roles, "importer": access.roles["operator"]})
    with pytest.raises(NotPermitted):
        importing_actor("old", powerless, TODAY)
