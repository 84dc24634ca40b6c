# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""COPY and the one statement write the same rows; either undoes itself whole."""

from collections.abc import Iterator

import pytest

from jiesu.adapters.postgres.server import Server
from jiesu.adapters.store import pg
from jiesu.application.envelopes import Envelope, Refused
from jiesu.bootstrap.wiring import City
from jiesu.domain.appeals.messages import DispatchAppeal
from tests.builders.appeals import registration
from tests.builders.desk import city_desk
from tests.builders.people import OPERATOR
from tests.builders.rows import Rows
from tests.integration.conftest import clone

TABLES = (
    "interaction",
    "appeal",
    "work_order",
    "case_number",
    "log_entry",
    "receipt",
    "personal_key",
    "personal_item",
    "redacted_copy",
    "appeal_likeness",
    "likeness_band",
    "blind_index",
    "timer",
    "outbox",
)


@pytest.fixture
def other_database(pg_server: Server, template_database: str) -> Iterator[str]:
    yield from clone(pg_server, template_database)


def everything(dsn: str) -> dict[str, list[tuple[object, ...]]]:
    rows = Rows(dsn)
    held = {table: rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in TABLES}
    rows.connection.close()
    return held


def chains(city: City, count: int) -> list[list[Envelope]]:
    made = []
    for _ in range(count):
        command = registration(city.ids)
        envelopes = [
            Envelope(step, OPERATOR, city.ids.new())
            for step in (command, DispatchAppeal(appeal_id=command.appeal_id))
        ]
        made.append(envelopes)
    return made


def test_a_large_batch_writes_the_rows_a_small_one_would(
    database: str, other_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = []
    for dsn, large in ((database, 1), (other_database, 10**9)):
        monkeypatch.setattr(pg, "LARGE", large)
        city, _desk = city_desk(dsn)
        city.gate.handle_many(chains(city, 20))
        city.close()
        written.append(everything(dsn))
    assert written[0] == written[1]


def test_a_large_batch_undone_by_one_known_id_is_carried_out_chain_by_chain(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pg, "LARGE", 1)
    city, desk = city_desk(database)
    some = chains(city, 3)
    taken = registration(city.ids)
    desk.do(taken)
    clash = [Envelope(taken, OPERATOR, city.ids.new())]
    outcomes = city.gate.handle_many([*some, clash])
    numbers = len(everything(database)["case_number"])
    city.close()
    assert [isinstance(outcome, Refused) for outcome in outcomes] == [False, False, False, True]
    assert numbers == len([taken, *some])
