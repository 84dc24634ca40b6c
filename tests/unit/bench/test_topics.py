# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The table as a whole, where there is no real data: every row says what it lacks."""

from pathlib import Path

from jiesu.bench.judging.table import Means, judge
from jiesu.bench.judging.topics import TOPICS

NEED_NO_DATA = {
    "understood, generated",
    "near-copies, invented",
    "place, generated",
    "personal data, held back",
    "personal data, composed",
}


def test_without_data_every_row_says_so(tmp_path: Path) -> None:
    means = Means(tmp_path, "example", lambda pack, seed, count: [], quick=True)
    real = [topic for topic in TOPICS if topic.name not in NEED_NO_DATA]
    told = judge(real, means)
    assert {row["verdict"] for row in told.values()} == {"not measured"}
    assert all(row["how"] for row in told.values())


def test_names_of_topics_and_rows_are_unique() -> None:
    names = [topic.name for topic in TOPICS]
    assert len(names) == len(set(names))
    for topic in TOPICS:
        codes = [row.code for row in topic.rows]
        assert len(codes) == len(set(codes))
