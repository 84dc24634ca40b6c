# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu pack try``: play the scenarios of a pack and say which hold."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import typer

from jiesu.kernel.text import Text

if TYPE_CHECKING:
    from jiesu.application.rehearsal.script import Finding, Plain
    from jiesu.bootstrap.rehearsing import Played
    from jiesu.kernel.text import Language

_EXPECTED = Text("应为", "expected")
_FOUND = Text("实为", "found")
_TOTAL = Text("共{all}个场景，{failed}个不符。", "{all} scenario(s), {failed} did not hold.")
_EMPTY = Text("此政策包没有场景，无可演练。", "The pack has no scenarios: nothing to play.")
_NOTHING = "–"


def run(path: str, only: str | None, language: "Language", *, as_json: bool) -> bool:
    """Play and print; return whether every scenario holds.

    Raises:
        JiesuError: no such pack or scenario, or the pack is broken.
    """
    from jiesu.bootstrap.rehearsing import rehearse

    played = []
    for one in rehearse(path, only):
        played.append(one)
        if not as_json:
            _print(one, language)
    failed = sum(not one.holds for one in played)
    if as_json:
        told = [_told(one) for one in played]
        data = {"pack": path, "ok": not failed, "scenarios": told}
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        total = _TOTAL if played else _EMPTY
        typer.secho(total.say(language, all=len(played), failed=failed), bold=True)
    return not failed


def _print(one: "Played", language: "Language") -> None:
    scenario = one.scenario
    mark = typer.style("✓", fg="green") if one.holds else typer.style("✗", fg="red")
    article = typer.style(scenario.citation.label(language), fg="bright_black")
    typer.echo(f"{mark} {scenario.title.say(language)}  {article}")
    if one.holds:
        return
    typer.secho(f"    {scenario.place.file}:{scenario.place.line}", fg="bright_black")
    for finding in one.findings:
        expected = f"{_EXPECTED.say(language)} {written(finding.expected)}"
        found = f"{_FOUND.say(language)} {written(finding.found)}"
        typer.echo(f"    {finding.path}: {expected}; {found}")


def written(value: "Plain") -> str:
    """Return a value on one line, as scenarios write it."""
    if value is None:
        return _NOTHING
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name}: {written(one)}" for name, one in value.items()) + "}"
    return "[" + ", ".join(map(written, value)) + "]"


def _told(one: "Played") -> dict[str, Any]:
    scenario = one.scenario
    return {
        "title": {"zh": scenario.title.zh, "en": scenario.title.en},
        "instrument": scenario.citation.instrument,
        "article": scenario.citation.article,
        "file": scenario.place.file,
        "line": scenario.place.line,
        "ok": one.holds,
        "findings": [_finding(each) for each in one.findings],
    }


def _finding(finding: "Finding") -> dict[str, Any]:
    return {"path": finding.path, "expected": finding.expected, "found": finding.found}
