# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from jiesu.adapters.store.logbook import LogBook
from jiesu.application.proofs import check_proof, prove, roots_of, unsealed_in
from jiesu.domain.workorders.case import NoSuchCase
from jiesu.kernel.sealing import entry_hash
from tests.builders.logged import Town

Proof = dict[str, Any]
TOOL = Path(__file__).parents[3] / "tools" / "verify_proof.py"


def tool() -> ModuleType:
    spec = spec_from_file_location("verify_proof", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="package")
def proof(town: Town) -> Proof:
    """The proof of the case with the most entries, all of them sealed."""
    number = most_told(town, "DESC")
    with LogBook(town.city.pool).snapshot() as snapshot:
        return json.loads(json.dumps(prove(snapshot, number)))


def most_told(town: Town, order: str) -> str:
    with town.city.pool.connection() as connection:
        row = connection.execute(
            f"SELECT number FROM appeal ORDER BY (state = 'handled') {order}, number {order}"
        ).fetchone()
    return row[0]


def standalone(proof: object, path: Path, *roots: str) -> int:
    path.write_text(json.dumps(proof, ensure_ascii=False), encoding="utf-8")
    return tool().main([str(path), *roots])


def test_a_sealed_case_is_proven(proof: Proof, tmp_path: Path) -> None:
    assert len(proof["entries"]) > 8
    assert unsealed_in(proof) == 0
    assert check_proof(proof) == []
    assert standalone(proof, tmp_path / "proof.json") == 0


def test_a_proof_covers_contact_appeal_and_orders(proof: Proof) -> None:
    kinds = {entry["body"]["kind"] for entry in proof["entries"]}
    assert kinds == {"interaction", "appeal", "order"}


def test_a_proof_holds_no_personal_words(proof: Proof) -> None:
    written = json.dumps(proof, ensure_ascii=False)
    assert "河水" not in written
    assert "13812345678" not in written
    assert '"digest"' in written


def test_what_is_not_sealed_yet_is_said_to_be_so(town: Town) -> None:
    with town.city.pool.connection() as connection:
        row = connection.execute(
            "SELECT number FROM appeal ORDER BY registered_at DESC LIMIT 1"
        ).fetchone()
    with LogBook(town.city.pool).snapshot() as snapshot:
        fresh = prove(snapshot, row[0])
    assert unsealed_in(fresh) == len(fresh["entries"])
    assert roots_of(fresh) == {}
    assert check_proof(fresh) == []


def test_a_case_nobody_knows_is_refused(town: Town) -> None:
    with LogBook(town.city.pool).snapshot() as snapshot, pytest.raises(NoSuchCase):
        prove(snapshot, "260310999999999")


def leaves(value: object, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to every value of a JSON document."""
    if isinstance(value, dict | list) and value:
        pairs = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in pairs:
            yield from leaves(inner, (*path, key))
    else:
        yield path


def mutated(proof: Proof, path: tuple[Any, ...], value: object) -> Proof:
    other = copy.deepcopy(proof)
    place: Any = other
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return other


def other(value: object) -> list[object]:
    """Return values like ``value`` but not it, and some that do not belong there at all."""
    wrong: list[object] = [None, "x", [], 1.5]
    if isinstance(value, int):
        wrong.append(int(value) + 1)
    if isinstance(value, str) and value:
        wrong.append(value[:-1] + ("0" if value[-1] != "0" else "1"))
    return [each for each in wrong if each != value]


def test_both_checkers_reject_every_change_of_every_value(proof: Proof) -> None:
    standalone_tool, accepted = tool(), []
    for path in leaves(proof):
        value = proof
        for key in path:
            value = value[key]
        for replacement in other(value):
            changed = mutated(proof, path, replacement)
            own = check_proof(changed)
            try:
                theirs = list(standalone_tool.faults_of(changed, {}))
            except standalone_tool.UNREADABLE as error:
                theirs = [repr(error)]
            assert bool(own) == bool(theirs), (path, replacement, own, theirs)
            if not own:
                accepted.append((path, replacement))
    assert accepted == []


def test_both_checkers_reject_a_forged_entry_that_fits_by_itself(proof: Proof) -> None:
    forged = copy.deepcopy(proof)
    entry = next(e for e in forged["entries"] if e["body"]["version"] == 2)
    entry["body"]["actor"] = "nobody|operator|"
    entry["hash"], entry["seal"] = entry_hash(entry["prev"], entry["body"]), None
    assert [finding.column for finding in check_proof(forged)] == ["prev"]
    assert len(list(tool().faults_of(forged, {}))) == 1


@pytest.mark.parametrize("part", ["entries", "seals"])
def test_both_checkers_reject_a_part_left_out(proof: Proof, part: str) -> None:
    for index in range(len(proof[part])):
        less = copy.deepcopy(proof)
        del less[part][index]
        own = bool(check_proof(less))
        try:
            theirs = bool(list(tool().faults_of(less, {})))
        except tool().UNREADABLE:
            theirs = True
        last_of_stream = part == "entries" and proof["entries"][index]["body"]["stream"] not in {
            entry["body"]["stream"] for entry in proof["entries"][index + 1 :]
        }
        assert own == theirs
        assert own or last_of_stream  # a proof may end early: it shows what it shows


def test_a_root_known_elsewhere_decides(proof: Proof, tmp_path: Path) -> None:
    (day, root), *_ = roots_of(proof).items()
    file = tmp_path / "proof.json"
    assert standalone(proof, file, f"{day}={root}") == 0
    assert standalone(proof, file, f"{day}={'0' * 64}") == 1


def test_the_tool_runs_with_the_standard_library_alone(proof: Proof, tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    file.write_text(json.dumps(proof), encoding="utf-8")
    outcome = subprocess.run(
        [sys.executable, "-I", "-S", str(TOOL), str(file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    assert f"case {proof['number']}" in outcome.stdout


@pytest.mark.parametrize("content", ["", "[]", "{}", "null", '{"format": "jiesu.proof.1"}'])
def test_the_tool_says_what_is_no_proof(content: str, tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    file.write_text(content, encoding="utf-8")
    assert tool().main([str(file)]) == 2
