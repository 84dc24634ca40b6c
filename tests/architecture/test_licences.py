# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Every file says whose it is and under which licence, in its first lines or in REUSE.toml."""

import re
import tomllib
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, project_files, text_of

OWNER = "SPDX-FileCopyrightText: 2026 The jiesu authors"
LICENCE = "SPDX-License-Identifier: Apache-2.0"
HEADER_WITHIN_LINES = 5  # a shebang or a docstring's opening may come first
OWN_TEXT = {"LICENSE", "LICENSES/Apache-2.0.txt"}
OTHERS_TEXT = {"MIT": "LICENSES/MIT.txt"}
"""Licences of what others made, by their SPDX name, and where the text lies."""


def has_header(text: str) -> bool:
    """Return whether the first lines of ``text`` carry both SPDX lines."""
    opening = "\n".join(text.splitlines()[:HEADER_WITHIN_LINES])
    return OWNER in opening and LICENCE in opening


def matches(path: str, pattern: str) -> bool:
    """Return whether ``path`` matches a REUSE pattern: ``*`` stays in a folder, ``**`` does not."""
    parts = re.split(r"(\*\*/|\*\*|\*)", pattern)
    meaning = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*"}
    return (
        re.fullmatch("".join(meaning.get(part, re.escape(part)) for part in parts), path)
        is not None
    )


def annotated_patterns() -> list[str]:
    """Return every path pattern REUSE.toml covers."""
    listed = tomllib.loads((ROOT / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
    paths = [entry["path"] for entry in listed]
    return [path for entry in paths for path in ([entry] if isinstance(entry, str) else entry)]


def unlicensed(files: dict[str, str], patterns: list[str]) -> list[str]:
    """Return the files that neither carry a header nor are covered by ``patterns``."""
    return [
        path
        for path, text in files.items()
        if not has_header(text) and not any(matches(path, pattern) for pattern in patterns)
    ]


def _ours() -> dict[str, Path]:
    every = {path.relative_to(ROOT).as_posix(): path for path in project_files()}
    return {
        name: path
        for name, path in every.items()
        if name not in OWN_TEXT | set(OTHERS_TEXT.values())
    }


def test_every_file_names_its_owner_and_licence() -> None:
    files = {name: text_of(path) for name, path in _ours().items()}
    assert unlicensed(files, annotated_patterns()) == []


def test_every_python_file_carries_the_header_itself() -> None:
    files = {name: text_of(path) for name, path in _ours().items() if path.suffix == ".py"}
    assert unlicensed(files, []) == []


def test_the_licence_text_is_there_twice_and_the_same() -> None:
    texts = [text_of(ROOT / name) for name in sorted(OWN_TEXT)]
    assert texts[0] == texts[1]
    assert "Version 2.0, January 2004" in texts[0]


def test_every_other_licence_named_has_its_text() -> None:
    listed = tomllib.loads(text_of(ROOT / "REUSE.toml"))["annotations"]
    named = {entry["SPDX-License-Identifier"] for entry in listed} - {"Apache-2.0"}
    assert named == set(OTHERS_TEXT)
    assert "Permission is hereby granted" in text_of(ROOT / OTHERS_TEXT["MIT"])


def test_a_file_without_header_is_found() -> None:
    files = {"src/a.py": "print()\n", "data/b.csv": "x,y\n", "c.py": f"# {OWNER}\n# {LICENCE}\n"}
    assert unlicensed(files, ["data/*.csv"]) == ["src/a.py"]


def test_a_header_far_down_does_not_count() -> None:
    assert not has_header("\n" * HEADER_WITHIN_LINES + f"# {OWNER}\n# {LICENCE}\n")


@pytest.mark.parametrize(
    ("path", "pattern", "expected"),
    [
        ("README.md", "**/*.md", True),
        ("docs/adr/0001.md", "**/*.md", True),
        ("docs/adr/0001.md", "docs/*.md", False),
        ("a.mdx", "**/*.md", False),
    ],
)
def test_reuse_patterns_read_as_reuse_reads_them(path: str, pattern: str, expected: bool) -> None:
    assert matches(path, pattern) is expected
