# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the gate promises over any store: run in memory and over PostgreSQL, one and the same.

Whoever inherits gives two fixtures: ``desk`` (a desk at a fresh gate) and ``peek`` (a look into its
store from outside).
"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from jiesu.application.envelopes import (
    Envelope,
    NotTheSameChain,
    NotYet,
    NotYoursToDate,
    PersonalDataErased,
    Receipt,
    Refused,
    SameIdOtherContent,
    StaleView,
    TimeRunsBackwards,
)
from jiesu.application.ports import IdTaken
from jiesu.domain.access import Actor, NotPermitted, NotYours
from jiesu.domain.appeals.messages import (
    AnswerAtOnce,
    DispatchAppeal,
    EraseAppeal,
    ErasureGround,
    RevealPersonal,
    WithdrawAppeal,
)
from jiesu.domain.appeals.model import AppealState, Complaint
from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions.messages import EndInteraction, EndReason, SaveDraft
from jiesu.domain.streams import StreamKind, interaction_stream
from jiesu.domain.taxonomy import AppealKind, Channel
from jiesu.domain.transitions import NotInThisState
from jiesu.domain.workorders.messages import ExpireOrderClock, RecordFirstContact, SignFor
from jiesu.kernel.ids import parse_case_number
from jiesu.kernel.instants import Instant, instant_text
from jiesu.kernel.private import PrivateKind, PrivateText
from tests.builders.appeals import note, registration, reply, words
from tests.builders.calendars import at
from tests.builders.desk import Desk
from tests.builders.peek import Peek, check_whole
from tests.builders.people import DISPATCHER, IMPORTER, OPERATOR, PRIVACY, SYSTEM, handler

PHONE = PrivateText(PrivateKind.CONTACT, "13812345678")


def log_of(peek: Peek, subject: UUID) -> list[str]:
    return [entry["type"] for entry in peek.entries() if entry["stream"] == str(subject)]


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


class Chains:
    """Commands that stand or fall together, and many chains at once."""

    def pair(self, desk: Desk, **changes: object) -> list[Envelope]:
        register = registration(desk.ids, **changes)
        return [desk.send(register), desk.send(DispatchAppeal(appeal_id=register.appeal_id))]

    def test_a_chain_is_carried_out_whole(self, desk: Desk, peek: Peek) -> None:
        receipts = desk.gate.handle_together(self.pair(desk))
        assert [receipt.version for receipt in receipts] == [1, 2]
        assert desk.appeal(receipts[0].subject).state is AppealState.DISPATCHED
        check_whole(peek)

    def test_of_a_chain_with_a_refusal_nothing_is_kept(self, desk: Desk, peek: Peek) -> None:
        before = peek.everything()
        chain = self.pair(desk)
        chain.append(desk.send(DispatchAppeal(appeal_id=chain[1].command.appeal_id)))  # type: ignore[attr-defined]
        with pytest.raises(NotInThisState):
            desk.gate.handle_together(chain)
        assert peek.everything() == before

    def test_a_repeated_chain_gets_its_first_receipts(self, desk: Desk, peek: Peek) -> None:
        chain = self.pair(desk)
        first = desk.gate.handle_together(chain)
        before = peek.everything()
        again = desk.gate.handle_together(chain)
        assert again == tuple(replace(receipt, replayed=True) for receipt in first)
        assert peek.everything() == before

    @pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["new one last", "new one first"])
    def test_a_chain_that_mixes_old_and_new_is_refused(
        self, desk: Desk, peek: Peek, order: tuple[int, int]
    ) -> None:
        appeal_id = desk.registered()
        old, new = (
            desk.send(RevealPersonal(appeal_id=appeal_id, reason=note()), PRIVACY) for _ in "ab"
        )
        desk.gate.handle_together([old])
        before = peek.everything()
        with pytest.raises(NotTheSameChain):
            desk.gate.handle_together([(old, new)[place] for place in order])
        assert peek.everything() == before

    def test_a_chain_about_two_cases_is_refused(self, desk: Desk, peek: Peek) -> None:
        other = desk.registered()
        before = peek.everything()
        chain = [self.pair(desk)[0], desk.send(DispatchAppeal(appeal_id=other))]
        with pytest.raises(Exception, match="There is no"):
            desk.gate.handle_together(chain)
        assert peek.everything() == before

    def test_among_many_a_refused_chain_leaves_nothing_and_stops_nobody(
        self, desk: Desk, peek: Peek
    ) -> None:
        good, bad, also_good = self.pair(desk), self.pair(desk), self.pair(desk)
        bad.append(replace(bad[1], command_id=desk.ids.new()))
        outcomes = desk.gate.handle_many([good, bad, also_good])
        assert isinstance(outcomes[0], tuple)
        assert isinstance(outcomes[2], tuple)
        assert isinstance(outcomes[1], Refused)
        assert outcomes[1].step == 2
        assert isinstance(outcomes[1].error, NotInThisState)
        assert len(peek.states(StreamKind.APPEAL)) == 2
        check_whole(peek)

    def test_many_chains_may_all_be_refused(self, desk: Desk, peek: Peek) -> None:
        before = peek.everything()
        chains = [[desk.send(DispatchAppeal(appeal_id=desk.ids.new()))] for _ in range(3)]
        assert all(isinstance(outcome, Refused) for outcome in desk.gate.handle_many(chains))
        assert peek.everything() == before

    def test_nothing_at_all_is_nothing_at_all(self, desk: Desk, peek: Peek) -> None:
        assert desk.gate.handle_many([]) == []

    def test_among_many_old_new_and_changed_chains_get_what_is_theirs(
        self, desk: Desk, peek: Peek
    ) -> None:
        old, new, changed = self.pair(desk), self.pair(desk), self.pair(desk)
        first = desk.gate.handle_many([old, changed])
        changed[0] = replace(changed[0], command=registration(desk.ids))
        outcomes = desk.gate.handle_many([old, new, changed])
        assert isinstance(first[0], tuple)
        assert outcomes[0] == tuple(replace(receipt, replayed=True) for receipt in first[0])
        assert isinstance(outcomes[1], tuple)
        assert isinstance(outcomes[2], Refused)
        assert isinstance(outcomes[2].error, SameIdOtherContent)
        check_whole(peek)

    def test_the_same_chain_twice_in_one_call_is_carried_out_once(
        self, desk: Desk, peek: Peek
    ) -> None:
        chain, other = self.pair(desk), self.pair(desk)
        outcomes = desk.gate.handle_many([chain, other, chain])
        assert isinstance(outcomes[0], tuple)
        assert outcomes[2] == tuple(replace(receipt, replayed=True) for receipt in outcomes[0])
        assert len(peek.states(StreamKind.APPEAL)) == 2
        check_whole(peek)

    def test_two_chains_about_one_case_in_one_call_are_decided_one_after_the_other(
        self, desk: Desk, peek: Peek
    ) -> None:
        order = desk.lead(desk.dispatched())
        chains = [[desk.send(SignFor(order_id=order.id), handler(order.unit))] for _ in range(2)]
        outcomes = desk.gate.handle_many(chains)
        assert isinstance(outcomes[0], tuple)
        assert isinstance(outcomes[1], Refused)
        assert isinstance(outcomes[1].error, NotInThisState)
        check_whole(peek)

    def test_two_orders_of_one_appeal_in_one_call_are_both_signed(
        self, desk: Desk, peek: Peek
    ) -> None:
        orders = desk.case(desk.dispatched()).orders
        chains = [[desk.send(SignFor(order_id=o.id), handler(o.unit))] for o in orders]
        assert all(isinstance(outcome, tuple) for outcome in desk.gate.handle_many(chains))
        check_whole(peek)


class Versions:
    """Who decides on an older version is told so."""

    def test_the_version_looked_at_must_be_the_one_that_stands(
        self, desk: Desk, peek: Peek
    ) -> None:
        appeal_id = desk.registered()
        before = peek.everything()
        for seen in (0, 2):
            with pytest.raises(StaleView) as refusal:
                desk.do(DispatchAppeal(appeal_id=appeal_id), expected=seen)
            assert refusal.value.facts == {"expected": seen, "actual": 1}
        assert peek.everything() == before
        assert desk.do(DispatchAppeal(appeal_id=appeal_id), expected=1).version == 2

    def test_what_begins_has_version_nought_before(self, desk: Desk, peek: Peek) -> None:
        with pytest.raises(StaleView):
            desk.do(registration(desk.ids), expected=1)
        desk.do(registration(desk.ids), expected=0)

    def test_any_change_to_a_case_counts_up_its_revision(self, desk: Desk, peek: Peek) -> None:
        appeal_id = desk.registered()
        found = [peek.states(StreamKind.APPEAL)[str(appeal_id)]["revision"]]
        desk.do(DispatchAppeal(appeal_id=appeal_id))
        found.append(peek.states(StreamKind.APPEAL)[str(appeal_id)]["revision"])
        order = desk.lead(appeal_id)
        desk.do(SignFor(order_id=order.id), handler(order.unit))
        found.append(peek.states(StreamKind.APPEAL)[str(appeal_id)]["revision"])
        assert found == [1, 2, 3]


class Times:
    """When it happened, and when it was learned."""

    def test_both_times_stand_in_the_log(self, desk: Desk, peek: Peek) -> None:
        desk.registered()
        happened = at("2026-03-09 08:00")
        command = registration(desk.ids)
        desk.do(command, IMPORTER, at=happened)
        entry = peek.entries()[-1]
        assert (entry["at"], entry["recorded_at"]) == (
            instant_text(happened),
            instant_text(desk.clock.now()),
        )
        assert desk.appeal(command.appeal_id).registered_at == happened

    def test_what_is_still_to_come_is_refused(self, desk: Desk, peek: Peek) -> None:
        before = peek.everything()
        later = Instant(desk.clock.now() + timedelta(minutes=1, microseconds=1))
        with pytest.raises(NotYet):
            desk.do(registration(desk.ids), at=later)
        assert peek.everything() == before

    def test_this_very_instant_is_not_the_future(self, desk: Desk, peek: Peek) -> None:
        desk.gate.handle(registration(desk.ids), OPERATOR, at=desk.clock.now())

    def test_a_step_cannot_lie_before_the_one_it_follows(self, desk: Desk, peek: Peek) -> None:
        appeal_id = desk.registered()
        registered_at = desk.appeal(appeal_id).registered_at
        before = peek.everything()
        with pytest.raises(TimeRunsBackwards):
            desk.do(
                DispatchAppeal(appeal_id=appeal_id),
                IMPORTER,
                at=Instant(registered_at - timedelta(microseconds=1)),
            )
        assert peek.everything() == before
        desk.do(DispatchAppeal(appeal_id=appeal_id), IMPORTER, at=registered_at)

    def test_the_law_is_that_of_the_day_it_happened(self, desk: Desk, peek: Peek) -> None:
        limits = []
        for day in ("2015-06-30", "2015-07-01"):
            register = registration(desk.ids)
            desk.do(register, IMPORTER, at=at(f"{day} 09:00"))
            desk.do(DispatchAppeal(appeal_id=register.appeal_id), IMPORTER, at=at(f"{day} 10:00"))
            order = desk.lead(register.appeal_id)
            limits.append((order.handling_due, order.signing_due))
        assert limits == [
            (at("2015-07-11 00:00"), at("2015-06-30 18:00")),
            (at("2015-07-09 00:00"), at("2015-07-01 14:00")),
        ]

    @pytest.mark.parametrize("minutes", [1, 60 * 24 * 365])
    def test_nobody_but_history_and_timers_says_that_it_happened_earlier(
        self, desk: Desk, peek: Peek, minutes: int
    ) -> None:
        appeal_id = desk.dispatched()
        order = desk.lead(appeal_id)
        before = peek.everything()
        earlier = Instant(desk.clock.now() - timedelta(minutes=minutes))
        with pytest.raises(NotYoursToDate):
            desk.do(SignFor(order_id=order.id), handler(order.unit), at=earlier)
        assert peek.everything() == before

    def test_rights_are_those_of_today_whenever_it_is_said_to_have_happened(
        self, desk: Desk, peek: Peek
    ) -> None:
        with pytest.raises(NotPermitted):
            desk.do(registration(desk.ids), DISPATCHER, at=at("2001-01-01 10:00"))


class History:
    """Imported facts: kept like all others, but nobody is told and nothing is waited for."""

    def imported(self, desk: Desk, peek: Peek) -> UUID:
        register = registration(desk.ids)
        happened = at("2016-05-04 10:00")
        chain = [
            desk.send(register, IMPORTER, at=happened),
            desk.send(DispatchAppeal(appeal_id=register.appeal_id), IMPORTER, at=happened),
        ]
        (outcome,) = desk.gate.handle_many([chain], history=True)
        assert isinstance(outcome, tuple)
        return register.appeal_id

    def test_history_sends_no_notice_and_leaves_no_timer(self, desk: Desk, peek: Peek) -> None:
        self.imported(desk, peek)
        assert (peek.notices(), peek.timers()) == ([], set())

    def test_history_is_marked_in_the_log_and_hangs_together(self, desk: Desk, peek: Peek) -> None:
        self.imported(desk, peek)
        assert all(entry["history"] for entry in peek.entries())
        check_whole(peek, timers=False)

    def test_history_written_onto_a_living_case_stops_what_it_settles(
        self, desk: Desk, peek: Peek
    ) -> None:
        appeal_id = desk.dispatched()
        chain = [desk.send(WithdrawAppeal(appeal_id=appeal_id, reason=note()), IMPORTER)]
        desk.gate.handle_many([chain], history=True)
        assert peek.timers() == set()

    def test_a_chain_carried_out_alone_after_a_collision_is_still_history(
        self, desk: Desk, peek: Peek
    ) -> None:
        register = registration(desk.ids)
        chain = [desk.send(register, IMPORTER)]
        desk.gate.handle_many([chain, chain], history=True)
        assert (peek.notices(), peek.timers()) == ([], set())


class Erasure:
    """The key is destroyed: the words are gone, everything else still stands."""

    def spoken(self, desk: Desk) -> UUID:
        """Return an answered inquiry that came from a draft, with contact and names."""
        contact_id = desk.ids.new()
        desk.do(
            SaveDraft(
                interaction_id=contact_id,
                channel=Channel.PHONE,
                words=words("草稿"),
                account=PrivateText(PrivateKind.ACCOUNT, "13912345678"),
            )
        )
        appeal_id = desk.registered(
            kind=AppealKind.INQUIRY,
            interaction_id=contact_id,
            from_draft=True,
            contact=PHONE,
            appellant=PrivateText(PrivateKind.NAME, "买买提·艾力"),
        )
        desk.do(AnswerAtOnce(appeal_id=appeal_id, reply=reply()))
        return appeal_id

    def test_keys_words_copies_and_tokens_of_appeal_and_draft_are_gone(
        self, desk: Desk, peek: Peek
    ) -> None:
        appeal_id = self.spoken(desk)
        contact_id = desk.appeal(appeal_id).interaction_id
        assert all(peek.personal(appeal_id).values())
        assert peek.personal(contact_id)["items"] == 2
        desk.erase(appeal_id)
        gone = {"keys": 0, "items": 0, "redacted": 0, "blind": 0}
        assert [peek.personal(owner) for owner in (appeal_id, contact_id)] == [gone, gone]

    def test_nobody_elses_words_are_touched(self, desk: Desk, peek: Peek) -> None:
        other, appeal_id = self.spoken(desk), self.spoken(desk)
        before = peek.personal(other)
        desk.erase(appeal_id)
        assert peek.personal(other) == before

    def test_chains_rows_and_timers_still_agree(self, desk: Desk, peek: Peek) -> None:
        appeal_id = self.spoken(desk)
        before = peek.entries()
        desk.erase(appeal_id)
        assert peek.entries()[: len(before)] == before
        check_whole(peek)

    def test_no_digest_of_what_was_said_stays_in_a_receipt(self, desk: Desk, peek: Peek) -> None:
        appeal_id = self.spoken(desk)
        desk.registered()
        desk.erase(appeal_id)
        mine = {str(appeal_id), str(desk.appeal(appeal_id).interaction_id)}
        kept = {r["digest"] is None for r in peek.receipts().values() if str(r["owner"]) in mine}
        others = {
            r["digest"] is None for r in peek.receipts().values() if str(r["owner"]) not in mine
        }
        assert (kept, others) == ({True}, {False})

    def test_a_command_from_before_still_gets_its_first_receipt(
        self, desk: Desk, peek: Peek
    ) -> None:
        command = registration(desk.ids, kind=AppealKind.INQUIRY)
        first = desk.do(command, command_id=UUID(int=7))
        desk.do(AnswerAtOnce(appeal_id=command.appeal_id, reply=reply()))
        desk.erase(command.appeal_id)
        assert desk.do(command, command_id=UUID(int=7)) == replace(first, replayed=True)

    def test_its_id_still_means_that_command_and_no_other(self, desk: Desk, peek: Peek) -> None:
        command = registration(desk.ids, kind=AppealKind.INQUIRY)
        desk.do(command, command_id=UUID(int=7))
        desk.do(AnswerAtOnce(appeal_id=command.appeal_id, reply=reply()))
        desk.erase(command.appeal_id)
        before = peek.everything()
        for other in (
            registration(desk.ids, kind=AppealKind.INQUIRY),
            WithdrawAppeal(appeal_id=command.appeal_id, reason=note()),
        ):
            with pytest.raises(SameIdOtherContent):
                desk.do(other, command_id=UUID(int=7))
        assert peek.everything() == before

    def test_no_words_can_be_added_any_more(self, desk: Desk, peek: Peek) -> None:
        appeal_id = self.spoken(desk)
        desk.erase(appeal_id)
        before = peek.everything()
        for command in (
            RevealPersonal(appeal_id=appeal_id, reason=note()),
            AnswerAtOnce(appeal_id=appeal_id, reply=reply()),
        ):
            actor = PRIVACY if isinstance(command, RevealPersonal) else OPERATOR
            with pytest.raises(PersonalDataErased):
                desk.do(command, actor)
        assert peek.everything() == before

    def test_a_settled_appeal_is_erased_once(self, desk: Desk, peek: Peek) -> None:
        appeal_id = self.spoken(desk)
        desk.erase(appeal_id)
        with pytest.raises(Exception, match="erased by law"):
            desk.erase(appeal_id)

    def test_what_the_same_chain_wrote_before_is_gone_too(self, desk: Desk, peek: Peek) -> None:
        register = registration(desk.ids, kind=AppealKind.INQUIRY, contact=PHONE)
        appeal_id = register.appeal_id
        chain = [
            desk.send(register),
            desk.send(AnswerAtOnce(appeal_id=appeal_id, reply=reply())),
            desk.send(RevealPersonal(appeal_id=appeal_id, reason=note()), PRIVACY),
            desk.send(EraseAppeal(appeal_id=appeal_id, ground=ErasureGround.REQUEST), PRIVACY),
        ]
        desk.gate.handle_together(chain)
        assert not any(peek.personal(appeal_id).values())
        assert all(receipt["digest"] is None for receipt in peek.receipts().values())
        assert desk.gate.handle_together(chain)[0].replayed
        check_whole(peek)

    def test_as_many_as_fill_a_large_batch_are_erased_in_one_call(
        self, desk: Desk, peek: Peek
    ) -> None:
        appeals = [desk.ids.new() for _ in range(130)]
        inquiries = [
            registration(desk.ids, kind=AppealKind.INQUIRY, appeal_id=id_) for id_ in appeals
        ]
        answers = [AnswerAtOnce(appeal_id=id_, reply=reply()) for id_ in appeals]
        desk.gate.handle_many(
            [[desk.send(one), desk.send(two)] for one, two in zip(inquiries, answers, strict=True)]
        )
        desk.gate.handle_many([self.three_looks_and_the_end(desk, id_) for id_ in appeals])
        gone = {"keys": 0, "items": 0, "redacted": 0, "blind": 0}
        assert [peek.personal(id_) for id_ in (appeals[0], appeals[-1])] == [gone, gone]
        check_whole(peek)

    def three_looks_and_the_end(self, desk: Desk, appeal_id: UUID) -> list[Envelope]:
        look = RevealPersonal(appeal_id=appeal_id, reason=note())
        erase = EraseAppeal(appeal_id=appeal_id, ground=ErasureGround.REQUEST)
        return [desk.send(command, PRIVACY) for command in (look, look, look, erase)]

    def test_a_second_appeal_of_the_same_contact_keeps_its_words(
        self, desk: Desk, peek: Peek
    ) -> None:
        first = self.spoken(desk)
        second = desk.registered(interaction_id=desk.appeal(first).interaction_id, from_draft=True)
        desk.erase(first)
        assert peek.personal(second)["items"] == 1
        desk.do(WithdrawAppeal(appeal_id=second, reason=note()))
        desk.erase(second)
        check_whole(peek)


class Revealing:
    """A look at personal data is an entry in the log, with its reason."""

    def test_who_looked_when_and_why_is_kept_and_the_reason_is_sealed(
        self, desk: Desk, peek: Peek
    ) -> None:
        appeal_id = desk.registered()
        receipt = desk.reveal(appeal_id)
        entry = peek.entries()[-1]
        assert (entry["type"], entry["actor"], entry["command"]) == (
            "PersonalRevealed",
            "privacy-1|privacy_officer|",
            str(receipt.command_id),
        )
        assert set(entry["data"]["reason"]) == {"id", "kind", "digest", "length"}
        assert [basis["key"] for basis in entry["data"]["basis"]] == ["appeal.reveal"]

    @pytest.mark.parametrize("actor", [DISPATCHER, handler("water-bureau"), SYSTEM])
    def test_who_may_not_look_leaves_no_entry(self, desk: Desk, peek: Peek, actor: object) -> None:
        appeal_id = desk.dispatched()
        before = peek.everything()
        with pytest.raises(NotPermitted):
            desk.do(RevealPersonal(appeal_id=appeal_id, reason=note()), actor)  # type: ignore[arg-type]
        assert peek.everything() == before


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


class GatePromises(
    OneCommand, SentTwice, Chains, Versions, Times, History, Erasure, Revealing, Receipts
):
    """All of it."""
