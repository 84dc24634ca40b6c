# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Many hands on the same few cases: nothing is lost, nothing happens twice, no read is torn."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import msgspec
import psycopg
import pytest

from jiesu.adapters.postgres.server import Dsn
from jiesu.application.ports import Batch
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.workorders.messages import RecordFirstContact, ReportResult, SignFor
from tests.builders.appeals import reply
from tests.builders.desk import city_desk
from tests.builders.people import handler
from tests.proofs.actors import Part, wired
from tests.proofs.campaign import REPOSITORY
from tests.proofs.hands import Crew, prepared
from tests.proofs.history import History
from tests.proofs.judge import violations
from tests.proofs.ledger import lines_of

Record = Callable[[str, object], None]
_RUSHING = 3600.0  # an hour of the town a second: clocks run out while hands are at work
_SLICE = 0.3


@dataclass(frozen=True, slots=True)
class Size:
    """How many processes, hands in each, deeds of each hand, and rounds they share."""

    processes: int
    hands: int
    each: int
    rounds: int


def histories(dsn: Dsn, folder: Path, size: Size) -> Iterator[dict[str, object]]:
    """Let the hands work and yield everything they saw."""
    made = time.monotonic()
    setter = Part("setter", 0, dsn, folder, 0, made, _RUSHING)
    city = wired(setter)
    rounds = prepared(city, size.rounds)
    city.close()
    crews = []
    for number in range(size.processes):
        part = Part("hands", number, dsn, folder, 1, made, _RUSHING)
        crew = Crew(part.written(), rounds, _SLICE, size.hands, size.each)
        file = folder / f"crew-{number}.json"
        file.write_bytes(msgspec.json.encode(crew))
        crews.append((part, subprocess.Popen([sys.executable, "-m", "tests.proofs.hands", file],
                                             cwd=REPOSITORY)))  # fmt: skip
    for part, process in crews:
        assert process.wait() == 0
        yield from lines_of(part.ledger)


def hold(dsn: Dsn, folder: Path, size: Size) -> History:
    """Check that nothing was seen that no order of events could have shown."""
    seen = list(histories(dsn, folder, size))
    with psycopg.connect(dsn, autocommit=True) as connection:
        history = History.read(seen, connection)
        anomalies = list(history.anomalies())
        found = violations(connection)
    assert anomalies == []
    assert found == []
    sys.stderr.write(f"{len(seen)} deeds; {dict(history.figures)}\n")
    return history


def test_two_last_reports_at_the_same_time_handle_the_appeal(
    database: Dsn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is decided while the other order is still open; one of them must be decided again."""
    city, desk = city_desk(database)
    appeal = desk.dispatched()
    orders = desk.case(appeal).orders
    for order in orders:
        desk.do(SignFor(order_id=order.id), handler(order.unit))
        desk.do(RecordFirstContact(order_id=order.id), handler(order.unit))
    both_decided, seen, append = (
        threading.Barrier(len(orders)),
        threading.local(),
        city.store.append,
    )

    def append_together(batch: Batch) -> None:
        if not hasattr(seen, "before"):
            seen.before = True
            both_decided.wait(10)
        append(batch)

    monkeypatch.setattr(city.store, "append", append_together)
    sent = [
        desk.send(ReportResult(order_id=order.id, report=reply()), handler(order.unit))
        for order in orders
    ]
    with ThreadPoolExecutor(len(sent)) as hands:
        list(hands.map(lambda envelope: city.gate.handle_together([envelope]), sent))
    assert desk.appeal(appeal).state is AppealState.HANDLED
    city.close()


def test_hands_on_the_same_cases_do_not_hurt_each_other(database: Dsn, tmp_path: Path) -> None:
    history = hold(database, tmp_path, Size(processes=2, hands=4, each=150, rounds=6))
    assert history.figures["accepted"] > 100


@pytest.mark.long
def test_fifty_thousand_deeds_show_no_anomaly(
    database: Dsn, tmp_path: Path, record_property: Record
) -> None:
    history = hold(database, tmp_path, Size(processes=4, hands=4, each=3200, rounds=200))
    record_property("report", f"{len(history.seen)} deeds; {dict(history.figures)}")
    assert len(history.seen) >= 50_000
