# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One case in the right state for every command, and the ways work enters the city.

Every scenario can be played again: the same commands under the same ids, as a client would after
an answer that never came.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from uuid import UUID

import pytest

from jiesu.adapters.store.outbox import PgOutbox
from jiesu.application.envelopes import Envelope, Outcome, Receipt
from jiesu.application.notices import Courier, Notice, Undelivered
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import (
    AnswerAtOnce,
    DispatchAppeal,
    EraseAppeal,
    ErasureGround,
    ExpireDispatchClock,
    RevealPersonal,
    RouteSpecially,
    WithdrawAppeal,
)
from jiesu.domain.clocks import ClockName
from jiesu.domain.interactions.messages import (
    EndInteraction,
    EndReason,
    EraseDraft,
    ExpireDraft,
    SaveDraft,
)
from jiesu.domain.taxonomy import AppealKind, Channel, SpecialRoute
from jiesu.domain.workorders.messages import (
    ExpireOrderClock,
    NoContactReason,
    RecordFirstContact,
    ReportResult,
    SignFor,
)
from jiesu.kernel.events import Command
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind, PrivateText
from jiesu.worker.assembly import contact_opener, sweeper_of
from tests.builders.appeals import note, registration, reply, words
from tests.builders.desk import Desk
from tests.builders.people import IMPORTER, OPERATOR, PRIVACY, SYSTEM, handler
from tests.builders.town import RepeatedChances
from tests.proofs.following import following, long_ago

PHONE = PrivateText(PrivateKind.CONTACT, "13812345678")
LEAD, CO_HANDLER = handler("water-bureau"), handler("urban-bureau")
_ROUND = 4  # timers or notices at once: little enough for several rounds
_RETRY = timedelta(minutes=1)  # longer than a timer waits after its first failure
_LEASE = timedelta(hours=2)  # longer than a notice stays leased
_MOST_ROUNDS = 60


@dataclass(repr=False)
class Stage:
    """A city with its desk, and the notices its courier has carried."""

    city: City
    desk: Desk
    chances: RepeatedChances
    carried: list[UUID] = field(default_factory=list)
    _start: tuple[Instant, int] = field(init=False)

    def begin_here(self) -> None:
        """Let every trial begin at this instant, with the chances that come next."""
        self._start = self.desk.clock.now(), self.chances.mark()

    def back_to_start(self) -> None:
        """Set clock and chances back; ids and a block of case numbers begin anew."""
        now, mark = self._start
        self.desk.clock.set(now)
        self.chances.back_to(mark)
        self.city.ids.renew()
        self.city.store._serials = iter(range(0))
        self.carried.clear()

    def courier(self) -> Courier:
        """Return a courier that writes down what it carries."""

        def carry(message: UUID, _notice: Notice) -> Undelivered | None:
            self.carried.append(message)
            return None

        outbox, opener = PgOutbox(self.city.store), contact_opener(self.city)
        clock, policy = self.city.clock, self.city.policy
        return Courier(outbox, policy, opener, carry, clock, lambda: 0.5, _ROUND)


Play = Callable[[Stage], Sequence[Outcome]]


@dataclass(frozen=True, repr=False)
class Scenario:
    """Something the city is asked to do, and may be asked again; one outcome for each chain."""

    name: str
    play: Play
    commands: tuple[type[Command], ...] = ()
    again: Play | None = None
    """What is done after a failure, where that is not simply the same once more."""

    def replay(self, stage: Stage) -> Sequence[Outcome]:
        """Do it again, until nothing of it is left to do."""
        return (self.again or self.play)(stage)


Sent = tuple[Command, Actor]
Chain = tuple[Sent, ...]


def scenarios(stage: Stage) -> dict[str, Scenario]:
    """Prepare every case at the desk; return what is to be done with each, in a fixed order."""
    desk = stage.desk
    forgotten = long_ago(desk)
    late = _late(desk)
    desk.clock.pass_(hours=5)
    chains = {**late, **_contacts(desk), **_appeals(desk), **_orders(desk)}
    chains["register and dispatch"] = _both(desk)
    chains |= forgotten | following(desk)
    found = [_together(desk, name, chain) for name, chain in chains.items()]
    found.append(_bulk(desk, "many at once", _mixed(desk)))
    found.append(_by_copy(_bulk(desk, "many by copy", _mixed(desk))))
    found.append(_bulk(desk, "many of the past", _past(desk), history=True))
    found.append(Scenario("sweep", _sweep, again=_sweep_all))
    found.append(Scenario("deliver", _deliver, again=_deliver_all))
    _leave_a_few(stage)
    return {each.name: each for each in found}


NAMES = (
    "draft clock",
    "dispatch clock",
    "order clock",
    "first draft",
    "draft again",
    "end",
    "erase a draft",
    "register",
    "register a draft",
    "answer",
    "route",
    "dispatch",
    "dispatch by hand",
    "withdraw",
    "withdraw orders",
    "erase",
    "reveal",
    "sign",
    "contact",
    "report",
    "last report",
    "register and dispatch",
    "asking clock",
    "begin",
    "attempt",
    "outcome",
    "redo",
    "rate",
    "return",
    "add",
    "reopen",
    "undo",
    "reach",
    "message",
    "hand over",
    "grant",
    "revoke",
    "many at once",
    "many by copy",
    "many of the past",
    "sweep",
    "deliver",
)
"""The scenarios by name: tests are collected before there is a database to prepare them in."""


# ------------------------------------------------------------------------------ prepared cases


def _late(desk: Desk) -> dict[str, Chain]:
    """Cases whose clocks will have run out when the scenarios begin."""
    draft, waiting, order = _drafted(desk), desk.registered(), _order(desk, desk.dispatched())
    return {
        "draft clock": _one(ExpireDraft(interaction_id=draft, clock=ClockName.DRAFT), SYSTEM),
        "dispatch clock": _one(
            ExpireDispatchClock(appeal_id=waiting, clock=ClockName.DISPATCH), SYSTEM
        ),
        "order clock": _one(ExpireOrderClock(order_id=order, clock=ClockName.SIGNING), SYSTEM),
    }


def _contacts(desk: Desk) -> dict[str, Chain]:
    return {
        "first draft": _one(_draft(desk.ids.new())),
        "draft again": _one(_draft(_drafted(desk))),
        "end": _one(EndInteraction(interaction_id=_drafted(desk), reason=EndReason.SILENT)),
        "erase a draft": _one(
            EraseDraft(interaction_id=_ended(desk), ground=ErasureGround.REQUEST), PRIVACY
        ),
    }


def _ended(desk: Desk) -> UUID:
    contact = _drafted(desk)
    desk.do(EndInteraction(interaction_id=contact, reason=EndReason.SILENT))
    return contact


def _appeals(desk: Desk) -> dict[str, Chain]:
    inquiry, legal = desk.registered(kind=AppealKind.INQUIRY), SpecialRoute.LEGAL_CHANNEL
    known, request = desk.answered(contact=PHONE), ErasureGround.REQUEST
    return {
        "register": _one(registration(desk.ids, contact=PHONE, confidential=True)),
        "register a draft": _one(
            registration(desk.ids, interaction_id=_drafted(desk), from_draft=True)
        ),
        "answer": _one(AnswerAtOnce(appeal_id=inquiry, reply=reply())),
        "route": _one(
            RouteSpecially(appeal_id=desk.registered(), route=legal, explanation=reply())
        ),
        "dispatch": _one(DispatchAppeal(appeal_id=desk.registered(contact=PHONE))),
        "dispatch by hand": _one(
            DispatchAppeal(appeal_id=desk.registered(), unit="urban-bureau", reason=note())
        ),
        "withdraw": _one(WithdrawAppeal(appeal_id=desk.registered(), reason=note())),
        "withdraw orders": _one(WithdrawAppeal(appeal_id=desk.dispatched(), reason=note())),
        "erase": _one(EraseAppeal(appeal_id=known, ground=request), PRIVACY),
        "reveal": _one(RevealPersonal(appeal_id=desk.dispatched(), reason=note()), PRIVACY),
    }


def _orders(desk: Desk) -> dict[str, Chain]:
    new, signed, contacted, last = (desk.dispatched() for _ in range(4))
    _advance(desk, signed, steps=1)
    _advance(desk, contacted, steps=2)
    _advance(desk, last, steps=3)
    _advance(desk, last, steps=1, which=1)
    told, unreached = _order(desk, contacted), NoContactReason.NOT_REACHED
    final = ReportResult(order_id=_order(desk, last, 1), report=reply(), no_contact=unreached)
    return {
        "sign": _one(SignFor(order_id=_order(desk, new)), LEAD),
        "contact": _one(RecordFirstContact(order_id=_order(desk, signed), note=note()), LEAD),
        "report": _one(ReportResult(order_id=told, report=reply()), LEAD),
        "last report": _one(final, CO_HANDLER),
    }


def _both(desk: Desk, **changes: object) -> Chain:
    appeal = registration(desk.ids, contact=PHONE, **changes)
    return *_one(appeal), *_one(DispatchAppeal(appeal_id=appeal.appeal_id))


def _mixed(desk: Desk) -> list[Chain]:
    """Chains for one call: new cases, known ones, and one that is refused."""
    return [
        _both(desk),
        _both(desk),
        _one(SignFor(order_id=_order(desk, desk.dispatched())), LEAD),
        _one(_draft(_drafted(desk))),
        _one(
            EraseAppeal(appeal_id=desk.answered(contact=PHONE), ground=ErasureGround.REQUEST),
            PRIVACY,
        ),
        _one(WithdrawAppeal(appeal_id=desk.handled(), reason=note())),
    ]


def _past(desk: Desk) -> list[Chain]:
    """Imported history: inquiries that were answered long ago."""
    new = [registration(desk.ids, kind=AppealKind.INQUIRY) for _ in range(3)]
    return [
        (
            *_one(each, IMPORTER),
            *_one(AnswerAtOnce(appeal_id=each.appeal_id, reply=reply()), IMPORTER),
        )
        for each in new
    ]


def _one(command: Command, actor: Actor = OPERATOR) -> Chain:
    return ((command, actor),)


def _order(desk: Desk, appeal_id: UUID, which: int = 0) -> UUID:
    return desk.case(appeal_id).orders[which].id


def _advance(desk: Desk, appeal_id: UUID, steps: int, which: int = 0) -> None:
    """Let a unit sign, speak to the person, report: so many of these steps."""
    order = desk.case(appeal_id).orders[which]
    path = (
        SignFor(order_id=order.id),
        RecordFirstContact(order_id=order.id),
        ReportResult(order_id=order.id, report=reply()),
    )
    for command in path[:steps]:
        desk.do(command, handler(order.unit))


def _draft(contact: UUID) -> SaveDraft:
    return SaveDraft(interaction_id=contact, channel=Channel.PHONE, words=words())


def _drafted(desk: Desk) -> UUID:
    command = _draft(desk.ids.new())
    desk.do(command)
    return command.interaction_id


# ------------------------------------------------------------------------------------- playing


def _envelopes(desk: Desk, chain: Chain) -> tuple[Envelope, ...]:
    return tuple(desk.send(command, actor) for command, actor in chain)


def _types(*chains: Chain) -> tuple[type[Command], ...]:
    return tuple(type(command) for chain in chains for command, _ in chain)


def _together(desk: Desk, name: str, chain: Chain) -> Scenario:
    sent = _envelopes(desk, chain)
    return Scenario(name, lambda stage: [stage.city.gate.handle_together(sent)], _types(chain))


def _bulk(desk: Desk, name: str, chains: Sequence[Chain], *, history: bool = False) -> Scenario:
    sent = [_envelopes(desk, chain) for chain in chains]
    return Scenario(
        name, lambda stage: stage.city.gate.handle_many(sent, history=history), _types(*chains)
    )


def _by_copy(scenario: Scenario) -> Scenario:
    """The same, written the way very large batches are."""

    def play(stage: Stage) -> Sequence[Outcome]:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("jiesu.adapters.store.pg.LARGE", 1)
            return scenario.play(stage)

    return replace(scenario, play=play)


def _sweep(stage: Stage) -> Sequence[tuple[Receipt, ...]]:
    """One round; the others are left for later."""
    sweeper_of(stage.city, _ROUND).sweep(stage.city.clock.now())
    return []


def _sweep_all(stage: Stage) -> Sequence[tuple[Receipt, ...]]:
    """Rounds until nothing is due any more, failed ones included once they have waited."""
    stage.desk.clock.set(Instant(stage.desk.clock.now() + _RETRY))
    sweeper = sweeper_of(stage.city, _ROUND)
    for _ in range(_MOST_ROUNDS):
        report = sweeper.sweep(stage.city.clock.now())
        if not report.claimed:
            return []
    message = "the sweeper finds no end"
    raise AssertionError(message)


def _leave_a_few(stage: Stage) -> None:
    """Deliver what is owed, down to two rounds: each further one would fail as the second does."""
    outbox = PgOutbox(stage.city.store)
    while outbox.overview(stage.city.clock.now()).waiting > 2 * _ROUND:
        stage.courier().deliver()


def _deliver(stage: Stage) -> Sequence[tuple[Receipt, ...]]:
    stage.courier().deliver()
    return []


def _deliver_all(stage: Stage) -> Sequence[tuple[Receipt, ...]]:
    """Rounds until nothing is owed any more, leases of the dead included once they ran out."""
    stage.desk.clock.set(Instant(stage.desk.clock.now() + _LEASE))
    for _ in range(_MOST_ROUNDS):
        if not stage.courier().deliver().leased:
            return []
    message = "the courier finds no end"
    raise AssertionError(message)
