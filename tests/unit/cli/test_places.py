# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu places``: load, rehearse, show."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from jiesu.cli.places import app
from jiesu.kernel.errors import NotFound
from tests.builders.packs import draft_pack


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pack = draft_pack(tmp_path)
    pack.change("pack.yaml", "locale: zh", "locale: zh\nschematic_points: true")
    monkeypatch.setenv("JIESU_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("JIESU_PACK", str(pack.folder))
    monkeypatch.setenv("JIESU_LANGUAGE", "en")
    return tmp_path / "home"


def said(*arguments: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


def told(*arguments: str, code: int = 0) -> Any:  # noqa: ANN401 - whatever the JSON holds
    return json.loads(said(*arguments, "--json", code=code))


def rows(folder: Path, *lines: str) -> str:
    file = folder / "own.csv"
    file.write_text("\n".join(["area,lon,lat", *lines]), encoding="utf-8")
    return str(file)


def kept(home: Path) -> Path:
    return home / "places" / "example.json"


def test_good_rows_are_kept_and_the_bad_one_is_listed(home: Path, tmp_path: Path) -> None:
    file = rows(tmp_path, "bs-heyan,100.12,30.02", "nowhere,100.1,30.1")
    output = said("load", file)
    assert "Good: 1 position(s), 0 border(s). Problems: 1. Loaded." in output
    assert "own.csv:3" in output
    listed = {area["code"]: area for area in told("show")["areas"]}
    assert (listed["bs-heyan"]["point"], listed["bs-heyan"]["schematic"]) == (
        [100.12, 30.02],
        False,
    )
    assert listed["bs-shanqian"]["schematic"] is True


def test_the_table_says_which_positions_are_schematic(home: Path) -> None:
    output = said("show")
    assert "6 areas, 6 with a schematic position" in output
    assert "100.125, 30.05 (schematic)" in output


def test_a_rehearsal_writes_nothing(home: Path, tmp_path: Path) -> None:
    done = told("load", rows(tmp_path, "bs-heyan,100.12,30.02"), "--check")
    assert (done["points"], done["written"]) == (["bs-heyan"], False)
    assert not kept(home).exists()


def test_a_file_without_one_good_row_changes_nothing(home: Path, tmp_path: Path) -> None:
    said("load", rows(tmp_path, "bs-heyan,100.12,30.02"))
    before = kept(home).read_bytes()
    done = told("load", rows(tmp_path, "nowhere,100.12,30.02"), code=1)
    assert (done["written"], [p["kind"] for p in done["problems"]]) == (False, ["area-unknown"])
    assert kept(home).read_bytes() == before
    assert "No row is good" in said("load", rows(tmp_path, "nowhere,1,1"), code=1)


def test_a_file_that_is_not_there_is_refused(home: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["load", str(tmp_path / "none.csv")])
    assert isinstance(result.exception, NotFound)
