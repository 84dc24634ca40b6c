# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The worker's loop: work while there is some, sleep until the next is due, stop when asked.

Sleep is adaptive, not woken by the database: at most :data:`LONGEST_SLEEP`, less if something
falls due earlier. A timer set meanwhile for an instant within that second is at most that late;
``LISTEN/NOTIFY`` would save part of a second and cost every append a notification.
"""

import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event, Thread
from types import FrameType

from jiesu.application.timers import error_code
from jiesu.bootstrap.collector import collect_rarely
from jiesu.kernel.errors import Conflict
from jiesu.kernel.instants import Clock, Instant

LONGEST_SLEEP = 1.0
"""Seconds after which a worker looks again, whatever it was told."""

_SHORTEST_SLEEP = 0.02  # what is due but held by others is asked for again after this
_AFTER_FAILURE = 5.0
_log = logging.getLogger(__name__)

Stopping = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Task:
    """One kind of work.

    ``step`` does one batch, told how to ask whether it shall stop, and returns how much it did.
    ``next_wake`` returns when there will be more, None if nothing is known of.
    """

    name: str
    step: Callable[[Stopping], int]
    next_wake: Callable[[], Instant | None]


def run_once(tasks: Sequence[Task], stop: Event) -> dict[str, int]:
    """Work off what is due now and return how much each task did."""
    done = dict.fromkeys((task.name for task in tasks), 0)
    for task in tasks:
        while not stop.is_set() and (worked := task.step(stop.is_set)):
            done[task.name] += worked
    return done


def run(tasks: Sequence[Task], clock: Clock, stop: Event) -> None:
    """Work until ``stop`` is set, each task in a thread of its own; batches begun are finished.

    First every task does one batch in the order given: upkeep that comes first is over before
    others write into the tables it makes.
    """
    collect_rarely()
    for task in tasks:
        _work(task, clock, stop)
    threads = [Thread(target=_serve, args=(task, clock, stop), name=task.name) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@contextmanager
def stopped_by_signals(stop: Event) -> Iterator[None]:
    """Set ``stop`` on SIGTERM and SIGINT inside the block."""

    def on_signal(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    before = {each: signal.signal(each, on_signal) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)


def _serve(task: Task, clock: Clock, stop: Event) -> None:
    while not stop.is_set():
        stop.wait(_work(task, clock, stop))


def _work(task: Task, clock: Clock, stop: Event) -> float:
    """Do one batch, whatever comes of it, and return how many seconds to sleep."""
    if stop.is_set():
        return 0.0
    try:
        worked = task.step(stop.is_set)
        return 0.0 if worked else _pause(task.next_wake(), clock.now())
    except Exception as error:  # noqa: BLE001 -- a lost connection must not end the worker
        # Only the class: a database's message may quote the row it was about.
        level = logging.INFO if isinstance(error, Conflict) else logging.ERROR
        _log.log(level, "%s: %s", task.name, error_code(error))
        return _AFTER_FAILURE


def _pause(next_wake: Instant | None, now: Instant) -> float:
    """Return how many seconds to sleep."""
    if next_wake is None:
        return LONGEST_SLEEP
    return min(max((next_wake - now).total_seconds(), _SHORTEST_SLEEP), LONGEST_SLEEP)
