# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The proofs are proved: each planted defect is found by the proofs that should find it."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture.tree import ENGINE
from tests.proofs.defects import DEFECTS, PROOFS, Defect, copy_project

Record = Callable[[str, object], None]
_EVERY = bool(os.environ.get("PROOF_MATRIX"))  # ask all proofs, not only those that must find it
_NAMED = re.compile(
    r"^(?:FAILED|ERROR) \S+\.py::(.+?) - (?!jiesu\.adapters\.postgres\.)", re.MULTILINE
)
"""A broken promise; a server of the tests that could not be had is none."""
_ASKED = {
    "COLUMNS": "500",  # so that the summary says each failure's class
    "HYPOTHESIS_PROFILE": "found",
}
_TRIES = 3  # a race may have to be run more than once


def finder(proof: str, project: Path) -> str | None:
    """Return the test by which the short version of a proof finds fault with the project."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider"]
    ended = subprocess.run(
        [*command, "--basetemp", project / "tmp", PROOFS[proof]],
        cwd=project,
        env={**_environment(), **_ASKED, "PYTHONPATH": str(project / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode == 0:
        return None
    named = _NAMED.search(ended.stdout)
    assert named, ended.stdout + ended.stderr
    return named[1]


def _environment() -> dict[str, str]:
    """Return our environment without our own place among workers: the proof begins afresh."""
    return {k: v for k, v in os.environ.items() if not k.startswith("PYTEST_")}


def find(proof: str, project: Path) -> str | None:
    """Ask a proof until it finds something, a few times at most."""
    tries = (finder(proof, project) for _ in range(_TRIES))
    return next(filter(None, tries), None)


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_the_code_still_has_the_place_where_a_defect_is_planted(defect: Defect) -> None:
    assert (ENGINE / defect.file).read_text(encoding="utf-8").count(defect.old) == 1


@pytest.mark.long
@pytest.mark.parametrize("proof", PROOFS)
def test_nothing_is_found_where_nothing_was_planted(proof: str, tmp_path: Path) -> None:
    assert finder(proof, copy_project(tmp_path)) is None


@pytest.mark.long
@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect.name)
def test_a_planted_defect_is_found(defect: Defect, tmp_path: Path, record_property: Record) -> None:
    project = defect.plant(tmp_path)
    asked = PROOFS if _EVERY else defect.found_by
    found = {proof: test for proof in asked if (test := find(proof, project))}
    told = ", ".join(f"{proof} ({test})" for proof, test in found.items())
    record_property("report", f"{defect.name}: found by {told or 'nobody'}")
    assert set(found) >= set(defect.found_by)
