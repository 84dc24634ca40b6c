# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The page about the pack's format and the loader say the same."""

import re
from pathlib import Path

import pytest

from jiesu.adapters.packs import ProblemKind
from jiesu.adapters.packs.gap_wording import GAP_WORDING
from jiesu.adapters.packs.gaps import GapKind
from jiesu.adapters.packs.needs import ValueForm, fixed_needs
from jiesu.adapters.packs.texts import NOTICES, PLACES
from jiesu.adapters.packs.wording import WORDING

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "reference" / "pack-format.md").read_text(encoding="utf-8")
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in PAGE.splitlines()
    if line.startswith("| `")
]


def test_every_parameter_has_its_row() -> None:
    needs = {(f"`{n.key}`", f"`{n.form}`", f"`{n.consumer}`") for n in fixed_needs().values()}
    assert {row for row in ROWS if row[0] in {f"`{key}`" for key in fixed_needs()}} == needs


def test_every_problem_has_its_row_with_the_loaders_own_sentences() -> None:
    said = {
        tuple(t.en.replace("{{", "{").replace("}}", "}") for t in WORDING[kind])
        for kind in ProblemKind
    }
    kinds = {f"`{kind.value}`" for kind in ProblemKind}
    shown = [row for row in ROWS if row[0] in kinds]
    assert {row[0] for row in shown} == kinds
    assert {row[1:] for row in shown} == said


def test_every_gap_has_its_row_with_the_checks_own_sentences() -> None:
    said = {(f"`{kind}`", *(text.en for text in GAP_WORDING[kind])) for kind in GapKind}
    assert {row for row in ROWS if row[0] in {f"`{kind}`" for kind in GapKind}} == said


@pytest.mark.parametrize(
    "word", [*ValueForm, *NOTICES, *(f"{{{place}}}" for place in sorted(PLACES))]
)
def test_every_unit_notice_and_place_is_named(word: str) -> None:
    assert f"`{word}`" in PAGE


def test_the_guide_names_only_commands_that_exist() -> None:
    guide = (DOCS / "how-to" / "write-a-city-pack.md").read_text(encoding="utf-8")
    assert set(re.findall(r"jiesu (pack \w+|doctor)", guide)) == {
        "pack check",
        "pack try",
        "pack show",
        "pack explain",
        "pack diff",
        "doctor",
    }
