# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
import json
from collections.abc import Iterator

import pytest
import typer
from typer.testing import CliRunner

from jiesu.bootstrap import doctor as examination
from jiesu.bootstrap.doctor import Finding, Level
from jiesu.cli.doctor import doctor
from jiesu.kernel.text import Text

WELL = Finding("python", Level.OK, Text("蟒蛇好", "python is well"), Text("无", "nothing"))
POOR = Finding("fonts", Level.WARN, Text("没有字体", "no fonts"), Text("装字体", "install fonts"))
ILL = Finding("server", Level.BAD, Text("起不来", "will not start"), Text("看日志", "read the log"))


def run(monkeypatch: pytest.MonkeyPatch, found: list[Finding], *args: str) -> tuple[int, str]:
    """Run the command over these findings; return its exit code and what it printed."""

    def examine(*_: object, **__: object) -> Iterator[Finding]:
        yield from found

    monkeypatch.setattr(examination, "examine", examine)
    app = typer.Typer()
    app.command()(doctor)
    result = CliRunner().invoke(app, list(args))
    return result.exit_code, result.stdout


@pytest.mark.parametrize(("found", "code"), [([WELL], 0), ([WELL, POOR], 0), ([ILL, WELL], 1)])
def test_only_what_is_bad_fails(
    monkeypatch: pytest.MonkeyPatch, found: list[Finding], code: int
) -> None:
    assert run(monkeypatch, found)[0] == code
    assert run(monkeypatch, found, "--json")[0] == code


@pytest.mark.parametrize(
    ("language", "word", "todo"), [("zh", "没有字体", "装字体"), ("en", "no fonts", "install")]
)
def test_each_line_says_what_and_what_to_do(
    monkeypatch: pytest.MonkeyPatch, language: str, word: str, todo: str
) -> None:
    monkeypatch.setenv("JIESU_LANGUAGE", language)
    lines = run(monkeypatch, [WELL, POOR])[1].splitlines()
    assert lines[1] == f"! fonts: {word}"
    assert lines[2].startswith(f"    → {todo}")


def test_what_is_well_needs_nothing_done(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(run(monkeypatch, [WELL])[1].splitlines()) == 1


def test_scripts_read_both_languages(monkeypatch: pytest.MonkeyPatch) -> None:
    said = json.loads(run(monkeypatch, [POOR, ILL], "--json")[1])
    assert said["ok"] is False
    assert said["findings"][0] == {
        "name": "fonts",
        "level": "warn",
        "what": {"zh": "没有字体", "en": "no fonts"},
        "next_step": {"zh": "装字体", "en": "install fonts"},
    }
