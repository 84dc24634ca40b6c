# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A handler sees how to reach the person: with a reason, once, and never who stays hidden."""

import re

from jiesu.kernel.private import PrivateKind, PrivateText
from tests.builders.web import Town

HIDDEN = re.compile(r'<input type="hidden" name="(command_id|expected|seen_at)" value="([^"]*)"')
PHONE = "13800138000"


def text(page: object) -> str:
    return page.content.decode()


def address(town: Town, **changes: object) -> str:
    contact = PrivateText(PrivateKind.CONTACT, PHONE)
    appeal_id = town.desk.dispatched(contact=contact, **changes)
    number = town.desk.appeal(appeal_id).number
    spoken = f"{number[:6]}-{number[6:13]}-{number[13:]}"
    return f"/unit/{spoken}/{town.desk.lead(appeal_id).id}/reach/"


def test_a_phone_is_shown_once_for_a_reason(town: Town) -> None:
    handler, where = town.visitor("handler", "water-bureau"), address(town)
    form = handler.get(where)
    assert PHONE not in text(form)
    fields = {**dict(HIDDEN.findall(text(form))), "reason": "约时间上门"}
    assert PHONE in text(handler.post(where, fields))
    again = handler.post(where, fields)
    assert PHONE not in text(again)
    assert "已经显示过了" in text(again)


def test_without_a_reason_nothing_is_shown(town: Town) -> None:
    handler, where = town.visitor("handler", "water-bureau"), address(town)
    answer = handler.post(where, dict(HIDDEN.findall(text(handler.get(where)))))
    assert answer.status_code == 422
    assert PHONE not in text(answer)


def test_who_asked_to_stay_confidential_is_not_shown(town: Town) -> None:
    handler, where = town.visitor("handler", "water-bureau"), address(town, confidential=True)
    fields = {**dict(HIDDEN.findall(text(handler.get(where)))), "reason": "约时间上门"}
    answer = handler.post(where, fields)
    assert answer.status_code == 409
    assert PHONE not in text(answer)
    assert "第7条" in text(answer)


def test_another_units_person_is_not_there(town: Town) -> None:
    assert town.visitor("handler", "labour-bureau").get(address(town)).status_code == 404
