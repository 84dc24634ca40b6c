# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A personal store in memory that keeps the promises of the port, and protects nothing."""

from hashlib import sha256
from uuid import UUID

from jiesu.application.ports import SealedItem, Sealer
from jiesu.kernel.private import PrivateKind


class PlainSealer:
    """Seals by writing backwards: enough to see where words went, no protection at all."""

    def __init__(self, owner: UUID) -> None:
        self._owner = owner

    def seal(self, item_id: UUID, kind: PrivateKind, text: str) -> SealedItem:
        """Return the item; words are found by their first three characters."""
        digest = sha256(f"{self._owner}/{text}".encode()).hexdigest()
        backwards = text[::-1].encode()
        tokens = (text.encode(),) if kind is PrivateKind.CONTACT else ()
        bands = (len(text),) if kind is PrivateKind.WORDS else None
        return SealedItem(item_id, self._owner, kind, digest, backwards, "【隐】", tokens, bands)


class PlainPersonal:
    """The ``PersonalStore`` port without any cryptography."""

    def new_owner(self, owner: UUID) -> tuple[bytes, Sealer]:
        """Return a "wrapped" key and its sealer."""
        return b"key of " + owner.bytes, PlainSealer(owner)

    def sealer(self, owner: UUID, wrapped: bytes) -> Sealer:
        """Return the sealer of an existing owner."""
        assert wrapped == b"key of " + owner.bytes
        return PlainSealer(owner)

    def command_digest(self, content: bytes) -> str:
        """Return a digest of the content."""
        return sha256(content).hexdigest()
