# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A person is asked, the answer is taken down, and it is found again under its unit's figures."""

import re

import pytest
from playwright.sync_api import Page, expect

from jiesu.kernel.ids import spoken_case_number
from tests.builders.appeals import words
from tests.journeys.barriers import check_no_barrier, opened, troubles_of
from tests.journeys.conftest import Site
from tests.journeys.signed_in import at_work

SAID = "小区门口的下水道堵塞，积水很深"


def asked(site: Site, page: Page) -> str:
    """Ask the one person who waits; return the number of the case."""
    appeal = site.town.desk.handled(words=words(SAID))
    number = spoken_case_number(site.town.desk.appeal(appeal).number)
    page.goto("/asking/")
    page.get_by_role("link", name=number).click()
    expect(page.locator(".said")).to_have_text(SAID)
    page.locator("[name=via][value=phone]").check()
    page.locator("[name=contacted]").first.check()
    page.locator("[name=solved][value=unsolved]").check()
    page.locator("[name=satisfied][value=dissatisfied]").check()
    page.locator("main form button").first.dblclick()
    return number


def test_an_answer_is_taken_down_and_found_under_its_unit(site: Site) -> None:
    page = at_work(site, "evaluator")
    number = asked(site, page)
    expect(page.locator("main [role=status]")).to_contain_text("登记回访结果")
    page.get_by_role("link", name="有效回访").click()
    expect(page.get_by_role("row", name=number)).to_contain_text("未解决，不满意")
    page.goto("/ranking/")
    page.get_by_role("link", name="水务局").click()
    expect(page.get_by_role("cell", name=re.compile("未解决"))).to_be_visible()
    page.get_by_role("link", name=number).click()
    expect(page.locator("main")).to_contain_text(SAID)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])
def test_no_barrier_is_found_and_nothing_is_wider_than_the_screen(
    site: Site, language: str, scheme: str, wide: bool
) -> None:
    page = at_work(site, "evaluator", language=language, wide=wide, color_scheme=scheme)
    problems = troubles_of(page)
    asked(site, page)
    waiting = site.town.desk.handled(words=words(SAID))
    asking = site.town.desk.case(waiting).asking.id
    places = ["/asking/", "/asking/?view=answered", f"/asking/{asking}/"]
    places += [f"/asking/{asking}/attempt/", "/ranking/2026-03/", "/ranking/2026-03/water-bureau/"]
    for place in places:
        opened(page, place)
        check_no_barrier(page, place, language)
    assert problems == []


@pytest.mark.long
def test_it_works_without_script(site: Site) -> None:
    page = at_work(site, "evaluator", java_script_enabled=False)
    number = asked(site, page)
    page.get_by_role("link", name="有效回访").click()
    expect(page.get_by_role("row", name=number)).to_contain_text("未解决，不满意")


@pytest.mark.long
def test_an_answer_half_taken_down_survives_a_reload(site: Site) -> None:
    appeal = site.town.desk.handled(words=words(SAID))
    asking = site.town.desk.case(appeal).asking.id
    page = at_work(site, "evaluator")
    page.goto(f"/asking/{asking}/")
    note = "他说水还在往外冒，物业不肯来。"
    page.locator("[name=note]").fill(note)
    page.reload()
    expect(page.locator("[name=note]")).to_have_value(note)
