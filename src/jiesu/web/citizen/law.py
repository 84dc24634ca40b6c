# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The law that binds these pages: every article in plain words, and where the program heeds it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render

from jiesu.application.lawbook import Article, LawBook, coverage, who
from jiesu.application.policy import CityPolicy
from jiesu.application.saying import said
from jiesu.domain.taxonomy import DutyItem
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Citation, Instrument, Standing
from jiesu.web.shared.needs import PUBLIC, page
from jiesu.web.shared.rooms import Request

_OF_CITIZENS = ("appeal.", "callback.", "order.", "limit.", "route.", "dispatch.recusal")
"""Rules people meet on these pages; the others bind the offices among themselves."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty item by its names."""

    matter: Text
    lead: Text
    helpers: tuple[Text, ...]
    limit: Text
    since: date
    until: date | None
    standing: Standing


@page(PUBLIC, methods=("GET",))
def index(request: Request) -> HttpResponse:
    """List the rules in force that people meet, and the instruments they stand in."""
    policy = request.city.policy
    book = LawBook(policy, _today(request))
    rules = [rule for rule in book.rules if rule.now and rule.key.startswith(_OF_CITIZENS)]
    context = {"rules": rules, "instruments": book.instruments, "policy": policy}
    return render(request, "citizen/law.html", context)


@page(PUBLIC, methods=("GET",))
def instrument(request: Request, instrument: str) -> HttpResponse:
    """Show one instrument, article by article; chips lead to ``#art-N``."""
    policy = request.city.policy
    found = _instrument(policy, instrument)
    articles = LawBook(policy, _today(request)).articles(found)
    roles = {code: role.name for code, role in policy.access.roles.items()}
    shown = [(one, [roles[code] for code in one.roles]) for one in articles]
    context = {"found": found, "articles": shown, "count": coverage(articles)}
    return render(request, "citizen/instrument.html", context)


@page(PUBLIC, methods=("GET",))
def duties(request: Request, instrument: str, article: str) -> HttpResponse:
    """List the duty items that rest on one article: who leads what, and in what time."""
    policy, today = request.city.policy, _today(request)
    found = _instrument(policy, instrument)
    if article not in found.articles:
        raise Http404
    one = LawBook(policy, today).article(found, article)
    listed = sorted(_duties(one, policy, today), key=lambda duty: duty.until is not None)
    label = Citation(found.id, article, found.title)
    title = Text(label.label("zh"), label.label("en"))
    context = {"found": found, "article": one, "title": title, "duties": listed}
    return render(request, "citizen/duties.html", context)


def _today(request: Request) -> date:
    return request.city.policy.calendar.local_day(request.city.clock.now())


def _instrument(policy: CityPolicy, code: str) -> Instrument:
    found = policy.instruments.get(code)
    if found is None:
        raise Http404
    return found


def _duties(article: Article, policy: CityPolicy, today: date) -> Iterator[Duty]:
    for item in article.duties:
        yield Duty(
            matter=policy.catalogue.matters[item.matter].name,
            lead=who(item.lead, policy),
            helpers=tuple(who(code, policy) for code in item.co_handlers),
            limit=_limit(item, policy, today),
            since=item.since,
            until=item.until,
            standing=item.standing,
        )


def _limit(item: DutyItem, policy: CityPolicy, today: date) -> Text:
    """Return how long the lead has, by the law of today or else of the item's first day."""
    rule = policy.orders.limits[item.time_limit_class]
    day = today if item.in_force(today) else item.since
    return said(rule.as_of(day).value, policy) if rule.in_force(day) else Text("", "")
