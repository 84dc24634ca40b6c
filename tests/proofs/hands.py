# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Many hands on the same few cases: a process of them, each writing down what it saw and when.

``python -m tests.proofs.hands CREW`` with the crew as JSON. Hands of every process meet on the
same cases because all look at one clock: a round's cases are everybody's for a slice of time.
"""

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import msgspec

from jiesu.application.envelopes import Envelope, Outcome, Refused
from jiesu.bootstrap.wiring import City
from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import DispatchAppeal, RevealPersonal, WithdrawAppeal
from jiesu.domain.interactions.messages import SaveDraft
from jiesu.domain.streams import appeal_stream
from jiesu.domain.taxonomy import Channel
from jiesu.domain.workorders.messages import RecordFirstContact, ReportResult, SignFor
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command
from jiesu.worker.assembly import sweeper_of
from tests.builders.appeals import note, registration, reply, words
from tests.builders.people import OPERATOR, PRIVACY, handler
from tests.proofs.actors import Part, wired

_SWEPT = 20
_RECOGNISED = 3  # command ids of a round that everybody sends


class Round(msgspec.Struct, frozen=True):
    """The cases everybody works on at the same time."""

    dispatched: tuple[UUID, ...]
    orders: tuple[tuple[UUID, str], ...]
    waiting: UUID
    draft: UUID
    unborn: UUID


class Crew(msgspec.Struct, frozen=True):
    """One process: its place in time and space, how many hands it has and how much they do."""

    part: str
    rounds: tuple[Round, ...]
    slice_seconds: float
    hands: int
    each: int


Seen = dict[str, Any]


@dataclass
class Hand:
    """One pair of hands: does something to a case of the present round, again and again."""

    crew: Crew
    part: Part
    city: City
    chance: random.Random

    def work(self) -> list[Seen]:
        """Return everything done and seen, in order."""
        return [self._once() for _ in range(self.crew.each)]

    def _once(self) -> Seen:
        passed = time.monotonic() - self.part.began
        number = int(passed / self.crew.slice_seconds) % len(self.crew.rounds)
        here = self.crew.rounds[number]
        deeds = (self._append, self._append, self._order, self._order, self._order, self._case)
        deed = self.chance.choice((*deeds, self._repeat, self._read, self._sweep, self._both))
        began = time.monotonic()
        seen = deed(here)
        return {**seen, "began": began, "ended": time.monotonic()}

    # -------------------------------------------------------------------------- the deeds

    def _append(self, here: Round) -> Seen:
        """Add to a list: another look at an appeal, another version of a draft."""
        if self.chance.random() < 0.3:
            return self._send(_draft(here.draft), OPERATOR)
        return self._send(_look(self.chance.choice(here.dispatched)), PRIVACY)

    def _order(self, here: Round) -> Seen:
        """Go on with an order, whatever its state: one of many will be right."""
        order, unit = self.chance.choice(here.orders)
        steps: tuple[Command, ...] = (
            SignFor(order_id=order),
            RecordFirstContact(order_id=order),
            ReportResult(order_id=order, report=reply()),
        )
        return self._send(self.chance.choice(steps), handler(unit))

    def _case(self, here: Round) -> Seen:
        """What can happen to an appeal once only."""
        unborn = registration(self.city.ids, appeal_id=here.unborn)
        deeds: tuple[Command, ...] = (
            unborn,
            DispatchAppeal(appeal_id=here.waiting),
            DispatchAppeal(appeal_id=here.waiting),
            WithdrawAppeal(appeal_id=self.chance.choice(here.dispatched), reason=note()),
        )
        weights = (3, 3, 3, 1)
        return self._send(self.chance.choices(deeds, weights)[0], OPERATOR)

    def _repeat(self, here: Round) -> Seen:
        """Send what everybody sends under the same id: it must count once."""
        which = self.chance.randrange(_RECOGNISED)
        return self._send(
            _look(here.dispatched[0]), PRIVACY, uuid5(here.dispatched[0], f"repeated {which}")
        )

    def _both(self, here: Round) -> Seen:
        """Look at both cases in one call."""
        sent = [(Envelope(_look(appeal), PRIVACY, uuid4()),) for appeal in here.dispatched]
        outcomes = self.city.gate.handle_many(sent)
        return {"deed": "both", "outcomes": [_told(outcome) for outcome in outcomes]}

    def _read(self, here: Round) -> Seen:
        """Read a whole case: versions of appeal and orders, as of one instant."""
        subject = appeal_stream(self.chance.choice(here.dispatched))
        loaded = self.city.store.load([subject])[subject]
        heads = {str(stream.id): [head.version, head.hash] for stream, head in loaded.heads.items()}
        contact = loaded.case.interaction
        if contact is not None:
            del heads[str(contact.id)]  # moves by itself
        return {"deed": "read", "case": str(subject.id), "heads": heads}

    def _sweep(self, _here: Round) -> Seen:
        """Fire what is due, beside everybody else."""
        report = sweeper_of(self.city, _SWEPT).sweep(self.city.clock.now())
        return {"deed": "sweep", "failed": dict(report.failed)}

    def _send(self, command: Command, actor: Actor, command_id: UUID | None = None) -> Seen:
        outcome: Outcome
        envelope = Envelope(command, actor, command_id or uuid4())
        try:
            outcome = self.city.gate.handle_together([envelope])
        except JiesuError as error:
            outcome = Refused(0, error)
        return {"deed": command.name, "outcomes": [_told(outcome)]}


def _draft(contact: UUID) -> SaveDraft:
    return SaveDraft(interaction_id=contact, channel=Channel.PHONE, words=words())


def _look(appeal: UUID) -> RevealPersonal:
    return RevealPersonal(appeal_id=appeal, reason=note())


def _told(outcome: Outcome) -> object:
    if isinstance(outcome, Refused):
        return {"refused": type(outcome.error).__name__}
    return [msgspec.to_builtins(receipt) for receipt in outcome]


# ----------------------------------------------------------------------------------- the crew


def prepared(city: City, count: int) -> tuple[Round, ...]:
    """Make the cases of so many rounds."""
    return tuple(_round(city) for _ in range(count))


def _round(city: City) -> Round:
    ids = city.ids
    appeals = [registration(ids) for _ in range(3)]
    *both, waiting = appeals
    chains: Sequence[list[Envelope]] = [[Envelope(each, OPERATOR, ids.new())] for each in appeals]
    for each, chain in zip(both, chains, strict=False):
        chain.append(Envelope(DispatchAppeal(appeal_id=each.appeal_id), OPERATOR, ids.new()))
    draft = _draft(ids.new())
    outcomes = city.gate.handle_many([*chains, [Envelope(draft, OPERATOR, ids.new())]])
    assert not any(isinstance(outcome, Refused) for outcome in outcomes)
    dispatched = tuple(each.appeal_id for each in both)
    orders = tuple(
        (order.id, order.unit)
        for subject in map(appeal_stream, dispatched)
        for order in city.store.load([subject])[subject].case.orders
    )
    return Round(dispatched, orders, waiting.appeal_id, draft.interaction_id, ids.new())


def work(crew: Crew) -> Iterator[Seen]:
    """Let all hands of a process work at once; yield everything they saw."""
    part = Part.read(crew.part)
    city = wired(part)
    hands = [
        Hand(crew, part, city, random.Random(f"{part.seed}/{part.number}/{number}"))
        for number in range(crew.hands)
    ]
    with ThreadPoolExecutor(crew.hands) as threads:
        working: list[Callable[[], list[Seen]]] = [
            threads.submit(hand.work).result for hand in hands
        ]
        for result in working:
            yield from result()
    city.close()


def main() -> None:
    """Be the crew of the file named on the command line; the history goes beside its ledger."""
    crew = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Crew)
    history = Part.read(crew.part).ledger
    lines = [msgspec.json.encode(seen) + b"\n" for seen in work(crew)]
    history.write_bytes(b"".join(lines))


if __name__ == "__main__":
    main()
