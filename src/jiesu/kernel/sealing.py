# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Seals: one spelling for every body, a hash chain for every stream, a Merkle tree for every day.

The tree is that of RFC 6962 (certificate transparency), section 2.1, with SHA-256.
"""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256

from jiesu.kernel.errors import BadInput
from jiesu.kernel.text import Text

GENESIS = "0" * 64
"""What the first entry of a stream carries as the hash of the one before."""

_ENTRY = b"jiesu.log.entry.1\n"
_LEAF = b"\x00"
_NODE = b"\x01"
_PLAIN = frozenset({str, int, bool, type(None)})
_KEYS = frozenset({str})

_encode = json.JSONEncoder(
    ensure_ascii=False,
    check_circular=False,
    allow_nan=False,
    sort_keys=True,
    separators=(",", ":"),
).encode


class NotCanonical(BadInput):
    """A body holds a value that has no single spelling, so it cannot be hashed."""

    what = Text(
        "内容中“{place}”处的 {kind} 没有唯一的写法，不能入册。",
        "The {kind} at {place} has no single spelling, so it cannot be sealed.",
    )
    next_step = Text(
        "只用文字、整数、是/否、空值、列表和以文字为键的字典；小数请写成文字或分数。",
        "Use text, whole numbers, true/false, null, lists and dicts with text keys; "
        "write decimals as text or as a fraction.",
    )


class ProofDoesNotFit(BadInput):
    """A proof is asked of, or offered for, a place the tree does not have."""

    what = Text(
        "证明与 {size} 个条目的树上第 {index} 个位置不符。",
        "The proof does not fit place {index} of a tree of {size}.",
    )
    next_step = Text("请重新取得该条目的证明。", "Fetch the proof of that entry again.")


def canonical_json(value: object) -> bytes:
    """Return the one spelling of ``value``: keys sorted by code point, no white space, UTF-8.

    Raises:
        NotCanonical: it holds a float, a key that is not text, half a surrogate pair, or
            anything besides str, int, bool, None, list, tuple and dict. A tuple is spelled as
            the list it becomes when it is stored.
    """
    _require_canonical(value, "$")
    try:
        return _encode(value).encode()
    except UnicodeEncodeError:
        raise NotCanonical(place="$", kind="surrogate") from None


def _require_canonical(value: object, place: str) -> None:
    if isinstance(value, dict):
        _require_canonical_dict(value, place)
    elif isinstance(value, list | tuple):
        _require_canonical_list(value, place)
    elif not isinstance(value, str | int | None):
        raise NotCanonical(place=place, kind=type(value).__name__)


def _require_canonical_dict(value: dict[object, object], place: str) -> None:
    if not _KEYS.issuperset(map(type, value)):
        _require_text_keys(value, place)
    if not _PLAIN.issuperset(map(type, value.values())):
        for key, inner in value.items():
            _require_canonical(inner, f"{place}.{key}")


def _require_canonical_list(value: Sequence[object], place: str) -> None:
    if not _PLAIN.issuperset(map(type, value)):
        for index, inner in enumerate(value):
            _require_canonical(inner, f"{place}[{index}]")


def _require_text_keys(value: dict[object, object], place: str) -> None:
    for key in value:
        if not isinstance(key, str):
            raise NotCanonical(place=f"{place}.{key}", kind=f"{type(key).__name__} key")


def entry_hash(prev: str, body: Mapping[str, object]) -> str:
    """Return the hash of a log entry, in hex: over the hash before it and its canonical body.

    A prefix keeps entries apart from leaves and nodes of the tree; a line feed, which canonical
    JSON never contains, keeps ``prev`` apart from the body.

    Raises:
        NotCanonical: the body has no single spelling.
    """
    return hash_of_spelling(prev, canonical_json(body))


def hash_of_spelling(prev: str, spelling: bytes) -> str:
    """Return the same for a body spelled already, as :func:`canonical_json` spells it."""
    return sha256(_ENTRY + prev.encode() + b"\n" + spelling).hexdigest()


def leaf_hash(data: bytes) -> bytes:
    """Return the hash under which ``data`` hangs in the tree."""
    return sha256(_LEAF + data).digest()


def merkle_root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over ``leaves`` (already hashed); of none it is the hash of nothing."""
    level = leaves
    while len(level) > 1:
        level = _parents(level)
    return level[0] if level else sha256(b"").digest()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Return the hashes beside the way from leaf ``index`` up to the root, lowest first.

    Raises:
        ProofDoesNotFit: there is no such leaf.
    """
    if not 0 <= index < len(leaves):
        raise ProofDoesNotFit(index=index, size=len(leaves))
    proof = []
    level = leaves
    while len(level) > 1:
        beside = index ^ 1
        if beside < len(level):  # the last of an odd level rises alone
            proof.append(level[beside])
        level, index = _parents(level), index >> 1
    return proof


def root_from_proof(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes:
    """Return the root a tree of ``size`` has if ``leaf`` is at ``index`` and ``proof`` is true.

    Raises:
        ProofDoesNotFit: the proof is too short or too long for that place, or there is no such.
    """
    if not 0 <= index < size:
        raise ProofDoesNotFit(index=index, size=size)
    hashes = iter(proof)
    root, place, last = leaf, index, size - 1
    try:
        while last:
            if place & 1:
                root = _node(next(hashes), root)
            elif place < last:
                root = _node(root, next(hashes))
            place, last = place >> 1, last >> 1
    except StopIteration:
        raise ProofDoesNotFit(index=index, size=size) from None
    if next(hashes, None) is not None:
        raise ProofDoesNotFit(index=index, size=size)
    return root


def consistency_proof(leaves: Sequence[bytes], old_size: int) -> list[bytes]:
    """Return what shows that the tree of the first ``old_size`` leaves only grew into this one.

    Empty when nothing was added or the old tree was empty (RFC 6962, section 2.1.2).

    Raises:
        ProofDoesNotFit: the old tree is said to be larger than this one.
    """
    if not 0 <= old_size <= len(leaves):
        raise ProofDoesNotFit(index=old_size, size=len(leaves))
    if old_size in {0, len(leaves)}:
        return []
    level, place = _up_to_old_corner(leaves, old_size - 1)
    proof = [level[place]] if place else []  # a whole old tree is its own root: known already
    while len(level) > 1:
        beside = place ^ 1
        if beside < len(level):
            proof.append(level[beside])
        level, place = _parents(level), place >> 1
    return proof


def _up_to_old_corner(leaves: Sequence[bytes], place: int) -> tuple[Sequence[bytes], int]:
    """Climb from the last old leaf while its subtree is whole: to the last full old subtree."""
    level = leaves
    while place & 1:
        level, place = _parents(level), place >> 1
    return level, place


def verify_consistency(
    old_size: int, old_root: bytes, new_size: int, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Return whether ``proof`` shows that the new tree begins with the whole old one."""
    if not 0 <= old_size <= new_size:
        return False
    if old_size == 0:
        return not proof and old_root == merkle_root(())
    if old_size == new_size:
        return not proof and old_root == new_root
    roots = _roots_from_consistency(old_size, new_size, old_root, proof)
    return roots == (old_root, new_root)


def _roots_from_consistency(
    old_size: int, new_size: int, old_root: bytes, proof: Sequence[bytes]
) -> tuple[bytes, bytes] | None:
    """Return the old and the new root that ``proof`` leads to, or None if its length is wrong."""
    place, last = old_size - 1, new_size - 1
    while place & 1:
        place, last = place >> 1, last >> 1
    hashes = iter(proof)
    try:
        old = new = next(hashes) if place else old_root
        while last:
            if place & 1:
                beside = next(hashes)
                old, new = _node(beside, old), _node(beside, new)
            elif place < last:
                new = _node(new, next(hashes))
            place, last = place >> 1, last >> 1
    except StopIteration:
        return None
    return None if next(hashes, None) is not None else (old, new)


def _node(left: bytes, right: bytes) -> bytes:
    return sha256(_NODE + left + right).digest()


def _parents(level: Sequence[bytes]) -> list[bytes]:
    """Return the level above; the last of an odd level rises as it is.

    Pairing neighbours level by level gives the same tree as the RFC's split at the largest power
    of two, without its recursion.
    """
    pairs = zip(level[::2], level[1::2], strict=False)
    parents = [sha256(_NODE + left + right).digest() for left, right in pairs]
    if len(level) & 1:
        parents.append(level[-1])
    return parents
