# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Any life an appeal can have, against a model of a few lines, on PostgreSQL, with faults.

The model knows states by name and nothing else: it was written from the law's text and not from
the transition tables. After every step everything stored is judged.
"""

from contextlib import suppress
from dataclasses import dataclass, field
from typing import ClassVar
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, multiple, rule

from jiesu.application.envelopes import Envelope, Receipt, SameIdOtherContent
from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import (
    AnswerAtOnce,
    DispatchAppeal,
    EraseAppeal,
    ErasureGround,
    RevealPersonal,
    RouteSpecially,
    WithdrawAppeal,
)
from jiesu.domain.interactions.messages import EndInteraction, EndReason, SaveDraft
from jiesu.domain.taxonomy import AppealKind, Channel, SpecialRoute
from jiesu.domain.workorders.messages import (
    NoContactReason,
    RecordFirstContact,
    ReportResult,
    SignFor,
)
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command
from jiesu.worker.assembly import sweeper_of
from tests.builders.appeals import note, registration, reply, words
from tests.builders.people import OPERATOR, PRIVACY, handler
from tests.proofs.faults import Fault, Wire
from tests.proofs.scenarios import PHONE, Stage
from tests.proofs.trial import NAMED, Laboratory

MATTERS = ("water.river.pollution", "housing.property.service", "market.price.fraud", None)
_BATCH = 50
SETTLED = {"answered", "routed", "handled", "withdrawn", "closed"}
FAULTS = st.one_of(
    st.none(),
    st.none(),
    st.builds(Fault, st.integers(1, 4), st.sampled_from(Wire), st.booleans()),
)


@dataclass
class Order:
    """What the model knows of an order."""

    id: UUID
    unit: str
    state: str = "assigned"


@dataclass
class Appeal:
    """What the model knows of an appeal."""

    id: UUID
    kind: AppealKind
    state: str = "registered"
    erased: bool = False
    orders: list[Order] = field(default_factory=list)


class Lifecycle(RuleBasedStateMachine):
    """Every command at any time; the model says beforehand whether it will be accepted."""

    laboratory: ClassVar[Laboratory]
    steps: ClassVar[int] = 0
    contacts = Bundle("contacts")
    appeals = Bundle("appeals")

    def __init__(self) -> None:
        super().__init__()
        self.laboratory.put_back()
        self.stage: Stage = self.laboratory.stage
        self.states: dict[UUID, str] = {}  # of contacts
        self.sent: list[tuple[Envelope, Receipt]] = []

    @invariant()
    def nothing_is_amiss(self) -> None:
        assert self.laboratory.look().violations == []

    # ------------------------------------------------------------------------- contacts

    @rule(target=contacts, fault=FAULTS)
    def draft(self, fault: Fault | None) -> UUID:
        contact = self.stage.desk.ids.new()
        self._do(_draft(contact), OPERATOR, True, fault)
        self.states[contact] = "draft"
        return contact

    @rule(contact=contacts, fault=FAULTS)
    def draft_again(self, contact: UUID, fault: Fault | None) -> None:
        self._do(_draft(contact), OPERATOR, self.states[contact] == "draft", fault)

    @rule(contact=contacts, fault=FAULTS)
    def end(self, contact: UUID, fault: Fault | None) -> None:
        command = EndInteraction(interaction_id=contact, reason=EndReason.HUNG_UP)
        if self._do(command, OPERATOR, self.states[contact] == "draft", fault):
            self.states[contact] = "ended"

    # -------------------------------------------------------------------------- appeals

    @rule(
        target=appeals,
        kind=st.sampled_from(AppealKind),
        matter=st.sampled_from(MATTERS),
        told=st.booleans(),
        fault=FAULTS,
    )
    def register(
        self, kind: AppealKind, matter: str | None, told: bool, fault: Fault | None
    ) -> Appeal:
        contact = PHONE if told else None
        command = registration(self.stage.desk.ids, kind=kind, matter=matter, contact=contact)
        self._do(command, OPERATOR, True, fault)
        return Appeal(command.appeal_id, kind)

    @rule(target=appeals, contact=contacts, kind=st.sampled_from(AppealKind), fault=FAULTS)
    def register_draft(self, contact: UUID, kind: AppealKind, fault: Fault | None) -> object:
        command = registration(
            self.stage.desk.ids, kind=kind, interaction_id=contact, from_draft=True
        )
        if not self._do(command, OPERATOR, self.states[contact] != "ended", fault):
            return multiple()
        self.states[contact] = "taken up"
        return Appeal(command.appeal_id, kind)

    @rule(appeal=appeals, fault=FAULTS)
    def answer(self, appeal: Appeal, fault: Fault | None) -> None:
        answerable = appeal.kind in {AppealKind.INQUIRY, AppealKind.SUGGESTION}
        command = AnswerAtOnce(appeal_id=appeal.id, reply=reply())
        if self._do(command, OPERATOR, appeal.state == "registered" and answerable, fault):
            appeal.state = "answered"

    @rule(appeal=appeals, route=st.sampled_from(SpecialRoute), fault=FAULTS)
    def route(self, appeal: Appeal, route: SpecialRoute, fault: Fault | None) -> None:
        command = RouteSpecially(appeal_id=appeal.id, route=route, explanation=reply())
        if self._do(command, OPERATOR, appeal.state == "registered", fault):
            appeal.state = "routed"

    @rule(appeal=appeals, by_hand=st.booleans(), fault=FAULTS)
    def dispatch(self, appeal: Appeal, by_hand: bool, fault: Fault | None) -> None:
        chosen = {"unit": "urban-bureau", "reason": note()} if by_hand else {}
        command = DispatchAppeal(appeal_id=appeal.id, **chosen)  # type: ignore[arg-type]
        if self._do(command, OPERATOR, appeal.state == "registered", fault):
            appeal.state = "dispatched"
            orders = self.stage.desk.case(appeal.id).orders
            appeal.orders = [Order(order.id, order.unit) for order in orders]

    @rule(appeal=appeals, fault=FAULTS)
    def withdraw(self, appeal: Appeal, fault: Fault | None) -> None:
        command = WithdrawAppeal(appeal_id=appeal.id, reason=note())
        if self._do(command, OPERATOR, appeal.state in {"registered", "dispatched"}, fault):
            appeal.state = "withdrawn"
            for order in appeal.orders:
                order.state = "reported" if order.state == "reported" else "cancelled"

    @rule(appeal=appeals, fault=FAULTS)
    def erase(self, appeal: Appeal, fault: Fault | None) -> None:
        command = EraseAppeal(appeal_id=appeal.id, ground=ErasureGround.REQUEST)
        allowed = appeal.state in SETTLED and not appeal.erased
        appeal.erased |= self._do(command, PRIVACY, allowed, fault)

    @rule(appeal=appeals, fault=FAULTS)
    def reveal(self, appeal: Appeal, fault: Fault | None) -> None:
        command = RevealPersonal(appeal_id=appeal.id, reason=note())
        self._do(command, PRIVACY, not appeal.erased, fault)

    # --------------------------------------------------------------------------- orders

    @rule(appeal=appeals, which=st.integers(0, 1), fault=FAULTS)
    def sign(self, appeal: Appeal, which: int, fault: Fault | None) -> None:
        for order in appeal.orders[which : which + 1]:
            command = SignFor(order_id=order.id)
            if self._do(command, handler(order.unit), order.state == "assigned", fault):
                order.state = "signed"

    @rule(appeal=appeals, which=st.integers(0, 1), fault=FAULTS)
    def speak(self, appeal: Appeal, which: int, fault: Fault | None) -> None:
        for order in appeal.orders[which : which + 1]:
            command = RecordFirstContact(order_id=order.id, note=note())
            if self._do(command, handler(order.unit), order.state == "signed", fault):
                order.state = "contacted"

    @rule(appeal=appeals, which=st.integers(0, 1), reason=st.booleans(), fault=FAULTS)
    def report(self, appeal: Appeal, which: int, reason: bool, fault: Fault | None) -> None:
        for order in appeal.orders[which : which + 1]:
            why = NoContactReason.NOT_REACHED if reason else None
            command = ReportResult(order_id=order.id, report=reply(), no_contact=why)
            allowed = order.state == "contacted" or (order.state == "signed" and reason)
            if self._do(command, handler(order.unit), allowed, fault):
                order.state = "reported"
                if all(each.state == "reported" for each in appeal.orders):
                    asked = appeal.kind is not AppealKind.SUGGESTION
                    appeal.state = "handled" if asked else "closed"

    @rule(appeal=appeals)
    def meddle(self, appeal: Appeal) -> None:
        """A unit that has no part in a case finds nothing there."""
        for order in appeal.orders:
            self._do(SignFor(order_id=order.id), handler("heat-co"), False, None)

    # ------------------------------------------------------------------- time, repetition

    @rule(hours=st.sampled_from((0.1, 3, 30, 200)), fault=FAULTS)
    def time_passes(self, hours: float, fault: Fault | None) -> None:
        """Clocks that run out change where nothing stands, and nothing else."""
        type(self).steps += 1
        clock = self.stage.desk.clock
        clock.pass_(hours=hours)
        sweeper = sweeper_of(self.stage.city, _BATCH)
        if fault is not None:
            with self.laboratory.fault(fault), suppress(*NAMED):
                sweeper.sweep(clock.now())
            self.laboratory.settle()
            clock.pass_(minutes=1)
        while sweeper.sweep(clock.now()).claimed:
            pass

    @rule(fault=FAULTS)
    def notices_go_out(self, fault: Fault | None) -> None:
        type(self).steps += 1
        if fault is not None:
            with self.laboratory.fault(fault), suppress(*NAMED):
                self.stage.courier().deliver()
            self.laboratory.settle()
        self.stage.desk.clock.pass_(hours=1)
        while self.stage.courier().deliver().leased:
            pass

    @rule(data=st.data())
    def once_more(self, data: st.DataObject) -> None:
        """What was accepted answers the same for ever; its id says nothing else."""
        if self.sent:
            envelope, receipt = data.draw(st.sampled_from(self.sent))
            (again,) = self.stage.city.gate.handle_together([envelope])
            assert again.replayed
            assert (again.events, again.version) == (receipt.events, receipt.version)
            other = Envelope(_draft(envelope.command_id), OPERATOR, envelope.command_id)
            assert isinstance(self._outcome(other), SameIdOtherContent)  # after an erasure too
        type(self).steps += 1

    def _do(self, command: Command, actor: Actor, expected: bool, fault: Fault | None) -> bool:
        """Send a command, again if the database fails; compare what happens with the model."""
        type(self).steps += 1
        envelope = self.stage.desk.send(command, actor)
        self.stage.desk.clock.pass_(minutes=1)
        if fault is not None:
            with self.laboratory.fault(fault):
                told = self._outcome(envelope)
            assert isinstance(told, NAMED) or isinstance(told, tuple) == expected, told
        told = self._outcome(envelope)
        self.laboratory.settle()
        assert isinstance(told, tuple) == expected, f"{command.name}: {told!r}"
        assert not isinstance(told, NAMED), told
        if isinstance(told, tuple):
            self.sent.append((envelope, told[0]))
        return expected

    def _outcome(self, envelope: Envelope) -> tuple[Receipt, ...] | JiesuError:
        try:
            return self.stage.city.gate.handle_together([envelope])
        except JiesuError as error:
            return error


def _draft(contact: UUID) -> SaveDraft:
    return SaveDraft(interaction_id=contact, channel=Channel.PHONE, words=words())
