# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What keeps people out of a page, in any language and on any screen."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_OWN_WORDS = """all => all.map(each => {
  const copy = each.cloneNode(true);
  copy.querySelectorAll("mark").forEach(mark => mark.remove());
  return copy.textContent;
})"""
"""What the page says itself: marked is what somebody else said, in whatever language."""


def opened(page: Page, place: str) -> None:
    """Go to a place and unfold everything that is folded away."""
    page.goto(place)
    for each in page.locator("main details").all():
        each.evaluate("details => { details.open = true; }")


def check_no_barrier(page: Page, place: str, language: str = "zh") -> None:
    """Fail for what axe finds, for a page wider than its screen, for Chinese in English chrome."""
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], place
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), place
    if language == "en":
        chrome = page.locator("main h1, main h2, main button, main label, main .lead")
        texts = chrome.evaluate_all(_OWN_WORDS)
        said = [text for text in texts if re.search(r"[\u3400-\u9fff]", text)]
        assert said == [], place


def troubles_of(page: Page) -> list[str]:
    """Return a list that fills with what goes wrong in the page's scripts and policies."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    return found
