# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A past that was told stands every test a city stands."""

from collections.abc import Iterator
from fractions import Fraction

import pytest

from jiesu.adapters.postgres.server import Server
from jiesu.adapters.store.audit import audit_book
from jiesu.application.audit import audit_day
from jiesu.application.catalogue import EVENTS
from jiesu.application.evaluating import evaluate_month, named_month
from jiesu.domain.appeals.model import AppealState
from jiesu.domain.callback.model import CallBackState
from jiesu.domain.interactions.model import InteractionState
from jiesu.domain.memberships import MembershipState
from jiesu.domain.workorders.model import OrderState
from tests.builders.story import PRIORS, Book, city_at, days_before, told
from tests.builders.town import policy
from tests.integration.conftest import clone

STATES = {
    "interaction": InteractionState,
    "appeal": AppealState,
    "work_order": OrderState,
    "callback": CallBackState,
    "membership": MembershipState,
}


@pytest.fixture(scope="module")
def week(pg_server: Server, template_database: str) -> Iterator[Book]:
    """A town five days old, for every test that leaves it as it was."""
    for dsn in clone(pg_server, template_database):
        told(dsn, days=4)
        yield Book(dsn)


def test_every_appeal_of_the_catalogue_has_words() -> None:
    duties = policy().catalogue.duties
    assert set(PRIORS.themes) == set(duties)
    assert sum(len(theme.said) for theme in PRIORS.themes.values()) > 60


def test_units_and_areas_of_the_priors_are_those_of_the_pack() -> None:
    organisation = policy().organisation
    town = PRIORS.town
    accused = {unit for theme in PRIORS.themes.values() for unit in theme.about}
    units = {*town.diligence, *town.seats.values(), *accused} - {"usual"}
    assert units - set(organisation.units) == set()
    assert set(town.places) - set(organisation.areas) == set()


def test_the_same_seed_writes_the_same_log(database: str, week: Book) -> None:
    told(database, days=4)
    assert Book(database).log() == week.log()


def test_another_seed_writes_another_log(database: str, week: Book) -> None:
    told(database, days=1, seed=2)
    assert not set(Book(database).log()) & set(week.log())


def test_log_rows_timers_receipts_and_sealed_words_are_sound(week: Book) -> None:
    assert week.faults() == []


def test_every_contact_of_every_day_is_accounted_for(week: Book) -> None:
    with city_at(week.dsn) as (city, _), audit_book(city.pool) as book:
        audits = [audit_day(book, city.policy.calendar, day) for day in days_before(4)]
    assert all(audit.balanced and audit.rows.contacts > 5 for audit in audits)


def test_no_clock_is_overdue_and_no_notice_is_owed_for_long(week: Book) -> None:
    assert week.rows("SELECT count(*) FROM timer WHERE wake_at <= '2026-11-24 12:30Z'") == [(0,)]
    assert week.rows("SELECT count(*) FROM outbox WHERE done_at IS NULL") == [(0,)]
    assert week.rows("SELECT count(*) > 50 FROM outbox") == [(True,)]
    assert week.rows("SELECT count(*) FROM tally_delta") == [(0,)]


def test_entries_were_recorded_when_the_story_says(week: Book) -> None:
    order = "SELECT recorded_at = max(recorded_at) OVER (ORDER BY seq) FROM log_entry"
    assert week.set_of(order) == {True}
    assert week.rows("SELECT max(recorded_at) <= '2026-11-24 12:30Z' FROM log_entry") == [(True,)]


def test_telephone_numbers_are_hidden_in_every_copy_people_read(week: Book) -> None:
    digits = "SELECT count(*) FROM redacted_copy WHERE text ~ '1[3-9][0-9]{9}'"
    assert week.rows(digits) == [(0,)]
    assert week.rows("SELECT count(*) > 10 FROM redacted_copy WHERE text LIKE '%【电话】%'") == [
        (True,)
    ]


def test_every_day_that_ended_has_its_seal(week: Book) -> None:
    assert set(days_before(4)) <= week.set_of("SELECT day FROM seal")


@pytest.mark.long
def test_two_months_leave_every_state_and_every_event_behind(database: str) -> None:
    past, book = told(database, days=61), Book(database)
    assert past.accepted > 5000
    assert book.set_of("SELECT DISTINCT type FROM log_entry") == set(EVENTS)
    for table, states in STATES.items():
        assert book.set_of(f"SELECT DISTINCT state FROM {table}") == set(states), table
    assert book.rows("SELECT count(*) FROM outbox WHERE done_at IS NULL") == [(0,)]
    assert book.faults() == []
    with city_at(database) as (city, _):
        with audit_book(city.pool) as audits:
            for day in days_before(60):
                assert audit_day(audits, city.policy.calendar, day).balanced
        months = [
            evaluate_month(named_month(city.policy, label), city.policy, city.verdicts)
            for label in ("2026-10", "2026-11")
        ]
    streets = [month.rankings[0].placings for month in months]
    for placings in streets:
        scores = [one.score for one in placings]
        assert None not in scores
        assert max(scores) - min(scores) > 10  # type: ignore[operator] # all are rated
    before, after = ({one.unit.id: one.score or Fraction(0) for one in each} for each in streets)
    assert after["qc-dongmen"] < before["qc-dongmen"]
