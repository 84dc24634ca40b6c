# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How many near-copies are found by their signatures, among invented and among real appeals."""

from collections.abc import Iterator, Mapping
from typing import Any

from jiesu.bench.judging.datasets import data_set
from jiesu.bench.judging.table import Finding, Means, Row, Topic
from jiesu.bench.likeness_quality import quality, run
from jiesu.kernel.text import Text

_QUICK_STEP = 20
_FIGURES = {
    "recall at 3": ("recall_at_3", Text("前三条中有重复件", "one among the first three")),
    "pairs found": ("recall", Text("成对召回", "pairs that are found")),
    "pairs of other groups": ("wrong", Text("不同组的比例", "found pairs of two groups")),
}


def _invented(means: Means) -> Iterator[Finding]:
    texts = means.size(2000, 50)
    [found] = run(texts=texts, seed=means.seed).values()
    yield from _findings(found, f"{texts} invented texts, each with one slightly changed copy")


def _real(means: Means) -> Iterator[Finding]:
    found = data_set(means.data, "cn_appeals_labelled/*.csv.gz", ("title", "detail", "dup_group"))
    rows = [row for row in found.rows if row["detail"]][:: means.size(1, _QUICK_STEP)]
    said = [f"{row['title']}\n{row['detail']}" for row in rows]
    groups = [row["dup_group"] or f"row {row['row']}" for row in rows]
    how = "groups as the file marks them; a pair it does not mark may still be a copy"
    yield from _findings(quality(said, groups), how)


def _findings(found: Mapping[str, Any], how: str) -> Iterator[Finding]:
    for code, (key, _) in _FIGURES.items():
        if found[key] is not None:
            yield Finding(code, found[key], found["found" if key == "wrong" else "pairs"], how)


_ROWS = tuple(Row(code, what) for code, (_, what) in _FIGURES.items())
INVENTED = Topic("near-copies, invented", _ROWS, _invented)
REAL = Topic("near-copies, real", _ROWS, _real)
