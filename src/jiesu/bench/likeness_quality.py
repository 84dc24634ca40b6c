# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How many near-copies are found, and how much of what is found is none.

The texts stand in memory, found by their bands as the store finds them. Run over any texts whose
near-copies are known: invented ones here, real ones by whoever has them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jiesu.adapters.text.likeness import likeness, overlap, signature
from jiesu.adapters.text.redact import redact
from jiesu.application.likeness import DOUBT
from jiesu.bench.likeness_texts import invented, near_copy
from jiesu.bootstrap.chance import seeded

ALIKE_FROM = 0.6
"""The share of common text that the packs that come along ask of a near-copy."""
_SHOWN = 3
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts taken for near-copies, by their places, and how far they overlap."""

    one: int
    other: int
    overlap: float


def run(*, texts: int = 2000, seed: int = 1) -> dict[str, dict[str, Any]]:
    """Return recall and wrong share over so many invented texts, each with one near-copy."""
    dice = seeded(seed, "near-copies")
    originals = list(invented(dice, texts))
    everything = [*originals, *(near_copy(dice, original) for original in originals)]
    found = quality([one.text for one in everything], [str(one.group) for one in everything])
    return {"near-copies, invented": found}


def quality(
    texts: Sequence[str], groups: Sequence[str], *, alike_from: float = ALIKE_FROM
) -> dict[str, Any]:
    """Return how well texts of one group find each other, and only each other.

    ``recall_at_3`` is the share of texts with a near-copy that have one among their first three;
    ``recall`` the share of pairs of one group that are found, ``recall_alike`` the same of those
    whose overlap reaches the bar; ``wrong`` the share of found pairs that are of two groups.
    """
    redacted = [redact(text).text for text in texts]
    pairs = near_pairs(redacted, alike_from)
    members: dict[str, list[int]] = defaultdict(list)
    for place, group in enumerate(groups):
        members[group].append(place)
    known = {
        (one, other)
        for places in members.values()
        for at, one in enumerate(places)
        for other in places[at + 1 :]
    }
    right = known & {(pair.one, pair.other) for pair in pairs}
    alike = {(a, b) for a, b in known if overlap(redacted[a], redacted[b]) >= alike_from}
    return {
        "texts": len(texts),
        "pairs": len(known),
        "recall_at_3": _share(*_found_among_first(pairs, groups, members)),
        "recall": _share(len(right), len(known)),
        "recall_alike": _share(len(right & alike), len(alike)),
        "found": len(pairs),
        "wrong": _share(len(pairs) - len(right), len(pairs)),
    }


def near_pairs(redacted: Sequence[str], alike_from: float) -> list[Pair]:
    """Return the pairs that share a band, might overlap as much as is asked, and do."""
    signatures = [signature(text) for text in redacted]
    shelves: dict[int, list[int]] = defaultdict(list)
    pairs: list[Pair] = []
    for place, bands in enumerate(signatures):
        met = sorted({other for band in bands for other in shelves[band]})
        for other in met:
            common = likeness(bands, signatures[other])
            if abs(common - alike_from) < DOUBT:
                common = overlap(redacted[place], redacted[other])
            if common >= alike_from:
                pairs.append(Pair(other, place, common))
        for band in set(bands):
            shelves[band].append(place)
    return pairs


def _found_among_first(
    pairs: Sequence[Pair], groups: Sequence[str], members: dict[str, list[int]]
) -> tuple[int, int]:
    """Return how many texts have one of their group among their likest, and how many could."""
    nearest: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for pair in pairs:
        nearest[pair.one].append((-pair.overlap, pair.other))
        nearest[pair.other].append((-pair.overlap, pair.one))
    hits = could = 0
    for place, group in enumerate(groups):
        if len(members[group]) > 1:
            could += 1
            first = sorted(nearest[place])[:_SHOWN]
            hits += any(groups[other] == group for _, other in first)
    return hits, could


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, _PLACES) if whole else None
