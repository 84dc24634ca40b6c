# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Where an appeal is about: the district of real listings and appeals, the street of addresses."""

from collections.abc import Iterator

from jiesu.bench.judging.table import Finding, Means, NotMeasured, Row, Topic
from jiesu.bench.placing import (
    NoSuchData,
    Placed,
    district_on_compounds,
    district_on_river_appeals,
    street_on_generated,
)
from jiesu.kernel.text import Text

_DISTRICT = Text("行政区", "district")
_COMPOUNDS, _RIVERS = "district, compound listings", "district, appeals about rivers"
_STREETS = "street, generated addresses"
_HOW = {
    "text": "name and address as listed",
    "point": "the listing's point alone",
    "both": "the point, else the text",
}


def _measure(means: Means) -> Iterator[Finding]:
    made = street_on_generated(means.size(4000, 60), means.seed, means.pack)
    how = f"addresses over pack {means.pack}, seed {means.seed}; asking back is no answer"
    yield _finding(_STREETS, made, how)


def _real(means: Means) -> Iterator[Finding]:
    if means.quick:
        raise NotMeasured("takes more than a moment: left out of a smoke test")
    try:
        for way, placed in district_on_compounds(means.data).items():
            yield _finding(f"{_COMPOUNDS}, {way}", placed, _HOW[way])
        rivers = district_on_river_appeals(means.data, means.seed)
    except NoSuchData as missing:
        raise NotMeasured(missing.explain("en")) from None
    yield _finding(_RIVERS, rivers, "title and words; names learned from the other four folds")


def _finding(code: str, placed: Placed, how: str) -> Finding:
    return Finding(code, placed.share, placed.all, f"{how}; {placed.silent} without an answer")


GENERATED = Topic(
    "place, generated", (Row(_STREETS, Text("街道（生成的地址）", "street"), 0.95),), _measure
)
REAL = Topic(
    "place, real",
    (
        Row(f"{_COMPOUNDS}, text", _DISTRICT, 0.95),
        Row(f"{_COMPOUNDS}, point", _DISTRICT),
        Row(f"{_COMPOUNDS}, both", _DISTRICT),
        Row(_RIVERS, _DISTRICT, 0.85),
    ),
    _real,
)
