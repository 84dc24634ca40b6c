# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The units' door: the inbox by clock, one order by steps, several signed for, what is hidden."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client

from jiesu.adapters.identity.memberships import Membership
from jiesu.application.lists import LAST_PAGE
from jiesu.bootstrap.web import open_office
from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import WithdrawAppeal
from jiesu.domain.callback.messages import RecordOutcome, Satisfied, Solved, Via
from jiesu.domain.memberships import GrantRole
from jiesu.domain.streams import order_stream
from jiesu.domain.workorders.messages import RecordFirstContact, SendMessage, SignFor
from jiesu.kernel.ids import case_number, spoken_case_number
from jiesu.web.unit import orders
from tests.builders.appeals import note, words
from tests.builders.people import OPERATOR, handler
from tests.builders.statements import measured
from tests.builders.town import DAY
from tests.builders.web import Town, posted, posted_to

WATER = "water-bureau"
LIST_STATEMENTS, COMMAND_STATEMENTS, LIST_CPU_MS = 4, 8, 15.0


def place_of(town: Town, appeal: UUID) -> str:
    return f"/unit/{spoken_case_number(town.desk.appeal(appeal).number)}/"


def step(client: Client, place: str, order: UUID, name: str, **typed: str) -> object:
    """Open the page that offers a step, fill its form in, send it."""
    address = f"{place}{order}/{name}/"
    page = client.get(place).content.decode()
    if f'action="{address}"' in page:
        form = posted_to(page, address)
    else:
        form = dict(posted(client.get(address).content.decode()))
    return client.post(address, {**form, **typed}, follow=True)


def types(town: Town, stream: UUID) -> list[str]:
    return [entry.type for entry in town.city.reader.entries([stream])]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", ("待签收", "签收", "登记首次联系", "办结反馈", "本单位已办完这一步")),
        (
            "en",
            (
                "waiting to be signed for",
                "Sign for the order",
                "Record the first contact",
                "Report the result",
                "Your unit has done its part",
            ),
        ),
    ],
)
def test_an_order_goes_from_the_inbox_to_its_report(
    town: Town, language: str, said: tuple[str, ...]
) -> None:
    appeal = town.desk.dispatched(matter="market.price.fraud", words=words("超市乱收费"))
    order, place = town.desk.lead(appeal).id, place_of(town, appeal)
    client = town.visitor("handler", "market-bureau", language=language)
    inbox = client.get("/unit/").content.decode()
    assert place in inbox
    assert said[0] in inbox
    assert "超市乱收费" in inbox
    for name, shown, typed in (
        ("sign", said[1], {}),
        ("contact", said[2], {"note": "约定明天到店"}),
        ("report", said[3], {"report": "已责令退还。"}),
    ):
        assert shown in client.get(place).content.decode()
        assert step(client, place, order, name, **typed).status_code == 200
    page = client.get(place).content.decode()
    assert said[4] in page
    assert "约定明天到店" in page
    assert "已责令退还。" in page
    assert types(town, order) == ["OrderOpened", "OrderSigned", "FirstContactMade", "OrderReported"]
    assert place in client.get("/unit/?view=done").content.decode()


def test_a_report_that_it_comes_again_needs_a_written_word(town: Town) -> None:
    appeal = town.desk.dispatched(matter="market.price.fraud")
    order, place = town.desk.lead(appeal).id, place_of(town, appeal)
    client = town.visitor("handler", "market-bureau")
    step(client, place, order, "sign")
    step(client, place, order, "contact")
    form = client.get(f"{place}{order}/report/").content.decode()
    assert "暂时无法解决，已告知措施和时限" in form[form.index("有的办结方式还须写明") :]
    assert "《安和市接诉即办办理规程》第18条" in form
    typed = {"report": "上月已办结。", "ending": "repeat"}
    refused = step(client, place, order, "report", **typed)
    assert refused.status_code == 409
    assert "以“同一事实和理由，不再办理”办结，须向热线作出书面说明。" in refused.content.decode()
    assert "《安和市接诉即办办理规程（2015年修订）》第10条" in refused.content.decode()
    step(client, place, order, "report", **typed, written="事实与上月相同。")
    assert types(town, order)[-1] == "OrderReported"


def test_why_us_and_until_when_are_said_with_their_articles(town: Town) -> None:
    appeal = town.desk.dispatched(area="qc-liuyin")
    page = town.visitor("handler", WATER).get(place_of(town, appeal)).content.decode()
    why = page[page.index("为什么由我们办理") :]
    assert "《安和市接诉即办条例》第10条" in why[: why.index("诉求要点")]
    assert "《安和市诉求派单目录》第1条" in why[: why.index("诉求要点")]
    assert "城市管理局" in page[page.index("其他承办单位") :]


def test_who_only_looks_on_is_told_so_and_may_not_act(town: Town) -> None:
    appeal = town.desk.dispatched(matter="urban.stall.disorder", area="qc-liuyin")
    order, place = town.desk.lead(appeal).id, place_of(town, appeal)
    supervisor = town.visitor("district_supervisor", "qingchuan")
    assert place in supervisor.get("/unit/?view=copies").content.decode()
    assert "青川区收到的是抄送" in supervisor.get(place).content.decode()
    assert supervisor.get(f"{place}{order}/sign/").status_code == 403


def test_what_cannot_be_done_now_says_why(town: Town) -> None:
    appeal = town.desk.dispatched()
    page = town.visitor("handler", WATER).get(place_of(town, appeal)).content.decode()
    assert "现在不能办的" in page
    assert "当前状态不允许" in page


def test_several_are_signed_for_at_once_each_by_itself(town: Town) -> None:
    orders = [town.desk.lead(town.desk.dispatched()).id for _ in range(3)]
    elsewhere = town.desk.lead(town.desk.dispatched(matter="labour.wage.arrears")).id
    client = town.visitor("handler", WATER)
    form = posted_to(client.get("/unit/?view=new").content.decode(), "/unit/sign/")
    town.desk.do(SignFor(order_id=orders[1]), handler(WATER))
    page = client.post("/unit/sign/", {**form, "order": [*orders, elsewhere, "x"]})
    text = page.content.decode()
    assert "当前状态为“已签收”" in text
    assert "找不到这件工单" in text
    assert spoken_case_number(_number(town, elsewhere)) not in text
    assert types(town, elsewhere) == ["OrderOpened"]
    assert [types(town, each)[-1] for each in orders] == ["OrderSigned"] * 3
    again = client.post("/unit/sign/", {**form, "order": orders[:1]})
    assert (again.status_code, again["Location"]) == (302, "/unit/?view=new")
    assert types(town, orders[0]).count("OrderSigned") == 1


def _number(town: Town, order: UUID) -> str:
    stream = order_stream(order)
    appeal = town.city.store.load([stream])[stream].case.appeal
    assert appeal is not None
    return appeal.number


def test_nothing_picked_is_said(town: Town) -> None:
    answer = town.visitor("handler", WATER).post("/unit/sign/", {}, follow=True)
    assert "没有选择工单" in answer.content.decode()


def test_sent_twice_or_from_the_back_button_it_is_one_command(town: Town) -> None:
    appeal = town.desk.dispatched()
    order, place = town.desk.lead(appeal).id, place_of(town, appeal)
    client = town.visitor("handler", WATER)
    form = posted_to(client.get(place).content.decode(), f"{order}/sign/")
    for _ in range(3):
        assert client.post(f"{place}{order}/sign/", form).status_code == 302
    assert types(town, order).count("OrderSigned") == 1


def test_two_tabs_the_slower_sees_what_changed_and_keeps_what_was_typed(town: Town) -> None:
    appeal = town.desk.dispatched(matter="market.price.fraud")
    order, place = town.desk.lead(appeal).id, place_of(town, appeal)
    client = town.visitor("handler", "market-bureau")
    step(client, place, order, "sign")
    form = posted_to(client.get(place).content.decode(), f"{order}/contact/")
    colleague = handler("market-bureau")
    town.desk.do(RecordFirstContact(order_id=order, note=note("已通话")), colleague)
    town.let_pass(timedelta(seconds=1))
    answer = client.post(f"{place}{order}/contact/", {**form, "note": "我也联系了"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "您填写期间，这件事有了变化" in text
    assert "已通话" in text
    assert "我也联系了" in text


def _main(answer: object) -> str:
    text: str = answer.content.decode()  # type: ignore[attr-defined]
    return text[text.index("<main") :]


def test_orders_of_other_units_read_as_absent(town: Town) -> None:
    other = town.desk.dispatched(matter="labour.wage.arrears")
    mine = town.desk.dispatched()
    order = town.desk.lead(other).id
    client = town.visitor("handler", WATER)
    absent = client.get(f"/unit/{case_number(DAY, 9_999_999)}/")
    nobody = UUID(int=7)
    assert client.get(place_of(town, other)).status_code == absent.status_code == 404
    for place in (place_of(town, mine), place_of(town, other)):
        for name in ("sign", "contact", "report", "message"):
            hidden, gone = (client.get(f"{place}{each}/{name}/") for each in (order, nobody))
            assert (hidden.status_code, gone.status_code) == (404, 404)
            assert _main(hidden) == _main(gone)
    form = posted_to(client.get(place_of(town, mine)).content.decode(), "/sign/")
    form.pop("expected")
    answer = client.post(f"{place_of(town, mine)}{order}/sign/", form)
    assert answer.status_code == 404
    assert types(town, order) == ["OrderOpened"]


def test_whoever_is_complained_of_finds_nothing(town: Town) -> None:
    client = town.visitor("handler", WATER)
    account = town.actor("handler-water-bureau").id
    against = town.desk.dispatched(complained_officer=account, words=words("某人态度恶劣"))
    order, place = town.desk.lead(against).id, place_of(town, against)
    for view in ("new", "open", "late", "today", "done"):
        page = client.get(f"/unit/?view={view}").content.decode()
        assert place not in page
        assert "态度恶劣" not in page
    assert client.get(place).status_code == 404
    answer = client.post("/unit/sign/", {"order": [order], "command_id": town.city.ids.new()})
    assert "找不到这件工单" in answer.content.decode()
    assert (
        place in town.signed_in("li", Membership("handler", WATER)).get("/unit/").content.decode()
    )


def test_a_unit_complained_of_finds_nothing_though_it_would_have_led(town: Town) -> None:
    against = town.desk.dispatched(complained_unit=WATER)
    client = town.visitor("handler", WATER)
    assert place_of(town, against) not in client.get("/unit/").content.decode()
    assert client.get(place_of(town, against)).status_code == 404


def test_a_form_from_elsewhere_does_nothing(town: Town) -> None:
    order = town.desk.lead(town.desk.dispatched()).id
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    strict.cookies = town.visitor("handler", WATER).cookies
    data = {"order": [str(order)], "command_id": str(town.city.ids.new())}
    assert strict.post("/unit/sign/", data).status_code == 403
    assert types(town, order) == ["OrderOpened"]


def test_a_second_round_says_what_the_person_said(town: Town) -> None:
    appeal = town.desk.handled(matter="market.price.fraud")
    callback = town.desk.case(appeal).callbacks[0].id
    answer = RecordOutcome(
        callback_id=callback,
        via=Via.PHONE,
        contacted=True,
        solved=Solved.UNSOLVED,
        satisfied=Satisfied.DISSATISFIED,
        note=note("只退了一半"),
    )
    town.desk.do(answer)
    client = town.visitor("handler", "market-bureau")
    assert "第2轮 退回重办" in client.get("/unit/").content.decode()
    page = client.get(place_of(town, appeal)).content.decode()
    again = page[page.index("第2轮办理：诉求人这样说") :]
    assert "只退了一半" in again[: again.index("下一步")]
    assert "未解决" in again[: again.index("下一步")]


def test_messages_stand_as_a_talk(town: Town) -> None:
    appeal = town.desk.dispatched()
    order, place = town.desk.lead(appeal).id, place_of(town, appeal)
    town.desk.do(SendMessage(order_id=order, message=note("请核实桥名")), OPERATOR)
    client = town.visitor("handler", WATER)
    step(client, place, order, "message", message="是东门桥")
    page = client.get(place).content.decode()
    talk = page[page.index("与热线的留言") :]
    assert talk.index("请核实桥名") < talk.index("是东门桥")


def test_a_long_report_survives_a_session_that_ended(town: Town) -> None:
    appeal = town.desk.dispatched(matter="market.price.fraud")
    order, place = town.desk.lead(appeal).id, place_of(town, appeal)
    client = town.visitor("handler", "market-bureau")
    step(client, place, order, "sign")
    step(client, place, order, "contact")
    address, long = f"{place}{order}/report/", "已查明情况。" * 300
    form = dict(posted(client.get(address).content.decode()))
    town.let_pass(timedelta(minutes=31))
    answer = client.post(address, {**form, "report": long})
    assert answer.status_code == 401
    assert long in answer.content.decode()


def test_a_person_without_a_unit_is_told_so(town: Town) -> None:
    assert "不属于任何承办单位" in town.visitor("evaluator").get("/unit/").content.decode()


def test_what_fell_away_is_shown_as_such(town: Town) -> None:
    appeal = town.desk.dispatched()
    town.desk.do(WithdrawAppeal(appeal_id=appeal, reason=note()))
    client = town.visitor("handler", WATER)
    assert "已取消" in client.get("/unit/?view=done").content.decode()
    assert client.get(place_of(town, appeal)).status_code == 200


def test_the_last_page_is_one_step_away(town: Town) -> None:
    for _ in range(3):
        town.desk.dispatched()
    client = town.visitor("handler", WATER)
    page = client.get(f"/unit/?view=open&at={LAST_PAGE.text()}")
    assert page.status_code == 200
    assert client.get("/unit/?at=nonsense").status_code == 422


# ------------------------------------------------------------------------------------- budgets


def real(town: Town) -> Client:
    """Return a handler whose role was granted through the gate, as outside of tests."""
    open_office(town.city, town.office.settings)
    client = town.visitor("handler", WATER)
    account = str(town.account("handler-water-bureau").pk)
    town.city.gate.handle(
        GrantRole(membership_id=town.city.ids.new(), account=account, role="handler", unit=WATER),
        Actor("admin-1", "admin"),
    )
    for _ in range(3):
        client.get("/unit/")
    return client


def test_an_inbox_costs_four_statements_and_little_time(town: Town) -> None:
    for _ in range(51):
        town.desk.dispatched()
    client, costs = real(town), []
    for _ in range(6):
        with measured() as cost:
            page = client.get("/unit/")
        costs.append(cost)
    assert page.content.decode().count('class="work-what"') == 50
    assert {cost.count for cost in costs} == {LIST_STATEMENTS}, costs[-1].statements
    assert min(cost.cpu_ms for cost in costs) <= LIST_CPU_MS


@pytest.mark.parametrize("several", [1, 20])
def test_signing_for_several_costs_what_one_costs(town: Town, several: int) -> None:
    orders = [town.desk.lead(town.desk.dispatched()).id for _ in range(several)]
    client = real(town)
    data = {"order": orders, "command_id": town.city.ids.new()}
    with measured() as cost:
        assert client.post("/unit/sign/", data).status_code == 302
    assert cost.count <= COMMAND_STATEMENTS, cost.statements


def test_a_step_costs_eight_statements_at_most(town: Town) -> None:
    appeal = town.desk.dispatched()
    place, order, client = place_of(town, appeal), town.desk.lead(appeal).id, real(town)
    form = posted_to(client.get(place).content.decode(), f"{order}/sign/")
    with measured() as cost:
        assert client.post(f"{place}{order}/sign/", form).status_code == 302
    assert cost.count <= COMMAND_STATEMENTS, cost.statements


def test_a_law_that_asks_for_nothing_more_has_no_such_fields(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    appeal = town.desk.dispatched(matter="market.price.fraud")
    order, place = town.desk.lead(appeal).id, place_of(town, appeal)
    client = town.visitor("handler", "market-bureau")
    step(client, place, order, "sign")
    page = client.get(f"{place}{order}/report/").content.decode()
    assert 'name="written"' in page
    monkeypatch.setattr(orders, "needs_of_endings", lambda _request: [])
    page = client.get(f"{place}{order}/report/").content.decode()
    assert 'name="ending"' in page
    assert not any(f'name="{field}"' in page for field in ("written", "promised"))
