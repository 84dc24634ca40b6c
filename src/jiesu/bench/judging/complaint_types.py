# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The type of a request from what a form gathered: descriptor, kind of place, part of the city.

Such requests are few words out of short lists, and equal ones are facts, not copies of each other:
every row is judged by itself. A type with fewer rows than folds cannot be learned and judged in
every fold; the bar is for the others, the figure over all types is reported beside it.
"""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.folds import folds
from jiesu.adapters.text.learning.training import out_of_fold
from jiesu.bench.judging.categories import FOLDS
from jiesu.bench.judging.datasets import data_set
from jiesu.bench.judging.scores import macro_f1, share
from jiesu.bench.judging.table import Finding, Means, Row, Topic
from jiesu.kernel.text import Text

_FILE = "*_311/*_train.csv.gz"
_TYPE = "complaint_type"
_SAID = ("descriptor", "location_type", "borough")
_QUICK_STEP = 40


def _measure(means: Means) -> Iterator[Finding]:
    found = data_set(means.data, _FILE, (_TYPE, *_SAID))
    rows = found.rows[:: means.size(1, _QUICK_STEP)]
    truth = [row[_TYPE] for row in rows]
    documents = [
        Document(row["descriptor"], f"{row['location_type']} {row['borough']}") for row in rows
    ]
    fold_of = folds(np.arange(len(rows)), truth, FOLDS, means.seed)
    kinds, scores = out_of_fold(documents, truth, fold_of, means.seed)
    told = [kinds[at] for at in scores.argmax(axis=1)]
    frequent = [kind for kind, times in Counter(truth).items() if times >= FOLDS]
    how = f"{found.name}, light tier, cross-validated, {FOLDS} folds"
    n = sum(kind in set(frequent) for kind in truth)
    yield Finding("macro-F1, types with 5 rows or more", macro_f1(truth, told, frequent), n, how)
    yield Finding("macro-F1, all types", macro_f1(truth, told), len(truth), how)
    right = (true == said for true, said in zip(truth, told, strict=True))
    yield Finding("accuracy", share(right), len(truth), how)


_WHAT = Text("诉求类型（按描述、地点类型、行政区）", "type from descriptor, kind of place, borough")
TOPIC = Topic(
    "complaint type",
    (
        Row("macro-F1, types with 5 rows or more", _WHAT, 0.9),
        Row("macro-F1, all types", _WHAT),
        Row("accuracy", _WHAT),
    ),
    _measure,
)
