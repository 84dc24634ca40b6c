# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the words of an appeal suggest at both doors: shown, explained, never decided."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.test import Client

from jiesu.application.ports import StoreUnavailable
from jiesu.domain.understanding import Hint, Party, PlacesRead, Understood, Urgency, UrgencyGuess
from jiesu.kernel.ids import spoken_case_number
from jiesu.kernel.text import Text
from tests.builders.appeals import words
from tests.builders.citizens import citizen
from tests.builders.readers import LIFT, QUESTION, READ, WAGES, understood_as
from tests.builders.web import Town, posted, posted_to
from tests.integration.web.desk_forms import SAID, begun

INJECTED = '<script>alert(1)</script>{{ 7|add:"7" }} 下水道"><img src=x onerror=alert(1)>'


def suggested(client: Client, said: str = SAID, **more: str) -> str:
    answer = client.post("/desk/understand/", {"words": said, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def pressed(page: str, field: str, value: str) -> str:
    """Return the control that offers a value."""
    found = re.search(rf'<button[^>]*data-fill="{field}" data-value="{value}"[^>]*>', page)
    return found.group() if found else ""


# ---------------------------------------------------------------------------------- the hotline


def test_rather_a_faint_matter_than_none(town: Town) -> None:
    understood_as(
        town.city, replace(READ, sure=False, matters=(replace(READ.matters[1], confidence=0.04),))
    )
    assert "路灯故障" in suggested(town.visitor("operator"))


def test_of_a_word_nothing_is_sure(town: Town) -> None:
    understood_as(town.city, READ)
    page = suggested(town.visitor("operator"), "水道")
    assert "data-sure" not in pressed(page, "matter", "water.drain.blocked")
    assert "请人工判断" in page
    assert 'offer-sure">可能' in page


def test_without_a_matter_it_is_said_that_only_the_area_speaks(town: Town) -> None:
    client = town.visitor("operator")
    for matter, said in (("", True), ("water.drain.blocked", False)):
        page = client.post("/desk/foresee/", {"matter": matter, "area": "qc-liuyin"})
        assert ("还没有选事项" in page.content.decode()) is said


def test_an_appeal_without_matter_shows_its_dispatcher_ways_that_fill_the_form(town: Town) -> None:
    understood_as(town.city, READ)
    appeal = town.desk.registered(words=words(SAID), matter=None, area=None)
    number = spoken_case_number(town.desk.appeal(appeal).number)
    client = town.visitor("dispatcher")
    case = client.get(f"/desk/{number}/").content.decode()
    way = re.search(r'<a class="offer" href="([^"]+)" data-key="1">', case)
    assert way
    for said in ("下水道堵塞 · 柳荫街道", "<mark>下水道堵塞</mark>", "文中写有"):
        assert said in case
    form = client.get(way.group(1).replace("&amp;", "&")).content.decode()
    assert "按建议填入：下水道堵塞" in form
    drawn = dict(posted(form))
    assert drawn["unit"] == "water-bureau"
    assert "下水道堵塞" in drawn["reason"]


def test_what_has_matter_and_place_needs_no_suggestion(town: Town) -> None:
    understood_as(town.city, READ)
    appeal = town.desk.registered(words=words(SAID), matter="water.drain.blocked", area="qc-liuyin")
    number = spoken_case_number(town.desk.appeal(appeal).number)
    assert 'data-key="1"' not in town.visitor("dispatcher").get(f"/desk/{number}/").content.decode()


def test_danger_in_the_words_is_said_to_whoever_dispatches(town: Town) -> None:
    client = town.visitor("dispatcher")
    for said, danger in ((SAID, False), ("电梯坏了，里面困着两个老人", True)):
        appeal = town.desk.registered(words=words(said))
        number = spoken_case_number(town.desk.appeal(appeal).number)
        assert ("听起来有人身危险" in client.get(f"/desk/{number}/").content.decode()) is danger


def test_a_way_nobody_knows_fills_nothing(town: Town) -> None:
    appeal = town.desk.registered(words=words(SAID), matter=None, area=None)
    number = spoken_case_number(town.desk.appeal(appeal).number)
    page = town.visitor("dispatcher").get(f"/desk/{number}/{appeal}/dispatch/?matter=moon&area=x")
    assert not dict(posted(page.content.decode()))["reason"]


def test_a_matter_comes_with_the_words_for_it_how_sure_it_is_and_its_key(town: Town) -> None:
    understood_as(town.city, READ)
    page = suggested(town.visitor("operator"))
    control = pressed(page, "matter", "water.drain.blocked")
    assert "data-sure" in control
    assert 'aria-keyshortcuts="Alt+1"' in control
    for said in ("<mark>下水道堵塞</mark>", "很可能"):
        assert said in page
    assert "请人工判断" not in page


def test_below_the_packs_bar_a_person_is_asked_and_nothing_stands_by_itself(town: Town) -> None:
    understood_as(town.city, replace(READ, matters=(replace(READ.matters[0], confidence=0.69),)))
    page = suggested(town.visitor("operator"))
    assert 'data-fill="matter"' in page
    assert "请人工判断" in page
    assert "data-sure" not in pressed(page, "matter", "water.drain.blocked")


def test_what_to_ask_about_the_likeliest_is_said_before_it_is_chosen(town: Town) -> None:
    client = town.visitor("operator", language="en")
    understood_as(town.city, LIFT)
    assert "Which building and stair?" in suggested(client)
    chosen = suggested(client, matter="housing.property.service")
    assert "Which building" not in chosen


def test_an_area_comes_with_its_reason_and_an_open_one_with_a_question(town: Town) -> None:
    client = town.visitor("operator")
    understood_as(town.city, READ)
    page = suggested(client)
    assert "文中写有“柳荫路”" in page
    assert "data-sure" in pressed(page, "area", "qc-liuyin")
    understood_as(town.city, replace(READ, places=replace(READ.places, question=QUESTION)))
    page = suggested(client)
    assert "哪一条柳荫路" in page
    assert "data-sure" not in pressed(page, "area", "qc-liuyin")


ELSE = [
    (replace(READ, party=Party.FIRM), "代表单位"),
    (replace(READ, hints=frozenset({Hint.MINOR})), "疑似未成年人"),
    (replace(READ, hints=frozenset({Hint.NEED})), "可能需要特别照顾"),
    (replace(READ, several=READ.matters), "听起来是 2 件事：下水道堵塞；路灯故障"),
    (replace(READ, urgency=UrgencyGuess(Urgency.PRESSING, ("赶紧",))), "听起来比较急"),
    (READ, "投诉"),
]


def test_what_else_is_heard_is_offered(town: Town) -> None:
    for read, said in ELSE:
        understood_as(town.city, read)
        assert said in suggested(town.visitor("operator")), said


def test_danger_brings_the_script_its_rule_and_the_way_to_take(town: Town) -> None:
    felt = replace(Understood(), urgency=UrgencyGuess(Urgency.DANGER))
    for read, typed in ((Understood(), "着火了"), (felt, "快没气了")):
        understood_as(town.city, read)
        page = suggested(town.visitor("operator"), typed)
        for said in ("听起来有人身危险", "请立即拨打110", "第9条", 'data-value="emergency"'):
            assert said in page


def test_near_copies_are_named_with_a_reason_and_a_link(town: Town) -> None:
    town.desk.dispatched(words=words(SAID), matter="water.drain.blocked", area="qc-liuyin")
    page = suggested(town.visitor("operator"), SAID, area="qc-liuyin")
    assert "几乎相同" in page
    assert re.search(r'href="/desk/\d{6}-\d{7}-\d{2}/"', page)
    assert "同一街道同一事项" in page
    assert SAID not in page


def test_the_words_come_back_escaped_and_nothing_of_them_in_an_address(town: Town) -> None:
    def echo(text: str) -> Understood:
        return replace(READ, kind=replace(READ.kind, words=(text,)))

    understood_as(town.city, echo)
    page = suggested(town.visitor("operator"), INJECTED)
    assert "<script>alert" not in page
    assert "<img" not in page
    assert "{{ 7|add" in page
    assert town.visitor("operator").get("/desk/understand/").status_code == 405


def test_whatever_is_typed_is_answered(town: Town) -> None:
    client = town.visitor("operator")
    for said in ("", " ", "嗯", "水" * 10_000, "😀🀄", "漏氣了", "The drain is blocked", "\x07"):
        suggested(client, said)


def test_without_a_script_a_press_brings_suggestions_and_another_takes_one(town: Town) -> None:
    client = town.visitor("operator")
    address, form = begun(client)
    typed = {**form, "words": SAID, "account": "13800138000", "data": "x", "take": ""}
    page = client.post(f"{address}suggest/", typed).content.decode()
    assert 'name="take" value="matter=water.drain.blocked"' in page
    assert posted_to(page, address)["account"] == "13800138000"
    taken = {**typed, "take": "matter=water.drain.blocked"}
    page = client.post(f"{address}suggest/", taken).content.decode()
    again = posted_to(page, address)
    assert (again["matter"], again["words"]) == ("water.drain.blocked", SAID)
    done = client.post(address, {**again, "then": "dispatch"})
    assert done.status_code == 302


def test_only_what_is_offered_can_be_taken(town: Town) -> None:
    client = town.visitor("operator")
    address, form = begun(client)
    for taken in ("account=1", "matter", "words=x"):
        page = client.post(f"{address}suggest/", {**form, "words": SAID, "take": taken})
        again = posted_to(page.content.decode(), address)
        assert (again["words"], again["account"], again["matter"]) == (SAID, "", "")


# ------------------------------------------------------------------------------------ citizens


def heard(town: Town, said: str, **more: str) -> str:
    answer = town.stranger().post("/appeal/hear/", {"words": said, **more})
    assert answer.status_code == 200
    return answer.content.decode()


def checked(town: Town, said: str, **more: str) -> str:
    one = citizen(town)
    return one.client.post("/appeal/check/", one.typed(words=said, **more)).content.decode()


def test_what_would_help_is_said_while_somebody_writes(town: Town) -> None:
    understood_as(town.city, LIFT)
    page = heard(town, SAID)
    assert "写清这些会更快" in page
    assert "哪栋楼哪个单元" in page
    assert page.count('name="matter"') == 2  # the one heard, or none
    assert "data-asks-where" in page


NEEDS_A_PLACE = [(LIFT, True), (WAGES, False), (Understood(), True)]


@pytest.mark.parametrize("see", [heard, checked], ids=["while writing", "on the page to check"])
def test_the_place_is_asked_for_only_where_the_matter_needs_one(
    town: Town, see: Callable[[Town, str], str]
) -> None:
    for read, asks in NEEDS_A_PLACE:
        understood_as(town.city, read)
        page = see(town, SAID)
        assert ("data-asks-where" in page or "在哪里？" in page) is asks, read


def test_a_place_that_was_heard_stands_there_for_correction(town: Town) -> None:
    understood_as(town.city, READ)
    page = checked(town, SAID)
    assert dict(posted(page))["area"] == "qc-liuyin"
    assert "在别处：填写地点" in page
    assert dict(posted(checked(town, SAID, place="柳荫路 3 号")))["area"] == "qc-liuyin"
    understood_as(town.city, replace(READ, places=replace(READ.places, question=QUESTION)))
    page = checked(town, SAID)
    assert "哪一条柳荫路" in page
    assert dict(posted(page))["area"] == ""


def test_a_place_somebody_took_out_does_not_come_back(town: Town) -> None:
    understood_as(town.city, READ)
    page = checked(town, SAID, seen_area="1", area="")
    assert dict(posted(page))["area"] == ""
    assert 'value="qc-liuyin"' in page


def test_what_was_chosen_is_not_replaced(town: Town) -> None:
    understood_as(town.city, READ)
    page = checked(town, SAID, matter="labour.wage.arrears", area="bs-heyan")
    kept = dict(posted(page))
    assert (kept["matter"], kept["area"]) == ("labour.wage.arrears", "bs-heyan")
    assert dict(posted(checked(town, SAID, matter="none")))["matter"] == "none"


def test_none_of_them_is_no_matter(town: Town) -> None:
    one = citizen(town).send(matter="none")
    assert town.desk.appeal(one.appeal).matter is None


def test_a_firm_is_asked_about_only_where_it_sounds_like_one(town: Town) -> None:
    assert "代表企业" not in checked(town, SAID)
    understood_as(town.city, replace(READ, party=Party.FIRM))
    assert 'name="organisation"' in checked(town, SAID)


def test_like_appeals_nearby_are_counted_from_five_on_and_never_quoted(town: Town) -> None:
    asked = {"matter": "water.drain.blocked", "area": "qc-liuyin"}
    for _ in range(4):
        town.desk.dispatched(words=words(SAID), **asked)
    assert "同类诉求" not in checked(town, "井盖丢了", **asked)
    town.desk.dispatched(words=words(SAID), **asked)
    page = checked(town, "井盖丢了", **asked)
    assert "柳荫街道的同类诉求：5 件" in page
    assert SAID not in page
    assert "同类诉求：5 件" in heard(town, "井盖丢了", **asked)


def test_a_reader_that_fails_keeps_nobody_from_speaking(town: Town) -> None:
    def broken(text: str) -> Understood:
        raise StoreUnavailable

    understood_as(town.city, broken)
    assert "请核对" in checked(town, SAID)
    assert "请人工判断" in suggested(town.visitor("operator"))


def test_what_is_hardly_likely_is_not_offered(town: Town) -> None:
    faint = replace(READ.matters[1], confidence=0.06)
    understood_as(town.city, replace(READ, matters=(READ.matters[0], faint)))
    assert "路灯故障" not in suggested(town.visitor("operator"))


def test_markup_in_the_words_is_harmless_to_citizens(town: Town) -> None:
    for page in (heard(town, INJECTED), checked(town, INJECTED)):
        assert "<script>alert" not in page
        assert "<img" not in page


def test_nothing_is_asked_about_a_matter_that_is_hardly_likely(town: Town) -> None:
    for confidence, asked in ((0.3, False), (0.5, True)):
        guess = replace(LIFT.matters[0], confidence=confidence)
        understood_as(town.city, replace(LIFT, matters=(guess,)))
        assert ("写清这些会更快" in heard(town, SAID)) is asked


def test_an_unknown_matter_or_area_is_passed_over(town: Town) -> None:
    assert heard(town, SAID, matter="atlantis", area="'; drop")
    elsewhere = replace(READ.places.guesses[0], area="moon", reason=Text("月", "moon"))
    understood_as(town.city, replace(READ, places=PlacesRead((elsewhere,))))
    assert "月" not in heard(town, SAID)
