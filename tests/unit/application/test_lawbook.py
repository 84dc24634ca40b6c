# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""From an article to its rules, duties, rights, commands and scenarios, and to what is missing."""

from dataclasses import replace

import pytest

from jiesu.application.lawbook import Article, LawBook, coverage, who
from jiesu.application.policy import CityPolicy
from jiesu.application.saying import CHOICES, said
from jiesu.domain.evaluation.scheme import Counting, MonthAnchor, Share, TieRule
from jiesu.domain.organisations import UnitKind
from jiesu.kernel.text import Text
from jiesu.rulebook.citation import WHOLE, Instrument, Standing
from tests.builders.town import DAY, policy


def an_article(at: str, law: CityPolicy | None = None) -> Article:
    """Return ``instrument:number`` of the example's law, or of another, on the tests' day."""
    found, (code, number) = law or policy(), at.split(":")
    return LawBook(found, DAY).article(found.instruments[code], number)


def titles(article: Article) -> list[str]:
    return [row.title.en for row in article.commands]


def test_an_article_leads_to_its_rule_and_to_the_commands_that_look_it_up() -> None:
    article = an_article("anhe-ordinance:6")
    (rule,) = article.rules
    assert (rule.key, rule.standing, rule.now) == ("appeal.withdrawal", Standing.OFFICIAL, True)
    assert titles(article) == ["Withdraw the appeal"]
    assert article.ruled


def test_a_value_says_until_when_it_holds_and_by_which_article_it_ended() -> None:
    old, new = an_article("anhe-procedure:1"), an_article("anhe-procedure-2015:1")
    (before,) = [rule for rule in old.rules if rule.key == "limit.d7"]
    (after,) = [rule for rule in new.rules if rule.key == "limit.d7"]
    assert (before.until, before.now, before.said.en) == (after.since, False, "10 days")
    assert (after.until, after.now, after.said.zh) == (None, True, "7 日")
    ended = [r for r in an_article("anhe-procedure-2015:3").rules if r.key == "limit.d30"]
    assert [rule.said.en for rule in ended] == ["(repealed)"]


def test_duties_rights_and_the_ranking_are_found_too() -> None:
    duties = an_article("anhe-duties:1")
    assert duties.duties
    assert titles(duties) == ["Dispatch"]
    book, law = LawBook(policy(), DAY), policy()
    every = [one for each in law.instruments.values() for one in book.articles(each)]
    assert {code for one in every for code in one.roles} == set(law.access.roles)
    assert {text.en for one in every for text in one.elsewhere} == {
        "the monthly ranking",
        "the check of rights before every command",
        "the counting of working time and limits",
        "suggestions made of the words",
        "the search for like appeals",
        "what is told of like appeals nearby",
        "finding a place on the map",
    }


def test_everything_of_the_pack_stands_on_some_article() -> None:
    book, law = LawBook(policy(), DAY), policy()
    every = [one for each in law.instruments.values() for one in book.articles(each)]
    assert sum(len(one.rules) for one in every) == sum(
        len(rule.values) for rule in law.parameters.values()
    )
    assert sum(len(one.duties) for one in every) == sum(map(len, law.catalogue.duties.values()))
    assert sum(len(one.scenarios) for one in every) == len(law.scenarios)


def bound(**changes: object) -> CityPolicy:
    """Return the example's law with its ordinance's articles 6 and 26 binding the software."""
    law = policy()
    ordinance = replace(
        law.instruments["anhe-ordinance"], binding=frozenset({"6", "26"}), **changes
    )
    instruments = {**law.instruments, "anhe-ordinance": ordinance}
    return replace(law, instruments=instruments, scenarios=())


def test_an_article_that_binds_wants_a_scenario_or_says_what_is_open() -> None:
    law = bound(open={"26": Text("尚未", "not yet")})
    assert an_article("anhe-ordinance:6", law).unshown
    assert not an_article("anhe-ordinance:26", law).unshown
    assert not an_article("anhe-ordinance:1", law).unshown
    counted = coverage(LawBook(law, DAY).articles(law.instruments["anhe-ordinance"]))
    assert (counted.binding, counted.open, counted.unshown, counted.shown) == (2, 1, 1, 0)
    assert counted.articles == len(law.instruments["anhe-ordinance"].articles)


def test_what_binds_the_software_comes_first() -> None:
    book = LawBook(policy(), DAY)
    counts = [len(each.binding) for each in book.instruments]
    assert counts == sorted(counts, reverse=True)
    assert {each.id for each in book.instruments} == set(policy().instruments)


def test_an_instrument_cited_as_a_whole_is_headed_so() -> None:
    whole = Instrument("plan", Text("方案", "Plan"), {WHOLE: Text("全", "all")})
    law = replace(policy(), instruments={"plan": whole})
    assert LawBook(law, DAY).article(whole, WHOLE).heading.zh == "全文"


def test_a_rule_nobody_heeds_says_so() -> None:
    heeded = {rule.key: rule.heeded for rule in LawBook(policy(), DAY).rules}
    assert heeded["order.signing"]
    assert not heeded["supervision.ladder"]


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        ("order.signing", "4 小时", "4 hours"),
        ("appeal.withdrawal", "", ""),
        ("evaluation.ties", "量大者在前", "the larger volume first"),
        ("supervision.surge", "三级响应 1.5 倍、二级响应 2 倍、一级响应 3 倍", "third level ×1.5"),
        ("supervision.ladder", "热线服务中心催办 1 日", "the hotline reminds 1 day"),
        ("supervision.whistle_kinds", "反映突出的诉求、综合执法", "pressing appeals, joint"),
        ("order.round_the_clock", "公共服务企业", "utilities"),
    ],
)
def test_values_are_said_as_people_say_them(key: str, zh: str, en: str) -> None:
    value = said(policy().parameters[key].as_of(DAY).value, policy())
    assert value.zh.startswith(zh)
    assert value.en.startswith(en)


def test_every_value_of_the_example_is_said_without_codes_in_chinese() -> None:
    values = [v.value for rule in policy().parameters.values() for v in rule.values]
    spoken = [said(value, policy()).zh for value in values]
    assert [text for text in spoken if "_" in text] == []


def test_every_choice_has_its_words() -> None:
    assert set(CHOICES) == {*UnitKind, *MonthAnchor, *Counting, *Share, *TieRule}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("@subdistrict", "the sub-district of the place"),
        ("@district.edu", "the district's department (edu)"),
        ("water-bureau", "Water Bureau"),
        ("nobody", "nobody"),
    ],
)
def test_who_leads_is_named(code: str, name: str) -> None:
    assert who(code, policy()).en == name
