# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The one statement that changes anything: composed of the pieces a batch needs."""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache

import msgspec

from jiesu.adapters.store.sql import statements
from jiesu.application.ports import Batch, Record
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
    "blind",
    "timers_set",
    "timers_cleared",
    "outbox",
    "tallies",
)
_ERASING = ("erased_keys", "erased_items", "erased_redacted", "erased_blind", "erased_digests")
_GUARDED = {"revisions"}
_FIRST = {"changed_appeal", "revisions"}
_encode = msgspec.json.Encoder().encode


def statement_of(batch: Batch) -> tuple[str, dict[str, object]]:
    """Return the SQL text and parameters that write ``batch`` in one statement."""
    parameters: dict[str, object] = {}
    parts: list[str] = []
    expected = len(batch.revisions)
    for name, records in _state_parts(batch):
        parts.append(name)
        parameters[name] = _json(records)
        expected += len(records) if name.startswith("changed_") else 0
    for name in _PLAIN_PARTS:
        records = getattr(batch, name)
        if records:
            parts.append(name)
            parameters[name] = _json(records)
    if batch.erased:
        parts.extend(_ERASING)
        parameters["erased"] = [record["owner"] for record in batch.erased]
        parameters["erased_at"] = batch.erased[0]["at"]
    parameters["expected"] = expected
    return _compose(tuple(parts)), parameters


def _state_parts(batch: Batch) -> Iterator[tuple[str, list[Record]]]:
    for kind, (table, _) in TABLES.items():
        writes = [write for write in batch.streams if write.kind is kind]
        new = [write.row for write in writes if write.base == 0]
        changed = [{**write.row, "base": write.base} for write in writes if write.base]
        if new:
            yield f"new_{table}", new
        if changed:
            yield f"changed_{table}", changed


@cache
def _compose(parts: tuple[str, ...]) -> str:
    """Join the named pieces; stale versions make the whole statement fail.

    The counted pieces run in the order they are counted: the appeal first, whatever else a command
    changes, so that two commands on one case never wait for each other.
    """
    ctes = [f"guard AS MATERIALIZED ({statements('append')['guard']})"]
    ctes.extend(f"{name} AS ({_piece(name)})" for name in parts)
    checked = [name for name in parts if name.startswith("changed_") or name in _GUARDED]
    checked.sort(key=lambda name: name not in _FIRST)
    count, whole = statements("append")["count"], statements("append")["whole"]
    moved = " + ".join(count.replace("{piece}", name) for name in checked) or "0"
    return whole.replace("{pieces}", ", ".join(ctes)).replace("{moved}", moved)


def _piece(name: str) -> str:
    verb, _, table = name.partition("_")
    if verb not in {"new", "changed"}:
        return statements("append")[name]
    columns = _columns(table)
    guard = " AND t.revision = r.revision - 1" if table == "appeal" else ""
    return (
        statements("append")[verb]
        .replace("{table}", table)
        .replace("{columns}", ", ".join(columns))
        .replace("{values}", ", ".join(f"r.{column}" for column in columns))
        .replace("{guard}", guard)
    )


def _columns(table: str) -> tuple[str, ...]:
    return next(columns for name, columns in TABLES.values() if name == table)


def _json(records: list[Record]) -> str:
    return _encode(records).decode()
