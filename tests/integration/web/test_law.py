# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The law on the web: any rule leads to its article, and the article to what the program does."""

import re

import pytest
from django.test import Client

from tests.builders.citizens import text_of
from tests.builders.town import policy
from tests.builders.web import Town


@pytest.fixture
def visitor(town: Town) -> Client:
    return town.stranger()


def article(visitor: Client, instrument: str, number: str) -> str:
    """Return the words of one article as they stand on its page."""
    page = visitor.get(f"/law/{instrument}/").content.decode()
    part = page.split(f'id="art-{number}"', 1)[1].split("</section>", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", part))


def test_every_instrument_shows_every_article(visitor: Client) -> None:
    for code, found in policy().instruments.items():
        page = visitor.get(f"/law/{code}/").content.decode()
        assert [number for number in found.articles if f'id="art-{number}"' not in page] == []


def test_an_article_shows_its_rule_its_standing_and_the_steps_that_heed_it(visitor: Client) -> None:
    said = article(visitor, "anhe-ordinance", "6")
    for part in ("须由系统落实", "法定", "系统在何处遵守", "撤回诉求"):
        assert part in said


def test_what_is_not_done_yet_is_said(visitor: Client) -> None:
    assert "督办层级只载入规则" in article(visitor, "anhe-ordinance", "27")
    assert "系统尚未使用" in article(visitor, "anhe-procedure", "15")


def test_a_scenario_shows_with_its_file(visitor: Client) -> None:
    said = article(visitor, "anhe-procedure-2015", "8")
    assert "修订后反馈或届满即回访" in said
    assert "scenarios/callback.yaml:" in said


def test_duties_are_counted_and_listed_by_name(visitor: Client) -> None:
    page = visitor.get("/law/anhe-duties/").content.decode()
    place = re.search(r'href="(/law/anhe-duties/1/duties/)">(\d+) 项职责', page)
    shown = visitor.get(place.group(1))
    assert shown.content.decode().count('class="law-name"') == int(place.group(2))
    listed = text_of(shown)
    for part in ("河道污染", "水务局", "7 日", "法定"):
        assert part in listed


def test_english_is_complete(town: Town) -> None:
    visitor = town.stranger("en")
    pages = ["/law/", "/law/anhe-duties/1/duties/"]
    pages += [f"/law/{code}/" for code in policy().instruments]
    for place in pages:
        said = text_of(visitor.get(place)).replace("中文", "")
        assert re.findall(r"[\u3400-\u9fff]+", said) == [], place


@pytest.mark.parametrize(
    "place",
    ["/law/no-such/", "/law/no-such/1/duties/", "/law/anhe-duties/99/duties/"],
)
def test_what_is_not_there_is_not_found(visitor: Client, place: str) -> None:
    assert visitor.get(place).status_code == 404


def test_an_article_without_duties_says_so(visitor: Client) -> None:
    assert "没有职责以本条为依据" in text_of(visitor.get("/law/anhe-ordinance/1/duties/"))
