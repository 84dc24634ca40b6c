# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The gate's view of the personal store: one sealer an owner, over the vault."""

from collections.abc import Callable
from uuid import UUID

from jiesu.adapters.personal.contacts import look_up_tokens
from jiesu.adapters.personal.vault import AppealKey, Vault
from jiesu.application.ports import SealedItem, Sealer
from jiesu.kernel.private import PrivateKind

Redactor = Callable[[str], str]
"""Returns a text with personal data taken out."""
Signer = Callable[[str], tuple[int, ...]]
"""Returns the signature of a redacted text, by which texts like it are found."""

_REDACTED = {PrivateKind.WORDS, PrivateKind.TITLE, PrivateKind.REPLY, PrivateKind.NOTE}
"""Kinds that get a redacted copy; names, contacts and addresses never do."""
_SIGNED = {PrivateKind.WORDS}
"""Kinds whose redacted copy is compared with others."""
_FINDABLE = {PrivateKind.CONTACT, PrivateKind.ACCOUNT}


class OwnerSealer:
    """Seals under one owner's key."""

    def __init__(
        self, owner: UUID, key: AppealKey, vault: Vault, redact: Redactor, sign: Signer
    ) -> None:
        self._owner = owner
        self._key = key
        self._vault = vault
        self._redact = redact
        self._sign = sign

    def seal(self, item_id: UUID, kind: PrivateKind, text: str) -> SealedItem:
        """Return the sealed item; see the port."""
        ciphertext, digest = self._key.seal(item_id, kind, text)
        redacted = self._redact(text) if kind in _REDACTED else None
        return SealedItem(
            id=item_id,
            owner=self._owner,
            kind=kind,
            digest=digest,
            ciphertext=ciphertext,
            redacted=redacted,
            blind=tuple(look_up_tokens(self._vault, text)) if kind in _FINDABLE else (),
            bands=self._sign(redacted) if redacted is not None and kind in _SIGNED else None,
        )


class VaultStore:
    """``PersonalStore`` over a vault, a redactor, and what signs redacted words."""

    def __init__(self, vault: Vault, redact: Redactor, sign: Signer) -> None:
        self._vault = vault
        self._redact = redact
        self._sign = sign

    def new_owner(self, owner: UUID) -> tuple[bytes, Sealer]:
        """Return a wrapped new key and its sealer."""
        wrapped, key = self._vault.new_key(owner)
        return wrapped, self._sealer(owner, key)

    def sealer(self, owner: UUID, wrapped: bytes) -> Sealer:
        """Return the sealer of an existing owner."""
        return self._sealer(owner, self._vault.unwrap(owner, wrapped))

    def command_digest(self, content: bytes) -> str:
        """Return the keyed digest of a command."""
        return self._vault.command_digest(content)

    def _sealer(self, owner: UUID, key: AppealKey) -> OwnerSealer:
        return OwnerSealer(owner, key, self._vault, self._redact, self._sign)
