# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
import logging
import os
import signal
import threading
from collections.abc import Callable
from datetime import timedelta
from threading import Event

import pytest

from jiesu.kernel.errors import Conflict
from jiesu.kernel.instants import Instant
from jiesu.worker import loop
from jiesu.worker.loop import Task, run, run_once, stopped_by_signals
from tests.builders.town import NOON, SetClock


def task(step: Callable[[Callable[[], bool]], int], wake: Instant | None = None) -> Task:
    return Task("sample", step, lambda: wake)


def test_once_means_until_nothing_is_left() -> None:
    left = iter([3, 2, 0])
    assert run_once([task(lambda _: next(left))], Event()) == {"sample": 5}


def test_once_stops_between_batches_when_told() -> None:
    stop = Event()

    def step(_stopping: Callable[[], bool]) -> int:
        stop.set()
        return 1

    assert run_once([task(step)], stop) == {"sample": 1}


@pytest.mark.parametrize(
    ("wake", "seconds"),
    [
        (None, 1.0),
        (NOON + timedelta(hours=1), 1.0),
        (NOON + timedelta(seconds=0.25), 0.25),
        (NOON - timedelta(hours=1), 0.02),
    ],
)
def test_it_sleeps_until_the_next_is_due_but_never_long(
    wake: Instant | None, seconds: float
) -> None:
    assert loop._pause(wake, NOON) == pytest.approx(seconds)


def test_a_batch_begun_is_finished_when_the_worker_is_stopped() -> None:
    stop, finished = Event(), []

    def step(_stopping: Callable[[], bool]) -> int:
        stop.set()
        finished.append(True)
        return 1

    run([task(step)], SetClock(), stop)
    assert finished == [True]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_stop_it_and_are_given_back(number: signal.Signals) -> None:
    before = signal.getsignal(number)
    stop = Event()
    with stopped_by_signals(stop):
        os.kill(os.getpid(), number)
        assert stop.wait(5)
    assert signal.getsignal(number) is before


def test_a_failure_is_logged_by_its_kind_and_the_worker_goes_on(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(loop, "_AFTER_FAILURE", 0.001)
    stop, calls = Event(), []

    def step(_stopping: Callable[[], bool]) -> int:
        calls.append(threading.current_thread().name)
        if len(calls) == 1:
            raise RuntimeError("13800138000")
        stop.set()
        return 0

    caplog.set_level(logging.DEBUG)
    run([task(step)], SetClock(), stop)
    assert calls == ["MainThread", "sample"]
    assert caplog.messages == ["sample: RuntimeError"]
    assert "13800138000" not in caplog.text


def test_each_task_has_its_first_turn_in_the_order_given() -> None:
    stop, order = Event(), []

    def turn(name: str) -> Callable[[Callable[[], bool]], int]:
        def step(_stopping: Callable[[], bool]) -> int:
            order.append(name)
            if len(order) > 2:
                stop.set()
            return 1

        return step

    run([task(turn("upkeep")), task(turn("timers"))], SetClock(), stop)
    assert order[:2] == ["upkeep", "timers"]


def test_somebody_else_being_faster_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    stop = Event()

    def step(_stopping: Callable[[], bool]) -> int:
        stop.set()
        raise Conflict

    caplog.set_level(logging.INFO)
    run([task(step)], SetClock(), stop)
    assert [record.levelname for record in caplog.records] == ["INFO"]
