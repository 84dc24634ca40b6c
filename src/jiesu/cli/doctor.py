# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu doctor``: what is there, what is missing, what to do."""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jiesu.bootstrap.doctor import Finding
    from jiesu.kernel.text import Language, Text

_MARKS = {"ok": "✓", "warn": "!", "bad": "✗"}
_COLOURS = {"ok": typer.colors.GREEN, "warn": typer.colors.YELLOW, "bad": typer.colors.RED}


def doctor(
    as_json: Annotated[
        bool, typer.Option("--json", help="Print one JSON object for scripts.")
    ] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Also make the server, its tables and the keys.")
    ] = False,
) -> None:
    """Say what this machine has, what it lacks and what to do; exit code 1 if something is bad."""
    from jiesu.bootstrap.doctor import examine
    from jiesu.bootstrap.settings import load_settings

    settings = load_settings()
    findings = examine(settings, fix=fix)
    bad = print_json(findings) if as_json else print_lines(findings, settings.language)
    if bad:
        raise typer.Exit(1)


def print_lines(findings: "Iterable[Finding]", language: "Language") -> bool:
    """Print each finding as soon as it is known; return whether one was bad."""
    bad = False
    for finding in findings:
        level = str(finding.level)
        bad = bad or level == "bad"
        mark = typer.style(_MARKS[level], fg=_COLOURS[level], bold=True)
        typer.echo(f"{mark} {finding.name}: {finding.what.say(language)}")
        if finding.next_step is not None and level != "ok":
            typer.echo(f"    → {finding.next_step.say(language)}")
        sys.stdout.flush()
    return bad


def print_json(findings: "Iterable[Finding]") -> bool:
    """Print all findings as one JSON object; return whether one was bad."""
    import json

    rows = [
        {
            "name": each.name,
            "level": str(each.level),
            "what": _both(each.what),
            "next_step": _both(each.next_step) if each.next_step else None,
        }
        for each in findings
    ]
    bad = any(row["level"] == "bad" for row in rows)
    typer.echo(json.dumps({"ok": not bad, "findings": rows}, ensure_ascii=False, indent=2))
    return bad


def _both(text: "Text") -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
