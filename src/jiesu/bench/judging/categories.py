# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The category of an appeal, learned from a labelled file and judged on what was held back.

Five folds, whole groups of near-copies on one side; personal data is hidden before anything is
learned, as ``jiesu train`` does. What is judged was never learned from.
"""

import resource
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from jiesu.adapters.text.learning.calibration import confidences, sharpness_of
from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.folds import folds, near_copy_groups
from jiesu.adapters.text.learning.thorough import ThoroughModel, train_thorough
from jiesu.adapters.text.learning.training import out_of_fold, train_light
from jiesu.bench.judging.datasets import data_set
from jiesu.bench.judging.scores import macro_f1, share, surest
from jiesu.bench.judging.table import Finding, Means, NotMeasured, Row, Topic
from jiesu.kernel.text import Text

FOLDS = 5
_SUREST = 0.9
_QUICK_STEP, _QUICK_FOLDS = 100, 2
_GIB = 1024**2  # kibibytes
_LABELLED = "cn_appeals_labelled/*.csv.gz"
_MORE = (
    ("cn_appeals_unlabelled/*.csv.gz", "留言主题", "留言详情"),
    ("cn_hot_issue_messages/*.csv.gz", "留言主题", "留言详情"),
    ("cn_appeals_with_replies/*.csv.gz", "留言主题", "留言详情"),
)
_HOW = "cross-validated, {folds} folds, near-copies together, personal data hidden"
_MEASURED = "macro-F1", "accuracy", "accuracy on the surest 90 %"
_ONE_TRAINING = ", as the training itself says"
_SAID_HOW = "one training's own folds: neither views nor blend learned from the text"


@dataclass(frozen=True, slots=True)
class Labelled:
    """标注样本: texts, the label of each, and the group of near-copies it belongs to."""

    documents: list[Document]
    labels: list[str]
    groups: NDArray[np.int64]

    def fold_of(self, means: Means) -> NDArray[np.int64]:
        """Return the fold of each text."""
        return folds(self.groups, self.labels, _rounds(means), means.seed)


def labelled(means: Means) -> Labelled:
    """Return the labelled appeals, masked.

    Raises:
        NotMeasured: they are not there.
    """
    rows = data_set(means.data, _LABELLED, ("title", "detail", "tokens", "label")).rows
    rows = rows[:: means.size(1, _QUICK_STEP)]
    documents = [Document(r["title"], r["detail"] or r["tokens"]).masked() for r in rows]
    groups = near_copy_groups([d.whole() for d in documents], [r["dup_group"] for r in rows])
    return Labelled(documents, [r["label"] for r in rows], groups)


def unlabelled(means: Means) -> list[Document]:
    """Return appeals without labels, masked; as many as are there."""
    found: list[Document] = []
    for pattern, title, body in _MORE if not means.quick else ():
        try:
            rows = data_set(means.data, pattern, (title, body)).rows
        except NotMeasured:
            continue
        found += [Document(row[title], row[body]).masked() for row in rows]
    return found


def _light(means: Means) -> Iterator[Finding]:
    known = labelled(means)
    truth = known.labels
    kinds, scores = out_of_fold(known.documents, truth, known.fold_of(means), means.seed)
    found = confidences(scores, _sharpness(kinds, scores, truth))
    yield from _quality(kinds, found, truth, _HOW.format(folds=_rounds(means)))
    model = train_light(known.documents, truth, means.seed)
    started = time.process_time()
    for document in known.documents:
        model.scores(document.title, document.body)
    rate = len(truth) / (time.process_time() - started)
    how = "one thread, from the masked text to the score of each label"
    yield Finding("texts a second", rate, len(truth), how)


def _thorough(means: Means) -> Iterator[Finding]:
    known, more = labelled(means), unlabelled(means)
    fold_of, kinds = known.fold_of(means), sorted(set(known.labels))
    found = np.zeros((len(known.labels), len(kinds)))
    for fold in range(int(fold_of.max()) + 1):
        outside = np.flatnonzero(fold_of == fold)
        model = _trained(known, np.flatnonzero(fold_of != fold), more, means.seed)
        columns = np.array([kinds.index(label) for label in model.labels])
        found[np.ix_(outside, columns)] = model.predict([known.documents[at] for at in outside])
    yield from _quality(kinds, found, known.labels, _HOW.format(folds=_rounds(means)))
    yield from _one_training(known, more, means.seed)


def _one_training(known: Labelled, more: Sequence[Document], seed: int) -> Iterator[Finding]:
    """Yield what training on every text takes, and how well it says it does."""
    started = time.perf_counter()
    model = _trained(known, np.arange(len(known.labels)), more, seed)
    seconds = time.perf_counter() - started
    assert model.unseen is not None
    yield from _quality(model.labels, model.unseen, known.labels, _SAID_HOW, _ONE_TRAINING)
    yield Finding("seconds to train", seconds, len(known.labels), "on every text, wall clock")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _GIB
    yield Finding("peak memory, GiB", peak, len(known.labels), "of the whole process so far")


def _trained(
    known: Labelled, rows: NDArray[np.int64], more: Sequence[Document], seed: int
) -> ThoroughModel:
    return train_thorough(
        [known.documents[at] for at in rows],
        [known.labels[at] for at in rows],
        known.groups[rows],
        more,
        seed,
    )


def _rounds(means: Means) -> int:
    return means.size(FOLDS, _QUICK_FOLDS)


def _quality(
    kinds: Sequence[str],
    found: NDArray[np.float64],
    truth: Sequence[str],
    how: str,
    whose: str = "",
) -> Iterator[Finding]:
    told = [kinds[at] for at in found.argmax(axis=1)]
    right = [true == said for true, said in zip(truth, told, strict=True)]
    yield Finding(f"macro-F1{whose}", macro_f1(truth, told), len(truth), how)
    yield Finding(f"accuracy{whose}", share(right), len(truth), how)
    sure = surest(right, found.max(axis=1).tolist(), _SUREST)
    n = round(_SUREST * len(truth))
    yield Finding(f"accuracy on the surest 90 %{whose}", sure, n, how)


def _sharpness(kinds: Sequence[str], scores: NDArray[np.float32], truth: Sequence[str]) -> float:
    numbers = {kind: at for at, kind in enumerate(kinds)}
    return sharpness_of(scores, np.array([numbers[label] for label in truth]))


_WHAT = Text("类别（7 类）", "category, 7 classes")


def _rows(at_least: float, surest_at_least: float | None, *more: Row) -> tuple[Row, ...]:
    return (
        Row("macro-F1", _WHAT, at_least),
        Row("accuracy", _WHAT),
        Row("accuracy on the surest 90 %", _WHAT, surest_at_least),
        *more,
    )


LIGHT = Topic(
    "category, light tier",
    _rows(0.91, None, Row("texts a second", Text("每秒条数", "texts a second"), 1000)),
    _light,
)
THOROUGH = Topic(
    "category, thorough tier",
    _rows(
        0.93,
        0.97,
        *(Row(f"{code}{_ONE_TRAINING}", _WHAT) for code in _MEASURED),
        Row("seconds to train", Text("训练秒数", "seconds to train"), at_most=900),
        Row("peak memory, GiB", Text("内存峰值", "peak memory"), at_most=6),
    ),
    _thorough,
)
