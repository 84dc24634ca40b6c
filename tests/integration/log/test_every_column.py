# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every column of every table the log answers for, changed one at a time: each is found."""

import psycopg
import pytest
from django.apps import apps

from jiesu.application.findings import Finding
from tests.builders.logged import Town, findings

PROTECTED = {
    "log_entry": "id seq stream kind version type data at recorded_at actor command pack history"
    " district prev hash",
    "seal": "day first_seq last_seq entries root prev_root sealed_at",
    "interaction": "id version head head_at state channel owner opened_at account draft draft_due"
    " expired appeals ended_reason ended_at erased_at",
    "appeal": "id version head head_at state number interaction_id kind channel registered_at"
    " words dispatch_due title appellant contact place account confidential organisation minor"
    " matter area district complained_unit complained_officer lead orders route reply settled_at"
    " expired erased_at capacity representative round asked asked_round callback_due callbacks"
    " additions closing closed_at undoable undoable_at",
    "work_order": "id version head head_at state appeal_id role unit route automatic limit_class"
    " dispatched_at signing_due contact_due handling_due due_assumed copies counterpart district"
    " matter duty_item signed_at contacted_at no_contact report on_time closed_at expired round"
    " messages",
    "callback": "id version head head_at state appeal_id round trigger lead kind registered_at"
    " dispatched_at due_at opened_at asking_due helpers copies district matter area attempts via"
    " contacted solved satisfied process note ended_at expired",
    "membership": "id version head head_at state account role since unit until",
    "case_number": "number appeal",
    "receipt": "command_id owner recorded_at result",
    "timer": "stream kind name due_at wake_at",
    "outbox": "id stream notice created_at",
    "personal_key": "owner wrapped created_at destroyed_at",
    "personal_item": "id owner kind ciphertext created_at",
}
UNPROTECTED = {
    "appeal": "revision",  # counts writes, so that a stale one is noticed; says nothing
    "receipt": "digest",  # keyed over words the log does not hold
    "timer": "attempts last_error",  # how the sweeper gets on
    "outbox": "wake_at attempts last_error done_at dead_at",  # how the courier gets on
    "redacted_copy": "id owner kind text",  # made from the words; can be made again
    "blind_index": "token owner",  # made from the words; can be made again
    "appeal_likeness": "appeal bands",  # made from the redacted copy; can be made again
    "likeness_band": "band appeal",  # likewise
    "tally": "scope period key state n",  # counted from the rows; can be counted again
    "tally_delta": "id scope day key state n",  # likewise, not summed up yet
}
OTHER_VALUES = {
    "uuid": "'01900000-0000-7000-8000-00000000abcd'::uuid",
    "text": "coalesce({column}, '') || 'x'",
    "int4": "{column} + 1",
    "int8": "{column} + 1",
    "bool": "NOT coalesce({column}, false)",
    "timestamptz": "coalesce({column}, '2020-01-01Z') - interval '1 microsecond'",
    "date": "{column} - 3",
    "jsonb": "coalesce({column}, '{}') || '{\"x\": 1}'",
    "bytea": "coalesce({column}, '') || '\\x00'",
    "_text": "{column} || ARRAY['x']",
    "_int4": "{column} || 1",
    "_uuid": "{column} || ARRAY['01900000-0000-7000-8000-00000000abcd'::uuid]",
}
CASES = [(table, column) for table, names in PROTECTED.items() for column in names.split()]
KEYS = {
    "seal": "day",
    "case_number": "number",
    "receipt": "command_id",
    "timer": "stream",
    "personal_key": "owner",
}
HIDDEN_BY_HASH = {"log_entry": "body", "seal": "root"}
MOST_ROWS = 2


def types_of(hand: psycopg.Connection) -> dict[tuple[str, str], str]:
    rows = hand.execute(
        "SELECT table_name, column_name, udt_name FROM information_schema.columns"
        " JOIN pg_class ON oid = table_name::regclass AND NOT relispartition"
        " WHERE table_schema = 'public'"
    )
    record = {model._meta.db_table for model in apps.get_app_config("store").get_models()}
    return {(table, column): kind for table, column, kind in rows if table in record}


def test_every_column_is_either_protected_or_excused(hand: psycopg.Connection) -> None:
    told = {
        (t, c) for d in (PROTECTED, UNPROTECTED) for t, names in d.items() for c in names.split()
    }
    assert told == types_of(hand).keys()


def change(hand: psycopg.Connection, table: str, column: str, row: int) -> set[str]:
    """Change ``column`` in the ``row``-th row; return the row's key, and the new one; or none."""
    value = OTHER_VALUES[types_of(hand)[table, column]].replace("{column}", column)
    key = KEYS.get(table, "id")
    old = hand.execute(
        f"SELECT tableoid, ctid, {key}::text FROM {table} ORDER BY {table} OFFSET {row} LIMIT 1"
    ).fetchone()
    if old is None:
        return set()
    new = hand.execute(
        f"UPDATE {table} SET {column} = {value} WHERE tableoid = %s AND ctid = %s"
        f" RETURNING {key}::text",
        old[:2],
    ).fetchone()
    return {old[2], new[0]}


@pytest.mark.parametrize(("table", "column"), CASES, ids=map(".".join, CASES))
def test_a_changed_column_is_found_and_its_place_named(
    hand: psycopg.Connection, town: Town, table: str, column: str
) -> None:
    """In the first row and in the second: a null in one often is a value in the other."""
    tried = 0
    for row in range(MOST_ROWS):
        with hand.transaction(force_rollback=True):
            keys = change(hand, table, column, row)
            if not keys:
                break
            tried += 1
            found = findings(hand, town.now, personal=table.startswith("personal"))
            assert any(names(finding, table, column, keys) for finding in found), (row, found)
    assert tried


def names(finding: Finding, table: str, column: str, keys: set[str]) -> bool:
    """Return whether the finding names table, row and, where a hash does not hide it, column."""
    if (table, column) == ("log_entry", "seq"):  # no entry says its own number: its day does
        return finding.table in {"seal", "log_entry"} and finding.column in {"root", "seq"}
    named = finding.table == table and any(key in finding.key for key in keys)
    column_named = column in finding.column or column in {KEYS.get(table, "id"), "id"}
    return named and (column_named or finding.column == HIDDEN_BY_HASH.get(table))
