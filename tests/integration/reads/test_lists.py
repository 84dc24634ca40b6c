# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Lists show what they promise, page by page, and nothing to those complained of."""

import pytest

from jiesu.application.lists import (
    LAST_PAGE,
    AppealView,
    BadCursor,
    CallBackView,
    Cursor,
    OrderView,
    cursor_from_text,
    viewer_of,
)
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor
from jiesu.domain.workorders.messages import SignFor
from tests.builders.desk import Desk
from tests.builders.people import OPERATOR, handler
from tests.builders.town import DAY, NOON, policy

WATER = "water-bureau"
FIRST = Cursor()


def eyes(actor: Actor) -> object:
    return viewer_of(actor, policy().organisation, DAY)


def numbers(desk: Desk, ids: list[object]) -> list[str]:
    return [desk.appeal(id_).number for id_ in ids]


def test_a_unit_sees_its_own_orders_the_soonest_due_first(city: City, desk: Desk) -> None:
    mine = [desk.dispatched(), desk.dispatched()]
    desk.dispatched(matter="labour.wage.arrears")
    page = city.lists.orders(OrderView.OPEN, eyes(handler(WATER)), desk.clock.now(), FIRST)
    assert [row.appeal_id for row in page.rows] == mine
    assert {row.unit for row in page.rows} == {WATER}
    assert page.rows[0].words == "河水发黑发臭"


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_pages_cover_the_list_forwards_and_backwards(city: City, desk: Desk, size: int) -> None:
    mine = [desk.dispatched() for _ in range(5)]
    viewer, now = eyes(handler(WATER)), desk.clock.now()
    for start, step in ((FIRST, "next"), (LAST_PAGE, "previous")):
        seen, cursor, turns = [], start, 0
        while cursor is not None:
            page = city.lists.orders(OrderView.OPEN, viewer, now, cursor, size)
            ids = [row.appeal_id for row in page.rows]
            seen = [*seen, *ids] if step == "next" else [*ids, *seen]
            cursor, turns = getattr(page, step), turns + 1
        assert (seen, turns) == (mine, -(-5 // size))


def test_turning_a_page_and_back_shows_the_same_rows(city: City, desk: Desk) -> None:
    for _ in range(5):
        desk.dispatched()
    viewer, now = eyes(handler(WATER)), desk.clock.now()
    first = city.lists.orders(OrderView.OPEN, viewer, now, FIRST, 2)
    second = city.lists.orders(OrderView.OPEN, viewer, now, first.next, 2)
    back = city.lists.orders(OrderView.OPEN, viewer, now, second.previous, 2)
    assert back.rows == first.rows


def test_views_of_a_unit_tell_new_from_late_from_done(city: City, desk: Desk) -> None:
    handled = desk.handled()
    signed = desk.dispatched()
    desk.do(SignFor(order_id=desk.lead(signed).id), handler(WATER))
    new = desk.dispatched()
    viewer = eyes(handler(WATER))

    def shown(view: OrderView) -> list[object]:
        page = city.lists.orders(view, viewer, desk.clock.now(), FIRST)
        return [row.appeal_id for row in page.rows]

    assert shown(OrderView.NEW) == [new]
    assert shown(OrderView.DONE) == [handled]
    assert shown(OrderView.LATE) == []
    desk.clock.pass_(days=7)
    assert shown(OrderView.TODAY) == [signed, new]
    desk.clock.pass_(days=1)
    assert shown(OrderView.LATE) == [signed, new]
    assert shown(OrderView.TODAY) == []


def test_a_district_sees_the_orders_copied_to_it(city: City, desk: Desk) -> None:
    copied = desk.dispatched(matter="urban.waste.collection")
    viewer = eyes(Actor("d-1", "district_supervisor", "qingchuan"))
    page = city.lists.orders(OrderView.COPIES, viewer, desk.clock.now(), FIRST)
    assert [row.appeal_id for row in page.rows] == [copied]


def test_the_desk_sees_what_waits_and_what_is_new(city: City, desk: Desk) -> None:
    waiting = [desk.registered(), desk.registered()]
    gone = desk.dispatched()
    now = desk.clock.now()
    page = city.lists.appeals(AppealView.WAITING, eyes(OPERATOR), now, FIRST)
    assert [row.id for row in page.rows] == waiting
    page = city.lists.appeals(AppealView.RECENT, eyes(OPERATOR), now, FIRST)
    assert [row.id for row in page.rows] == [gone, *reversed(waiting)]
    assert city.lists.appeals(AppealView.LATE, eyes(OPERATOR), now, FIRST).rows == ()


def test_the_call_back_desk_sees_whom_to_ask(city: City, desk: Desk) -> None:
    handled = desk.handled()
    page = city.lists.callbacks(CallBackView.OPEN, eyes(OPERATOR), desk.clock.now(), FIRST)
    assert [(row.appeal_id, row.lead, row.round) for row in page.rows] == [(handled, WATER, 1)]


def test_who_is_complained_of_finds_nothing_in_any_list(city: City, desk: Desk) -> None:
    appeal = desk.registered(complained_unit="hotline", complained_officer="agent-9")
    other = desk.registered()
    now = desk.clock.now()
    for accused in (Actor("agent-2", "operator", "hotline"), Actor("agent-9", "operator")):
        for view in (AppealView.WAITING, AppealView.RECENT):
            page = city.lists.appeals(view, eyes(accused), now, FIRST)
            assert [row.id for row in page.rows] == [other]
        assert city.lists.rows([appeal, other], eyes(accused))[0].id == other
        contact = desk.appeal(appeal).interaction_id
        assert city.lists.of_contact(contact, eyes(accused)) == []


def test_appeals_of_one_call_are_found_together(city: City, desk: Desk) -> None:
    first = desk.registered()
    contact = desk.appeal(first).interaction_id
    second = desk.registered(interaction_id=contact, from_draft=True)
    found = city.lists.of_contact(contact, eyes(OPERATOR))
    assert [row.id for row in found] == [first, second]


@pytest.mark.parametrize("text", ["x", "Zg", "Zm98YmFyfGJheg", "é", "Zg==", "YnwyMDI2fA"])
def test_a_mark_that_names_no_page_is_refused(text: str) -> None:
    with pytest.raises(BadCursor):
        cursor_from_text(text)


def test_a_mark_reads_back_as_it_was_written(desk: Desk) -> None:
    cursor = Cursor(desk.clock.now(), desk.ids.new(), backwards=True)
    assert cursor_from_text(cursor.text()) == cursor
    assert cursor_from_text("") == FIRST
    assert cursor_from_text(LAST_PAGE.text()) == LAST_PAGE


def test_an_inbox_counts_all_its_views_whichever_is_shown(city: City, desk: Desk) -> None:
    first = desk.dispatched()
    desk.dispatched(area="qc-liuyin")
    desk.handled()
    desk.do(SignFor(order_id=desk.lead(first).id), handler(WATER))
    desk.clock.pass_(days=6, hours=20)
    expected = {"open": 2, "new": 1, "late": 0, "today": 2, "copies": 0, "done": 1}
    for view in OrderView:
        inbox = city.lists.inbox(view, eyes(handler(WATER)), desk.clock.now(), FIRST)
        assert inbox.counts == expected
        listed = city.lists.orders(view, eyes(handler(WATER)), desk.clock.now(), FIRST)
        assert inbox.page == listed
        assert len(listed.rows) == expected[view.value]


def test_an_empty_page_has_its_counts_too(city: City) -> None:
    inbox = city.lists.inbox(OrderView.NEW, eyes(handler(WATER)), NOON, FIRST)
    assert inbox.page.rows == ()
    assert set(inbox.counts.values()) == {0}


def test_whom_an_appeal_complains_of_is_not_counted_into_it(city: City, desk: Desk) -> None:
    officer = handler(WATER, "li-4")
    desk.dispatched(complained_officer="li-4")
    now = desk.clock.now()
    assert city.lists.inbox(OrderView.NEW, eyes(officer), now, FIRST).counts["new"] == 0
    assert city.lists.inbox(OrderView.NEW, eyes(handler(WATER)), now, FIRST).counts["new"] == 1


def test_the_desk_counts_what_waits_what_is_late_and_what_came_today(
    city: City, desk: Desk
) -> None:
    desk.registered()
    desk.clock.pass_(hours=3)
    desk.registered()
    desk.dispatched()
    page = city.lists.desk(AppealView.LATE, eyes(OPERATOR), desk.clock.now(), FIRST)
    assert page.counts == {"waiting": 2, "late": 1, "recent": 3}
    assert len(page.page.rows) == 1
