# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A call is taken down and dispatched; a unit signs, speaks to the person, reports."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from jiesu.domain.understanding import Hint, Party, Urgency, UrgencyGuess
from jiesu.kernel.ids import spoken_case_number
from tests.builders.appeals import words
from tests.builders.readers import QUESTION, READ, understood_as
from tests.journeys.barriers import check_no_barrier, opened, troubles_of
from tests.journeys.conftest import Site
from tests.journeys.signed_in import at_work

SAID = "小区门口的下水道堵塞，积水很深"
_ALT_2 = {"key": "2", "code": "Digit2", "altKey": True, "bubbles": True}
_LONGER_THAN_A_PAUSE = 600  # milliseconds
WATER = "water-bureau"


def saved(page: Page) -> None:
    expect(page.locator("#saved")).to_have_text(re.compile(r"已保存 \d\d:\d\d:\d\d"))


def test_an_operator_registers_while_talking_and_dispatches(site: Site) -> None:
    page = at_work(site, "operator")
    page.goto("/desk/call/")
    expect(page.get_by_label("来电号码")).to_be_focused()
    page.keyboard.type("13800138000")
    expect(page.locator("#earlier")).to_contain_text("以前没有诉求")
    page.get_by_label("诉求内容").fill(SAID)
    saved(page)
    page.reload()
    expect(page.get_by_label("诉求内容")).to_have_value(SAID)
    page.get_by_label("诉求内容").press_sequentially("。")
    expect(page.locator("#id_matter")).to_have_value("water.drain.blocked")
    page.locator("#id_area").select_option("qc-liuyin")
    expect(page.locator("#foresight")).to_contain_text("水务局")
    expect(page.locator("#foresight")).to_contain_text("24 小时")
    page.get_by_role("button", name="登记并派单").dblclick()
    expect(page.locator(".toasts")).to_contain_text("已登记并派单")
    expect(page.locator(".undo")).to_contain_text("秒内可撤销")
    expect(page.locator(".case-side")).to_contain_text("水务局")


def test_suggestions_are_taken_and_undone_by_key_and_never_while_composing(site: Site) -> None:
    page = at_work(site, "operator", wide=True)
    troubles = troubles_of(page)
    understood_as(site.town.city, READ)
    page.goto("/desk/call/")
    typing, matter = page.get_by_label("诉求内容"), page.locator("#id_matter")
    area, note = page.locator("#id_area"), page.locator(".filled [role=status]")
    typing.press_sequentially("柳荫路<b>下水道")
    expect(note).to_have_text("已填入：事项 下水道堵塞；辖区 柳荫街道")
    expect(page.locator("#foresight")).to_contain_text("水务局")
    typing.dispatch_event("keydown", {**_ALT_2, "isComposing": True})
    expect(matter).to_have_value("water.drain.blocked")
    typing.press("Alt+2")
    expect(matter).to_have_value("urban.light.broken")
    expect(note).to_have_text("已填入：事项 路灯故障")
    expect(typing).to_be_focused()
    expect(page.locator("#foresight")).to_contain_text("路灯故障")
    typing.press("Alt+0")
    expect(matter).to_have_value("water.drain.blocked")
    expect(page.locator("#foresight")).to_contain_text("下水道堵塞")
    area.select_option("bs-heyan")
    typing.press_sequentially("堵")
    expect(page.locator("#offers")).to_contain_text("文中写有")
    page.wait_for_timeout(_LONGER_THAN_A_PAUSE)
    expect(area).to_have_value("bs-heyan")
    expect(typing).to_have_value("柳荫路<b>下水道堵")
    check_no_barrier(page, "a call with suggestions")
    assert troubles == []


def test_a_handler_signs_speaks_to_the_person_and_reports(site: Site) -> None:
    appeal = site.town.desk.dispatched(words=words(SAID), matter="market.price.fraud")
    page = at_work(site, "handler", "market-bureau")
    page.goto("/unit/?view=new")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="签收所选").click()
    expect(page.locator(".toasts")).to_contain_text("已签收：1 件")
    page.goto(f"/unit/{spoken_case_number(site.town.desk.appeal(appeal).number)}/")
    expect(page.locator(".said")).to_have_text(SAID)
    page.get_by_label("经办说明").fill("已通话，约定明天到店")
    page.get_by_role("button", name="登记首次联系").click()
    page.get_by_role("link", name="办结反馈").click()
    page.get_by_label("办理结果").fill("已责令退还多收的费用。")
    page.get_by_role("button", name="办结反馈").click()
    expect(page.locator(".next")).to_contain_text("本单位已办完这一步")
    assert site.town.desk.appeal(appeal).state == "handled"


# ------------------------------------------------------------------------------- longer journeys


def staff_pages(site: Site) -> list[tuple[str, str | None, str]]:
    """Return pages of both doors in a town where something has happened."""
    waiting = site.town.desk.registered(words=words(SAID))
    unsorted = site.town.desk.registered(words=words(f"{SAID}，困着人"), matter=None, area=None)
    given = site.town.desk.dispatched(words=words(SAID), confidential=True)
    order = site.town.desk.lead(given).id
    one, other, unclear = (
        spoken_case_number(site.town.desk.appeal(each).number)
        for each in (waiting, given, unsorted)
    )
    desk = ["", "?view=recent", "call/", "drafts/", f"{one}/", f"{one}/{waiting}/dispatch/"]
    desk += [f"{one}/{waiting}/{name}/" for name in ("answer", "route", "withdraw", "add")]
    desk += [
        f"{unclear}/",
        f"{unclear}/{unsorted}/dispatch/?matter=water.drain.blocked&area=qc-liuyin",
    ]
    unit = ["", "?view=new", f"{other}/", f"{other}/{order}/message/"]
    return [("operator", None, f"/desk/{each}") for each in (*desk, f"{other}/")] + [
        ("handler", WATER, f"/unit/{each}") for each in unit
    ]


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])
def test_no_barrier_is_found_and_nothing_is_wider_than_the_screen(
    site: Site, language: str, scheme: str, wide: bool
) -> None:
    pages = staff_pages(site)
    people = {
        each: at_work(site, *each, language=language, wide=wide, color_scheme=scheme)
        for each in {(role, unit) for role, unit, _ in pages}
    }
    troubles = [troubles_of(page) for page in people.values()]
    for role, unit, place in pages:
        page = people[role, unit]
        opened(page, place)
        check_no_barrier(page, place, language)
    assert troubles == [[]] * len(people)


@pytest.mark.long
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("wide", [False, True], ids=["phone", "desk"])
def test_no_barrier_is_found_in_anything_that_can_be_suggested(
    site: Site, language: str, scheme: str, wide: bool
) -> None:
    everything = replace(
        READ,
        sure=False,
        several=READ.matters,
        urgency=UrgencyGuess(Urgency.PRESSING, ("快",)),
        party=Party.FIRM,
        hints=frozenset(Hint),
        places=replace(READ.places, question=QUESTION),
    )
    understood_as(site.town.city, everything)
    site.town.desk.dispatched(words=words(SAID), matter="water.drain.blocked", area="qc-liuyin")
    page = at_work(site, "operator", language=language, wide=wide, color_scheme=scheme)
    page.goto("/desk/call/")
    page.locator("#id_words").fill(f"{SAID}，着火了")
    expect(page.locator("#alike .past")).to_be_visible()
    check_no_barrier(page, "a call with everything suggested", language)


@pytest.mark.long
def test_both_doors_work_without_script(site: Site) -> None:
    page = at_work(site, "operator", java_script_enabled=False)
    page.goto("/desk/call/")
    page.get_by_label("来电号码").fill("13800138000")
    page.get_by_label("诉求内容").fill(SAID)
    page.get_by_role("button", name="系统建议").click()
    page.get_by_role("button", name="下水道堵塞").click()
    expect(page.locator("#id_matter")).to_have_value("water.drain.blocked")
    page.get_by_role("button", name="登记并派单").click()
    expect(page.locator(".toasts")).to_contain_text("已登记并派单")
    page = at_work(site, "handler", WATER, java_script_enabled=False)
    page.goto("/unit/")
    page.get_by_role("link", name=re.compile("下水道堵塞")).click()
    page.get_by_role("button", name="签收").click()
    expect(page.get_by_role("button", name="登记首次联系")).to_be_visible()


@pytest.mark.long
def test_one_call_two_tabs_and_a_session_that_ends(site: Site) -> None:
    page = at_work(site, "operator", wide=True)
    page.goto("/desk/call/")
    page.get_by_label("诉求内容").fill("第一窗口")
    saved(page)
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_label("诉求内容").fill("第一窗口，第二窗口")
    saved(other)
    page.get_by_label("诉求内容").press_sequentially("继续")
    expect(page.locator("#meanwhile")).to_contain_text("第一窗口，第二窗口")
    page.get_by_role("button", name="合在一起").click()
    expect(page.get_by_label("诉求内容")).to_have_value("第一窗口，第二窗口\n第一窗口继续")
    saved(page)
    site.town.let_pass(timedelta(minutes=31))
    page.get_by_label("诉求内容").press_sequentially("！")
    expect(page.locator("#saved")).to_contain_text("登录已失效")
    again = site.town.visitor("operator").cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": again, "url": site.address}])
    saved(page)


@pytest.mark.long
def test_the_door_in_english_by_keyboard(site: Site) -> None:
    page = at_work(site, "operator", language="en", wide=True)
    page.goto("/desk/")
    page.keyboard.press("n")
    expect(page.get_by_role("heading", level=1)).to_have_text("Take a call")
    page.keyboard.type("13800138000")
    page.get_by_label("Words").fill("The drain is blocked, the heating is cold")
    expect(page.locator("#offers")).to_contain_text("Please judge for yourself")
    page.keyboard.press("Alt+1")
    expect(page.locator(".filled")).to_contain_text("Filled in: Matter")
    page.get_by_label("Words").press("Control+Enter")
    expect(page.locator(".toasts")).to_contain_text("Registered and dispatched")
