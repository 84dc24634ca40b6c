# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Like appeals on PostgreSQL: found by words, by matter and area; hidden from whom they concern."""

from datetime import timedelta
from uuid import UUID

import pytest

from jiesu.application.envelopes import Envelope
from jiesu.bootstrap.signatures import sign_appeals
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import DispatchAppeal, WithdrawAppeal
from jiesu.domain.taxonomy import AppealKind
from tests.builders.appeals import note, registration, words
from tests.builders.desk import Desk
from tests.builders.peek import PgPeek
from tests.builders.people import AUDITOR, OPERATOR, handler
from tests.builders.town import DAY

RIVER, DRAIN = "water.river.pollution", "water.drain.blocked"
LIUYIN, DONGMEN = "qc-liuyin", "qc-dongmen"
TOLD = "柳荫桥下的河水发黑发臭，下游居民夏天不敢开窗，已经反映过三次，一直没有人来处理。"
AGAIN = (
    "您好，柳荫桥下的河水发黑发臭，下游的居民夏天不敢开窗，已经反映过 4 次，一直没有人来处理，谢谢"
)
OTHER = "工地夜里施工到两点，吵得全楼的孩子睡不着觉。"
WATER = handler("water-bureau")


@pytest.fixture
def peek(database: str) -> PgPeek:
    return PgPeek(database)


def like(city: City, desk: Desk, text: str = AGAIN, **more: object) -> list[UUID]:
    """Return the appeals found for an operator, unless others are meant."""
    asked = {"matter": RIVER, "area": LIUYIN, "actor": OPERATOR, **more}
    return [one.id for one in city.likeness.like(text, now=desk.clock.now(), **asked)]


def test_a_near_copy_is_found_wherever_it_came_from_and_other_words_are_not(
    city: City, desk: Desk
) -> None:
    copy = desk.registered(words=words(TOLD), area=DONGMEN, matter=DRAIN)
    desk.registered(words=words(OTHER), area=DONGMEN, matter=DRAIN)
    assert like(city, desk) == [copy]
    assert like(city, desk, matter=None, area=None) == [copy]
    assert like(city, desk, besides=copy) == []


def test_the_same_matter_in_the_same_area_is_found_whatever_the_words(
    city: City, desk: Desk
) -> None:
    same = desk.registered(words=words(OTHER), area=LIUYIN, matter=RIVER)
    desk.registered(words=words(OTHER), area=DONGMEN, matter=RIVER)
    desk.registered(words=words(OTHER), area=LIUYIN, matter=DRAIN)
    assert like(city, desk) == [same]
    assert like(city, desk, "") == [same]


def test_what_is_older_than_the_law_says_is_not_looked_at(city: City, desk: Desk) -> None:
    copy = desk.registered(words=words(TOLD), area=LIUYIN)
    desk.clock.pass_(minutes=30 * 24 * 60 - 2)
    assert like(city, desk) == [copy]
    desk.clock.pass_(minutes=4)
    assert like(city, desk) == []


def test_nobody_finds_what_complains_of_them(city: City, desk: Desk) -> None:
    accused = Actor("agent-77", "operator")
    officer = desk.dispatched(words=words(TOLD), area=LIUYIN, complained_officer=accused.id)
    unit = desk.dispatched(words=words(TOLD), area=LIUYIN, complained_unit="water-bureau")
    assert like(city, desk, actor=accused) == [unit]
    assert like(city, desk, actor=WATER) == [officer]
    assert set(like(city, desk)) == {officer, unit}


@pytest.mark.parametrize("secret", [{"kind": AppealKind.TIP_OFF}, {"confidential": True}])
def test_what_was_told_in_confidence_is_found_by_few(
    city: City, desk: Desk, secret: dict[str, object]
) -> None:
    hidden = desk.dispatched(words=words(TOLD), area=LIUYIN, **secret)
    assert like(city, desk) == [hidden]
    assert like(city, desk, actor=AUDITOR) == []
    assert like(city, desk, actor=WATER) == []


def test_a_unit_finds_only_what_it_has_an_order_of(city: City, desk: Desk) -> None:
    desk.registered(words=words(TOLD), area=LIUYIN)
    mine = desk.dispatched(words=words(TOLD), area=LIUYIN)
    assert like(city, desk, actor=WATER) == [mine]
    assert like(city, desk, actor=handler("health-bureau")) == []


def test_a_text_sent_by_many_hides_no_other_way(city: City, desk: Desk) -> None:
    many = [[desk.send(registration(desk.ids, words=words(TOLD)))] for _ in range(100)]
    desk.gate.handle_many(many)
    same = desk.registered(words=words(OTHER), area=LIUYIN)
    found = city.likeness.like(AGAIN, RIVER, LIUYIN, OPERATOR, desk.clock.now(), most=1000)
    assert same in {one.id for one in found}
    assert len(found) == 11


def test_few_and_large_batches_leave_the_same_signatures(desk: Desk, peek: PgPeek) -> None:
    def envelope() -> Envelope:
        return desk.send(registration(desk.ids, words=words(TOLD)))

    desk.gate.handle_together([envelope()])
    desk.gate.handle_many([[envelope()] for _ in range(300)])  # by COPY
    counts = peek.query("SELECT bands, count(*) AS n FROM appeal_likeness GROUP BY bands")
    assert [row["n"] for row in counts] == [301]
    (bands,) = peek.query("SELECT count(*) AS n, count(DISTINCT band) AS b FROM likeness_band")
    assert bands == {"n": 301 * 8, "b": 8}


def test_signatures_made_anew_are_those_there_were(city: City, desk: Desk, peek: PgPeek) -> None:
    for text in (TOLD, AGAIN, "停水"):
        desk.registered(words=words(text))
    desk.erase(gone := desk.withdrawn())
    tables = ("appeal_likeness", "likeness_band")
    before = {name: sorted(peek.rows_as_text(name)) for name in tables}
    assert before["appeal_likeness"]
    assert list(sign_appeals(city)) == []
    assert list(sign_appeals(city, again=True)) == [3]
    assert {name: sorted(peek.rows_as_text(name)) for name in tables} == before
    assert not any(peek.personal(gone).values())


def test_the_public_is_told_how_many_and_nothing_of_complaints_or_confidences(
    city: City, desk: Desk
) -> None:
    def card() -> object:
        return city.likeness.nearby(RIVER, LIUYIN, DAY)

    told = [desk.registered(area=LIUYIN) for _ in range(3)]
    for secret in (
        {"kind": AppealKind.TIP_OFF},
        {"confidential": True},
        {"complained_unit": "water-bureau"},
        {"complained_officer": "agent-77"},
        {"area": DONGMEN},
        {"matter": DRAIN},
    ):
        desk.registered(**{"area": LIUYIN, **secret})
    desk.registered(area=LIUYIN)
    assert card() is None
    told.append(desk.registered(area=LIUYIN))
    assert (card().total, [(one.of, one.count) for one in card().by_month]) == (
        5,
        [("2026-03", 5)],
    )
    desk.do(DispatchAppeal(appeal_id=told[0]))
    assert [(one.of, one.count) for one in card().by_status] == [(None, 5)]
    desk.do(WithdrawAppeal(appeal_id=told[1], reason=note()))
    assert card() is None
    assert city.likeness.nearby(RIVER, LIUYIN, DAY + timedelta(days=120)) is None
