# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every module says in its first line what it is for."""

import ast
from pathlib import Path

from tests.architecture.tree import ROOT, python_files, text_of

LIBRARIES = [*python_files(ROOT / "src"), *python_files(ROOT / "tools")]


def summary(path: Path) -> str:
    """Return the first line of a module's docstring."""
    doc = ast.get_docstring(ast.parse(text_of(path))) or ""
    return doc.partition("\n")[0]


def test_every_module_says_what_it_is_for() -> None:
    silent = [path.relative_to(ROOT).as_posix() for path in LIBRARIES if not summary(path)]
    assert silent == []
