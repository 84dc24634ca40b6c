# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu bench accept``: appeals sent over HTTP, registered and dispatched before the answer.

First one after the other: what one costs. Then under an open rate: the instants of sending are
fixed beforehand, and a latency counts from there, so that a city that falls behind shows it. The
knee is the highest rate that is still kept up with. The ceiling is the bare statement, as in
``bench.gate``. Before the answer, appeals like the new one are looked up: each says something else,
and in a run of its own all say the same, the worst that can come. The words are read for matter,
kind, urgency and place; that the program names matter and area as well makes sure that every appeal
is dispatched, however unsure the reader. A run without reading shows what reading costs.
"""

import threading
import time
from collections.abc import Callable, Sequence
from itertools import count
from typing import Any

from jiesu.bench.accounting import Meter
from jiesu.bench.gate import ceiling_of
from jiesu.bench.likeness_texts import invented
from jiesu.bench.served import Caller, Served
from jiesu.bootstrap.chance import seeded
from jiesu.kernel.ids import Ids

SCOPES = ("appeal.register", "appeal.dispatch", "appeal.show")
_WORDS = "小区南门的路灯坏了一周，晚上老人孩子出行不安全，请尽快维修。"
_MATTER = "urban.light.broken"
_DIFFERENT = 2000  # texts, none a copy of another; then they come again
_WARM_UP = 20
_SENDERS = 16
_STEPS = (0.5, 1.0, 1.5, 2.0, 3.0, 4.0)  # of the rate asked for, beyond it until not kept up with
_LATE_MS = 60.0  # the bar: p99 at 100 arrivals a second
_KEPT_UP = 0.95

Figures = dict[str, dict[str, Any]]


def run(
    city: Served, *, appeals: int = 500, arrivals: float = 100.0, seconds: float = 10.0
) -> Figures:
    """Measure one appeal after the other, then arrivals at rates up to the knee."""
    program = city.program("operator", SCOPES)
    said = [drawn.text for drawn in invented(seeded(1, "accept"), _DIFFERENT)]
    ways: dict[str, Callable[[Caller, int], object]] = {
        "accept": lambda caller, turn: take_up(caller, city.city.ids, _turn(said, turn)),
        "accept, unread": lambda caller, turn: take_up(
            caller, city.city.ids, _turn(said, turn), read=False
        ),
        "accept, all alike": lambda caller, _: take_up(caller, city.city.ids, _WORDS),
    }
    figures = {name: _one_by_one(city, program, work, appeals) for name, work in ways.items()}
    each = figures["accept"]["statements"]
    knee = None
    for step in _STEPS if arrivals else ():
        rate = arrivals * step
        found = {**_under_rate(city, program, said, rate, seconds), "statements": each}
        figures[f"accept at {rate:g}/s"] = found
        if found["rate"] >= rate * _KEPT_UP and found["p99_ms"] <= _LATE_MS:
            knee = rate
        elif step >= 1:
            break
    figures["accept"]["knee"] = knee
    return figures


def _one_by_one(
    city: Served, program: Caller, work: Callable[[Caller, int], object], appeals: int
) -> dict[str, Any]:
    """Measure one after the other, with the bare statement as the ceiling."""
    for turn in range(_WARM_UP):
        work(program, turn)
    turns = count(_WARM_UP)
    with city.meter() as meter:
        for _ in range(appeals):
            with meter.operation():
                work(program, next(turns))
    each = city.statements(lambda caller: work(caller, next(turns)), program)
    meter.statements = round(each * appeals)
    return meter.figures(ceiling=ceiling_of(city.city, appeals))


def _turn(said: Sequence[str], turn: int) -> str:
    return said[turn % len(said)]


def take_up(caller: Caller, ids: Ids, words: str = _WORDS, *, read: bool = True) -> dict[str, Any]:
    """Send one appeal; return its first receipt."""
    body = {
        "appeal_id": str(ids.new()),
        "interaction_id": str(ids.new()),
        "kind": "help",
        "channel": "app",
        "words": words,
        "contact": "13800138000",
        "matter": _MATTER,
        "area": "qc-liuyin",
        "read": read,
    }
    receipt: dict[str, Any] = caller.post("/api/v1/intake", body).data["receipts"][0]
    return receipt


def _under_rate(
    city: Served, program: Caller, said: Sequence[str], rate: float, seconds: float
) -> dict[str, Any]:
    """Let appeals arrive at a rate, whatever becomes of those before."""
    meter = city.meter()
    numbers, whole = count(), max(int(rate * seconds), 2)
    with meter:
        began = time.perf_counter()
        senders = [
            threading.Thread(
                target=_send, args=(city, program, said, meter, numbers, whole, rate, began)
            )
            for _ in range(_SENDERS)
        ]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
    meter.operations = len(meter.latencies)
    return meter.figures()


def _send(  # noqa: PLR0913 -- what the senders share
    city: Served,
    program: Caller,
    said: Sequence[str],
    meter: Meter,
    numbers: "count[int]",
    whole: int,
    rate: float,
    began: float,
) -> None:
    """Send those arrivals that fall to this sender, each at its instant or as soon as can be."""
    caller = Caller(program.port, program.headers)
    while (number := next(numbers)) < whole:
        due = began + number / rate
        time.sleep(max(0.0, due - time.perf_counter()))
        take_up(caller, city.city.ids, _turn(said, number))
        meter.latencies.append((time.perf_counter() - due) * 1000.0)
