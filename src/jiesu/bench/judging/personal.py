# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How much personal data is found: in appeals people marked, invented and real, and composed.

A piece is found if none of its characters stays, whatever it was taken for.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from jiesu.adapters.text.redact import PersonalType
from jiesu.bench.judging.table import Finding, Means, NotMeasured, Row, Topic
from jiesu.bench.marked_texts import HELD_BACK, marked, real
from jiesu.bench.personal_texts import Known
from jiesu.bench.redacting import Quality, measure
from jiesu.kernel.text import Text

_NUMBERS = (
    PersonalType.PHONE,
    PersonalType.ID_NUMBER,
    PersonalType.PLATE,
    PersonalType.BANK_CARD,
)


@dataclass(frozen=True, slots=True)
class _Sort:
    """Types of personal data that are judged together."""

    code: str
    what: Text
    types: tuple[PersonalType, ...]
    at_least: float
    figure: Callable[[Quality], tuple[float, int]]


def _recall(quality: Quality) -> tuple[float, int]:
    return quality.recall, quality.known


def _precision(quality: Quality) -> tuple[float, int]:
    return quality.precision, quality.taken


_SORTS = (
    _Sort("numbers, recall", Text("号码召回", "numbers"), _NUMBERS, 0.995, _recall),
    _Sort("names, recall", Text("姓名召回", "names"), (PersonalType.NAME,), 0.95, _recall),
    _Sort(
        "addresses, recall",
        Text("详细地址召回", "exact addresses"),
        (PersonalType.ADDRESS_ROOM,),
        0.95,
        _recall,
    ),
    _Sort("precision", Text("精确率", "what was hidden"), tuple(PersonalType), 0.9, _precision),
)


def _real(means: Means) -> Sequence[Known]:
    try:
        return real(means.data)
    except FileNotFoundError:
        raise NotMeasured(f"shared data not in {means.data}; JIESU_SHARED_DATA names it") from None


def _composed(means: Means) -> Sequence[Known]:
    made = means.compose(means.pack, means.seed, means.size(4000, 60))
    return [
        Known(each.text, tuple((s.start, s.end, s.type.value) for s in each.personal))
        for each in made
    ]


_SOURCES: Mapping[str, tuple[str, Callable[[Means], Sequence[Known]]]] = {
    "real": ("real appeals marked by hand", _real),
    "held back": ("invented appeals marked by hand, held back", lambda _: marked(HELD_BACK)),
    "composed": ("composed from the pack", _composed),
}


def _topic(name: str) -> Topic:
    how, read = _SOURCES[name]

    def found(means: Means) -> Iterator[Finding]:
        texts = read(means)
        by_type = measure(texts)
        for sort in _SORTS:
            value, n = sort.figure(_together([by_type[kind.value] for kind in sort.types]))
            if n:
                yield Finding(sort.code, value, n, f"{len(texts)} {how}")

    rows = tuple(Row(sort.code, sort.what, sort.at_least) for sort in _SORTS)
    return Topic(f"personal data, {name}", rows, found)


def _together(qualities: Sequence[Quality]) -> Quality:
    whole = Quality()
    for quality in qualities:
        whole.known += quality.known
        whole.hidden += quality.hidden
        whole.taken += quality.taken
        whole.right += quality.right
    return whole


TOPICS = tuple(_topic(name) for name in _SOURCES)
