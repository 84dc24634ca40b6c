# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The law article by article: what rests on it, what the program does about it, what is missing.

From an article to the rules that stand on it, from a rule to the commands that look it up, and to
the worked examples that show it: so that nobody need believe that a law is kept.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from jiesu.application.catalogue import REGISTRY
from jiesu.application.grounds import READ_BY_NOBODY, READ_ELSEWHERE, readers
from jiesu.application.policy import CityPolicy, WorkedExample
from jiesu.application.registry import Registration
from jiesu.application.saying import said
from jiesu.domain.appeals.messages import DispatchAppeal
from jiesu.domain.taxonomy import DutyItem, Territory, line_of
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import WHOLE, Citation, Instrument, Standing
from jiesu.rulebook.dated import Dated

T = TypeVar("T")
_NAMES = "parameter."
_At = tuple[str, str]
_BY_PLACE = {
    Territory.SUBDISTRICT.value: Text("所在街道、乡镇", "the sub-district of the place"),
    Territory.DISTRICT.value: Text("所在区", "the district of the place"),
}
_WORKING_TIME = Text("工作时间和时限的计算", "the counting of working time and limits")
_WHOLE = Text("全文", "The whole of it")
_EVERY_COMMAND = Text("每一次操作的权限检查", "the check of rights before every command")


@dataclass(frozen=True, slots=True)
class Rule:
    """What one rule says from a day on, how sure that is, and who looks it up."""

    key: str
    name: Text
    said: Text
    since: date
    until: date | None
    standing: Standing
    now: bool
    instrument: str
    article: str

    @property
    def heeded(self) -> bool:
        """Return whether any part of the program looks the rule up."""
        return self.key not in READ_BY_NOBODY


@dataclass(frozen=True, slots=True)
class Article:
    """One article with everything that leads from it into the program."""

    number: str
    heading: Text
    gist: Text
    binds: bool
    open: Text | None
    rules: tuple[Rule, ...]
    duties: tuple[DutyItem, ...]
    roles: tuple[str, ...]
    commands: tuple[Registration, ...]
    elsewhere: tuple[Text, ...]
    scenarios: tuple[WorkedExample, ...]

    @property
    def ruled(self) -> bool:
        """Return whether anything of the pack rests on the article."""
        return bool(self.rules or self.duties or self.elsewhere)

    @property
    def unshown(self) -> bool:
        """Return whether it binds the software, yet nothing shows it and nothing excuses it."""
        return self.binds and not self.scenarios and self.open is None


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of an instrument has come into the program, counted in articles."""

    articles: int
    binding: int
    ruled: int
    shown: int
    open: int
    unshown: int


def coverage(articles: Iterable[Article]) -> Coverage:
    """Return the count of articles, and of those that bind, are ruled, shown, open, unshown."""
    listed = tuple(articles)
    return Coverage(
        len(listed),
        sum(one.binds for one in listed),
        sum(one.ruled for one in listed),
        sum(bool(one.scenarios) for one in listed),
        sum(one.open is not None for one in listed),
        sum(one.unshown for one in listed),
    )


class LawBook:
    """All instruments of a pack as of a day; what rests on what is gathered once."""

    def __init__(self, policy: CityPolicy, today: date) -> None:
        self.rules = tuple(_rules(policy, today))
        self.instruments = _ordered(policy, {rule.instrument for rule in self.rules})
        self._rules = _by_article(((r.instrument, r.article), r) for r in self.rules)
        items = (item for listed in policy.catalogue.duties.values() for item in listed)
        self._duties = _by_article((_at(item.citation), item) for item in items)
        self._roles = _by_article(_rights(policy))
        basis = policy.calendar_basis
        self._working_time = None if basis is None else _at(basis)
        self._scenarios = _by_article((_at(one.citation), one) for one in policy.scenarios)

    def articles(self, instrument: Instrument) -> tuple[Article, ...]:
        """Return the articles of an instrument in its own order."""
        return tuple(self.article(instrument, number) for number in instrument.articles)

    def article(self, instrument: Instrument, number: str) -> Article:
        """Return one article."""
        at = instrument.id, number
        rules, duties = self._rules.get(at, ()), self._duties.get(at, ())
        roles = tuple(dict.fromkeys(self._roles.get(at, ())))
        return Article(
            number=number,
            heading=_WHOLE if number == WHOLE else Text(f"第 {number} 条", f"Article {number}"),
            gist=instrument.articles[number],
            binds=number in instrument.binding,
            open=instrument.open.get(number),
            rules=rules,
            duties=duties,
            roles=roles,
            commands=tuple(_commands(rules, duties)),
            elsewhere=tuple(dict.fromkeys(self._elsewhere(at, rules))),
            scenarios=self._scenarios.get(at, ()),
        )

    def _elsewhere(self, at: _At, rules: tuple[Rule, ...]) -> Iterator[Text]:
        if self._working_time == at:
            yield _WORKING_TIME
        if at in self._roles:
            yield _EVERY_COMMAND
        for rule in rules:
            if rule.key in READ_ELSEWHERE:
                yield READ_ELSEWHERE[rule.key]


def who(code: str, policy: CityPolicy) -> Text:
    """Return what a unit is called that a duty item names, or how it is found by the place."""
    line = line_of(code)
    if line is not None:
        return Text(f"所在区主管部门（{line}）", f"the district's department ({line})")
    unit = policy.organisation.units.get(code)
    return _BY_PLACE.get(code) or (unit.name if unit else Text(code, code))


def _ordered(policy: CityPolicy, ruling: set[str]) -> tuple[Instrument, ...]:
    """Return what binds the software first, then what rules rest on, then what names duties."""
    found = policy.instruments.values()
    return tuple(sorted(found, key=lambda each: (-len(each.binding), each.id not in ruling)))


def _at(citation: Citation) -> _At:
    return citation.instrument, citation.article


def _by_article(found: Iterable[tuple[_At, T]]) -> Mapping[_At, tuple[T, ...]]:
    listed: dict[_At, list[T]] = {}
    for at, thing in found:
        listed.setdefault(at, []).append(thing)
    return {at: tuple(things) for at, things in listed.items()}


def _rules(policy: CityPolicy, today: date) -> Iterator[Rule]:
    for rule in policy.parameters.values():
        yield from _through_time(rule, policy, today)


def _through_time(rule: Dated[object], policy: CityPolicy, today: date) -> Iterator[Rule]:
    ends = [*(value.since for value in rule.values[1:]), None]
    for value, until in zip(rule.values, ends, strict=True):
        yield Rule(
            key=rule.key,
            name=policy.texts.get(_NAMES + rule.key, Text(rule.key, rule.key)),
            said=said(value.value, policy),
            since=value.since,
            until=until,
            standing=value.standing,
            now=value.since <= today and (until is None or today < until),
            instrument=value.citation.instrument,
            article=value.citation.article,
        )


def _rights(policy: CityPolicy) -> Iterator[tuple[_At, str]]:
    for role in policy.access.roles.values():
        for value in role.permissions.values:
            yield _at(value.citation), role.id


def _commands(rules: tuple[Rule, ...], duties: tuple[DutyItem, ...]) -> Iterator[Registration]:
    """Yield the commands that look up any of the rules, in the order of the process."""
    found = {row.command for rule in rules for row in readers(rule.key)}
    if duties:
        found.add(DispatchAppeal)
    return (row for row in REGISTRY.rows() if row.command in found)
