# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Problems of rows are written for people: a spreadsheet opens the file and runs nothing in it."""

import csv
from dataclasses import replace
from pathlib import Path

from jiesu.adapters.files.problem_file import ProblemFile
from jiesu.application.importing.mangled import MangledNumber
from jiesu.application.importing.problems import row_problem

PROBLEM = row_problem(7, "编号", MangledNumber(), "1.1E+17")


def test_each_thing_wrong_with_a_row_is_a_line_and_the_row_counts_once(tmp_path: Path) -> None:
    path = tmp_path / "problems.csv"
    with ProblemFile(path) as file:
        file.write(replace(PROBLEM, more=(replace(PROBLEM, column="电话"),)))
        file.flush()
        assert file.count == 1
    rows = list(csv.DictReader(path.open(encoding="utf-8-sig", newline="")))
    assert [(row["line"], row["column"], row["code"]) for row in rows] == [
        ("7", "编号", "mangled-number"),
        ("7", "电话", "mangled-number"),
    ]
    assert "科学计数法" in rows[0]["reason_zh"]
    assert "scientific" in rows[0]["reason_en"]
    assert "trust_digits" in rows[0]["next_step"]


def test_the_value_itself_is_never_written(tmp_path: Path) -> None:
    path = tmp_path / "problems.csv"
    with ProblemFile(path) as file:
        file.write(PROBLEM)
    written = path.read_text(encoding="utf-8")
    assert "1.1E+17" not in written
    assert PROBLEM.digest not in written


def test_a_column_s_name_cannot_run_as_a_formula(tmp_path: Path) -> None:
    path = tmp_path / "problems.csv"
    with ProblemFile(path) as file:
        file.write(replace(PROBLEM, column="=HYPERLINK(1)"))
    assert "'=HYPERLINK(1)" in path.read_text(encoding="utf-8")


def test_a_resumed_import_goes_on_with_its_file(tmp_path: Path) -> None:
    path = tmp_path / "problems.csv"
    for append in (False, True):
        with ProblemFile(path, append=append) as file:
            file.write(PROBLEM)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 3
    assert lines[0] == "line,column,code,reason_zh,reason_en,next_step"
