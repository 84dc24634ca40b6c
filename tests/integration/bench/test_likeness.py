# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The stopwatch for like appeals runs small, and measures what it says."""

from collections.abc import Iterator

import pytest

from jiesu.adapters.postgres.server import Dsn
from jiesu.bench import likeness
from jiesu.bootstrap.wiring import City
from tests.builders.desk import city_desk


@pytest.fixture
def city(database: Dsn) -> Iterator[City]:
    city, _ = city_desk(database)
    yield city
    city.close()


def test_looking_up_takes_one_statement_where_nothing_is_in_doubt(
    city: City, database: Dsn
) -> None:
    figures = likeness.run(city, database, appeals=400, requests=4, texts=30)
    looked = [row for name, row in figures.items() if "invented" not in name]
    assert [row["statements"] for row in looked] == [1.0] * 4
    assert figures["a text like no other"]["found"] == 0
    assert figures["a text sent by many"]["found"] > 0
    assert all(row["ceiling"] for row in looked)
    found = figures["near-copies, invented"]
    assert found["recall_at_3"] > 0.9
    assert found["wrong"] < 0.2
