# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A desk to work at: a gate, wired in memory or over PostgreSQL, and the usual steps by name."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from jiesu.application.catalogue import REGISTRY
from jiesu.application.envelopes import Envelope, Receipt
from jiesu.application.gate import Gate
from jiesu.application.policy import CityPolicy
from jiesu.application.ports import Store
from jiesu.application.rehearsal.memory import MemoryStore
from jiesu.bootstrap.wiring import City, wire
from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import (
    AnswerAtOnce,
    DispatchAppeal,
    EraseAppeal,
    ErasureGround,
    RevealPersonal,
    WithdrawAppeal,
)
from jiesu.domain.appeals.model import Appeal
from jiesu.domain.callback.messages import RecordOutcome, Satisfied, Solved, Via
from jiesu.domain.callback.model import CallBack
from jiesu.domain.streams import appeal_stream
from jiesu.domain.taxonomy import AppealKind
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.messages import (
    NoContactReason,
    RecordFirstContact,
    ReportResult,
    SignFor,
)
from jiesu.domain.workorders.model import OrderState, WorkOrder
from jiesu.kernel.events import Command
from jiesu.kernel.ids import Ids
from tests.builders.appeals import note, registration, reply
from tests.builders.memory import PlainPersonal
from tests.builders.people import OPERATOR, PRIVACY, handler
from tests.builders.town import CountedIds, RepeatedChances, SetClock, policy

MASTER_KEY = b"k" * 32


@dataclass(frozen=True, slots=True)
class Desk:
    """One gate and what it stands on."""

    gate: Gate
    store: Store
    clock: SetClock
    ids: Ids

    def do(self, command: Command, actor: Actor = OPERATOR, **how: object) -> Receipt:
        """Carry out a command a minute later than the one before."""
        self.clock.pass_(minutes=1)
        return self.gate.handle(command, actor, **how)

    def send(self, command: Command, actor: Actor = OPERATOR, **how: object) -> Envelope:
        """Return the command in an envelope with a fresh id."""
        return Envelope(command, actor, **{"command_id": self.ids.new(), **how})

    def case(self, appeal_id: UUID) -> Case:
        """Return the case as stored."""
        subject = appeal_stream(appeal_id)
        return self.store.load([subject])[subject].case

    def appeal(self, appeal_id: UUID) -> Appeal:
        """Return the appeal as stored."""
        return self.case(appeal_id).the_appeal(appeal_id)

    def lead(self, appeal_id: UUID) -> WorkOrder:
        """Return the first order of the appeal."""
        return self.case(appeal_id).orders[0]

    def registered(self, actor: Actor = OPERATOR, **changes: object) -> UUID:
        """Register an appeal; return its id."""
        command = registration(self.ids, **changes)
        self.do(command, actor)
        return command.appeal_id

    def dispatched(self, **changes: object) -> UUID:
        """Register and dispatch an appeal; return its id."""
        appeal_id = self.registered(**changes)
        self.do(DispatchAppeal(appeal_id=appeal_id))
        return appeal_id

    def handled(self, **changes: object) -> UUID:
        """Take an appeal all the way to its last reported result; return its id."""
        appeal_id = self.dispatched(**changes)
        self.report_again(appeal_id)
        return appeal_id

    def report_again(self, appeal_id: UUID) -> None:
        """Let every unit that still has the appeal sign, speak to the person and report."""
        for order in self.case(appeal_id).orders:
            if order.open:
                someone = handler(order.unit)
                self.do(SignFor(order_id=order.id), someone)
                self.do(RecordFirstContact(order_id=order.id), someone)
                self.do(ReportResult(order_id=order.id, report=reply()), someone)

    def question(self, appeal_id: UUID) -> CallBack:
        """Return the question about the present round of handling."""
        asking = self.case(appeal_id).asking
        assert asking is not None, "nobody is being asked"
        return asking

    def outcome(self, appeal_id: UUID, **answers: object) -> RecordOutcome:
        """Return what the person answers on the telephone: content, unless told otherwise."""
        content = RecordOutcome(
            callback_id=self.question(appeal_id).id,
            via=Via.PHONE,
            contacted=True,
            solved=Solved.SOLVED,
            satisfied=Satisfied.SATISFIED,
        )
        return replace(content, **answers)

    def report(self, appeal_id: UUID) -> None:
        """Let every unit that still owes a report sign and report at once."""
        why = NoContactReason.NOT_REACHED
        for order in self.case(appeal_id).orders:
            if not order.open:
                continue
            someone = handler(order.unit)
            if order.state is OrderState.ASSIGNED:
                self.do(SignFor(order_id=order.id), someone)
            self.do(ReportResult(order_id=order.id, report=reply(), no_contact=why), someone)

    def closed(self, **changes: object) -> UUID:
        """Take an appeal to its end with a content person; return its id."""
        appeal_id = self.handled(**changes)
        self.do(self.outcome(appeal_id))
        return appeal_id

    def answered(self, **changes: object) -> UUID:
        """Register an inquiry and answer it at once; return its id."""
        appeal_id = self.registered(kind=AppealKind.INQUIRY, **changes)
        self.do(AnswerAtOnce(appeal_id=appeal_id, reply=reply()))
        return appeal_id

    def withdrawn(self, **changes: object) -> UUID:
        """Register an appeal and take it back; return its id."""
        appeal_id = self.registered(**changes)
        self.do(WithdrawAppeal(appeal_id=appeal_id, reason=note()))
        return appeal_id

    def erase(self, appeal_id: UUID) -> Receipt:
        """Erase the personal data of a settled appeal."""
        return self.do(EraseAppeal(appeal_id=appeal_id, ground=ErasureGround.REQUEST), PRIVACY)

    def reveal(self, appeal_id: UUID) -> Receipt:
        """Look at personal data for a stated reason."""
        return self.do(RevealPersonal(appeal_id=appeal_id, reason=note()), PRIVACY)


@dataclass(frozen=True, slots=True)
class MemoryDesk(Desk):
    """A desk over a store in memory."""

    store: MemoryStore


def memory_desk(law: Callable[[], CityPolicy] = policy) -> MemoryDesk:
    """Return a desk over an empty store in memory, under the example town's law or another."""
    clock, ids, store = SetClock(), CountedIds(), MemoryStore()
    gate = Gate(REGISTRY, store, PlainPersonal(), law, clock, ids)
    return MemoryDesk(gate, store, clock, ids)


def city_desk(dsn: str, seed: int = 0) -> tuple[City, Desk]:
    """Return a city wired over a database, and the desk at its gate; close the city at the end."""
    clock = SetClock()
    city = wire(policy(), dsn, MASTER_KEY, clock, RepeatedChances(seed))
    return city, Desk(city.gate, city.store, clock, city.ids)
