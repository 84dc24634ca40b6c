# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The hotline's door: a call taken down on one page, and what it costs."""

import json
import re
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from jiesu.application.catalogue import REGISTRY
from jiesu.application.doors import command_from_fields
from jiesu.bootstrap.web import open_office
from jiesu.domain.access import Actor
from jiesu.domain.interactions.messages import SaveDraft
from jiesu.domain.memberships import GrantRole
from jiesu.kernel.private import PrivateKind, PrivateText
from tests.builders.appeals import words
from tests.builders.statements import measured
from tests.builders.web import Town, posted_to
from tests.integration.web.desk_forms import (
    PHONE,
    SAID,
    TOLD,
    appeal_of,
    begun,
    form_of,
    number_in,
    place_of,
    saved,
    types,
)

LIST_STATEMENTS, COMMAND_STATEMENTS, LIST_CPU_MS = 4, 8, 15.0

# ---------------------------------------------------------------------------------- taking calls


@pytest.mark.parametrize(
    ("language", "then", "typed", "said", "state"),
    [
        ("zh", "dispatch", {}, "已登记并派单", "dispatched"),
        ("en", "dispatch", {}, "Registered and dispatched", "dispatched"),
        ("zh", "register", {}, "已登记：", "registered"),
        ("zh", "answer", {"kind": "inquiry", "reply": "今天下午恢复"}, "当场答复", "answered"),
        ("en", "route", {"route": "emergency"}, "told by a special route", "routed"),
    ],
)
def test_a_call_is_taken_down_and_settled_in_one_go(
    town: Town, language: str, then: str, typed: dict[str, str], said: str, state: str
) -> None:
    client = town.visitor("operator", language=language)
    address, form = begun(client)
    data = {**form, **TOLD, "kind": "help", "account": PHONE, "then": then, **typed}
    answer = client.post(address, data)
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer["Location"]).content.decode()
    assert said in page
    assert SAID in page
    case = appeal_of(town, number_in(answer["Location"]))
    assert case.appeal.state == state
    assert case.appeal.contact is not None
    assert case.interaction.state == "taken_up"


def test_a_special_route_without_own_words_records_the_script(town: Town) -> None:
    client = town.visitor("operator")
    address, form = begun(client)
    assert "请立即拨打110、119、120或122" in client.get(address).content.decode()
    data = {**form, **TOLD, "kind": "help", "then": "route", "route": "emergency"}
    page = client.get(client.post(address, data)["Location"]).content.decode()
    assert "请立即拨打110、119、120或122" in page


def test_what_is_missing_is_named_and_everything_typed_stays(town: Town) -> None:
    client = town.visitor("operator")
    address, form = begun(client)
    data = {**form, "words": SAID, "kind": "help", "then": "answer"}
    answer = client.post(address, data)
    assert answer.status_code == 422
    assert "当场答复须填写答复内容" in answer.content.decode()
    assert SAID in answer.content.decode()


def test_what_the_law_refuses_registers_nothing_and_keeps_what_was_typed(town: Town) -> None:
    client = town.visitor("operator")
    address, form = begun(client)
    data = {**form, **TOLD, "kind": "complaint", "then": "answer", "reply": "好的"}
    answer = client.post(address, data)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "不能当场答复了结" in text
    assert "《安和市接诉即办条例》第5条" in text
    assert SAID in text
    again = posted_to(text, address)
    done = client.post(address, {**again, **data, **_ids(again), "then": "dispatch"})
    assert done.status_code == 302


def _ids(form: dict[str, str]) -> dict[str, str]:
    return {name: form[name] for name in ("command_id", "appeal_id", "again")}


def test_sent_twice_it_is_one_appeal(town: Town) -> None:
    client = town.visitor("operator")
    address, form = begun(client)
    data = {**form, **TOLD, "kind": "help", "then": "dispatch"}
    places = {client.post(address, data)["Location"] for _ in range(3)}
    assert len(places) == 1
    assert types(town, UUID(form["appeal_id"])) == ["AppealRegistered", "AppealDispatched"]


def test_one_call_brings_several_appeals_with_the_caller_kept(town: Town) -> None:
    client = town.visitor("operator")
    address, form = begun(client)
    caller = {"account": PHONE, "appellant": "王大明", "confidential": "on"}
    first = {**form, **TOLD, **caller, "kind": "help", "then": "dispatch", "another": "on"}
    page = client.post(address, first).content.decode()
    assert "同一来电再登记一件" in page
    assert "这次来电已登记" in page
    again = posted_to(page, address)
    assert (again["account"], again["appellant"], again["words"]) == (PHONE, "王大明", "")
    assert again["confidential"] == "on"
    second = {**again, "words": "路灯也不亮", "kind": "help", "then": "register"}
    place = client.post(address, second)["Location"]
    case = appeal_of(town, number_in(place))
    assert len(case.interaction.appeals) == 2
    assert "同一来电的其他诉求" in client.get(place).content.decode()


def test_another_appeal_of_the_call_can_be_registered_from_its_case(town: Town) -> None:
    client = town.visitor("operator")
    appeal = town.desk.dispatched()
    contact = town.desk.appeal(appeal).interaction_id
    page = client.get(place_of(town, appeal)).content.decode()
    assert f"/desk/call/{contact}/" in page
    form = form_of(client, f"/desk/call/{contact}/")
    data = {**form, "words": "还有一件", "kind": "help", "then": "register"}
    assert client.post(f"/desk/call/{contact}/", data).status_code == 302


def test_two_tabs_of_one_call_never_register_it_twice_unseen(town: Town) -> None:
    client = town.visitor("operator")
    address, one = begun(client)
    other = form_of(client, address)
    assert (
        client.post(address, {**one, **TOLD, "kind": "help", "then": "register"}).status_code == 302
    )
    answer = client.post(address, {**other, "words": "另一件", "kind": "help", "then": "register"})
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "这次来电已登记" in text
    assert "另一件" in text
    again = posted_to(text, address)
    assert again["again"] == "True"
    done = client.post(address, {**again, "words": "另一件", "kind": "help", "then": "register"})
    assert done.status_code == 302


# ------------------------------------------------------------------------------------ the draft


def test_what_is_typed_is_saved_and_found_again(town: Town) -> None:
    client = town.visitor("operator")
    address, form = begun(client)
    version, command = 0, town.city.ids.new()
    for text in ("小区", "小区门口", "小区门口的下水道"):
        more = {"words": text, "account": PHONE, "command_id": command, "expected": version}
        answer = saved(client, address, form, **more)
        said = answer.json()
        assert re.fullmatch(r"已保存 \d\d:\d\d:\d\d", said["say"])
        version, command = said["version"], said["next"]
    assert saved(client, address, form, **more).json()["version"] == version  # repeated: no change
    page = client.get(address).content.decode()
    found = posted_to(page, address)
    assert (found["words"], found["account"]) == ("小区门口的下水道", PHONE)
    assert f'data-version="{version}"' in page
    assert "小区门口的下水道" in client.get("/desk/drafts/").content.decode()


def test_a_number_alone_is_worth_a_draft(town: Town) -> None:
    client = town.visitor("operator")
    address, form = begun(client)
    more = {"words": "", "account": PHONE, "command_id": town.city.ids.new(), "expected": 0}
    assert saved(client, address, form, **more).status_code == 200
    found = form_of(client, address)
    assert (found["words"], found["account"]) == ("", PHONE)


def test_two_tabs_see_each_others_words_before_anything_is_overwritten(town: Town) -> None:
    client = town.visitor("operator")
    address, form = begun(client)
    ids = town.city.ids
    first = {"words": "第一窗口", "command_id": ids.new(), "expected": 0}
    assert saved(client, address, form, **first).status_code == 200
    second = {"words": "第二窗口", "command_id": ids.new(), "expected": 0}
    answer = saved(client, address, form, **second)
    assert answer.status_code == 409
    said = answer.json()
    assert said["theirs"] == "第一窗口"
    second = {
        "words": "第一窗口\n第二窗口",
        "command_id": said["next"],
        "expected": said["version"],
    }
    assert saved(client, address, form, **second).status_code == 200


def test_nobody_reads_or_writes_the_draft_of_somebody_else(town: Town) -> None:
    contact = town.city.ids.new()
    row = REGISTRY[SaveDraft]
    fields = {"interaction_id": contact, "channel": "phone", "words": "别人的草稿"}
    town.desk.do(command_from_fields(row, fields))
    client, address = town.visitor("operator"), f"/desk/call/{contact}/"
    assert client.get(address).status_code == 404
    more = {"words": "改写", "command_id": town.city.ids.new(), "expected": 2}
    assert saved(client, address, {}, **more).status_code == 404
    assert "别人的草稿" not in client.get("/desk/drafts/").content.decode()


def test_a_call_that_was_registered_elsewhere_is_saved_no_more(town: Town) -> None:
    client = town.visitor("operator")
    address, form = begun(client)
    client.post(address, {**form, **TOLD, "kind": "help", "then": "register"})
    more = {"words": "还在写", "command_id": town.city.ids.new(), "expected": 9}
    answer = saved(client, address, form, **more)
    assert (answer.status_code, answer.json()["stop"]) == (409, True)


def test_a_session_that_ends_in_a_long_draft_loses_nothing(town: Town) -> None:
    client = town.visitor("operator")
    address, form = begun(client)
    long = SAID * 200
    town.let_pass(timedelta(minutes=31))
    answer = client.post(address, {**form, **TOLD, "words": long, "kind": "help"})
    assert answer.status_code == 401
    assert long in answer.content.decode()
    more = {"words": long, "command_id": town.city.ids.new(), "expected": 0}
    assert saved(client, address, form, **more).status_code == 302


def test_a_call_without_an_appeal_ends_with_its_reason(town: Town) -> None:
    client = town.visitor("operator")
    address, _ = begun(client)
    form = posted_to(client.get(address).content.decode(), "/end/")
    assert "请选择结束的原因" in client.post(f"{address}end/", form, follow=True).content.decode()
    for _ in range(2):
        assert client.post(f"{address}end/", {**form, "reason": "silent"}).status_code == 302
    contact = UUID(address.split("/")[-2])
    assert types(town, contact) == ["InteractionOpened", "DraftSaved", "InteractionEnded"]
    assert "来电已结束" in client.get(address).content.decode()


# -------------------------------------------------------------------------------- while talking


def test_earlier_appeals_of_the_number_appear_with_their_state(town: Town) -> None:
    number = PrivateText(PrivateKind.ACCOUNT, PHONE)
    contact = PrivateText(PrivateKind.CONTACT, PHONE)
    town.desk.dispatched(account=number, contact=contact, words=words("路灯不亮"))
    client = town.visitor("operator")
    page = client.post("/desk/earlier/", {"account": "138 0013 8000"}).content.decode()
    assert page.count("路灯不亮") == 1
    assert "办理中" in page
    assert (
        "以前没有诉求" in client.post("/desk/earlier/", {"account": "13900139000"}).content.decode()
    )


def test_who_would_be_responsible_is_said_while_typing(town: Town) -> None:
    client = town.visitor("operator")
    page = client.post("/desk/foresee/", TOLD).content.decode()
    assert "下水道堵塞" in page
    assert "水务局" in page
    assert "24 小时" in page
    assert "《安和市接诉即办条例》第10条" in page
    accused = client.post("/desk/foresee/", {**TOLD, "complained_unit": "water-bureau"})
    assert "<strong>水务局</strong>" not in accused.content.decode()
    assert "第8条" in accused.content.decode()


def test_a_save_from_elsewhere_is_refused(town: Town) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    strict.cookies = town.visitor("operator").cookies
    contact = town.city.ids.new()
    data = {"words": "x", "channel": "phone", "command_id": str(contact), "expected": "0"}
    assert strict.post(f"/desk/call/{contact}/draft/", data).status_code == 403
    assert types(town, contact) == []


@pytest.mark.parametrize("missing", ["command_id", "expected", "channel"])
def test_a_save_that_cannot_be_read_says_so(town: Town, missing: str) -> None:
    client = town.visitor("operator")
    contact = town.city.ids.new()
    data = {"words": "x", "channel": "phone", "command_id": str(contact), "expected": "0"}
    data[missing] = "?"
    assert client.post(f"/desk/call/{contact}/draft/", data).status_code == 422


# ------------------------------------------------------------------------------------- budgets


def real(town: Town) -> Client:
    """Return an operator whose role was granted through the gate, as outside of tests."""
    open_office(town.city, town.office.settings)
    client = town.visitor("operator")
    account = str(town.account("operator").pk)
    grant = GrantRole(membership_id=town.city.ids.new(), account=account, role="operator")
    town.city.gate.handle(grant, Actor("admin-1", "admin"))
    for _ in range(3):
        client.get("/desk/")
    return client


def test_the_desk_costs_four_statements_and_little_time(town: Town) -> None:
    for _ in range(51):
        town.desk.registered()
    client, costs = real(town), []
    for _ in range(6):
        with measured() as cost:
            page = client.get("/desk/")
        costs.append(cost)
    assert page.content.decode().count('class="work-what"') == 50
    assert {cost.count for cost in costs} == {LIST_STATEMENTS}, costs[-1].statements
    assert min(cost.cpu_ms for cost in costs) <= LIST_CPU_MS


def test_saving_and_registering_cost_eight_statements_at_most(town: Town) -> None:
    client = real(town)
    address, form = begun(client)
    more = {"words": SAID, "command_id": town.city.ids.new(), "expected": 0}
    with measured() as saving:
        assert saved(client, address, form, **more).status_code == 200
    data = {**form, **TOLD, "kind": "help", "account": PHONE, "then": "dispatch"}
    with measured() as registering:
        assert client.post(address, data).status_code == 302
    costs = {"save": saving.count, "register and dispatch": registering.count}
    assert max(costs.values()) <= COMMAND_STATEMENTS, json.dumps(costs)
