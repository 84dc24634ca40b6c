# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The outbox over PostgreSQL: every notice reaches its person, or stands where people see it."""

import json
import logging
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import psycopg
import pytest

from jiesu.adapters.notify.transports import FileTransport
from jiesu.adapters.postgres.server import Dsn
from jiesu.adapters.store.outbox import PgOutbox
from jiesu.application.notices import (
    MOST_ATTEMPTS,
    NO_RECIPIENT,
    OVERTAKEN,
    Carry,
    Courier,
    DeliveryReport,
    Notice,
    Undelivered,
)
from jiesu.bootstrap.settings import Settings
from jiesu.bootstrap.wiring import City
from jiesu.domain.appeals.messages import Undoable, UndoStep, WithdrawAppeal
from jiesu.kernel.ids import spoken_case_number
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind, PrivateText
from jiesu.worker.assembly import chance_from, contact_opener, status_of
from jiesu.worker.carriage import carrier
from tests.builders.appeals import note
from tests.builders.desk import Desk
from tests.builders.rows import Rows, impatient

PHONE = "13800138000"
CONTACT = PrivateText(PrivateKind.CONTACT, PHONE)
STATE = "SELECT attempts, last_error, done_at IS NOT NULL, dead_at IS NOT NULL FROM outbox"


class Post:
    """A carrier that keeps what it is given, or fails as told."""

    def __init__(self, failure: Undelivered | None = None) -> None:
        self.failure = failure
        self.taken: list[tuple[UUID, Notice]] = []

    def __call__(self, message_id: UUID, notice: Notice) -> Undelivered | None:
        if self.failure is None:
            self.taken.append((message_id, notice))
        return self.failure


def courier(city: City, carry: Carry, batch: int = 50) -> Courier:
    outbox, opener = PgOutbox(city.store), contact_opener(city)
    return Courier(outbox, city.policy, opener, carry, city.clock, chance_from(city.ids), batch)


def test_each_step_is_told_once_with_case_unit_and_due_day(
    city: City, desk: Desk, rows: Rows
) -> None:
    appeal = desk.dispatched(contact=CONTACT)
    post = Post()
    assert courier(city, post).deliver() == DeliveryReport(leased=2, sent=2)
    desk.clock.pass_(days=1)
    assert courier(city, post).deliver() == DeliveryReport()
    number = spoken_case_number(desk.appeal(appeal).number)
    due = city.policy.calendar.local(desk.lead(appeal).handling_due)
    registered, dispatched = (notice for _, notice in post.taken)
    assert registered.body == f"您的诉求已登记，编号 {number}。如需查询，请致电 12345。"
    assert number in dispatched.body
    assert f"{due:%Y-%m-%d %H:%M}" in dispatched.body
    lead = desk.appeal(appeal).lead
    assert lead is not None
    assert city.policy.organisation.units[lead].name.zh in dispatched.body
    assert [notice.contact for _, notice in post.taken] == [PHONE, PHONE]
    assert rows(STATE) == [(1, None, True, False)] * 2


def test_who_waits_for_a_body_outside_the_city_is_told_until_when_too(
    city: City, desk: Desk
) -> None:
    appeal = desk.dispatched(contact=CONTACT, matter="transport.rail.noise")
    assert desk.lead(appeal).role.value == "liaison"
    post = Post()
    assert courier(city, post).deliver() == DeliveryReport(leased=2, sent=2)
    due = city.policy.calendar.local(desk.lead(appeal).handling_due)
    assert f"{due:%Y-%m-%d %H:%M}" in post.taken[1][1].body


@pytest.mark.parametrize("taken_back", ["undone", "withdrawn"])
def test_what_was_taken_back_before_it_was_told_is_overtaken_not_dead(
    city: City, desk: Desk, rows: Rows, taken_back: str
) -> None:
    appeal = desk.dispatched(contact=CONTACT)
    desk.clock.pass_(minutes=1)
    if taken_back == "undone":
        desk.do(UndoStep(appeal_id=appeal, step=Undoable.DISPATCH))
    else:
        desk.do(WithdrawAppeal(appeal_id=appeal, reason=note()))
    post = Post()
    assert courier(city, post).deliver() == DeliveryReport(leased=3, sent=2, overtaken=1)
    assert [row[1:] for row in rows(STATE)].count((OVERTAKEN, True, False)) == 1


def test_a_text_that_names_what_is_not_there_is_dead_when_nothing_newer_is_told(
    city: City, desk: Desk, database: Dsn
) -> None:
    desk.dispatched(contact=CONTACT)
    with psycopg.connect(database) as connection:
        connection.execute("UPDATE appeal SET lead = NULL")
    assert courier(city, Post()).deliver().dead == 1


def test_who_left_no_contact_is_settled_with_that_reason(
    city: City, desk: Desk, rows: Rows
) -> None:
    desk.registered()
    post = Post()
    assert courier(city, post).deliver().unaddressed == 1
    assert rows(STATE) == [(1, NO_RECIPIENT, True, False)]
    assert post.taken == []


def test_who_was_erased_is_not_written_to(city: City, desk: Desk, rows: Rows) -> None:
    appeal = desk.withdrawn(contact=CONTACT)
    desk.erase(appeal)
    post = Post()
    assert courier(city, post).deliver().unaddressed == 2
    assert post.taken == []
    assert {row[1] for row in rows(STATE)} == {NO_RECIPIENT}


def test_what_fails_for_now_is_tried_again_later_and_later(
    city: City, desk: Desk, rows: Rows
) -> None:
    desk.registered(contact=CONTACT)
    post = Post(Undelivered(False, "SMTP 451"))
    waits = []
    for _ in range(3):
        assert courier(city, post).deliver().postponed == 1
        assert courier(city, post).deliver().leased == 0
        ((wake_at,),) = rows("SELECT wake_at FROM outbox")
        waits.append(wake_at - desk.clock.now())
        desk.clock.set(Instant(wake_at))
    for wait, longest in zip(waits, (30, 60, 120), strict=True):
        assert timedelta(seconds=longest / 2) <= wait <= timedelta(seconds=longest)
    post.failure = None
    assert courier(city, post).deliver().sent == 1
    assert rows(STATE) == [(4, None, True, False)]


def test_what_can_never_be_delivered_is_a_dead_letter_at_once(
    city: City, desk: Desk, rows: Rows
) -> None:
    desk.registered(contact=CONTACT)
    assert courier(city, Post(Undelivered(True, "SMTP 550"))).deliver().dead == 1
    assert rows(STATE) == [(1, "SMTP 550", False, True)]
    desk.clock.pass_(days=1)
    assert courier(city, Post()).deliver().leased == 0
    assert status_of(city, Settings()).outbox.dead == 1


def test_after_many_tries_it_is_given_up_and_can_be_sent_again(
    city: City, desk: Desk, rows: Rows
) -> None:
    appeal = desk.registered(contact=CONTACT)
    post, outbox = Post(Undelivered(False, "SMTP 451")), PgOutbox(city.store)
    for _ in range(MOST_ATTEMPTS):
        courier(city, post).deliver()
        desk.clock.pass_(hours=7)
    (letter,) = outbox.dead(10)
    assert (letter.attempts, letter.last_error) == (MOST_ATTEMPTS, "SMTP 451")
    assert letter.number == desk.appeal(appeal).number
    post.failure = None
    assert outbox.revive(letter.id, desk.clock.now()) == 1
    assert courier(city, post).deliver().sent == 1
    assert outbox.dead(10) == []
    assert rows(STATE) == [(1, None, True, False)]


def test_only_the_dead_letter_asked_for_is_sent_again(city: City, desk: Desk) -> None:
    for _ in range(2):
        desk.registered(contact=CONTACT)
    courier(city, Post(Undelivered(True, "SMTP 550"))).deliver()
    outbox = PgOutbox(city.store)
    chosen, other = outbox.dead(10)
    assert outbox.revive(chosen.id, desk.clock.now()) == 1
    assert outbox.dead(10) == [other]


def test_all_dead_letters_can_be_sent_again_at_once(city: City, desk: Desk) -> None:
    for _ in range(3):
        desk.registered(contact=CONTACT)
    courier(city, Post(Undelivered(True, "SMTP 550"))).deliver()
    assert PgOutbox(city.store).revive(None, desk.clock.now()) == 3
    assert courier(city, Post()).deliver().sent == 3


def test_a_courier_that_dies_leaves_the_notice_owed(city: City, desk: Desk, rows: Rows) -> None:
    """The lease ends, and somebody else sends it."""

    def die(_id: UUID, _notice: Notice) -> None:
        raise KeyboardInterrupt

    desk.registered(contact=CONTACT)
    with pytest.raises(KeyboardInterrupt):
        courier(city, die).deliver()
    assert courier(city, Post()).deliver().leased == 0
    desk.clock.pass_(minutes=10)
    assert courier(city, Post()).deliver().sent == 1


def test_what_kills_every_courier_is_given_up(city: City, desk: Desk, rows: Rows) -> None:
    desk.registered(contact=CONTACT)
    rows("UPDATE outbox SET attempts = %s", MOST_ATTEMPTS)
    post = Post()
    assert courier(city, post).deliver().dead == 1
    assert post.taken == []
    assert rows(STATE) == [(MOST_ATTEMPTS + 1, "never finished", False, True)]


def test_a_late_courier_has_no_say_over_its_successor(city: City, desk: Desk, rows: Rows) -> None:
    desk.registered(contact=CONTACT)
    outbox, now = PgOutbox(city.store), desk.clock.now()
    (slow,) = outbox.lease(now, now, 1)
    outbox.lease(now, Instant(now + timedelta(minutes=10)), 1)
    outbox.bury(slow, now, "too late")
    outbox.again(slow, now, "too late")
    outbox.give_back([slow], now)
    assert rows(STATE) == [(2, None, False, False)]
    assert outbox.lease(now, now, 1) == []


def test_told_to_stop_it_gives_the_rest_back(city: City, desk: Desk, rows: Rows) -> None:
    for _ in range(3):
        desk.registered(contact=CONTACT)
    post = Post()
    courier(city, post).deliver(lambda: bool(post.taken))
    assert rows("SELECT attempts, done_at IS NOT NULL FROM outbox ORDER BY id") == [
        (1, True),
        (0, False),
        (0, False),
    ]
    assert courier(city, post).deliver().sent == 2


def test_a_slow_carrier_gives_back_before_the_lease_ends(city: City, desk: Desk) -> None:
    desk.registered(contact=CONTACT)
    desk.registered(contact=CONTACT)
    post = Post()

    def slow(message_id: UUID, notice: Notice) -> Undelivered | None:
        desk.clock.pass_(minutes=6)
        return post(message_id, notice)

    assert courier(city, slow).deliver() == DeliveryReport(leased=2, sent=1)
    assert courier(city, slow).deliver() == DeliveryReport(leased=1, sent=1)


def test_another_courier_takes_the_next_without_waiting(
    city: City, desk: Desk, database: Dsn
) -> None:
    desk.registered(contact=CONTACT)
    desk.registered(contact=CONTACT)
    with psycopg.connect(database) as other, impatient(city):
        other.execute("SELECT 1 FROM outbox ORDER BY wake_at LIMIT 1 FOR UPDATE")
        assert courier(city, Post(), batch=1).deliver().sent == 1


def test_nothing_personal_is_written_down_when_it_fails(
    city: City, desk: Desk, rows: Rows, caplog: pytest.LogCaptureFixture
) -> None:
    """Not even where an error quotes the address."""

    def quote(_id: UUID, notice: Notice) -> None:
        raise RuntimeError(notice.contact, notice.body)

    caplog.set_level(logging.DEBUG)
    desk.registered(contact=CONTACT)
    assert courier(city, quote).deliver().postponed == 1
    written = json.dumps(rows("SELECT to_jsonb(outbox) FROM outbox"), default=str)
    assert PHONE not in written + caplog.text
    assert rows("SELECT last_error FROM outbox") == [("RuntimeError",)]
    assert PHONE not in repr(Notice(PHONE, "s", "b", "zh"))


def test_a_key_that_cannot_be_read_is_no_reason_to_lose_the_notice(
    city: City, desk: Desk, rows: Rows
) -> None:
    desk.registered(contact=CONTACT)
    rows("UPDATE personal_key SET wrapped = '\\x01'")
    assert courier(city, Post()).deliver().postponed == 1
    assert rows("SELECT last_error FROM outbox") == [("tampered-content",)]


def test_status_tells_how_far_behind_the_outbox_is(city: City, desk: Desk) -> None:
    desk.registered(contact=CONTACT)
    desk.clock.pass_(seconds=90)
    found = status_of(city, Settings())
    assert found.outbox.oldest_due is not None
    assert (found.now - found.outbox.oldest_due).total_seconds() == 90
    courier(city, Post()).deliver()
    assert status_of(city, Settings()).outbox.oldest_due is None


def test_notices_end_up_as_files(
    city: City, desk: Desk, tmp_path: Path, withdraw: Callable[[UUID], None]
) -> None:
    appeal = desk.registered(contact=CONTACT)
    withdraw(appeal)
    courier(city, carrier(FileTransport(tmp_path))).deliver()
    letters = [json.loads(path.read_text("utf-8")) for path in tmp_path.iterdir()]
    assert {(each["to"], each["channel"]) for each in letters} == {(PHONE, "sms")}
    assert len(letters) == 2


@pytest.fixture
def withdraw(desk: Desk) -> Callable[[UUID], None]:
    def take_back(appeal: UUID) -> None:
        desk.do(WithdrawAppeal(appeal_id=appeal, reason=note()))

    return take_back


DELIVER_ALONE = """
import sys
from jiesu.adapters.store.outbox import PgOutbox
from jiesu.application.notices import Courier
from jiesu.worker.assembly import chance_from, contact_opener
from tests.builders.desk import city_desk
city, desk = city_desk(sys.argv[1], seed=int(sys.argv[2]))
desk.clock.pass_(days=1)
def say(message_id, notice):
    print(message_id, flush=True)
chance, opener = chance_from(city.ids), contact_opener(city)
courier = Courier(PgOutbox(city.store), city.policy, opener, say, desk.clock, chance, 3)
while courier.deliver().leased:
    pass
city.close()
"""


def test_processes_side_by_side_send_every_notice_once(
    city: City, desk: Desk, database: Dsn, rows: Rows
) -> None:
    for _ in range(30):
        desk.registered(contact=CONTACT)
    couriers = [
        subprocess.Popen(
            [sys.executable, "-c", DELIVER_ALONE, database, str(seed)],
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in (1, 2)
    ]
    sent = [line for each in couriers for line in each.communicate(timeout=60)[0].split()]
    assert sorted(sent) == sorted(str(id_) for (id_,) in rows("SELECT id FROM outbox"))
