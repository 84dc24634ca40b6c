# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The sweeper over PostgreSQL: every clock that runs out is told once, and nothing holds it up."""

import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from uuid import uuid4

import psycopg
import pytest

from jiesu.adapters.postgres.server import Dsn
from jiesu.application.ports import LoadedCase
from jiesu.application.timers import DueTimer, SweepReport
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.wiring import City
from jiesu.domain.interactions.messages import SaveDraft
from jiesu.domain.streams import StreamId
from jiesu.domain.taxonomy import Channel
from jiesu.domain.workorders.messages import SignFor
from jiesu.kernel.instants import Instant
from jiesu.worker.assembly import status_of, sweeper_of
from tests.builders.appeals import words
from tests.builders.desk import Desk
from tests.builders.people import handler
from tests.builders.rows import Rows, impatient

ALL_DUE = {"days": 30}
TOLD = "SELECT type, data ->> 'clock', at, recorded_at FROM log_entry WHERE actor ^@ 'timer|'"


def sweep(city: City, batch: int = 100) -> SweepReport:
    return sweeper_of(city, batch).sweep(city.clock.now())


def drain(city: City, batch: int = 100) -> Counter[str]:
    """Sweep until nothing is due; return how often each count came up."""
    total: Counter[str] = Counter()
    while (report := sweep(city, batch)).claimed:
        total["fired"] += report.fired
        total.update({f"stale {reason}": count for reason, count in report.stale.items()})
        total.update({f"failed {reason}": count for reason, count in report.failed.items()})
    return total


def draft(desk: Desk) -> None:
    command = SaveDraft(interaction_id=desk.ids.new(), channel=Channel.PHONE, words=words())
    desk.do(command)


def test_what_is_not_due_sleeps(city: City, desk: Desk, rows: Rows) -> None:
    desk.registered()
    assert sweep(city) == SweepReport()
    assert sweeper_of(city, 10).next_wake() == rows("SELECT dispatch_due FROM appeal")[0][0]


def test_every_kind_of_clock_is_told_and_its_timer_goes(city: City, desk: Desk, rows: Rows) -> None:
    draft(desk)
    desk.registered()
    desk.dispatched()
    desk.clock.pass_(**ALL_DUE)
    assert drain(city) == {"fired": 10}
    told = Counter((kind, clock) for kind, clock, _, _ in rows(TOLD))
    assert told == {
        ("DraftOverdue", "draft"): 1,
        ("DispatchOverdue", "dispatch"): 1,
        ("OrderOverdue", "signing"): 2,
        ("OrderOverdue", "first_contact"): 2,
        ("OrderOverdue", "handling"): 2,
        ("CallBackOpened", None): 1,
        ("CallBackBegan", None): 1,
        ("CallBackOverdue", "asking"): 1,
    }
    assert rows("SELECT * FROM timer") == []


def test_it_happened_when_it_was_due_however_late_it_is_told(
    city: City, desk: Desk, rows: Rows
) -> None:
    desk.registered()
    ((due_at,),) = rows("SELECT due_at FROM timer")
    now = desk.clock.pass_(**ALL_DUE)
    sweep(city)
    assert rows(TOLD) == [("DispatchOverdue", "dispatch", due_at, now)]


def test_what_happened_meanwhile_is_not_overtaken_by_the_past(
    city: City, desk: Desk, rows: Rows
) -> None:
    """The dispatch clock ran out before somebody looked at the case; told now, it happened now."""
    appeal = desk.registered()
    desk.clock.pass_(days=2)
    desk.reveal(appeal)
    now = desk.clock.pass_(minutes=1)
    assert sweep(city).failed == {}
    assert rows(f"{TOLD} AND stream = %s", appeal) == [("DispatchOverdue", "dispatch", now, now)]


def test_a_late_step_has_told_what_ran_out_so_that_no_timer_is_left_to(
    city: City, desk: Desk, rows: Rows
) -> None:
    order = desk.lead(desk.dispatched())
    desk.clock.pass_(days=2)
    desk.do(SignFor(order_id=order.id), handler(order.unit))
    overdue = "SELECT data ->> 'clock' FROM log_entry WHERE type = 'OrderOverdue'"
    told = rows(f"{overdue} AND stream = %s ORDER BY version", order.id)
    assert told == [("signing",), ("first_contact",)]
    left = rows("SELECT name FROM timer WHERE stream = %s", order.id)
    assert left == [("handling",)]


def test_timers_of_one_case_due_together_are_all_told_in_order(
    city: City, desk: Desk, rows: Rows
) -> None:
    desk.dispatched(matter="water.river.pollution")
    desk.dispatched(matter="housing.property.service")
    expected = rows("SELECT count(*) FROM timer")[0][0]
    desk.clock.pass_(**ALL_DUE)
    report = sweep(city)
    assert (report.fired, report.failed) == (expected, {})
    times = rows("SELECT stream, at FROM log_entry ORDER BY stream, version")
    assert times == sorted(times)


def test_two_orders_of_one_appeal_due_in_one_batch_are_both_told(
    city: City, desk: Desk, rows: Rows
) -> None:
    desk.dispatched(matter="water.river.pollution")
    assert rows("SELECT count(*) FROM work_order") == [(2,)]
    desk.clock.pass_(hours=5)  # nobody signed
    assert sweep(city).fired == 2


def test_a_batch_is_not_exceeded_and_the_longest_due_goes_first(
    city: City, desk: Desk, rows: Rows
) -> None:
    first, second = desk.registered(), desk.registered()
    desk.clock.pass_(**ALL_DUE)
    assert sweep(city, batch=1).claimed == 1
    assert rows("SELECT stream FROM timer") == [(second,)]
    assert desk.appeal(first).expired


def test_a_stopped_clock_s_timer_is_let_go_with_its_reason(
    city: City, desk: Desk, rows: Rows
) -> None:
    appeal = desk.answered()
    gone = uuid4()
    now = desk.clock.now()
    row = (
        "INSERT INTO timer (stream, kind, name, due_at, wake_at) VALUES (%s, 'appeal', %s, %s, %s)"
    )
    rows(row, appeal, "dispatch", now, now)
    rows(row, gone, "dispatch", now, now)
    report = sweep(city)
    assert report.stale == {"not-in-this-state": 1, "not-yours": 1}
    assert rows("SELECT * FROM timer") == []


def test_a_timer_set_too_early_is_corrected_not_lost(city: City, desk: Desk, rows: Rows) -> None:
    desk.registered()
    ((due_at,),) = rows("SELECT due_at FROM timer")
    rows("UPDATE timer SET due_at = %s, wake_at = %s", desk.clock.now(), desk.clock.now())
    assert sweep(city).corrected == 1
    assert rows("SELECT due_at, wake_at FROM timer") == [(due_at, due_at)]


def test_a_timer_fired_before_is_let_go(city: City, desk: Desk, rows: Rows) -> None:
    desk.registered()
    ((stream, due_at),) = rows("SELECT stream, due_at FROM timer")
    desk.clock.pass_(**ALL_DUE)
    sweep(city)
    row = (
        "INSERT INTO timer (stream, kind, name, due_at, wake_at) VALUES (%s, 'appeal', %s, %s, %s)"
    )
    rows(row, stream, "dispatch", due_at, due_at)
    assert sweep(city).stale == {"replayed": 1}
    assert len(rows(TOLD)) == 1
    assert rows("SELECT * FROM timer") == []


def test_one_that_cannot_be_fired_backs_off_and_stops_nobody(
    city: City, desk: Desk, rows: Rows
) -> None:
    for _ in range(5):
        desk.registered()
    ((poisoned,),) = rows("SELECT stream FROM timer ORDER BY wake_at OFFSET 2 LIMIT 1")
    rows("UPDATE timer SET name = 'of a newer program' WHERE stream = %s", poisoned)
    now = desk.clock.pass_(**ALL_DUE)
    report = sweep(city)
    assert (report.fired, report.failed) == (4, {"ValueError": 1})
    ((attempts, wake_at, error),) = rows("SELECT attempts, wake_at, last_error FROM timer")
    assert (attempts, error) == (1, "ValueError")
    assert now < wake_at <= now + timedelta(seconds=5)


def test_what_the_database_refuses_for_one_does_not_undo_the_others(
    city: City, desk: Desk, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error leaves PostgreSQL's transaction unusable up to the last savepoint."""
    poisoned, *_others = [desk.registered() for _ in range(4)]
    load = city.store.load

    def load_or_fail(wanted: Sequence[StreamId]) -> Mapping[StreamId, LoadedCase]:
        if poisoned in {stream.id for stream in wanted}:
            with city.store.connection() as connection:
                connection.execute("SELECT 1 / 0")
        return load(wanted)

    monkeypatch.setattr(city.store, "load", load_or_fail)
    desk.clock.pass_(**ALL_DUE)
    report = sweep(city)
    assert (report.fired, report.failed) == (3, {"DivisionByZero": 1})
    assert rows("SELECT stream, attempts FROM timer") == [(poisoned, 1)]


def test_waits_double_and_become_visible(city: City, desk: Desk, rows: Rows) -> None:
    desk.registered()
    rows("UPDATE timer SET name = 'of a newer program'")
    desk.clock.pass_(**ALL_DUE)
    for _ in range(3):
        sweep(city)
        ((wake_at,),) = rows("SELECT wake_at FROM timer")
        waited = wake_at - desk.clock.now()
        desk.clock.set(Instant(wake_at))
    assert timedelta(seconds=10) <= waited <= timedelta(seconds=20)
    (named,) = status_of(city, Settings()).failing
    assert (named.attempts, named.last_error) == (3, "ValueError")


def test_a_case_somebody_is_changing_is_left_for_later(
    city: City, desk: Desk, rows: Rows, database: Dsn
) -> None:
    """The sweeper waits for nobody: neither for the row nor, in a circle, for who waits for it."""
    held, free = desk.registered(), desk.registered()
    desk.clock.pass_(**ALL_DUE)
    with psycopg.connect(database) as other:
        other.execute("UPDATE appeal SET revision = revision WHERE id = %s", [held])
        with impatient(city):
            report = sweep(city)
        assert (report.claimed, report.fired, report.failed) == (1, 1, {})
        assert desk.appeal(free).expired
        other.rollback()
    assert sweep(city).fired == 1


def test_two_sweepers_share_what_is_due(city: City, desk: Desk, database: Dsn) -> None:
    """While one holds its batch, the other takes the next without waiting."""
    for _ in range(4):
        desk.registered()
    desk.clock.pass_(**ALL_DUE)
    with psycopg.connect(database) as other, impatient(city):
        other.execute("SELECT 1 FROM timer ORDER BY wake_at LIMIT 2 FOR UPDATE")
        assert sweep(city, batch=2).fired == 2


def test_a_sweep_that_dies_half_way_leaves_everything_due(
    city: City, desk: Desk, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.registered()
    desk.clock.pass_(**ALL_DUE)
    sweeper = sweeper_of(city, 10)
    fire = sweeper._fire

    def fire_and_die(group: Sequence[DueTimer]) -> None:
        fire(group)
        raise KeyboardInterrupt

    monkeypatch.setattr(sweeper, "_fire", fire_and_die)
    with pytest.raises(KeyboardInterrupt):
        sweeper.sweep(city.clock.now())
    assert len(rows("SELECT * FROM timer")) == 1
    assert rows(TOLD) == []


SWEEP_ALONE = """
import sys
from tests.builders.desk import city_desk
from jiesu.worker.assembly import sweeper_of
city, desk = city_desk(sys.argv[1], seed=int(sys.argv[2]))
desk.clock.pass_(days=30)
sweeper, fired = sweeper_of(city, 7), 0
print("ready", flush=True)
sys.stdin.readline()
while True:
    report = sweeper.sweep(desk.clock.now())
    assert not report.failed and not report.stale, report
    fired += report.fired
    if not report.claimed:
        break
print(fired)
city.close()
"""


def test_processes_side_by_side_fire_every_timer_once(
    city: City, desk: Desk, database: Dsn, rows: Rows
) -> None:
    for _ in range(60):
        desk.dispatched()
    ((timers,),) = rows("SELECT count(*) FROM timer")
    sweepers = [
        subprocess.Popen(
            [sys.executable, "-c", SWEEP_ALONE, database, str(seed)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in (1, 2, 3)
    ]
    assert [each.stdout.readline() for each in sweepers if each.stdout] == ["ready\n"] * 3
    fired = [int(each.communicate("go\n", timeout=60)[0]) for each in sweepers]
    left = drain(city)["fired"] if desk.clock.pass_(**ALL_DUE) else 0
    assert sum(fired) + left == timers + 60  # each question that was opened has a clock as well
    told = Counter(
        rows("SELECT stream, data ->> 'clock' FROM log_entry WHERE type LIKE '%Overdue'")
    )
    assert set(told.values()) == {1}
    begun = rows("SELECT count(*) FROM log_entry WHERE type = 'CallBackBegan'")
    assert (len(told), begun) == (timers, [(60,)])
