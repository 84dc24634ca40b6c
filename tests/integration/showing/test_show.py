# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A case as a timeline: each step with its article; nothing for eyes it is not for."""

from collections.abc import Iterator

import pytest

from jiesu.application.showing import Timeline, show_case
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor, NotPermitted, NotYours
from jiesu.domain.interactions.messages import SaveDraft
from jiesu.domain.taxonomy import Channel
from tests.builders.appeals import words
from tests.builders.calendars import at
from tests.builders.desk import Desk, city_desk

AUDITOR = Actor("a1", "auditor")


@pytest.fixture
def town(database: str) -> Iterator[tuple[City, Desk]]:
    city, desk = city_desk(database)
    yield city, desk
    city.close()


def shown(city: City, desk: Desk, appeal_id: object, viewer: Actor = AUDITOR) -> Timeline:
    today = city.policy.calendar.local_day(desk.clock.now())
    number = desk.appeal(appeal_id).number
    return show_case(number, viewer, city.reader, city.policy, today)


def test_every_step_of_a_handled_appeal_stands_in_order(town: tuple[City, Desk]) -> None:
    city, desk = town
    steps = shown(city, desk, desk.handled()).steps
    titles = [step.title.en for step in steps]
    assert titles[:3] == ["Contact opened", "Contact became an appeal", "Appeal registered"]
    assert titles[-4:] == ["Result reported", "Appeal handled", "To be asked", "Call-back begun"]
    assert [step.at for step in steps] == sorted(step.at for step in steps)


def test_a_rule_behind_a_step_names_its_article_and_gist(town: tuple[City, Desk]) -> None:
    city, desk = town
    grounds = [g for step in shown(city, desk, desk.dispatched()).steps for g in step.grounds]
    limit = next(ground for ground in grounds if ground.key == "limit.d7")
    assert (limit.value, limit.standing) == ("7 calendar_day", "official")
    assert limit.article.zh.startswith("《安和市")
    assert limit.gist is not None


def test_personal_words_are_shown_redacted(town: tuple[City, Desk]) -> None:
    city, desk = town
    appeal = desk.registered(words=words("路灯坏了，请回电13800138000"))
    said = [fact.zh for step in shown(city, desk, appeal).steps for _, fact in step.facts]
    assert "路灯坏了，请回电【电话】" in said
    assert not [text for text in said if "13800138000" in text]


def test_the_unit_complained_of_finds_nothing(town: tuple[City, Desk]) -> None:
    city, desk = town
    appeal = desk.dispatched(complained_unit="qc-liuyin")
    with pytest.raises(NotYours):
        shown(city, desk, appeal, Actor("h1", "handler", "qc-liuyin"))


def test_a_unit_reads_only_what_it_handles_or_is_copied_on(town: tuple[City, Desk]) -> None:
    city, desk = town
    appeal = desk.dispatched(matter="housing.property.service", area="qc-liuyin")
    lead = desk.lead(appeal)
    assert shown(city, desk, appeal, Actor("h1", "handler", lead.unit)).steps
    assert shown(city, desk, appeal, Actor("s1", "district_supervisor", lead.copies[0])).steps
    with pytest.raises(NotYours):
        shown(city, desk, appeal, Actor("h2", "handler", "health-bureau"))


def test_a_unit_that_took_another_over_reads_its_orders_and_no_complaint_about_it(
    town: tuple[City, Desk],
) -> None:
    city, desk = town
    desk.clock.set(at("2015-06-20 10:00"))
    inherited = desk.dispatched(matter="urban.waste.collection")
    assert desk.lead(inherited).unit == "sanitation-bureau"
    accused = desk.dispatched(
        complained_unit="sanitation-bureau", matter="urban.light.broken", area="qc-liuyin"
    )
    assert desk.lead(accused).unit == "urban-bureau"
    heir = Actor("h1", "handler", "urban-bureau")
    assert shown(city, desk, accused, heir).steps
    with pytest.raises(NotYours):
        shown(city, desk, inherited, heir)
    desk.clock.set(at("2026-03-10 12:00"))
    assert shown(city, desk, inherited, heir).steps
    with pytest.raises(NotYours):
        shown(city, desk, accused, heir)


def test_an_account_left_in_a_unit_that_ended_counts_as_one_of_its_successor(
    town: tuple[City, Desk],
) -> None:
    city, desk = town
    order = desk.dispatched(matter="urban.light.broken")
    old_account = Actor("h1", "handler", "sanitation-bureau")
    assert shown(city, desk, order, old_account).steps


def test_somebody_of_no_unit_reads_no_unit_s_orders(town: tuple[City, Desk]) -> None:
    city, desk = town
    with pytest.raises(NotYours):
        shown(city, desk, desk.dispatched(), Actor("h1", "handler"))


def test_no_unit_reads_a_draft_that_may_speak_of_another(town: tuple[City, Desk]) -> None:
    city, desk = town
    contact = city.ids.new()
    draft = words("先说街道办的事")
    desk.do(SaveDraft(interaction_id=contact, channel=Channel.PHONE, words=draft))
    appeal = desk.dispatched(interaction_id=contact, from_draft=True)
    unit = Actor("h1", "handler", desk.lead(appeal).unit)
    assert "Draft saved" not in [s.title.en for s in shown(city, desk, appeal, unit).steps]
    assert "Draft saved" in [s.title.en for s in shown(city, desk, appeal).steps]


def test_whom_another_appeal_of_the_contact_complains_of_does_not_see_the_contact(
    town: tuple[City, Desk],
) -> None:
    city, desk = town
    contact = city.ids.new()
    draft = words("还要反映审计员")
    desk.do(SaveDraft(interaction_id=contact, channel=Channel.PHONE, words=draft))
    appeal = desk.registered(interaction_id=contact, from_draft=True)
    desk.registered(interaction_id=contact, from_draft=True, complained_officer=AUDITOR.id)
    titles = [step.title.en for step in shown(city, desk, appeal).steps]
    assert titles == ["Appeal registered"]
    assert len(shown(city, desk, appeal, Actor("a2", "auditor")).steps) > 1


def test_a_role_without_the_right_is_refused(town: tuple[City, Desk]) -> None:
    city, desk = town
    with pytest.raises(NotPermitted):
        shown(city, desk, desk.registered(), Actor("t1", "system"))


def test_a_number_nobody_has_reads_like_one_that_is_hidden(town: tuple[City, Desk]) -> None:
    city, desk = town
    today = city.policy.calendar.local_day(desk.clock.now())
    with pytest.raises(NotYours):
        show_case("261122000010060", AUDITOR, city.reader, city.policy, today)
