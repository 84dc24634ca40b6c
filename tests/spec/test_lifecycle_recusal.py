# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501 -- the tables read across
"""Nobody judges their own case: whoever is complained of never acts, and reads it as absent."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from jiesu.application.catalogue import REGISTRY
from jiesu.application.registry import Registration
from jiesu.domain.access import Actor, NotYours
from jiesu.domain.appeals.messages import (
    BeginCallBack,
    DispatchAppeal,
    ErasureGround,
    RegisterAppeal,
    Undoable,
    WithdrawAppeal,
)
from jiesu.domain.callback.messages import AttemptResult, Satisfied, Solved, Via
from jiesu.domain.clocks import ClockName
from jiesu.domain.dispatch.responsibility import ComplainedUnitCannotAct
from jiesu.domain.interactions.messages import EndInteraction, EndReason, SaveDraft
from jiesu.domain.streams import StreamKind
from jiesu.domain.taxonomy import AppealKind, Channel, SpecialRoute
from jiesu.domain.workorders.messages import OrderOpened, SignFor
from jiesu.kernel.events import Command
from tests.builders.appeals import an_appeal, note, registration, reply, words
from tests.builders.calendars import at
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.law import always
from tests.builders.people import OPERATOR, SYSTEM, handler
from tests.builders.tables import rows
from tests.builders.town import policy
from tests.spec.test_lifecycle_dispatch import answer, opened, send_out

# fmt: off
RECUSALS = rows("""
matter                    area       accused            lead          role     route        copies     assisting                   way
water.river.pollution     qc-liuyin  water-bureau       hotline       lead     recusal      -          urban-bureau                direct
water.supply.outage       -          water-co           water-bureau  lead     recusal      -          -                           direct
water.river.pollution     qc-liuyin  urban-bureau       water-bureau  lead     direct       -          -                           assist
housing.property.service  qc-liuyin  qc-liuyin          qingchuan     lead     recusal      -          housing-bureau              subdistrict
housing.property.service  qc-liuyin  qingchuan          qc-liuyin     lead     subdistrict  -          housing-bureau              copy
housing.property.service  qc-liuyin  housing-bureau     qc-liuyin     lead     subdistrict  qingchuan  -                           assist
noise.stall.nightmarket   baishi     baishi             hotline       lead     recusal      -          urban-bureau;market-bureau  district
-                         -          hotline            oversight     lead     recusal      -          -                           city_desk
conduct.official.attitude -          oversight          hotline       lead     recusal      -          -                           oversight
transport.rail.noise      -          rail-yard          oversight     lead     recusal      -          transport-bureau            external
transport.rail.noise      -          hotline            oversight     liaison  recusal      -          transport-bureau            liaison
transport.rail.noise      -          transport-bureau   hotline       liaison  liaison      -          -                           liaison_assist
urban.light.broken        -          sanitation-bureau  hotline       lead     recusal      -          power-co                    successor
""")
# fmt: on


@pytest.mark.parametrize(
    ("matter", "area", "accused", "lead", "role", "route", "copies", "assisting", "way"),
    RECUSALS,
    ids=[row[-1] for row in RECUSALS],
)
def test_on_every_way_the_accused_stands_back_and_the_article_is_cited(
    matter: str,
    area: str,
    accused: str,
    lead: str,
    role: str,
    route: str,
    copies: str,
    assisting: str,
    way: str,
) -> None:
    appeal = an_appeal(matter=matter or None, area=area or None, complained_unit=accused)
    facts = send_out(appeal)
    assert answer(facts) == (lead, role, route, copies, assisting)
    assert "dispatch.recusal" in [basis.key for basis in opened(facts)[0].basis]


UNITS = sorted(policy().organisation.units)
MATTERS = sorted(policy().catalogue.duties)
AREAS = [None, *sorted(policy().organisation.areas)]


def involved(order: OrderOpened) -> set[str | None]:
    return {order.unit, order.counterpart, *order.copies}


@pytest.mark.parametrize("accused", UNITS)
def test_whatever_the_matter_and_place_the_accused_gets_nothing_at_all(accused: str) -> None:
    heir = policy().organisation.in_charge(accused, at("2026-03-10 12:00").date())
    for matter in MATTERS:
        for area in AREAS:
            facts = send_out(an_appeal(matter=matter, area=area, complained_unit=accused))
            for order in opened(facts):
                assert not {accused, heir} & involved(order), (matter, area)


@pytest.mark.parametrize(
    ("unit", "co_handlers"),
    [("water-bureau", None), ("health-bureau", ("civil-bureau", "water-bureau"))],
    ids=["as lead", "as co-handler"],
)
def test_a_dispatcher_cannot_name_the_accused_by_hand(
    unit: str, co_handlers: tuple[str, ...] | None
) -> None:
    with pytest.raises(ComplainedUnitCannotAct) as refusal:
        send_out(an_appeal(complained_unit="water-bureau"), unit=unit, co_handlers=co_handlers)
    assert refusal.value.facts == {"unit": "water-bureau"}
    assert refusal.value.rule is not None
    assert refusal.value.rule.label("en").endswith("Art. 8")


@pytest.mark.parametrize("named", ["urban-bureau", "sanitation-bureau"])
def test_a_dispatcher_cannot_name_the_successor_of_the_accused_either(named: str) -> None:
    with pytest.raises(ComplainedUnitCannotAct):
        send_out(an_appeal(complained_unit="sanitation-bureau"), unit=named)


def test_by_hand_a_body_outside_is_not_approached_by_an_accused_desk() -> None:
    facts = send_out(an_appeal(complained_unit="hotline"), unit="rail-yard", co_handlers=())
    assert answer(facts) == ("oversight", "liaison", "recusal", "", "")


def test_by_hand_a_district_complained_of_gets_no_copy_of_its_sub_districts_order() -> None:
    facts = send_out(an_appeal(complained_unit="qingchuan"), unit="qc-liuyin", co_handlers=())
    assert answer(facts) == ("qc-liuyin", "lead", "by_hand", "", "")
    assert "dispatch.recusal" in [basis.key for basis in opened(facts)[0].basis]


def test_before_the_merger_the_later_successor_may_still_act() -> None:
    appeal = an_appeal(matter="urban.light.broken", complained_unit="sanitation-bureau")
    assert answer(send_out(appeal, now=at("2015-06-30 10:00")))[0] == "urban-bureau"


def test_where_nobody_is_left_to_take_it_the_dispatch_is_refused() -> None:
    law = policy().dispatch
    alone = replace(law, recusal_unit=always("dispatch.recusal_unit", "hotline"))
    with pytest.raises(ComplainedUnitCannotAct):
        send_out(an_appeal(matter=None, area=None, complained_unit="hotline"), law=alone)


def test_who_ended_without_a_successor_is_still_accused_and_nobody_else_is() -> None:
    town = policy().organisation
    ended = replace(town.units["sanitation-bureau"], successor=None)
    units = {**town.units, "sanitation-bureau": ended}
    law = replace(policy().dispatch, organisation=replace(town, units=units))
    appeal = an_appeal(matter="urban.light.broken", complained_unit="sanitation-bureau")
    assert answer(send_out(appeal, law=law))[0] == "urban-bureau"


# ------------------------------------------------------------- reading as absent, at the gate


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk()


FIELDS: dict[str, Any] = {
    "reply": reply(),
    "report": reply(),
    "explanation": reply(),
    "reason": note(),
    "route": SpecialRoute.REPEAT,
    "clock": ClockName.HANDLING,
    "ground": ErasureGround.REQUEST,
    "facts": words(),
    "message": note(),
    "step": Undoable.DISPATCH,
    "result": AttemptResult.NO_ANSWER,
    "via": Via.PHONE,
    "contacted": True,
    "solved": Solved.UNSOLVED,
    "satisfied": Satisfied.DISSATISFIED,
}
ABOUT_AN_APPEAL = {StreamKind.APPEAL, StreamKind.ORDER, StreamKind.CALLBACK}
ROWS = [
    row
    for row in REGISTRY.rows()
    if row.aggregate in ABOUT_AN_APPEAL and row.command is not RegisterAppeal
]


def command_of(row: Registration, subject: UUID) -> Command:
    names = row.command.__dataclass_fields__
    if row.command is EndInteraction:
        return EndInteraction(interaction_id=subject, reason=EndReason.HUNG_UP)
    given = {name: FIELDS[name] for name in names if name in FIELDS}
    if row.command is DispatchAppeal:
        given = {}
    return row.command(**{f"{row.aggregate.value}_id": subject}, **given)


def role_for(row: Registration) -> str:
    """Return a role that carries the row's permission; a person's rather than the program's."""
    day = at("2026-03-10 12:00").date()
    return next(
        role.id
        for role in policy().access.roles.values()
        if row.permission in role.permissions.as_of(day).value
    )


def refusal_text(desk: MemoryDesk, command: Command, actor: Actor) -> tuple[str, ...]:
    """Return all there is to see of a refusal, its subject blotted out."""
    with pytest.raises(NotYours) as refused:
        desk.do(command, actor)
    error = refused.value
    subject = str(error.facts["subject"])
    told = [type(error).code, error.explain("zh"), error.explain("en"), repr(error.rule)]
    return tuple(text.replace(subject, "…") for text in told)


ACCUSED: dict[str, tuple[dict[str, str], Callable[[str], Actor]]] = {
    "unit": ({"complained_unit": "health-bureau"}, lambda r: Actor("p1", r, "health-bureau")),
    "officer": ({"complained_officer": "p1"}, lambda r: Actor("p1", r, "water-bureau")),
    "successor": (
        {"complained_unit": "sanitation-bureau"},
        lambda r: Actor("p1", r, "urban-bureau"),
    ),
    "predecessor": (
        {"complained_unit": "urban-bureau"},
        lambda r: Actor("p1", r, "sanitation-bureau"),
    ),
}


@pytest.mark.parametrize("who", ACCUSED)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.command.__name__)
def test_for_the_accused_every_command_reads_as_if_the_case_were_absent(
    desk: MemoryDesk, row: Registration, who: str
) -> None:
    complaint, accused = ACCUSED[who]
    appeal_id = desk.dispatched(**complaint)
    desk.clock.pass_(days=30)
    desk.do(BeginCallBack(appeal_id=appeal_id, clock=ClockName.CALLBACK), SYSTEM)
    subject = {
        StreamKind.APPEAL: appeal_id,
        StreamKind.ORDER: desk.lead(appeal_id).id,
        StreamKind.CALLBACK: desk.question(appeal_id).id,
    }[row.aggregate]
    actor = accused(role_for(row))
    before = desk.store.snapshot()
    hidden = refusal_text(desk, command_of(row, subject), actor)
    absent = refusal_text(desk, command_of(row, desk.ids.new()), actor)
    assert hidden == absent
    assert desk.store.snapshot() == before


CONTACT_ROWS = [row for row in REGISTRY.rows() if row.aggregate is StreamKind.INTERACTION]


def from_draft(contact: UUID, appeal: UUID) -> RegisterAppeal:
    return RegisterAppeal(
        appeal_id=appeal,
        interaction_id=contact,
        kind=AppealKind.INQUIRY,
        channel=Channel.PHONE,
        words=words("关于柳荫街道"),
        from_draft=True,
    )


def complained_in_a_contact(desk: MemoryDesk, **complaint: str) -> UUID:
    """Return a contact that brought an appeal about nobody, then one that complains."""
    contact = desk.ids.new()
    desk.do(SaveDraft(interaction_id=contact, channel=Channel.PHONE, words=words("柳荫街道的事")))
    desk.registered(interaction_id=contact, from_draft=True)
    desk.registered(interaction_id=contact, from_draft=True, **complaint)
    return contact


@pytest.mark.parametrize("who", ACCUSED)
@pytest.mark.parametrize(
    "row",
    [row for row in CONTACT_ROWS if row.command is not SaveDraft],
    ids=lambda row: row.command.__name__,
)
def test_for_the_accused_a_contact_with_such_an_appeal_reads_as_absent_too(
    desk: MemoryDesk, row: Registration, who: str
) -> None:
    complaint, accused = ACCUSED[who]
    contact = complained_in_a_contact(desk, **complaint)
    actor = accused(role_for(row))
    before = desk.store.snapshot()
    hidden = refusal_text(desk, command_of(row, contact), actor)
    assert hidden == refusal_text(desk, command_of(row, desk.ids.new()), actor)
    assert desk.store.snapshot() == before


@pytest.mark.parametrize("who", ACCUSED)
def test_the_accused_can_neither_save_to_such_a_contact_nor_register_from_it(
    desk: MemoryDesk, who: str
) -> None:
    complaint, accused = ACCUSED[who]
    contact, actor = complained_in_a_contact(desk, **complaint), accused("operator")
    before = desk.store.snapshot()
    save = SaveDraft(interaction_id=contact, channel=Channel.PHONE, words=words("再说一句"))
    refusal_text(desk, save, actor)
    hidden = refusal_text(desk, from_draft(contact, desk.ids.new()), actor)
    assert hidden == refusal_text(desk, from_draft(desk.ids.new(), desk.ids.new()), actor)
    assert desk.store.snapshot() == before


def test_not_even_over_long_words_tell_that_a_draft_is_there(desk: MemoryDesk) -> None:
    contact = complained_in_a_contact(desk, complained_officer="agent-2")
    for subject in (contact, desk.ids.new()):
        endless = replace(from_draft(subject, desk.ids.new()), words=words("长" * 20_000))
        with pytest.raises(NotYours) as refused:
            desk.do(endless, Actor("agent-2", "operator"))
        assert refused.value.facts == {"subject": str(subject)}


def test_others_go_on_with_such_a_contact(desk: MemoryDesk) -> None:
    contact = complained_in_a_contact(desk, complained_officer="agent-2")
    desk.do(from_draft(contact, desk.ids.new()))


@pytest.mark.parametrize("expected", [0, 1, 7])
def test_not_even_a_stale_version_tells_the_accused_that_the_case_is_there(
    desk: MemoryDesk, expected: int
) -> None:
    appeal_id = desk.registered(complained_officer="agent-2")
    for subject in (appeal_id, desk.ids.new()):
        with pytest.raises(NotYours):
            desk.do(
                DispatchAppeal(appeal_id=subject), Actor("agent-2", "operator"), expected=expected
            )


def test_not_even_over_long_words_tell_the_accused_that_the_case_is_there(
    desk: MemoryDesk,
) -> None:
    appeal_id = desk.registered(complained_officer="agent-2")
    for subject in (appeal_id, desk.ids.new()):
        endless = WithdrawAppeal(appeal_id=subject, reason=note("长" * 20_000))
        with pytest.raises(NotYours):
            desk.do(endless, Actor("agent-2", "operator"))


def test_saying_that_it_happened_before_a_merger_opens_no_door(desk: MemoryDesk) -> None:
    desk.clock.set(at("2015-06-20 10:00"))
    appeal_id = desk.registered(complained_unit="sanitation-bureau", matter="urban.light.broken")
    desk.clock.set(at("2026-03-10 12:00"))
    with pytest.raises(NotYours):
        desk.do(
            DispatchAppeal(appeal_id=appeal_id),
            Actor("p1", "importer", "urban-bureau"),
            at=at("2015-06-21 10:00"),
        )


def test_in_a_chain_the_accused_may_take_the_words_down_but_decide_nothing(
    desk: MemoryDesk,
) -> None:
    register = registration(desk.ids, complained_officer=OPERATOR.id)
    before = desk.store.snapshot()
    with pytest.raises(NotYours):
        desk.gate.handle_together(
            [desk.send(register), desk.send(DispatchAppeal(appeal_id=register.appeal_id))]
        )
    assert desk.store.snapshot() == before


def test_a_complaint_about_oneself_is_taken_down_like_any_other(desk: MemoryDesk) -> None:
    appeal_id = desk.registered(complained_officer=OPERATOR.id)
    assert desk.appeal(appeal_id).complained_officer == OPERATOR.id


def test_colleagues_of_the_accused_officer_may_act(desk: MemoryDesk) -> None:
    appeal_id = desk.dispatched(complained_officer="p1")
    order = desk.lead(appeal_id)
    desk.do(SignFor(order_id=order.id), handler(order.unit, "p2"))
    with pytest.raises(NotYours):
        desk.do(SignFor(order_id=order.id), handler(order.unit, "p1"))


def test_another_units_order_reads_as_absent_too(desk: MemoryDesk) -> None:
    order = desk.lead(desk.dispatched())
    outsider = handler("health-bureau")
    hidden = refusal_text(desk, SignFor(order_id=order.id), outsider)
    assert hidden == refusal_text(desk, SignFor(order_id=desk.ids.new()), outsider)


def test_a_person_without_a_unit_has_no_orders(desk: MemoryDesk) -> None:
    order = desk.lead(desk.dispatched())
    with pytest.raises(NotYours):
        desk.do(SignFor(order_id=order.id), Actor("p1", "handler"))


def test_the_successor_of_a_unit_inherits_its_open_orders(desk: MemoryDesk) -> None:
    desk.clock.set(at("2015-06-30 10:00"))
    appeal_id = desk.dispatched(matter="urban.waste.collection")
    order = desk.lead(appeal_id)
    assert order.unit == "sanitation-bureau"
    desk.clock.set(at("2015-07-01 08:00"))
    desk.do(SignFor(order_id=order.id), handler("urban-bureau"))
