# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Clocks of orders that ran out, thousands at once: the gate's own work, read lean.

A sweep sends one command again and again, and its decision looks at one order and nothing else. So
neither the contact nor the other orders nor any key is read for it. It is decided, folded, logged
and answered by the very functions the gate uses. Whatever is not plainly accepted here goes to the
gate as if nothing had been tried: only the gate refuses, and only the gate knows repetitions.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

from jiesu.application.entries import Strand, step_of, stream_write
from jiesu.application.envelopes import Envelope, Outcome, Receipt
from jiesu.application.ports import Batch, CommandTaken, Head, SomebodyWasFaster
from jiesu.application.registry import Registration, Registry
from jiesu.application.streams import AGGREGATES
from jiesu.application.work import Tools, may_date
from jiesu.domain.access import Actor, Role, authorise
from jiesu.domain.streams import Circumstances, StreamKind, order_stream
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.messages import ExpireOrderClock
from jiesu.domain.workorders.model import WorkOrder
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.instants import Instant

Chains = Sequence[Sequence[Envelope]]
HandleMany = Callable[[Chains], Sequence[Outcome]]
_evolve = AGGREGATES[StreamKind.ORDER].evolve


class OrdersAppeal(NamedTuple):
    """What firing a clock of an order must know of its appeal."""

    id: UUID
    number: str
    district: str | None
    revision: int
    complained_officer: str | None


class LoadedOrder(NamedTuple):
    """An order as stored, where its stream stands, and its appeal."""

    order: WorkOrder
    head: Head
    appeal: OrdersAppeal


class OrderStore(Protocol):
    """The store as far as clocks of orders need it."""

    def load_orders(self, ids: Sequence[UUID]) -> Mapping[UUID, LoadedOrder]:
        """Return the orders that exist among ``ids``."""
        ...

    def append(self, batch: Batch) -> None:
        """Write the batch in one statement; see :class:`jiesu.application.ports.Store`."""
        ...


class NotPlain(Exception):
    """The gate itself must take this chain."""


class Expiry:
    """Fires clocks of orders in bulk, and hands everything else to the gate."""

    def __init__(
        self,
        handle_many: HandleMany,
        store: OrderStore,
        registry: Registry,
        tools: Callable[[], Tools],
    ) -> None:
        """Take the gate's ``handle_many``, and what deciding needs at the moment of a call."""
        self._handle_many = handle_many
        self._store = store
        self._row = registry[ExpireOrderClock]
        self._tools = tools

    def handle_many(self, chains: Chains) -> list[Outcome]:
        """Return what the gate would; the store is left as the gate would leave it."""
        outcomes = self._expire(chains)
        rest = [index for index in range(len(chains)) if index not in outcomes]
        if rest:
            answers = self._handle_many([chains[index] for index in rest])
            outcomes |= zip(rest, answers, strict=True)
        return [outcomes[index] for index in range(len(chains))]

    def _expire(self, chains: Chains) -> dict[int, Outcome]:
        """Carry out every plain chain in one append; return the answers by place."""
        ours = [index for index, chain in enumerate(chains) if _is_ours(chain)]
        if not ours:
            return {}
        wanted = [each.command.order_id for index in ours for each in chains[index]]  # type: ignore[attr-defined] # as _is_ours says
        loaded = self._store.load_orders(wanted)
        tools, batch = self._tools(), Batch()
        admission = _Admission(self._row, tools)
        outcomes: dict[int, Outcome] = {}
        for index in ours:
            try:
                firing = _Firing(self._row, tools, admission, loaded)
                outcomes[index] = tuple(firing.fire(envelope) for envelope in chains[index])
            except (JiesuError, NotPlain):
                continue
            batch.absorb(firing.finish())
        return outcomes if self._written(batch) else {}

    def _written(self, batch: Batch) -> bool:
        """Return whether the batch was written; else the gate finds out what stood against it."""
        if not batch.receipts:
            return False
        try:
            self._store.append(batch)
        except (SomebodyWasFaster, CommandTaken):
            return False
        return True


def _is_ours(chain: Sequence[Envelope]) -> bool:
    return all(type(each.command) is ExpireOrderClock and each.expected is None for each in chain)


class _Firing:
    """One chain: clocks of the orders of one appeal."""

    def __init__(
        self,
        row: Registration,
        tools: Tools,
        admission: "_Admission",
        loaded: Mapping[UUID, LoadedOrder],
    ) -> None:
        self._row = row
        self._admission = admission
        self._tools = tools
        self._clerk = admission.clerk
        self._loaded = loaded
        self._batch = Batch()
        self._strands: dict[UUID, Strand] = {}
        self._appeal: OrdersAppeal | None = None

    def fire(self, envelope: Envelope) -> Receipt:
        """Carry out one command as the gate does.

        Raises:
            NotPlain, JiesuError: the gate must look at it.
        """
        tools, at = self._tools, envelope.at or self._tools.now
        strand, appeal = self._find(envelope.command.order_id)  # type: ignore[attr-defined] # checked before
        head = strand.head
        if at > tools.now or head is None or at < head.at:
            raise NotPlain
        self._admission.check(envelope.actor, appeal, at)
        day = tools.policy.calendar.local_day(at)
        now = Circumstances(at, day, envelope.actor, tools.ids, tools.new_number)
        facts = self._row.decide(
            Case(None, None, (strand.state,)), envelope.command, tools.policy, now
        )
        step = step_of(envelope, at)
        for fact in facts:
            if fact.stream != strand.stream:
                raise NotPlain
            strand.state = _evolve(strand.state, fact.event, fact.stream.id, at)
            self._clerk.enter(self._batch, fact, strand, step, appeal.district)
        return self._clerk.receipt(self._batch, envelope, step, appeal, strand, facts)

    def finish(self) -> Batch:
        """Return what the append must write."""
        for strand in self._strands.values():
            self._batch.streams.append(stream_write(strand))
            self._clerk.write_clocks(self._batch, strand)
        if self._appeal is not None:
            guard = {"id": str(self._appeal.id), "base": self._appeal.revision}
            self._batch.revisions.append(guard)
        return self._batch

    def _find(self, order_id: UUID) -> tuple[Strand, OrdersAppeal]:
        found = self._loaded.get(order_id)
        if found is None or self._appeal not in {None, found.appeal}:
            raise NotPlain
        strand = self._strands.get(order_id)
        if strand is None:
            strand = Strand(order_stream(order_id), found.order, found.head)
            self._strands[order_id] = strand
        self._appeal = found.appeal
        return strand, found.appeal


class _Admission:
    """Who may fire at all: asked once a call for each actor, since it is always the same one."""

    def __init__(self, row: Registration, tools: Tools) -> None:
        self._permission = row.permission
        self._tools = tools
        self._today = tools.policy.calendar.local_day(tools.now)
        self._roles: dict[Actor, Role] = {}
        self.clerk = tools.clerk()

    def check(self, actor: Actor, appeal: OrdersAppeal, at: Instant) -> None:
        """Let pass whoever the gate lets pass without looking at units.

        Raises:
            NotPlain, JiesuError: the gate must look at it.
        """
        role = self._roles.get(actor)
        if role is None:
            access = self._tools.policy.access
            role = self._roles[actor] = authorise(actor, self._permission, access, self._today)
        bound = role.unit_bound or actor.unit is not None
        if bound or appeal.complained_officer == actor.id:
            raise NotPlain
        if not may_date(role, self._today, at, self._tools.now):
            raise NotPlain
