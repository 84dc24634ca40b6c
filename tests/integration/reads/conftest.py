# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A city with an empty database, and the desk at its gate."""

from collections.abc import Iterator

import pytest

from jiesu.bootstrap.wiring import City
from tests.builders.desk import Desk, city_desk


@pytest.fixture
def wired(database: str) -> Iterator[tuple[City, Desk]]:
    city, desk = city_desk(database)
    yield city, desk
    city.close()


@pytest.fixture
def city(wired: tuple[City, Desk]) -> City:
    return wired[0]


@pytest.fixture
def desk(wired: tuple[City, Desk]) -> Desk:
    return wired[1]
