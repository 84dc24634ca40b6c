# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A unit learns how to reach a person for a logged reason; never who wants to be hidden."""

import pytest

from jiesu.application.envelopes import PersonalDataErased
from jiesu.domain.access import NotPermitted, NotYours
from jiesu.domain.handling.reaching import AskedToStayConfidential
from jiesu.domain.workorders.messages import RevealContact
from tests.builders.appeals import note
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.people import OPERATOR, handler

UNIT = handler("water-bureau")


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk()


def look(desk: MemoryDesk, appeal_id: object, actor: object = UNIT) -> tuple[str, ...]:
    command = RevealContact(order_id=desk.lead(appeal_id).id, reason=note("需要上门"))
    return desk.do(command, actor).events


def test_looking_is_logged_with_its_reason_and_its_rule(desk: MemoryDesk) -> None:
    assert look(desk, desk.dispatched()) == ("ContactRevealed",)
    (entry,) = [e for e in desk.store.entries if e["type"] == "ContactRevealed"]
    assert entry["data"]["basis"][0]["key"] == "appeal.reveal"
    assert entry["actor"] == "handler-water-bureau|handler|water-bureau"


def test_who_asked_to_stay_confidential_is_not_shown(desk: MemoryDesk) -> None:
    with pytest.raises(AskedToStayConfidential) as refusal:
        look(desk, desk.dispatched(confidential=True))
    assert "第7条" in refusal.value.explain("zh")


def test_what_was_erased_is_not_shown(desk: MemoryDesk) -> None:
    appeal_id = desk.closed()
    desk.erase(appeal_id)
    with pytest.raises(PersonalDataErased):
        look(desk, appeal_id)


def test_only_the_unit_that_has_the_order_looks(desk: MemoryDesk) -> None:
    appeal_id = desk.dispatched()
    with pytest.raises(NotYours):
        look(desk, appeal_id, handler("labour-bureau"))
    with pytest.raises(NotPermitted):
        look(desk, appeal_id, OPERATOR)
