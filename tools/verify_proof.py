#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Check a proof written by ``jiesu log prove`` with nothing but Python's standard library.

    python3 verify_proof.py PROOF.json [DAY=ROOT ...]

Give the roots you know from elsewhere (published, printed, told): without them the proof shows only
that it agrees with itself. Exit code 0: it holds; 1: it does not; 2: it cannot be read.

The trees are those of RFC 6962: a leaf is SHA-256 of 00 and its data, a node SHA-256 of 01 and its
two children. An entry's data is its number (8 bytes, big endian) and its hash; the last leaf of a
day's tree is the seal itself.
"""

import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

FORMAT = "jiesu.proof.1"
GENESIS = "0" * 64
HEADER = ("day", "first_seq", "last_seq", "entries", "prev_root", "sealed_at")
UNREADABLE = (KeyError, TypeError, ValueError, AttributeError, OverflowError)


def canonical(value: dict[str, Any]) -> bytes:
    """Return the one spelling: keys sorted, no white space, UTF-8; refuse decimals."""
    refuse_decimals(value)
    text = json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )
    return text.encode()


def refuse_decimals(value: Any) -> None:  # noqa: ANN401 -- JSON of any shape
    """Raise TypeError where a number is not whole: it has no single spelling."""
    if isinstance(value, float):
        raise TypeError("a decimal")
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list | float):
            refuse_decimals(inner)


def entry_hash(prev: str, body: dict[str, Any]) -> str:
    """Return the hash of an entry: over the hash before it and its body."""
    return sha256(b"jiesu.log.entry.1\n" + prev.encode() + b"\n" + canonical(body)).hexdigest()


def leaf(data: bytes) -> bytes:
    """Return the hash under which data hangs in the tree."""
    return sha256(b"\x00" + data).digest()


def header_leaf(seal: dict[str, Any]) -> bytes:
    """Return the leaf of the seal itself: everything it says besides root and path."""
    return leaf(b"jiesu.seal.1\n" + canonical({name: seal[name] for name in HEADER}))


def root_of(start: bytes, index: int, size: int, path: list[str]) -> str:
    """Return the root of a tree of ``size`` leaves that has ``start`` at ``index``."""
    if not 0 <= index < size:
        raise ValueError("no such place in the tree")
    steps = [bytes.fromhex(step) for step in path]
    root, place, last = start, index, size - 1
    while last:
        if place & 1 or place < last:
            if not steps:
                raise ValueError("the path is too short")
            beside = steps.pop(0)
            pair = beside + root if place & 1 else root + beside
            root = sha256(b"\x01" + pair).digest()
        place, last = place >> 1, last >> 1
    if steps:
        raise ValueError("the path is too long")
    return root.hex()


def faults_of(proof: dict[str, Any], known_roots: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with the proof, one sentence each."""
    if proof["format"] != FORMAT:
        yield f"format is not {FORMAT}"
        return
    seals = {seal["day"]: seal for seal in proof["seals"]}
    yield from seal_faults(proof["seals"])
    for day, root in known_roots.items():
        if day not in seals or seals[day]["root"] != root:
            yield f"seal {day}: its root is not the one you know"
    registered = [e["body"] for e in proof["entries"] if e["body"]["type"] == "AppealRegistered"]
    if [body["data"]["number"] for body in registered] != [proof["number"]]:
        yield "the entries are of another case"
    yield from chain_faults(proof["entries"])
    yield from inclusion_faults(proof["entries"], seals)


def seal_faults(seals: list[dict[str, Any]]) -> Iterator[str]:
    """Yield the seals that are not under their own root."""
    for seal in seals:
        size = seal["entries"] + 1
        if root_of(header_leaf(seal), seal["entries"], size, seal["path"]) != seal["root"]:
            yield f"seal {seal['day']}: its root is not the root over it"


def inclusion_faults(
    entries: list[dict[str, Any]], seals: dict[str, dict[str, Any]]
) -> Iterator[str]:
    """Yield the entries that are said to be sealed and are not under the root of their day."""
    for entry in entries:
        sealed = entry["seal"]
        if sealed is None:
            continue
        seal = seals[sealed["day"]]
        start = leaf(entry["seq"].to_bytes(8, "big") + bytes.fromhex(entry["hash"]))
        if root_of(start, sealed["index"], seal["entries"] + 1, sealed["path"]) != seal["root"]:
            yield f"entry {entry['body']['id']}: not under the root of {sealed['day']}"


def chain_faults(entries: list[dict[str, Any]]) -> Iterator[str]:
    """Yield where a version is missing, a link broken or a body changed."""
    heads: dict[str, tuple[int, str]] = {}
    for entry in entries:
        body = entry["body"]
        version, prev = heads.get(body["stream"], (0, GENESIS))
        if body["version"] != version + 1:
            yield f"entry {body['id']}: version {version + 1} expected"
        if entry["prev"] != prev:
            yield f"entry {body['id']}: does not follow the entry before it"
        if entry_hash(entry["prev"], body) != entry["hash"]:
            yield f"entry {body['id']}: its hash is not the hash of what it says"
        heads[body["stream"]] = (body["version"], entry["hash"])


def main(arguments: list[str]) -> int:
    """Check one file; return the exit code."""
    if not arguments or any("=" not in known for known in arguments[1:]):
        sys.stderr.write(__doc__)
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:  # noqa: PTH123 -- one file, no more
            proof = json.load(file)
        known_roots = dict(known.split("=", 1) for known in arguments[1:])
        faults = list(faults_of(proof, known_roots))
    except (OSError, *UNREADABLE) as error:
        sys.stderr.write(f"cannot be read as a proof: {type(error).__name__}: {error}\n")
        return 2
    for fault in faults:
        sys.stdout.write(f"FAULT {fault}\n")
    if faults:
        return 1
    unsealed = sum(entry["seal"] is None for entry in proof["entries"])
    sys.stdout.write(f"case {proof['number']}: {len(proof['entries'])} entries hold\n")
    sys.stdout.write(f"not yet sealed: {unsealed}\n")
    for seal in proof["seals"]:
        known = "as you know it" if seal["day"] in known_roots else "compare it"
        sys.stdout.write(f"root of {seal['day']}: {seal['root']} ({known})\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
