# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu train``: labelled texts become a model that knows how good it is, or is not adopted.

Every figure comes from models that had not seen the text they judged, near-copies included.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from jiesu.adapters.text.learning.calibration import (
    Scores,
    bar_of,
    confidences,
    judge,
    sharpness_of,
)
from jiesu.adapters.text.learning.card import card_of
from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.folds import folds, near_copy_groups
from jiesu.adapters.text.learning.model import (
    ModelFacts,
    digests_of,
    is_model,
    load_model,
    save_model,
)
from jiesu.application.importing.problems import RowProblem
from jiesu.bootstrap.labelled import (
    LabelledRows,
    digest_of_file,
    read_labelled,
    read_unlabelled,
)
from jiesu.bootstrap.redacting import OutputIsInput, OutputRefused
from jiesu.bootstrap.text_columns import TextColumns
from jiesu.kernel.errors import Conflict, JiesuError
from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from jiesu.adapters.text.learning.model import Storable

LIGHT, THOROUGH = "light", "thorough"
REJECTED = ".rejected"
"""Behind the name of a folder whose model stayed: where the one that lost lies."""

FEWEST_JUDGED = 30
"""Rows neither model has seen; with fewer a comparison would be luck."""

_FOLDS = 5

Stage = Callable[[str, int, int], None]
"""Told which stage is running, and how many of how many steps of it are done."""


@dataclass(frozen=True, slots=True)
class TrainingOrder:
    """训练要求: what to learn from, where the model goes, and what it must beat."""

    file: Path
    text: TextColumns
    label: str
    out: Path
    group: str | None = None
    unlabelled: Path | None = None
    seed: int = 0
    thorough: bool = False
    adopt_over: Path | None = None
    force: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """新旧比较: macro-F1 of both models on the same rows that neither had seen."""

    rows: int
    new: float | None
    old: float | None

    @property
    def judged(self) -> bool:
        """Return whether there were rows enough to compare."""
        return self.rows >= FEWEST_JUDGED

    @property
    def better(self) -> bool:
        """Return whether the new model did better."""
        return self.judged and self.new is not None and self.old is not None and self.new > self.old

    def plain(self) -> dict[str, Any]:
        """Return everything as JSON types."""
        return {
            "rows": self.rows,
            "new_macro_f1": None if self.new is None else round(self.new, 4),
            "old_macro_f1": None if self.old is None else round(self.old, 4),
        }


@dataclass(frozen=True, slots=True)
class Trained:
    """训练结果: the model's facts, where it lies, whether it was adopted, what fell out."""

    facts: ModelFacts
    scores: dict[str, Scores]
    folder: Path
    adopted: bool
    comparison: Comparison | None
    rows_in: int
    problems: list[RowProblem]

    def plain(self) -> dict[str, Any]:
        """Return everything as JSON types."""
        return {
            "rows_in": self.rows_in,
            "rows_used": self.facts.texts,
            "folder": str(self.folder),
            "adopted": self.adopted,
            "comparison": self.comparison.plain() if self.comparison else None,
            "scores": {tier: found.plain() for tier, found in self.scores.items()},
            "problems": [
                dict(zip(RowProblem.COLUMNS, cells, strict=True))
                for problem in self.problems
                for cells in problem.cells()
            ],
        }


@dataclass(frozen=True, slots=True)
class _Judged:
    """Out-of-fold confidences of one tier, and what they come to."""

    found: NDArray[np.float64]
    bar: float
    scores: Scores


class NotAModelsFolder(Conflict):
    """The folder for the model is a file, or holds something else; that is never replaced."""

    what = Text("“{path}”中已有其他内容，不是模型。", '"{path}" holds something that is no model.')
    next_step = Text("请换一个新的或空的目录。", "Choose a folder that is new or empty.")


def train_model(order: TrainingOrder, stage: Stage | None = None) -> Trained:
    """Train, measure and store the model an order asks for.

    The model in the folder, or the one named to be beaten, stays unless the new one is better on
    rows neither has seen; then the new one is put beside the folder. Force adopts it anyway.

    Raises:
        JiesuError: the file cannot be learned from, or the model not be stored.
    """
    _check_folder(order)
    watch = stage or (lambda *_: None)
    rows = read_labelled(
        order.file,
        order.text,
        order.label,
        order.group,
        lambda at, size, _: watch("reading", at, size),
    )
    more = read_unlabelled(order.unlabelled, order.text) if order.unlabelled else []
    groups = near_copy_groups([each.whole() for each in rows.documents], rows.groups)
    kinds, light, judged, sharpness = _light(rows, groups, order.seed, watch)
    tiers = {LIGHT: judged}
    thorough = None
    if order.thorough:
        thorough, tiers[THOROUGH] = _thorough(rows, more, groups, kinds, order.seed, watch)
    facts = ModelFacts(
        labels=tuple(kinds),
        seed=order.seed,
        source=digest_of_file(order.file),
        texts=len(rows.documents),
        learner=_learner(),
        sharpness=sharpness,
        sure_from={tier: found.bar for tier, found in tiers.items()},
        scores={tier: found.scores.plain() for tier, found in tiers.items()},
    )
    comparison = _compared(order, rows, groups, kinds, judged)
    adopted = comparison is None or comparison.better or order.force
    folder = order.out if adopted else order.out.with_name(order.out.name + REJECTED)
    watch("writing", 0, 1)
    try:
        card = card_of(facts, seen=True)
        seen = digests_of(rows.documents)
        save_model(folder, facts, light, card, seen=seen, thorough=thorough)
    except OSError as error:
        raise OutputRefused(path=folder, reason=error.strerror) from None
    scores = {tier: found.scores for tier, found in tiers.items()}
    return Trained(facts, scores, folder, adopted, comparison, rows.rows_in, rows.problems)


def _check_folder(order: TrainingOrder) -> None:
    """Make sure that the folder is free, or a model's own: nothing else is ever replaced.

    Raises:
        OutputIsInput, NotAModelsFolder: it is not.
    """
    taken = {order.file.resolve(), order.unlabelled.resolve() if order.unlabelled else None}
    if order.out.resolve() in taken:
        raise OutputIsInput(path=order.out)
    foreign = order.out.exists() and not is_model(order.out)
    if foreign and (order.out.is_file() or any(order.out.iterdir())):
        raise NotAModelsFolder(path=order.out)


def _light(
    rows: LabelledRows, groups: NDArray[np.int64], seed: int, watch: Stage
) -> tuple[list[str], Any, _Judged, float]:
    from jiesu.adapters.text.learning.training import (  # noqa: PLC0415 - scikit-learn is heavy
        out_of_fold,
        train_light,
    )

    fold_of = folds(groups, rows.labels, _FOLDS, seed)
    kinds, scores = out_of_fold(
        rows.documents, rows.labels, fold_of, seed, lambda at, of: watch("measuring", at, of)
    )
    truth = _numbers(rows.labels, kinds)
    sharpness = sharpness_of(scores, truth)
    watch("learning", 0, 1)
    model = train_light(rows.documents, rows.labels, seed)
    return kinds, model, _judged(kinds, confidences(scores, sharpness), truth), sharpness


def _judged(kinds: Sequence[str], found: NDArray[np.float64], truth: NDArray[np.int64]) -> _Judged:
    bar = bar_of(found, truth)
    return _Judged(found, bar, judge(kinds, found, truth, bar))


def _numbers(labels: Sequence[str], kinds: Sequence[str]) -> NDArray[np.int64]:
    number = {kind: at for at, kind in enumerate(kinds)}
    return np.array([number[label] for label in labels], dtype=np.int64)


def _thorough(  # noqa: PLR0913 -- what the tier learns from
    rows: LabelledRows,
    more: Sequence[Document],
    groups: NDArray[np.int64],
    kinds: Sequence[str],
    seed: int,
    watch: Stage,
) -> "tuple[Storable, _Judged]":
    """Return the thorough tier, judged by its own answers about texts its views had not seen."""
    from jiesu.adapters.text.learning.thorough import (  # noqa: PLC0415 - scikit-learn is heavy
        train_thorough,
    )

    model = train_thorough(
        rows.documents,
        rows.labels,
        groups,
        more,
        seed,
        lambda at, of: watch("thorough", at, of),
    )
    assert model.unseen is not None
    return model, _judged(kinds, model.unseen, _numbers(rows.labels, kinds))


def _compared(
    order: TrainingOrder,
    rows: LabelledRows,
    groups: NDArray[np.int64],
    kinds: Sequence[str],
    judged: _Judged,
) -> Comparison | None:
    """Return how the new light tier does against the old on rows neither saw; None without one.

    The new one's answers come from the folds. Rows the old one learned from, and their
    near-copies, do not count.
    """
    rival = order.adopt_over or (order.out if order.out.exists() else None)
    if rival is None or (order.adopt_over is None and not is_model(rival)):
        return None
    try:
        old = load_model(rival)
    except JiesuError:
        if order.adopt_over is None or not order.force:
            raise
        return Comparison(0, None, None)
    known = {int(group) for at, group in enumerate(groups) if old.has_seen(rows.documents[at])}
    unseen = [at for at, group in enumerate(groups) if int(group) not in known]
    if len(unseen) < FEWEST_JUDGED:
        return Comparison(len(unseen), None, None)
    every = sorted({*kinds, *old.facts.labels})
    truth = _numbers([rows.labels[at] for at in unseen], every)
    new = _spread(judged.found[unseen], kinds, every)
    answers = np.array([old.confidences(rows.documents[at]) for at in unseen])
    before = _spread(answers, old.facts.labels, every)
    f1 = [judge(every, found, truth, 1.0).macro_f1 for found in (new, before)]
    return Comparison(len(unseen), *f1)


def _spread(
    found: NDArray[np.float64], labels: Sequence[str], every: Sequence[str]
) -> NDArray[np.float64]:
    """Return confidences with a column for every label, 0 for those a model does not know."""
    wide = np.zeros((len(found), len(every)))
    wide[:, _numbers(labels, every)] = found
    return wide


def _learner() -> str:
    import sklearn  # noqa: PLC0415 - heavy

    return f"scikit-learn {sklearn.__version__}"
