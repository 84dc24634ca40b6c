# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the gate promises over any store: run in memory and over PostgreSQL, one and the same.

Whoever inherits gives two fixtures: ``desk`` (a desk at a fresh gate) and ``peek`` (a look into its
store from outside).
"""

from tests.builders.gate_promises.chains import Chains, Versions
from tests.builders.gate_promises.personal import Erasure, Revealing
from tests.builders.gate_promises.sending import OneCommand, Receipts, SentTwice
from tests.builders.gate_promises.times import History, Times


class GatePromises(
    OneCommand, SentTwice, Chains, Versions, Times, History, Erasure, Revealing, Receipts
):
    """All of it."""
