# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A model as a folder: numbers, a card for people, nothing that could run.

    model.json      version of the format, labels, where it comes from, calibration, scores
    light.npz       arrays of the light tier
    seen.npz        digests of the texts it learned from, so that nobody judges it by them
    thorough/       arrays of the thorough tier, if there is one
    MODEL_CARD.md   what it is for and what not

A folder is written beside its place and then takes it, so a reader finds the old model or the new
one and never half of one.
"""

import json
import shutil
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from jiesu.adapters.text.learning.calibration import confidences
from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.light import LightModel
from jiesu.kernel.errors import NotFound, Trouble
from jiesu.kernel.text import Text

FORMAT = 1
FACTS, LIGHT, SEEN, THOROUGH, CARD = (
    "model.json",
    "light.npz",
    "seen.npz",
    "thorough",
    "MODEL_CARD.md",
)
_MOST_BYTES = 512 * 2**20  # of one file; more is no model of ours
_NO_TIME = (1980, 1, 1, 0, 0, 0)  # the same model is the same bytes, whenever it is written
_NAMES = 0o644 << 16
_Made = TypeVar("_Made")


class ModelNotThere(NotFound):
    """模型不存在: no model lies in the folder."""

    what = Text("“{folder}”中没有模型。", 'There is no model in "{folder}".')
    next_step = Text(
        "请核对 --model，或先用 jiesu train 训练。", "Check --model, or train one with jiesu train."
    )


class ModelBroken(Trouble):
    """模型损坏: the folder holds something that cannot be read as a model."""

    what = Text("“{folder}”中的模型已损坏：{file}。", 'The model in "{folder}" is broken: {file}.')
    next_step = Text(
        "请从备份恢复该目录，或重新训练。", "Restore the folder from a backup, or train it again."
    )


class ModelTooNew(Trouble):
    """模型版本过新: the folder was written by a later version of the program."""

    what = Text(
        "“{folder}”中的模型格式为第 {format} 版，本程序最高支持第 {known} 版。",
        'The model in "{folder}" has format {format}; this program reads up to {known}.',
    )
    next_step = Text("请升级程序，或重新训练。", "Update the program, or train it again.")


class NoThoroughTier(NotFound):
    """没有精细模型: the model was trained without the thorough tier."""

    what = Text("“{folder}”中的模型没有精细档。", 'The model in "{folder}" has no thorough tier.')
    next_step = Text(
        "请改用 --tier light，或用 jiesu train --tier both 重新训练。",
        "Use --tier light, or train again with jiesu train --tier both.",
    )


class ThoroughTier(Protocol):
    """Reads texts slowly and well."""

    def predict(self, documents: Sequence[Document]) -> NDArray[Any]:
        """Return the confidence of each label for each text, rows summing to 1."""
        ...


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """模型说明: everything about a model that is not a weight.

    ``source`` is the digest of the file it learned from, ``texts`` how many rows of it. Each tier
    that is there stands in ``scores`` with what it scored on texts it had not seen; ``sharpness``
    turns scores of the light tier into confidences, ``sure_from`` is the bar of each tier.
    """

    labels: tuple[str, ...]
    seed: int
    source: str
    texts: int
    learner: str
    sharpness: float
    sure_from: Mapping[str, float]
    scores: Mapping[str, Mapping[str, Any]]
    made_of: str = "appeals"

    def plain(self) -> dict[str, Any]:
        """Return everything as JSON types."""
        return {
            "format": FORMAT,
            "labels": list(self.labels),
            "seed": self.seed,
            "source": self.source,
            "texts": self.texts,
            "made_of": self.made_of,
            "learner": self.learner,
            "sharpness": self.sharpness,
            "sure_from": dict(self.sure_from),
            "scores": {tier: dict(found) for tier, found in self.scores.items()},
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "ModelFacts":
        """Return the facts of what :meth:`plain` gave.

        Raises:
            KeyError, TypeError, ValueError: it did not give this.
        """
        labels = tuple(plain["labels"])
        if not all(isinstance(label, str) for label in labels) or len(set(labels)) != len(labels):
            raise ValueError("labels")
        sharpness = float(plain["sharpness"])
        if not 0 < sharpness < inf:
            raise ValueError("sharpness")
        return cls(
            labels=labels,
            seed=int(plain["seed"]),
            source=str(plain["source"]),
            texts=int(plain["texts"]),
            learner=str(plain["learner"]),
            sharpness=sharpness,
            sure_from={str(tier): float(bar) for tier, bar in plain["sure_from"].items()},
            scores={str(tier): dict(found) for tier, found in plain["scores"].items()},
            made_of=str(plain["made_of"]),
        )


@dataclass(frozen=True)
class MatterModel:
    """分类模型: what tells the label of a text, in one or two tiers."""

    facts: ModelFacts
    light: LightModel
    seen: NDArray[np.uint64]
    thorough: ThoroughTier | None = None

    def confidences_if_known(self, document: Document) -> NDArray[np.float64] | None:
        """Return what :meth:`confidences` does; None for a text no piece of which is known."""
        scores = self.light.scores_if_known(document.title, document.body)
        return None if scores is None else confidences(scores, self.facts.sharpness)

    def confidences(self, document: Document) -> NDArray[np.float64]:
        """Return the light tier's confidence of each label for a redacted text."""
        return confidences(self.light.scores(document.title, document.body), self.facts.sharpness)

    def has_seen(self, document: Document) -> bool:
        """Return whether the model learned from this very (redacted) text."""
        at = int(np.searchsorted(self.seen, np.uint64(document.digest())))
        return at < len(self.seen) and int(self.seen[at]) == document.digest()


class Storable(ThoroughTier, Protocol):
    """A thorough tier that can be kept."""

    def save(self, folder: Path) -> None:
        """Write everything into a folder that is there."""
        ...


def digests_of(documents: Sequence[Document]) -> NDArray[np.uint64]:
    """Return the digests of redacted texts, sorted."""
    return np.unique(np.array([each.digest() for each in documents], dtype=np.uint64))


def save_model(  # noqa: PLR0913 -- what a model is made of
    folder: Path,
    facts: ModelFacts,
    light: LightModel,
    card: str,
    *,
    seen: NDArray[np.uint64] | None = None,
    thorough: Storable | None = None,
) -> None:
    """Put a model into ``folder``, whole or not at all; what was there is replaced.

    Raises:
        OSError: the system does not let us.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = folder.with_name(f".part-{folder.name}")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        text = json.dumps(facts.plain(), ensure_ascii=False, indent=1)
        (part / FACTS).write_text(f"{text}\n", encoding="utf-8")
        (part / CARD).write_text(card, encoding="utf-8")
        write_arrays(part / LIGHT, light.arrays())
        if seen is not None:
            write_arrays(part / SEEN, {"seen": seen})
        if thorough is not None:
            (part / THOROUGH).mkdir()
            thorough.save(part / THOROUGH)
        _take_place(part, folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _take_place(part: Path, folder: Path) -> None:
    """Let ``part`` become ``folder``; what was there goes only when the new one stands."""
    old = folder.with_name(f".old-{folder.name}")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        folder.rename(old)
    try:
        part.rename(folder)
    except OSError:
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def write_arrays(file: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays as .npz, the same bytes for the same numbers."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name in sorted(arrays):
            entry = zipfile.ZipInfo(f"{name}.npy", _NO_TIME)
            entry.external_attr, entry.compress_type = _NAMES, zipfile.ZIP_DEFLATED
            with packed.open(entry, "w") as target:
                np.lib.format.write_array(target, np.asarray(arrays[name]), allow_pickle=False)


def read_arrays(file: Path) -> dict[str, NDArray[Any]]:
    """Return the arrays of an .npz; one that holds objects is refused, so nothing in it can run.

    Raises:
        ValueError, OSError, zipfile.BadZipFile: it is none.
    """
    with zipfile.ZipFile(file) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _MOST_BYTES:
            raise ValueError("too large")
    with np.load(file, allow_pickle=False) as kept:
        return {name: kept[name] for name in kept.files}


def is_model(folder: Path) -> bool:
    """Return whether somebody put a model there."""
    return (folder / FACTS).is_file()


def load_model(folder: Path, *, thorough: bool = False) -> MatterModel:
    """Return the model in ``folder``; its thorough tier only if it is asked for.

    Raises:
        ModelNotThere, ModelBroken, ModelTooNew, NoThoroughTier: there is none to be had.
    """
    if not is_model(folder):
        raise ModelNotThere(folder=folder)
    facts = _facts_in(folder)
    if thorough and not (folder / THOROUGH).is_dir():
        raise NoThoroughTier(folder=folder)
    light = _read(folder, LIGHT, lambda arrays: LightModel.of(facts.labels, arrays))
    seen = (
        _read(folder, SEEN, lambda arrays: arrays["seen"].astype(np.uint64, casting="safe"))
        if (folder / SEEN).is_file()
        else np.array([], dtype=np.uint64)
    )
    return MatterModel(facts, light, seen, _thorough_in(folder) if thorough else None)


def _facts_in(folder: Path) -> ModelFacts:
    try:
        plain = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        version = int(plain["format"])
        if version > FORMAT:
            raise ModelTooNew(folder=folder, format=version, known=FORMAT)
        return ModelFacts.of(plain)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise ModelBroken(folder=folder, file=FACTS) from None


_UNREADABLE = (OSError, ValueError, KeyError, TypeError, EOFError, zipfile.BadZipFile, zlib.error)


def _read(folder: Path, name: str, make: Callable[[dict[str, NDArray[Any]]], _Made]) -> _Made:
    try:
        return make(read_arrays(folder / name))
    except _UNREADABLE:
        raise ModelBroken(folder=folder, file=name) from None


def _thorough_in(folder: Path) -> ThoroughTier:
    from jiesu.adapters.text.learning.thorough import ThoroughModel  # noqa: PLC0415 - heavy

    try:
        return ThoroughModel.load(folder / THOROUGH)
    except _UNREADABLE:
        raise ModelBroken(folder=folder, file=THOROUGH) from None
