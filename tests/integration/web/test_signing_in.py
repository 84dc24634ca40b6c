# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Signing in: who may, who has to wait, how long it lasts, in how many places."""

from datetime import timedelta

import pytest
from django.test import Client

from jiesu.adapters.identity.memberships import Membership
from tests.builders.web import PASSWORD, Town


def sign_in(client: Client, login: str, password: str = PASSWORD, **more: object) -> object:
    return client.post("/sign-in/", {"login": login, "password": password, **more})


def test_the_right_password_lets_in(town: Town) -> None:
    town.account("wang", Membership("handler", "water-bureau"))
    client = town.stranger()
    answer = sign_in(client, " Wang ")
    assert (answer.status_code, answer["Location"]) == (302, "/")
    page = client.get("/").content.decode()
    assert "wang 测试" in page
    assert "承办人员 · 水务局" in page


def test_where_one_wanted_to_go_is_remembered(town: Town) -> None:
    town.account("wang")
    client = town.stranger()
    first = client.get("/account/")
    assert (first.status_code, first["Location"]) == (302, "/sign-in/?next=%2Faccount%2F")
    assert sign_in(client, "wang", next="/account/")["Location"] == "/account/"
    assert sign_in(town.stranger(), "wang", next="https://example.org/")["Location"] == "/"


@pytest.mark.parametrize(
    ("language", "said"), [("zh", "登录名或密码不正确"), ("en", "is not right")]
)
def test_a_wrong_password_and_an_unknown_login_read_alike(
    town: Town, language: str, said: str
) -> None:
    town.account("wang")
    pages = {
        login: sign_in(town.stranger(language), login, "wrong").content.decode()
        for login in ("wang", "nobody")
    }
    assert all(said in page for page in pages.values())


def test_too_many_failures_have_to_wait_and_are_told_how_long(town: Town) -> None:
    town.account("wang")
    client = town.stranger()
    for _ in range(5):
        assert "不正确" in sign_in(client, "wang", "wrong").content.decode()
    page = sign_in(client, "WANG").content.decode()
    assert "请 5 分钟后再试" in page
    assert client.get("/account/").status_code == 302


def test_a_locked_account_is_told_so_once_it_is_known(town: Town) -> None:
    from jiesu.adapters.identity.accounts import Accounts  # noqa: PLC0415 -- needs Django

    account = town.account("wang")
    client = town.signed_in("wang")
    assert client.get("/account/").status_code == 200
    Accounts(town.city.clock).lock(account)
    assert client.get("/account/").status_code == 302
    assert "已停用" in sign_in(town.stranger(), "wang").content.decode()
    assert "不正确" in sign_in(town.stranger(), "wang", "wrong").content.decode()


def test_a_session_ends_when_it_lies_idle(town: Town) -> None:
    client = town.visitor("operator")
    for minutes in (29, 29, 29):
        town.let_pass(timedelta(minutes=minutes))
        assert client.get("/account/").status_code == 200
    town.let_pass(timedelta(minutes=31))
    answer = client.get("/account/")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/sign-in/?next=%2Faccount%2F&ended=1",
    )
    assert "登录已失效" in client.get(answer["Location"]).content.decode()


def test_a_session_ends_after_its_whole_time_however_busy(town: Town) -> None:
    client = town.visitor("operator")
    client.get("/account/")
    for _ in range(24):
        assert client.get("/account/").status_code == 200
        town.let_pass(timedelta(minutes=29, seconds=59))
    town.let_pass(timedelta(minutes=1))
    assert client.get("/account/").status_code == 302


def test_only_so_many_places_at_once_the_oldest_goes(town: Town) -> None:
    town.account("wang")
    clients = [town.stranger() for _ in range(4)]
    for client in clients:
        sign_in(client, "wang")
    assert [client.get("/account/").status_code for client in clients] == [302, 200, 200, 200]


def test_one_sees_where_one_is_signed_in_and_ends_it(town: Town) -> None:
    from allauth.usersessions.models import UserSession  # noqa: PLC0415 -- needs Django

    town.account("wang")
    here, there = town.stranger(), town.stranger()
    sign_in(there, "wang")
    sign_in(here, "wang")
    assert here.get("/account/").content.decode().count(">结束<") == 1
    elsewhere = UserSession.objects.get(session_key=there.cookies["sessionid"].value)
    other = town.signed_in("li")
    assert other.post(f"/account/places/{elsewhere.pk}/end/").status_code == 404
    assert here.post(f"/account/places/{elsewhere.pk}/end/").status_code == 302
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200


def test_signing_out_ends_the_session(town: Town) -> None:
    town.account("wang")
    client = town.stranger()
    sign_in(client, "wang")
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert client.get("/account/").status_code == 302


def test_a_new_password_needs_the_old_one_and_ends_other_places(town: Town) -> None:
    town.account("wang")
    here, there = town.stranger(), town.stranger()
    sign_in(there, "wang")
    sign_in(here, "wang")
    fresh = "seven quiet lanterns 灯"
    form = {"oldpassword": "wrong", "password1": fresh, "password2": fresh}
    assert here.post("/account/password/", form).status_code == 422
    answer = here.post("/account/password/", {**form, "oldpassword": PASSWORD})
    assert (answer.status_code, answer["Location"]) == (302, "/account/")
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    assert sign_in(town.stranger(), "wang", fresh).status_code == 302


def test_an_account_without_role_sees_what_to_do(town: Town) -> None:
    page = town.signed_in("new").get("/").content.decode()
    assert "还没有角色" in page


def test_somebody_with_two_posts_acts_in_one_and_may_change(town: Town) -> None:
    client = town.signed_in("zhao", Membership("dispatcher"), Membership("handler", "water-bureau"))
    assert "派单员" in client.get("/account/").content.decode()
    client.post("/act-as/", {"membership": "handler@water-bureau"})
    assert '<p class="menu-note">承办人员 · 水务局</p>' in client.get("/").content.decode()
    client.post("/act-as/", {"membership": "auditor"})
    assert '<p class="menu-note">承办人员 · 水务局</p>' in client.get("/").content.decode()
