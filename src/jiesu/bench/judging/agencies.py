# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who must act, by the rule engine: a table of types and agencies becomes a duty list.

The duty list of a city is written by law; of a foreign city it is learned here from what went
before, samples of earlier years included: every type has the agency that had most of its cases,
and so has every group of types, the words before the first dash. A word that stands in several
types, all of one agency, speaks for a type that nobody has seen. Then the function that dispatches
is asked, as the gate asks it.

Where two agencies got the same thing of the same place in the same second, one request was sent to
both: it is one case, the rarer agency assists, and the case is right if one of the two leads.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache

from jiesu.adapters.packs import load_pack
from jiesu.application.foresight import supposed
from jiesu.bench.judging.datasets import Rows, data_set
from jiesu.bench.judging.scores import share
from jiesu.bench.judging.table import Finding, Means, NotMeasured, Row, Topic
from jiesu.domain.dispatch.policy import DispatchPolicy
from jiesu.domain.dispatch.responsibility import find_responsible
from jiesu.domain.organisations import Unit, UnitKind
from jiesu.domain.taxonomy import DispatchCatalogue, DutyItem, Matter
from jiesu.kernel.instants import instant
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Standing

_ANY_PACK = "example"  # lends the rules of dispatch; its units and duties are left aside
_DAY = date(2026, 1, 1)
_NOON = instant(datetime(2026, 1, 1, 12, tzinfo=UTC))
_LEARNED = 0.7
_WORD = re.compile(r"[^\W\d_]{3,}")  # shorter ones are "of", "in" and marks of an office
_SEVERAL_TYPES = 2
_DASH = re.compile(r"\s*-\s*")
_TIMES = ("%Y-%m-%dT%H:%M:%S.%f", "%m/%d/%Y %I:%M:%S %p")


@dataclass(frozen=True, slots=True)
class Source:
    """A kind of file that says which agency got which type of request."""

    pattern: str
    type: str
    agency: str
    at: str
    place: tuple[str, ...]
    at_least: float | None = None
    older: tuple["Source", ...] = ()
    """Samples of earlier years: learned from, never judged."""


_YEARS_BEFORE = (
    Source(
        "*_311/*_fullcols_sample.csv.gz",
        "complaint_type",
        "agency",
        "created_date",
        ("location_type", "latitude", "longitude"),
    ),
    Source(
        "*_311/*_fullcols_sample.csv.gz",
        "Complaint Type",
        "Agency",
        "Created Date",
        ("Location Type", "Latitude", "Longitude"),
    ),
)
SOURCES = (
    Source(
        "*_311/*_train.csv.gz",
        "complaint_type",
        "agency",
        "created_date",
        ("location_type", "latitude", "longitude"),
        0.999,
        _YEARS_BEFORE,
    ),
    Source(
        "*_311/*_sample.csv.gz",
        "SRType",
        "Agency",
        "CreatedDate",
        ("Address", "Latitude", "Longitude"),
        0.99,
    ),
)


@dataclass(frozen=True, slots=True)
class Request:
    """One request: its type, and the agencies it was sent to, with how many rows each."""

    at: datetime
    type: str
    agencies: Counter[str]


def requests_of(rows: Rows, source: Source) -> list[Request]:
    """Return the requests in order of time; rows of one second, type and place are one."""
    found: dict[Hashable, Counter[str]] = defaultdict(Counter)
    for row in rows:
        same = row[source.at], row[source.type], *(row[name] for name in source.place)
        found[same][row[source.agency]] += 1
    made = [Request(_when(key[0]), key[1], agencies) for key, agencies in _keyed(found)]
    return sorted(made, key=lambda request: request.at)


def learned(past: Sequence[Request]) -> DispatchPolicy:
    """Return the rules of dispatch with a duty list made of past requests."""
    led: dict[str, Counter[str]] = defaultdict(Counter)
    for request in past:
        for matter in _path(request.type):
            led[matter].update(request.agencies)
    led |= _telling_words(led)
    rules = _rules()
    desk = rules.fallback_unit.as_of(_DAY).value
    units = {desk: rules.organisation.unit(desk, _DAY)}
    for agency in {name for request in past for name in request.agencies}:
        units[agency] = Unit(agency, Text(agency, agency), UnitKind.DEPARTMENT, None, date.min)
    together = _together(past)
    duties = {
        matter: (_duty(matter, agencies, together.get(matter, ()), rules),)
        for matter, agencies in led.items()
    }
    catalogue = DispatchCatalogue({code: _matter(code) for code in led}, duties)
    return replace(
        rules, organisation=replace(rules.organisation, units=units, areas={}), catalogue=catalogue
    )


def answers(requests: Sequence[Request], policy: DispatchPolicy) -> Iterator[tuple[str, bool]]:
    """Yield for each request who would lead it, and whether its type was in the duty list."""
    for request in requests:
        matter = _listed(request.type, policy.catalogue)
        lead = find_responsible(supposed(matter, None, None, _NOON), policy, _DAY).lead.id
        yield lead, matter == _path(request.type)[-1]


@cache
def _rules() -> DispatchPolicy:
    return load_pack(_ANY_PACK).dispatch


def _measure(means: Means) -> Iterator[Finding]:
    for source in SOURCES:
        found = data_set(means.data, source.pattern, (source.type, source.agency))
        requests = requests_of(found.rows, source)
        cut = round(_LEARNED * len(requests))
        later = requests[cut : cut + means.size(len(requests), 100)]
        past = [*_of_years_before(means, source), *requests[:cut]]
        told = list(answers(later, learned(past)))
        right = [lead in request.agencies for request, (lead, _) in zip(later, told, strict=True)]
        each = [
            agency == lead
            for request, (lead, _) in zip(later, told, strict=True)
            for agency in request.agencies.elements()
        ]
        desk = [not known for _, known in told]
        seen = [hit for hit, (_, known) in zip(right, told, strict=True) if known]
        how = f"{found.name}: duties from {len(past):,} earlier requests, judged on the last 30 %"
        yield Finding(source.type, share(right), len(right), how)
        yield Finding(f"{source.type}, each row by itself", share(each), len(each), how)
        yield Finding(f"{source.type}, types seen before", share(seen), len(seen), how)
        yield Finding(f"{source.type}, type not in the list", share(desk), len(desk), how)


def _of_years_before(means: Means, source: Source) -> Iterator[Request]:
    """Yield the requests of earlier years, of as many samples as are there."""
    for older in source.older:
        with suppress(NotMeasured):
            rows = data_set(means.data, older.pattern, (older.type, older.agency, older.at)).rows
            yield from requests_of(rows, older)


def _rows() -> Iterator[Row]:
    what = Text("承办单位（按规则引擎）", "agency, by the rule engine")
    unlisted = Text("事项不在清单中的比例", "share whose type the duty list lacks")
    for source in SOURCES:
        yield Row(source.type, what, at_least=source.at_least)
        yield Row(f"{source.type}, each row by itself", what)
        yield Row(f"{source.type}, types seen before", what)
        yield Row(f"{source.type}, type not in the list", unlisted)


def _keyed(found: dict[Hashable, Counter[str]]) -> Iterator[tuple[tuple[str, ...], Counter[str]]]:
    for key, agencies in found.items():
        assert isinstance(key, tuple)
        yield key, agencies


def _when(written: str) -> datetime:
    for form in _TIMES:
        try:
            return datetime.strptime(written, form).replace(tzinfo=UTC)
        except ValueError:
            continue
    raise ValueError(f"not a time: {written}")


def _path(kind: str) -> tuple[str, ...]:
    """Return the codes of the group and of the type, the wider first."""
    return f"group {_DASH.split(kind)[0]}", f"type {kind}"


def _words(name: str) -> tuple[str, ...]:
    """Return the codes of the words that may speak for a type, in their order."""
    return tuple(f"word {word}" for word in dict.fromkeys(_WORD.findall(name.lower())))


def _telling_words(led: Mapping[str, Counter[str]]) -> dict[str, Counter[str]]:
    """Return the agency of each word that stands in several types, all led by that agency."""
    leads: dict[str, Counter[str]] = defaultdict(Counter)
    for code, agencies in led.items():
        kind, _, name = code.partition(" ")
        for word in _words(name) if kind == "type" else ():
            leads[word][_most(agencies)] += 1
    return {
        word: agencies
        for word, agencies in leads.items()
        if len(agencies) == 1 and agencies.total() >= _SEVERAL_TYPES
    }


def _listed(name: str, catalogue: DispatchCatalogue) -> str | None:
    """Return what the duty list has for a type: itself, its group, or words that agree."""
    for code in reversed(_path(name)):
        if code in catalogue.matters:
            return code
    words = [word for word in _words(name) if word in catalogue.matters]
    leads = {catalogue.duties[word][0].lead for word in words}
    return words[0] if len(leads) == 1 else None


def _matter(code: str) -> Matter:
    kind, _, name = code.partition(" ")
    parent = _path(name)[0] if kind == "type" else None
    return Matter(code, Text(name, name), parent, 1 if parent is None else 2)


def _together(past: Sequence[Request]) -> dict[str, tuple[str, ...]]:
    """Return the agencies that got requests of a type along with others."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for request in past:
        if len(request.agencies) > 1:
            found[_path(request.type)[-1]].update(request.agencies.keys())
    return {matter: tuple(sorted(agencies)) for matter, agencies in found.items()}


def _duty(
    matter: str, agencies: Counter[str], together: tuple[str, ...], rules: DispatchPolicy
) -> DutyItem:
    lead = _most(agencies)
    return DutyItem(
        id=matter,
        matter=matter,
        lead=lead,
        co_handlers=tuple(agency for agency in together if agency != lead),
        time_limit_class=rules.default_class.as_of(_DAY).value,
        citation=rules.direct.as_of(_DAY).citation,
        standing=Standing.ASSUMED,
        since=date.min,
    )


def _most(agencies: Counter[str]) -> str:
    """Return who had most; among equals the first by name."""
    return min(agencies, key=lambda agency: (-agencies[agency], agency))


TOPIC = Topic("agency", tuple(_rows()), _measure)
