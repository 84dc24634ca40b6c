# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A town with pages for each test."""

from collections.abc import Iterator

import pytest

from tests.builders.web import Town, web_town
from tests.integration.gate.conftest import (  # noqa: F401 -- fixtures
    database,
    module_database,
)


@pytest.fixture
def town(database: str) -> Iterator[Town]:  # noqa: F811 -- the fixture above
    with web_town(database) as made:
        yield made
