# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One key an appeal: it opens what is its own, nothing else, and never again once destroyed."""

import os
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest

from jiesu.adapters.personal.vault import (
    KeyDestroyed,
    MasterKeyWrongSize,
    TamperedContent,
    Vault,
    WrongMasterKey,
)
from jiesu.kernel.private import PrivateKind

MASTER = b"m" * 32
OTHER_MASTER = b"o" * 32
APPEAL, OTHER_APPEAL = UUID(int=1), UUID(int=2)
ITEM, OTHER_ITEM = UUID(int=11), UUID(int=12)
WORDS = PrivateKind.WORDS


@pytest.fixture
def vault() -> Vault:
    return Vault(MASTER, os.urandom)


def test_words_come_back_through_the_wrapped_key(vault: Vault) -> None:
    wrapped, key = vault.new_key(APPEAL)
    ciphertext, _ = key.seal(ITEM, WORDS, "河水发臭，𠮷先生")
    assert vault.unwrap(APPEAL, wrapped).open(ITEM, WORDS, ciphertext) == "河水发臭，𠮷先生"


def test_empty_words_can_be_sealed(vault: Vault) -> None:
    _, key = vault.new_key(APPEAL)
    assert key.open(ITEM, WORDS, key.seal(ITEM, WORDS, "")[0]) == ""


def test_another_appeal_cannot_unwrap_the_key(vault: Vault) -> None:
    wrapped, _ = vault.new_key(APPEAL)
    with pytest.raises(TamperedContent):
        vault.unwrap(OTHER_APPEAL, wrapped)


def test_another_appeals_key_cannot_open_the_words(vault: Vault) -> None:
    ciphertext, _ = vault.new_key(APPEAL)[1].seal(ITEM, WORDS, "词")
    with pytest.raises(TamperedContent):
        vault.new_key(OTHER_APPEAL)[1].open(ITEM, WORDS, ciphertext)


@pytest.mark.parametrize(
    ("item", "kind"), [(OTHER_ITEM, WORDS), (ITEM, PrivateKind.NAME)], ids=["item", "kind"]
)
def test_words_cannot_pose_as_another_item(vault: Vault, item: UUID, kind: PrivateKind) -> None:
    _, key = vault.new_key(APPEAL)
    ciphertext, _ = key.seal(ITEM, WORDS, "词")
    with pytest.raises(TamperedContent):
        key.open(item, kind, ciphertext)


@pytest.mark.parametrize("gone", [None, b""])
def test_a_destroyed_key_says_so(vault: Vault, gone: bytes | None) -> None:
    with pytest.raises(KeyDestroyed):
        vault.unwrap(APPEAL, gone)


def test_another_master_key_is_named(vault: Vault) -> None:
    wrapped, _ = vault.new_key(APPEAL)
    other = Vault(OTHER_MASTER, os.urandom)
    with pytest.raises(WrongMasterKey) as refused:
        other.unwrap(APPEAL, wrapped)
    assert refused.value.facts == {"wrapped_by": vault.key_id.hex(), "in_use": other.key_id.hex()}


def test_a_tampered_byte_of_the_wrapped_key_is_found_wherever_it_is(vault: Vault) -> None:
    wrapped, _ = vault.new_key(APPEAL)
    for changed in _changed_everywhere(wrapped):
        with pytest.raises((TamperedContent, WrongMasterKey)):
            vault.unwrap(APPEAL, changed)


def test_a_tampered_byte_of_sealed_words_is_found_wherever_it_is(vault: Vault) -> None:
    _, key = vault.new_key(APPEAL)
    ciphertext, _ = key.seal(ITEM, WORDS, "词语")
    for changed in _changed_everywhere(ciphertext):
        with pytest.raises(TamperedContent):
            key.open(ITEM, WORDS, changed)


def test_cut_content_is_found_at_every_length(vault: Vault) -> None:
    wrapped, key = vault.new_key(APPEAL)
    ciphertext, _ = key.seal(ITEM, WORDS, "词语")
    for size in range(1, len(wrapped)):
        with pytest.raises(TamperedContent):
            vault.unwrap(APPEAL, wrapped[:size])
    for size in range(len(ciphertext)):
        with pytest.raises(TamperedContent):
            key.open(ITEM, WORDS, ciphertext[:size])


def test_the_same_words_have_another_digest_in_another_appeal(vault: Vault) -> None:
    first, second = vault.new_key(APPEAL)[1], vault.new_key(OTHER_APPEAL)[1]
    assert first.seal(ITEM, WORDS, "词")[1] != second.seal(ITEM, WORDS, "词")[1]


def test_the_same_words_have_the_same_digest_within_an_appeal(vault: Vault) -> None:
    wrapped, key = vault.new_key(APPEAL)
    again = vault.unwrap(APPEAL, wrapped)
    first, second = key.seal(ITEM, WORDS, "词"), again.seal(ITEM, WORDS, "词")
    assert first[1] == second[1]
    assert first[0] != second[0]


def test_after_rotation_only_the_new_master_key_opens(vault: Vault) -> None:
    wrapped, key = vault.new_key(APPEAL)
    ciphertext, _ = key.seal(ITEM, WORDS, "词")
    other = Vault(OTHER_MASTER, os.urandom)
    rewrapped = vault.rewrap(APPEAL, wrapped, other)
    assert other.unwrap(APPEAL, rewrapped).open(ITEM, WORDS, ciphertext) == "词"
    with pytest.raises(WrongMasterKey):
        vault.unwrap(APPEAL, rewrapped)


def test_rotation_of_a_destroyed_key_brings_nothing_back(vault: Vault) -> None:
    with pytest.raises(KeyDestroyed):
        vault.rewrap(APPEAL, None, Vault(OTHER_MASTER, os.urandom))


def test_look_ups_and_command_digests_are_stable_and_apart(vault: Vault) -> None:
    again, other = Vault(MASTER, os.urandom), Vault(OTHER_MASTER, os.urandom)
    assert vault.blind("x") == again.blind("x") != other.blind("x")
    assert len(vault.blind("x")) == 16
    assert vault.command_digest(b"x") == again.command_digest(b"x") != other.command_digest(b"x")
    assert not vault.command_digest(b"x").startswith(vault.blind("x").hex())


def test_all_entropy_is_handed_in() -> None:
    def sealed() -> tuple[bytes, bytes]:
        wrapped, key = Vault(MASTER, _counting()).new_key(APPEAL)
        return wrapped, key.seal(ITEM, WORDS, "词")[0]

    assert sealed() == sealed()


@pytest.mark.parametrize("size", [0, 16, 31, 33])
def test_a_master_key_has_256_bits(size: int) -> None:
    with pytest.raises(MasterKeyWrongSize):
        Vault(b"m" * size, os.urandom)


def _changed_everywhere(content: bytes) -> Iterator[bytes]:
    for place in range(len(content)):
        yield content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def _counting() -> Callable[[int], bytes]:
    drawn = iter(range(1_000_000))
    return lambda size: bytes(next(drawn) % 256 for _ in range(size))
