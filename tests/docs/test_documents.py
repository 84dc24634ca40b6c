# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Documents that show code show what the code does."""

from pathlib import Path

import pytest
from tools.run_documents import DOCUMENTS, rerun

from tests.architecture.tree import ROOT, text_of

EXPLAINED = sorted((ROOT / "docs").rglob("*.md"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_examples_print_what_the_document_says(path: Path) -> None:
    assert rerun(text_of(path)) == text_of(path), "run `make docs`"


def test_every_decision_and_page_is_reached_from_the_index() -> None:
    index = text_of(ROOT / "docs" / "index.md")
    laws = text_of(ROOT / "docs" / "reference" / "law.md")  # lists the page of every city's law
    index += laws.replace("(law-", "(reference/law-")
    names = [path.relative_to(ROOT / "docs").as_posix() for path in EXPLAINED]
    assert [name for name in names if name != "index.md" and f"({name})" not in index] == []


def test_an_output_that_went_stale_is_found() -> None:
    text = "```python\nprint(1 + 1)\n```\n\n```text\n3\n```\n"
    assert rerun(text) == text.replace("3", "2")


def test_examples_of_one_document_share_their_names() -> None:
    text = "```python\nx = 7\n```\n\n```python\nprint(x)\n```\n\n```text\n7\n```\n"
    assert rerun(text) == text


def test_a_command_that_needs_a_city_is_left_alone() -> None:
    text = "```console\n$ jiesu show 261122-0000123-88\nanything\n```\n"
    assert rerun(text) == text
