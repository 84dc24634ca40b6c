# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Which messages report the same problem at the same place: a row that waits for its part."""

from collections.abc import Iterable

from jiesu.bench.judging.table import Finding, Means, NotMeasured, Row, Topic
from jiesu.kernel.text import Text


def _measure(_: Means) -> Iterable[Finding]:
    raise NotMeasured("nothing groups messages into hot issues yet, and the data has no labels")


TOPIC = Topic(
    "hot issues",
    (Row("B-cubed F1", Text("热点问题归并", "messages of one problem at one place"), 0.85),),
    _measure,
)
