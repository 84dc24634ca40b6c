# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What people said: erased for good, looked at only with a reason."""

from dataclasses import replace
from uuid import UUID

import pytest

from jiesu.application.envelopes import (
    Envelope,
    PersonalDataErased,
    SameIdOtherContent,
)
from jiesu.domain.access import NotPermitted
from jiesu.domain.appeals.messages import (
    AnswerAtOnce,
    EraseAppeal,
    ErasureGround,
    RevealPersonal,
    WithdrawAppeal,
)
from jiesu.domain.interactions.messages import SaveDraft
from jiesu.domain.taxonomy import AppealKind, Channel
from jiesu.kernel.private import PrivateKind, PrivateText
from tests.builders.appeals import note, registration, reply, words
from tests.builders.desk import Desk
from tests.builders.peek import Peek, check_whole
from tests.builders.people import DISPATCHER, OPERATOR, PRIVACY, SYSTEM, handler

PHONE = PrivateText(PrivateKind.CONTACT, "13812345678")


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
        gone = {"keys": 0, "items": 0, "redacted": 0, "signatures": 0, "blind": 0}
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
        gone = {"keys": 0, "items": 0, "redacted": 0, "signatures": 0, "blind": 0}
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
