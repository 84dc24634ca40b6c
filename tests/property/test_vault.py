# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Sealing: whatever the words, they come back whole, and nothing changed opens."""

import os
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.adapters.personal.vault import TamperedContent, Vault
from jiesu.kernel.private import PrivateKind

VAULT = Vault(b"m" * 32, os.urandom)
_KINDS = st.sampled_from(PrivateKind)


@given(st.uuids(), st.uuids(), _KINDS, st.text(max_size=300))
def test_words_come_back_whole(owner: UUID, item: UUID, kind: PrivateKind, words: str) -> None:
    wrapped, key = VAULT.new_key(owner)
    ciphertext, digest = key.seal(item, kind, words)
    assert VAULT.unwrap(owner, wrapped).open(item, kind, ciphertext) == words
    assert len(digest) == 64


@given(st.text(max_size=40), st.data())
def test_no_changed_bit_goes_unseen(words: str, data: st.DataObject) -> None:
    _, key = VAULT.new_key(UUID(int=1))
    ciphertext = bytearray(key.seal(UUID(int=2), PrivateKind.WORDS, words)[0])
    place = data.draw(st.integers(0, len(ciphertext) - 1))
    ciphertext[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(TamperedContent):
        key.open(UUID(int=2), PrivateKind.WORDS, bytes(ciphertext))


@given(st.text(min_size=1, max_size=40), st.uuids(), st.uuids())
def test_digests_differ_between_appeals(words: str, first: UUID, second: UUID) -> None:
    digests = {
        VAULT.new_key(owner)[1].seal(UUID(int=2), PrivateKind.WORDS, words)[1]
        for owner in (first, second, first)
    }
    assert len(digests) == 3
