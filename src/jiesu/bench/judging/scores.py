# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Figures of merit, each written out, so that what a row says can be read."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable, Sequence


def share(hits: Iterable[bool]) -> float:
    """Return which part is true; of nothing, 0."""
    told = [bool(hit) for hit in hits]
    return sum(told) / len(told) if told else 0.0


def f1_by_label(truth: Sequence[Hashable], told: Sequence[Hashable]) -> dict[Hashable, float]:
    """Return the F1 of every label that is the truth of some case."""
    right = Counter(true for true, said in zip(truth, told, strict=True) if true == said)
    real, claimed = Counter(truth), Counter(told)
    return {label: 2 * right[label] / (real[label] + claimed[label]) for label in real}


def macro_f1(
    truth: Sequence[Hashable], told: Sequence[Hashable], among: Collection[Hashable] | None = None
) -> float:
    """Return the plain mean of the F1 of the labels; with ``among``, of these labels only."""
    each = f1_by_label(truth, told)
    counted = [f1 for label, f1 in each.items() if among is None or label in among]
    return sum(counted) / len(counted) if counted else 0.0


def surest(right: Sequence[bool], confidence: Sequence[float], part: float) -> float:
    """Return the accuracy on that part of the cases of which one was surest."""
    order = sorted(range(len(right)), key=lambda at: -confidence[at])
    return share(right[at] for at in order[: round(part * len(order))])


def b_cubed(truth: Sequence[Hashable], told: Sequence[Hashable]) -> float:
    """Return the B-cubed F1 of a grouping: how well each case's group is its true group."""
    real, found = _members(truth), _members(told)
    precision = recall = 0.0
    for true, said in zip(truth, told, strict=True):
        both = len(real[true] & found[said])
        precision += both / len(found[said])
        recall += both / len(real[true])
    together = precision + recall
    return 2 * precision * recall / (together * len(truth)) if together else 0.0


def _members(groups: Sequence[Hashable]) -> dict[Hashable, set[int]]:
    found: dict[Hashable, set[int]] = defaultdict(set)
    for at, group in enumerate(groups):
        found[group].add(at)
    return found
