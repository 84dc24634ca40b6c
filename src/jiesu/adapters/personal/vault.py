# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Keys of personal words: one an appeal, so that destroying it erases one person and no other.

A wrapped key is ``version (1) | master key id (4) | nonce (12) | AES-256-GCM of the data key (48)``
under the owner's id as associated data; sealed words are ``version (1) | nonce (12) | AES-256-GCM``
under the item's id and kind. The master key itself is only ever an input to HKDF (RFC 5869): each
purpose has its own sub-key, so that an index can say nothing about a wrap.
"""

import hmac
from collections.abc import Callable
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

from jiesu.kernel.errors import Trouble
from jiesu.kernel.private import PrivateKind
from jiesu.kernel.text import Text

KEY_SIZE = 32
"""Bytes in a master key and in a data key (AES-256)."""

_NONCE_SIZE = 12
_KEY_ID_SIZE = 4
_BLIND_SIZE = 16
_VERSION = b"\x01"
_WRAPPED_SIZE = 1 + _KEY_ID_SIZE + _NONCE_SIZE + KEY_SIZE + 16
_APPEAL_KEY = b"jiesu/appeal-key/1"

Entropy = Callable[[int], bytes]
"""Returns that many unpredictable bytes; handed in by ``bootstrap``, never imported."""


class KeyDestroyed(Trouble):
    """The appeal's key is gone: the person was erased by law, and nothing can bring it back."""

    what = Text(
        "该诉求的个人信息已依法删除，无法再读取。",
        "The personal words of this appeal were erased by law and can no longer be read.",
    )
    next_step = Text(
        "办理记录和校验值仍然有效，可按案号查看。",
        "Its record and its hashes still hold; look it up by case number.",
    )


class WrongMasterKey(Trouble):
    """An appeal's key was wrapped by another master key than the one in use."""

    what = Text(
        "该诉求的密钥由主密钥 {wrapped_by} 加密，而当前主密钥是 {in_use}。",
        "This appeal's key was wrapped by master key {wrapped_by}; the one in use is {in_use}.",
    )
    next_step = Text(
        "请改用加密时的主密钥文件；轮换后请先完成重新加密。",
        "Use the key file it was wrapped with; after a rotation, finish wrapping anew first.",
    )


class TamperedContent(Trouble):
    """Sealed bytes are not what was stored: changed, cut short, or moved to another appeal."""

    what = Text(
        "加密内容与入库时不一致（{part}）。",
        "Sealed content is not what was stored ({part}).",
    )
    next_step = Text(
        "请勿继续使用该记录，从备份恢复并报告安全负责人。",
        "Do not use the record: restore it from a backup and tell whoever answers for security.",
    )


class MasterKeyWrongSize(Trouble):
    """A master key is not 256 bits long."""

    what = Text(
        "主密钥应为 {expected} 字节，实际为 {size} 字节。",
        "A master key has {expected} bytes; this one has {size}.",
    )
    next_step = Text(
        "请从备份恢复密钥文件；切勿新建，否则原有个人信息将无法读取。",
        "Restore the key file from its backup; a new one could not read what is stored.",
    )


class AppealKey:
    """诉求密钥: seals and opens the personal words of one appeal. Made only by a :class:`Vault`."""

    __slots__ = ("_cipher", "_digest_key", "_entropy")

    def __init__(self, data_key: bytes, entropy: Entropy) -> None:
        expanded = hmac.digest(data_key, _APPEAL_KEY, "sha512")
        self._cipher = AESGCM(expanded[:KEY_SIZE])
        self._digest_key = expanded[KEY_SIZE:]
        self._entropy = entropy

    def seal(self, item_id: UUID, kind: PrivateKind, text: str) -> tuple[bytes, str]:
        """Return ``text`` sealed for this item, and its digest in hex.

        The digest is keyed by the appeal: the same words in another appeal have another one, and
        once the key is destroyed nobody can confirm a guess. ``text`` has passed
        ``kernel.wording.inspect``, so it is valid Unicode.
        """
        plain = text.encode()
        nonce = self._entropy(_NONCE_SIZE)
        sealed = self._cipher.encrypt(nonce, plain, _item_label(item_id, kind))
        return _VERSION + nonce + sealed, hmac.digest(self._digest_key, plain, "sha256").hex()

    def open(self, item_id: UUID, kind: PrivateKind, ciphertext: bytes) -> str:
        """Return the words sealed for this item.

        Raises:
            TamperedContent: they were changed, or sealed for another item, kind or appeal.
        """
        if ciphertext[:1] != _VERSION:
            raise TamperedContent(part="version")
        nonce, sealed = ciphertext[1 : 1 + _NONCE_SIZE], ciphertext[1 + _NONCE_SIZE :]
        return _decrypt(self._cipher, nonce, sealed, _item_label(item_id, kind), "words").decode()


class Vault:
    """个人信息密钥库: wraps the key of each appeal with one master key of 256 bits."""

    __slots__ = ("_blind_key", "_command_key", "_entropy", "_header", "_wrapping", "key_id")

    def __init__(self, master_key: bytes, entropy: Entropy) -> None:
        if len(master_key) != KEY_SIZE:
            raise MasterKeyWrongSize(expected=KEY_SIZE, size=len(master_key))
        self.key_id = _derive(master_key, "key-id", _KEY_ID_SIZE)
        self._header = _VERSION + self.key_id
        self._wrapping = AESGCM(_derive(master_key, "key-wrapping"))
        self._blind_key = _derive(master_key, "blind-index")
        self._command_key = _derive(master_key, "command-digest")
        self._entropy = entropy

    def new_key(self, owner: UUID) -> tuple[bytes, AppealKey]:
        """Return a fresh key for the appeal ``owner``: wrapped, to be stored, and ready to use."""
        data_key = self._entropy(KEY_SIZE)
        return self._wrap(owner, data_key), AppealKey(data_key, self._entropy)

    def unwrap(self, owner: UUID, wrapped: bytes | None) -> AppealKey:
        """Return the key of the appeal ``owner``.

        Raises:
            KeyDestroyed: there is no wrapped key any more (None or empty).
            WrongMasterKey: another master key wrapped it.
            TamperedContent: it was changed, or belongs to another appeal.
        """
        return AppealKey(self._unwrap(owner, wrapped), self._entropy)

    def rewrap(self, owner: UUID, wrapped: bytes | None, new_vault: "Vault") -> bytes:
        """Return the same appeal's key wrapped by the master key of ``new_vault``.

        What is sealed stays as it is. Raises as :meth:`unwrap`.
        """
        return new_vault._wrap(owner, self._unwrap(owner, wrapped))  # noqa: SLF001 — own class

    def blind(self, value: str) -> bytes:
        """Return the 16 bytes under which ``value`` can be looked up without being readable."""
        return hmac.digest(self._blind_key, value.encode(), "sha256")[:_BLIND_SIZE]

    def command_digest(self, content: bytes) -> str:
        """Return what tells, in hex, whether a repeated command says the same as the first."""
        return hmac.digest(self._command_key, content, "sha256").hex()

    def _wrap(self, owner: UUID, data_key: bytes) -> bytes:
        nonce = self._entropy(_NONCE_SIZE)
        label = self._header + owner.bytes
        return self._header + nonce + self._wrapping.encrypt(nonce, data_key, label)

    def _unwrap(self, owner: UUID, wrapped: bytes | None) -> bytes:
        if not wrapped:
            raise KeyDestroyed
        if len(wrapped) != _WRAPPED_SIZE or wrapped[:1] != _VERSION:
            raise TamperedContent(part="key format")
        start = len(self._header)
        if wrapped[1:start] != self.key_id:
            raise WrongMasterKey(wrapped_by=wrapped[1:start].hex(), in_use=self.key_id.hex())
        nonce, sealed = wrapped[start : start + _NONCE_SIZE], wrapped[start + _NONCE_SIZE :]
        return _decrypt(self._wrapping, nonce, sealed, self._header + owner.bytes, "key")


def _derive(master_key: bytes, purpose: str, size: int = KEY_SIZE) -> bytes:
    """Return the sub-key for ``purpose``; the master key is uniform, so expanding it is enough."""
    return HKDFExpand(SHA256(), size, f"jiesu/{purpose}/1".encode()).derive(master_key)


def _item_label(item_id: UUID, kind: PrivateKind) -> bytes:
    return _VERSION + item_id.bytes + kind.encode()


def _decrypt(cipher: AESGCM, nonce: bytes, sealed: bytes, label: bytes, part: str) -> bytes:
    try:
        return cipher.decrypt(nonce, sealed, label)
    except (InvalidTag, ValueError):  # ValueError: cut so short that nonce or tag is missing
        raise TamperedContent(part=part) from None
