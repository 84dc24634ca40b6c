# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The second factor: switched on, asked for, used once, switched off."""

import re

from jiesu.adapters.identity.memberships import Membership
from tests.builders.factors import SECRET, code_now, enrol
from tests.builders.web import PASSWORD, Town


def test_it_is_asked_for_and_a_code_works_once(town: Town) -> None:
    account = town.account("wang", Membership("operator"))
    enrol(account)
    client = town.stranger()
    answer = client.post("/sign-in/", {"login": "wang", "password": PASSWORD})
    assert answer["Location"] == "/sign-in/code/"
    assert client.get("/account/").status_code == 302
    assert client.post("/sign-in/code/", {"code": "123456"}).status_code == 422
    code = code_now(SECRET)
    assert client.post("/sign-in/code/", {"code": code})["Location"] == "/"
    assert client.get("/account/").status_code == 200
    other = town.stranger()
    other.post("/sign-in/", {"login": "wang", "password": PASSWORD})
    assert other.post("/sign-in/code/", {"code": code}).status_code == 422


def test_its_secret_lies_sealed(town: Town) -> None:
    from allauth.mfa.models import Authenticator  # noqa: PLC0415 -- needs Django

    enrol(town.account("wang"))
    assert SECRET not in str(Authenticator.objects.get().data)


def test_it_is_switched_on_and_off_after_the_password(town: Town) -> None:
    town.account("wang", Membership("operator"))
    client = town.stranger()
    client.post("/sign-in/", {"login": "wang", "password": PASSWORD})
    answer = client.get("/account/second-factor/")
    assert answer["Location"].startswith("/account/again/")
    again = answer["Location"]
    assert client.post(again, {"password": "no"}).status_code == 422
    assert client.post(again, {"password": PASSWORD})["Location"] == "/account/second-factor/"
    page = client.get("/account/second-factor/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)
    assert secret is not None
    assert client.post("/account/second-factor/", {"code": "1"}).status_code == 422
    code = code_now(secret.group(1))
    assert client.post("/account/second-factor/", {"code": code})["Location"] == "/account/"
    assert "已启用" in client.get("/account/").content.decode()
    assert client.post("/account/second-factor/off/")["Location"] == "/account/"
    assert "未启用" in client.get("/account/").content.decode()


def test_guessing_codes_is_stopped(town: Town) -> None:
    enrol(town.account("wang"))
    client = town.stranger()
    client.post("/sign-in/", {"login": "wang", "password": PASSWORD})
    pages = [client.post("/sign-in/code/", {"code": "000000"}) for _ in range(6)]
    assert "失败次数太多" in pages[-1].content.decode()
