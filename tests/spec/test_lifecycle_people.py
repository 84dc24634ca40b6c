# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Who speaks and who acts: appellants on their own appeal only, proxies, posts, messages."""

from uuid import UUID

import pytest

from jiesu.application.catalogue import REGISTRY
from jiesu.application.envelopes import PersonalDataErased
from jiesu.application.registry import Registration
from jiesu.domain.access import (
    Actor,
    NotAnAccount,
    NotPermitted,
    NotYours,
    UnknownRole,
    appellant_of,
)
from jiesu.domain.appeals.messages import (
    AddFacts,
    Capacity,
    RegisterAppeal,
    ReopenAppeal,
    UndoStep,
    WithdrawAppeal,
)
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.callback.messages import RateHandling
from jiesu.domain.interactions.messages import SaveDraft
from jiesu.domain.memberships import (
    GrantRole,
    MembershipState,
    NotForStaff,
    RevokeRole,
    UnitNeeded,
)
from jiesu.domain.organisations import UnknownUnit
from jiesu.domain.streams import StreamKind
from jiesu.domain.taxonomy import Channel
from jiesu.domain.transitions import NotInThisState
from jiesu.domain.workorders.messages import SendMessage
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.private import PrivateKind, PrivateText
from tests.builders.appeals import note, registration, words
from tests.builders.calendars import at
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.people import ADMIN, DISPATCHER, OPERATOR, citizen, handler
from tests.builders.tables import rows
from tests.builders.town import DAY, policy
from tests.spec.test_lifecycle_recusal import command_of, refusal_text
from tests.spec.test_lifecycle_transitions import LONE_UNIT


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk()


# ----------------------------------------------------------------- an appellant and others

CITIZENS_RIGHTS = policy().access.role("citizen").permissions.as_of(DAY).value
THEIRS = [
    row
    for row in REGISTRY.rows()
    if row.permission in CITIZENS_RIGHTS
    and row.aggregate is not StreamKind.INTERACTION
    and row.command is not RegisterAppeal
]
OPERATORS = [
    row
    for row in REGISTRY.rows()
    if row.permission not in CITIZENS_RIGHTS and row.command is not GrantRole
]


def subject_of(desk: MemoryDesk, row: Registration) -> tuple[UUID, UUID]:
    """Return an appeal with a question, and what the row addresses."""
    appeal_id = desk.handled(**LONE_UNIT)
    if row.aggregate is StreamKind.CALLBACK:
        return appeal_id, desk.question(appeal_id).id
    return appeal_id, desk.lead(appeal_id).id if row.aggregate is StreamKind.ORDER else appeal_id


def test_these_are_the_commands_of_whoever_made_the_appeal() -> None:
    assert {row.command for row in THEIRS} == {
        AddFacts,
        WithdrawAppeal,
        ReopenAppeal,
        UndoStep,
        RateHandling,
    }


@pytest.mark.parametrize("row", THEIRS, ids=lambda row: row.command.__name__)
def test_for_anybody_else_an_appeal_reads_as_absent(desk: MemoryDesk, row: Registration) -> None:
    _, subject = subject_of(desk, row)
    stranger = citizen(desk.registered())
    before = desk.store.snapshot()
    hidden = refusal_text(desk, command_of(row, subject), stranger)
    absent = refusal_text(desk, command_of(row, desk.ids.new()), stranger)
    assert hidden == absent
    assert desk.store.snapshot() == before


@pytest.mark.parametrize("account", ["citizen-1", "appellant:", "appellant:1"])
def test_the_role_alone_opens_no_appeal(desk: MemoryDesk, account: str) -> None:
    appeal_id = desk.registered()
    with pytest.raises(NotYours):
        desk.do(AddFacts(appeal_id=appeal_id, facts=words()), Actor(account, "citizen"))


def test_nor_does_the_account_with_another_role(desk: MemoryDesk) -> None:
    appeal_id = desk.registered()
    with pytest.raises(NotPermitted):
        desk.do(
            AddFacts(appeal_id=appeal_id, facts=words()),
            Actor(appellant_of(appeal_id), "auditor"),
        )


@pytest.mark.parametrize("row", OPERATORS, ids=lambda row: row.command.__name__)
def test_an_appellant_uses_no_command_of_the_hotline_or_a_unit(
    desk: MemoryDesk, row: Registration
) -> None:
    appeal_id, subject = subject_of(desk, row)
    with pytest.raises(NotPermitted):
        desk.do(command_of(row, subject), citizen(appeal_id))


def test_an_appellant_grants_no_role(desk: MemoryDesk) -> None:
    grant = GrantRole(membership_id=desk.ids.new(), account="agent-9", role="operator")
    with pytest.raises(NotPermitted):
        desk.do(grant, citizen(desk.registered()))


def test_an_appellant_says_more_about_their_own_appeal(desk: MemoryDesk) -> None:
    appeal_id = desk.dispatched()
    before = desk.appeal(appeal_id)
    desk.do(AddFacts(appeal_id=appeal_id, facts=words("昨天又排了一次")), citizen(appeal_id))
    appeal = desk.appeal(appeal_id)
    assert (appeal.additions, appeal.words, appeal.state) == (1, before.words, before.state)
    assert "昨天又排了一次" not in str(desk.store.entries)


def test_somebody_registers_their_own_appeal_online(desk: MemoryDesk) -> None:
    command = registration(desk.ids, channel=Channel.WEB)
    desk.do(command, citizen(command.appeal_id))
    assert desk.appeal(command.appeal_id).state is AppealState.REGISTERED
    with pytest.raises(NotYours):
        desk.do(registration(desk.ids), citizen(command.appeal_id))


def draft(desk: MemoryDesk, contact: UUID, text: str = "路灯不亮") -> SaveDraft:
    return SaveDraft(interaction_id=contact, channel=Channel.WEB, words=words(text))


def test_a_draft_written_online_becomes_the_appeal_of_who_wrote_it(desk: MemoryDesk) -> None:
    contact, command = desk.ids.new(), registration(desk.ids, from_draft=True)
    me, other = citizen(command.appeal_id), citizen(desk.ids.new())
    desk.do(draft(desk, contact), me)
    desk.do(draft(desk, contact, "两盏路灯不亮"), me)
    mine = registration(
        desk.ids, appeal_id=command.appeal_id, interaction_id=contact, from_draft=True
    )
    theirs = registration(
        desk.ids,
        appeal_id=UUID(hex=other.id.removeprefix("appellant:")),
        interaction_id=contact,
        from_draft=True,
    )
    for trespass in (draft(desk, contact), theirs):
        before = desk.store.snapshot()
        with pytest.raises(NotYours):
            desk.do(trespass, other)
        assert desk.store.snapshot() == before
    desk.do(mine, me)
    assert desk.appeal(command.appeal_id).interaction_id == contact


def test_nobody_makes_an_appeal_out_of_a_call_the_hotline_is_writing_down(
    desk: MemoryDesk,
) -> None:
    contact = desk.ids.new()
    desk.do(draft(desk, contact), OPERATOR)
    command = registration(desk.ids, interaction_id=contact, from_draft=True)
    with pytest.raises(NotYours):
        desk.do(command, citizen(command.appeal_id))


# ------------------------------------------------------------------------- for whom one speaks


@pytest.mark.parametrize(
    ("capacity", "speaks"),
    rows("""
capacity  speaks
self      -
proxy     李代理
guardian  王监护
"""),
)
def test_whose_appeal_it_is_and_who_speaks_are_kept_apart(
    desk: MemoryDesk, capacity: str, speaks: str
) -> None:
    named = PrivateText(PrivateKind.NAME, speaks) if speaks else None
    appeal_id = desk.registered(
        capacity=Capacity(capacity),
        representative=named,
        appellant=PrivateText(PrivateKind.NAME, "王小明"),
    )
    appeal = desk.appeal(appeal_id)
    assert (appeal.capacity, appeal.representative is not None) == (capacity, bool(speaks))
    assert appeal.appellant is not None
    assert appeal.appellant != appeal.representative
    assert "王小明" not in str(desk.store.entries)
    assert not speaks or speaks not in str(desk.store.entries)


def test_several_appeals_of_one_call_share_its_history_and_nothing_else(desk: MemoryDesk) -> None:
    first = registration(desk.ids)
    desk.do(first)
    others = [
        registration(desk.ids, interaction_id=first.interaction_id, from_draft=True, **LONE_UNIT)
        for _ in range(2)
    ]
    for command in others:
        desk.do(command)
    ids = tuple(command.appeal_id for command in (first, *others))
    desk.do(WithdrawAppeal(appeal_id=ids[1], reason=note()))
    contact = desk.case(ids[0]).interaction
    assert contact is not None
    assert contact.appeals == ids
    taken_up = [e["type"] for e in desk.store.entries if e["stream"] == str(contact.id)]
    assert taken_up == ["InteractionOpened", *["InteractionTakenUp"] * 3]
    assert [desk.appeal(each).state.value for each in ids] == [
        "registered",
        "withdrawn",
        "registered",
    ]
    assert len({desk.appeal(each).number for each in ids}) == 3
    with pytest.raises(NotYours):
        desk.do(AddFacts(appeal_id=ids[2], facts=words()), citizen(ids[0]))


# ------------------------------------------------------------------- hotline and unit, writing


@pytest.mark.parametrize(
    ("who", "said"),
    rows("""
who         said
operator    yes
dispatcher  yes
evaluator   yes
unit        yes
helper      no
stranger    no
auditor     not-permitted
citizen     not-permitted
"""),
)
def test_hotline_and_unit_write_to_each_other_about_an_order(
    desk: MemoryDesk, who: str, said: str
) -> None:
    appeal_id = desk.dispatched()
    lead, helper = desk.case(appeal_id).orders
    actor = {
        "dispatcher": DISPATCHER,
        "unit": handler(lead.unit),
        "helper": handler(helper.unit),
        "stranger": handler("health-bureau"),
        "citizen": citizen(appeal_id),
    }.get(who, Actor("p-1", who))
    command = SendMessage(order_id=lead.id, message=note("请加急"))
    try:
        desk.do(command, actor)
        found = "yes"
    except NotYours:
        found = "no"
    except JiesuError as error:
        found = error.code
    assert (found, desk.lead(appeal_id).messages) == (said, int(said == "yes"))
    assert "请加急" not in str(desk.store.entries)


def test_a_message_goes_with_the_appeal_it_is_about(desk: MemoryDesk) -> None:
    appeal_id = desk.handled(**LONE_UNIT)
    order = desk.lead(appeal_id)
    message = SendMessage(order_id=order.id, message=note())
    desk.do(message, handler(order.unit))
    assert {item["owner"] for item in desk.store.items.values()} == {str(appeal_id)}
    desk.erase(appeal_id)
    assert desk.store.items == {}
    with pytest.raises(PersonalDataErased):
        desk.do(message, handler(order.unit))


def test_nothing_is_written_about_an_order_that_fell_away(desk: MemoryDesk) -> None:
    appeal_id = desk.dispatched(**LONE_UNIT)
    order = desk.lead(appeal_id)
    desk.do(WithdrawAppeal(appeal_id=appeal_id, reason=note()))
    with pytest.raises(NotInThisState):
        desk.do(SendMessage(order_id=order.id, message=note()), handler(order.unit))


# -------------------------------------------------------------------------------- who is who


def grant(desk: MemoryDesk, role: str, unit: str = "", account: str = "agent-9") -> GrantRole:
    return GrantRole(membership_id=desk.ids.new(), account=account, role=role, unit=unit or None)


@pytest.mark.parametrize(
    ("role", "unit", "held"),
    rows("""
role                 unit               held
operator             -                  -
operator             hotline            hotline
handler              water-bureau       water-bureau
handler              sanitation-bureau  urban-bureau
district_supervisor  qingchuan          qingchuan
"""),
)
def test_a_role_is_granted_and_taken_back(
    desk: MemoryDesk, role: str, unit: str, held: str
) -> None:
    command = grant(desk, role, unit)
    receipt = desk.do(command, ADMIN)
    assert (receipt.events, receipt.number) == (("RoleGranted",), None)
    subject = desk.store.rows[StreamKind.MEMBERSHIP][str(command.membership_id)]
    assert (subject["account"], subject["role"], subject["unit"]) == ("agent-9", role, held or None)
    assert (subject["state"], subject["until"]) == ("held", None)
    desk.do(RevokeRole(membership_id=command.membership_id), ADMIN)
    subject = desk.store.rows[StreamKind.MEMBERSHIP][str(command.membership_id)]
    assert subject["state"] == MembershipState.REVOKED.value
    assert subject["until"] > subject["since"]
    with pytest.raises(NotInThisState):
        desk.do(RevokeRole(membership_id=command.membership_id), ADMIN)


REFUSED: dict[str, type[JiesuError]] = {
    error.__name__: error
    for error in (UnitNeeded, NotForStaff, UnknownUnit, UnknownRole, NotAnAccount)
}


@pytest.mark.parametrize(
    ("role", "unit", "account", "why"),
    rows("""
role      unit          account       why
handler   -             agent-9       UnitNeeded
citizen   -             agent-9       NotForStaff
citizen   water-bureau  agent-9       NotForStaff
handler   mars          agent-9       UnknownUnit
operator  mars          agent-9       UnknownUnit
emperor   -             agent-9       UnknownRole
operator  -             王小明        NotAnAccount
"""),
)
def test_nobody_is_appointed_to_what_is_no_post(
    desk: MemoryDesk, role: str, unit: str, account: str, why: str
) -> None:
    before = desk.store.snapshot()
    with pytest.raises(REFUSED[why]):
        desk.do(grant(desk, role, unit, account), ADMIN)
    assert desk.store.snapshot() == before


@pytest.mark.parametrize(
    "actor", [OPERATOR, DISPATCHER, handler("hotline"), Actor("s", "system")], ids=lambda a: a.role
)
def test_only_the_administrator_grants_roles(desk: MemoryDesk, actor: Actor) -> None:
    command = grant(desk, "operator")
    desk.do(command, ADMIN)
    with pytest.raises(NotPermitted):
        desk.do(grant(desk, "operator"), actor)
    with pytest.raises(NotPermitted):
        desk.do(RevokeRole(membership_id=command.membership_id), actor)


def test_a_role_that_was_never_granted_is_not_taken_back(desk: MemoryDesk) -> None:
    with pytest.raises(NotYours):
        desk.do(RevokeRole(membership_id=desk.ids.new()), ADMIN)


def test_before_the_merger_the_older_unit_is_the_one_named(desk: MemoryDesk) -> None:
    desk.clock.set(at("2015-06-20 10:00"))
    command = grant(desk, "handler", "sanitation-bureau")
    desk.do(command, ADMIN)
    row = desk.store.rows[StreamKind.MEMBERSHIP][str(command.membership_id)]
    assert row["unit"] == "sanitation-bureau"
