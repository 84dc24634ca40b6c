# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The desk and its cases: what waits, what may be done, what is hidden."""

from datetime import timedelta
from uuid import UUID

import pytest

from jiesu.adapters.identity.memberships import Membership
from jiesu.domain.taxonomy import AppealKind
from jiesu.domain.workorders.messages import SignFor
from jiesu.kernel.private import PrivateKind, PrivateText
from tests.builders.appeals import words
from tests.builders.people import handler
from tests.builders.web import Town, posted, posted_to
from tests.integration.web.desk_forms import PHONE, TOLD, begun, place_of, saved, types


def test_the_desk_shows_what_waits_and_finds_by_number_and_phone(town: Town) -> None:
    number = PrivateText(PrivateKind.ACCOUNT, PHONE)
    waiting = town.desk.registered(words=words("等待派单的事"), account=number)
    client = town.visitor("dispatcher")
    page = client.get("/desk/").content.decode()
    assert "等待派单的事" in page
    assert "登记来电" not in page
    town.let_pass(timedelta(hours=3))
    client = town.visitor("dispatcher")
    assert "等待派单的事" in client.get("/desk/?view=late").content.decode()
    plain = town.desk.appeal(waiting).number
    found = client.post("/desk/find/", {"asked": plain})
    assert found["Location"] == place_of(town, waiting)
    assert "等待派单的事" in client.post("/desk/find/", {"asked": PHONE}).content.decode()
    assert client.post("/desk/find/", {"asked": "王大明"}).status_code == 422
    absent = client.post("/desk/find/", {"asked": "13900139000"})
    assert "没有找到" in absent.content.decode()


def test_dispatching_by_the_catalogue_then_undoing_it(town: Town) -> None:
    appeal = town.desk.registered()
    place, client = place_of(town, appeal), town.visitor("dispatcher")
    page = client.get(place).content.decode()
    assert "派单给水务局" in page
    form = posted_to(page, "/dispatch/")
    page = client.post(f"{place}{appeal}/dispatch/", form, follow=True).content.decode()
    assert "秒内可撤销" in page
    undo = posted_to(page, "/undo/")
    assert client.post(f"{place}{appeal}/undo/", undo).status_code == 302
    assert town.desk.appeal(appeal).state == "registered"


def test_what_a_unit_has_signed_for_is_not_offered_for_undoing(town: Town) -> None:
    appeal = town.desk.dispatched()
    client = town.visitor("operator")
    assert "秒内可撤销" in client.get(place_of(town, appeal)).content.decode()
    town.desk.do(SignFor(order_id=town.desk.lead(appeal).id), handler("water-bureau"))
    assert "秒内可撤销" not in client.get(place_of(town, appeal)).content.decode()
    other = town.desk.dispatched()
    town.let_pass(timedelta(minutes=11))
    assert "秒内可撤销" not in client.get(place_of(town, other)).content.decode()


def test_naming_a_unit_by_hand_needs_a_reason(town: Town) -> None:
    appeal = town.desk.registered()
    client, address = town.visitor("dispatcher"), f"{place_of(town, appeal)}{appeal}/dispatch/"
    page = client.get(address).content.decode()
    assert "按目录派单" in page
    form = dict(posted(page))
    answer = client.post(address, {**form, "unit": "urban-bureau"})
    assert answer.status_code == 409
    assert "须说明理由" in answer.content.decode()
    renewed = dict(posted(answer.content.decode()))
    done = client.post(address, {**renewed, "unit": "urban-bureau", "reason": "属市容问题"})
    assert done.status_code == 302
    assert town.desk.lead(appeal).unit == "urban-bureau"


@pytest.mark.parametrize(
    ("name", "typed", "event"),
    [
        ("answer", {"reply": "已答复"}, "AppealAnswered"),
        ("route", {"route": "outside_duty", "explanation": "请找市场渠道"}, "AppealRouted"),
        ("withdraw", {"reason": "本人要求"}, "AppealWithdrawn"),
        ("add", {"facts": "补充：晚上更严重"}, "FactsAdded"),
    ],
)
def test_each_action_of_the_case_has_its_page(
    town: Town, name: str, typed: dict[str, str], event: str
) -> None:
    appeal = town.desk.registered(kind=AppealKind.INQUIRY)
    client, address = town.visitor("operator"), f"{place_of(town, appeal)}{appeal}/{name}/"
    assert address in client.get(place_of(town, appeal)).content.decode()
    form = dict(posted(client.get(address).content.decode()))
    for _ in range(2):
        assert client.post(address, {**form, **typed}).status_code == 302
    assert types(town, appeal).count(event) == 1


def test_an_ended_appeal_is_reopened_and_the_unit_written_to(town: Town) -> None:
    appeal = town.desk.answered()
    client, address = town.visitor("operator"), f"{place_of(town, appeal)}{appeal}/reopen/"
    form = dict(posted(client.get(address).content.decode()))
    assert client.post(address, {**form, "reason": "答复有误"}).status_code == 302
    other = town.desk.dispatched()
    order = town.desk.lead(other).id
    address = f"{place_of(town, other)}orders/{order}/message/"
    form = dict(posted(client.get(address).content.decode()))
    assert client.post(address, {**form, "message": "请尽快联系"}).status_code == 302
    assert "请尽快联系" in client.get(place_of(town, other)).content.decode()


def test_drafts_saved_again_and_again_are_one_step_of_the_way(town: Town) -> None:
    client = town.visitor("operator")
    address, form = begun(client)
    version, command = 0, town.city.ids.new()
    for text in ("一", "一二", "一二三"):
        more = {"words": text, "command_id": command, "expected": version}
        said = saved(client, address, form, **more).json()
        version, command = said["version"], said["next"]
    place = client.post(address, {**form, **TOLD, "kind": "help", "then": "register"})["Location"]
    assert client.get(place).content.decode().count("草稿已保存") == 1


# ------------------------------------------------------------------------------------- hidden


def test_personal_data_is_shown_once_to_whom_may_see_it_for_a_reason(town: Town) -> None:
    contact = PrivateText(PrivateKind.CONTACT, PHONE)
    appeal = town.desk.registered(contact=contact)
    place = place_of(town, appeal)
    address = f"{place}{appeal}/reveal/"
    dispatcher = town.visitor("dispatcher")
    assert address not in dispatcher.get(place).content.decode()
    assert dispatcher.get(address).status_code == 403
    officer = town.visitor("privacy_officer")
    assert address in officer.get(place).content.decode()
    page = officer.get(address).content.decode()
    assert PHONE not in page
    form = {**dict(posted(page)), "reason": "核实身份"}
    assert PHONE in officer.post(address, form).content.decode()
    again = officer.post(address, form).content.decode()
    assert PHONE not in again
    assert "已经显示过了" in again
    assert types(town, appeal).count("PersonalRevealed") == 1


def test_whoever_is_complained_of_finds_nothing_at_the_desk(town: Town) -> None:
    client = town.visitor("operator")
    account = town.actor("operator").id
    number = PrivateText(PrivateKind.ACCOUNT, PHONE)
    against = town.desk.registered(
        complained_officer=account, account=number, words=words("话务员态度恶劣")
    )
    place = place_of(town, against)
    for address in ("/desk/", "/desk/?view=recent", "/desk/?view=late"):
        assert place not in client.get(address).content.decode()
    assert client.get(place).status_code == 404
    assert client.get(f"{place}{against}/withdraw/").status_code == 404
    assert "没有找到" in client.post("/desk/find/", {"asked": PHONE}).content.decode()
    assert "态度恶劣" not in client.post("/desk/earlier/", {"account": PHONE}).content.decode()
    contact = town.desk.appeal(against).interaction_id
    assert client.get(f"/desk/call/{contact}/").status_code == 404
    assert '<span class="tab-count">0</span>' in client.get("/desk/").content.decode()
    colleague = town.signed_in("li", Membership("operator"))
    assert place in colleague.get("/desk/").content.decode()


def test_ids_of_another_case_read_as_absent(town: Town) -> None:
    one, other = town.desk.registered(), town.desk.registered()
    client = town.visitor("operator")
    for name in ("dispatch", "answer", "withdraw", "add"):
        assert client.get(f"{place_of(town, one)}{other}/{name}/").status_code == 404
        assert client.get(f"{place_of(town, one)}{UUID(int=7)}/{name}/").status_code == 404
