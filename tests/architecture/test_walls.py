# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The walls between rooms hold, and each one is shown to break when somebody leans on it."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

CONFIG = ROOT / "pyproject.toml"
PURE_ROOMS = ("kernel", "rulebook", "domain", "application")
CONTAINERS = {
    "stages": "jiesu.domain",
    "adapters": "jiesu.adapters",
    "doors": "jiesu.web",
}
LINTER = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def contracts() -> dict[str, dict[str, object]]:
    """Return the import contracts of pyproject.toml by their id."""
    listed = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
    return {contract["id"]: contract for contract in listed}


def layers_of(contract: str) -> list[list[str]]:
    """Return the rooms of each layer of a contract, top to bottom, optional ones included."""
    layers = contracts()[contract]["layers"]
    assert isinstance(layers, list)
    return [
        [room.strip("() \n") for room in layer.replace(":", "|").split("|")] for layer in layers
    ]


def rooms_of(contract: str) -> list[str]:
    """Return the rooms a layers contract names, top to bottom."""
    return [room for layer in layers_of(contract) for room in layer]


def skeleton(root: Path) -> Path:
    """Write an empty package for every room any contract names; return where they lie."""
    rooms = [f"jiesu.{room}" for room in rooms_of("layers")]
    for contract, container in CONTAINERS.items():
        rooms += [f"{container}.{room}" for room in rooms_of(contract)]
    for package in ("jiesu", "jiesu_packs", *rooms):
        folder = root.joinpath(*package.split("."))
        folder.mkdir()
        (folder / "__init__.py").touch()
    return root


def lint(root: Path, contract: str) -> subprocess.CompletedProcess[str]:
    """Run the project's own ``contract`` over the packages below ``root``."""
    command = [sys.executable, "-c", LINTER, "--config", str(CONFIG), "--no-logo"]
    return subprocess.run(
        [*command, "--no-cache", "--contract", contract],
        cwd=root,
        env={"PYTHONPATH": str(root), "PYTHONSAFEPATH": "1", "NO_COLOR": "1"},
        capture_output=True,
        text=True,
        check=False,
    )


def assert_broken(outcome: subprocess.CompletedProcess[str]) -> None:
    """Fail unless the linter ran to its end and reported exactly one broken contract."""
    assert "0 kept, 1 broken" in outcome.stdout, outcome.stdout + outcome.stderr
    assert outcome.returncode == 1


@pytest.mark.parametrize("contract", sorted(contracts()))
def test_an_empty_house_keeps_every_contract(tmp_path: Path, contract: str) -> None:
    outcome = lint(skeleton(tmp_path), contract)
    assert "1 kept, 0 broken" in outcome.stdout, outcome.stdout + outcome.stderr


def _neighbours(contract: str) -> list[tuple[str, str]]:
    """Return for each layer a room of it and the lowest room above, which it must not import."""
    layers = layers_of(contract)
    return [(low[0], high[-1]) for low, high in zip(layers[1:], layers, strict=False)]


VIOLATIONS = [
    *[("layers", f"jiesu.{low}", f"jiesu.{high}") for low, high in _neighbours("layers")],
    *[
        ("stages", f"jiesu.domain.{low}", f"jiesu.domain.{high}")
        for low, high in _neighbours("stages")
    ],
    *[("pure", f"jiesu.{room}", "django.db") for room in PURE_ROOMS],
    *[("pure", "jiesu.domain", part) for part in ("psycopg", "psycopg_pool", "typer", "pydantic")],
    ("layers", "jiesu.worker", "jiesu.web"),
    ("adapters", "jiesu.adapters.store", "jiesu.adapters.personal"),
    ("doors", "jiesu.web.account", "jiesu.web.citizen"),
    ("doors", "jiesu.web.shared", "jiesu.web.account"),
    ("django", "jiesu.cli", "django.core"),
    ("no-city", "jiesu.bootstrap", "jiesu_packs"),
]


@pytest.mark.parametrize(("contract", "importer", "imported"), VIOLATIONS)
def test_a_forbidden_import_breaks_its_contract(
    tmp_path: Path, contract: str, importer: str, imported: str
) -> None:
    room = skeleton(tmp_path).joinpath(*importer.split("."))
    (room / "culprit.py").write_text(f"import {imported}\n", encoding="utf-8")
    assert_broken(lint(tmp_path, contract))


@pytest.mark.parametrize(
    ("contract", "container"),
    [("layers", "jiesu"), *((key, room.replace(".", "/")) for key, room in CONTAINERS.items())],
)
def test_a_room_nobody_placed_breaks_its_contract(
    tmp_path: Path, contract: str, container: str
) -> None:
    room = skeleton(tmp_path) / container / "newcomer"
    room.mkdir()
    (room / "__init__.py").touch()
    assert_broken(lint(tmp_path, contract))


def test_an_import_inside_a_function_breaks_a_contract_too(tmp_path: Path) -> None:
    room = skeleton(tmp_path) / "jiesu" / "kernel"
    source = "def late():\n    import jiesu.bootstrap\n"
    (room / "culprit.py").write_text(source, encoding="utf-8")
    assert_broken(lint(tmp_path, "layers"))


def test_every_contract_is_shown_to_break() -> None:
    assert {contract for contract, _, _ in VIOLATIONS} == set(contracts())
