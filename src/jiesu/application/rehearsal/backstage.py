# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What stands on the store in memory besides the gate: timers, the log as read, verdicts."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

from jiesu.application.evaluating import Span
from jiesu.application.handovers import OrphanedOrder, Reform
from jiesu.application.ports import Record
from jiesu.application.rehearsal.memory import MemoryStore
from jiesu.application.showing import LoggedEntry
from jiesu.application.streams import state_from_plain
from jiesu.application.timers import DueTimer
from jiesu.domain.callback.model import CallBack, CallBackState
from jiesu.domain.evaluation.rates import Verdict
from jiesu.domain.organisations import Organisation
from jiesu.domain.streams import StreamKind, appeal_stream
from jiesu.domain.workorders.case import Case
from jiesu.kernel.instants import Instant, instant_text, parse_instant


class SetClock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: Instant) -> None:
        self.moment = now

    def now(self) -> Instant:
        """Return the instant it was set to."""
        return self.moment

    def set(self, now: Instant) -> None:
        """Set the clock."""
        self.moment = now

    def pass_(self, **span: float) -> Instant:
        """Let time pass (``hours=2``); return the new present."""
        self.moment = Instant(self.moment + timedelta(**span))
        return self.moment


class MemoryTimers:
    """The ``TimerStore`` port over the store in memory."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def transaction(self) -> AbstractContextManager[None]:
        """Return a context whose calls stand or fall together."""
        return self._store.transaction()

    def claim(self, now: Instant, limit: int) -> list[DueTimer]:
        """Return up to ``limit`` due timers with their cases."""
        due = [row for row in self._store.timers.values() if parse_instant(row["wake_at"]) <= now]
        due.sort(key=lambda row: (row["due_at"], row["stream"], row["name"]))
        return [self._timer(row) for row in due[:limit]]

    def settle(self, timers: Sequence[DueTimer]) -> None:
        """Remove timers whose clock has stopped."""
        for timer in timers:
            self._store.timers.pop(_key(timer), None)

    def reschedule(self, timer: DueTimer, due_at: Instant) -> None:
        """Write down when the clock really is due."""
        text = instant_text(due_at)
        self._store.timers[_key(timer)] |= {"due_at": text, "wake_at": text}

    def back_off(self, timer: DueTimer, wake_at: Instant, error: str) -> None:
        """Look at the timer again at ``wake_at``."""
        row = self._store.timers[_key(timer)]
        tried = {"attempts": timer.attempts + 1, "last_error": error}
        row |= {"wake_at": instant_text(wake_at), **tried}

    def next_wake(self) -> Instant | None:
        """Return when the next timer wants to be looked at."""
        wakes = [parse_instant(row["wake_at"]) for row in self._store.timers.values()]
        return min(wakes, default=None)

    def _timer(self, row: Record) -> DueTimer:
        kind, stream = StreamKind(row["kind"]), row["stream"]
        own = kind in {StreamKind.INTERACTION, StreamKind.APPEAL}
        case = stream if own else self._store.rows[kind][stream]["appeal_id"]
        due_at, attempts = parse_instant(row["due_at"]), row.get("attempts", 0)
        return DueTimer(UUID(stream), kind.value, row["name"], due_at, attempts, UUID(case))


def _key(timer: DueTimer) -> tuple[str, str]:
    return str(timer.stream), timer.name


class MemoryReader:
    """``CaseReader`` over the store in memory."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def find(self, number: str) -> Case | None:
        """Return the case with that number."""
        row = self._store.numbers.get(number)
        if row is None:
            return None
        stream = appeal_stream(UUID(row["appeal"]))
        return self._store.load([stream])[stream].case

    def entries(self, streams: Sequence[UUID]) -> list[LoggedEntry]:
        """Return the log of these streams in the order things happened."""
        wanted = {str(stream) for stream in streams}
        found = [
            _entry(seq, row)
            for seq, row in enumerate(self._store.entries, start=1)
            if row["stream"] in wanted
        ]
        return sorted(found, key=lambda entry: (entry.at, entry.seq))

    def redacted(self, items: Sequence[UUID]) -> Mapping[UUID, str]:
        """Return the redacted copies that exist among ``items``."""
        rows = {item: self._store.redacted.get(str(item)) for item in items}
        return {item: row["text"] for item, row in rows.items() if row is not None}


def _entry(seq: int, row: Record) -> LoggedEntry:
    at, recorded = parse_instant(row["at"]), parse_instant(row["recorded_at"])
    told = (row["type"], row["data"], at, recorded, row["actor"], row["history"])
    return LoggedEntry(seq, UUID(row["stream"]), *told)


class MemoryVerdicts:
    """``VerdictReader`` over the store in memory; it gives every answer there is."""

    def __init__(self, store: MemoryStore, organisation: Organisation) -> None:
        self._store = store
        self._districts = {code: area.unit for code, area in organisation.areas.items()}

    def verdicts(self, span: Span) -> Iterator[Verdict]:  # noqa: ARG002 -- others may be among them
        """Yield the answers; see the port."""
        for row in self._store.rows[StreamKind.CALLBACK].values():
            asked: CallBack = state_from_plain(StreamKind.CALLBACK, row)
            if asked.state is CallBackState.ANSWERED:
                yield self._verdict(asked)

    def _verdict(self, asked: CallBack) -> Verdict:
        said = (asked.contacted, asked.solved, asked.satisfied)
        contacted, solved, satisfied = said
        assert contacted is not None
        assert solved is not None
        assert satisfied is not None
        assert asked.ended_at is not None
        return Verdict(
            callback_id=asked.id,
            appeal_id=asked.appeal_id,
            round=asked.round,
            lead=asked.lead,
            helpers=asked.helpers,
            copies=asked.copies,
            district_unit=self._districts.get(asked.district or ""),
            registered_at=asked.registered_at,
            dispatched_at=asked.dispatched_at,
            due_at=asked.due_at,
            answered_at=asked.ended_at,
            contacted=contacted,
            solved=solved,
            satisfied=satisfied,
        )


class MemoryOrphans:
    """``OrphanStore`` over a store in memory."""

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def orphans(self, reform: Reform, after: UUID, limit: int) -> list[OrphanedOrder]:
        """Return open orders that their units cannot go on with; see the port."""
        heirs = dict(zip(reform.ended, reform.heirs, strict=True))
        found = [
            OrphanedOrder(UUID(row["id"]), UUID(row["appeal_id"]), row["unit"], row["version"])
            for row in self._store.rows[StreamKind.ORDER].values()
            if row["closed_at"] is None and self._orphaned(row, heirs)
        ]
        return sorted(each for each in found if each.id > after)[:limit]

    def orphans_by_unit(self, reform: Reform) -> Mapping[str, int]:
        """Return how many there are; see the port."""
        every = self.orphans(reform, UUID(int=0), len(self._store.rows[StreamKind.ORDER]))
        return Counter(each.unit for each in every)

    def _orphaned(self, row: Record, heirs: Mapping[str, str]) -> bool:
        accused = self._store.rows[StreamKind.APPEAL][row["appeal_id"]]["complained_unit"]
        return row["unit"] in heirs or (accused in heirs and heirs[accused] == row["unit"])
