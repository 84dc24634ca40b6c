# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the gate promises, over PostgreSQL."""

from tests.builders.bad_input import BadInputPromises
from tests.builders.gate_promises import GatePromises


class TestGateOverPostgreSQL(GatePromises, BadInputPromises):
    """``desk`` and ``peek`` come from this folder's fixtures."""
