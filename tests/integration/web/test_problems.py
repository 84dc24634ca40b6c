# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Errors are pages: the right status, the person's language, what to do next."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from tests.builders.web import Town
from tests.builders.web_urls import ERRORS

STATUS = {"bad-input": 422, "conflict": 409, "not-found": 404, "trouble": 503}


@pytest.fixture(autouse=True)
def _test_pages() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.builders.web_urls"):
        yield


@pytest.mark.parametrize("name", ERRORS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_error_says_what_happened_and_what_to_do(town: Town, name: str, language: str) -> None:
    answer = town.stranger(language).get(f"/t/fail/{name}/")
    page, error = answer.content.decode(), ERRORS[name]
    assert answer.status_code == STATUS[name]
    assert error.next_step.say(language, **error.facts) in page
    assert f'lang="{"zh-Hans" if language == "zh" else "en"}"' in page


@pytest.mark.parametrize("name", ERRORS)
def test_htmx_gets_a_part_that_goes_on_top_of_the_page(town: Town, name: str) -> None:
    answer = town.stranger().get(f"/t/fail/{name}/", headers={"HX-Request": "true"})
    assert answer.status_code == STATUS[name]
    assert answer["HX-Retarget"] == "#problem"
    assert "<html" not in answer.content.decode()


def test_every_status_of_a_part_is_one_the_shell_lets_htmx_swap(town: Town) -> None:
    page = town.stranger().get("/sign-in/").content.decode()
    for status in {*STATUS.values(), 401, 403, 412, 429}:
        assert str(status) in page


def test_an_address_that_leads_nowhere_is_answered_in_ones_language(town: Town) -> None:
    answer = town.stranger("en").get("/nothing/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.content.decode()


def test_a_fault_of_ours_shows_nothing_of_its_inside(town: Town) -> None:
    client = town.stranger()
    client.raise_request_exception = False
    answer = client.get("/t/fail/unheard-of/")
    assert answer.status_code == 500
    page = answer.content.decode()
    assert "KeyError" not in page
    assert "系统出错了" in page


def test_every_answer_carries_the_headers(town: Town) -> None:
    for place in ("/sign-in/", "/nothing/", "/t/fail/trouble/", "/healthz"):
        answer = town.stranger().get(place)
        assert answer["Content-Security-Policy"].startswith("default-src 'none'")
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Referrer-Policy"] == "same-origin"


def test_the_language_is_a_choice_that_is_kept(town: Town) -> None:
    client = town.stranger()
    answer = client.get("/sign-in/", headers={"accept-language": "en"})
    assert 'lang="zh-Hans"' in answer.content.decode()
    answer = client.post("/language/", {"to": "en", "next": "/sign-in/"})
    assert answer["Location"] == "/sign-in/"
    assert "<h1>Sign in</h1>" in client.get("/sign-in/").content.decode()
    assert client.post("/language/", {"to": "zh", "next": "https://x.example"})["Location"] == "/"


def test_english_pages_speak_english(town: Town) -> None:
    import re  # noqa: PLC0415 -- only here

    town.account("wang")
    client = town.signed_in("wang", language="en")
    names = re.compile(r"wang 测试|中文")
    for place in ("/", "/account/", "/account/password/", "/nothing/", "/_styleguide/"):
        page = names.sub("", client.get(place).content.decode())
        assert re.findall("[\u3400-\u9fff]+", page) == [], place


def test_ready_names_the_part_that_fails_and_live_goes_on(town: Town) -> None:
    client = town.stranger()
    assert client.get("/readyz").json()["ready"] is True
    town.city.pool.close()
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["parts"] == {"database": False, "accounts": True, "pack": True}
    assert client.get("/healthz").status_code == 200


def test_the_style_guide_is_for_demonstrations_only(town: Town, database: str) -> None:
    from tests.builders.web import web_town  # noqa: PLC0415 -- a second one

    assert town.stranger().get("/_styleguide/").status_code == 200
    with web_town(database, demo=False) as plain:
        assert plain.stranger().get("/_styleguide/").status_code == 404
