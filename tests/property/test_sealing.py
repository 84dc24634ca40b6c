# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever is sealed: one changed bit, one moved entry, one rewritten day is found."""

import json
from itertools import count

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from jiesu.kernel.sealing import (
    GENESIS,
    canonical_json,
    consistency_proof,
    entry_hash,
    inclusion_proof,
    leaf_hash,
    merkle_root,
    root_from_proof,
    verify_consistency,
)

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
scalars: st.SearchStrategy[object] = st.none() | st.booleans() | st.integers() | words
values: st.SearchStrategy[object] = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner, max_size=4),
    max_leaves=12,
)
bodies = st.dictionaries(words, values, max_size=4)
trees = st.integers(1, 70).map(lambda n: [leaf_hash(bytes([i])) for i in range(n)])


def flipped(data: bytes, bit: int) -> bytes:
    bit %= len(data) * 8
    return (int.from_bytes(data, "big") ^ 1 << bit).to_bytes(len(data), "big")


@given(values)
def test_a_spelling_reads_back_as_the_same_value(value: object) -> None:
    assert json.loads(canonical_json(value)) == value


@given(bodies, bodies)
def test_two_bodies_share_a_hash_only_if_they_are_spelled_alike(
    a: dict[str, object], b: dict[str, object]
) -> None:
    same = canonical_json(a) == canonical_json(b)
    assert (entry_hash(GENESIS, a) == entry_hash(GENESIS, b)) == same


@given(st.lists(bodies, min_size=1, max_size=8), st.data())
def test_changing_any_entry_changes_every_hash_after_it(
    stream: list[dict[str, object]], data: st.DataObject
) -> None:
    def chain(entries: list[dict[str, object]]) -> list[str]:
        hashes = [GENESIS]
        for entry in entries:
            hashes.append(entry_hash(hashes[-1], entry))
        return hashes

    place = data.draw(st.integers(0, len(stream) - 1))
    other = data.draw(bodies)
    assume(canonical_json(other) != canonical_json(stream[place]))
    before, after = chain(stream), chain([*stream[:place], other, *stream[place + 1 :]])
    assert before[: place + 1] == after[: place + 1]
    assert all(x != y for x, y in zip(before[place + 1 :], after[place + 1 :], strict=True))


def root_by_the_book(leaves: list[bytes]) -> bytes:
    """RFC 6962, section 2.1, word for word: split at the largest power of two, recurse."""
    if len(leaves) <= 1:
        return merkle_root(leaves)
    split = next(1 << k for k in count() if 1 << (k + 1) >= len(leaves))
    return merkle_root([root_by_the_book(leaves[:split]), root_by_the_book(leaves[split:])])


@given(trees)
def test_the_root_is_the_one_of_the_book(leaves: list[bytes]) -> None:
    assert merkle_root(leaves) == root_by_the_book(leaves)


@given(trees, st.integers(0), st.integers(0))
def test_any_changed_bit_of_any_leaf_changes_the_root(
    leaves: list[bytes], index: int, bit: int
) -> None:
    index %= len(leaves)
    changed = [*leaves[:index], flipped(leaves[index], bit), *leaves[index + 1 :]]
    assert merkle_root(changed) != merkle_root(leaves)


@given(trees, st.integers(0))
def test_every_leaf_can_prove_its_place(leaves: list[bytes], index: int) -> None:
    index %= len(leaves)
    proof = inclusion_proof(leaves, index)
    assert root_from_proof(leaves[index], index, len(leaves), proof) == merkle_root(leaves)


@given(trees, st.integers(0), st.integers(0), st.integers(0))
def test_any_changed_bit_breaks_a_proof(
    leaves: list[bytes], index: int, part: int, bit: int
) -> None:
    index %= len(leaves)
    told = [leaves[index], *inclusion_proof(leaves, index)]
    part %= len(told)
    told[part] = flipped(told[part], bit)
    assert root_from_proof(told[0], index, len(leaves), told[1:]) != merkle_root(leaves)


@given(trees, st.integers(0))
def test_a_grown_tree_proves_it_only_grew(leaves: list[bytes], old: int) -> None:
    old %= len(leaves) + 1
    proof = consistency_proof(leaves, old)
    roots = merkle_root(leaves[:old]), merkle_root(leaves)
    assert verify_consistency(old, roots[0], len(leaves), roots[1], proof)


@given(trees, st.integers(0), st.integers(0), st.integers(0))
def test_any_changed_bit_breaks_a_proof_of_growth(
    leaves: list[bytes], old: int, part: int, bit: int
) -> None:
    old = old % len(leaves) + 1
    told = [merkle_root(leaves[:old]), merkle_root(leaves), *consistency_proof(leaves, old)]
    part %= len(told)
    told[part] = flipped(told[part], bit)
    assert not verify_consistency(old, told[0], len(leaves), told[1], told[2:])


@given(trees, st.integers(0), st.integers(0))
def test_a_rewritten_past_cannot_prove_it_only_grew(
    leaves: list[bytes], old: int, index: int
) -> None:
    old = old % len(leaves) + 1
    index %= old
    rewritten = [*leaves[:index], flipped(leaves[index], 0), *leaves[index + 1 :]]
    proof = consistency_proof(rewritten, old)
    honest, now = merkle_root(leaves[:old]), merkle_root(rewritten)
    assert not verify_consistency(old, honest, len(leaves), now, proof)


@pytest.mark.parametrize("size", [0, 1, 2, 3, 64, 65])
def test_a_node_can_never_pass_for_a_leaf(size: int) -> None:
    leaves = [leaf_hash(bytes([i])) for i in range(size)]
    assert merkle_root(leaves) != leaf_hash(b"".join(leaves)) or size == 0
