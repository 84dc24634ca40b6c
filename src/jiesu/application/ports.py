# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What the gate needs of the world, and the few errors it may meet there."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from jiesu.domain.streams import StreamId, StreamKind
from jiesu.domain.workorders.case import Case
from jiesu.kernel.errors import Conflict, Trouble
from jiesu.kernel.instants import Instant
from jiesu.kernel.private import PrivateKind
from jiesu.kernel.text import Text

Record = dict[str, Any]
"""One row as plain JSON-like data, keys equal to the column names."""


class SomebodyWasFaster(Conflict):
    """The case changed while the command was decided, twice in a row."""

    what = Text("该办件刚刚被他人更新。", "Somebody else has just changed this case.")
    next_step = Text("请刷新后重试。", "Look at it again, then decide again.")


class IdTaken(SomebodyWasFaster):
    """A new appeal, contact or order came under an id that is in use."""

    what = Text("编号已被使用。", "An id this command brings is in use already.")
    next_step = Text(
        "请查看使用该编号的办件，或换用新的编号重新提交。",
        "Look at the case that has it, or send it again under a new id.",
    )


class CommandTaken(Conflict):
    """The store already holds a receipt for a command id of the batch."""

    what = Text("该指令已执行过。", "That command has been carried out before.")
    next_step = Text("无需重复提交。", "There is no need to send it again.")


class StoreUnavailable(Trouble):
    """The store did not answer, or cannot work just now; whether it did is known only by asking.

    ``reason`` is a code (SQLSTATE or class), never a message: messages may quote rows.
    """

    what = Text(
        "数据库暂时不可用（{reason}），无法确认本次操作是否完成。",
        "The database is not available just now ({reason}); whether it did this is not known.",
    )
    next_step = Text(
        "请稍后用同一指令编号重试：已完成的会返回原回执，不会重复执行。",
        "Send it again under the same command id: what was carried out answers with its first "
        "receipt, and nothing is done twice.",
    )


class LogUnavailable(StoreUnavailable):
    """The store did not answer while the log or a whole day was read, or a day was sealed."""

    what = Text(
        "数据库暂时不可用（{reason}），未能读完。",
        "The database is not available just now ({reason}); the reading was broken off.",
    )
    next_step = Text(
        "请用“jiesu doctor”查看原因，恢复后重新运行：读取不改变任何内容，已封存的日期仍然有效。",
        'See with "jiesu doctor" what is wrong, then run it again: reading changes nothing, and a '
        "day that is sealed stays sealed.",
    )


class SchemaBehind(Trouble):
    """The database lacks a table, column or function this program works with."""

    what = Text(
        "数据库的表结构与本程序版本不符（{reason}）。",
        "The tables of the database are not those of this program ({reason}).",
    )
    next_step = Text(
        "请运行“jiesu migrate”；若数据库由更新的版本建立，请升级本程序。",
        'Run "jiesu migrate"; if a newer version made the database, install that one.',
    )


@dataclass(frozen=True, slots=True)
class Head:
    """Where a stream stands: its version, the hash of its last entry, and when that happened."""

    version: int
    hash: str
    at: Instant


@dataclass(frozen=True, slots=True)
class LoadedCase:
    """A case as stored, with what is needed to append to it safely."""

    case: Case
    heads: Mapping[StreamId, Head]
    revision: int
    """Counts every change to the appeal or any of its orders; 0 where there is no appeal yet."""
    keys: Mapping[UUID, bytes | None]
    """Wrapped key of each owner of personal data; None once destroyed."""


@dataclass(frozen=True, slots=True)
class StreamWrite:
    """The new row of one aggregate; ``base`` is the version it was decided on (0 = new).

    ``changed`` names the state's fields that may differ from the stored row; None: any of them.
    """

    kind: StreamKind
    base: int
    row: Record
    changed: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything one append writes: all of it, or nothing."""

    streams: list[StreamWrite] = field(default_factory=list)
    revisions: list[Record] = field(default_factory=list)
    numbers: list[Record] = field(default_factory=list)
    entries: list[Record] = field(default_factory=list)
    receipts: list[Record] = field(default_factory=list)
    keys: list[Record] = field(default_factory=list)
    items: list[Record] = field(default_factory=list)
    blind: list[Record] = field(default_factory=list)
    redacted: list[Record] = field(default_factory=list)
    likeness: list[Record] = field(default_factory=list)
    """Signatures of the redacted words of new appeals (``appeal``, ``bands``)."""
    timers_set: list[Record] = field(default_factory=list)
    timers_cleared: list[Record] = field(default_factory=list)
    outbox: list[Record] = field(default_factory=list)
    tallies: list[Record] = field(default_factory=list)
    erased: list[Record] = field(default_factory=list)
    """Whose keys are destroyed and when (``owner``, ``at``): what the store holds of theirs goes,
    and the rest of the batch brings nothing more."""

    def absorb(self, other: "Batch") -> None:
        """Add everything ``other`` writes to this batch."""
        for name in self.__dataclass_fields__:
            if part := getattr(other, name):
                getattr(self, name).extend(part)


@dataclass(frozen=True, slots=True)
class StoredReceipt:
    """What the store kept of an accepted command."""

    command_id: UUID
    digest: str | None
    result: Record


class Store(Protocol):
    """Rows, log, timers, outbox and personal store of one city, changed only by ``append``.

    Every call raises ``StoreUnavailable`` where the store cannot be reached or cannot work.
    """

    def load(self, subjects: Sequence[StreamId]) -> Mapping[StreamId, LoadedCase]:
        """Return the case each subject belongs to; a subject nobody knows gets an empty case."""
        ...

    def receipts(self, command_ids: Sequence[UUID]) -> Mapping[UUID, StoredReceipt]:
        """Return the receipts that exist among ``command_ids``."""
        ...

    def append(self, batch: Batch) -> None:
        """Write the batch in one statement.

        Raises:
            SomebodyWasFaster: a version or revision moved since the case was loaded.
            IdTaken: a new row came under an id that is in use.
            CommandTaken: a command id of the batch has a receipt already.
        """
        ...

    def transaction(self) -> AbstractContextManager[None]:
        """Return a context in which several calls commit together or not at all."""
        ...

    def new_number(self, day: date) -> str:
        """Return a fresh case number for ``day``."""
        ...


@dataclass(frozen=True, slots=True)
class SealedItem:
    """A piece of personal content on its way into the personal store."""

    id: UUID
    owner: UUID
    kind: PrivateKind
    digest: str
    ciphertext: bytes
    redacted: str | None
    blind: tuple[bytes, ...]
    bands: tuple[int, ...] | None = None
    """The signature of the redacted copy, where the kind has one; empty if it says too little."""


class Sealer(Protocol):
    """Seals what belongs to one owner under that owner's key."""

    def seal(self, item_id: UUID, kind: PrivateKind, text: str) -> SealedItem:
        """Return the sealed item, its redacted copy with signature, and the tokens to find it."""
        ...


class PersonalStore(Protocol):
    """Keys and ciphers of the personal store."""

    def new_owner(self, owner: UUID) -> tuple[bytes, Sealer]:
        """Return a wrapped new key for ``owner`` and the sealer that uses it."""
        ...

    def sealer(self, owner: UUID, wrapped: bytes) -> Sealer:
        """Return the sealer of an existing owner."""
        ...

    def command_digest(self, content: bytes) -> str:
        """Return a keyed digest by which the same command content is recognised."""
        ...
