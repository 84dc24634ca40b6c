# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
from collections.abc import Iterator

import pytest

from jiesu.adapters.postgres.server import Dsn
from jiesu.bootstrap.wiring import City
from tests.builders.desk import Desk, city_desk
from tests.builders.rows import Rows


@pytest.fixture
def town(database: Dsn) -> Iterator[tuple[City, Desk]]:
    """A city at noon over a fresh database, and the desk at its gate."""
    city, desk = city_desk(database)
    yield city, desk
    city.close()


@pytest.fixture
def city(town: tuple[City, Desk]) -> City:
    return town[0]


@pytest.fixture
def desk(town: tuple[City, Desk]) -> Desk:
    return town[1]


@pytest.fixture
def rows(database: Dsn) -> Iterator[Rows]:
    asked = Rows(database)
    yield asked
    asked.connection.close()
