# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What somebody with every right on the database might do, and how it comes out."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import psycopg
import pytest

from jiesu.adapters.personal.vault import Vault
from jiesu.adapters.store.logbook import LogBook, Snapshot
from jiesu.application.findings import Fault, Finding
from jiesu.application.seals import day_root, entry_leaf
from jiesu.application.verification import Depth, Request, entry_digest, verify
from jiesu.kernel.private import PrivateKind
from jiesu.kernel.sealing import GENESIS
from tests.builders.desk import MASTER_KEY
from tests.builders.logged import Town, findings
from tests.builders.town import DAY, RepeatedChances, policy

LONGEST = (
    "SELECT stream FROM log_entry GROUP BY stream"
    " HAVING max(seq) <= (SELECT min(last_seq) FROM seal)"
    " ORDER BY count(*) DESC, stream LIMIT 1"
)
"""The longest stream that ended on the first day sealed."""
TABLES = [
    "log_entry",
    "seal",
    "interaction",
    "appeal",
    "work_order",
    "case_number",
    "receipt",
    "timer",
    "personal_key",
    "personal_item",
]


def column_of(hand: psycopg.Connection, query: str, *values: object) -> list:
    return [row[0] for row in hand.execute(query, values)]


def places(found: Sequence[Finding]) -> set[tuple[str, str, str]]:
    return {(finding.fault.value, finding.table, finding.column) for finding in found}


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("order", ["ASC", "DESC"])
def test_a_deleted_row_is_found(
    hand: psycopg.Connection, town: Town, table: str, order: str
) -> None:
    hand.execute(
        f"DELETE FROM {table} WHERE (tableoid, ctid) = (SELECT tableoid, ctid FROM {table}"
        f" ORDER BY {table} {order} LIMIT 1)"
    )
    found = {finding.table for finding in findings(hand, town.now)}
    # a stream of one entry that loses it leaves a row nothing accounts for
    assert found & ({table} if table != "log_entry" else {table, "work_order", "appeal"})


def test_a_deleted_entry_leaves_a_gap_in_its_stream_and_in_its_seal(
    hand: psycopg.Connection, town: Town
) -> None:
    stream = column_of(hand, LONGEST)[0]
    hand.execute("DELETE FROM log_entry WHERE stream = %s AND version = 2", [stream])
    found = findings(hand, town.now, rows=False, personal=False)
    gap = next(finding for finding in found if finding.fault is Fault.MISSING)
    assert (gap.table, gap.key, gap.expected) == ("log_entry", str(stream), "2–2")
    assert ("changed", "seal", "entries") in places(found)


def test_a_duplicated_entry_is_found(hand: psycopg.Connection, town: Town) -> None:
    hand.execute(
        "INSERT INTO log_entry SELECT '01900000-0000-7000-8000-00000000abcd', seq, stream, kind,"
        " version, type, data, at, recorded_at, actor, command, pack, history, district, prev,"
        " hash FROM log_entry WHERE seq = 5"
    )
    assert ("extra", "log_entry", "version") in places(findings(hand, town.now))


def test_an_unsealed_duplicate_number_is_found(hand: psycopg.Connection, town: Town) -> None:
    hand.execute(
        "UPDATE log_entry SET seq = (SELECT max(seq) FROM log_entry) WHERE seq ="
        " (SELECT max(seq) - 1 FROM log_entry)"
    )
    assert ("extra", "log_entry", "seq") in places(findings(hand, town.now))


def test_two_entries_swapped_in_their_stream_are_found(
    hand: psycopg.Connection, town: Town
) -> None:
    stream = column_of(hand, LONGEST)[0]
    hand.execute(
        "UPDATE log_entry SET version = 5 - version WHERE stream = %s AND version IN (2, 3)",
        [stream],
    )
    assert ("changed", "log_entry", "body") in places(findings(hand, town.now))


def test_two_sealed_numbers_swapped_are_found(hand: psycopg.Connection, town: Town) -> None:
    hand.execute("UPDATE log_entry SET seq = 13 - seq WHERE seq IN (6, 7)")
    assert ("changed", "seal", "root") in places(findings(hand, town.now))


def test_a_row_under_the_id_of_another_is_found(hand: psycopg.Connection, town: Town) -> None:
    hand.execute(
        "UPDATE work_order SET id = (SELECT id FROM appeal LIMIT 1) WHERE id ="
        " (SELECT id FROM work_order LIMIT 1)"
    )
    found = findings(hand, town.now, rows=False, personal=False)
    assert ("extra", "work_order", "id") in places(found)


def test_a_backdated_entry_is_found_and_named(hand: psycopg.Connection, town: Town) -> None:
    hand.execute("UPDATE log_entry SET at = at - interval '1 day' WHERE seq = 9")
    found = findings(hand, town.now, rows=False, personal=False)
    assert [(f.seq, f.column) for f in found if f.table == "log_entry"] == [(9, "body")]


def test_a_changed_hash_is_told_from_a_changed_body(hand: psycopg.Connection, town: Town) -> None:
    hand.execute("UPDATE log_entry SET hash = repeat('ab', 32) WHERE seq = 9")
    found = findings(hand, town.now, rows=False, personal=False)
    assert [(f.seq, f.column) for f in found if f.table == "log_entry"] == [(9, "hash")]


def test_a_changed_link_is_told_from_a_changed_body(hand: psycopg.Connection, town: Town) -> None:
    hand.execute("UPDATE log_entry SET prev = repeat('ab', 32) WHERE seq = 9")
    found = findings(hand, town.now, rows=False, personal=False)
    assert [(finding.seq, finding.column) for finding in found] == [(9, "prev")]


def test_a_cut_off_tail_is_found(hand: psycopg.Connection, town: Town) -> None:
    hand.execute("DELETE FROM log_entry WHERE seq > (SELECT max(seq) - 3 FROM log_entry)")
    found = places(findings(hand, town.now))
    assert {("missing", "log_entry", "version"), ("changed", "appeal", "head")} & found
    assert ("extra", "receipt", "command_id") in found


def test_a_cut_off_sealed_tail_with_its_rows_is_found(hand: psycopg.Connection, town: Town) -> None:
    last = column_of(hand, "SELECT max(last_seq) FROM seal")[0]
    doomed = column_of(hand, "SELECT DISTINCT stream FROM log_entry WHERE seq >= %s", last)
    hand.execute("DELETE FROM log_entry WHERE stream = ANY (%s)", [doomed])
    for table in ("interaction", "appeal", "work_order"):
        hand.execute(f"DELETE FROM {table} WHERE id = ANY (%s)", [doomed])
    found = places(findings(hand, town.now, rows=False, personal=False))
    assert ("changed", "seal", "entries") in found


def test_a_deleted_last_seal_leaves_a_day_unsealed(hand: psycopg.Connection, town: Town) -> None:
    hand.execute("DELETE FROM seal WHERE day = (SELECT max(day) FROM seal)")
    assert ("missing", "seal", "day") in places(findings(hand, town.now))


def test_a_row_restored_from_before_is_found(hand: psycopg.Connection, town: Town) -> None:
    order = column_of(hand, "SELECT id FROM work_order WHERE state = 'reported'")[0]
    hand.execute(
        "UPDATE work_order AS w SET version = e.version, head = e.hash, head_at = e.at,"
        " state = 'signed', contacted_at = NULL, report = NULL, on_time = NULL, closed_at = NULL"
        " FROM log_entry AS e WHERE w.id = %s AND e.stream = w.id AND e.version = 2",
        [order],
    )
    found = [f for f in findings(hand, town.now) if f.key == str(order)]
    columns = {finding.column for finding in found}
    assert {"version", "head", "head_at", "state", "report", "closed_at"} <= columns


def test_a_stream_rewritten_with_all_its_hashes_is_found_by_its_seal(
    hand: psycopg.Connection, town: Town
) -> None:
    stream = column_of(hand, LONGEST)[0]
    rewrite(hand, stream)
    found = findings(hand, town.now, rows=False, personal=False)
    assert places(found) == {("changed", "seal", "root")}
    assert found[0].key.startswith(DAY.isoformat())


def test_sealing_the_rewritten_day_anew_is_found_by_the_next_seal(
    hand: psycopg.Connection, town: Town
) -> None:
    rewrite(hand, column_of(hand, LONGEST)[0])
    reseal(hand, f"day = '{DAY}'")
    found = findings(hand, town.now, rows=False, personal=False)
    assert places(found) == {("changed", "seal", "prev_root")}


def test_sealing_everything_anew_is_found_by_a_root_known_elsewhere(
    hand: psycopg.Connection, town: Town
) -> None:
    known = column_of(hand, "SELECT root FROM seal ORDER BY day DESC LIMIT 1")[0]
    last = column_of(hand, "SELECT max(day) FROM seal")[0]
    rewrite(hand, column_of(hand, LONGEST)[0])
    reseal(hand, "true")
    assert findings(hand, town.now, rows=False, personal=False) == []
    request = Request(policy().calendar, town.now, anchors={last: known})
    found = list(verify(Snapshot(hand), request, lambda _: None))
    assert [(finding.table, finding.key) for finding in found] == [("seal", last.isoformat())]


def test_a_timer_of_nothing_is_found(hand: psycopg.Connection, town: Town) -> None:
    hand.execute(
        "INSERT INTO timer (stream, kind, name, due_at, wake_at)"
        " SELECT '01900000-0000-7000-8000-00000000abcd', kind, name, due_at, wake_at"
        " FROM timer LIMIT 1"
    )
    assert places(findings(hand, town.now)) == {("extra", "timer", "stream")}


def test_a_destroyed_key_brought_back_is_found(hand: psycopg.Connection, town: Town) -> None:
    hand.execute(
        "UPDATE personal_key SET destroyed_at = NULL, wrapped = (SELECT wrapped FROM personal_key"
        " WHERE wrapped IS NOT NULL LIMIT 1) WHERE wrapped IS NULL"
    )
    assert ("changed", "personal_key", "wrapped") in places(findings(hand, town.now))


def test_a_key_destroyed_without_an_erasure_is_found(hand: psycopg.Connection, town: Town) -> None:
    hand.execute("UPDATE personal_key SET wrapped = NULL")
    assert ("changed", "personal_key", "wrapped") in places(findings(hand, town.now))


def test_words_moved_between_two_items_are_found(hand: psycopg.Connection, town: Town) -> None:
    one, other = column_of(hand, "SELECT id FROM personal_item WHERE kind = 'words' LIMIT 2")
    hand.execute(
        "UPDATE personal_item AS i SET ciphertext = o.ciphertext FROM personal_item AS o"
        " WHERE i.id = %s AND o.id = %s",
        [one, other],
    )
    found = findings(hand, town.now)
    assert {f.key for f in found if f.column == "ciphertext"} == {str(one)}


def test_words_replaced_by_somebody_who_has_the_key_are_found(
    hand: psycopg.Connection, town: Town
) -> None:
    item, owner, wrapped = (
        hand.execute(
            "SELECT i.id, owner, wrapped FROM personal_item AS i JOIN personal_key USING (owner)"
            " WHERE i.kind = 'words' ORDER BY i.id LIMIT 1"
        ).fetchone()
        or ()
    )
    key = Vault(MASTER_KEY, RepeatedChances(9)).unwrap(owner, wrapped)
    ciphertext, _ = key.seal(item, PrivateKind.WORDS, "一切都好")
    hand.execute("UPDATE personal_item SET ciphertext = %s WHERE id = %s", [ciphertext, item])
    assert {(f.key, f.column) for f in findings(hand, town.now)} == {
        (str(item), "digest"),
        (str(item), "length"),
    }


def test_an_unknown_event_is_named_not_stumbled_over(hand: psycopg.Connection, town: Town) -> None:
    hand.execute("UPDATE log_entry SET type = 'NeverHeardOf' WHERE seq = 9")
    found = findings(hand, town.now)
    assert ("unreadable", "log_entry", "data") in places(found)


def test_only_what_moved_since_a_day_is_looked_at(hand: psycopg.Connection, town: Town) -> None:
    hand.execute("UPDATE log_entry SET at = at - interval '1 day' WHERE seq = 9")
    since = column_of(hand, "SELECT max(day) FROM seal")[0]
    request = Request(policy().calendar, town.now, since=since, depth=Depth(rows=False))
    assert list(verify(Snapshot(hand), request, lambda _: None)) == []
    hand.execute(
        "UPDATE log_entry SET actor = 'nobody' WHERE seq = (SELECT max(seq) FROM log_entry)"
    )
    assert len(list(verify(Snapshot(hand), request, lambda _: None))) == 1


@pytest.mark.parametrize("table", ["log_entry", "seal"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {} WHERE {} = {}"])
def test_the_plain_user_can_neither_change_nor_delete(town: Town, table: str, verb: str) -> None:
    column = "first_seq" if table == "seal" else "seq"
    with (
        psycopg.connect(town.dsn) as connection,
        pytest.raises(psycopg.DatabaseError) as refused,
    ):
        connection.execute(verb.format(table, column, 1))
    assert refused.value.sqlstate == "JS002"


def test_no_finding_shows_what_people_said(hand: psycopg.Connection, town: Town) -> None:
    hand.execute("""UPDATE appeal SET words = '{"text": "河水发黑发臭 13812345678"}'""")
    said = " ".join(f.say("zh") + f.say("en") for f in findings(hand, town.now))
    assert "13812345678" not in said
    assert "河水" not in said


def test_progress_is_told_of_every_entry_twice(town: Town) -> None:
    told: list[int] = []
    with LogBook(town.city.pool).snapshot() as snapshot:
        size = snapshot.size(0)
        assert list(verify(snapshot, Request(policy().calendar, town.now), told.append)) == []
    assert sum(told) == 2 * size


def rewrite(hand: psycopg.Connection, stream: UUID) -> None:
    """Change who did the second step of a stream, and make its whole chain fit again."""
    hand.execute(
        "UPDATE log_entry SET actor = 'nobody|operator|' WHERE stream = %s AND version = 2",
        [stream],
    )
    entries = [e for e in Snapshot(hand).entries(0) if e.stream == str(stream)]
    prev = GENESIS
    for entry in entries:
        hash_ = entry_digest(entry, prev)
        hand.execute(
            "UPDATE log_entry SET prev = %s, hash = %s WHERE id = %s", [prev, hash_, entry.id]
        )
        prev = hash_
    for table in ("interaction", "appeal", "work_order"):
        hand.execute(f"UPDATE {table} SET head = %s WHERE id = %s", [prev, stream])


def reseal(hand: psycopg.Connection, which: str) -> None:
    """Give the seals of ``which`` the roots they would have over what now stands there."""
    book, root = Snapshot(hand), GENESIS
    chosen = set(column_of(hand, f"SELECT day FROM seal WHERE {which}"))
    for seal in book.seals():
        if seal.day in chosen:
            linked = replace(seal, prev_root=root)
            pairs = book.hashes(seal.first_seq - 1, seal.last_seq)
            root = day_root([entry_leaf(seq, hash_) for seq, hash_ in pairs], linked)
            hand.execute(
                "UPDATE seal SET root = %s, prev_root = %s WHERE day = %s",
                [root, linked.prev_root, seal.day],
            )
