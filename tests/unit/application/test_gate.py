# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the gate promises, over a store in memory."""

import pytest

from tests.builders.bad_input import BadInputPromises
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.gate_promises import GatePromises
from tests.builders.peek import MemoryPeek, Peek


class TestGateInMemory(GatePromises, BadInputPromises):
    @pytest.fixture
    def desk(self) -> MemoryDesk:
        return memory_desk()

    @pytest.fixture
    def peek(self, desk: MemoryDesk) -> Peek:
        return MemoryPeek(desk.store)
