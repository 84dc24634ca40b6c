# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Verification: is the log what was written, and is everything else what the log says?

Read once, in order: entries, rows and timers side by side by stream; then numbers and hashes side
by side with the seals. Nothing is kept but one stream and one day's leaves.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import Any, Protocol

import msgspec

from jiesu.application.findings import Fault, Finding, shown
from jiesu.application.rebuilding import (
    TABLE_NAMES,
    LogRow,
    StateRow,
    TimerRow,
    check_rebuilt,
    rebuild,
)
from jiesu.application.sealedwords import ItemRow, Opener, Reference, check_items, references
from jiesu.application.seals import Seal, day_root, entry_leaf
from jiesu.kernel.calendar import BusinessCalendar
from jiesu.kernel.instants import Instant
from jiesu.kernel.sealing import GENESIS, leaf_hash

__all__ = ["Depth", "LogSnapshot", "Request", "body_of", "entry_digest", "rebuild", "verify"]

_ENTRY = b"jiesu.log.entry.1\n"  # as in kernel.sealing; a test keeps the two equal
_UNREADABLE = "unreadable"
_UNREADABLE_LEAF = leaf_hash(b"")
_encode = msgspec.json.Encoder(order="sorted").encode
_decode = msgspec.json.Decoder().decode
_LENGTH_OF_MOMENT = len("2026-03-10T04:00:00.000000")
_ONE_DAY = timedelta(days=1)
_MOST_DAYS = 1000  # named one by one
_STEP = 500  # entries between two moves of the progress bar
_ITEMS_AT_ONCE = 500

Progress = Callable[[int], None]


class LogSnapshot(Protocol):
    """The store at one instant, read in order; later writes are not seen."""

    def size(self, after: int) -> int:
        """Return how many entries have a number above ``after``."""
        ...

    def entries(self, after: int) -> Iterator[LogRow]:
        """Yield every entry of the streams that moved after number ``after``.

        Ordered by stream, version and number.
        """
        ...

    def rows(self, after: int, *, full: bool) -> Iterator[StateRow]:
        """Yield the rows of the same streams, ordered by id; with all columns if ``full``."""
        ...

    def timers(self, after: int) -> Iterator[TimerRow]:
        """Yield the timers of the same streams, ordered by stream."""
        ...

    def seals(self) -> Sequence[Seal]:
        """Return every seal in the order of days."""
        ...

    def leaves(self, after: int) -> Iterator[tuple[int, str, datetime]]:
        """Yield number, hash and time of recording of the entries above ``after``, in order."""
        ...

    def discrepancies(self) -> Iterator[Finding]:
        """Yield what case numbers, receipts, deliveries and keys say against the log."""
        ...

    def items(self, ids: Sequence[str]) -> Mapping[str, ItemRow]:
        """Return the personal items that exist among ``ids``, with their owners' keys."""
        ...

    def keys_destroyed(self, owners: Sequence[str]) -> frozenset[str]:
        """Return the owners whose key is destroyed."""
        ...


@dataclass(frozen=True, slots=True)
class Depth:
    """How much to compare besides chains, positions and seals."""

    rows: bool = False
    """Rebuild every aggregate; compare rows, timers, numbers, receipts, deliveries and keys."""
    opener: Opener | None = None
    """Open the personal words; needs the master key."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to verify: everything, or what moved since the start of ``since``.

    ``anchors`` are roots known from elsewhere (printed, published), by day.
    """

    calendar: BusinessCalendar
    now: Instant
    since: date | None = None
    depth: Depth = field(default_factory=Depth)
    anchors: Mapping[date, str] = field(default_factory=dict)


def body_of(entry: LogRow) -> dict[str, Any]:
    """Return the body the gate hashed, as ``application.work`` spells it."""
    at = _moment(entry.at)
    return {
        "id": entry.id,
        "stream": entry.stream,
        "kind": entry.kind,
        "version": entry.version,
        "type": entry.type,
        "data": _decode(entry.data),
        "at": at,
        "recorded_at": at if entry.recorded_at == entry.at else _moment(entry.recorded_at),
        "actor": entry.actor,
        "command": entry.command,
        "pack": entry.pack,
        "history": entry.history,
        "district": entry.district,
    }


def _moment(moment: datetime) -> str:
    """Spell an instant like ``kernel.instants.instant_text``, three times as fast."""
    if moment.utcoffset():
        moment = moment.astimezone(UTC)
    return moment.isoformat(timespec="microseconds")[:_LENGTH_OF_MOMENT] + "Z"


def entry_digest(entry: LogRow, prev: str) -> str:
    """Return the hash the entry must have after ``prev``: the bytes of ``kernel.entry_hash``.

    The faster encoder spells alike everything an event holds, which a test shows for every
    character. What no event holds (decimals, numbers beyond 64 bits) it spells otherwise; there
    the hash does not fit, as it must not.
    """
    try:
        spelled = _encode(body_of(entry))
    except (msgspec.MsgspecError, RecursionError):
        return _UNREADABLE  # no hash at all, so that none fits
    return sha256(_ENTRY + prev.encode() + b"\n" + spelled).hexdigest()


@dataclass(frozen=True, slots=True)
class Strand:
    """One stream with everything that stands for it in other tables."""

    stream: str
    entries: list[LogRow]
    row: StateRow | None
    timers: list[TimerRow]
    others: Sequence[StateRow] = ()
    """More rows under the same id, of which there must be none."""


def strands(
    entries: Iterable[LogRow], rows: Iterable[StateRow], timers: Iterable[TimerRow]
) -> Iterator[Strand]:
    """Join three orderly readings by stream; what stands in only one of them is kept too."""
    tagged: Iterator[tuple[str, int, Any]] = merge(
        ((entry.stream, 0, entry) for entry in entries),
        ((row.id, 1, row) for row in rows),
        ((timer.stream, 2, timer) for timer in timers),
        key=itemgetter(0),
    )
    for stream, group in groupby(tagged, key=itemgetter(0)):
        found: tuple[list[Any], list[Any], list[Any]] = ([], [], [])
        for _, kind, item in group:
            found[kind].append(item)
        row, *others = found[1] or [None]
        yield Strand(stream, found[0], row, found[2], others)


def check_strand(strand: Strand, *, full: bool) -> Iterator[Finding]:
    """Check one stream: chain, position of its row, and in full its rebuilt state and timers."""
    for other in strand.others:
        yield Finding(Fault.EXTRA, TABLE_NAMES[other.kind], other.id, "id", found=other.id)
    if not strand.entries:
        yield from _unaccounted(strand)
        return
    yield from check_chain(strand.entries, strand.row.head if strand.row else None)
    if strand.row is None:
        first = strand.entries[0]
        table = TABLE_NAMES.get(first.kind, first.kind)
        yield Finding(Fault.MISSING, table, strand.stream, "id", strand.stream)
    else:
        yield from _check_position(strand.entries, strand.row)
    if full:
        yield from check_rebuilt(strand.entries, strand.row, strand.timers)


def _unaccounted(strand: Strand) -> Iterator[Finding]:
    if strand.row is not None:
        table = TABLE_NAMES[strand.row.kind]
        yield Finding(Fault.EXTRA, table, strand.stream, "id", found=strand.stream)
    for timer in strand.timers:
        yield Finding(Fault.EXTRA, "timer", f"{timer.stream}/{timer.name}", "stream", found="row")


def check_chain(entries: Sequence[LogRow], head: str | None) -> Iterator[Finding]:
    """Check versions, links and hashes of one stream; ``head`` is what its row remembers."""
    prev, version, seq = GENESIS, 0, 0
    for index, entry in enumerate(entries):
        yield from _check_order(entry, version, seq, entries[0].kind)
        remembered = entries[index + 1].prev if index + 1 < len(entries) else head
        computed = entry_digest(entry, prev)
        yield from _check_hash(entry, prev, computed, remembered)
        only_its_hash = computed == remembered and entry.prev == prev
        prev = computed if only_its_hash else entry.hash
        version, seq = entry.version, entry.seq


def _check_hash(
    entry: LogRow, prev: str, computed: str, remembered: str | None
) -> Iterator[Finding]:
    """Tell a broken link, a changed hash and a changed body apart by what follows the entry."""
    if entry.prev != prev:
        yield _about(entry, "prev", prev, entry.prev)
    if entry.hash == computed:
        return
    if entry.prev != prev and entry.hash == entry_digest(entry, entry.prev):
        return  # whole in itself: it is what it follows that is gone
    column = "hash" if computed == remembered else "body"
    yield _about(entry, column, computed, entry.hash)


def _check_order(entry: LogRow, version: int, seq: int, kind: str) -> Iterator[Finding]:
    if entry.version == version + 1:
        pass
    elif entry.version <= version:
        yield replace(_about(entry, "version", version + 1, entry.version), fault=Fault.EXTRA)
    else:
        gap = f"{version + 1}–{entry.version - 1}"
        yield Finding(Fault.MISSING, "log_entry", entry.stream, "version", gap, seq=entry.seq)
    if entry.seq <= seq:
        yield _about(entry, "seq", f"> {seq}", entry.seq)
    if entry.kind != kind:
        yield _about(entry, "kind", kind, entry.kind)


def _check_position(entries: Sequence[LogRow], row: StateRow) -> Iterator[Finding]:
    last, table = entries[-1], TABLE_NAMES[row.kind]
    pairs = (
        ("kind", last.kind, row.kind.value),
        ("version", last.version, row.version),
        ("head", last.hash, row.head),
        ("head_at", last.at, row.head_at),
    )
    for column, expected, found in pairs:
        if expected != found:
            yield Finding(Fault.CHANGED, table, row.id, column, shown(expected), shown(found))


def _about(entry: LogRow, column: str, expected: object, found: object) -> Finding:
    return Finding(
        Fault.CHANGED, "log_entry", entry.id, column, shown(expected), shown(found), entry.seq
    )


def check_seals(
    seals: Sequence[Seal], leaves: Iterator[tuple[int, str, datetime]], before: Seal | None
) -> Iterator[Finding]:
    """Check the seals after ``before`` against the entries after it, in order."""
    after, root, day = (before.last_seq, before.root, before.day) if before else (0, GENESIS, None)
    waiting = next(leaves, None)
    for seal in seals:
        yield from _check_link(seal, after, root, day)
        hashes: list[bytes] = []
        previous = 0
        while waiting is not None and waiting[0] <= seal.last_seq:
            if waiting[0] == previous:
                yield _about_seal(seal, "entries", "one", f"seq {previous} twice")
            previous = waiting[0]
            hashes.append(_leaf(*waiting[:2]))
            waiting = next(leaves, None)
        yield from _check_root(seal, hashes)
        after, root, day = seal.last_seq, seal.root, seal.day
    yield from _check_unsealed(waiting, leaves)


def _leaf(seq: int, hash_: str) -> bytes:
    try:
        return entry_leaf(seq, hash_)
    except (ValueError, OverflowError):
        return _UNREADABLE_LEAF


def _check_link(seal: Seal, after: int, root: str, day: date | None) -> Iterator[Finding]:
    if seal.first_seq != after + 1:
        yield _about_seal(seal, "first_seq", after + 1, seal.first_seq)
    if seal.prev_root != root:
        yield _about_seal(seal, "prev_root", root, seal.prev_root)
    if day is not None and day < seal.day:
        yield from _unsealed_days(day + _ONE_DAY, seal.day)


def _unsealed_days(first: date, end: date) -> Iterator[Finding]:
    """Yield each day from ``first`` until ``end`` as missing, what nobody would count at once."""
    days = (end - first).days
    if days > _MOST_DAYS:
        period = f"{first} – {end - _ONE_DAY}"
        yield Finding(Fault.MISSING, "seal", period, "day", period)
        return
    for number in range(days):
        day = (first + timedelta(days=number)).isoformat()
        yield Finding(Fault.MISSING, "seal", day, "day", day)


def _check_root(seal: Seal, hashes: Sequence[bytes]) -> Iterator[Finding]:
    if len(hashes) != seal.entries:
        yield _about_seal(seal, "entries", seal.entries, len(hashes))
    root = day_root(hashes, seal)
    if root != seal.root:
        yield _about_seal(seal, "root", root, seal.root)


def _check_unsealed(
    waiting: tuple[int, str, datetime] | None, leaves: Iterator[tuple[int, str, datetime]]
) -> Iterator[Finding]:
    previous = 0
    while waiting is not None:
        seq = waiting[0]
        if seq == previous:
            yield Finding(Fault.EXTRA, "log_entry", f"seq {seq}", "seq", found=str(seq), seq=seq)
        previous = seq
        waiting = next(leaves, None)


def _about_seal(seal: Seal, column: str, expected: object, found: object) -> Finding:
    numbers = f"{seal.day} ({seal.first_seq}–{seal.last_seq})"
    return Finding(Fault.CHANGED, "seal", numbers, column, shown(expected), shown(found))


def check_days(
    seals: Sequence[Seal], request: Request, first: datetime | None
) -> Iterator[Finding]:
    """Every whole day must have its seal, and every anchored day the root known elsewhere."""
    today = request.calendar.local_day(request.now)
    early = [seal for seal in seals if seal.day >= today]
    for seal in early:
        yield _about_seal(seal, "day", f"< {today}", seal.day)
    if early:
        day = today
    elif seals:
        day = seals[-1].day + _ONE_DAY
    elif first is not None:
        day = request.calendar.local_day(Instant(first))
    else:
        day = date.max
    yield from _unsealed_days(day, today)
    roots = {seal.day: seal.root for seal in seals}
    for anchored, root in request.anchors.items():
        found = roots.get(anchored, "")
        if found != root:
            key = anchored.isoformat()
            yield Finding(Fault.CHANGED, "seal", key, "root", shown(root), shown(found))


def verify(snapshot: LogSnapshot, request: Request, progress: Progress) -> Iterator[Finding]:
    """Verify the log, and what the request's depth adds; yield findings as they appear.

    ``progress`` is told how many entries were read; each is read twice, by stream and by number.
    """
    seals = snapshot.seals()
    before = _seal_before(seals, request.since)
    after = before.last_seq if before else 0
    yield from _verify_streams(snapshot, request.depth, after, progress)
    first: list[datetime] = []
    leaves = _noting_first(_counted(snapshot.leaves(after), progress), first)
    wanted = [seal for seal in seals if before is None or seal.day > before.day]
    yield from check_seals(wanted, leaves, before)
    yield from check_days(seals, request, first[0] if first else None)
    if request.depth.rows:
        yield from snapshot.discrepancies()


def _verify_streams(
    snapshot: LogSnapshot, depth: Depth, after: int, progress: Progress
) -> Iterator[Finding]:
    entries = _counted(snapshot.entries(after), progress)
    timers = snapshot.timers(after) if depth.rows else iter(())
    pending: list[Reference] = []
    for strand in strands(entries, snapshot.rows(after, full=depth.rows), timers):
        yield from check_strand(strand, full=depth.rows)
        if depth.opener is not None:
            pending.extend(references(strand.entries))
            if len(pending) >= _ITEMS_AT_ONCE:
                yield from check_items(pending, snapshot, depth.opener)
                pending.clear()
    if depth.opener is not None:
        yield from check_items(pending, snapshot, depth.opener)


def _seal_before(seals: Sequence[Seal], since: date | None) -> Seal | None:
    if since is None:
        return None
    return next((seal for seal in reversed(seals) if seal.day < since), None)


def _counted(items: Iterator[Any], progress: Progress) -> Iterator[Any]:
    count = 0
    for item in items:
        count += 1
        if count == _STEP:
            progress(count)
            count = 0
        yield item
    progress(count)


def _noting_first(
    leaves: Iterator[tuple[int, str, datetime]], first: list[datetime]
) -> Iterator[tuple[int, str, datetime]]:
    for leaf in leaves:
        if not first:
            first.append(leaf[2])
        yield leaf
