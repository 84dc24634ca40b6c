# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The judge: what must hold of a database whatever happened to it.

It shares the hash, the folding and the plain form with the program, but none of its writing or
verifying code: a second opinion, read with a handful of plain queries.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
import psycopg

from jiesu.application.catalogue import NOTICES
from jiesu.application.streams import AGGREGATES, event_from_plain, state_from_plain
from jiesu.domain.streams import StreamKind
from jiesu.kernel.events import Event
from jiesu.kernel.instants import Instant, instant_text, parse_instant
from jiesu.kernel.sealing import GENESIS, entry_hash

Row = dict[str, Any]

TABLES = (
    "interaction",
    "appeal",
    "work_order",
    "callback",
    "membership",
    "case_number",
    "log_entry",
    "receipt",
    "seal",
    "personal_key",
    "personal_item",
    "redacted_copy",
    "appeal_likeness",
    "likeness_band",
    "blind_index",
    "timer",
    "outbox",
)
"""Everything stored, apart from the two sequences, whose gaps mean nothing."""

_STATES = {
    "interaction": StreamKind.INTERACTION,
    "appeal": StreamKind.APPEAL,
    "work_order": StreamKind.ORDER,
    "callback": StreamKind.CALLBACK,
    "membership": StreamKind.MEMBERSHIP,
}
_OF_AN_APPEAL = {StreamKind.ORDER, StreamKind.CALLBACK}
_BODY = "id stream kind version type data at recorded_at actor command pack history district"
_REMEMBERED = 200_000
_FINGERPRINT = "SELECT md5(string_agg(said, '' ORDER BY said)) FROM ({}) AS everything".format(
    " UNION ALL ".join(f"SELECT '{name} ' || t::text AS said FROM {name} AS t" for name in TABLES)
)


def fingerprint(connection: psycopg.Connection[Any]) -> str:
    """Return a digest of every row of every table: equal exactly when nothing has changed."""
    ((digest,),) = connection.execute(_FINGERPRINT).fetchall()
    return str(digest)


def violations(connection: psycopg.Connection[Any]) -> list[str]:
    """Return everything that must not be, one sentence each."""
    return list(_Evidence.read(connection).complaints())


@dataclass
class _Evidence:
    """The tables as read in one snapshot, and the log folded from them."""

    tables: dict[str, list[Row]]
    streams: dict[str, list["_Entry"]] = field(default_factory=lambda: defaultdict(list))
    rows: list[tuple[str, "_State"]] = field(default_factory=list)
    states: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, connection: psycopg.Connection[Any]) -> "_Evidence":
        with connection.transaction():
            connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            texts = {name: _texts(connection, name) for name in TABLES}
        entries = sorted(map(_entry, texts["log_entry"]), key=lambda e: (e.version, e.row["seq"]))
        found = cls(
            {name: [msgspec.json.decode(t) for t in texts[name]] for name in _OTHERS}
            | {"log_entry": [entry.row for entry in entries]},
        )
        for entry in entries:
            found.streams[entry.row["stream"]].append(entry)
        for table, kind in _STATES.items():
            found.rows.extend((table, _state(kind, text)) for text in texts[table])
            found.tables[table] = [state.row for name, state in found.rows if name == table]
        return found

    def complaints(self) -> Iterator[str]:
        yield from chain.from_iterable(map(self._chain, self.streams))
        yield from self._unique_numbers()
        yield from self._rows()
        yield from self._timers()
        yield from self._receipts()
        yield from self._outbox()
        yield from self._case_numbers()
        yield from self._personal()

    def _chain(self, stream: str) -> Iterator[str]:
        """Versions 1..n, each entry hashed over the one before, folded as it goes."""
        prev, state = GENESIS, None
        for version, entry in enumerate(self.streams[stream], 1):
            place = f"{entry.row['kind']} {stream} version {entry.version}"
            if entry.version != version:
                yield f"{place}: expected version {version}"
            if entry.row["prev"] != prev:
                yield f"{place}: does not follow the entry before it"
            if entry.computed != entry.row["hash"]:
                yield f"{place}: the hash is not that of its content"
            prev = entry.row["hash"]
            evolve = AGGREGATES[StreamKind(entry.row["kind"])].evolve
            state = evolve(state, entry.event, UUID(stream), parse_instant(entry.row["at"]))
        self.states[stream] = state

    def _unique_numbers(self) -> Iterator[str]:
        numbers = [entry["seq"] for entry in self.tables["log_entry"]]
        if len(set(numbers)) < len(numbers):
            yield "log_entry: a number was given twice"

    def _rows(self) -> Iterator[str]:
        """Every row is what its stream folds to, and every stream has its row."""
        seen = set()
        for table, (row, state) in self.rows:
            seen.add(row["id"])
            entries = self.streams.get(row["id"])
            if not entries:
                yield f"{table} {row['id']}: no entry accounts for it"
                continue
            if state != self.states[row["id"]]:
                yield f"{table} {row['id']}: is not what its log folds to"
            if (row["version"], row["head"]) != (entries[-1].version, entries[-1].row["hash"]):
                yield f"{table} {row['id']}: does not stand at the end of its log"
        for stream in self.streams.keys() - seen:
            yield f"{self.streams[stream][0].row['kind']} {stream}: has a log and no row"

    def _timers(self) -> Iterator[str]:
        """The timers are the running clocks, neither more nor fewer (history has none)."""
        running = dict(self._running())
        timers = {(t["stream"], t["name"]): t["due_at"] for t in self.tables["timer"]}
        for key in running.keys() - timers.keys():
            yield f"timer {key}: its clock runs, the timer is missing"
        for key in timers.keys() - running.keys():
            yield f"timer {key}: left over, no such clock runs"
        for key in timers.keys() & running.keys():
            if parse_instant(timers[key]) != running[key]:
                yield f"timer {key}: due {timers[key]}, its clock says {running[key]}"

    def _running(self) -> Iterator[tuple[tuple[str, str], Instant]]:
        for stream, entries in self.streams.items():
            if not any(entry.row["history"] for entry in entries):
                clocks = AGGREGATES[StreamKind(entries[0].row["kind"])].clocks
                for clock in clocks(self.states[stream]):
                    yield (stream, clock.name.value), clock.due_at

    def _receipts(self) -> Iterator[str]:
        """Every entry belongs to a receipt, and every receipt's events are in the log, once."""
        written: dict[str, list[Row]] = defaultdict(list)
        for entry in sorted(self.tables["log_entry"], key=lambda e: e["seq"]):
            written[entry["command"]].append(entry)
        for receipt in self.tables["receipt"]:
            said = receipt["result"]
            entries = written.pop(receipt["command_id"], [])
            if sorted(said["events"]) != sorted(entry["type"] for entry in entries):
                yield f"receipt {receipt['command_id']}: says {said['events']}, log: {entries}"
            own = [entry["version"] for entry in entries if entry["stream"] == said["subject"]]
            if own and max(own) != said["version"]:
                yield f"receipt {receipt['command_id']}: version {said['version']}, log: {own}"
        for command in written:
            yield f"command {command}: is in the log and has no receipt"

    def _outbox(self) -> Iterator[str]:
        """Exactly one delivery for every event that somebody is told of."""
        owed = {
            entry["id"]: notice
            for entry in self.tables["log_entry"]
            if not entry["history"] and (notice := _NOTICES[entry["type"]]) is not None
        }
        found = {row["id"]: row["notice"] for row in self.tables["outbox"]}
        if owed != found:
            yield f"outbox: owed {owed.keys() - found.keys()}, extra {found.keys() - owed.keys()}"

    def _case_numbers(self) -> Iterator[str]:
        given = sorted((row["number"], row["appeal"]) for row in self.tables["case_number"])
        carried = sorted((row["number"], row["id"]) for row in self.tables["appeal"])
        if given != carried:
            yield f"case_number: given {given}, carried {carried}"

    def _personal(self) -> Iterator[str]:
        """What the log refers to is stored under a key that exists, unless it was erased."""
        items = {row["id"]: row["owner"] for row in self.tables["personal_item"]}
        copies = {row["id"] for row in self.tables["redacted_copy"]}
        erased = self._erased()
        meant = {
            item
            for entry in self.tables["log_entry"]
            if self._owner(entry) not in erased
            for item in _sealed_in(entry["data"])
        }
        if meant != items.keys():
            yield f"personal_item: missing {meant - items.keys()}, extra {items.keys() - meant}"
        if not copies <= items.keys():
            yield f"redacted_copy: extra {copies - items.keys()}"
        yield from self._signatures(erased)
        yield from self._keys(set(items.values()), erased)

    def _signatures(self, erased: set[str]) -> Iterator[str]:
        """Every appeal that was not erased has its signature, and each band of it leads back."""
        signed = {row["appeal"]: row["bands"] for row in self.tables["appeal_likeness"]}
        owed = {row["id"] for row in self.tables["appeal"]} - erased
        if signed.keys() != owed:
            yield f"appeal_likeness: owed {owed - signed.keys()}, extra {signed.keys() - owed}"
        meant = {(band, appeal) for appeal, bands in signed.items() for band in bands}
        found = {(row["band"], row["appeal"]) for row in self.tables["likeness_band"]}
        if meant != found:
            yield f"likeness_band: missing {meant - found}, extra {found - meant}"

    def _keys(self, used: set[str], erased: set[str]) -> Iterator[str]:
        alive = {row["owner"] for row in self.tables["personal_key"] if row["wrapped"] is not None}
        for owner in used - alive:
            yield f"personal_key {owner}: is missing"
        for owner in erased & alive:
            yield f"personal_key {owner}: was erased and is still there"
        for row in self.tables["blind_index"]:
            if row["owner"] not in alive:
                yield f"blind_index: leads to {row['owner']}"

    def _erased(self) -> set[str]:
        tables = (self.tables["appeal"], self.tables["interaction"])
        return {row["id"] for row in chain(*tables) if row["erased_at"] is not None}

    def _owner(self, entry: Row) -> str:
        state = self.states[entry["stream"]]
        return str(state.appeal_id) if entry["kind"] in _OF_AN_APPEAL else entry["stream"]


_NOTICES = {event.__name__: notice for event, notice in NOTICES.items()}
_OTHERS = [name for name in TABLES if name != "log_entry" and name not in _STATES]


class _Entry(NamedTuple):
    """An entry as stored, what it says, and the hash it must have after the one it names."""

    row: Row
    event: Event
    computed: str

    @property
    def version(self) -> int:
        return int(self.row["version"])


class _State(NamedTuple):
    """A row of an aggregate's table, and the state it stands for."""

    row: Row
    state: Any


@lru_cache(_REMEMBERED)
def _entry(text: str) -> _Entry:
    row = msgspec.json.decode(text)
    body = {name: row[name] for name in _BODY.split()}
    for name in ("at", "recorded_at"):
        body[name] = instant_text(parse_instant(row[name]))
    return _Entry(row, event_from_plain(row["type"], row["data"]), entry_hash(row["prev"], body))


@lru_cache(_REMEMBERED)
def _state(kind: StreamKind, text: str) -> _State:
    row = msgspec.json.decode(text)
    return _State(row, state_from_plain(kind, row))


def _texts(connection: psycopg.Connection[Any], table: str) -> list[str]:
    rows = connection.execute(f"SELECT to_jsonb(t)::text FROM {table} AS t")
    return [text for (text,) in rows]


def _sealed_in(data: object) -> Iterator[str]:
    """Yield the ids of personal items that an event's data refers to."""
    if isinstance(data, dict):
        if {"id", "kind", "digest", "length"} <= data.keys():
            yield data["id"]
        yield from chain.from_iterable(map(_sealed_in, data.values()))
    elif isinstance(data, list):
        yield from chain.from_iterable(map(_sealed_in, data))
