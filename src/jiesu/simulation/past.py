# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A past lived through the real gate under a clock that is moved: nothing is written by hand.

Ids, log entries and clocks are those of the story's time; clocks that run out are swept at the
instant they do, days are sealed as they end, notices are delivered to nobody, for nobody is there.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID

from jiesu.adapters.store.logbook import LogBook
from jiesu.adapters.store.orphans import PgOrphans
from jiesu.adapters.store.outbox import PgOutbox
from jiesu.adapters.store.timers import PgTimers
from jiesu.adapters.store.upkeep import ensure_partitions, gather_statistics
from jiesu.application.envelopes import Chain, Outcome, Receipt, Refused
from jiesu.application.handovers import hand_over_all
from jiesu.application.notices import Courier, Notice, SealedContact, Undelivered
from jiesu.application.seals import seal_days
from jiesu.application.timers import Sweeper
from jiesu.bootstrap.wiring import City
from jiesu.domain.appeals.messages import UndoStep, WithdrawAppeal
from jiesu.kernel.instants import Instant, instant
from jiesu.simulation import people
from jiesu.simulation.agenda import Agenda, Plan, StoryClock
from jiesu.simulation.posts import grants
from jiesu.simulation.reactions import TELLING, reactions
from jiesu.simulation.scene import Scene
from jiesu.simulation.words import drawn

_BEAT = timedelta(minutes=9)
_ONE_DAY = timedelta(days=1)
_A_WEEK = 7
_JUST_NOW, _MINUTES_AGO = 9, 12
_SWEEP = 1000
_LETTERS = 500

Tell = Callable[[date, int], None]
"""Told each day that was lived, and how many commands the gate has accepted so far."""


class Past:
    """Lives from one day to an instant."""

    def __init__(self, city: City, clock: StoryClock, scene: Scene) -> None:
        self._city = city
        self._clock = clock
        self._scene = scene
        self._agenda = Agenda()
        self._answers: people.Answers = {}
        self._sweeper = Sweeper(
            self._swept, city.store.load, PgTimers(city.store), lambda: 0.5, _SWEEP
        )
        self.accepted = 0
        self.refused: dict[str, int] = {}

    def live(self, tell: Tell = lambda _day, _accepted: None) -> None:
        """Live the whole span of the scene."""
        calendar = self._city.policy.calendar
        self._agenda.add(grants(self._scene))
        day, last = calendar.local_day(self._scene.first), calendar.local_day(self._scene.last)
        while day <= last:
            self._begin(day)
            until = min(calendar.day_start(day + _ONE_DAY), self._scene.last)
            self._until(until)
            self._clock.moment = until
            self._deliver()
            self._city.tallies.sum_up()
            if day.toordinal() % _A_WEEK == 0:
                gather_statistics(self._city.store)
            tell(day, self.accepted)
            day += _ONE_DAY

    def _begin(self, day: date) -> None:
        """Do the chores of the morning, and find out who will call today."""
        ensure_partitions(self._city.store, day)
        list(seal_days(LogBook(self._city.pool), self._city.policy.calendar, self._clock.now()))
        orphans, organisation = PgOrphans(self._city.store), self._city.policy.organisation
        hand_over_all(orphans, self._swept, organisation, day)
        for at in self._arrivals(day):
            came = people.arrival(at, self._scene)
            self._answers |= came.answers
            self._agenda.add(came.plans)

    def _arrivals(self, day: date) -> Iterator[Instant]:
        town, dice = self._scene.priors.town, self._scene.dice
        zone = self._city.policy.calendar.local(self._scene.first).tzinfo
        expected = town.a_day * town.weeks[f"{day:%A}".lower()] * dice.uniform(0.85, 1.15)
        hours = dict(enumerate(town.hours))
        for _ in range(round(expected)):
            clock = time(drawn(dice, hours), dice.randrange(60), dice.randrange(60))
            at = instant(datetime.combine(day, clock, tzinfo=zone))
            if self._scene.first <= at < self._scene.last:
                yield at
        if day == self._city.policy.calendar.local_day(self._scene.last):
            yield from self._just_now()

    def _just_now(self) -> Iterator[Instant]:
        """Yield the calls of the last minutes: there is always something the desk has not seen."""
        for _ in range(_JUST_NOW):
            ago = self._scene.dice.uniform(0, _MINUTES_AGO)
            yield Instant(self._scene.last - timedelta(minutes=ago))

    def _until(self, until: Instant) -> None:
        """Let everybody act in the order of time, and every clock run out when it does."""
        while True:
            planned, wakes = self._agenda.next_at(), self._sweeper.next_wake()
            first = min(filter(None, (planned, wakes)), default=until)
            if first >= until:
                return
            if first == wakes:
                self._clock.moment = max(self._clock.moment, first)
                self._sweeper.sweep(self._clock.moment)
            else:
                end = min(until, wakes) if wakes else until
                self._clock.moment, plans = self._agenda.take(end, _BEAT)
                self._act(plans)

    def _act(self, plans: Sequence[Plan]) -> None:
        commands = (link.command for plan in plans for link in plan.chain)
        if any(isinstance(each, UndoStep | WithdrawAppeal) for each in commands):
            self._deliver()  # letters are gone within minutes, before their step is taken back
        outcomes = self._city.gate.handle_many([plan.chain for plan in plans])
        for plan, outcome in zip(plans, outcomes, strict=True):
            self._note(plan.case, outcome)

    def _swept(self, chains: Sequence[Chain]) -> list[Outcome]:
        """Send what the sweeper sends, and notice what came of it."""
        outcomes = self._city.gate.handle_many(chains)
        for outcome in outcomes:
            for receipt in () if isinstance(outcome, Refused) else outcome:
                self._note(receipt.subject, (receipt,))
        return outcomes

    def _note(self, case: UUID, outcome: Outcome) -> None:
        if isinstance(outcome, Refused):
            code = outcome.error.code
            self.refused[code] = self.refused.get(code, 0) + 1
            return
        self.accepted += len(outcome)
        for receipt in outcome:
            self._agenda.add(self._what_follows(case, receipt))

    def _what_follows(self, case_id: UUID, receipt: Receipt) -> Iterator[Plan]:
        """Yield what people plan because of what has just happened."""
        if TELLING.isdisjoint(receipt.events):
            return
        case = self._city.reader.case(case_id)
        if case.appeal is not None:
            answer = self._answers.pop(case_id, None)
            events = frozenset(receipt.events)
            yield from reactions(case, case.appeal, events, self._clock.now(), self._scene, answer)

    def _deliver(self) -> None:
        """Settle the notices of the day: the people are invented, so nobody waits for them."""
        courier = Courier(
            PgOutbox(self._city.store),
            self._city.policy,
            _unread,
            _to_nobody,
            self._clock,
            lambda: 0.5,
            _LETTERS,
        )
        while courier.deliver().leased:
            pass


def _unread(_contact: SealedContact) -> str:
    return "-"


def _to_nobody(_id: UUID, _notice: Notice) -> Undelivered | None:
    return None
