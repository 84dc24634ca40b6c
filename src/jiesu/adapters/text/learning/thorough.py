# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The thorough tier: several views of a text, each learned apart, blended into one confidence.

What blends them is learned from answers about texts the views had not seen: the rows are dealt
into folds, near-copies together, and each fold is judged by views learned from the others. Those
same answers tell honestly how good the tier is (:attr:`ThoroughModel.unseen`).
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from jiesu.adapters.text.learning.blend import Blend, learn_blend
from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.folds import folds
from jiesu.adapters.text.learning.planes import Planes, learn_planes
from jiesu.adapters.text.learning.trust import Trust, learn_trust
from jiesu.adapters.text.learning.views import (
    Counts,
    Floats,
    Ints,
    Table,
    count,
    count_known,
    rarity,
    weigh,
)
from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

Watch = Callable[[int, int], None]
"""Told how many of how many steps are done."""

VIEWS: dict[str, dict[str, float]] = {
    "apart": {"title": 0.6, "body": 1.0},
    "together": {"whole": 1.0},
}
"""视角: the parts each view reads, and how much each part counts."""

_FORMAT = 1
_FACTS, _ARRAYS = "thorough.json", "thorough.npz"
_FOLDS, _FOLDS_OF_MANY = 10, 3
_FEW_TEXTS = 300  # below, one view: a blend of two would be learned from nothing
_MANY_LABELS = 60  # above, one view and fewer folds: a plane for each label takes its time
_TOGETHER = 1000  # texts read at once
_SEPARATOR = "\n"


class OneLabelOnly(BadInput):
    """只有一类: every text has the same label, so there is nothing to tell apart."""

    what = Text(
        "全部 {texts} 条文本只有一个类别：{label}。", "All {texts} texts have one label: {label}."
    )
    next_step = Text("请提供至少两个类别的文本。", "Give texts of at least two labels.")


@dataclass(frozen=True)
class ThoroughModel:
    """精细模型: ``labels`` name the columns of what :meth:`predict` returns.

    ``parts`` are the known pieces of title and body with their rarity, ``planes`` one set for each
    view. ``unseen`` are, after training and never stored, the confidences for the training rows
    from views that had not seen them.
    """

    labels: tuple[str, ...]
    parts: Mapping[str, tuple[tuple[str, ...], Floats]]
    planes: Mapping[str, Planes]
    blend: Blend
    trust: Trust
    unseen: NDArray[np.float64] | None = field(default=None, compare=False, repr=False)

    def predict(self, documents: Sequence[Document]) -> NDArray[np.float64]:
        """Return the confidence of each label for each (redacted) text; a row sums to 1."""
        found = [np.zeros((0, len(self.labels)))]
        for start in range(0, len(documents), _TOGETHER):
            some = documents[start : start + _TOGETHER]
            weighed = {
                part: weigh(count_known(some, part, known), rare)
                for part, (known, rare) in self.parts.items()
            }
            scores = [
                planes.scores(_looked_at(weighed, view)) for view, planes in self.planes.items()
            ]
            found.append(self.trust.applied(self.blend.confidences(scores)))
        return np.vstack(found)

    def save(self, folder: Path) -> None:
        """Write the model into a folder that is there: JSON and arrays of numbers."""
        facts = {"format": _FORMAT, "labels": list(self.labels), "views": list(self.planes)}
        text = json.dumps(facts, ensure_ascii=False, indent=1)
        (folder / _FACTS).write_text(f"{text}\n", encoding="utf-8")
        arrays = {"blend.weights": self.blend.weights, "blend.bias": self.blend.bias}
        arrays["trust"] = np.array([self.trust.slope, self.trust.start])
        for part, (known, rare) in self.parts.items():
            said = _SEPARATOR.join(known).encode()
            arrays[f"{part}.pieces"] = np.frombuffer(said, dtype=np.uint8)
            arrays[f"{part}.rarity"] = rare
        for view, planes in self.planes.items():
            arrays |= {f"{view}.{name}": array for name, array in planes.arrays().items()}
        np.savez_compressed(folder / _ARRAYS, allow_pickle=False, **arrays)

    @classmethod
    def load(cls, folder: Path) -> "ThoroughModel":
        """Return the model in ``folder``; nothing in it can run.

        Raises:
            OSError, ValueError, KeyError, zipfile.BadZipFile: it holds none, or a broken one.
        """
        facts = json.loads((folder / _FACTS).read_text(encoding="utf-8"))
        if facts["format"] != _FORMAT or not set(facts["views"]) <= set(VIEWS):
            raise ValueError("a thorough model of another format")
        labels = tuple(str(label) for label in facts["labels"])
        with np.load(folder / _ARRAYS, allow_pickle=False) as kept:
            arrays = {name: kept[name] for name in kept.files}
        parts = {part: _part(arrays, part) for part in _parts_of(facts["views"])}
        planes = {
            view: Planes.of(_named(arrays, view), _width(parts, view), len(labels))
            for view in facts["views"]
        }
        blend = _blend(arrays, len(planes), len(labels))
        return cls(labels, parts, planes, blend, _trust(arrays))


def train_thorough(  # noqa: PLR0913 - what is learned from, and how
    documents: Sequence[Document],
    labels: Sequence[str],
    groups: Ints,
    unlabelled: Sequence[Document],
    seed: int,
    watch: Watch | None = None,
) -> ThoroughModel:
    """Return the thorough model of labelled, redacted texts.

    Args:
        documents: The texts.
        labels: The label of each.
        groups: Which rows are near-copies (see ``folds.near_copy_groups``).
        unlabelled: More texts of the same kind. They say how rare a piece is.
        seed: Of the folds and of the learners: the same rows and seed give the same model.
        watch: Told how many of how many steps are done.

    Raises:
        OneLabelOnly: There is nothing to tell apart.
    """
    kinds = sorted(set(labels))
    if len(kinds) < 2:  # noqa: PLR2004 - two are the fewest that can be told apart
        raise OneLabelOnly(texts=len(documents), label=kinds[0] if kinds else "—")
    number = {kind: at for at, kind in enumerate(kinds)}
    target = np.array([number[label] for label in labels], dtype=np.int64)
    views = _views_for(len(documents), len(kinds))
    counts = {part: count(documents, part) for part in _parts_of(views)}
    more = {part: count_known(unlabelled, part, counts[part].pieces) for part in counts}
    lesson = _Lesson(counts, more, target, len(kinds), views, seed)
    apart = groups if len(np.unique(groups)) > 1 else np.arange(len(target))  # one group: no choice
    fold_of = folds(apart, labels, _FOLDS if len(kinds) <= _MANY_LABELS else _FOLDS_OF_MANY, seed)
    steps = _Steps(watch, len(lesson.views) * (int(fold_of.max()) + 2))
    scores = lesson.unseen_scores(fold_of, steps)
    blend = learn_blend(scores, target, seed)
    parts, planes = lesson.learn(np.arange(len(target)), steps)
    known = {part: (counts[part].pieces, rare) for part, rare in parts.items()}
    found = _unseen(scores, target, fold_of, seed)
    unseen = _trusted(found, target, fold_of)
    return ThoroughModel(tuple(kinds), known, planes, blend, learn_trust(found, target), unseen)


def _views_for(texts: int, labels: int) -> list[str]:
    """Return the views that can be learned: one alone of few texts, or for many labels."""
    return ["apart"] if texts < _FEW_TEXTS or labels > _MANY_LABELS else list(VIEWS)


def _parts_of(views: Sequence[str]) -> list[str]:
    """Return the parts that some views read, each once."""
    return list(dict.fromkeys(part for view in views for part in VIEWS[view]))


class _Steps:
    """Counts what is done, for somebody who watches."""

    def __init__(self, watch: Watch | None, of: int) -> None:
        self._watch, self._done, self._of = watch, 0, of

    def done(self) -> None:
        self._done += 1
        if self._watch:
            self._watch(self._done, self._of)


@dataclass(frozen=True)
class _Lesson:
    """What is learned from: counts of labelled and of other texts, and which label each has."""

    counts: Mapping[str, Counts]
    more: Mapping[str, Counts]
    target: Ints
    labels: int
    views: Sequence[str]
    seed: int

    def learn(self, rows: Ints, steps: _Steps) -> tuple[dict[str, Floats], dict[str, Planes]]:
        """Return how rare each piece is and the planes of each view, from some rows only."""
        rare = {part: self._rarity(part, rows) for part in self.counts}
        weighed = self._weighed(rows, rare)
        planes = {}
        for view in self.views:
            table = _looked_at(weighed, view)
            planes[view] = learn_planes(table, self.target[rows], self.labels, self.seed)
            steps.done()
        return rare, planes

    def unseen_scores(self, fold_of: Ints, steps: _Steps) -> list[Floats]:
        """Return for each view the scores of every row, by planes that never saw its fold."""
        shape = (len(self.target), self.labels)
        found = {view: np.zeros(shape, dtype=np.float32) for view in self.views}
        for inside, outside in _sides(fold_of):
            rare, planes = self.learn(inside, steps)
            weighed = self._weighed(outside, rare)
            for view in self.views:
                found[view][outside] = planes[view].scores(_looked_at(weighed, view))
        return list(found.values())

    def _rarity(self, part: str, rows: Ints) -> Floats:
        labelled, more = self.counts[part].rows(rows), self.more[part]
        having = rarity(Counts(labelled.pieces, sparse.vstack((labelled.table, more.table), "csr")))
        known = np.bincount(labelled.table.indices, minlength=len(labelled.pieces)) > 0
        return np.where(known, having, 0).astype(np.float32)

    def _weighed(self, rows: Ints, rare: Mapping[str, Floats]) -> dict[str, Table]:
        return {part: weigh(self.counts[part].rows(rows), rare[part]) for part in self.counts}


def _sides(fold_of: Ints) -> Iterator[tuple[Ints, Ints]]:
    """Yield for each fold the rows outside it, and those in it."""
    for fold in range(int(fold_of.max()) + 1):
        yield np.flatnonzero(fold_of != fold), np.flatnonzero(fold_of == fold)


def _unseen(scores: list[Floats], target: Ints, fold_of: Ints, seed: int) -> NDArray[np.float64]:
    """Return confidences for every row from a blend that was not learned from its fold either."""
    found = np.zeros(scores[0].shape)
    for inside, outside in _sides(fold_of):
        blend = learn_blend([each[inside] for each in scores], target[inside], seed)
        found[outside] = blend.confidences([each[outside] for each in scores])
    return found


def _trusted(found: NDArray[np.float64], target: Ints, fold_of: Ints) -> NDArray[np.float64]:
    """Return the same, each fold trusted as the others teach."""
    trusted = found.copy()
    for inside, outside in _sides(fold_of):
        trusted[outside] = learn_trust(found[inside], target[inside]).applied(found[outside])
    return trusted


def _looked_at(weighed: Mapping[str, Table], view: str) -> Table:
    """Return what a view sees: its parts side by side, each counting as much as it should."""
    return sparse.hstack(
        [weighed[part] * np.float32(counts_as) for part, counts_as in VIEWS[view].items()], "csr"
    )


def _named(arrays: Mapping[str, NDArray[Any]], view: str) -> dict[str, NDArray[Any]]:
    return {
        name.removeprefix(f"{view}."): array
        for name, array in arrays.items()
        if name.startswith(f"{view}.")
    }


def _part(arrays: Mapping[str, NDArray[Any]], part: str) -> tuple[tuple[str, ...], Floats]:
    said = arrays[f"{part}.pieces"].astype(np.uint8, casting="safe").tobytes().decode()
    known = tuple(said.split(_SEPARATOR)) if said else ()
    rare = arrays[f"{part}.rarity"].astype(np.float32, casting="safe")
    if rare.shape != (len(known),) or not np.isfinite(rare).all():
        raise ValueError("pieces and their rarity do not belong together")
    return known, rare


def _width(parts: Mapping[str, tuple[tuple[str, ...], Floats]], view: str) -> int:
    return sum(len(parts[part][0]) for part in VIEWS[view])


def _trust(arrays: Mapping[str, NDArray[Any]]) -> Trust:
    slope, start = arrays["trust"].astype(np.float64, casting="safe").tolist()
    if not np.isfinite((slope, start)).all():
        raise ValueError("how far answers are trusted is no number")
    return Trust(slope, start)


def _blend(arrays: Mapping[str, NDArray[Any]], views: int, labels: int) -> Blend:
    weights = arrays["blend.weights"].astype(np.float32, casting="safe")
    bias = arrays["blend.bias"].astype(np.float32, casting="safe")
    if weights.shape != (views * labels, labels) or bias.shape != (labels,):
        raise ValueError("the blend does not belong to the views")
    return Blend(weights, bias)
