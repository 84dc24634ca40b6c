# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The one statement that changes anything: composed of the pieces a batch needs."""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache

import msgspec

from jiesu.adapters.store.sql import statements
from jiesu.application.ports import Batch, Record, StreamWrite
from jiesu.application.streams import AGGREGATES
from jiesu.domain.streams import StreamKind

_POSITION = ("version", "head", "head_at")
_TABLE_NAMES = {
    StreamKind.INTERACTION: "interaction",
    StreamKind.APPEAL: "appeal",
    StreamKind.ORDER: "work_order",
    StreamKind.CALLBACK: "callback",
    StreamKind.MEMBERSHIP: "membership",
}


def state_columns(kind: StreamKind) -> tuple[str, ...]:
    """Return the columns of an aggregate's table: its state's fields and its stream's position."""
    own = tuple(f.name for f in fields(AGGREGATES[kind].state))
    extra = ("revision",) if kind is StreamKind.APPEAL else ()
    return (*own, *_POSITION, *extra)


TABLES = {kind: (name, state_columns(kind)) for kind, name in _TABLE_NAMES.items()}
"""Table and columns of each aggregate's state rows."""
_PLAIN_PARTS = (
    "receipts",
    "entries",
    "revisions",
    "numbers",
    "keys",
    "items",
    "redacted",
    "likeness",
    "blind",
    "timers_set",
    "timers_cleared",
    "outbox",
    "tallies",
)
_ALSO = {"likeness": ("bands",)}
"""Pieces that are written out of the rows of another."""
_ERASING = (
    "erased_keys",
    "erased_items",
    "erased_redacted",
    "erased_likeness",
    "erased_bands",
    "erased_blind",
    "erased_digests",
)
_Part = tuple[str, tuple[str, ...]]
"""A piece by name, with the columns it writes where it writes a state row."""
_GUARDED = {"revisions"}
_FOUND_BY = {"revisions": "id", "timers_cleared": "stream"}
_FEW = 50
"""Up to so many rows are found one by one through their ids; more are joined as a whole."""
_FIRST = {"changed_appeal", "revisions"}
_encode = msgspec.json.Encoder().encode


def statement_of(batch: Batch) -> tuple[str, dict[str, object]]:
    """Return the SQL text and parameters that write ``batch`` in one statement."""
    parameters: dict[str, object] = {}
    ids: dict[str, list[object]] = {}
    parts: list[_Part] = []
    expected = len(batch.revisions)
    for part, records in _state_parts(batch):
        name, _ = part
        parts.append(part)
        parameters[name] = _json(records)
        if name.startswith("changed_"):
            ids[f"{name}_ids"] = [record["id"] for record in records]
            expected += len(records)
    for name in _PLAIN_PARTS:
        records = getattr(batch, name)
        if records:
            parts.extend((each, ()) for each in (name, *_ALSO.get(name, ())))
            parameters[name] = _json(records)
        if records and name in _FOUND_BY:
            ids[f"{name}_ids"] = [record[_FOUND_BY[name]] for record in records]
    if batch.erased:
        parts.extend((name, ()) for name in _ERASING)
        parameters["erased"] = [record["owner"] for record in batch.erased]
        parameters["erased_at"] = batch.erased[0]["at"]
    parameters["expected"] = expected
    few = all(len(each) <= _FEW for each in ids.values())
    return _compose(tuple(parts), few=few), parameters | (ids if few else {})


def _state_parts(batch: Batch) -> Iterator[tuple[_Part, list[Record]]]:
    for kind, (table, columns) in TABLES.items():
        writes = [write for write in batch.streams if write.kind is kind]
        new = [write.row for write in writes if write.base == 0]
        changed = [write for write in writes if write.base]
        if new:
            yield (f"new_{table}", columns), new
        if changed:
            some = _changed_columns(columns, changed)
            yield (f"changed_{table}", some), [_changed_row(write, some) for write in changed]


def _changed_columns(columns: tuple[str, ...], writes: list[StreamWrite]) -> tuple[str, ...]:
    """Return the columns in which any of the rows may have changed: parsing costs by the column."""
    wanted = {*_POSITION, "revision"}
    for write in writes:
        wanted.update(columns if write.changed is None else write.changed)
    return tuple(column for column in columns if column in wanted)


def _changed_row(write: StreamWrite, columns: tuple[str, ...]) -> Record:
    row = write.row
    return {"id": row["id"], "base": write.base} | {
        name: row[name] for name in columns if name in row
    }


@cache
def _compose(parts: tuple[_Part, ...], *, few: bool) -> str:
    """Join the named pieces; stale versions make the whole statement fail.

    The counted pieces run in the order they are counted: the appeal first, whatever else a command
    changes, so that two commands on one case never wait for each other.
    """
    ctes = [f"guard AS MATERIALIZED ({statements('append')['guard']})"]
    ctes.extend(f"{name} AS ({_piece(name, columns, few=few)})" for name, columns in parts)
    checked = [name for name, _ in parts if name.startswith("changed_") or name in _GUARDED]
    checked.sort(key=lambda name: name not in _FIRST)
    count, whole = statements("append")["count"], statements("append")["whole"]
    moved = " + ".join(count.replace("{piece}", name) for name in checked) or "0"
    return whole.replace("{pieces}", ", ".join(ctes)).replace("{moved}", moved)


def _piece(name: str, columns: tuple[str, ...], *, few: bool) -> str:
    verb, _, table = name.partition("_")
    if verb not in {"new", "changed"}:
        key = _FOUND_BY.get(name, "")
        return statements("append")[name].replace("{found}", _found(name, key, few=few))
    guard = " AND t.revision = r.revision - 1" if table == "appeal" else ""
    return (
        statements("append")[verb]
        .replace("{table}", table)
        .replace("{columns}", ", ".join(columns))
        .replace("{values}", ", ".join(f"r.{column}" for column in columns))
        .replace("{guard}", guard)
        .replace("{found}", _found(name, "id", few=few))
    )


def _found(name: str, key: str, *, few: bool) -> str:
    """Return the condition that finds rows through an index, for a plan of any number of rows.

    Where there are many it would pair each row found with each row given.
    """
    return f"t.{key} = ANY (%({name}_ids)s::uuid[]) AND " if few else ""


def _json(records: list[Record]) -> str:
    return _encode(records).decode()
