# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A worker put together from a city: which tasks it runs, and how it stands."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from subprocess import Popen
from threading import Event

from jiesu.adapters.store.logbook import LogBook
from jiesu.adapters.store.orphans import PgOrphans
from jiesu.adapters.store.outbox import PgOutbox
from jiesu.adapters.store.tallies import PgTallies
from jiesu.adapters.store.timers import PgTimers
from jiesu.adapters.store.upkeep import ensure_partitions
from jiesu.application.backoff import Chance
from jiesu.application.handovers import HandOverOverview, HandOverReport, hand_over_all, overview
from jiesu.application.notices import Courier, OutboxOverview, SealedContact
from jiesu.application.seals import seal_days
from jiesu.application.timers import FailingTimer, Sweeper, TimerOverview
from jiesu.bootstrap.amending import LOOKS_EVERY, PackWatch, trouble_with_pack
from jiesu.bootstrap.database import revive_server
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.wiring import City
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.ids import Ids
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind
from jiesu.worker.carriage import carrier, transport_of
from jiesu.worker.handover import HandOvers
from jiesu.worker.loop import Task
from jiesu.worker.upkeep import Upkeep

_CHANCES = 1 << 16  # the lowest bits of a fresh id are as good as a die
_CONSPICUOUS = 3  # failures after which a timer is named in the status
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Status:
    """How far the workers are behind, and what they could not do."""

    now: Instant
    timers: TimerOverview
    failing: list[FailingTimer]
    outbox: OutboxOverview
    handovers: HandOverOverview
    pack: str
    """The stamp of the pack in force."""
    pack_trouble: JiesuError | None
    """Why the pack that lies there is not the one in force."""


Present = Callable[[], City]
"""The city under the pack in force now; see :class:`jiesu.bootstrap.amending.PackWatch`."""


def chance_from(ids: Ids) -> Chance:
    """Return a source of numbers from 0 up to 1 out of the id port."""
    return lambda: (ids.new().int % _CHANCES) / _CHANCES


def sweeper_of(city: City, batch: int) -> Sweeper:
    """Return the sweeper of a city."""
    chance = chance_from(city.ids)
    timers = PgTimers(city.store)
    return Sweeper(city.expiry.handle_many, city.store.load, timers, chance, batch)


def courier_of(city: City, settings: Settings) -> Courier:
    """Return the courier of a city, with the transport the settings choose."""
    return Courier(
        PgOutbox(city.store),
        city.policy,
        contact_opener(city),
        carrier(transport_of(settings, sys.stdout)),
        city.clock,
        chance_from(city.ids),
        settings.worker_outbox_batch,
    )


def contact_opener(city: City) -> Callable[[SealedContact], str]:
    """Return how contact details are read in clear: only for the courier, only to send."""

    def open_contact(sealed: SealedContact) -> str:
        key = city.vault.unwrap(sealed.owner, sealed.wrapped)
        return key.open(sealed.item, PrivateKind.CONTACT, sealed.ciphertext)

    return open_contact


def timer_task(city: City, settings: Settings) -> Task:
    """Return the task that fires timers; progress is what left the head of the queue."""
    sweeper = sweeper_of(city, settings.worker_timer_batch)
    return Task("timers", lambda _: sweeper.sweep(city.clock.now()).claimed, sweeper.next_wake)


def outbox_task(city: City, settings: Settings) -> Task:
    """Return the task that delivers notices."""
    courier = courier_of(city, settings)
    return Task("outbox", lambda stopping: courier.deliver(stopping).leased, courier.next_wake)


def tally_task(city: City) -> Task:
    """Return the task that sums up counts; they are right meanwhile, and quicker to read after."""
    tallies = PgTallies(city.store)
    return Task("tallies", lambda _: tallies.sum_up(), lambda: None)


def upkeep_task(city: City) -> Task:
    """Return the task of daily chores: tables for the months ahead, seals of the days gone."""

    def make_partitions(today: date) -> int:
        return ensure_partitions(city.store, today)

    def seal() -> int:
        book, calendar = LogBook(city.pool), city.policy.calendar
        return sum(1 for _ in seal_days(book, calendar, city.clock.now()))

    upkeep = Upkeep(city.policy.calendar, city.clock, make_partitions, seal)
    return Task("upkeep", lambda _: upkeep.step(), upkeep.next_wake)


def handover_task(city: City) -> Task:
    """Return the task that hands over the orders of units that have ended."""
    orphans, organisation = PgOrphans(city.store), city.policy.organisation

    def sweep(today: date) -> HandOverReport:
        return hand_over_all(orphans, city.gate.handle_many, organisation, today)

    handing = HandOvers(city.policy.calendar, city.clock, sweep)
    return Task("handover", lambda _: handing.step(), handing.next_wake)


def pack_task(watch: PackWatch) -> Task:
    """Return the task that looks every few seconds whether another pack may come into force."""
    following: Instant | None = None

    def step(_: Callable[[], bool]) -> int:
        nonlocal following
        now = watch.city.clock.now()
        if following is not None and now < following:
            return 0
        following = Instant(now + timedelta(seconds=LOOKS_EVERY))
        return int(watch.look())

    return Task("pack", step, lambda: following)


def renewed(present: Present, make: Callable[[City], Task]) -> Task:
    """Return a task of the city that is made anew when another pack has come into force."""
    city = present()
    task = make(city)

    def current() -> Task:
        nonlocal city, task
        now = present()
        if now is not city:
            city, task = now, make(now)
        return task

    return Task(task.name, lambda stopping: current().step(stopping), lambda: current().next_wake())


def pages_task(pages: Popen[bytes], stop: Event) -> Task:
    """Return the task that watches over the pages: the rest stops when they have ended."""

    def watch(_: Callable[[], bool]) -> int:
        if pages.poll() is not None:
            stop.set()
        return 0

    return Task("pages", watch, lambda: None)


def server_task(settings: Settings) -> Task:
    """Return the task that starts a database of our own again when it has ended."""
    return Task("database", lambda _: int(revive_server(settings)), lambda: None)


def tasks_of(
    present: Present,
    settings: Settings,
    *,
    timers: bool = True,
    outbox: bool = True,
    upkeep: bool = True,
) -> list[Task]:
    """Return what a worker does; upkeep first: what the others write belongs into its tables."""
    makers: list[Callable[[City], Task]] = [
        *([upkeep_task, handover_task] if upkeep else []),
        *([lambda city: timer_task(city, settings)] if timers else []),
        *([tally_task] if upkeep else []),
        *([lambda city: outbox_task(city, settings)] if outbox else []),
    ]
    return [renewed(present, make) for make in makers]


def status_of(city: City, settings: Settings) -> Status:
    """Return how the workers of a city stand now."""
    now, policy = city.clock.now(), city.policy
    timers = PgTimers(city.store)
    return Status(
        now=now,
        timers=timers.overview(now),
        failing=timers.failing(_CONSPICUOUS, _MOST_NAMED),
        outbox=PgOutbox(city.store).overview(now),
        handovers=overview(
            PgOrphans(city.store),
            city.gate.rehearse,
            policy.organisation,
            policy.calendar.local_day(now),
            _MOST_NAMED,
        ),
        pack=policy.identity.stamp,
        pack_trouble=trouble_with_pack(settings, city),
    )
