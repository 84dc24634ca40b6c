# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The law that binds these pages: every article in plain words, and the values that stand on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render

from jiesu.application.policy import CityPolicy
from jiesu.application.showing import spoken_value
from jiesu.application.terms import TERMS
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Instrument, Standing
from jiesu.rulebook.dated import Dated, DatedValue
from jiesu.web.shared.needs import PUBLIC, page
from jiesu.web.shared.rooms import Request

_NAMES = "parameter."
_OF_CITIZENS = ("appeal.", "callback.", "order.", "limit.")
"""Rules people meet on these pages; the others bind the offices among themselves."""


@dataclass(frozen=True, slots=True)
class Value:
    """What one rule says from a day on, and how sure that is."""

    key: str
    name: Text
    said: Text
    since: date
    until: date | None
    standing: Text
    now: bool
    instrument: str
    article: str


@dataclass(frozen=True, slots=True)
class Article:
    """One article: its gist in plain words, and the values that stand on it."""

    number: str
    gist: Text
    values: tuple[Value, ...]


@page(PUBLIC, methods=("GET",))
def index(request: Request) -> HttpResponse:
    """List the rules in force that people meet, and the instruments they stand in."""
    policy = request.city.policy
    today = policy.calendar.local_day(request.city.clock.now())
    rules = [value for value in _values(policy, today) if value.now]
    rules = [value for value in rules if value.key.startswith(_OF_CITIZENS)]
    context = {"rules": rules, "instruments": policy.instruments.values(), "policy": policy}
    return render(request, "citizen/law.html", context)


@page(PUBLIC, methods=("GET",))
def instrument(request: Request, instrument: str) -> HttpResponse:
    """Show one instrument, article by article; chips lead to ``#art-N``."""
    policy = request.city.policy
    found = policy.instruments.get(instrument)
    if found is None:
        raise Http404
    today = policy.calendar.local_day(request.city.clock.now())
    articles = tuple(_articles(found, policy, today))
    return render(request, "citizen/instrument.html", {"found": found, "articles": articles})


def _articles(found: Instrument, policy: CityPolicy, today: date) -> Iterator[Article]:
    standing_on: dict[str, list[Value]] = {}
    for value in _values(policy, today):
        if value.instrument == found.id:
            standing_on.setdefault(value.article, []).append(value)
    for number, gist in found.articles.items():
        yield Article(number, gist, tuple(standing_on.get(number, ())))


def _values(policy: CityPolicy, today: date) -> Iterator[Value]:
    for rule in policy.parameters.values():
        for at, value in enumerate(rule.values):
            if value.value is not None:
                yield _value(rule, at, value, policy, today)


def _value(
    rule: Dated[object], at: int, value: DatedValue[object], policy: CityPolicy, today: date
) -> Value:
    later = rule.values[at + 1].since if at + 1 < len(rule.values) else None
    known = value.standing in Standing
    return Value(
        key=rule.key,
        name=policy.texts.get(_NAMES + rule.key, Text(rule.key, rule.key)),
        said=_said(value.value, policy),
        since=value.since,
        until=later,
        standing=TERMS[Standing, value.standing.value] if known else Text("", ""),
        now=value.since <= today and (later is None or today < later),
        instrument=value.citation.instrument,
        article=value.citation.article,
    )


def _said(value: object, policy: CityPolicy) -> Text:
    """Return a value as people say it; nothing where the rule is all text, which its name says."""
    if isinstance(value, frozenset | set | list | tuple):
        return spoken_value(", ".join(sorted(str(part) for part in value)), policy)
    return Text("", "") if value in policy.texts else spoken_value(str(value), policy)
