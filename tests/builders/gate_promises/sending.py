# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One command, the same command twice, and the receipt for it."""

from dataclasses import replace
from uuid import UUID

import pytest

from jiesu.application.envelopes import (
    Receipt,
    SameIdOtherContent,
)
from jiesu.application.ports import IdTaken
from jiesu.domain.access import Actor, NotPermitted, NotYours
from jiesu.domain.appeals.messages import (
    DispatchAppeal,
    RevealPersonal,
)
from jiesu.domain.appeals.model import Complaint
from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions.messages import EndInteraction, EndReason, SaveDraft
from jiesu.domain.streams import interaction_stream
from jiesu.domain.taxonomy import Channel
from jiesu.domain.workorders.messages import ExpireOrderClock, RecordFirstContact, SignFor
from jiesu.kernel.ids import parse_case_number
from jiesu.kernel.instants import instant_text
from jiesu.kernel.private import PrivateKind, PrivateText
from tests.builders.appeals import note, registration, words
from tests.builders.calendars import at
from tests.builders.desk import Desk
from tests.builders.peek import Peek, check_whole, log_of
from tests.builders.people import IMPORTER, OPERATOR, PRIVACY, SYSTEM, handler

PHONE = PrivateText(PrivateKind.CONTACT, "13812345678")


class OneCommand:
    """What a single accepted command leaves behind."""

    def test_the_receipt_names_command_subject_number_version_and_events(
        self, desk: Desk, peek: Peek
    ) -> None:
        command = registration(desk.ids)
        receipt = desk.do(command, command_id=UUID(int=7))
        assert receipt == Receipt(
            command_id=UUID(int=7),
            command="RegisterAppeal",
            subject=command.appeal_id,
            number=desk.appeal(command.appeal_id).number,
            version=1,
            recorded_at=instant_text(desk.clock.now()),
            events=("InteractionOpened", "InteractionTakenUp", "AppealRegistered"),
        )
        assert receipt.number == parse_case_number(str(receipt.number))

    def test_every_step_of_a_life_leaves_chain_rows_and_timers_in_agreement(
        self, desk: Desk, peek: Peek
    ) -> None:
        appeal_id = desk.registered()
        check_whole(peek)
        desk.do(DispatchAppeal(appeal_id=appeal_id))
        check_whole(peek)
        desk.handled()
        desk.withdrawn()
        desk.erase(desk.answered())
        desk.reveal(appeal_id)
        check_whole(peek)

    @pytest.mark.parametrize(
        ("life", "notices"),
        [
            ("registered", ["notice.registered"]),
            ("answered", ["notice.registered", "notice.answered"]),
            ("dispatched", ["notice.registered", "notice.dispatched"]),
            (
                "handled",
                ["notice.registered", "notice.dispatched", "notice.reported", "notice.callback"],
            ),
            (
                "closed",
                [
                    "notice.registered",
                    "notice.dispatched",
                    "notice.reported",
                    "notice.callback",
                    "notice.closed",
                ],
            ),
            ("withdrawn", ["notice.registered", "notice.withdrawn"]),
        ],
    )
    def test_the_person_hears_of_every_turn_once(
        self, desk: Desk, peek: Peek, life: str, notices: list[str]
    ) -> None:
        getattr(desk, life)()
        assert peek.notices() == notices

    def test_a_clock_that_runs_out_is_noted_and_its_timer_goes(
        self, desk: Desk, peek: Peek
    ) -> None:
        order = desk.lead(desk.dispatched())
        desk.clock.set(order.signing_due)
        desk.do(ExpireOrderClock(order_id=order.id, clock=ClockName.SIGNING), SYSTEM)
        assert log_of(peek, order.id)[-1] == "OrderOverdue"
        check_whole(peek)

    def test_one_contact_may_bring_several_appeals(self, desk: Desk, peek: Peek) -> None:
        contact_id = desk.ids.new()
        desk.do(SaveDraft(interaction_id=contact_id, channel=Channel.PHONE, words=words()))
        made = [desk.registered(interaction_id=contact_id, from_draft=True) for _ in range(2)]
        contact = desk.case(made[0]).interaction
        assert contact is not None
        assert contact.appeals == tuple(made)
        check_whole(peek)

    def test_a_contact_is_loaded_with_whom_its_appeals_complain_of(self, desk: Desk) -> None:
        contact_id = desk.ids.new()
        subject = interaction_stream(contact_id)
        desk.do(SaveDraft(interaction_id=contact_id, channel=Channel.PHONE, words=words()))
        assert desk.store.load([subject])[subject].case.complaints == ()
        about = Complaint("health-bureau", "p1")
        only = desk.registered(
            interaction_id=contact_id,
            from_draft=True,
            complained_unit=about.complained_unit,
            complained_officer=about.complained_officer,
        )
        assert desk.store.load([subject])[subject].case.complaints == (about,)
        assert desk.case(only).complaints == ()
        other = desk.registered(interaction_id=contact_id, from_draft=True)
        assert desk.case(other).complaints == (about, Complaint(None, None))
        with pytest.raises(NotYours):
            desk.do(
                EndInteraction(interaction_id=contact_id, reason=EndReason.HUNG_UP),
                Actor("p1", "operator"),
            )

    def test_a_successor_of_the_unit_that_got_an_order_may_go_on_with_it(
        self, desk: Desk, peek: Peek
    ) -> None:
        desk.clock.set(at("2015-06-30 10:00"))
        order = desk.lead(desk.dispatched(matter="urban.waste.collection"))
        desk.clock.set(at("2015-07-02 10:00"))
        desk.do(SignFor(order_id=order.id), handler("urban-bureau"))
        check_whole(peek)


class SentTwice:
    """A command id means one thing, for ever."""

    def test_the_same_id_and_content_get_the_first_receipt_again(
        self, desk: Desk, peek: Peek
    ) -> None:
        command = registration(desk.ids)
        first = desk.do(command, command_id=UUID(int=7))
        before = peek.everything()
        again = desk.do(command, command_id=UUID(int=7))
        assert again == replace(first, replayed=True)
        assert peek.everything() == before

    def test_also_after_the_case_has_moved_on(self, desk: Desk, peek: Peek) -> None:
        register = registration(desk.ids)
        first = desk.do(register, command_id=UUID(int=7))
        desk.do(DispatchAppeal(appeal_id=register.appeal_id), command_id=UUID(int=8))
        order = desk.lead(register.appeal_id)
        signed = desk.do(SignFor(order_id=order.id), handler(order.unit), command_id=UUID(int=9))
        desk.do(RecordFirstContact(order_id=order.id), handler(order.unit))
        before = peek.everything()
        assert desk.do(register, command_id=UUID(int=7)) == replace(first, replayed=True)
        again = desk.do(SignFor(order_id=order.id), handler(order.unit), command_id=UUID(int=9))
        assert again == replace(signed, replayed=True)
        assert peek.everything() == before

    def test_a_command_that_could_be_repeated_is_carried_out_once_for_one_id(
        self, desk: Desk, peek: Peek
    ) -> None:
        appeal_id = desk.registered()
        look = RevealPersonal(appeal_id=appeal_id, reason=note())
        for _ in range(3):
            desk.do(look, PRIVACY, command_id=UUID(int=7))
        desk.do(look, PRIVACY, command_id=UUID(int=8))
        assert log_of(peek, appeal_id).count("PersonalRevealed") == 2

    def test_other_content_under_the_same_id_is_refused(self, desk: Desk, peek: Peek) -> None:
        command = registration(desk.ids)
        desk.do(command, IMPORTER, command_id=UUID(int=7), at=at("2026-03-10 11:00"))
        before = peek.everything()
        others = [
            (replace(command, words=words("另一件事")), IMPORTER, "11:00"),
            (replace(command, matter=None), IMPORTER, "11:00"),
            (replace(command, confidential=True), IMPORTER, "11:00"),
            (command, OPERATOR, "11:00"),
            (replace(command, appeal_id=desk.ids.new()), IMPORTER, "11:00"),
            (command, IMPORTER, "11:01"),
            (DispatchAppeal(appeal_id=command.appeal_id), IMPORTER, "11:00"),
        ]
        for other, actor, clock in others:
            with pytest.raises((SameIdOtherContent, NotPermitted)) as refusal:
                desk.do(other, actor, command_id=UUID(int=7), at=at(f"2026-03-10 {clock}"))
            assert isinstance(refusal.value, SameIdOtherContent), (other, actor, clock)
            assert peek.everything() == before

    def test_a_command_that_was_refused_may_be_sent_again_under_its_id(
        self, desk: Desk, peek: Peek
    ) -> None:
        appeal_id = desk.ids.new()
        command = DispatchAppeal(appeal_id=appeal_id)
        with pytest.raises(Exception, match="There is no"):
            desk.do(command, command_id=UUID(int=7))
        desk.registered(appeal_id=appeal_id)
        assert not desk.do(command, command_id=UUID(int=7)).replayed

    def test_an_appeal_id_in_use_is_refused_by_name(self, desk: Desk, peek: Peek) -> None:
        appeal_id = desk.registered()
        before = peek.everything()
        with pytest.raises(IdTaken):
            desk.registered(appeal_id=appeal_id)
        assert peek.everything() == before

    def test_a_contact_in_use_is_refused_unless_it_is_gone_on_from(
        self, desk: Desk, peek: Peek
    ) -> None:
        contact_id = desk.ids.new()
        desk.registered(interaction_id=contact_id)
        with pytest.raises(IdTaken):
            desk.registered(interaction_id=contact_id)
        desk.registered(interaction_id=contact_id, from_draft=True)
        check_whole(peek)


class Receipts:
    """A receipt says that and when, never what."""

    def test_no_receipt_holds_anything_a_person_said(self, desk: Desk, peek: Peek) -> None:
        appeal_id = desk.handled(contact=PHONE)
        desk.reveal(appeal_id)
        assert {name for r in peek.receipts().values() for name in r["result"]} == {
            "command_id",
            "command",
            "subject",
            "number",
            "version",
            "recorded_at",
            "events",
            "replayed",
        }
