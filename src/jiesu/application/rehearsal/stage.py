# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One city in memory with its own clock: commands go through the real gate, clocks run out."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from datetime import datetime
from typing import Protocol, get_type_hints
from uuid import UUID
from zoneinfo import ZoneInfo

from jiesu.application.catalogue import REGISTRY
from jiesu.application.doors import command_from_fields, find_registration, is_private
from jiesu.application.gate import Gate
from jiesu.application.handovers import hand_over_all
from jiesu.application.policy import CityPolicy
from jiesu.application.ports import PersonalStore
from jiesu.application.registry import Registration
from jiesu.application.rehearsal.backstage import (
    MemoryOrphans,
    MemoryReader,
    MemoryTimers,
    SetClock,
)
from jiesu.application.rehearsal.memory import MemoryStore
from jiesu.application.rehearsal.script import Act, Player, Step, Until, Wait
from jiesu.application.streams import AGGREGATES, State
from jiesu.application.timers import Sweeper
from jiesu.domain.access import Actor, appellant_of
from jiesu.domain.appeals.messages import RegisterAppeal
from jiesu.domain.clocks import Clock
from jiesu.domain.streams import StreamId, StreamKind
from jiesu.domain.timelimits import due
from jiesu.domain.workorders.case import Case
from jiesu.domain.workorders.model import WorkOrder
from jiesu.kernel.errors import BadInput, JiesuError, NotFound
from jiesu.kernel.events import Command
from jiesu.kernel.ids import Ids
from jiesu.kernel.instants import Instant, instant
from jiesu.kernel.text import Text

_STOCK_PHRASE = "演练用语"
_STOCK = {"channel": "phone", "kind": "help"}
"""What a scenario need not say: by which channel, of which kind; nor in what words."""
_HALFWAY = 0.5  # the chance a timer's wait is drawn with; no timer waits in a rehearsal


class NothingThere(NotFound):
    """The scenario speaks of something that has not come about."""

    what = Text("演练中还没有“{what}”。", 'The rehearsal has no "{what}" so far.')
    next_step = Text("请核对前面的步骤。", "Check the steps before.")


class NobodyMay(BadInput):
    """No role of the pack carries the permission on that day."""

    what = Text("没有角色可以执行“{permission}”。", 'No role may do "{permission}".')
    next_step = Text("请写明由谁（by）办理。", 'Say who acts ("by"), or check the roles.')


class LongPast(BadInput):
    """The scenario waits for a moment that is over."""

    what = Text("演练已过“{moment}”。", 'The rehearsal is past "{moment}" already.')
    next_step = Text("请改写 until 的时刻。", "Correct the moment under until.")


class ClockFailed(BadInput):
    """A clock ran out and its command was refused."""

    what = Text("时钟到期未能执行：{reasons}。", "A clock that ran out was refused: {reasons}.")
    next_step = Text("请核对政策包与前面的步骤。", "Check the pack and the steps before.")


class Making(Protocol):
    """What a rehearsal needs of the world: ids and ciphers for a clock of its own."""

    def __call__(self, clock: SetClock) -> tuple[Ids, PersonalStore]:
        """Return the ids and the personal store."""
        ...


class Stage:
    """演练台: the city of one scenario, from its first moment on."""

    def __init__(self, policy: CityPolicy, begins: datetime, making: Making) -> None:
        self.policy = policy
        self._zone = ZoneInfo(policy.time_zone)
        self.clock = SetClock(self.moment(begins))
        self.store = MemoryStore()
        self.reader = MemoryReader(self.store)
        self._ids, personal = making(self.clock)
        self._gate = Gate(REGISTRY, self.store, personal, lambda: policy, self.clock, self._ids)
        self._timers = MemoryTimers(self.store)
        self._sweeper = Sweeper(
            self._gate.handle_many, self.store.load, self._timers, lambda: _HALFWAY
        )
        days = {unit.until for unit in policy.organisation.units.values() if unit.until}
        self._ends = [policy.calendar.day_start(day) for day in sorted(days)]
        self._named: dict[str, StreamId] = {}
        self._latest: dict[StreamKind, UUID] = {}

    def moment(self, local: datetime) -> Instant:
        """Return the instant of a local wall clock."""
        return instant(local.replace(tzinfo=self._zone))

    def local(self, at: datetime) -> str:
        """Return an instant as scenarios write it: local, to the minute where that is exact."""
        wall = self.policy.calendar.local(instant(at))
        return f"{wall:%Y-%m-%d %H:%M:%S}".removesuffix(":00")

    def take(self, step: Step) -> JiesuError | None:
        """Carry out a step; return its refusal."""
        try:
            if isinstance(step, Act):
                self._act(step)
            elif isinstance(step, Wait):
                self._pass(due(step.limit, self.clock.now(), self.policy.calendar).due)
            else:
                self._pass(self._end(step))
        except JiesuError as refusal:
            return refusal
        return None

    def case(self, of: str | None = None) -> Case:
        """Return the case of the appeal called ``of``, or of the latest one.

        Raises:
            NothingThere: there is none.
        """
        stream = StreamId(StreamKind.APPEAL, self._find(StreamKind.APPEAL, of))
        return self.store.load([stream])[stream].case

    def turn_to(self, of: str | None) -> None:
        """Let the appeal called ``of`` be the latest."""
        if of is not None:
            self._latest[StreamKind.APPEAL] = self._find(StreamKind.APPEAL, of)

    def state(self, kind: StreamKind, of: str | None = None) -> State:
        """Return a contact or a membership.

        Raises:
            NothingThere: there is none.
        """
        stream = StreamId(kind, self._find(kind, of))
        case = self.store.load([stream])[stream].case
        found = case.interaction if kind is StreamKind.INTERACTION else case.membership
        if found is None:
            raise NothingThere(what=of or kind.value)
        return found

    def running(self, case: Case, order: str | None = None) -> Iterator[Clock]:
        """Yield the clocks that run: contact, appeal, the lead's (or that unit's) order, asking."""
        its_order = case.lead if order is None else order_of(case, order)
        states = (case.interaction, case.appeal, its_order, case.asking)
        kinds = (StreamKind.INTERACTION, StreamKind.APPEAL, StreamKind.ORDER, StreamKind.CALLBACK)
        for kind, state in zip(kinds, states, strict=True):
            if state is not None:
                yield from AGGREGATES[kind].clocks(state)

    def actor(self, player: Player, appeal: UUID | None) -> Actor:
        """Return the account behind a player; the appellant's is that of the appeal."""
        role = self.policy.access.role(player.role)
        if player.account is None and role.appeal_bound and appeal is not None:
            return Actor(appellant_of(appeal), player.role)
        return Actor(player.account or f"{player.role}-1", player.role, player.unit)

    def _act(self, act: Act) -> None:
        row = find_registration(REGISTRY, act.command)
        ids = {kind: self._id(kind, row, act) for kind in _kinds(row)}
        named = {f"{kind}_id": str(id_) for kind, id_ in ids.items()}
        command = command_from_fields(row, {**stock(row), **act.fields, **named})
        at = self.moment(act.at) if act.at is not None else None
        self._gate.handle(command, self._actor(act, row, ids), at=at)
        self._note(act, command, row, ids)

    def _note(
        self, act: Act, command: Command, row: Registration, ids: Mapping[StreamKind, UUID]
    ) -> None:
        self._latest |= {kind: id_ for kind, id_ in ids.items() if row.begins}
        if act.called is not None:
            self._named[act.called] = StreamId(row.aggregate, row.subject(command))

    def _id(self, kind: StreamKind, row: Registration, act: Act) -> UUID:
        if kind is StreamKind.ORDER:
            return order_of(self.case(act.of), act.order).id
        if kind is StreamKind.CALLBACK:
            return self._question(act)
        if row.begins and self._is_new(kind, row, act):
            return self._ids.new()
        return self._find(kind, act.of)

    def _is_new(self, kind: StreamKind, row: Registration, act: Act) -> bool:
        """Return whether a command that begins something begins this."""
        if row.command is RegisterAppeal:
            known = act.fields.get("from_draft") in {True, "true"}
            return kind is StreamKind.APPEAL or not known
        return act.of is None

    def _question(self, act: Act) -> UUID:
        case = self.case(act.of)
        rounds = [each for each in case.callbacks if each.round == act.round]
        found = case.asking if act.round is None else next(reversed(rounds), None)
        if found is None:
            raise NothingThere(what=f"callback {act.round or ''}".strip())
        return found.id

    def _find(self, kind: StreamKind, of: str | None) -> UUID:
        """Return the id of what was called ``of``, or of the latest of that kind.

        The contact of an appeal answers to the appeal's name.
        """
        stream = self._named.get(of) if of is not None else None
        if stream is not None and stream.kind is kind:
            return stream.id
        if stream is not None and kind is StreamKind.INTERACTION:
            contact = self.case(of).interaction
            if contact is not None:
                return contact.id
        if of is not None or kind not in self._latest:
            raise NothingThere(what=of or kind.value)
        return self._latest[kind]

    def _actor(self, act: Act, row: Registration, ids: Mapping[StreamKind, UUID]) -> Actor:
        appeal = ids.get(StreamKind.APPEAL)
        if row.aggregate in {StreamKind.ORDER, StreamKind.CALLBACK}:
            about = self.case(act.of).appeal
            appeal = about.id if about is not None else None
        return self.actor(act.by or self._who_may(act, row), appeal)

    def _who_may(self, act: Act, row: Registration) -> Player:
        """Return the first role of the pack that may; a unit-bound one for the order's unit."""
        day = self.policy.calendar.local_day(self.clock.now())
        for role in self.policy.access.roles.values():
            law = role.permissions
            if law.in_force(day) and row.permission in law.as_of(day).value:
                unit = None
                if role.unit_bound and row.aggregate is StreamKind.ORDER:
                    unit = order_of(self.case(act.of), act.order).unit
                return Player(role.id, unit)
        raise NobodyMay(permission=row.permission)

    def _end(self, until: Until) -> Instant:
        if until.moment is not None:
            moment = self.moment(until.moment)
            if moment < self.clock.now():
                raise LongPast(moment=self.local(moment))
            return moment
        if until.of is None and StreamKind.APPEAL not in self._latest:
            contact = self.state(StreamKind.INTERACTION)
            clocks: Iterator[Clock] = iter(AGGREGATES[StreamKind.INTERACTION].clocks(contact))
        else:
            clocks = self.running(self.case(until.of), until.order)
        for clock in clocks:
            if clock.name is until.clock:
                return clock.due_at
        raise NothingThere(what=str(until.clock))

    def _pass(self, end: Instant) -> None:
        """Move the clock to ``end``, stopping wherever a timer is to be fired or a unit ends."""
        while (stop := self._next_stop(end)) is not None:
            self.clock.set(max(stop, self.clock.now()))
            self._hand_over()
            report = self._sweeper.sweep(self.clock.now())
            if report.failed:
                raise ClockFailed(reasons=", ".join(sorted(report.failed)))
        self.clock.set(max(end, self.clock.now()))

    def _next_stop(self, end: Instant) -> Instant | None:
        wakes, now = self._timers.next_wake(), self.clock.now()
        ends = (each for each in self._ends if now < each)
        stops = [each for each in (wakes, next(ends, None)) if each is not None and each <= end]
        return min(stops, default=None)

    def _hand_over(self) -> None:
        """Let the orders of units that have ended go on with their successors."""
        organisation, day = self.policy.organisation, self.policy.calendar.local_day
        orphans, many = MemoryOrphans(self.store), self._gate.handle_many
        report = hand_over_all(orphans, many, organisation, day(self.clock.now()))
        if report.refused:
            raise ClockFailed(reasons=", ".join(sorted(report.refused)))


def order_of(case: Case, unit: str | None) -> WorkOrder:
    """Return the lead's order, or the latest order of that unit.

    Raises:
        NothingThere: there is none.
    """
    orders = [order for order in case.orders if order.unit == unit]
    found = case.lead if unit is None else next(reversed(orders), None)
    if found is None:
        raise NothingThere(what=f"order {unit or ''}".strip())
    return found


def _kinds(row: Registration) -> tuple[StreamKind, ...]:
    """Return what the command names by id, appeals before contacts."""
    names = {field.name for field in fields(row.command)}
    return tuple(kind for kind in StreamKind if f"{kind}_id" in names)


def stock(row: Registration) -> dict[str, object]:
    """Return the fields a scenario may leave out although the command needs them."""
    hints = get_type_hints(row.command)
    needed = [f.name for f in fields(row.command) if f.default is MISSING and f.name in hints]
    said: dict[str, object] = {n: _STOCK_PHRASE for n in needed if is_private(row, n)}
    return said | {name: text for name, text in _STOCK.items() if name in needed}


def ids_of(row: Registration) -> tuple[str, ...]:
    """Return the fields that name what the command is about: a scenario never writes them."""
    return tuple(f"{kind}_id" for kind in _kinds(row))
