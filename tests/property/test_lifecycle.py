# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever people send in whatever order: the gate keeps its promises after every step.

A state machine sends random commands, right and wrong, by random people, at random times, into a
store in memory. After each step the log is folded once more beside the gate, by the hand-written
tables of the specification.
"""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    multiple,
    rule,
    run_state_machine_as_test,
)

from jiesu.application.ports import Record
from jiesu.application.streams import AGGREGATES, event_from_plain, state_from_plain
from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import (
    AddFacts,
    AnswerAtOnce,
    DispatchAppeal,
    EraseAppeal,
    ErasureGround,
    ReopenAppeal,
    RevealPersonal,
    RouteSpecially,
    Undoable,
    UndoStep,
    WithdrawAppeal,
)
from jiesu.domain.appeals.model import Appeal, AppealState, clocks
from jiesu.domain.callback.messages import (
    AttemptResult,
    RateHandling,
    RecordAttempt,
    RecordOutcome,
    ReturnResult,
    Satisfied,
    Solved,
    Via,
)
from jiesu.domain.callback.model import CallBackState
from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions.messages import EndInteraction, EndReason, SaveDraft
from jiesu.domain.memberships import GrantRole, RevokeRole
from jiesu.domain.streams import StreamKind
from jiesu.domain.taxonomy import AppealKind, Channel, SpecialRoute
from jiesu.domain.workorders.messages import (
    Ending,
    HandOverOrder,
    NoContactReason,
    RecordFirstContact,
    ReportResult,
    RevealContact,
    SendMessage,
    SignFor,
)
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command
from jiesu.kernel.instants import Instant, instant_text, parse_instant
from jiesu.kernel.sealing import GENESIS, entry_hash
from tests.builders.appeals import note, registration, reply, words
from tests.builders.desk import memory_desk
from tests.builders.peek import BODY, MemoryPeek, check_whole
from tests.builders.people import ADMIN, DISPATCHER, OPERATOR, PRIVACY, SYSTEM, citizen, handler
from tests.builders.town import DAY, policy
from tests.property.chances import (
    AREAS,
    ENDING,
    MATTERS,
    REFORMED,
    UNITS,
    backdating,
    expiry,
    people,
    units,
)
from tests.property.moves import ALLOWED, ERASING

SETTLED = set(AppealState) - {AppealState.REGISTERED, AppealState.DISPATCHED}
STEPS: Counter[str] = Counter()


class Town(RuleBasedStateMachine):
    """Everything that can be sent, and what must hold after each sending."""

    appeals = Bundle("appeals")
    contacts = Bundle("contacts")

    def __init__(self) -> None:
        super().__init__()
        self.desk = memory_desk(REFORMED)
        self.folded: dict[tuple[StreamKind, str], Any] = {}
        self.heads: dict[str, tuple[int, str, Instant]] = {}
        self.seen = 0
        self.sent: list[tuple[Command, Actor, UUID, Instant | None]] = []

    # --------------------------------------------------------------------- what can be sent

    @rule(target=contacts, channel=st.sampled_from(Channel), actor=people)
    def open_a_draft(self, channel: Channel, actor: Actor) -> UUID | MultipleResults:
        contact_id = self.desk.ids.new()
        draft = SaveDraft(interaction_id=contact_id, channel=channel, words=words())
        return contact_id if self.send(draft, actor) else multiple()

    @rule(contact=contacts, actor=people, reason=st.sampled_from(EndReason))
    def end_a_contact(self, contact: UUID, actor: Actor, reason: EndReason) -> None:
        self.send(EndInteraction(interaction_id=contact, reason=reason), actor)

    @rule(
        target=appeals,
        kind=st.sampled_from(AppealKind),
        matter=st.sampled_from(MATTERS),
        area=st.sampled_from(AREAS),
        accused=units,
        officer=st.sampled_from([None, None, "agent-1", "handler-water-bureau"]),
        actor=people,
        back=backdating,
    )
    def register(
        self,
        kind: AppealKind,
        matter: str | None,
        area: str | None,
        accused: str | None,
        officer: str | None,
        actor: Actor,
        back: int | None,
    ) -> UUID | MultipleResults:
        command = registration(
            self.desk.ids,
            kind=kind,
            matter=matter,
            area=area,
            complained_unit=accused,
            complained_officer=officer,
        )
        return command.appeal_id if self.send(command, actor, back) else multiple()

    @rule(target=appeals, contact=contacts, actor=people)
    def register_from_a_draft(self, contact: UUID, actor: Actor) -> UUID | MultipleResults:
        command = registration(self.desk.ids, interaction_id=contact, from_draft=True)
        return command.appeal_id if self.send(command, actor) else multiple()

    @rule(appeal=appeals)
    def dispatch(self, appeal: UUID) -> None:
        self.send(DispatchAppeal(appeal_id=appeal), OPERATOR)

    @rule(appeal=appeals, unit=st.sampled_from(UNITS), helper=units, actor=people, back=backdating)
    def dispatch_by_hand(
        self, appeal: UUID, unit: str, helper: str | None, actor: Actor, back: int | None
    ) -> None:
        helpers = (helper,) if helper else None
        command = DispatchAppeal(appeal_id=appeal, unit=unit, co_handlers=helpers, reason=note())
        self.send(command, actor, back)

    @rule(appeal=appeals, actor=people, route=st.sampled_from(SpecialRoute), answer=st.booleans())
    def answer_or_route(
        self, appeal: UUID, actor: Actor, route: SpecialRoute, answer: bool
    ) -> None:
        if answer:
            self.send(AnswerAtOnce(appeal_id=appeal, reply=reply()), actor)
        else:
            self.send(RouteSpecially(appeal_id=appeal, route=route, explanation=reply()), actor)

    @rule(appeal=appeals, actor=people, back=backdating)
    def withdraw(self, appeal: UUID, actor: Actor, back: int | None) -> None:
        self.send(WithdrawAppeal(appeal_id=appeal, reason=note()), actor, back)

    @rule(appeal=appeals, look=st.booleans())
    def reveal_or_erase(self, appeal: UUID, look: bool) -> None:
        if look:
            self.send(RevealPersonal(appeal_id=appeal, reason=note()), PRIVACY)
        else:
            self.send(EraseAppeal(appeal_id=appeal, ground=ErasureGround.REQUEST), PRIVACY)

    @rule(pick=st.integers(0, 99), step=st.integers(0, 2), own=st.booleans(), back=backdating)
    def handle(self, pick: int, step: int, own: bool, back: int | None) -> None:
        found = self.some_order(pick)
        if found is None:
            return
        order_id, unit = found
        reason, ending = (None, NoContactReason.NOT_REACHED)[pick % 2], list(Ending)[pick % 5]
        command = (
            SignFor(order_id=order_id),
            RecordFirstContact(order_id=order_id, note=note()),
            ReportResult(order_id=order_id, report=reply(), no_contact=reason, ending=ending),
        )[step]
        self.send(command, handler(unit if own else "health-bureau"), back)

    @rule(pick=st.integers(0, 99))
    def handle_to_the_end(self, pick: int) -> None:
        found = self.some_order(pick)
        if found is None:
            return
        order_id, unit = found
        why = NoContactReason.NO_CONTACT_LEFT
        self.send(SignFor(order_id=order_id), handler(unit))
        self.send(ReportResult(order_id=order_id, report=reply(), no_contact=why), handler(unit))

    # ------------------------------------------------------- what the person says, and slips

    @rule(appeal=appeals, actor=people, own=st.booleans(), again=st.booleans())
    def say_more_or_reopen(self, appeal: UUID, actor: Actor, own: bool, again: bool) -> None:
        sender = citizen(appeal) if own else actor
        if again:
            self.send(ReopenAppeal(appeal_id=appeal, reason=note()), sender)
        else:
            self.send(AddFacts(appeal_id=appeal, facts=words()), sender)

    @rule(appeal=appeals, other=appeals, own=st.booleans(), take=st.booleans())
    def undo(self, appeal: UUID, other: UUID, own: bool, take: bool) -> None:
        step = self.folded[StreamKind.APPEAL, str(appeal)].undoable
        if take or step is None:
            step = list(Undoable)[other.int % len(Undoable)]
        sender = citizen(other) if own else OPERATOR
        accepted = self.send(UndoStep(appeal_id=appeal, step=step), sender)
        assert not accepted or not own or other == appeal, "a stranger undid a step"

    @rule(pick=st.integers(0, 99), result=st.sampled_from(AttemptResult), actor=people)
    def ask_in_vain(self, pick: int, result: AttemptResult, actor: Actor) -> None:
        found = self.some_question(pick)
        if found is not None:
            self.send(RecordAttempt(callback_id=found[0], result=result, note=note()), actor)

    @rule(pick=st.integers(0, 99), actor=people)
    def return_the_result(self, pick: int, actor: Actor) -> None:
        found = self.some_question(pick)
        if found is not None:
            self.send(ReturnResult(callback_id=found[0], reason=note()), actor)

    @rule(
        pick=st.integers(0, 99),
        solved=st.sampled_from(Solved),
        satisfied=st.sampled_from(Satisfied),
        online=st.booleans(),
        stranger=st.booleans(),
    )
    def answer_the_question(
        self, pick: int, solved: Solved, satisfied: Satisfied, online: bool, stranger: bool
    ) -> None:
        found = self.some_question(pick)
        if found is None:
            return
        question, appeal = found
        if online:
            answer = RateHandling(
                callback_id=question, contacted=True, solved=solved, satisfied=satisfied
            )
            sender = citizen(self.desk.ids.new() if stranger else appeal)
            assert not (self.send(answer, sender) and stranger), "a stranger answered"
        else:
            told = RecordOutcome(
                callback_id=question,
                via=Via.PHONE,
                contacted=False,
                solved=solved,
                satisfied=satisfied,
                note=note(),
            )
            self.send(told, OPERATOR)

    @rule(pick=st.integers(0, 99), own=st.booleans())
    def write_a_message(self, pick: int, own: bool) -> None:
        found = self.some_order(pick)
        if found is not None:
            sender = handler(found[1]) if own else DISPATCHER
            self.send(SendMessage(order_id=found[0], message=note()), sender)
            self.send(RevealContact(order_id=found[0], reason=note()), sender)

    @rule(
        role=st.sampled_from(["operator", "handler", "citizen", "emperor"]),
        unit=units,
        actor=st.sampled_from([ADMIN, ADMIN, OPERATOR]),
        pick=st.integers(0, 9),
        revoke=st.booleans(),
    )
    def grant_or_revoke(
        self, role: str, unit: str | None, actor: Actor, pick: int, revoke: bool
    ) -> None:
        held = sorted(self.desk.store.rows[StreamKind.MEMBERSHIP])
        if revoke and held:
            self.send(RevokeRole(membership_id=UUID(held[pick % len(held)])), actor)
        else:
            self.send(
                GrantRole(
                    membership_id=self.desk.ids.new(), account="agent-9", role=role, unit=unit
                ),
                actor,
            )

    @rule(pick=st.integers(0, 999), wait=st.sampled_from([0, 0, 1, 5, 30, 200]))
    def let_time_pass_and_fire_a_timer(self, pick: int, wait: int) -> None:
        self.desk.clock.pass_(hours=wait)
        timers = sorted(self.desk.store.timers)
        if timers:
            key = timers[pick % len(timers)]
            kind, clock = self.desk.store.timers[key]["kind"], ClockName(key[1])
            due = parse_instant(self.desk.store.timers[key]["due_at"])
            accepted = self.send(expiry(StreamKind(kind), UUID(key[0]), clock), SYSTEM)
            assert accepted == (due <= self.desk.clock.now()), "a timer is due exactly when it is"

    @rule(appeal=appeals, unit=st.sampled_from(ENDING), wait=st.sampled_from([0, 300]))
    def let_a_unit_end_that_has_it(self, appeal: UUID, unit: str, wait: int) -> None:
        self.send(DispatchAppeal(appeal_id=appeal, unit=unit, reason=note()), OPERATOR)
        self.desk.clock.pass_(hours=wait)

    @rule(pick=st.integers(0, 99), system=st.booleans())
    def hand_an_order_over(self, pick: int, system: bool) -> None:
        theirs = [
            row["id"]
            for row in self.desk.store.rows[StreamKind.ORDER].values()
            if row["unit"] in ENDING
        ]
        found = (UUID(theirs[pick % len(theirs)]), "") if theirs else self.some_order(pick)
        if found is None:
            return
        before = self.folded[StreamKind.ORDER, str(found[0])]
        accepted = self.send(HandOverOrder(order_id=found[0]), SYSTEM if system else OPERATOR)
        after = self.folded[StreamKind.ORDER, str(found[0])]
        assert accepted == (after.unit != before.unit)
        if accepted:
            assert system
            assert (after.state, after.handling_due) == (before.state, before.handling_due)
            day = REFORMED().calendar.local_day(self.desk.clock.now())
            assert REFORMED().organisation.units[after.unit].exists_on(day)

    @rule(pick=st.integers(0, 999))
    def send_something_again(self, pick: int) -> None:
        if self.sent:
            command, actor, command_id, happened = self.sent[pick % len(self.sent)]
            before = self.desk.store.snapshot()
            receipt = self.desk.gate.handle(command, actor, command_id=command_id, at=happened)
            assert receipt.replayed
            assert self.desk.store.snapshot() == before

    # -------------------------------------------------------------------- what must then hold

    def some_order(self, pick: int) -> tuple[UUID, str] | None:
        orders = sorted(self.desk.store.rows[StreamKind.ORDER])
        if not orders:
            return None
        row = self.desk.store.rows[StreamKind.ORDER][orders[pick % len(orders)]]
        return UUID(row["id"]), row["unit"]

    def some_question(self, pick: int) -> tuple[UUID, UUID] | None:
        questions = sorted(self.desk.store.rows[StreamKind.CALLBACK])
        if not questions:
            return None
        row = self.desk.store.rows[StreamKind.CALLBACK][questions[pick % len(questions)]]
        return UUID(row["id"]), UUID(row["appeal_id"])

    def send(self, command: Command, actor: Actor, back: int | None = None) -> bool:
        """Send a command; whether it is accepted or refused, check everything it touched."""
        self.desk.clock.pass_(minutes=1)
        now = self.desk.clock.now()
        happened = None if back is None else Instant(now - timedelta(minutes=back))
        command_id = self.desk.ids.new()
        written, receipts = self.desk.store.appends, len(self.desk.store.receipt_rows)
        refusal: JiesuError | None = None
        try:
            self.desk.gate.handle(command, actor, command_id=command_id, at=happened)
        except JiesuError as error:
            refusal = error
        if refusal is not None:
            STEPS[f"refused {command.name}: {refusal.code}"] += 1
            assert refusal.explain("zh") != refusal.explain("en")
            assert self.desk.store.appends == written
            assert len(self.desk.store.receipt_rows) == receipts
            assert len(self.desk.store.entries) == self.seen
            return False
        STEPS[f"accepted {command.name}"] += 1
        self.sent.append((command, actor, command_id, happened))
        self.check_new_entries(actor, happened or now)
        return True

    def check_new_entries(self, actor: Actor, happened: Instant) -> None:
        new = self.desk.store.entries[self.seen :]
        self.seen += len(new)
        assert new, "an accepted command leaves a trace"
        for entry in new:
            self.check_entry(entry, actor, happened)
        for kind, stream in {(StreamKind(e["kind"]), e["stream"]) for e in new}:
            self.check_row(kind, stream)
        appeals = {key[1] for key in self.folded if key[0] is StreamKind.APPEAL}
        touched = {e["stream"] for e in new} | {
            self.folded[StreamKind(e["kind"]), e["stream"]].appeal_id
            for e in new
            if e["kind"] in {"order", "callback"}
        }
        for appeal_id in appeals & set(map(str, touched)):
            self.check_case(appeal_id)

    def check_entry(self, entry: Record, actor: Actor, happened: Instant) -> None:
        kind, stream = StreamKind(entry["kind"]), entry["stream"]
        version, prev, last = self.heads.get(stream, (0, GENESIS, happened))
        assert (entry["version"], entry["prev"]) == (version + 1, prev)
        assert entry["hash"] == entry_hash(prev, {name: entry[name] for name in BODY})
        assert last <= parse_instant(entry["at"]) == happened <= self.desk.clock.now()
        assert entry["actor"].startswith(f"{actor.id}|{actor.role}|")
        before = self.folded.get((kind, stream))
        event = event_from_plain(entry["type"], entry["data"])
        after = AGGREGATES[kind].evolve(before, event, UUID(stream), happened)
        if entry["type"] not in ERASING:
            move = (before.state.value if before else "", after.state.value)
            assert move in ALLOWED[kind], f"{entry['type']}: {move}"
        self.folded[kind, stream] = after
        self.heads[stream] = (version + 1, entry["hash"], happened)

    def check_row(self, kind: StreamKind, stream: str) -> None:
        state = self.folded[kind, stream]
        assert state_from_plain(kind, self.desk.store.rows[kind][stream]) == state
        clocks = {
            (clock.name, instant_text(clock.due_at)) for clock in AGGREGATES[kind].clocks(state)
        }
        timers = {
            (name, timer["due_at"])
            for (owner, name), timer in self.desk.store.timers.items()
            if owner == stream
        }
        assert timers == clocks

    def check_case(self, appeal_id: str) -> None:
        appeal = self.folded[StreamKind.APPEAL, appeal_id]
        orders = [self.folded[StreamKind.ORDER, str(order)] for order in appeal.orders]
        assert (appeal.state in SETTLED) == (appeal.settled_at is not None)
        if appeal.state in SETTLED:
            assert not any(order.open for order in orders)
        if appeal.state is AppealState.DISPATCHED:
            assert any(order.open for order in orders)
        assert (appeal.state is AppealState.CLOSED) == (appeal.closing is not None)
        assert (appeal.closing is None) == (appeal.closed_at is None)
        self.check_asking(appeal)
        if appeal.complained_unit is not None:
            accused = {
                appeal.complained_unit,
                policy().organisation.in_charge(appeal.complained_unit, DAY),
            }
            for order in orders:
                assert not accused & {order.unit, order.counterpart, *order.copies}
        if appeal.erased_at is not None:
            assert appeal.state in SETTLED
            assert not any(MemoryPeek(self.desk.store).personal(appeal.id).values())

    def check_asking(self, appeal: Appeal) -> None:
        """Check that whoever is to be asked is asked about each round once, and nobody else."""
        questions = [self.folded[StreamKind.CALLBACK, str(each)] for each in appeal.callbacks]
        unanswered = [each for each in questions if each.state is CallBackState.OPEN]
        asked = [each for each in questions if each.state is not CallBackState.CANCELLED]
        rounds = [each.round for each in asked]
        assert len(unanswered) <= 1
        assert len(set(rounds)) == len(rounds)
        at_work = {AppealState.DISPATCHED, AppealState.HANDLED}
        if unanswered:
            assert appeal.state in at_work
            assert appeal.erased_at is None
            assert unanswered[0].round == appeal.round
            assert appeal.asked
        if appeal.state is AppealState.HANDLED and appeal.erased_at is None:
            timed = any(clock.name is ClockName.CALLBACK for clock in clocks(appeal))
            assert unanswered or timed, "a handled appeal waits for an answer, or for its clock"

    def teardown(self) -> None:
        check_whole(MemoryPeek(self.desk.store))
        super().teardown()


SHORT = settings(max_examples=40, stateful_step_count=40, deadline=None)
LONG = settings(max_examples=1_200, stateful_step_count=100, deadline=None)
ENOUGH = 50_000


def test_a_short_life_of_the_town_keeps_every_promise() -> None:
    run_state_machine_as_test(Town, settings=SHORT)


@pytest.mark.long
def test_fifty_thousand_steps_keep_every_promise() -> None:
    STEPS.clear()
    run_state_machine_as_test(Town, settings=LONG)
    assert STEPS.total() >= ENOUGH
    accepted = {name.removeprefix("accepted ") for name in STEPS if name.startswith("accepted")}
    assert len(accepted) == 28, "every command but EraseDraft was accepted at least once"
