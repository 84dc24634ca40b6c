# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Daily seals: one Merkle root a local day over every entry written since the seal before.

The leaves of a day's tree are its entries in the order they were written and, last, the header of
the seal itself. So each root also stands for the day, the range, the time of sealing and the root
before: whoever knows the newest root can check everything that came before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from jiesu.kernel.calendar import BusinessCalendar
from jiesu.kernel.errors import Conflict, Refusal
from jiesu.kernel.instants import Instant, instant_text
from jiesu.kernel.sealing import GENESIS, canonical_json, leaf_hash, merkle_root
from jiesu.kernel.text import Text

_HEADER = b"jiesu.seal.1\n"
_SEQ_BYTES = 8
_NEXT_DAY = timedelta(days=1)


class DayNotOver(Refusal):
    """A day is sealed only once nothing more can be recorded on it."""

    what = Text("{day} 尚未结束，不能封存。", "{day} is not over, so it cannot be sealed yet.")
    next_step = Text("请在次日封存。", "Seal it the day after.")


class AlreadySealed(Conflict):
    """The day has its seal, and a seal is never replaced."""

    what = Text("{day} 已封存。", "{day} is sealed already.")
    next_step = Text("请用“jiesu log verify”核验。", 'Check it with "jiesu log verify".')


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """日封存: the root over the entries numbered ``first_seq`` to ``last_seq``.

    Numbers without an entry belong to appends that were undone. A day without entries has
    ``last_seq = first_seq - 1``.
    """

    day: date
    first_seq: int
    last_seq: int
    entries: int
    prev_root: str
    sealed_at: Instant
    root: str


class SealBook(Protocol):
    """What sealing needs of the store."""

    def cut(self) -> int:
        """Return a number below which no further entry can appear (0: no entry yet)."""
        ...

    def first_recorded(self) -> Instant | None:
        """Return when the first entry of all was recorded."""
        ...

    def last_seal(self) -> Seal | None:
        """Return the newest seal."""
        ...

    def last_seq(self, after: int, until: int, before: Instant) -> int | None:
        """Return the highest number in (after, until] of an entry recorded before ``before``."""
        ...

    def hashes(self, after: int, until: int) -> Iterator[tuple[int, str]]:
        """Yield number and hash of the entries in (after, until], in order."""
        ...

    def add(self, seal: Seal) -> None:
        """Store the seal.

        Raises:
            AlreadySealed: the day has one.
        """
        ...


def entry_leaf(seq: int, hash_: str) -> bytes:
    """Return the leaf of an entry: over its number (8 bytes, big endian) and its hash (32 bytes).

    Raises:
        ValueError: the hash is not written in hex.
        OverflowError: the number is negative or too large.
    """
    return leaf_hash(seq.to_bytes(_SEQ_BYTES, "big") + bytes.fromhex(hash_))


def header_of(seal: Seal) -> dict[str, object]:
    """Return everything a seal says besides its root, as it is hashed and as proofs carry it."""
    return {
        "day": seal.day.isoformat(),
        "first_seq": seal.first_seq,
        "last_seq": seal.last_seq,
        "entries": seal.entries,
        "prev_root": seal.prev_root,
        "sealed_at": instant_text(seal.sealed_at),
    }


def header_leaf(header: Mapping[str, object]) -> bytes:
    """Return the last leaf of a day's tree: over the header of its seal."""
    return leaf_hash(_HEADER + canonical_json(dict(header)))


def day_root(leaves: Sequence[bytes], seal: Seal) -> str:
    """Return the root the seal must have over the leaves of its entries, in hex."""
    return merkle_root([*leaves, header_leaf(header_of(seal))]).hex()


def seal_days(
    book: SealBook, calendar: BusinessCalendar, now: Instant, until: date | None = None
) -> Iterator[Seal]:
    """Seal every whole day not sealed yet, up to ``until`` or yesterday; yield each seal.

    Raises:
        DayNotOver: ``until`` is today or later.
        AlreadySealed: ``until`` has its seal.
    """
    today = calendar.local_day(now)
    wanted = today - _NEXT_DAY if until is None else until
    if wanted >= today:
        raise DayNotOver(day=wanted.isoformat())
    last = book.last_seal()
    if until is not None and last is not None and until <= last.day:
        raise AlreadySealed(day=until.isoformat())
    day, cut = _next_day(book, calendar, last), book.cut()
    while day is not None and day <= wanted:
        last = _seal_of(book, day, calendar, now, last, cut)
        book.add(last)
        yield last
        day += _NEXT_DAY


def seal_day(book: SealBook, day: date, calendar: BusinessCalendar, now: Instant) -> Seal | None:
    """Seal ``day`` after every day before it; None where nothing was ever written until then."""
    return next((seal for seal in seal_days(book, calendar, now, day) if seal.day == day), None)


def _next_day(book: SealBook, calendar: BusinessCalendar, last: Seal | None) -> date | None:
    if last is not None:
        return last.day + _NEXT_DAY
    first = book.first_recorded()
    return None if first is None else calendar.local_day(first)


def _seal_of(  # noqa: PLR0913 -- a seal is where all of it meets
    book: SealBook,
    day: date,
    calendar: BusinessCalendar,
    now: Instant,
    last: Seal | None,
    cut: int,
) -> Seal:
    after = last.last_seq if last else 0
    found = book.last_seq(after, cut, calendar.day_start(day + _NEXT_DAY))
    until = after if found is None else found
    leaves = [entry_leaf(seq, hash_) for seq, hash_ in book.hashes(after, until)]
    said = {
        "day": day,
        "first_seq": after + 1,
        "last_seq": until,
        "entries": len(leaves),
        "prev_root": last.root if last else GENESIS,
        "sealed_at": now,
    }
    return Seal(**said, root=day_root(leaves, Seal(**said, root="")))  # type: ignore[arg-type] # one dict, two seals
