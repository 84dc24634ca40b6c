# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Saying it: one form, one page to check, one receipt; nothing typed lost, nothing sent twice."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from jiesu.domain.appeals.messages import Capacity
from jiesu.domain.taxonomy import AppealKind, Channel
from jiesu.domain.understanding import Understood
from tests.builders.citizens import PHONE, WORDS, Citizen, citizen, text_of
from tests.builders.readers import understood_as
from tests.builders.web import HOST, Town, posted

LONGEST = 10_000  # of the example town since 2015


def count(town: Town) -> int:
    with town.city.store.connection() as connection:
        return connection.execute("SELECT count(*) FROM appeal").fetchone()[0]


def hidden(answer: object, name: str) -> str:
    return dict(posted(answer.content.decode()))[name]


def test_a_stranger_is_welcomed_with_one_box_and_staff_with_their_work(town: Town) -> None:
    page = citizen(town).read("/")
    for said in ("您遇到了什么问题", "查询进度", "110", "工作人员登录"):
        assert said in page
    assert "您好" in text_of(town.visitor("operator").get("/"))
    assert "您遇到了什么问题" in text_of(town.visitor("operator").get("/appeal/"))


@pytest.mark.parametrize(
    ("language", "check", "received", "next_step"),
    [
        ("zh", "请核对", "已收到您的诉求", "我们为您派单"),
        ("en", "Check before sending", "We have your appeal", "We assign your appeal"),
    ],
)
def test_words_are_enough(
    town: Town, language: str, check: str, received: str, next_step: str
) -> None:
    one = citizen(town, language)
    data = {"words": WORDS, "draft": one.draft()}
    page = text_of(one.client.post("/appeal/check/", data))
    assert check in page
    assert count(town) == 0
    receipt = one.client.post("/appeal/send/", data, follow=True)
    said = text_of(receipt)
    assert received in said
    assert next_step in said
    one.number = re.search(r"\d{6}-\d{7}-\d{2}", said).group()
    appeal = town.desk.appeal(one.appeal)
    assert (appeal.kind, appeal.channel, appeal.matter) == (AppealKind.HELP, Channel.WEB, None)
    assert appeal.orders == ()
    again = one.client.get(f"/appeals/{one.number}/receipt/")
    assert text_of(again) == said


def test_everything_filled_in_arrives(town: Town) -> None:
    one = citizen(town).send(
        area="qc-liuyin",
        place="柳荫路 12 号院",
        contact="１３８－００１３－８０００",
        kind="complaint",
        appellant="王阿姨",
        capacity="proxy",
        representative="王小明",
        confidential="on",
        organisation="on",
        matter="water.river.pollution",
    )
    appeal = town.desk.appeal(one.appeal)
    assert (appeal.kind, appeal.capacity) == (AppealKind.COMPLAINT, Capacity.PROXY)
    assert (appeal.area, appeal.matter) == ("qc-liuyin", "water.river.pollution")
    assert appeal.confidential
    assert appeal.organisation
    kept = dict(town.city.revealed(one.appeal))
    assert kept["contact"] == PHONE
    assert kept["place"] == "柳荫路 12 号院"


def test_the_page_to_check_leads_back_to_any_answer_and_loses_none(town: Town) -> None:
    one = citizen(town)
    data = one.typed(place="柳荫路", appellant="王", confidential="on", words=WORDS + "\r\n第二行")
    check = one.client.post("/appeal/check/", data)
    assert 'formaction="/appeal/#id_place"' in check.content.decode()
    carried = dict(posted(check.content.decode()))
    form = one.client.post("/appeal/", {**carried, "change": "appellant"})
    again = dict(posted(form.content.decode()))
    for name in ("place", "appellant", "contact", "draft"):
        assert again[name] == data[name]
    assert again["words"].replace("\r", "") == data["words"].replace("\r", "")
    page = form.content.decode()
    assert re.search(r'<input[^>]*name="confidential"[^>]*checked', page)
    assert '<details class="fold" open>' in page


def test_the_language_changes_in_the_middle_of_it(town: Town) -> None:
    one = citizen(town)
    check = one.client.post("/appeal/check/", {**one.typed(), "language": "en"})
    assert "Check before sending" in text_of(check)
    assert WORDS in text_of(check)
    assert "What is wrong?" in one.read("/")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": ""}, "请写下您的问题"),
        ({"words": " \u3000\u200b"}, "请写下您的问题"),
        ({"words": "水" * (LONGEST + 1)}, "超过上限 10000 个字"),
        ({"words": "水\x07"}, "控制字符"),
        ({"contact": "12"}, "不像电话号码"),
        ({"contact": "wang@"}, "不像电话号码"),
        ({"place": "路" * 201}, "超过上限 200 个字"),
        ({"area": "atlantis"}, "atlantis"),
        ({"kind": "wish"}, "wish"),
        ({"capacity": "proxy"}, "请填写代办人"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(
    town: Town, fields: dict[str, str], said: str
) -> None:
    one = citizen(town)
    for place in ("/appeal/check/", "/appeal/send/"):
        data = one.typed(place="柳荫路") | fields
        answer = one.client.post(place, data)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in page
        assert "<title>有误：" in page
        assert dict(posted(page))["draft"] == data["draft"]
        if "place" not in fields:
            assert 'value="柳荫路"' in page
    assert count(town) == 0


@pytest.mark.parametrize(
    "text", ["水" * LONGEST, "𠮷野𠀀的䶮家\r\n水管", "<script>alert(1)</script>"]
)
def test_whatever_people_write_is_kept_to_the_letter(town: Town, text: str) -> None:
    one = citizen(town)
    check = one.client.post("/appeal/check/", one.typed(words=text))
    assert check.status_code == 200
    assert "<script>alert" not in check.content.decode()
    one.send(words=text)
    kept = dict(town.city.revealed(one.appeal))
    assert kept["words"] == text.replace("\r\n", "\n")


def test_an_emergency_is_answered_at_once_and_never_held_up(town: Town) -> None:
    one = citizen(town)
    page = text_of(one.client.post("/appeal/check/", one.typed(words="楼道里着火了")))
    assert "听起来很紧急" in page
    assert "119" in page
    one.send(words="楼道里着火了")
    calm = text_of(one.client.post("/appeal/check/", one.typed()))
    assert "听起来很紧急" not in calm


def test_a_matter_is_suggested_by_the_words_and_never_needed(town: Town) -> None:
    one = citizen(town)
    assert "河道污染" in text_of(one.client.post("/appeal/check/", one.typed()))
    understood_as(town.city, Understood())
    assert "是下面哪一类吗" not in text_of(
        one.client.post("/appeal/check/", one.typed(words="有件事想说"))
    )


def test_without_a_contact_it_says_what_is_lost(town: Town) -> None:
    one = citizen(town)
    page = text_of(one.client.post("/appeal/check/", one.typed(contact="")))
    assert "您没有留联系方式" in page


# ------------------------------------------------------------------- sent twice, late, elsewhere


def test_a_double_click_is_one_appeal_with_one_receipt(town: Town) -> None:
    one = citizen(town)
    data = one.typed()
    first, second = (one.client.post("/appeal/send/", data) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert count(town) == 1


def test_a_receipt_that_never_arrived_is_given_again_with_a_code_that_works(town: Town) -> None:
    one = citizen(town)
    data = one.typed()
    lost = one.client.post("/appeal/send/", data)
    for name in [each for each in one.client.cookies if each.startswith("follow-")]:
        del one.client.cookies[name]
    answer = one.client.post("/appeal/send/", data, follow=True)
    assert "已收到您的诉求" in text_of(answer)
    assert answer.redirect_chain[0][0] == lost["Location"]
    assert count(town) == 1


def test_going_back_and_writing_something_else_makes_a_new_appeal_only_when_asked(
    town: Town,
) -> None:
    one = citizen(town)
    data = one.typed()
    one.client.post("/appeal/send/", data)
    other = {**data, "words": "另外，路灯也不亮。"}
    answer = one.client.post("/appeal/send/", other)
    assert answer.status_code == 409
    assert "已经提交过一次" in text_of(answer)
    assert "另外，路灯也不亮。" in text_of(answer)
    assert count(town) == 1
    carried = dict(posted(answer.content.decode()))
    assert carried["draft"] != data["draft"]
    assert one.client.post("/appeal/send/", carried).status_code == 303
    assert count(town) == 2


def test_two_tabs_are_two_appeals_and_both_are_followed(town: Town) -> None:
    one = citizen(town)
    left, right = one.typed(words="第一件"), one.typed(words="第二件")
    one.client.post("/appeal/send/", left)
    one.client.post("/appeal/send/", right)
    assert count(town) == 2
    assert one.read("/my/").count("待派单") == 2


def test_a_page_that_grew_too_old_loses_nothing(town: Town) -> None:
    client = Client(headers=HOST, enforce_csrf_checks=True)
    one = Citizen(town, client)
    data = one.typed(place="柳荫路")
    answer = client.post("/appeal/send/", {**data, "csrfmiddlewaretoken": "x" * 64})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "您填写的内容都还在" in page
    carried = dict(posted(page))
    assert (carried["words"], carried["place"]) == (WORDS, "柳荫路")
    assert client.post("/appeal/send/", carried).status_code == 303
    assert count(town) == 1


def test_what_another_site_sends_is_neither_taken_nor_shown(town: Town) -> None:
    client = Client(
        headers={**HOST, "origin": "https://elsewhere.example"}, enforce_csrf_checks=True
    )
    answer = client.post("/appeal/send/", {"words": "别人写的话"})
    assert answer.status_code == 403
    assert "别人写的话" not in answer.content.decode()
    assert count(town) == 0


def test_ids_that_are_not_ours_or_too_old_are_made_anew(town: Town) -> None:
    one = citizen(town)
    forged = one.client.post("/appeal/send/", one.typed(draft="WyJhIl0:1:x"))
    assert forged.status_code == 409
    assert (
        one.client.post("/appeal/send/", dict(posted(forged.content.decode()))).status_code == 303
    )
    assert count(town) == 1


def test_pages_of_the_way_are_kept_by_the_browser_alone_and_those_after_it_by_nobody(
    town: Town,
) -> None:
    one = citizen(town)
    assert one.client.get("/")["Cache-Control"] == "private, no-cache"
    for place in ("/appeal/check/", "/appeal/"):
        assert one.client.post(place, one.typed())["Cache-Control"] == "private, no-cache"
    one.send()
    for place in (one.place, f"{one.place}receipt/", "/my/"):
        assert one.client.get(place)["Cache-Control"] == "no-store"


def test_opened_by_address_the_pages_in_between_lead_to_the_form(town: Town) -> None:
    one = citizen(town)
    for place in ("/appeal/check/", "/appeal/send/"):
        assert one.client.get(place)["Location"] == "/appeal/"
    town.let_pass(timedelta(days=1))
    assert "您遇到了什么问题" in one.read("/appeal/")
