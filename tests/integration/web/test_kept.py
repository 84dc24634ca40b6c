# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Nothing somebody typed is lost: not with the session, not with an old page, not on the way."""

import re
from datetime import timedelta

import pytest
from django.test import Client, override_settings

from jiesu.adapters.identity.memberships import Membership
from tests.builders.factors import code_now, enrol
from tests.builders.web import HOST, PASSWORD, Town, posted

pytestmark = pytest.mark.usefixtures("_test_pages")
WORDS = "\n第一行\r\n“引号” <b>&amp;</b> '撇'\n\n" + "很长的办理经过。" * 4000 + "\n尾行 "


@pytest.fixture
def _test_pages() -> object:
    with override_settings(ROOT_URLCONF="tests.builders.web_urls"):
        yield


def as_sent(text: str) -> str:
    """Return the text as a browser posts it: every end of line is CR LF."""
    return re.sub(r"\r\n|\r|\n", "\r\n", text)


def body(pairs: list[tuple[str, str]], **more: str) -> dict[str, list[str]]:
    data: dict[str, list[str]] = {}
    for name, value in pairs:
        data.setdefault(name, []).append(value)
    return data | {name: [value] for name, value in more.items()}


def report_of(town: Town) -> str:
    appeal = town.desk.dispatched(matter="water.river.pollution")
    order = town.desk.lead(appeal)
    return f"/t/report/{order.id}/{town.desk.appeal(appeal).number}/"


POSTED = {"report": as_sent(WORDS), "no_contact": "not_reached", "command_id": "x", "expected": "1"}


def expire(town: Town) -> None:
    town.let_pass(timedelta(minutes=31))


def test_a_lost_session_keeps_the_form_through_signing_in(town: Town) -> None:
    place = report_of(town)
    client = town.visitor("handler", "water-bureau")
    client.get("/account/")
    expire(town)
    answer = client.post(place, POSTED)
    assert answer.status_code == 401
    page = answer.content.decode()
    assert "没有丢失" in page
    carried = posted(page)
    wrong = client.post("/sign-in/", body(carried, login="handler-water-bureau", password="no"))
    assert wrong.status_code == 422
    carried = posted(wrong.content.decode())
    answer = client.post(
        "/sign-in/", body(carried, login="handler-water-bureau", password=PASSWORD)
    )
    assert answer.status_code == 200
    page = answer.content.decode()
    assert f'action="{place}"' in page
    sent_on = dict(posted(page))
    assert {name: sent_on[name] for name in POSTED} == POSTED


def test_the_second_factor_keeps_it_too(town: Town) -> None:
    place = report_of(town)
    account = town.account("wang", Membership("handler", "water-bureau"))
    secret = enrol(account)
    client = town.stranger()
    carried = posted(client.post(place, POSTED).content.decode())
    answer = client.post("/sign-in/", body(carried, login="wang", password=PASSWORD))
    assert answer.status_code == 200
    carried = posted(answer.content.decode())
    wrong = client.post("/sign-in/code/", body(carried, code="000000"))
    assert wrong.status_code == 422
    answer = client.post(
        "/sign-in/code/", body(posted(wrong.content.decode()), code=code_now(secret))
    )
    sent_on = dict(posted(answer.content.decode()))
    assert {name: sent_on[name] for name in POSTED} == POSTED


def test_an_old_page_is_shown_again_to_be_sent_with_one_click(town: Town) -> None:
    place = report_of(town)
    known = town.visitor("handler", "water-bureau")
    strict = Client(enforce_csrf_checks=True, headers=HOST)
    strict.cookies = known.cookies
    page = strict.post(place, POSTED).content.decode()
    assert "您填写的内容还在" in page
    sent_on = dict(posted(page))
    assert {name: sent_on[name] for name in POSTED} == POSTED
    answer = strict.post(place, {**sent_on})
    assert answer.status_code == 422  # "x" is no command id, but the page was reached


def test_what_a_foreign_page_sends_is_not_kept(town: Town) -> None:
    place = report_of(town)
    known = town.visitor("handler", "water-bureau")
    strict = Client(enforce_csrf_checks=True, headers={**HOST, "origin": "https://evil.example"})
    strict.cookies = known.cookies
    answer = strict.post(place, POSTED)
    assert answer.status_code == 403
    assert "很长的办理经过" not in answer.content.decode()


def test_passwords_are_never_kept(town: Town) -> None:
    client = town.stranger()
    answer = client.post("/account/password/", {"oldpassword": "geheim-1", "password1": "x"})
    assert answer.status_code == 302
    assert "geheim" not in client.get(answer["Location"]).content.decode()


def test_a_kept_form_leads_only_to_pages_of_ours(town: Town) -> None:
    town.account("wang")
    for place in ("https://evil.example/", "//evil.example/", "/nothing/", "/account/password/"):
        kept = {"kept-to": place, "kept-name": "words", "kept-value": "x"}
        form = {"login": "wang", "password": PASSWORD, **kept}
        assert town.stranger().post("/sign-in/", form).status_code == 302


def test_htmx_gets_the_whole_page_in_place_of_a_part(town: Town) -> None:
    answer = town.stranger().post(report_of(town), POSTED, headers={"HX-Request": "true"})
    assert answer.status_code == 401
    assert answer["HX-Retarget"] == "body"
    asked = town.stranger().get("/account/", headers={"HX-Request": "true"})
    assert asked.status_code == 401
    assert asked["HX-Redirect"].startswith("/sign-in/?next=")
