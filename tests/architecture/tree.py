# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The project's own files, as the architecture tests walk them."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src"
ENGINE = SRC / "jiesu"
PURE_LAYERS = ("kernel", "rulebook", "domain")

NOT_OURS = {
    ".git",
    ".venv",
    "__pycache__",
    ".hypothesis",
    ".mypy_cache",
    ".ruff_cache",
    ".pytest_cache",
    ".import_linter_cache",
    "build",
    "dist",
    "var",
    "htmlcov",
}


def project_files(root: Path = ROOT) -> Iterator[Path]:
    """Yield every file that belongs to the project, leaving out what tools and runs produce."""
    for path in sorted(root.iterdir()):
        if path.name in NOT_OURS or path.name.endswith(".egg-info"):
            continue
        if path.is_dir():
            yield from project_files(path)
        elif not path.name.startswith(".coverage"):
            yield path


def text_of(path: Path) -> str:
    """Return the file's text, or an empty text where it is binary."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def python_files(root: Path = ENGINE) -> list[Path]:
    """Return every Python file below ``root``."""
    return [path for path in project_files(root) if path.suffix == ".py"]


def layer_of(path: Path) -> str:
    """Return the layer of the engine ``path`` lies in; empty for the package's own ``__init__``."""
    parts = path.relative_to(ENGINE).parts
    return parts[0] if len(parts) > 1 else ""
