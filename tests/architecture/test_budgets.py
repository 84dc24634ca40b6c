# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Size budgets: beauty is lost in the tail."""

import ast
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.tree import ENGINE, PURE_LAYERS, layer_of, python_files

MOST_COMPLEX_IN_CORE = 7


@dataclass(frozen=True)
class Budget:
    """How many lines a file and a function may have."""

    file: int
    function: int


CORE = Budget(file=350, function=40)
ELSEWHERE = Budget(file=500, function=60)


def over_budget(source: str, budget: Budget) -> list[str]:
    """Return what in ``source`` is longer than ``budget`` allows."""
    lines = len(source.splitlines())
    found = [f"file: {lines} lines"] if lines > budget.file else []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > budget.function:
                found.append(f"{node.name}: {length} lines")
    return found


def too_complex(folder: Path) -> list[str]:
    """Return the functions under ``folder`` whose complexity is above the core's limit."""
    limit = f"lint.mccabe.max-complexity={MOST_COMPLEX_IN_CORE}"
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--select", "C901"]
    outcome = subprocess.run(
        [*ruff, "--ignore-noqa", "--output-format", "concise", "--config", limit, str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode in {0, 1}, outcome.stderr
    return [line for line in outcome.stdout.splitlines() if "C901" in line]


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ENGINE)))
def test_files_and_functions_keep_their_budget(path: Path) -> None:
    budget = CORE if layer_of(path) in PURE_LAYERS else ELSEWHERE
    assert over_budget(path.read_text(encoding="utf-8"), budget) == []


@pytest.mark.parametrize("layer", PURE_LAYERS)
def test_no_function_of_the_pure_core_is_too_complex(layer: str) -> None:
    assert too_complex(ENGINE / layer) == []


def test_a_long_file_and_a_long_function_are_found() -> None:
    source = "def long():\n" + "    pass\n" * 3
    assert over_budget(source, Budget(file=3, function=3)) == ["file: 4 lines", "long: 4 lines"]


def test_a_file_at_its_budget_passes() -> None:
    source = "def long():\n" + "    pass\n" * 3
    assert over_budget(source, Budget(file=4, function=4)) == []


@pytest.mark.parametrize(("branches", "found"), [(6, 0), (7, 1)])
def test_a_complex_function_is_found(tmp_path: Path, branches: int, found: int) -> None:
    body = "".join(f"    if a == {n}:\n        a += 1\n" for n in range(branches))
    (tmp_path / "sample.py").write_text(f"def f(a):\n{body}    return a\n", encoding="utf-8")
    assert len(too_complex(tmp_path)) == found
