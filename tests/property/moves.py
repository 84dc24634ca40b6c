# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""From which state to which a subject may go: the tables of the specification, and a few more."""

from jiesu.domain.streams import StreamKind
from tests.builders.tables import cells
from tests.spec.test_lifecycle_transitions import (
    APPEAL_TABLE,
    CALLBACK_TABLE,
    CONTACT_TABLE,
    MEMBERSHIP_TABLE,
    ORDER_TABLE,
)

OPEN_ORDER = ("assigned", "signed", "contacted")
ALLOWED = {
    kind: {(row, entry) for row, _, entry in cells(table) if entry != "-"} | beyond
    for kind, table, beyond in (
        (
            StreamKind.APPEAL,
            APPEAL_TABLE,
            {
                ("", "registered"),
                ("dispatched", "handled"),
                ("handled", "closed"),  # the person has answered, or is not asked
                ("handled", "dispatched"),  # sent back
                ("closed", "dispatched"),  # sent back by an answer after it was given up
                ("closed", "closed"),  # reopened, and sent back in the same instant
                ("withdrawn", "dispatched"),  # the withdrawal undone
            },
        ),
        (
            StreamKind.ORDER,
            ORDER_TABLE,
            {
                ("", "assigned"),
                *((s, "cancelled") for s in OPEN_ORDER),
                *(("cancelled", s) for s in OPEN_ORDER),
                *((s, "assigned") for s in (*OPEN_ORDER, "reported")),
            },
        ),
        (StreamKind.INTERACTION, CONTACT_TABLE, {("", "draft"), ("taken_up", "taken_up")}),
        (
            StreamKind.CALLBACK,
            CALLBACK_TABLE,
            {
                ("", "open"),
                ("open", "given_up"),
                ("open", "cancelled"),
                ("answered", "open"),
                ("cancelled", "open"),
            },
        ),
        (StreamKind.MEMBERSHIP, MEMBERSHIP_TABLE, {("", "held")}),
    )
}
"""From state to state as the specification has it, and the moves that other subjects cause."""
ERASING = {"DraftErased"}
"""The only event that touches a contact in any state and changes none."""
