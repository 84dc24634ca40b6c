# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""When something happened and when it was written down; history of other systems."""

from datetime import timedelta
from uuid import UUID

import pytest

from jiesu.application.envelopes import (
    NotYet,
    NotYoursToDate,
    TimeRunsBackwards,
)
from jiesu.domain.access import NotPermitted
from jiesu.domain.appeals.messages import (
    DispatchAppeal,
    WithdrawAppeal,
)
from jiesu.domain.workorders.messages import SignFor
from jiesu.kernel.instants import Instant, instant_text
from tests.builders.appeals import note, registration
from tests.builders.calendars import at
from tests.builders.desk import Desk
from tests.builders.peek import Peek, check_whole
from tests.builders.people import DISPATCHER, IMPORTER, OPERATOR, handler


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
