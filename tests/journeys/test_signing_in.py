# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A handler signs in on a phone, mistypes the password, changes the language; nothing is lost."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from jiesu.adapters.identity.memberships import Membership
from tests.builders.web import PASSWORD
from tests.journeys.barriers import check_no_barrier
from tests.journeys.conftest import DESK, PHONE, Site

SMALLEST_TARGET, SMALLEST_TEXT = 44, 16


def sign_in(page: Page, login: str, password: str = PASSWORD) -> None:
    page.goto("/sign-in/")
    page.get_by_label("登录名").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="登录", exact=True).click()


def test_a_handler_signs_in_after_a_slip_and_changes_the_language(site: Site) -> None:
    site.town.account("wang", Membership("handler", "water-bureau"))
    page = site.visit()
    sign_in(page, "wang", "wrong")
    expect(page.locator("#errors")).to_contain_text("登录名或密码不正确")
    expect(page.locator("#errors")).to_be_focused()
    expect(page).to_have_title(re.compile("^有误：登录"))
    expect(page.get_by_label("登录名")).to_have_value("wang")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("wang 测试，您好")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
    page.get_by_text("wang 测试", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def test_it_works_without_script(site: Site) -> None:
    site.town.account("wang", Membership("handler", "water-bureau"))
    page = site.visit(java_script_enabled=False)
    sign_in(page, "wang")
    expect(page.get_by_role("heading", level=1)).to_contain_text("您好")


def test_a_form_survives_a_lost_session_in_a_browser(site: Site) -> None:
    site.town.account("wang", Membership("handler", "water-bureau"))
    page = site.visit()
    sign_in(page, "wang")
    page.goto("/account/")
    site.town.let_pass(timedelta(minutes=31))
    page.get_by_role("link", name="修改密码").click()
    expect(page.locator(".note")).to_contain_text("登录已失效")
    page.get_by_label("登录名").fill("wang")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("修改密码")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_no_barrier_is_found(site: Site, scheme: str, viewport: dict[str, int]) -> None:
    problems: list[str] = []
    page = site.visit(viewport=viewport, color_scheme=scheme)
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if "Policy" in said.text else None)
    for place in ("/sign-in/", "/_styleguide/?toast=1", "/nothing/"):
        page.goto(place)
        check_no_barrier(page, place)
    assert problems == []


def test_targets_are_large_and_text_is_readable(site: Site) -> None:
    page = site.visit()
    for place in ("/sign-in/", "/_styleguide/"):
        page.goto(place)
        small = page.evaluate(
            """([target, text]) => [...document.querySelectorAll(
                 "button, .button, summary, select, textarea, input:not([type=hidden])")]
               .filter(it => it.checkVisibility())
               .map(it => [it.outerHTML.slice(0, 80),
                           (it.labels?.length && ["radio", "checkbox"].includes(it.type)
                             ? it.labels[0] : it).getBoundingClientRect().height,
                           parseFloat(getComputedStyle(it).fontSize)])
               .filter(([, height, size]) => height < target || size < text)""",
            [SMALLEST_TARGET, SMALLEST_TEXT],
        )
        assert small == [], place
