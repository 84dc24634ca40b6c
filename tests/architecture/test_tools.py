# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The tools are set as the house asks: exemptions have reasons, our own warnings are errors."""

import re
import tomllib
import warnings

import pytest

from tests.architecture.tree import ENGINE, PURE_LAYERS, ROOT, project_files, python_files, text_of
from tests.conftest import is_own_machine

BARE_EXEMPTION = re.compile(
    r"# (?:noqa|type: ignore|pragma: no (?:cover|branch))(?:(?! --? | — )[^#\n])*$", re.MULTILINE
)
CODE = re.compile(r'"[A-Z]{1,6}\d{0,4}"')


def _config() -> dict[str, dict[str, object]]:
    tools: dict[str, dict[str, object]] = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]
    return tools


def ignores_without_reason(toml: str) -> list[str]:
    """Return the lines of ruff's ignore lists that give rule codes but no reason."""
    section = toml.split("[tool.ruff.lint]")[1].split("[tool.ruff.lint.pydocstyle]", maxsplit=1)[0]
    lines = [line for line in section.splitlines() if not line.startswith("select")]
    return [line.strip() for line in lines if CODE.search(line) and " # " not in line]


def exemptions_without_reason(source: str) -> list[str]:
    """Return the ``noqa``, ``type: ignore`` and ``pragma`` comments without a reason."""
    return [match.group(0) for match in BARE_EXEMPTION.finditer(source)]


def test_every_ignored_rule_has_a_reason() -> None:
    assert ignores_without_reason(text_of(ROOT / "pyproject.toml")) == []


def test_every_exemption_in_the_engine_has_a_reason() -> None:
    found = {
        str(path.relative_to(ENGINE)): exemptions_without_reason(text_of(path))
        for path in python_files()
    }
    assert {name: bare for name, bare in found.items() if bare} == {}


def test_magic_numbers_are_forbidden_in_the_domain_without_exemption() -> None:
    lint = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["ruff"]["lint"]
    assert lint["select"] == ["ALL"]
    assert "PLR2004" not in lint["ignore"]
    exempt = [where for where, codes in lint["per-file-ignores"].items() if "PLR2004" in codes]
    assert exempt == ["tests/**"]
    assert [p.name for p in python_files(ENGINE / "domain") if "PLR2004" in text_of(p)] == []


def test_types_are_strict_for_the_whole_engine() -> None:
    assert _config()["mypy"]["strict"] is True


def test_the_pure_core_is_covered_to_its_last_branch() -> None:
    coverage = tomllib.loads(text_of(ROOT / "pyproject.toml"))["tool"]["coverage"]
    assert coverage["run"]["source_dirs"] == [f"src/jiesu/{layer}" for layer in PURE_LAYERS]
    assert coverage["run"]["branch"] is True
    assert coverage["report"]["fail_under"] == 100


@pytest.mark.parametrize("module", ["jiesu", "jiesu.kernel.ids", "jiesu_packs"])
def test_a_warning_from_our_own_modules_is_an_error(module: str) -> None:
    with pytest.raises(UserWarning, match="careful"):
        warnings.warn_explicit("careful", UserWarning, "sample.py", 1, module=module)


def test_a_warning_from_a_foreign_module_is_only_a_warning() -> None:
    with pytest.warns(UserWarning, match="careful"):
        warnings.warn_explicit("careful", UserWarning, "sample.py", 1, module="foreign")


@pytest.mark.parametrize(
    ("address", "own"),
    [
        (("127.0.0.1", 5432), True),
        (("::1", 5432, 0, 0), True),
        (("localhost", 80), True),
        ("run/.s.PGSQL.5432", True),
        (("192.0.2.1", 80), False),
        (("example.org", 443), False),
    ],
)
def test_only_this_machine_may_be_reached(address: object, own: bool) -> None:
    assert is_own_machine(address) is own


def test_an_ignored_rule_without_reason_is_found() -> None:
    toml = (
        '[tool.ruff.lint]\nignore = [\n  "D203",\n  "D213", # why\n]\n[tool.ruff.lint.pydocstyle]'
    )
    assert ignores_without_reason(toml) == ['"D203",']


@pytest.mark.parametrize(
    "source",
    ["x = 1  # noqa: E501", "y = f()  # type: ignore[misc]", "if a:  # pragma: no cover"],
)
def test_an_exemption_without_reason_is_found(source: str) -> None:
    assert exemptions_without_reason(source)


@pytest.mark.parametrize("mark", ["-", "--", "—", "#"])
def test_an_exemption_with_its_reason_passes(mark: str) -> None:
    assert exemptions_without_reason(f"x = 1  # noqa: E501 {mark} a table reads best so") == []


def test_the_makefile_never_calls_apt() -> None:
    assert "apt" not in re.findall(r"[a-z-]+", text_of(ROOT / "Makefile"))


def test_lock_files_that_record_hosts_are_not_committed() -> None:
    names = {path.name for path in project_files()}
    assert not {name for name in names if name == "uv.lock" or name.startswith("pylock")}
