# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The law of each installed pack as a page: article → rule → command → scenario, and what is open.

``make docs`` writes ``docs/reference/law-<pack>.md`` from the pack and the program; a test fails
when a page is out of date. Nothing in it is written by hand, so it cannot flatter.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from functools import cache

from jiesu.adapters.packs import BrokenPack, load_pack
from jiesu.adapters.packs.loading import installed_packs
from jiesu.application.lawbook import Article, Coverage, LawBook, Rule, coverage
from jiesu.application.policy import CityPolicy
from jiesu.application.terms import TERMS
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import Instrument, Standing

LATEST = date.max
"""The newest law: what a page shows as in force."""

_INTRODUCTION = """\
# {zh}：法规落实对照 · {en}: the law article by article

由政策包 `{stamp}` 和程序自动生成：每一条法规，依据它的规则、派单目录条目和岗位权限，
遵守它的操作，演示它的场景，以及系统尚未实现的部分。“须由系统落实”的条文，要么有场景演示，
要么写明尚未实现；两者都没有的，列在“未证明”一栏。要点均为转述，以公布的原文为准。

Written from the pack `{stamp}` and the program itself: every article, the rules, duty items and
rights that rest on it, the commands that heed it, the scenarios that show it, and what the software
does not do yet. An article that binds the software is shown by a scenario or says what is open; one
that has neither is counted under *unproved*. The gists are in our own words; the published text
prevails."""

OVERVIEW = "law.md"

_OVERVIEW = """\
# 法规落实对照 · The law, city by city

每个政策包一页：从法规条文到规则、操作、场景，以及尚未实现的部分。由 `make docs` 自动生成。

One page for each city pack: from an article to its rules, its commands, its scenarios, and to what
is open. Written by `make docs`."""

_FIGURES = (
    "条 · articles",
    "须由系统落实 · binding",
    "有规则 · with rule",
    "有场景 · with scenario",
    "尚未实现 · open",
    "未证明 · unproved",
)


@cache
def cities() -> Mapping[str, CityPolicy]:
    """Return the law of every installed pack that can be used; of another there is none to tell."""
    found: dict[str, CityPolicy] = {}
    for name in installed_packs():
        with suppress(BrokenPack):
            found[name] = load_pack(name)
    return found


def page_names() -> list[str]:
    """Return the names of the pages: the overview, and one for each installed pack."""
    return [OVERVIEW, *(f"law-{pack}.md" for pack in cities())]


def law_page(name: str) -> str:
    """Return the page of that name, without the header all generated pages have."""
    if name == OVERVIEW:
        return _overview()
    return _city_page(cities()[name.removeprefix("law-").removesuffix(".md")])


def _overview() -> str:
    packs = cities().items()
    rows = (_counts(f"[{_both(city.name)}](law-{name}.md)", _whole(city)) for name, city in packs)
    return f"{_OVERVIEW}\n\n{_table(('城市 · city', *_FIGURES), rows)}"


def _whole(policy: CityPolicy) -> Coverage:
    book, instruments = LawBook(policy, LATEST), policy.instruments.values()
    return coverage(article for each in instruments for article in book.articles(each))


def _city_page(policy: CityPolicy) -> str:
    book = LawBook(policy, LATEST)
    read = [(each, book.articles(each)) for each in book.instruments]
    names = {"zh": policy.name.zh, "en": policy.name.en}
    identity = f"{policy.identity.id} {policy.identity.version}"
    parts = [_INTRODUCTION.format(stamp=identity, **names), _summary(read)]
    parts += (_chapter(each, articles, policy) for each, articles in read)
    return "\n\n".join(parts)


def _summary(read: Sequence[tuple[Instrument, tuple[Article, ...]]]) -> str:
    rows = [(_both(each.title), coverage(articles)) for each, articles in read]
    whole = coverage(article for _, articles in read for article in articles)
    heads = ("法规 · instrument", *_FIGURES)
    return _table(heads, (_counts(*row) for row in (*rows, ("**合计 · all**", whole))))


def _counts(name: str, count: Coverage) -> tuple[str, ...]:
    figures = (
        count.articles,
        count.binding,
        count.ruled,
        count.shown,
        count.open,
        count.unshown,
    )
    return name, *map(str, figures)


def _chapter(found: Instrument, articles: Iterable[Article], policy: CityPolicy) -> str:
    parts = [f"## {_both(found.title)}"]
    parts += ("\n".join(_article(found, article, policy)) for article in articles)
    return "\n\n".join(parts)


def _article(found: Instrument, article: Article, policy: CityPolicy) -> Iterator[str]:
    binds = " · 须由系统落实 binds the software" * article.binds
    yield f'### <a id="{found.id}-{article.number}"></a>{_both(article.heading)}{binds}'
    yield f"\n{article.gist.zh}\n\n{article.gist.en}\n"
    yield from map(_rule, article.rules)
    if article.duties:
        yield f"- 派单目录 · dispatch catalogue: {len(article.duties)}"
    if article.roles:
        roles = (_both(policy.access.roles[code].name) for code in article.roles)
        yield f"- 岗位权限 · rights of posts: {', '.join(roles)}"
    heeded = [f"{_both(row.title)} `{row.command.name}`" for row in article.commands]
    heeded += map(_both, article.elsewhere)
    if heeded:
        yield f"- 在何处遵守 · heeded by: {'; '.join(heeded)}"
    for one in article.scenarios:
        yield f"- 场景 · scenario: {_both(one.title)} (`{one.file}`)"
    if article.open:
        yield f"- **尚未实现 · open**: {_both(article.open)}"
    elif article.unshown:
        yield "- **未证明 · unproved**: 既无场景演示，也未写明尚未实现 · neither shown nor open"


def _rule(rule: Rule) -> str:
    until = f" – {rule.until.isoformat()}" if rule.until else ""
    said = f": {_both(rule.said)}" if rule.said.zh else ""
    unread = "" if rule.heeded else " — 系统尚未使用 · not used by the software yet"
    standing = _both(TERMS[Standing, rule.standing.value])
    period = f"{rule.since.isoformat()}{until}"
    return f"- `{rule.key}` {_both(rule.name)}{said} ({standing}; {period}){unread}"


def _both(text: Text) -> str:
    return text.zh if text.zh == text.en else f"{text.zh} · {text.en}"


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)
