# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Programs that may be killed: clients that send commands, workers that fire and deliver.

``python -m tests.proofs.actors PART`` with the part as JSON.
"""

import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from uuid import UUID, uuid4

import msgspec

from jiesu.adapters.store.outbox import PgOutbox
from jiesu.application.envelopes import Envelope, Outcome, Refused
from jiesu.application.gate import Gate
from jiesu.application.notices import Courier, Notice, Undelivered
from jiesu.application.ports import LoadedCase, SomebodyWasFaster, StoreUnavailable
from jiesu.application.streams import plain
from jiesu.bootstrap.settings import Settings
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
from jiesu.domain.interactions.messages import EndInteraction, EndReason, SaveDraft
from jiesu.domain.streams import StreamId, appeal_stream
from jiesu.domain.taxonomy import AppealKind, Channel
from jiesu.domain.workorders.messages import (
    NoContactReason,
    RecordFirstContact,
    ReportResult,
    SignFor,
)
from jiesu.kernel.events import Command
from jiesu.kernel.instants import Instant, instant
from jiesu.kernel.private import PrivateKind, PrivateText
from jiesu.worker.assembly import contact_opener, timer_task, upkeep_task
from jiesu.worker.loop import Task, run, stopped_by_signals
from tests.builders.appeals import note, registration, reply, words
from tests.builders.desk import MASTER_KEY
from tests.builders.people import OPERATOR, PRIVACY, handler
from tests.builders.town import policy
from tests.proofs.ledger import Ledger, Wish, lines_of, unanswered

_BEGIN = instant(datetime(2026, 3, 2, tzinfo=UTC))
_OUTBOX_BATCH = 20
_TIMER_BATCH = 50
_BULK = (2, 6)  # how many chains a bulk call has
_PATIENCE = 120.0  # seconds until a client gives up: then the city has not come back
_PAUSE = 0.05
_PHONE = PrivateText(PrivateKind.CONTACT, "13812345678")


@dataclass(frozen=True, slots=True)
class Part:
    """What one process is to be: everything it needs to begin again after it was killed."""

    role: str
    number: int
    dsn: str
    folder: Path
    seed: int
    began: float
    speed: float

    @property
    def ledger(self) -> Path:
        """Return the file of its ledger."""
        return self.folder / f"{self.role}-{self.number}.jsonl"

    @property
    def stop_sign(self) -> Path:
        """Return the file whose existence asks everybody to stop."""
        return self.folder / "stop"

    def written(self) -> str:
        """Return the part as JSON."""
        return msgspec.json.encode(self, enc_hook=str).decode()

    @classmethod
    def read(cls, text: str) -> "Part":
        """Return the part of a JSON text."""
        return msgspec.json.decode(text, type=cls, dec_hook=lambda kind, value: kind(value))


class RushingClock:
    """Town time that runs ``speed`` times as fast as ours, the same in every process."""

    def __init__(self, part: Part) -> None:
        self._part = part

    def now(self) -> Instant:
        """Return the present of the town."""
        passed = (time.monotonic() - self._part.began) * self._part.speed
        return Instant(_BEGIN + timedelta(seconds=passed))


class Client:
    """Sends commands one after the other and writes down each wish before, each answer after."""

    def __init__(self, part: Part, city: City) -> None:
        self._part = part
        self._city = city
        self._lines = list(lines_of(part.ledger))
        self._ledger = Ledger(part.ledger)
        self._chance = random.Random(f"{part.seed}/{part.number}/{len(self._lines)}")
        self._wishes = sum("sent" in line for line in self._lines)

    def work(self) -> None:
        """Finish what the last incarnation left open, then go on until asked to stop."""
        for wish in unanswered(self._lines):
            self._carry_through(wish)
        while not self._part.stop_sign.exists():
            for chains in self._one_story():
                self._send(chains)

    def _send(self, chains: Sequence[Sequence[Envelope]]) -> list[Outcome]:
        self._wishes += 1
        wish = Wish(self._wishes, tuple(map(tuple, chains)))
        self._ledger.write(wish=wish.number, sent=wish.written())
        return self._carry_through(wish)

    def _carry_through(self, wish: Wish) -> list[Outcome]:
        """Send the same under the same ids until there is an answer."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            began = time.monotonic()
            try:
                outcomes = attempt(self._city.gate, wish)
            except StoreUnavailable:
                time.sleep(_PAUSE)
                continue
            if not any(map(_too_slow, outcomes)):
                self._ledger.write(
                    answer=wish.number,
                    began=began,
                    ended=time.monotonic(),
                    outcomes=[_outcome_data(outcome) for outcome in outcomes],
                )
                return outcomes
        message = f"no answer within {_PATIENCE} s"
        raise TimeoutError(message)

    # ------------------------------------------------------------------ what people do

    def _one_story(self) -> Iterator[list[list[Envelope]]]:
        """Yield call after call about one case, or about a handful taken down together."""
        story = self._chance.choice(
            (self._draft, self._inquiry, self._bulk, self._full, self._full)
        )
        yield from story()

    def _draft(self) -> Iterator[list[list[Envelope]]]:
        contact = self._city.ids.new()
        for _ in range(self._chance.randint(1, 2)):
            draft = SaveDraft(interaction_id=contact, channel=Channel.PHONE, words=words())
            yield [[_sent(draft)]]
        if self._chance.random() < 0.5:
            yield [[_sent(EndInteraction(interaction_id=contact, reason=EndReason.HUNG_UP))]]
        else:
            taken = registration(self._city.ids, interaction_id=contact, from_draft=True)
            yield [[_sent(taken)]]

    def _inquiry(self) -> Iterator[list[list[Envelope]]]:
        asked = registration(self._city.ids, kind=AppealKind.INQUIRY, contact=_PHONE)
        yield [[_sent(asked), _sent(AnswerAtOnce(appeal_id=asked.appeal_id, reply=reply()))]]
        if self._chance.random() < 0.3:
            erase = EraseAppeal(appeal_id=asked.appeal_id, ground=ErasureGround.REQUEST)
            yield [[_sent(erase, PRIVACY)]]

    def _bulk(self) -> Iterator[list[list[Envelope]]]:
        yield [self._registered(self._city.ids.new()) for _ in range(self._chance.randint(*_BULK))]

    def _full(self) -> Iterator[list[list[Envelope]]]:
        appeal = self._city.ids.new()
        yield [self._registered(appeal)]
        if self._chance.random() < 0.2:
            yield [[_sent(RevealPersonal(appeal_id=appeal, reason=note()), PRIVACY)]]
        for unit, steps in self._steps(appeal):
            for step in steps:
                yield [[_sent(step, handler(unit))]]
            if self._chance.random() < 0.15:
                yield [[_sent(WithdrawAppeal(appeal_id=appeal, reason=note()))]]

    def _registered(self, appeal: UUID) -> list[Envelope]:
        told = _PHONE if self._chance.random() < 0.7 else None
        taken = registration(self._city.ids, appeal_id=appeal, contact=told)
        return [_sent(taken), _sent(DispatchAppeal(appeal_id=appeal))]

    def _steps(self, appeal: UUID) -> list[tuple[str, list[Command]]]:
        """Return what each unit of the case will do, reporting without contact now and then."""
        subject = appeal_stream(appeal)
        found = []
        for order in self._patient_load(subject).case.orders:
            told = self._chance.random() < 0.7
            reason = None if told else NoContactReason.NOT_REACHED
            middle = [RecordFirstContact(order_id=order.id)] if told else []
            last = ReportResult(order_id=order.id, report=reply(), no_contact=reason)
            found.append((order.unit, [SignFor(order_id=order.id), *middle, last]))
        return found

    def _patient_load(self, subject: StreamId) -> LoadedCase:
        while True:
            try:
                return self._city.store.load([subject])[subject]
            except StoreUnavailable:
                time.sleep(_PAUSE)


def attempt(gate: Gate, wish: Wish) -> list[Outcome]:
    """Send a wish once, the way clients do: many chains in one call, or one by itself."""
    if len(wish.chains) > 1:
        return gate.handle_many(wish.chains)
    try:
        return [gate.handle_together(wish.chains[0])]
    except StoreUnavailable:
        raise
    except Exception as error:  # noqa: BLE001 -- judged by name afterwards
        return [Refused(0, error)]  # type: ignore[arg-type]


def _sent(command: Command, actor: Actor = OPERATOR) -> Envelope:
    return Envelope(command, actor, uuid4())


def _too_slow(outcome: Outcome) -> bool:
    """Return whether others were faster twice: no answer yet, to be sent again."""
    return isinstance(outcome, Refused) and isinstance(outcome.error, SomebodyWasFaster)


def _outcome_data(outcome: Outcome) -> object:
    if isinstance(outcome, Refused):
        return {"refused": type(outcome.error).__name__}
    return [plain(receipt) for receipt in outcome]


def serve(part: Part, city: City) -> None:
    """Fire timers, deliver notices into a ledger, seal days, until asked to stop."""
    stop = Event()
    tasks = [
        upkeep_task(city),
        timer_task(city, Settings(worker_timer_batch=_TIMER_BATCH)),
        _delivery_task(city, Ledger(part.ledger)),
    ]
    Thread(target=_watch, args=(part.stop_sign, stop), daemon=True).start()
    with stopped_by_signals(stop):
        run(tasks, city.clock, stop)


def courier(city: City, ledger: Ledger) -> Courier:
    """Return a courier whose carrier writes each message down, then calls it delivered."""

    def carry(message: UUID, notice: Notice) -> Undelivered | None:
        assert notice.contact == _PHONE.text
        ledger.write(carried=message)
        return None

    outbox, opener = PgOutbox(city.store), contact_opener(city)
    return Courier(outbox, city.policy, opener, carry, city.clock, lambda: 0.5, _OUTBOX_BATCH)


def _delivery_task(city: City, ledger: Ledger) -> Task:
    delivering = courier(city, ledger)
    return Task("outbox", lambda stop: delivering.deliver(stop).leased, delivering.next_wake)


def _watch(sign: Path, stop: Event) -> None:
    while not sign.exists():
        time.sleep(_PAUSE)
    stop.set()


def wired(part: Part) -> City:
    """Return the city of a part, under the town's own clock."""
    return wire(policy(), part.dsn, MASTER_KEY, RushingClock(part))


def main() -> None:
    """Be the part named on the command line."""
    part = Part.read(sys.argv[1])
    city = wired(part)
    if part.role == "client":
        Client(part, city).work()
    else:
        serve(part, city)
    city.close()


if __name__ == "__main__":
    main()
