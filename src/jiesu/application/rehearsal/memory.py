# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A store in memory that keeps the promises of the ports, and nothing else: for rehearsals."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import deepcopy
from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

import msgspec

from jiesu.application.expiry import LoadedOrder, OrdersAppeal
from jiesu.application.ports import (
    Batch,
    CommandTaken,
    Head,
    IdTaken,
    LoadedCase,
    Record,
    SomebodyWasFaster,
    StoredReceipt,
)
from jiesu.application.streams import state_from_plain
from jiesu.domain.appeals.model import Complaint
from jiesu.domain.streams import StreamId, StreamKind, order_stream
from jiesu.domain.workorders.case import Case
from jiesu.kernel.ids import case_number
from jiesu.kernel.instants import parse_instant

Rows = dict[str, Record]


def _written(record: Record) -> Record:
    """Return the record as it comes back from a disk: plain JSON, nothing shared."""
    copy: Record = msgspec.json.decode(msgspec.json.encode(record))
    return copy


class MemoryStore:
    """The ``Store`` port over dictionaries: versions, revisions, receipts, all or nothing."""

    def __init__(self) -> None:
        self.rows: dict[StreamKind, Rows] = {kind: {} for kind in StreamKind}
        self.receipt_rows: Rows = {}
        self.numbers: Rows = {}
        self.keys: Rows = {}
        self.items: Rows = {}
        self.redacted: Rows = {}
        self.likeness: Rows = {}
        self.blind: set[tuple[str, str]] = set()
        self.timers: dict[tuple[str, str], Record] = {}
        self.outbox: list[Record] = []
        self.entries: list[Record] = []
        self.loads = 0
        self.appends = 0
        self._serials = count()

    def load(self, subjects: Sequence[StreamId]) -> Mapping[StreamId, LoadedCase]:
        """Return the case of each subject; see the port."""
        self.loads += 1
        return {subject: self._load(subject) for subject in subjects}

    def load_orders(self, ids: Sequence[UUID]) -> Mapping[UUID, LoadedOrder]:
        """Return the orders that exist, each with its appeal; see the port."""
        self.loads += 1
        found = {id_: self._load(order_stream(id_)) for id_ in ids}
        return {id_: _lean(id_, loaded) for id_, loaded in found.items() if loaded.case.orders}

    def receipts(self, command_ids: Sequence[UUID]) -> Mapping[UUID, StoredReceipt]:
        """Return the receipts that exist; see the port."""
        found = {id_: self.receipt_rows.get(str(id_)) for id_ in command_ids}
        return {
            id_: StoredReceipt(id_, row["digest"], row["result"])
            for id_, row in found.items()
            if row is not None
        }

    def append(self, batch: Batch) -> None:
        """Write all of the batch or nothing; see the port."""
        self.appends += 1
        self._check_receipts(batch)
        self._check_streams(batch)
        self._check_revisions(batch)
        self._check_new(batch)
        self._write(batch)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Undo everything done inside when it ends in an error."""
        before = deepcopy({k: v for k, v in vars(self).items() if k != "_serials"})
        try:
            yield
        except BaseException:
            vars(self).update(before)
            raise

    def new_number(self, day: date) -> str:
        """Return the next case number of the day."""
        return case_number(day, next(self._serials))

    def snapshot(self) -> bytes:
        """Return everything stored as bytes: equal exactly when nothing has changed."""
        tables: list[Any] = [self.rows, self.receipt_rows, self.numbers, self.keys, self.items]
        tables += [self.redacted, self.likeness, sorted(self.blind), sorted(self.timers.items())]
        return msgspec.json.encode([*tables, self.outbox, self.entries])

    def _load(self, subject: StreamId) -> LoadedCase:
        appeal = self._appeal_of(subject)
        contact_id = str(subject.id) if subject.kind is StreamKind.INTERACTION else None
        if appeal is not None:
            contact_id = appeal["interaction_id"]
        contact = self.rows[StreamKind.INTERACTION].get(contact_id or "")
        order_rows = self.rows[StreamKind.ORDER]
        orders = [order_rows[id_] for id_ in appeal["orders"]] if appeal else []
        asked = self.rows[StreamKind.CALLBACK]
        callbacks = [asked[id_] for id_ in appeal["callbacks"]] if appeal else []
        owners = {appeal["id"] if appeal else "", contact_id or ""}
        keys = {owner: self.keys[owner] for owner in owners & set(self.keys)}
        found: list[tuple[StreamKind, Record | None]] = [
            (StreamKind.INTERACTION, contact),
            (StreamKind.APPEAL, appeal),
            *((StreamKind.ORDER, order) for order in orders),
            *((StreamKind.CALLBACK, callback) for callback in callbacks),
        ]
        if subject.kind is StreamKind.MEMBERSHIP:
            member = self.rows[StreamKind.MEMBERSHIP].get(str(subject.id))
            found = [(StreamKind.MEMBERSHIP, member)]
        rows = [(kind, row) for kind, row in found if row]
        brought = contact["appeals"] if contact else []
        others = [] if appeal and len(brought) == 1 else brought
        told = [self.rows[StreamKind.APPEAL][id_] for id_ in others]
        return _loaded(rows, appeal["revision"] if appeal else 0, keys, told)

    def _appeal_of(self, subject: StreamId) -> Record | None:
        if subject.kind in {StreamKind.INTERACTION, StreamKind.MEMBERSHIP}:
            return None
        appeal_id = str(subject.id)
        if subject.kind is not StreamKind.APPEAL:
            part = self.rows[subject.kind].get(appeal_id)
            appeal_id = part["appeal_id"] if part else ""
        return self.rows[StreamKind.APPEAL].get(appeal_id)

    def _check_receipts(self, batch: Batch) -> None:
        ids = [receipt["command_id"] for receipt in batch.receipts]
        if len(set(ids)) < len(ids) or set(ids) & set(self.receipt_rows):
            raise CommandTaken

    def _check_streams(self, batch: Batch) -> None:
        seen = set()
        for write in batch.streams:
            stored = self.rows[write.kind].get(write.row["id"])
            version = stored["version"] if stored else 0
            if stored and not write.base:
                raise IdTaken
            moved = write.kind is StreamKind.APPEAL and (
                (stored["revision"] if stored else 0) != write.row["revision"] - 1
            )
            if version != write.base or moved or write.row["id"] in seen:
                raise SomebodyWasFaster
            seen.add(write.row["id"])

    def _check_revisions(self, batch: Batch) -> None:
        appeals = self.rows[StreamKind.APPEAL]
        ids = [guard["id"] for guard in batch.revisions]
        stale = [
            guard for guard in batch.revisions if appeals[guard["id"]]["revision"] != guard["base"]
        ]
        if stale or len(set(ids)) < len(ids):
            raise SomebodyWasFaster

    def _check_new(self, batch: Batch) -> None:
        taken = [
            *(n for n in batch.numbers if n["number"] in self.numbers),
            *(k for k in batch.keys if k["owner"] in self.keys),
            *(i for i in batch.items if i["id"] in self.items),
        ]
        if taken:
            raise IdTaken

    def _write(self, batch: Batch) -> None:
        for write in batch.streams:
            self.rows[write.kind][write.row["id"]] = _written(write.row)
        for guard in batch.revisions:
            self.rows[StreamKind.APPEAL][guard["id"]]["revision"] += 1
        self.receipt_rows |= {r["command_id"]: _written(r) for r in batch.receipts}
        self.numbers |= {n["number"]: _written(n) for n in batch.numbers}
        self.keys |= {k["owner"]: _written(k) for k in batch.keys}
        self.items |= {i["id"]: _written(i) for i in batch.items}
        self.redacted |= {r["id"]: _written(r) for r in batch.redacted}
        self.likeness |= {s["appeal"]: _written(s) for s in batch.likeness}
        self.blind |= {(b["token"], b["owner"]) for b in batch.blind}
        self.timers |= {(t["stream"], t["name"]): _written(t) for t in batch.timers_set}
        for timer in batch.timers_cleared:
            self.timers.pop((timer["stream"], timer["name"]), None)
        self.outbox.extend(_written(delivery) for delivery in batch.outbox)
        self.entries.extend(_written(entry) for entry in batch.entries)
        for record in batch.erased:
            self._erase(record["owner"])

    def _erase(self, owner: str) -> None:
        if owner in self.keys:
            self.keys[owner]["wrapped"] = None
        self.items = {id_: i for id_, i in self.items.items() if i["owner"] != owner}
        self.redacted = {id_: r for id_, r in self.redacted.items() if r["owner"] != owner}
        self.likeness.pop(owner, None)
        self.blind = {(token, o) for token, o in self.blind if o != owner}
        for receipt in self.receipt_rows.values():
            if receipt["owner"] == owner:
                receipt["digest"] = None


def _lean(order_id: UUID, loaded: LoadedCase) -> LoadedOrder:
    appeal = loaded.case.the_appeal(order_id)
    known = (appeal.id, appeal.number, appeal.district, loaded.revision, appeal.complained_officer)
    head = loaded.heads[order_stream(order_id)]
    return LoadedOrder(loaded.case.order(order_id), head, OrdersAppeal(*known))


def _loaded(
    rows: list[tuple[StreamKind, Record]], revision: int, keys: Rows, told: list[Record]
) -> LoadedCase:
    heads = {
        StreamId(kind, UUID(row["id"])): Head(
            row["version"], row["head"], parse_instant(row["head_at"])
        )
        for kind, row in rows
    }
    states: dict[StreamKind, list[Any]] = {kind: [] for kind in StreamKind}
    for kind, row in rows:
        states[kind].append(state_from_plain(kind, row))
    case = Case(
        next(iter(states[StreamKind.INTERACTION]), None),
        next(iter(states[StreamKind.APPEAL]), None),
        tuple(states[StreamKind.ORDER]),
        tuple(Complaint(one["complained_unit"], one["complained_officer"]) for one in told),
        tuple(states[StreamKind.CALLBACK]),
        next(iter(states[StreamKind.MEMBERSHIP]), None),
    )
    wrapped = {
        UUID(owner): bytes.fromhex(key["wrapped"][2:]) if key["wrapped"] else None
        for owner, key in keys.items()
    }
    return LoadedCase(case, heads, revision, wrapped)
