# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The quality table says what was met, what was not, and why something could not be measured."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jiesu.bench.judging.table import (
    Finding,
    Means,
    NotMeasured,
    Row,
    Topic,
    UnknownTopic,
    chosen,
    judge,
)
from jiesu.kernel.text import Text

WHAT = Text("某项", "something")
MEANS = Means(Path("/nowhere"), "example", lambda pack, seed, count: [])


def topic(row: Row, value: float | None) -> Topic:
    def measure(means: Means) -> Iterator[Finding]:
        if value is None:
            raise NotMeasured("no such file")
        yield Finding(row.code, value, 10, "counted")

    return Topic("t", (row,), measure)


@pytest.mark.parametrize(
    ("row", "value", "verdict"),
    [
        (Row("r", WHAT, at_least=0.9), 0.9, "met"),
        (Row("r", WHAT, at_least=0.9), 0.899999, "not met"),
        (Row("r", WHAT, at_most=6), 6, "met"),
        (Row("r", WHAT, at_most=6), 6.1, "not met"),
        (Row("r", WHAT), 0.1, "reported"),
        (Row("r", WHAT, at_least=0.9), None, "not measured"),
    ],
)
def test_verdict(row: Row, value: float | None, verdict: str) -> None:
    assert judge([topic(row, value)], MEANS)["t: r"]["verdict"] == verdict


def test_a_row_that_cannot_be_measured_keeps_its_bar_and_says_why() -> None:
    told = judge([topic(Row("r", WHAT, at_least=0.9), None)], MEANS)["t: r"]
    assert (told["bar"], told["measured"], told["how"]) == ("≥ 0.9", None, "no such file")


def test_a_smoke_test_gives_no_verdict() -> None:
    quick = Means(Path("/nowhere"), "example", MEANS.compose, quick=True)
    told = judge([topic(Row("r", WHAT, at_least=0.9), 1.0)], quick)
    assert told["t: r"]["verdict"] == "smoke test"


def test_an_unknown_topic_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownTopic, match="There are: t"):
        chosen([topic(Row("r", WHAT), 1.0)], ["x"])
