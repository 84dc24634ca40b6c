# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
import threading
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import psycopg
import pytest

from jiesu.adapters.postgres.server import Dsn
from jiesu.adapters.store.logbook import LogBook
from jiesu.application.seals import AlreadySealed, DayNotOver, Seal, seal_day, seal_days
from jiesu.application.verification import Request, verify
from jiesu.bootstrap.wiring import City
from jiesu.kernel.sealing import GENESIS
from tests.builders.desk import Desk, city_desk
from tests.builders.town import DAY, policy

CALENDAR = policy().calendar
NEXT = timedelta(days=1)
Place = tuple[City, Desk, LogBook]


@pytest.fixture
def place(database: Dsn) -> Iterator[Place]:
    city, desk = city_desk(database)
    yield city, desk, LogBook(city.pool)
    city.close()


def sealed(book: LogBook, desk: Desk, until: date | None = None) -> Sequence[Seal]:
    return list(seal_days(book, CALENDAR, desk.clock.now(), until))


def test_nothing_written_is_nothing_to_seal(place: Place) -> None:
    _, desk, book = place
    assert sealed(book, desk) == []


def test_a_day_is_sealed_when_it_is_over(place: Place) -> None:
    _, desk, book = place
    desk.registered()
    assert sealed(book, desk) == []
    desk.clock.pass_(days=1)
    (seal,) = sealed(book, desk)
    assert (seal.day, seal.first_seq, seal.last_seq, seal.entries) == (DAY, 1, 3, 3)
    assert seal.prev_root == GENESIS


def test_days_without_entries_are_sealed_and_chained(place: Place) -> None:
    _, desk, book = place
    desk.registered()
    desk.clock.pass_(days=3)
    first, second, third = sealed(book, desk)
    assert [seal.entries for seal in (first, second, third)] == [3, 0, 0]
    assert (second.prev_root, third.prev_root) == (first.root, second.root)
    assert len({first.root, second.root, third.root}) == 3
    assert (second.first_seq, second.last_seq) == (4, 3)


def test_only_entries_recorded_before_midnight_belong_to_the_day(place: Place) -> None:
    _, desk, book = place
    desk.registered()
    desk.clock.pass_(days=1)
    desk.registered()
    desk.clock.pass_(days=1)
    assert [(seal.first_seq, seal.last_seq) for seal in sealed(book, desk)] == [(1, 3), (4, 6)]


def test_a_day_is_sealed_up_to_the_one_asked_for(place: Place) -> None:
    _, desk, book = place
    desk.registered()
    desk.clock.pass_(days=3)
    assert [seal.day for seal in sealed(book, desk, DAY)] == [DAY]
    second = seal_day(book, DAY + NEXT, CALENDAR, desk.clock.now())
    assert second is not None
    assert second.day == DAY + NEXT


def test_today_cannot_be_sealed(place: Place) -> None:
    _, desk, book = place
    desk.registered()
    with pytest.raises(DayNotOver):
        sealed(book, desk, DAY)


def test_a_sealed_day_cannot_be_sealed_again(place: Place) -> None:
    _, desk, book = place
    desk.registered()
    desk.clock.pass_(days=1)
    (seal,) = sealed(book, desk)
    with pytest.raises(AlreadySealed):
        sealed(book, desk, DAY)
    with pytest.raises(AlreadySealed):
        book.add(seal)


def test_numbers_of_undone_appends_leave_explained_gaps(place: Place) -> None:
    city, desk, book = place
    desk.registered()
    with city.pool.connection() as connection:
        connection.execute("SELECT nextval('log_seq')")
    desk.registered()
    desk.clock.pass_(days=1)
    (seal,) = sealed(book, desk)
    assert (seal.last_seq, seal.entries) == (7, 6)
    with book.snapshot() as snapshot:
        assert list(verify(snapshot, Request(CALENDAR, desk.clock.now()), lambda _: None)) == []


def test_a_day_that_is_over_and_not_sealed_is_a_finding(place: Place) -> None:
    _, desk, book = place
    desk.registered()
    desk.clock.pass_(days=2)
    sealed(book, desk, DAY)
    with book.snapshot() as snapshot:
        found = list(verify(snapshot, Request(CALENDAR, desk.clock.now()), lambda _: None))
    assert [finding.key for finding in found] == [(DAY + NEXT).isoformat()]


def test_the_cut_waits_for_an_append_in_flight(place: Place, database: Dsn) -> None:
    """Else an append that drew its number early could commit below a sealed one."""
    _, desk, book = place
    desk.registered()
    cuts: list[int] = []
    sealer = threading.Thread(target=lambda: cuts.append(book.cut()))
    with psycopg.connect(database) as append:
        append.execute("SELECT pg_advisory_xact_lock_shared(7351)")
        (seq,) = append.execute("SELECT nextval('log_seq')").fetchone()
        sealer.start()
        sealer.join(0.3)
        assert sealer.is_alive()
        append.execute(
            "INSERT INTO log_entry SELECT '01900000-0000-7000-8000-00000000abcd', %s, stream, kind,"
            " version, type, data, at, recorded_at, actor, command, pack, history, district, prev,"
            " hash FROM log_entry WHERE seq = 1",
            [seq],
        )
        append.commit()
    sealer.join(10)
    assert cuts == [seq]


def test_every_append_holds_the_lock_the_cut_waits_for(place: Place, database: Dsn) -> None:
    _, desk, _ = place
    done = threading.Event()

    def append() -> None:
        desk.registered()
        done.set()

    with psycopg.connect(database) as sealer:
        sealer.execute("SELECT pg_advisory_xact_lock(7351)")
        (before,) = sealer.execute("SELECT last_value FROM log_seq").fetchone()
        worker = threading.Thread(target=append)
        worker.start()
        assert not done.wait(0.3)
        (after,) = sealer.execute("SELECT last_value FROM log_seq").fetchone()
    worker.join(10)
    assert done.is_set()
    assert after == before
