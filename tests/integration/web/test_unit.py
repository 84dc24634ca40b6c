# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The units' door: the inbox by clock, one order, signing for several, and what is hidden."""

import pytest

from tests.builders.statements import measured
from tests.builders.web import Town

WATER = "water-bureau"


def test_cost(town: Town) -> None:
    for _ in range(60):
        town.desk.dispatched()
    client = town.visitor("handler", WATER)
    client.get("/unit/")
    client.get("/unit/")
    best = []
    for _ in range(8):
        with measured() as cost:
            page = client.get("/unit/")
        best.append(cost.cpu_ms)
    print(page.status_code, cost.count, sorted(best))
    raise SystemExit
