# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Values no program would write do not stop a verification: they are found like any other."""

import psycopg
import pytest

from tests.builders.logged import Town, findings

ABSURD = {
    "an entry at no time": ("log_entry", "UPDATE log_entry SET at = 'infinity' WHERE seq = 5"),
    "an entry recorded before all time": (
        "log_entry",
        "UPDATE log_entry SET recorded_at = '-infinity' WHERE seq = 5",
    ),
    "an entry of antiquity": (
        "log_entry",
        "UPDATE log_entry SET at = '0044-03-15 BC' WHERE seq = 5",
    ),
    "an entry of the far future": (
        "log_entry",
        "UPDATE log_entry SET at = '20000-01-01' WHERE seq = 5",
    ),
    "data that is a list": ("log_entry", "UPDATE log_entry SET data = '[]' WHERE seq = 5"),
    "data that is a word": ("log_entry", """UPDATE log_entry SET data = '"x"' WHERE seq = 5"""),
    "data that is nothing": ("log_entry", "UPDATE log_entry SET data = 'null' WHERE seq = 5"),
    "data with a number beyond all": (
        "log_entry",
        "UPDATE log_entry SET data = jsonb_build_object('x', 1e400::numeric) WHERE seq = 5",
    ),
    "data nested beyond all": (
        "log_entry",
        "UPDATE log_entry SET data = (repeat('[', 3000) || repeat(']', 3000))::jsonb WHERE seq = 5",
    ),
    "an unknown kind": ("log_entry", "UPDATE log_entry SET kind = 'ship' WHERE seq = 5"),
    "an unknown event": ("log_entry", "UPDATE log_entry SET type = 'Sunk' WHERE seq = 5"),
    "a hash that is none": ("log_entry", "UPDATE log_entry SET hash = '☠' WHERE seq = 5"),
    "a number below nought": ("log_entry", "UPDATE log_entry SET seq = -5 WHERE seq = 5"),
    "a version beyond all": (
        "log_entry",
        "UPDATE log_entry SET version = 2147483647 WHERE seq = 5",
    ),
    "the last seal at the end of days": (
        "seal",
        "UPDATE seal SET day = '9999-12-31' WHERE day = (SELECT max(day) FROM seal)",
    ),
    "the last seal of never": (
        "seal",
        "UPDATE seal SET day = 'infinity' WHERE day = (SELECT max(day) FROM seal)",
    ),
    "the first seal of antiquity": (
        "seal",
        "UPDATE seal SET day = '0044-03-15 BC' WHERE day = (SELECT min(day) FROM seal)",
    ),
    "the first seal at the beginning of the calendar": (
        "seal",
        "UPDATE seal SET day = '0001-01-01' WHERE day = (SELECT min(day) FROM seal)",
    ),
    "a seal that was made at no time": ("seal", "UPDATE seal SET sealed_at = 'infinity'"),
    "a seal over all numbers": (
        "seal",
        "UPDATE seal SET last_seq = 9223372036854775807 WHERE day = (SELECT min(day) FROM seal)",
    ),
    "a seal of countless entries": ("seal", "UPDATE seal SET entries = 9223372036854775807"),
    "a seal of fewer than no entries": ("seal", "UPDATE seal SET entries = -1, first_seq = -7"),
    "a root that is none": ("seal", "UPDATE seal SET root = '☠', prev_root = '☠'"),
    "a row at no time": ("appeal", "UPDATE appeal SET head_at = 'infinity'"),
    "a row registered at no time": ("appeal", "UPDATE appeal SET registered_at = 'infinity'"),
    "a timer of never": ("timer", "UPDATE timer SET due_at = 'infinity'"),
    "words that are a list": ("appeal", "UPDATE appeal SET words = '[]'"),
    "a receipt that is a word": ("receipt", """UPDATE receipt SET result = '"x"'"""),
    "an item made at no time": (
        "personal_item",
        "UPDATE personal_item SET created_at = 'infinity'",
    ),
    "a key that is nothing": ("personal_key", "UPDATE personal_key SET wrapped = ''"),
    "an item that is nothing": ("personal_item", "UPDATE personal_item SET ciphertext = ''"),
}


@pytest.mark.parametrize("name", ABSURD)
def test_an_absurd_value_is_a_finding_and_no_crash(
    hand: psycopg.Connection, town: Town, name: str
) -> None:
    table, change = ABSURD[name]
    hand.execute(change)
    found = findings(hand, town.now)
    assert table in {finding.table for finding in found}
    assert len(found) < 2000
