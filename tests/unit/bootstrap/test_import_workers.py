# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How many processes an import takes unless it is told."""

import os
from pathlib import Path

import pytest

from jiesu.bootstrap.import_workers import fitting_workers


@pytest.fixture
def large(tmp_path: Path) -> Path:
    file = tmp_path / "large.csv"
    with file.open("wb") as opened:
        opened.truncate(50_000_000)
    return file


@pytest.mark.parametrize(("processors", "workers"), [(1, 1), (2, 2), (64, 8)])
def test_a_large_file_takes_every_processor_up_to_a_point(
    large: Path, monkeypatch: pytest.MonkeyPatch, processors: int, workers: int
) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: processors)
    assert fitting_workers(large) == workers


def test_a_small_file_is_done_before_others_have_begun(tmp_path: Path) -> None:
    file = tmp_path / "small.csv"
    file.write_bytes(b"id\n1\n")
    assert fitting_workers(file) == 1


def test_a_file_that_is_not_there_is_left_to_whoever_opens_it(tmp_path: Path) -> None:
    assert fitting_workers(tmp_path / "none.csv") == 1
