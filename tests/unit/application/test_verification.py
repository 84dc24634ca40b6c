# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Chains, seals and rebuilt states, checked in memory on streams of two or three entries."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest

from jiesu.application.findings import Fault, Finding, shown
from jiesu.application.rebuilding import LogRow, Unfoldable, rebuild
from jiesu.application.seals import Seal, day_root, entry_leaf
from jiesu.application.verification import body_of, check_chain, check_seals, entry_digest
from jiesu.domain.streams import interaction_stream
from jiesu.kernel.instants import Instant, instant, instant_text
from jiesu.kernel.sealing import GENESIS, canonical_json, entry_hash
from tests.builders.appeals import CONTACT
from tests.builders.desk import memory_desk
from tests.builders.town import DAY, NOON


def an_entry(**changes: object) -> LogRow:
    entry = LogRow(
        seq=1,
        id="01900000-0000-7000-8000-000000000001",
        stream=str(CONTACT),
        kind="interaction",
        version=1,
        type="DraftErased",
        data="{}",
        at=NOON,
        recorded_at=NOON,
        actor="agent-1|operator|",
        command="01900000-0000-7000-8000-000000000002",
        pack="example@1.0.0+00000000",
        history=False,
        district=None,
        prev=GENESIS,
        hash="",
    )
    return entry._replace(**changes)


def chained(*entries: LogRow) -> list[LogRow]:
    """Return the entries as one stream, hashed in order."""
    done: list[LogRow] = []
    for number, entry in enumerate(entries, 1):
        prev = done[-1].hash if done else GENESIS
        placed = entry._replace(seq=number, version=number, prev=prev, id=f"{number}")
        done.append(placed._replace(hash=entry_hash(prev, body_of(placed))))
    return done


def places(findings: Iterator[Finding]) -> list[tuple[str, str, int | None]]:
    return [(finding.fault.value, finding.column, finding.seq) for finding in findings]


def test_the_fast_hash_is_the_hash_of_the_kernel_for_every_character() -> None:
    for start in range(0, 0x110000, 0x1000):
        block = range(start, start + 0x1000)
        text = "".join(chr(code) for code in block if not 0xD800 <= code < 0xE000)
        data = json.dumps({text: [text, {"z": 1, "a": -(2**53)}], "b": None, "A": True, "": ""})
        entry = an_entry(data=data, actor=text)
        assert entry_digest(entry, GENESIS) == entry_hash(GENESIS, body_of(entry))


def test_the_fast_hash_is_the_hash_the_gate_wrote() -> None:
    desk = memory_desk()
    desk.handled()
    for row in desk.store.entries:
        entry = LogRow(
            **{name: row.get(name, 1) for name in LogRow._fields}
            | {
                "data": json.dumps(row["data"], ensure_ascii=False),
                "at": datetime.fromisoformat(row["at"]),
                "recorded_at": datetime.fromisoformat(row["recorded_at"]),
            }
        )
        assert entry_digest(entry, entry.prev) == entry.hash


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 3, 10, 4, tzinfo=UTC),
        datetime(2026, 3, 10, 4, 0, 0, 5, tzinfo=ZoneInfo("UTC")),
        datetime(2026, 3, 10, 12, 0, 0, 999_999, tzinfo=ZoneInfo("Asia/Shanghai")),
        datetime(2026, 3, 10, 4, tzinfo=timezone(timedelta(hours=-3, minutes=-30))),
    ],
)
def test_instants_are_spelled_as_the_kernel_spells_them(moment: datetime) -> None:
    body = body_of(an_entry(at=moment, recorded_at=NOON))
    assert body["at"] == instant_text(instant(moment))
    assert body["recorded_at"] == instant_text(NOON)


def test_a_sound_chain_has_no_finding() -> None:
    entries = chained(an_entry(), an_entry(), an_entry())
    assert list(check_chain(entries, entries[-1].hash)) == []


@pytest.mark.parametrize(
    ("column", "value", "found"),
    [
        ("actor", "nobody||", [("changed", "body", 2)]),
        ("hash", "ab" * 32, [("changed", "hash", 2)]),
        ("prev", "ab" * 32, [("changed", "prev", 2)]),
        ("kind", "appeal", [("changed", "kind", 2), ("changed", "body", 2)]),
        ("seq", 1, [("changed", "seq", 1)]),
        (
            "version",
            1,
            [("extra", "version", 2), ("changed", "body", 2), ("missing", "version", 3)],
        ),
        ("data", '{"x":1}', [("changed", "body", 2)]),
    ],
)
def test_what_was_changed_is_told(column: str, value: object, found: list[object]) -> None:
    entries = chained(an_entry(), an_entry(), an_entry())
    entries[1] = entries[1]._replace(**{column: value})
    assert places(check_chain(entries, entries[-1].hash)) == found


def test_the_last_hash_is_told_from_the_last_body_by_the_row() -> None:
    entries = chained(an_entry(), an_entry())
    head = entries[-1].hash
    entries[1] = entries[1]._replace(hash="ab" * 32)
    assert places(check_chain(entries, head)) == [("changed", "hash", 2)]
    assert places(check_chain(entries, None)) == [("changed", "body", 2)]


def test_a_missing_entry_is_a_gap_and_a_broken_link() -> None:
    entries = chained(an_entry(), an_entry(), an_entry())
    found = places(check_chain([entries[0], entries[2]], entries[-1].hash))
    assert found == [("missing", "version", 3), ("changed", "prev", 3)]


Leaves = Sequence[tuple[int, str, datetime]]
A_DAY = timedelta(days=1)


def leaves(*numbers: int) -> Leaves:
    return [(number, f"{number:064x}", NOON) for number in numbers]


def a_seal(day: date, first: int, last: int, rows: Leaves, prev: str = GENESIS) -> Seal:
    """Return the sound seal over the leaves in its range."""
    inside = [(seq, hash_) for seq, hash_, _ in rows if first <= seq <= last]
    seal = Seal(
        day=day,
        first_seq=first,
        last_seq=last,
        entries=len(inside),
        prev_root=prev,
        sealed_at=Instant(NOON + A_DAY),
        root="",
    )
    return replace(seal, root=day_root([entry_leaf(*pair) for pair in inside], seal))


def two_days(rows: Leaves) -> list[Seal]:
    first = a_seal(DAY, 1, 3, rows)
    return [first, a_seal(DAY + A_DAY, 4, 6, rows, first.root)]


def sealed(seals: Sequence[Seal], rows: Leaves, before: Seal | None = None) -> list[str]:
    return [finding.column for finding in check_seals(seals, iter(rows), before)]


def test_sound_seals_have_no_finding_and_gaps_are_allowed() -> None:
    rows = leaves(1, 3, 5, 6, 8)
    assert sealed(two_days(rows), rows) == []
    assert sealed(two_days(rows)[1:], rows[2:], two_days(rows)[0]) == []


@pytest.mark.parametrize("lost", range(4))
def test_a_lost_sealed_entry_is_found(lost: int) -> None:
    rows = list(leaves(1, 3, 5, 6, 8))
    seals = two_days(rows)
    del rows[lost]
    assert sealed(seals, rows) == ["entries", "root"]


def test_an_entry_put_into_a_gap_is_found() -> None:
    rows = leaves(1, 3, 5, 6)
    assert sealed(two_days(rows), leaves(1, 2, 3, 5, 6)) == ["entries", "root"]


def test_a_missing_seal_breaks_the_chain_of_roots_and_days() -> None:
    rows = leaves(1, 5, 8)
    first, second = two_days(rows)
    third = a_seal(DAY + 2 * A_DAY, 7, 9, rows, second.root)
    assert sealed([first, third], rows) == ["first_seq", "prev_root", "day", "entries", "root"]


def test_a_number_used_twice_is_found() -> None:
    rows = leaves(1, 1)
    assert "entries" in sealed([a_seal(DAY, 1, 1, leaves(1))], rows)
    assert sealed([], rows) == ["seq"]


@pytest.mark.parametrize("hash_", ["", "no hex", "é"])
def test_a_hash_that_is_none_does_not_stop_the_check(hash_: str) -> None:
    rows = leaves(1, 3)
    assert sealed([a_seal(DAY, 1, 3, rows)], [rows[0], (3, hash_, NOON)]) == ["root"]


def test_the_header_of_a_seal_is_under_its_root() -> None:
    seal = a_seal(DAY, 1, 0, [])
    assert seal.root != replace(seal, sealed_at=NOON, root="").root
    for change in ({"sealed_at": NOON}, {"day": DAY + A_DAY}, {"prev_root": "ab" * 32}):
        assert "root" in sealed([replace(seal, **change)], [])


def test_rebuilding_folds_every_stream() -> None:
    desk = memory_desk()
    appeal_id = desk.handled()
    states = rebuild(
        LogRow(
            **{name: row.get(name, 1) for name in LogRow._fields}
            | {
                "data": json.dumps(row["data"]),
                "at": datetime.fromisoformat(row["at"]),
            }
        )
        for row in desk.store.entries
    )
    case = desk.case(appeal_id)
    assert case.interaction is not None
    assert states[interaction_stream(case.interaction.id)] == case.interaction
    assert set(states.values()) == {case.interaction, case.appeal, *case.orders, *case.callbacks}


@pytest.mark.parametrize(
    "changes", [{"type": "NeverHeardOf"}, {"data": "[]"}, {}, {"type": "InteractionOpened"}]
)
def test_what_cannot_be_folded_is_named(changes: dict[str, str]) -> None:
    with pytest.raises(Unfoldable) as refused:
        rebuild([an_entry(**changes)])
    assert refused.value.entry.seq == 1


def test_a_finding_shortens_hashes_and_hides_structures() -> None:
    assert shown("ab" * 32) == "abababababab…"
    assert shown({"text": "河水"}).startswith("#")
    assert len(shown("x" * 500)) < 100


@pytest.mark.parametrize("fault", Fault)
def test_a_finding_reads_in_both_languages_and_names_its_place(fault: Fault) -> None:
    finding = Finding(fault, "appeal", "17", "state", "a", "b", 4)
    for language in ("zh", "en"):
        said = finding.say(language)
        assert "appeal 17 (seq 4)" in said
        assert "state" in said
        assert "{" not in said


def test_the_body_has_one_spelling() -> None:
    assert canonical_json(body_of(an_entry()))
