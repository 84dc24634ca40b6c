# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A drill: the law is amended from a day on, and nothing decided before it comes out otherwise."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from jiesu.adapters.packs import load_pack
from jiesu.adapters.postgres.server import Dsn, Server
from jiesu.application.evaluating import evaluate_month, named_month
from jiesu.application.following import follow
from jiesu.application.policy import CityPolicy
from jiesu.application.rewriting import rewritten
from jiesu.application.showing import show_case
from jiesu.bootstrap.wiring import City, under
from jiesu.domain.access import Actor
from jiesu.domain.appeals.messages import DispatchAppeal
from jiesu.kernel.instants import Instant
from tests.builders.appeals import registration
from tests.builders.packs import DraftPack, draft_pack
from tests.builders.people import OPERATOR
from tests.builders.story import END, Book, city_at, told
from tests.builders.town import policy
from tests.integration.conftest import clone

AMENDED = date(2026, 11, 25)
"""The first day of the new law: the day after the story ends."""
AUDITOR = Actor("drill", "auditor")
SETTLED = ("2026-10", "2026-11")
"""Months that are over when the law changes."""
DECIDED = """
    SELECT id, unit, signing_due, contact_due, handling_due, on_time, state, expired
    FROM work_order ORDER BY id
"""
_FROM = """
    - from: 2026-11-25
      value: {value}
      basis: {{instrument: anhe-procedure-2015, article: 1}}
      standing: official
      last_checked: 2026-11-24"""


def amend(pack: DraftPack, file: str, key: str, value: str) -> None:
    """Let a rule have another value from the day of the amendment on."""
    path = pack.folder / file
    text = path.read_text(encoding="utf-8")
    begin = text.index(f"\n{key}:\n")
    end = text.find("\n\n", begin)
    end = len(text.rstrip()) if end < 0 else end
    path.write_text(text[:end] + _FROM.format(value=value) + text[end:], encoding="utf-8")


@pytest.fixture(scope="module")
def amended(tmp_path_factory: pytest.TempPathFactory) -> CityPolicy:
    """The next version of the law: shorter limits, other weights and anchors, a bureau merged."""
    pack = draft_pack(Path(tmp_path_factory.mktemp("packs")))
    pack.change("pack.yaml", "version: 1.0.0", "version: 2.0.0")
    for limit, value in (("d7", "2 calendar_day"), ("d15", "3 calendar_day"), ("h24", "1 hour")):
        amend(pack, "parameters/limits.yaml", f"limit.{limit}", value)
    amend(pack, "parameters/orders.yaml", "order.signing", "1 hour")
    weights = '{response: "0.8", resolution: "0.1", satisfaction: "0.1"}'
    amend(pack, "schemes/evaluation.yaml", "evaluation.weights", weights)
    amend(pack, "schemes/evaluation.yaml", "evaluation.counting", "first")
    amend(pack, "schemes/evaluation.yaml", "evaluation.month_anchor", "registered")
    pack.change(
        "catalogues/units.csv",
        "Labour Bureau,department,,hotline,2000-01-01,,",
        "Labour Bureau,department,,hotline,2000-01-01,2026-11-25,civil-bureau",
    )
    assert pack.problems() == []
    return load_pack(str(pack.folder))


@pytest.fixture(scope="module")
def lived(pg_server: Server, template_database: str) -> Iterator[Dsn]:
    """A town some weeks old."""
    for dsn in clone(pg_server, template_database):
        told(dsn, days=14)
        yield dsn


@pytest.fixture
def before(lived: Dsn) -> Iterator[City]:
    """The town under the law its story was told by, when that ends."""
    with city_at(lived) as (city, _):
        yield city


def timelines(city: City) -> list[str]:
    """Return every case as an auditor sees it, and as its appellant does."""
    today = city.policy.calendar.local_day(END)
    with city.store.connection() as connection:
        rows = connection.execute("SELECT number FROM case_number ORDER BY number").fetchall()
    found = []
    for (number,) in rows:
        shown = show_case(number, AUDITOR, city.reader, city.policy, today)
        found.append(repr((shown, follow(shown.case, city.reader, city.policy, END))))
    return found


def published(city: City, month: str) -> str:
    """Return the ranking of a month, with every figure and the rules it rests on."""
    chosen = named_month(city.policy, month)
    found = evaluate_month(chosen, city.policy, city.verdicts)
    placings = [
        (each.group.id, one.place, one.unit.id, one.unit.name, one.rates, one.score, one.verdicts)
        for each in found.rankings
        for one in each.placings
    ]
    return repr((found.month, placings, found.counted, found.unplaced, found.basis))


def test_the_amendment_says_nothing_of_the_past(amended: CityPolicy) -> None:
    assert rewritten(amended, policy(), AMENDED) == []
    later = rewritten(amended, policy(), AMENDED + timedelta(days=1))
    assert {one.key for one in later} >= {"limit.d7", "evaluation.weights", "labour-bureau"}


def test_nothing_decided_before_the_day_comes_out_otherwise(
    before: City, amended: CityPolicy, lived: Dsn
) -> None:
    after = under(before, amended)
    book = Book(lived)
    decided, log = book.rows(DECIDED), book.log()
    assert len(decided) > 300
    assert timelines(after) == timelines(before)
    for month in SETTLED:
        assert named_month(before.policy, month).last_day < AMENDED
        assert published(after, month) == published(before, month)
    assert (book.rows(DECIDED), book.log()) == (decided, log)
    assert book.faults() == []  # folded anew from the log, every row, timer and seal is the same


def test_from_the_day_on_the_new_law_holds_and_old_orders_keep_theirs(
    before: City, amended: CityPolicy, lived: Dsn
) -> None:
    after, book = under(before, amended), Book(lived)
    decided = book.rows(DECIDED)
    clock = after.clock
    limits = []
    for day in (AMENDED - timedelta(days=1), AMENDED):
        clock.moment = Instant(after.policy.calendar.day_start(day) + timedelta(hours=22))  # type: ignore[attr-defined]
        command = registration(after.ids, matter="health.hospital.conduct")
        after.gate.handle(command, OPERATOR)
        after.gate.handle(DispatchAppeal(appeal_id=command.appeal_id), OPERATOR)
        (order,) = after.reader.case(command.appeal_id).orders
        local = after.policy.calendar.local
        limits.append((local(order.handling_due).date() - local(order.dispatched_at).date()).days)
    assert limits == [8, 3]
    kept = {row[0]: row for row in book.rows(DECIDED)}
    assert [kept[row[0]] for row in decided] == decided
    december = published(after, "2026-12")
    assert december != published(before, "2026-12")
    assert "0.8" in december
