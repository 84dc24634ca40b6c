# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Real texts that a person has read and labelled: what is kept of them, how they are found again.

Only the data set, the row, a digest and the labels are kept: no words. A text that is no longer in
its data set, or was changed, is left out and counted.
"""

import csv
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from jiesu.adapters.packs import load_pack
from jiesu.adapters.packs.loading import installed_packs
from jiesu.application.policy import CityPolicy
from jiesu.bench.judging.datasets import data_set, digest_of
from jiesu.bench.judging.table import NotMeasured
from jiesu.domain.taxonomy import AppealKind
from jiesu.domain.understanding import Party, Urgency

NO_LEAF = "none"
"""The label of a text that no leaf of the catalogue fits."""

_LETTERS = ("留言主题", "留言详情")
_TEXTS = {
    "cn_appeals_unlabelled": _LETTERS,
    "cn_hot_issue_messages": _LETTERS,
    "cn_appeals_with_replies": _LETTERS,
    "*_12345_river": ("title", "content"),
}
"""Columns of subject line and body, in each data set that texts were drawn from."""


@dataclass(frozen=True, slots=True)
class Sample:
    """样本: a text, and what is true of it. Of several leaves the first is the best."""

    title: str
    body: str
    leaves: tuple[str, ...]
    kind: AppealKind
    urgency: Urgency
    party: Party

    @property
    def whole(self) -> str:
        """Return subject line and body as one text."""
        return f"{self.title}\n{self.body}".strip()


@dataclass(frozen=True, slots=True)
class Label:
    """人工标注: what a person said of one text."""

    set: str
    digest: str
    leaves: tuple[str, ...]
    kind: AppealKind
    urgency: Urgency
    party: Party


def labels() -> list[Label]:
    """Return every label that is kept."""
    kept = files("jiesu.bench").joinpath("data", "real_leaves.csv").read_text(encoding="utf-8")
    return [_label(row) for row in csv.DictReader(kept.splitlines())]


def pack_with(leaves: Collection[str]) -> CityPolicy:
    """Return the installed pack whose catalogue has all these leaves.

    Raises:
        NotMeasured: none has.
    """
    for name in installed_packs():
        policy = load_pack(name)
        if all(code in policy.catalogue.matters for code in leaves):
            return policy
    raise NotMeasured("no installed pack has the leaves of the labels")


def labelled_pack() -> CityPolicy:
    """Return the pack the labels are of.

    Raises:
        NotMeasured: it is not installed.
    """
    return pack_with({leaf for label in labels() for leaf in label.leaves} - {NO_LEAF})


def samples(data: Path) -> list[Sample]:
    """Return the labelled texts that are still to be found, in the order of the labels.

    Raises:
        NotMeasured: a data set is not there.
    """
    by_set: dict[str, list[Label]] = defaultdict(list)
    for label in labels():
        by_set[label.set].append(label)
    return [case for name, wanted in by_set.items() for case in _found(data, name, wanted)]


def _found(data: Path, name: str, wanted: list[Label]) -> Iterator[Sample]:
    texts = {digest_of(title, body): (title, body) for title, body in _texts(data, name)}
    for label in wanted:
        if label.digest in texts:
            yield Sample(*texts[label.digest], label.leaves, label.kind, label.urgency, label.party)


def _texts(data: Path, name: str) -> Iterator[tuple[str, str]]:
    title, body = _TEXTS[name]
    for row in data_set(data, f"{name}/*.csv.gz", (title, body)).rows:
        yield row[title].strip(), row[body].strip()


def _label(row: dict[str, str]) -> Label:
    return Label(
        row["set"],
        row["digest"],
        (row["leaf"], *row["also"].split()),
        AppealKind(row["kind"]),
        Urgency(row["urgency"]),
        Party(row["party"]),
    )
