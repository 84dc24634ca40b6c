# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The papers of the house are there and can be read, by people and by machines."""

import re
from pathlib import Path

import pytest
import yaml

from tests.architecture.tree import ROOT, project_files, text_of

PAPERS = ("README.md", "README.zh-CN.md", "GLOSSARY.md", "CHANGELOG.md")
PUBLICCODE_KEYS = {
    "publiccodeYmlVersion",
    "name",
    "platforms",
    "developmentStatus",
    "softwareType",
    "description",
    "legal",
    "maintenance",
    "localisation",
}
SHORTEST_LONG_DESCRIPTION = 150  # characters, asked for by the publiccode.yml standard
LONGEST_SHORT_DESCRIPTION = 150
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
RELEASE = re.compile(r"^## (?:\[?Unreleased\]?|\[?\d+\.\d+\.\d+\]? [-–—] \d{4}-\d{2}-\d{2})$")


def publiccode_faults(text: str) -> list[str]:
    """Return what a catalogue of public software would reject in publiccode.yml."""
    paper = yaml.safe_load(text)
    faults = [f"missing {key}" for key in sorted(PUBLICCODE_KEYS - set(paper))]
    for language, words in paper.get("description", {}).items():
        if len(words.get("shortDescription", "")) > LONGEST_SHORT_DESCRIPTION:
            faults.append(f"{language}: short description too long")
        if len(words.get("longDescription", "")) < SHORTEST_LONG_DESCRIPTION:
            faults.append(f"{language}: long description too short")
        if not words.get("features"):
            faults.append(f"{language}: no features")
    return faults


def heading_faults(text: str) -> list[str]:
    """Return whether a paper lacks its one title."""
    outside = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    titles = re.findall(r"^# .+$", outside, flags=re.MULTILINE)
    return [] if len(titles) == 1 else [f"{len(titles)} titles"]


def dead_links(text: str, folder: Path) -> list[str]:
    """Return the relative links of a paper in ``folder`` that lead nowhere."""
    outside = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    targets = (target.split("#")[0] for target in LINK.findall(outside))
    return [t for t in targets if t and "://" not in t and not (folder / t).exists()]


def changelog_faults(text: str) -> list[str]:
    """Return the second-level headings that are neither a dated release nor Unreleased."""
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    wrong = [line for line in headings if not RELEASE.match(line)]
    return wrong if headings else ["no release"]


def glossary_faults(text: str) -> list[str]:
    """Return the rows of the glossary's tables that lack a term, its Chinese or its meaning."""
    rows = [line for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]
    short = [row for row, cell in zip(rows, cells, strict=True) if len(cell) < 3 or not all(cell)]
    return short if rows else ["no terms"]


@pytest.mark.parametrize("name", PAPERS)
def test_each_paper_has_one_title(name: str) -> None:
    assert heading_faults(text_of(ROOT / name)) == []


def test_links_between_papers_lead_somewhere() -> None:
    papers = [path for path in project_files() if path.suffix == ".md"]
    dead = {
        path.relative_to(ROOT).as_posix(): dead_links(text_of(path), path.parent) for path in papers
    }
    assert {name: links for name, links in dead.items() if links} == {}


def test_publiccode_can_be_read_by_a_catalogue() -> None:
    assert publiccode_faults(text_of(ROOT / "publiccode.yml")) == []


def test_the_changelog_lists_dated_releases() -> None:
    assert changelog_faults(text_of(ROOT / "CHANGELOG.md")) == []


def test_the_glossary_gives_code_chinese_and_meaning() -> None:
    assert glossary_faults(text_of(ROOT / "GLOSSARY.md")) == []


def test_a_poor_publiccode_is_found() -> None:
    poor = "name: x\ndescription:\n  en:\n    longDescription: short\n"
    faults = publiccode_faults(poor)
    assert "missing legal" in faults
    assert "en: long description too short" in faults
    assert "en: no features" in faults


@pytest.mark.parametrize("text", ["", "no title", "# one\n# two\n"])
def test_a_paper_without_one_title_is_found(text: str) -> None:
    assert heading_faults(text)


def test_a_dead_link_is_found(tmp_path: Path) -> None:
    (tmp_path / "there.md").touch()
    text = "[a](there.md) [b](gone.md#part) [c](https://example.org) [d](#here)"
    assert dead_links(text, tmp_path) == ["gone.md"]


@pytest.mark.parametrize("text", ["# Changelog\n", "## 1.0\n", "## 0.1.0 - soon\n"])
def test_a_changelog_without_dates_is_found(text: str) -> None:
    assert changelog_faults(text)


@pytest.mark.parametrize("text", ["", "| `Appeal` | 诉求 |\n", "| `Appeal` |  | said |\n"])
def test_a_glossary_row_with_a_gap_is_found(text: str) -> None:
    assert glossary_faults(text)
