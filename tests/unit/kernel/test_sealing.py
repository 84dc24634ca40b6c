# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One spelling, one chain, one tree: checked against the vectors of RFC 6962's own authors."""

from enum import StrEnum
from fractions import Fraction
from hashlib import sha256

import pytest

from jiesu.kernel.sealing import (
    GENESIS,
    NotCanonical,
    ProofDoesNotFit,
    canonical_json,
    consistency_proof,
    entry_hash,
    inclusion_proof,
    leaf_hash,
    merkle_root,
    root_from_proof,
    verify_consistency,
)

# The eight leaves and the roots of their first n, as published with Certificate Transparency.
LEAVES = [
    leaf_hash(bytes.fromhex(data))
    for data in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


class Colour(StrEnum):
    RED = "red"


@pytest.mark.parametrize(
    ("value", "spelling"),
    [
        ({"b": 1, "a": [True, None, "水"]}, '{"a":[true,null,"水"],"b":1}'),
        ({"z": {"y": [{"x": 0}], "b": ""}}, '{"z":{"b":"","y":[{"x":0}]}}'),
        ([], "[]"),
        ({"a": ("x", (1,))}, '{"a":["x",[1]]}'),  # a tuple is the list it is stored as
        ({}, "{}"),
        ("𠮷·\u2028\n", '"𠮷·\u2028\\n"'),
        (10**30, "1" + "0" * 30),
        ({"c": Colour.RED}, '{"c":"red"}'),
        ({Colour.RED: [Colour.RED]}, '{"red":["red"]}'),
    ],
)
def test_a_value_has_one_spelling(value: object, spelling: str) -> None:
    assert canonical_json(value) == spelling.encode()


@pytest.mark.parametrize(
    ("value", "place"),
    [
        (1.0, "$"),
        ({"a": {"b": 0.5}}, "$.a.b"),
        ([1, [float("nan")]], "$[1][0]"),
        ({"a": Fraction(1, 2)}, "$.a"),
        ({"a": {"x"}}, "$.a"),
        ({"a": ("x", 0.5)}, "$.a[1]"),
        ({"a": b"x"}, "$.a"),
        ({1: "x"}, "$.1"),
        ({"a": {None: "x"}}, "$.a.None"),
        ({"a": "\ud800"}, "$"),
    ],
)
def test_what_has_no_single_spelling_is_refused_with_its_place(value: object, place: str) -> None:
    with pytest.raises(NotCanonical) as refused:
        canonical_json(value)
    assert refused.value.facts["place"] == place


def test_an_entry_is_hashed_over_the_one_before_and_its_body() -> None:
    told = b"jiesu.log.entry.1\n" + b"0" * 64 + b'\n{"a":1}'
    assert entry_hash(GENESIS, {"a": 1}) == sha256(told).hexdigest()


def test_the_order_of_keys_does_not_change_an_entry() -> None:
    assert entry_hash(GENESIS, {"a": 1, "b": 2}) == entry_hash(GENESIS, {"b": 2, "a": 1})


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_published_vectors(size: int) -> None:
    assert merkle_root(LEAVES[:size]).hex() == ROOTS[size]


@pytest.mark.parametrize(
    ("index", "size", "proof"),
    [
        (0, 1, []),
        (
            0,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            [
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ],
)
def test_inclusion_proofs_are_those_of_the_published_vectors(
    index: int, size: int, proof: list[str]
) -> None:
    assert [h.hex() for h in inclusion_proof(LEAVES[:size], index)] == proof


@pytest.mark.parametrize(
    ("old", "new", "proof"),
    [
        (1, 1, []),
        (
            1,
            8,
            [
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            [
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ],
)
def test_consistency_proofs_are_those_of_the_published_vectors(
    old: int, new: int, proof: list[str]
) -> None:
    assert [h.hex() for h in consistency_proof(LEAVES[:new], old)] == proof


@pytest.mark.parametrize("index", [-1, 8])
def test_a_leaf_that_is_not_there_has_no_proof(index: int) -> None:
    with pytest.raises(ProofDoesNotFit):
        inclusion_proof(LEAVES, index)
    with pytest.raises(ProofDoesNotFit):
        root_from_proof(LEAVES[0], index, 8, [])


def test_a_proof_of_wrong_length_is_refused() -> None:
    proof = inclusion_proof(LEAVES, 3)
    for broken in (proof[:-1], [*proof, proof[0]]):
        with pytest.raises(ProofDoesNotFit):
            root_from_proof(LEAVES[3], 3, 8, broken)


@pytest.mark.parametrize("old_size", [-1, 9])
def test_a_tree_cannot_have_grown_from_a_larger_one(old_size: int) -> None:
    with pytest.raises(ProofDoesNotFit):
        consistency_proof(LEAVES, old_size)
    assert not verify_consistency(old_size, b"", 8, merkle_root(LEAVES), [])


def test_a_consistency_proof_of_wrong_length_shows_nothing() -> None:
    proof = consistency_proof(LEAVES, 6)
    old, new = merkle_root(LEAVES[:6]), merkle_root(LEAVES)
    assert verify_consistency(6, old, 8, new, proof)
    assert not verify_consistency(6, old, 8, new, proof[:-1])
    assert not verify_consistency(6, old, 8, new, [*proof, proof[0]])


def test_nothing_added_and_nothing_before_need_no_proof() -> None:
    root = merkle_root(LEAVES)
    assert verify_consistency(8, root, 8, root, [])
    assert not verify_consistency(8, root, 8, merkle_root([]), [])
    assert not verify_consistency(8, root, 8, root, [root])
    assert verify_consistency(0, merkle_root([]), 8, root, [])
    assert not verify_consistency(0, root, 8, root, [])
    assert not verify_consistency(0, merkle_root([]), 8, root, [root])
