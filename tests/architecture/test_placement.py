# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every folder has its place, every package is visible to the walls, no room is called misc."""

from pathlib import Path

import pytest

from tests.architecture.test_walls import rooms_of
from tests.architecture.tree import ENGINE, NOT_OURS

EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "managers", "base", "misc", "core"}

PLACED_INSIDE = {
    "application": {"importing", "rehearsal"},  # the languages of import maps and of scenarios
    "adapters/store": {"models", "migrations", "sql"},  # every table, and the named SQL
    "adapters/identity": {"migrations"},  # accounts and tokens
    "adapters/text": {"learning"},  # models: how they are trained, kept and read
}
"""Folders below the rooms the contracts name."""

OPEN_BELOW = {"web", "simulation", "analytics", "bench", "worker", "cli", "bootstrap"}
"""Rooms whose inner order is their own affair."""


def placed_folders() -> dict[str, set[str]]:
    """Return the folders allowed below each folder of the engine."""
    return {
        "": set(rooms_of("layers")),
        "domain": set(rooms_of("stages")),
        "adapters": set(rooms_of("adapters")),
        **PLACED_INSIDE,
    }


def folders(root: Path) -> list[str]:
    """Return every folder below ``root``, as a path relative to it."""
    below = (path.relative_to(root) for path in root.rglob("*") if path.is_dir())
    return sorted(path.as_posix() for path in below if not NOT_OURS & set(path.parts))


def unplaced(found: list[str], placed: dict[str, set[str]]) -> list[str]:
    """Return the folders in ``found`` that no list names."""
    homeless = []
    for folder in found:
        parent, _, name = folder.rpartition("/")
        if folder.split("/")[0] in OPEN_BELOW and parent:
            continue
        if name not in placed.get(parent, set()):
            homeless.append(folder)
    return homeless


def without_init(root: Path) -> list[str]:
    """Return the folders below ``root`` that hold Python but no ``__init__.py``."""
    holders = {path.parent for path in root.rglob("*.py")}
    return sorted(
        str(folder.relative_to(root)) for folder in holders if not (folder / "__init__.py").exists()
    )


def emptily_named(paths: list[Path]) -> list[str]:
    """Return the files and folders whose name says nothing about what they hold."""
    return [str(path) for path in paths if path.name.removesuffix(".py") in EMPTY_NAMES]


def test_every_folder_of_the_engine_is_placed() -> None:
    assert unplaced(folders(ENGINE), placed_folders()) == []


def test_every_python_folder_is_a_package_the_walls_can_see() -> None:
    assert without_init(ENGINE) == []


def test_nothing_in_the_engine_has_an_empty_name() -> None:
    assert emptily_named([path.relative_to(ENGINE) for path in ENGINE.rglob("*")]) == []


@pytest.mark.parametrize(
    "folder", ["gadgets", "domain/gadgets", "adapters/gadgets", "application/gadgets"]
)
def test_an_unplaced_folder_is_found(folder: str) -> None:
    assert unplaced([folder], placed_folders()) == [folder]


def test_a_folder_without_init_is_found(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "module.py").touch()
    assert without_init(tmp_path) == ["room"]


@pytest.mark.parametrize("name", ["utils", "helpers.py", "common", "base.py"])
def test_an_empty_name_is_found(name: str) -> None:
    assert emptily_named([Path("kernel") / name]) == [f"kernel/{name}"]
