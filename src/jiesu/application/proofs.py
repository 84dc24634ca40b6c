# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Proofs: one case's entries with what shows, without the database, that the log holds them.

A proof is plain JSON: the entries as they were hashed (no personal words, only ids and digests of
them), for each sealed entry its way up to the root of its day, and the seals. Whoever holds the
published roots can check it with nothing but SHA-256; ``tools/verify_proof.py`` does.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Protocol

from jiesu.application.findings import Fault, Finding, shown
from jiesu.application.rebuilding import LogRow
from jiesu.application.seals import Seal, entry_leaf, header_leaf, header_of
from jiesu.application.verification import body_of
from jiesu.domain.workorders.case import NoSuchCase
from jiesu.kernel.errors import JiesuError
from jiesu.kernel.sealing import GENESIS, entry_hash, inclusion_proof, root_from_proof

FORMAT = "jiesu.proof.1"
_HEADER = ("day", "first_seq", "last_seq", "entries", "prev_root", "sealed_at")


class CaseLog(Protocol):
    """What a proof needs of the store, all as of one instant."""

    def case_entries(self, number: str) -> Sequence[LogRow]:
        """Return the log of one case, by stream and version; empty where nobody knows it."""
        ...

    def seals_over(self, numbers: Sequence[int]) -> Sequence[Seal]:
        """Return the seals whose range holds one of ``numbers``."""
        ...

    def hashes(self, after: int, until: int) -> Iterator[tuple[int, str]]:
        """Yield number and hash of the entries of a range, in order."""
        ...


def prove(log: CaseLog, number: str) -> dict[str, Any]:
    """Return the proof of the case with that number.

    Raises:
        NoSuchCase: there is none.
    """
    entries = log.case_entries(number)
    if not entries:
        raise NoSuchCase(subject=number)
    seals = log.seals_over([entry.seq for entry in entries])
    proven: dict[int, dict[str, Any]] = {}
    described = [_describe(seal, entries, log, proven) for seal in seals]
    return {
        "format": FORMAT,
        "number": number,
        "entries": [_entry(entry, proven.get(entry.seq)) for entry in entries],
        "seals": described,
    }


def _describe(
    seal: Seal, entries: Sequence[LogRow], log: CaseLog, proven: dict[int, dict[str, Any]]
) -> dict[str, Any]:
    """Return the seal, and note for each entry it covers the way up to its root."""
    pairs = list(log.hashes(seal.first_seq - 1, seal.last_seq))
    leaves = [entry_leaf(seq, hash_) for seq, hash_ in pairs] + [header_leaf(header_of(seal))]
    places = {seq: index for index, (seq, _) in enumerate(pairs)}
    for entry in entries:
        if entry.seq in places:
            index = places[entry.seq]
            path = [step.hex() for step in inclusion_proof(leaves, index)]
            proven[entry.seq] = {"day": seal.day.isoformat(), "index": index, "path": path}
    return {
        **header_of(seal),
        "root": seal.root,
        "path": [step.hex() for step in inclusion_proof(leaves, len(pairs))],
    }


def _entry(entry: LogRow, sealed: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "seq": entry.seq,
        "body": body_of(entry),
        "prev": entry.prev,
        "hash": entry.hash,
        "seal": sealed,
    }


def roots_of(proof: Mapping[str, Any]) -> dict[str, str]:
    """Return the roots a proof rests on, by day: compare them with the published ones."""
    return {seal["day"]: seal["root"] for seal in proof["seals"]}


def unsealed_in(proof: Mapping[str, Any]) -> int:
    """Return how many of a proof's entries lie after the newest seal."""
    return sum(entry["seal"] is None for entry in proof["entries"])


def check_proof(proof: Mapping[str, Any]) -> list[Finding]:
    """Return what is wrong with a proof: nothing, if its roots are the published ones."""
    try:
        return list(_check(proof))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError, JiesuError) as error:
        why = type(error).__name__
        return [Finding(Fault.UNREADABLE, "proof", FORMAT, "structure", found=why)]


def _check(proof: Mapping[str, Any]) -> Iterator[Finding]:
    if proof["format"] != FORMAT:
        yield Finding(Fault.CHANGED, "proof", "file", "format", FORMAT, shown(proof["format"]))
        return
    seals = {seal["day"]: seal for seal in proof["seals"]}
    for seal in proof["seals"]:
        leaf = header_leaf({name: seal[name] for name in _HEADER})
        if _root(leaf, seal["entries"], seal, seal["path"]) != seal["root"]:
            yield _about("seal", seal["day"], "root", seal["root"])
    yield from _check_case(proof)
    yield from _check_chains(proof["entries"])
    for entry in proof["entries"]:
        if entry["seal"] is not None:
            yield from _check_inclusion(entry, seals)


def _check_case(proof: Mapping[str, Any]) -> Iterator[Finding]:
    """The number must be that of the registered appeal; else it is another case's proof."""
    numbers = [
        entry["body"]["data"]["number"]
        for entry in proof["entries"]
        if entry["body"]["type"] == "AppealRegistered"
    ]
    if numbers != [proof["number"]]:
        yield _about("proof", "file", "number", shown(numbers))


def _check_chains(entries: Sequence[Mapping[str, Any]]) -> Iterator[Finding]:
    heads: dict[str, tuple[int, str]] = {}
    for entry in entries:
        body = entry["body"]
        version, prev = heads.get(body["stream"], (0, GENESIS))
        if body["version"] != version + 1:
            yield _about("entry", body["id"], "version", version + 1)
        if entry["prev"] != prev:
            yield _about("entry", body["id"], "prev", prev)
        if entry_hash(entry["prev"], body) != entry["hash"]:
            yield _about("entry", body["id"], "hash", entry["hash"])
        heads[body["stream"]] = (body["version"], entry["hash"])


def _check_inclusion(
    entry: Mapping[str, Any], seals: Mapping[str, Mapping[str, Any]]
) -> Iterator[Finding]:
    sealed = entry["seal"]
    seal = seals[sealed["day"]]
    leaf = entry_leaf(entry["seq"], entry["hash"])
    if _root(leaf, sealed["index"], seal, sealed["path"]) != seal["root"]:
        yield _about("entry", entry["body"]["id"], "seal", seal["root"])


def _root(leaf: bytes, index: int, seal: Mapping[str, Any], path: Sequence[str]) -> str:
    steps = [bytes.fromhex(step) for step in path]
    return root_from_proof(leaf, index, seal["entries"] + 1, steps).hex()


def _about(table: str, key: object, column: str, expected: object) -> Finding:
    return Finding(Fault.CHANGED, table, shown(key), column, shown(expected), "?")
