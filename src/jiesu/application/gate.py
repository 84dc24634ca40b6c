# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The gate: the only way anything changes.

    command → authorise → load → decide → fold → one append (rows, log, outbox, timers) → receipt

``handle`` takes one command, ``handle_together`` a chain that stands or falls as one,
``handle_many`` many chains in bulk: same decisions, set-based reading and writing. ``rehearse``
decides as ``handle_many`` does and writes nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from jiesu.application.entries import command_digest
from jiesu.application.envelopes import (
    Chain,
    Envelope,
    NotTheSameChain,
    Outcome,
    Receipt,
    Refused,
    SameIdOtherContent,
)
from jiesu.application.policy import CityPolicy
from jiesu.application.ports import (
    Batch,
    CommandTaken,
    LoadedCase,
    PersonalStore,
    SomebodyWasFaster,
    Store,
    StoredReceipt,
    StoreUnavailable,
)
from jiesu.application.registry import Registry
from jiesu.application.streams import receipt_from_plain
from jiesu.application.work import NEW_CASE, CaseWork, Tools
from jiesu.domain.access import Actor
from jiesu.domain.streams import StreamId
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command
from jiesu.kernel.ids import Ids, case_number
from jiesu.kernel.instants import Clock, Instant

_ATTEMPTS = 2  # a stale write is decided again once


class Gate:
    """One city's gate, wired by ``bootstrap``."""

    def __init__(  # noqa: PLR0913 -- the ports of a gate; wired in one place
        self,
        registry: Registry,
        store: Store,
        personal: PersonalStore,
        policy: Callable[[], CityPolicy],
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._registry = registry
        self._store = store
        self._personal = personal
        self._policy = policy
        self._clock = clock
        self._ids = ids

    def handle(
        self,
        command: Command,
        actor: Actor,
        *,
        command_id: UUID | None = None,
        at: Instant | None = None,
        expected: int | None = None,
    ) -> Receipt:
        """Carry out one command, or raise its refusal; nothing changes then.

        The same ``command_id`` with the same content returns the first receipt.

        Raises:
            JiesuError: the refusal, with its rule and what to do next.
        """
        sent = command_id or self._ids.new()
        return self.handle_together((Envelope(command, actor, sent, at, expected),))[0]

    def handle_together(self, chain: Chain) -> tuple[Receipt, ...]:
        """Carry out a chain of commands on one case: all of them, or none."""
        outcome = self._attempt(chain, history=False)
        if isinstance(outcome, Refused):
            raise outcome.error
        return outcome

    def handle_many(self, chains: Sequence[Chain], *, history: bool = False) -> list[Outcome]:
        """Carry out many chains, each for itself; a refused chain leaves nothing behind.

        Chains of one call must be about different cases. Chains carried out before are answered
        with their first receipts. ``history`` is for imported facts: no notice, no live clock.
        """
        outcomes = self._repeated(chains)
        fresh = [index for index in range(len(chains)) if index not in outcomes]
        outcomes |= self._in_bulk(chains, fresh, history=history)
        return [outcomes[index] for index in range(len(chains))]

    def rehearse(self, chains: Sequence[Chain], *, history: bool = False) -> list[Outcome]:
        """Return what :meth:`handle_many` would answer; nothing is written, no number is drawn."""
        outcomes = self._repeated(chains)
        fresh = [index for index in range(len(chains)) if index not in outcomes]
        loaded = self._load([chains[index] for index in fresh])
        for index in fresh:
            decided = self._decide(chains[index], loaded, history=history, numbers=_first_number)
            outcomes[index] = decided if isinstance(decided, Refused) else decided[1]
        return [outcomes[index] for index in range(len(chains))]

    def _repeated(self, chains: Sequence[Chain]) -> dict[int, Outcome]:
        """Answer the chains that were carried out before, by their place among ``chains``."""
        stated = [envelope.command_id for chain in chains for envelope in _stated(chain)]
        earlier = self._store.receipts(stated)
        return {
            index: self._seen(chain, earlier)
            for index, chain in enumerate(chains)
            if _opening(chain).command_id in earlier
        }

    def _in_bulk(
        self, chains: Sequence[Chain], fresh: Sequence[int], *, history: bool
    ) -> dict[int, Outcome]:
        loaded = self._load([chains[index] for index in fresh])
        outcomes: dict[int, Outcome] = {}
        batch = Batch()
        for index in fresh:
            decided = self._decide(chains[index], loaded, history=history)
            if isinstance(decided, Refused):
                outcomes[index] = decided
            else:
                work, outcomes[index] = decided
                batch.absorb(work.finish())
        if not batch.receipts:
            return outcomes
        try:
            self._store.append(batch)
        except (SomebodyWasFaster, CommandTaken):
            return {index: self._attempt(chains[index], history=history) for index in fresh}
        return outcomes

    def _attempt(self, chain: Chain, *, history: bool) -> Outcome:
        """Decide and write one chain; a stale write is decided again once."""
        outcome: Outcome = Refused(0, SomebodyWasFaster())
        for _ in range(_ATTEMPTS):
            decided = self._decide(chain, self._load([chain]), history=history)
            if isinstance(decided, Refused):
                outcome = decided
                break
            work, receipts = decided
            try:
                self._store.append(work.finish())
            except (SomebodyWasFaster, CommandTaken) as error:
                outcome = Refused(0, error)
                if isinstance(error, CommandTaken):
                    break
            else:
                return receipts
        earlier = self._store.receipts([envelope.command_id for envelope in _stated(chain)])
        return self._seen(chain, earlier) if earlier else outcome

    def _load(self, chains: Sequence[Chain]) -> Mapping[StreamId, LoadedCase]:
        openings = [_opening(chain) for chain in chains]
        wanted = [
            self._subject(opening)
            for opening in openings
            if not self._registry[type(opening.command)].creates(opening.command)
        ]
        return self._store.load(wanted) if wanted else {}

    def _subject(self, envelope: Envelope) -> StreamId:
        row = self._registry[type(envelope.command)]
        return StreamId(row.loads, row.origin(envelope.command))

    def _decide(
        self,
        chain: Chain,
        loaded: Mapping[StreamId, LoadedCase],
        *,
        history: bool,
        numbers: Callable[[date], str] | None = None,
    ) -> tuple[CaseWork, tuple[Receipt, ...]] | Refused:
        opening = _opening(chain)
        tools = Tools(
            policy=self._policy(),
            ids=self._ids,
            personal=self._personal,
            new_number=numbers or self._store.new_number,
            now=self._clock.now(),
            history=history,
        )
        work = CaseWork(loaded.get(self._subject(opening), NEW_CASE), tools)
        receipts: list[Receipt] = []
        for step, link in enumerate(chain):
            try:
                for envelope in (link,) if isinstance(link, Envelope) else link(work.case):
                    row = self._registry[type(envelope.command)]
                    receipts.append(work.carry_out(envelope, row))
            except StoreUnavailable:
                raise  # no fault of the chain: whoever sent it shall send it again
            except JiesuError as error:
                return Refused(step, error)
        return work, tuple(receipts)

    def _seen(self, chain: Chain, earlier: Mapping[UUID, StoredReceipt]) -> Outcome:
        """Answer a repeated chain with its first receipts, if it still says the same.

        What sequels made then is vouched for by the content of the opening.
        """
        receipts: list[Receipt] = []
        for step, envelope in enumerate(_stated(chain)):
            found = earlier.get(envelope.command_id)
            if found is None:
                error = NotTheSameChain(step=step + 1, command_id=envelope.command_id)
                return Refused(step, error)
            if found.digest not in {None, command_digest(envelope, self._personal)}:
                return Refused(step, SameIdOtherContent(command_id=envelope.command_id))
            receipt = receipt_from_plain(found.result)
            if not self._is_of(receipt, envelope.command):
                return Refused(step, SameIdOtherContent(command_id=envelope.command_id))
            receipts.append(replace(receipt, replayed=True))
        return tuple(receipts)

    def _is_of(self, receipt: Receipt, command: Command) -> bool:
        """Return whether the receipt is for such a command: all one can tell after an erasure."""
        row = self._registry[type(command)]
        return (receipt.command, receipt.subject) == (command.name, row.subject(command))


def _opening(chain: Chain) -> Envelope:
    opening = chain[0] if chain else None
    if not isinstance(opening, Envelope):
        raise TypeError("a chain begins with an envelope")
    return opening


def _stated(chain: Chain) -> list[Envelope]:
    """Return the envelopes the sender named; what sequels make is not among them."""
    return [link for link in chain if isinstance(link, Envelope)]


def _first_number(day: date) -> str:
    return case_number(day, 0)
