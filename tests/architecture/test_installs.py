# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What is committed names no registry and no machine, and every install is pinned and hashed."""

import re
import tomllib

import pytest

from tests.architecture.tree import ROOT, project_files, text_of

PLACES = re.compile(
    r"pypi" + r"\.org|python" + r"hosted\.org|/simple" + r"/?(?:\s|$)"
    r"|file:"
    + r"///|--(?:extra-)?index"
    + r"-url|--find"
    + r"-links|PIP_(?:EXTRA_)?INDEX"
    + r"_URL"
    r"|(?<![\w.<}])/(?:root|opt|work|Users)"
    + r"/[\w.-]+|(?<![\w.<}])/home"
    + r"/[\w.-]+|[A-Z]:\\\\Users",
)
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[a-z, -]+\])?==(\S+)")
REQUIREMENTS = ("requirements.txt", "requirements-dev.txt")


def places_in(text: str) -> list[str]:
    """Return every registry address and machine path in ``text``."""
    return [match.group(0).strip() for match in PLACES.finditer(text)]


def blocks_of(requirements: str) -> list[str]:
    """Return each requirement with its continuation lines joined."""
    joined = requirements.replace("\\\n", " ")
    return [
        line for line in joined.splitlines() if line.strip() and not line.lstrip().startswith("#")
    ]


def unpinned(requirements: str) -> list[str]:
    """Return the lines that are no pinned, hashed requirement (an option or a URL is none)."""
    return [
        block.split()[0]
        for block in blocks_of(requirements)
        if not PIN.match(block) or "--hash=sha256:" not in block or "://" in block
    ]


def pins(requirements: str) -> set[str]:
    """Return each ``name==version``, extras aside."""
    matches = map(PIN.match, blocks_of(requirements))
    return {"==".join(found.groups()) for found in matches if found}


def _declared(extra: str | None) -> set[str]:
    project = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]
    wanted = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return {re.split(r"[\[<>=!~ ]", item)[0].lower() for item in wanted}


def test_no_file_names_a_registry_or_a_machine() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): places_in(text_of(path)) for path in project_files()
    }
    assert {name: places for name, places in found.items() if places} == {}


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    assert unpinned(text_of(ROOT / name)) == []


@pytest.mark.parametrize(
    ("name", "extras"), [("requirements.txt", ()), ("requirements-dev.txt", ("dev",))]
)
def test_what_the_project_declares_is_pinned(name: str, extras: tuple[str, ...]) -> None:
    declared = _declared(None).union(_declared("build"), *map(_declared, extras))
    assert declared <= {pin.split("==")[0] for pin in pins(text_of(ROOT / name))}


def test_tests_run_on_the_versions_that_are_deployed() -> None:
    assert pins(text_of(ROOT / "requirements.txt")) <= pins(text_of(ROOT / "requirements-dev.txt"))


@pytest.mark.parametrize("block", ["dependencies = [", "dev = [", "build = ["])
def test_every_dependency_has_its_reason(block: str) -> None:
    listed = text_of(ROOT / "pyproject.toml").split(f"\n{block}\n")[1].split("\n]")[0]
    assert [line for line in listed.splitlines() if " # " not in line] == []


@pytest.mark.parametrize(
    "text",
    [
        "see https://" + "pypi" + ".org/project/x",
        "--index" + "-url https://example.org",
        "path = '/ro" + "ot/x'",
        "cd /wo" + "rk/main",
        "at /ho" + "me/someone/x",
        "file:" + "///srv",
    ],
)
def test_a_registry_or_a_machine_is_found(text: str) -> None:
    assert places_in(text)


@pytest.mark.parametrize(
    "text", ["/usr/lib/postgresql", "docs/how-to/wo" + "rk/x", "https://example.org/a"]
)
def test_an_ordinary_path_passes(text: str) -> None:
    assert places_in(text) == []


@pytest.mark.parametrize(
    "line",
    [
        "django==5.2",
        "django>=5 --hash=sha256:00",
        "--index" + "-url https://example.org",
        "x @ https://example.org/x.whl --hash=sha256:00",
    ],
)
def test_a_requirement_that_is_not_pinned_is_found(line: str) -> None:
    assert unpinned(line)
