# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A form for any command: named fields, sent once, overtaken with everything typed still there."""

from collections.abc import Iterator
from uuid import UUID

import pytest
from django.test import Client, override_settings

from jiesu.domain.workorders.messages import RecordFirstContact, SignFor
from tests.builders.people import handler
from tests.builders.web import Town, posted

REPORT = "已截断排污口并清淤。"


@pytest.fixture(autouse=True)
def _test_pages() -> Iterator[None]:
    with override_settings(ROOT_URLCONF="tests.builders.web_urls"):
        yield


def form_of(page: str) -> dict[str, str]:
    """Return what the command's form carries before anybody types."""
    return dict(posted(page))


def opened(client: Client, place: str) -> dict[str, str]:
    answer = client.get(place)
    assert answer.status_code == 200
    return form_of(answer.content.decode())


@pytest.fixture
def order(town: Town) -> tuple[str, str]:
    appeal = town.desk.dispatched(matter="water.river.pollution")
    return str(town.desk.lead(appeal).id), town.desk.appeal(appeal).number


def test_a_command_is_sent_and_its_receipt_said(town: Town, order: tuple[str, str]) -> None:
    client = town.visitor("handler", "water-bureau")
    place = f"/t/sign/{order[0]}/{order[1]}/"
    answer = client.post(place, opened(client, place), follow=True)
    assert answer.redirect_chain == [("/account/", 302)]
    assert "已办理：签收" in answer.content.decode()
    entry = town.city.reader.entries([UUID(order[0])])[-1]
    assert entry.type == "OrderSigned"
    assert entry.actor == f"{town.actor('handler-water-bureau').id}|handler|water-bureau"


def test_sent_twice_it_is_one_command(town: Town, order: tuple[str, str]) -> None:
    client = town.visitor("handler", "water-bureau")
    place = f"/t/sign/{order[0]}/{order[1]}/"
    form = opened(client, place)
    for _ in range(3):
        assert client.post(place, form).status_code == 302
    types = [entry.type for entry in town.city.reader.entries([UUID(order[0])])]
    assert types.count("OrderSigned") == 1


def test_who_was_overtaken_sees_what_changed_and_keeps_the_words(
    town: Town, order: tuple[str, str]
) -> None:
    client = town.visitor("handler", "water-bureau")
    town.desk.do(SignFor(order_id=UUID(order[0])), handler("water-bureau"))
    place = f"/t/report/{order[0]}/{order[1]}/"
    form = opened(client, place)
    town.desk.do(RecordFirstContact(order_id=UUID(order[0])), handler("water-bureau"))
    answer = client.post(place, {**form, "report": REPORT})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "您填写期间，这件事有了变化" in page
    meanwhile = page[page.index('id="meanwhile"') :]
    assert "首次联系" in meanwhile
    assert "签收</h3>" not in meanwhile
    assert REPORT in page
    again = form_of(page)
    assert again["command_id"] != form["command_id"]
    assert client.post(place, {**again, "report": REPORT}).status_code == 302


def test_the_same_form_with_other_words_is_not_taken_for_the_first(
    town: Town, order: tuple[str, str]
) -> None:
    client = town.visitor("handler", "water-bureau")
    town.desk.do(SignFor(order_id=UUID(order[0])), handler("water-bureau"))
    town.desk.do(RecordFirstContact(order_id=UUID(order[0])), handler("water-bureau"))
    place = f"/t/report/{order[0]}/{order[1]}/"
    form = opened(client, place)
    assert client.post(place, {**form, "report": REPORT}).status_code == 302
    answer = client.post(place, {**form, "report": "改口"})
    assert answer.status_code == 409
    assert "改口" in answer.content.decode()


def test_a_refusal_shows_its_rule_and_keeps_the_words(town: Town, order: tuple[str, str]) -> None:
    client = town.visitor("handler", "water-bureau", language="en")
    town.desk.do(SignFor(order_id=UUID(order[0])), handler("water-bureau"))
    place = f"/t/report/{order[0]}/{order[1]}/"
    answer = client.post(place, {**opened(client, place), "report": REPORT})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The appellant has not been contacted yet." in page
    assert "Anhe Appeals Procedure, Art. 3" in page
    assert REPORT in page


def test_a_missing_field_is_named(town: Town, order: tuple[str, str]) -> None:
    client = town.visitor("handler", "water-bureau")
    place = f"/t/report/{order[0]}/{order[1]}/"
    answer = client.post(place, opened(client, place))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id_report"' in page
    assert "<title>有误：" in page


def test_choices_have_the_names_people_know(town: Town) -> None:
    page = town.visitor("operator").get("/t/register/").content.decode()
    for name in ("投诉", "水务局", "柳荫街道", "河道污染", "诉求内容"):
        assert name in page
    english = town.visitor("operator", language="en").get("/t/register/").content.decode()
    for name in ("Water Bureau", "River pollution", "complaint"):
        assert name in english


def test_an_appeal_is_registered_under_the_ids_of_the_form(town: Town) -> None:
    client = town.visitor("operator")
    form = opened(client, "/t/register/")
    words = {"kind": "complaint", "words": "河水发黑", "matter": "water.river.pollution"}
    assert client.post("/t/register/", {**form, **words}).status_code == 302
    assert town.desk.appeal(UUID(form["appeal_id"])).matter == "water.river.pollution"
    forged = {**opened(client, "/t/register/"), "appeal_id": "2b2a6f0e-0000-4000-8000-000000000000"}
    assert client.post("/t/register/", {**forged, **words}).status_code == 422


def test_a_case_of_another_unit_reads_like_none(town: Town, order: tuple[str, str]) -> None:
    client = town.visitor("handler", "health-bureau")
    real, absent = (
        client.post(f"/t/sign/{id_}/{order[1]}/", opened(client, f"/t/sign/{id_}/{order[1]}/"))
        for id_ in (order[0], "01a20f53-15e2-7003-976b-e4e9950f66de")
    )
    assert real.status_code == absent.status_code == 404
