# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu places``: load, rehearse, show."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from jiesu.cli.places import app
from jiesu.kernel.errors import BadInput, NotFound
from tests.builders.packs import draft_pack


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pack = draft_pack(tmp_path)
    pack.change("pack.yaml", "locale: zh", "locale: zh\nschematic_points: true")
    (tmp_path / "home").mkdir()  # so that the pack is read once
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
    assert "Good: 1 position(s), 0 border(s). Problems: 1. Loaded as version 1." in output
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


def test_every_load_is_a_version_and_one_can_go_back(home: Path, tmp_path: Path) -> None:
    said("load", rows(tmp_path, "bs-heyan,100.12,30.02"))
    said("load", rows(tmp_path, "bs-heyan,100.13,30.03", "bs-shanqian,100.17,30.05"))
    assert told("back", "1")["number"] == 3
    assert position("bs-heyan") == [100.12, 30.02]
    assert position("bs-heyan", "--version", "2") == [100.13, 30.03]
    said("back", "0")
    assert position("bs-heyan") == position("bs-heyan", "--version", "0") == [100.125, 30.05]
    listed = told("versions")["versions"]
    assert [(v["number"], v["source"], v["points"], v["back_to"]) for v in listed] == [
        (1, "own.csv", 1, None),
        (2, "own.csv", 2, None),
        (3, "", 1, 1),
        (4, "", 0, 0),
    ]
    assert listed[0]["digest"] == listed[2]["digest"] != listed[1]["digest"]
    assert "back to version 1" in said("versions")
    assert isinstance(CliRunner().invoke(app, ["back", "9"]).exception, NotFound)


def position(code: str, *options: str) -> Any:  # noqa: ANN401 - whatever the JSON holds
    return {area["code"]: area["point"] for area in told("show", *options)["areas"]}[code]


def test_another_coordinate_system_is_converted(home: Path, tmp_path: Path) -> None:
    said("load", rows(tmp_path, "bs-heyan,100.12,30.02"), "--system", "GCJ02")
    lon, lat = position("bs-heyan")
    assert 0.0005 < abs(lon - 100.12) + abs(lat - 30.02) < 0.01
    assert "gcj02" in said("load", rows(tmp_path), "--system", "mars", code=2)


def test_a_text_is_found_with_its_reason(home: Path) -> None:
    found = told("find", "柳荫那边停水")
    assert [(g["area"], g["mentions"][0]["text"]) for g in found["guesses"]] == [
        ("qc-liuyin", "柳荫")
    ]
    assert "short for Liuyin, Qingchuan" in said("find", "柳荫那边停水")
    assert "No place was found." in said("find", "你好")


def test_a_point_is_claimed_by_both_sides_of_a_border(home: Path) -> None:
    assert [c["area"] for c in told("at", "100.05", "30.02")["claimants"]] == [
        "qc-liuyin",
        "qingchuan",
    ]
    near = told("at", "100.05", "30.0595", "--border", "500")["claimants"]
    assert [(c["area"], c["inside"]) for c in near] == [
        ("qc-dongmen", True),
        ("qingchuan", True),
        ("qc-liuyin", False),
    ]
    assert "outside; to its border" in said("at", "100.05", "30.0595", "--border", "500")
    assert "lies in no area" in said("at", "0", "0")
    assert isinstance(CliRunner().invoke(app, ["at", "30", "100"]).exception, BadInput)


def test_a_file_that_is_not_there_is_refused(home: Path, tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["load", str(tmp_path / "none.csv")])
    assert isinstance(result.exception, NotFound)
