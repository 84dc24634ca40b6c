# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""An interrupted import goes on where it stopped, unless file or map have changed."""

from pathlib import Path

import pytest

from jiesu.adapters.files.journal import (
    ImportRunning,
    InputChanged,
    Journal,
    MapChanged,
    NothingToResume,
    Progress,
    journal_path,
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "appeals.csv"
    path.write_text("id\n1\n", encoding="utf-8")
    return path


def test_a_resumed_run_knows_line_counts_and_facts(source: Path) -> None:
    with Journal.begin(source, "m1", facts={"cut": "2026-01-01"}) as journal:
        journal.mark(100, {"taken": 99})
        journal.mark(200, {"taken": 198, "refused": 1})
    with Journal.resume(source, "m1") as journal:
        assert journal.progress == Progress(
            200, {"taken": 198, "refused": 1}, {"cut": "2026-01-01"}
        )


def test_a_run_that_began_and_marked_nothing_resumes_at_the_start(source: Path) -> None:
    Journal.begin(source, "m1").close()
    with Journal.resume(source, "m1") as journal:
        assert (journal.progress.line, journal.progress.finished) == (0, False)


def test_a_finished_run_says_so(source: Path) -> None:
    with Journal.begin(source, "m1") as journal:
        journal.finish(2, {"taken": 1})
    with Journal.resume(source, "m1") as journal:
        assert journal.progress.finished


def test_a_new_run_starts_over_and_keeps_the_old_lines(source: Path) -> None:
    with Journal.begin(source, "m1") as journal:
        journal.mark(100, {})
    before = journal.path.read_bytes()
    Journal.begin(source, "m2").close()
    assert journal.path.read_bytes().startswith(before)
    with Journal.resume(source, "m2") as again:
        assert again.progress.line == 0


def test_a_line_torn_by_a_crash_is_ignored_and_can_be_written_after(source: Path) -> None:
    with Journal.begin(source, "m1") as journal:
        journal.mark(100, {"taken": 99})
    with journal.path.open("ab") as stream:
        stream.write(b'\n{"line": 20')
    with Journal.resume(source, "m1") as journal:
        assert journal.progress.line == 100
        journal.mark(300, {})
    with Journal.resume(source, "m1") as journal:
        assert journal.progress.line == 300


def test_a_changed_file_or_map_is_refused(source: Path) -> None:
    Journal.begin(source, "m1").close()
    with pytest.raises(MapChanged):
        Journal.resume(source, "m2")
    source.write_text("id\n2\n", encoding="utf-8")
    with pytest.raises(InputChanged):
        Journal.resume(source, "m1")


def test_without_an_earlier_run_there_is_nothing_to_resume(source: Path) -> None:
    with pytest.raises(NothingToResume):
        Journal.resume(source, "m1")


@pytest.mark.parametrize("left", [b"", b"[1]", b'{"line": 5, "counts": {}}'])
def test_a_journal_that_tells_of_no_beginning_resumes_nothing(source: Path, left: bytes) -> None:
    journal_path(source).write_bytes(left)
    with pytest.raises(NothingToResume):
        Journal.resume(source, "m1")


def test_two_imports_of_one_file_at_once_are_refused(source: Path) -> None:
    with Journal.begin(source, "m1"), pytest.raises(ImportRunning):
        Journal.resume(source, "m1")


def test_a_second_start_while_one_runs_leaves_the_journal_alone(source: Path) -> None:
    with Journal.begin(source, "m1") as journal:
        before = journal.path.read_bytes()
        with pytest.raises(ImportRunning):
            Journal.begin(source, "m2")
        assert journal.path.read_bytes() == before


def test_the_journal_can_lie_in_another_folder(source: Path, tmp_path: Path) -> None:
    folder = tmp_path / "var"
    folder.mkdir()
    Journal.begin(source, "m1", folder=folder).close()
    assert journal_path(source, folder).exists()
    assert not journal_path(source).exists()
