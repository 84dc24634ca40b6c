# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The glossary knows every term of the code, and says truly where each one is."""

import ast
import re
from functools import cache
from typing import NamedTuple

from tests.architecture.tree import ENGINE, ROOT, python_files, text_of

ROOMS = ("kernel", "rulebook", "domain", "application")
LATER = "later part"
ROW = re.compile(
    r"^\| `(?P<code>\w+)` \| (?P<chinese>[^|]+) \| [^|]+ \| `?(?P<where>[^`|]+?)`? \|$"
)
BEGINS_WITH_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Term(NamedTuple):
    """One row of the glossary."""

    code: str
    chinese: str
    where: str


def terms() -> list[Term]:
    """Return the rows of the glossary."""
    lines = text_of(ROOT / "GLOSSARY.md").splitlines()
    return [Term(**found.groupdict()) for line in lines if (found := ROW.match(line))]


@cache
def homes() -> dict[str, dict[str, str]]:
    """Return the docstring of every class of the engine, by its name and file."""
    found: dict[str, dict[str, str]] = {}
    for path in python_files(ENGINE):
        for node in ast.walk(ast.parse(text_of(path))):
            if isinstance(node, ast.ClassDef):
                file = path.relative_to(ENGINE).as_posix()
                found.setdefault(node.name, {})[file] = ast.get_docstring(node) or ""
    return found


def nouns() -> list[str]:
    """Return the classes of the core whose docstring begins with their Chinese term."""
    return sorted(
        name
        for name, files in homes().items()
        for file, doc in files.items()
        if file.split("/")[0] in ROOMS and BEGINS_WITH_CHINESE.match(doc)
    )


def test_every_row_can_be_read() -> None:
    lines = [line for line in text_of(ROOT / "GLOSSARY.md").splitlines() if line.startswith("| `")]
    assert [line for line in lines if not ROW.match(line)] == []


def test_no_term_is_listed_twice() -> None:
    codes = [term.code for term in terms()]
    assert sorted(codes) == sorted(set(codes))


def test_every_class_with_a_chinese_term_is_in_the_glossary() -> None:
    known = {term.code for term in terms()}
    assert [noun for noun in nouns() if noun not in known] == []


def test_what_is_said_to_come_later_is_not_there_yet() -> None:
    assert [t.code for t in terms() if t.where == LATER and t.code in homes()] == []


def test_every_file_named_is_there() -> None:
    named = [term.where for term in terms() if term.where != LATER]
    assert [where for where in named if not (ENGINE / where).is_file()] == []


def test_a_class_is_defined_in_the_file_named() -> None:
    placed = [term for term in terms() if term.code in homes()]
    assert [term for term in placed if term.where not in homes()[term.code]] == []
