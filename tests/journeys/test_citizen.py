# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A stranger on a phone says what is wrong, follows it, and says that it is not solved."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from jiesu.domain.appeals.messages import DispatchAppeal
from jiesu.kernel.ids import parse_case_number
from tests.builders.readers import LIFT, READ, WAGES, understood_as
from tests.journeys.barriers import check_no_barrier, troubles_of
from tests.journeys.conftest import DESK, PHONE, Site

WORDS = "河水发黑发臭，已经三天了。"
SAY = {
    "zh": ("下一步：核对", "提交诉求", "查看进度", "没有解决", "不满意"),
    "en": ("Next: check", "Send the appeal", "Follow it", "Not solved", "dissatisfied"),
}


class Taps:
    """Counts what a person touches: a tap, or a field that opens the keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.count = 0

    def press(self, name: str, role: str = "button") -> None:
        """Press a control by its name."""
        self.page.get_by_role(role, name=name, exact=True).click()
        self.count += 1

    def type(self, field: str, text: str) -> None:
        """Type into a field."""
        self.page.locator(field).fill(text)
        self.count += 1


def say_it(page: Page, language: str, words: str = WORDS) -> Taps:
    """Send an appeal with a contact; return what it took."""
    following, send = SAY[language][:2]
    taps = Taps(page)
    page.goto("/")
    taps.type("#id_words", words)
    taps.type("#id_contact", "13800138000")
    taps.press(following)
    taps.press(send)
    return taps


def appeal_at(site: Site, page: Page) -> UUID:
    number = re.search(r"/appeals/([\d-]+)/", page.url).group(1)
    return site.town.city.reader.find(parse_case_number(number)).appeal.id


def walk(site: Site, page: Page, language: str) -> None:
    """Walk the whole way: said, followed, handled, judged unsolved, a new clock shown."""
    _, _, follow_it, unsolved, dissatisfied = SAY[language]
    assert say_it(page, language).count <= 6
    code = page.locator(".code").inner_text()
    assert re.fullmatch(r"([0-9A-Z]{4}-){4}[0-9A-Z]{4}", code)
    page.get_by_role("link", name=follow_it, exact=True).click()
    expect(page.locator(".promise-what")).to_be_visible()
    appeal = appeal_at(site, page)
    site.town.desk.do(DispatchAppeal(appeal_id=appeal))
    site.town.desk.report_again(appeal)
    page.reload()
    page.get_by_role("link", name=unsolved, exact=True).click()
    page.get_by_role("button", name=dissatisfied, exact=True).click()
    expect(page.locator(".clock").first).to_be_visible()
    expect(page.locator(".number.small")).to_contain_text("2")
    assert site.town.desk.appeal(appeal).round == 2


def test_said_followed_judged_unsolved_on_a_phone(site: Site) -> None:
    page = site.visit()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda said: problems.append(said.text) if "Policy" in said.text else None)
    walk(site, page, "zh")
    assert problems == []


def test_what_was_typed_survives_reload_language_and_the_way_back(site: Site) -> None:
    page = site.visit()
    page.goto("/")
    page.locator("#id_words").fill(WORDS)
    page.get_by_text("在哪里（选填）").click()
    page.locator("#id_place").fill("柳荫路")
    page.reload()
    expect(page.locator("#id_words")).to_have_value(WORDS)
    expect(page.locator("#id_place")).to_be_visible()
    page.get_by_role("button", name="下一步：核对").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("h1")).to_have_text("Check before sending")
    page.go_back()
    page.go_back()
    expect(page.locator("#id_words")).to_have_value(WORDS)
    expect(page.locator("#id_place")).to_have_value("柳荫路")
    page.get_by_role("button", name=re.compile("下一步：核对|Next: check")).click()
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.locator(".done")).to_be_visible()
    page.go_back()
    expect(page.locator("h1")).to_have_text("Check before sending")
    page.get_by_role("button", name="Send the appeal").click()
    expect(page.locator(".done")).to_be_visible()
    page.goto("/")
    expect(page.locator("#id_words")).to_have_value("")


def test_only_what_is_needed_is_asked_and_what_was_heard_can_be_corrected(
    site: Site,
) -> None:
    page = site.visit()
    troubles = troubles_of(page)
    page.goto("/")
    where = page.locator("#id_place")
    understood_as(site.town.city, WAGES)
    page.locator("#id_words").fill("单位拖欠工资")
    expect(page.get_by_role("radio", name="拖欠工资")).to_be_checked()
    expect(where).to_be_hidden()
    understood_as(site.town.city, LIFT)
    page.locator("#id_words").fill("物业不修电梯<b>")
    expect(page.locator(".aid")).to_contain_text("哪栋楼哪个单元")
    expect(where).to_be_visible()
    understood_as(site.town.city, READ)
    page.locator("#id_words").fill("柳荫路的下水道堵了")
    expect(page.locator("#id_area")).to_have_value("qc-liuyin")
    page.get_by_role("button", name="撤销").click()
    expect(page.locator("#id_area")).to_have_value("")
    page.get_by_role("radio", name="都不是").check()
    check_no_barrier(page, "the form with what was heard")
    page.get_by_role("button", name="下一步：核对").click()
    expect(page.get_by_role("radio", name="都不是，或不清楚")).to_be_checked()
    expect(page.get_by_role("radio", name="不是，或不清楚", exact=True)).to_be_checked()
    page.get_by_role("radio", name="柳荫街道").check()
    check_no_barrier(page, "the page to check")
    page.get_by_role("button", name="提交诉求").click()
    expect(page.locator(".done")).to_be_visible()
    appeal = site.town.desk.appeal(appeal_at(site, page))
    assert (appeal.matter, appeal.area) == (None, "qc-liuyin")
    assert troubles == []


def test_an_emergency_is_said_while_typing_and_the_letters_are_counted(site: Site) -> None:
    page = site.visit()
    page.goto("/")
    expect(page.locator("#alarm")).not_to_have_class(re.compile("loud"))
    page.locator("#id_words").fill("楼道里着火了，请快来人处理。")
    expect(page.locator("#alarm")).to_have_class(re.compile("loud"))
    expect(page.locator(".count")).to_contain_text("还可以写")


def test_a_link_with_the_code_opens_it_elsewhere_and_leaves_no_trace(site: Site) -> None:
    page = site.visit()
    say_it(page, "zh")
    link = page.locator(".link-text").inner_text().strip()
    other = site.visit()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url + str(request.headers)))
    other.goto(link)
    assert "#" not in other.evaluate("location.href")
    other.get_by_role("button", name="查询", exact=True).click()
    expect(other.locator(".promise-what")).to_be_visible()
    code = link.partition("#")[2].partition(".")[2]
    assert not any(code in each or code.replace("-", "") in each.split("{")[0] for each in asked)


def test_news_comes_by_itself_and_no_news_moves_nothing(site: Site) -> None:
    page = site.visit()
    say_it(page, "zh")
    page.get_by_role("link", name="查看进度", exact=True).click()
    appeal = appeal_at(site, page)
    with page.expect_response(lambda answer: answer.status == 304):
        page.evaluate("htmx.ajax('GET', location.pathname, {source: '#case'})")
    expect(page.locator(".promise-what")).to_have_text("我们为您派单")
    site.town.desk.do(DispatchAppeal(appeal_id=appeal))
    page.evaluate(
        "htmx.ajax('GET', location.pathname, {source: '#case', target: '#case', swap: 'outerHTML'})"
    )
    expect(page.locator(".promise-what")).to_have_text("单位签收")


@pytest.mark.long
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_way_in_both_languages_on_both_screens_with_script_and_without(
    site: Site, language: str, viewport: dict[str, int], script: bool
) -> None:
    page = site.visit(viewport=viewport, java_script_enabled=script)
    if language == "en":
        page.goto("/law/")
        page.get_by_role("button", name="English").click()
    walk(site, page, language)


@pytest.mark.long
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_no_barrier_is_found_on_any_page_of_the_way(
    site: Site, language: str, viewport: dict[str, int], scheme: str
) -> None:
    page = site.visit(viewport=viewport, color_scheme=scheme)
    if language == "en":
        page.goto("/law/")
        page.get_by_role("button", name="English").click()

    def judge(place: str) -> None:
        check_no_barrier(page, place, language)

    page.goto("/")
    judge("form")
    page.get_by_role("button", name=SAY[language][0]).click()
    judge("errors")
    understood_as(site.town.city, LIFT)
    page.locator("#id_words").fill("楼道里着火了，物业不管")
    expect(page.locator(".aid")).to_be_visible()
    judge("form, understood")
    page.get_by_role("button", name=SAY[language][0]).click()
    judge("check")
    page.get_by_role("button", name=SAY[language][1]).click()
    judge("receipt")
    page.get_by_role("link", name=SAY[language][2], exact=True).click()
    judge("registered")
    appeal, place = appeal_at(site, page), page.url
    site.town.desk.do(DispatchAppeal(appeal_id=appeal))
    site.town.desk.report_again(appeal)
    page.reload()
    judge("asked")
    for rest in ("rate/?solved=solved", "add/", "withdraw/"):
        page.goto(place + rest)
        judge(rest)
    law = ("/law/", "/law/anhe-procedure-2015/#art-4", "/law/anhe-ordinance/#art-26")
    for rest in ("/my/", "/track/", *law, "/law/anhe-duties/1/duties/", "/appeals/1/"):
        page.goto(rest)
        judge(rest)
