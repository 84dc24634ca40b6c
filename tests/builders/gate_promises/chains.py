# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Commands that stand or fall together, and people who see an old state."""

from dataclasses import replace

import pytest

from jiesu.application.envelopes import (
    Envelope,
    NotTheSameChain,
    Refused,
    SameIdOtherContent,
    StaleView,
)
from jiesu.domain.appeals.messages import (
    DispatchAppeal,
    RevealPersonal,
)
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.streams import StreamKind
from jiesu.domain.transitions import NotInThisState
from jiesu.domain.workorders.messages import SignFor
from tests.builders.appeals import note, registration
from tests.builders.desk import Desk
from tests.builders.peek import Peek, check_whole
from tests.builders.people import PRIVACY, handler


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
