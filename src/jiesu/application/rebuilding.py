# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Rebuilding: what the log folds to, and whether rows and timers say the same."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from jiesu.application.findings import Fault, Finding, shown
from jiesu.application.streams import AGGREGATES, State, event_from_plain, plain
from jiesu.domain.clocks import Clock
from jiesu.domain.streams import StreamId, StreamKind
from jiesu.kernel.instants import Instant

TABLE_NAMES: Mapping[str, str] = {
    StreamKind.INTERACTION: "interaction",
    StreamKind.APPEAL: "appeal",
    StreamKind.ORDER: "work_order",
    StreamKind.CALLBACK: "callback",
    StreamKind.MEMBERSHIP: "membership",
}
"""The table in which each aggregate's rows stand, as findings name it."""
_decode = msgspec.json.Decoder().decode


class LogRow(NamedTuple):
    """One entry of the log as stored; ``data`` is JSON text, ids are text."""

    seq: int
    id: str
    stream: str
    kind: str
    version: int
    type: str
    data: str
    at: datetime
    recorded_at: datetime
    actor: str
    command: str
    pack: str
    history: bool
    district: str | None
    prev: str
    hash: str


class StateRow(NamedTuple):
    """One row of an aggregate's table; ``columns`` is empty where only its position was read."""

    kind: StreamKind
    id: str
    version: int
    head: str
    head_at: datetime
    columns: Mapping[str, Any]


class TimerRow(NamedTuple):
    """One row of the timer table."""

    stream: str
    kind: str
    name: str
    due_at: datetime
    wake_at: datetime
    attempts: int


class Unfoldable(Exception):
    """An entry cannot be folded: unknown type, unreadable data, or out of place."""

    def __init__(self, entry: LogRow, why: str) -> None:
        super().__init__(why)
        self.entry = entry
        self.why = why


@dataclass(slots=True)
class Rebuilt:
    """A stream folded so far: its state, and the timers the gate must have set for it."""

    state: Any = None
    timers: dict[str, datetime] | None = None

    def fold(self, entry: LogRow) -> None:
        """Fold one more entry.

        Raises:
            Unfoldable: see there.
        """
        try:
            aggregate = AGGREGATES[StreamKind(entry.kind)]
            event = event_from_plain(entry.type, _decode(entry.data))
            before = self.state
            self.state = aggregate.evolve(before, event, UUID(entry.stream), Instant(entry.at))
        except (msgspec.MsgspecError, KeyError, ValueError, RecursionError) as error:
            raise Unfoldable(entry, type(error).__name__) from error
        if not entry.history:
            running = aggregate.clocks
            self._keep_timers(running(before) if before is not None else (), running(self.state))

    def _keep_timers(self, before: tuple[Clock, ...], after: tuple[Clock, ...]) -> None:
        """Do to the timers what the gate does after each entry that is not imported history."""
        timers = self.timers = self.timers or {}
        timers |= {clock.name.value: clock.due_at for clock in after if clock not in before}
        names = {clock.name for clock in after}
        for clock in before:
            if clock.name not in names:
                timers.pop(clock.name.value, None)


def rebuild(entries: Iterable[LogRow]) -> dict[StreamId, State]:
    """Return the state of every stream, folded from its entries in the order given.

    Raises:
        Unfoldable: an entry is of an unknown type, unreadable, or out of place.
    """
    streams: dict[StreamId, Rebuilt] = {}
    for entry in entries:
        stream = StreamId(StreamKind(entry.kind), UUID(entry.stream))
        streams.setdefault(stream, Rebuilt()).fold(entry)
    return {stream: rebuilt.state for stream, rebuilt in streams.items()}


def check_rebuilt(
    entries: Sequence[LogRow], row: StateRow | None, timers: Sequence[TimerRow]
) -> Iterator[Finding]:
    """Fold one stream and compare its row, column by column, and its timers."""
    rebuilt = Rebuilt()
    try:
        for entry in entries:
            rebuilt.fold(entry)
    except Unfoldable as error:
        entry = error.entry
        yield Finding(
            Fault.UNREADABLE, "log_entry", entry.id, "data", found=error.why, seq=entry.seq
        )
        return
    if row is not None:
        yield from _compare_row(rebuilt.state, row)
    if entries:
        yield from _compare_timers(entries[0], rebuilt.timers or {}, timers)


@cache
def _columns(kind: StreamKind) -> tuple[str, ...]:
    return tuple(f.name for f in fields(AGGREGATES[kind].state))


def _compare_row(state: Any, row: StateRow) -> Iterator[Finding]:  # noqa: ANN401 -- one of State
    for column in _columns(row.kind):
        expected = _stored(getattr(state, column, None))
        found = row.columns.get(column)
        if expected != found:
            table = TABLE_NAMES[row.kind]
            yield Finding(Fault.CHANGED, table, row.id, column, shown(expected), shown(found))


def _stored(value: object) -> object:
    """Return a field of a state as the database driver returns its column."""
    if isinstance(value, tuple):
        return list(value)
    return plain(value) if is_dataclass(value) else value


def _compare_timers(
    first: LogRow, expected: Mapping[str, datetime], timers: Sequence[TimerRow]
) -> Iterator[Finding]:
    found = {timer.name: timer for timer in timers}
    for name in sorted(expected.keys() - found.keys()):
        due = expected[name].isoformat()
        yield Finding(Fault.MISSING, "timer", f"{first.stream}/{name}", "due_at", due)
    for name, timer in found.items():
        if name in expected:
            yield from _compare_timer(first, expected[name], timer)
        else:
            yield Finding(Fault.EXTRA, "timer", f"{timer.stream}/{name}", "name", found=name)


def _compare_timer(first: LogRow, due: datetime, timer: TimerRow) -> Iterator[Finding]:
    key = f"{timer.stream}/{timer.name}"
    if timer.kind != first.kind:
        yield Finding(Fault.CHANGED, "timer", key, "kind", first.kind, timer.kind)
    # A timer nobody has tried yet wakes when its clock is due; later it waits for a retry.
    woken = timer.wake_at if timer.attempts == 0 else due
    for column, moment in (("due_at", timer.due_at), ("wake_at", woken)):
        if moment != due:
            yield Finding(Fault.CHANGED, "timer", key, column, due.isoformat(), moment.isoformat())
