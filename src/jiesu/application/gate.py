# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The gate: the only way anything changes.

    command → authorise → load → decide → fold → one append (rows, log, outbox, timers) → receipt

``handle`` takes one command, ``handle_together`` a chain that stands or falls as one,
``handle_many`` many chains in bulk: same decisions, set-based reading and writing.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from jiesu.application.envelopes import (
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
)
from jiesu.application.registry import Registry
from jiesu.application.streams import receipt_from_plain
from jiesu.application.work import NEW_CASE, CaseWork, Tools, command_digest
from jiesu.domain.access import Actor
from jiesu.domain.streams import StreamId
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.events import Command
from jiesu.kernel.ids import Ids
from jiesu.kernel.instants import Clock, Instant

Chain = Sequence[Envelope]
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
        earlier = self._store.receipts([e.command_id for chain in chains for e in chain])
        outcomes: dict[int, Outcome] = {}
        fresh: list[int] = []
        for index, chain in enumerate(chains):
            if chain[0].command_id in earlier:
                outcomes[index] = self._seen(chain, earlier)
            else:
                fresh.append(index)
        outcomes |= self._in_bulk(chains, fresh, history=history)
        return [outcomes[index] for index in range(len(chains))]

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
            with self._store.transaction():
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
        earlier = self._store.receipts([envelope.command_id for envelope in chain])
        return self._seen(chain, earlier) if earlier else outcome

    def _load(self, chains: Sequence[Chain]) -> Mapping[StreamId, LoadedCase]:
        wanted = [
            self._subject(chain[0])
            for chain in chains
            if not self._registry[type(chain[0].command)].creates(chain[0].command)
        ]
        return self._store.load(wanted) if wanted else {}

    def _subject(self, envelope: Envelope) -> StreamId:
        row = self._registry[type(envelope.command)]
        return StreamId(row.loads, row.origin(envelope.command))

    def _decide(
        self, chain: Chain, loaded: Mapping[StreamId, LoadedCase], *, history: bool
    ) -> tuple[CaseWork, tuple[Receipt, ...]] | Refused:
        tools = Tools(
            policy=self._policy(),
            ids=self._ids,
            personal=self._personal,
            new_number=self._store.new_number,
            now=self._clock.now(),
            history=history,
        )
        work = CaseWork(loaded.get(self._subject(chain[0]), NEW_CASE), tools)
        receipts: list[Receipt] = []
        for step, envelope in enumerate(chain):
            try:
                receipts.append(work.carry_out(envelope, self._registry[type(envelope.command)]))
            except JiesuError as error:
                return Refused(step, error)
        return work, tuple(receipts)

    def _seen(self, chain: Chain, earlier: Mapping[UUID, StoredReceipt]) -> Outcome:
        """Answer a repeated chain with its first receipts, if it still says the same."""
        receipts: list[Receipt] = []
        for step, envelope in enumerate(chain):
            found = earlier.get(envelope.command_id)
            if found is None:
                error = NotTheSameChain(step=step + 1, command_id=envelope.command_id)
                return Refused(step, error)
            if found.digest not in {None, command_digest(envelope, self._personal)}:
                return Refused(step, SameIdOtherContent(command_id=envelope.command_id))
            receipts.append(replace(receipt_from_plain(found.result), replayed=True))
        return tuple(receipts)
