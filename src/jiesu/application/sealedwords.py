# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Personal words seen from the log: each reference must still open to what its digest says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

import msgspec

from jiesu.application.findings import Fault, Finding, shown
from jiesu.application.rebuilding import LogRow
from jiesu.domain.streams import StreamKind
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.private import PrivateKind

Read = Callable[[UUID, PrivateKind, bytes], tuple[str, int]]
"""Opens one sealed item and returns the digest and the length of its words, never the words."""
Opener = Callable[[UUID, bytes], Read]
"""Unwraps an owner's key; both raise ``JiesuError`` where something was tampered with."""

_SEALED = {"id", "kind", "digest", "length"}
_decode = msgspec.json.Decoder().decode


class Reference(NamedTuple):
    """One place in the log that refers to sealed words, and what it says of them."""

    entry: LogRow
    owner: str
    id: str
    kind: str
    digest: str
    length: int


class ItemRow(NamedTuple):
    """A personal item with its owner's key; None where that is destroyed or not there."""

    id: str
    owner: str
    kind: str
    ciphertext: bytes
    created_at: datetime
    wrapped: bytes | None


class ItemSource(Protocol):
    """Where items are looked up."""

    def items(self, ids: Sequence[str]) -> Mapping[str, ItemRow]:
        """Return the items that exist among ``ids``."""
        ...

    def keys_destroyed(self, owners: Sequence[str]) -> frozenset[str]:
        """Return the owners whose key is destroyed."""
        ...


def references(entries: Sequence[LogRow]) -> Iterator[Reference]:
    """Yield every reference of one stream to sealed words."""
    owner = ""
    for entry in entries:
        data = _data(entry)
        owner = owner or _owner(entry, data)
        for words in data.values():
            if isinstance(words, dict) and words.keys() == _SEALED:
                said = (str(words["id"]), str(words["kind"]), str(words["digest"]))
                yield Reference(entry, owner, *said, words["length"])


def _data(entry: LogRow) -> Mapping[str, Any]:
    """Return what the entry says; nothing where that is no event's, which its hash gives away."""
    try:
        data = _decode(entry.data)
    except (msgspec.MsgspecError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def _owner(first: LogRow, data: Mapping[str, Any]) -> str:
    """Return under whose key a stream's words lie: an order's, a call-back's are its appeal's."""
    if first.kind in {StreamKind.ORDER, StreamKind.CALLBACK}:
        return str(data.get("appeal_id", first.stream))
    return first.stream


def check_items(
    wanted: Sequence[Reference], source: ItemSource, opener: Opener
) -> Iterator[Finding]:
    """Open what the references stand for, unless its key was destroyed."""
    if not wanted:
        return
    items = source.items([reference.id for reference in wanted])
    destroyed = source.keys_destroyed([reference.owner for reference in wanted])
    readers = Readers(opener)
    for reference in wanted:
        item = items.get(reference.id)
        if item is not None:
            yield from _check_item(reference, item, readers)
        elif reference.owner not in destroyed:
            seq = reference.entry.seq
            yield Finding(Fault.MISSING, "personal_item", reference.id, "id", reference.id, seq=seq)


class Readers:
    """One key at a time, unwrapped once: references come stream by stream."""

    def __init__(self, opener: Opener) -> None:
        self._opener = opener
        self._place: tuple[str, bytes] | None = None
        self._read: Read | None = None

    def unwrap(self, owner: str, wrapped: bytes) -> Finding | None:
        """Unwrap the key if it is not the one at hand; return what is wrong, once a key."""
        if self._place == (owner, wrapped):
            return None
        self._place, self._read = (owner, wrapped), None
        try:
            self._read = self._opener(UUID(owner), wrapped)
        except JiesuError as error:
            return Finding(Fault.UNREADABLE, "personal_key", owner, "wrapped", found=error.code)
        return None

    def read(self, reference: Reference, item: ItemRow) -> tuple[str, int]:
        """Return digest and length of the item's words; what is expected if the key is no good.

        Raises:
            JiesuError: the ciphertext is not what was stored.
            ValueError: the log names no kind of content.
        """
        if self._read is None:
            return reference.digest, reference.length
        return self._read(UUID(item.id), PrivateKind(reference.kind), item.ciphertext)


def _check_item(reference: Reference, item: ItemRow, readers: Readers) -> Iterator[Finding]:
    bad_key = readers.unwrap(reference.owner, item.wrapped or b"")
    if bad_key is not None:
        yield bad_key
    pairs = [
        ("owner", reference.owner, item.owner),
        ("kind", reference.kind, item.kind),
        ("created_at", reference.entry.recorded_at, item.created_at),
    ]
    digest, length = reference.digest, reference.length
    try:
        digest, length = readers.read(reference, item)
    except (JiesuError, ValueError) as error:
        why = error.code if isinstance(error, JiesuError) else "not a kind"
        yield _about(reference, "ciphertext", "opens", why)
    pairs += [("digest", reference.digest, digest), ("length", reference.length, length)]
    for column, expected, found in pairs:
        if expected != found:
            yield _about(reference, column, expected, found)


def _about(reference: Reference, column: str, expected: object, found: object) -> Finding:
    return Finding(
        Fault.CHANGED,
        "personal_item",
        reference.id,
        column,
        shown(expected),
        shown(found),
        reference.entry.seq,
    )
