# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The one statement is made of the pieces a batch needs, in an order that never blocks."""

import json
import re

import pytest

from jiesu.adapters.store.append import TABLES, statement_of
from jiesu.adapters.store.sql import statements
from jiesu.application.ports import Batch, StreamWrite
from jiesu.domain.appeals.messages import DispatchAppeal, WithdrawAppeal
from jiesu.domain.streams import StreamKind
from jiesu.domain.workorders.messages import RecordFirstContact, SignFor
from tests.builders.appeals import note, registration
from tests.builders.desk import MemoryDesk, memory_desk
from tests.builders.people import handler


@pytest.fixture
def desk() -> MemoryDesk:
    return memory_desk()


@pytest.fixture
def batches(desk: MemoryDesk, monkeypatch: pytest.MonkeyPatch) -> list[Batch]:
    """Every batch the gate hands to its store."""
    heard: list[Batch] = []
    append = desk.store.append

    def listening(batch: Batch) -> None:
        heard.append(batch)
        append(batch)

    monkeypatch.setattr(desk.store, "append", listening)
    return heard


def pieces(text: str) -> list[str]:
    """Return the names of the parts of a statement in the order they stand."""
    return re.findall(r"(\w+) AS (?:MATERIALIZED )?\(", text)


def counted(text: str) -> list[str]:
    """Return the parts whose moved rows are counted, in the order they run."""
    return re.findall(r"SELECT count\(\*\) FROM (\w+)", text)


def test_a_registration_only_adds_and_counts_nothing(
    desk: MemoryDesk, batches: list[Batch]
) -> None:
    desk.do(registration(desk.ids))
    text, parameters = statement_of(batches[0])
    assert pieces(text) == [
        "guard",
        "new_interaction",
        "new_appeal",
        "receipts",
        "entries",
        "numbers",
        "keys",
        "items",
        "redacted",
        "likeness",
        "bands",
        "timers_set",
        "outbox",
        "tallies",
    ]
    assert counted(text) == []
    assert parameters["expected"] == 0


def test_signing_counts_the_order_and_the_revision_of_its_appeal(
    desk: MemoryDesk, batches: list[Batch]
) -> None:
    order = desk.lead(desk.dispatched())
    desk.do(SignFor(order_id=order.id), handler(order.unit))
    text, parameters = statement_of(batches[-1])
    assert counted(text) == ["revisions", "changed_work_order"]
    assert parameters["expected"] == 2


def test_whatever_touches_an_appeal_touches_it_first(
    desk: MemoryDesk, batches: list[Batch]
) -> None:
    appeal_id = desk.dispatched()
    order = desk.lead(appeal_id)
    desk.do(SignFor(order_id=order.id), handler(order.unit))
    desk.do(WithdrawAppeal(appeal_id=appeal_id, reason=note()))
    desk.erase(appeal_id)
    for batch in batches:
        first = counted(statement_of(batch)[0])[:1]
        assert first in ([], ["changed_appeal"], ["revisions"])


def test_a_changed_appeal_must_not_have_been_revised_since() -> None:
    write = StreamWrite(StreamKind.APPEAL, 1, {"id": "x", "revision": 4})
    text, _ = statement_of(Batch(streams=[write]))
    assert "t.revision = r.revision - 1" in text
    assert "t.version = (e ->> 'base')::integer" in text


def test_a_changed_contact_or_order_has_no_revision() -> None:
    for kind in (StreamKind.INTERACTION, StreamKind.ORDER):
        text, _ = statement_of(Batch(streams=[StreamWrite(kind, 1, {"id": "x"})]))
        assert "revision" not in text


def test_no_value_ever_stands_in_the_text_of_a_statement(
    desk: MemoryDesk, batches: list[Batch]
) -> None:
    desk.do(registration(desk.ids, complained_officer="drop-table"))
    text, parameters = statement_of(batches[0])
    assert "drop-table" not in text
    assert "drop-table" in str(parameters["new_appeal"])
    assert set(re.findall(r"%\((\w+)\)s", text)) <= set(parameters)


def test_equal_batches_make_one_statement_for_the_database_to_prepare(
    desk: MemoryDesk, batches: list[Batch]
) -> None:
    for _ in range(3):
        appeal_id = desk.registered()
        desk.do(DispatchAppeal(appeal_id=appeal_id))
    texts = [statement_of(batch)[0] for batch in batches]
    assert len(set(texts)) == 2


def test_new_rows_travel_as_json_with_every_column(desk: MemoryDesk, batches: list[Batch]) -> None:
    desk.dispatched()
    for batch in batches:
        _, parameters = statement_of(batch)
        for table, columns in TABLES.values():
            for row in json.loads(str(parameters.get(f"new_{table}", "[]"))):
                assert set(row) == set(columns)


def test_changed_rows_bring_what_changed_and_where_their_stream_stands(
    desk: MemoryDesk, batches: list[Batch]
) -> None:
    order = desk.lead(desk.dispatched())
    desk.do(SignFor(order_id=order.id), handler(order.unit))
    _, parameters = statement_of(batches[-1])
    (row,) = json.loads(str(parameters["changed_work_order"]))
    position = {"id", "base", "version", "head", "head_at"}
    assert set(row) == position | {"state", "signed_at"}


def test_rows_of_one_statement_bring_what_changed_in_any_of_them(
    desk: MemoryDesk, batches: list[Batch]
) -> None:
    orders = [desk.lead(desk.dispatched()) for _ in range(2)]
    desk.do(SignFor(order_id=orders[0].id), handler(orders[0].unit))
    desk.do(SignFor(order_id=orders[1].id), handler(orders[1].unit))
    desk.do(RecordFirstContact(order_id=orders[1].id), handler(orders[1].unit))
    together = Batch(streams=[*batches[-3].streams, *batches[-1].streams])
    _, parameters = statement_of(together)
    rows = json.loads(str(parameters["changed_work_order"]))
    assert [row["signed_at"] is None for row in rows] == [False, False]
    assert {"state", "signed_at", "contacted_at"} <= set(rows[0])


@pytest.mark.parametrize(
    ("rows", "one_by_one"), [(1, True), (50, True), (51, False), (1000, False)]
)
def test_few_rows_are_found_by_their_ids_and_many_joined_as_a_whole(
    desk: MemoryDesk, batches: list[Batch], rows: int, one_by_one: bool
) -> None:
    """Pairing a thousand rows with a thousand ids took 2.3 ms a row."""
    order = desk.lead(desk.dispatched())
    desk.do(SignFor(order_id=order.id), handler(order.unit))
    text, parameters = statement_of(Batch(streams=batches[-1].streams * rows))
    assert ("= ANY (%(changed_work_order_ids)s" in text) is one_by_one
    assert ("changed_work_order_ids" in parameters) is one_by_one


def test_every_named_statement_is_one_statement() -> None:
    for file in ("append", "cases"):
        for name, text in statements(file).items():
            assert text, f"{file}: {name} is empty"
            assert ";" not in text, f"{file}: {name} is more than one statement"
