# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu pack``: check, show, explain, for people and for scripts."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from jiesu.cli.pack import app
from jiesu.cli.pack_answers import LISTINGS
from tests.builders.packs import draft_pack

RUNNER = CliRunner(env={"JIESU_HOME": "/nonexistent", "JIESU_LANGUAGE": "en"})


def said(*arguments: str, code: int = 0) -> str:
    result = RUNNER.invoke(app, list(arguments))
    assert result.exit_code == code, result.output
    return result.output


def told(*arguments: str, code: int = 0) -> Any:  # noqa: ANN401 - whatever the JSON holds
    return json.loads(said(*arguments, "--json", code=code))


def test_a_sound_pack_passes() -> None:
    assert "no problems" in said("check", "example")
    found = told("check", "example")
    assert (found["pack"], found["ok"], found["problems"]) == ("example", True, [])


def test_gaps_are_told_by_kind_and_fail_only_a_strict_check() -> None:
    assert "does not say what to ask" in said("check", "example")
    assert "does not say what to ask" in said("check", "example", "--strict", code=1)
    every = said("check", "example", "--gaps")
    assert "catalogues/matters.csv:4 " in every
    gaps = told("check", "example")["gaps"]
    assert {"kind": "ask-missing", "file": "catalogues/matters.csv", "line": 4}.items() <= next(
        gap for gap in gaps if gap["about"] == "water.river.pollution"
    ).items()
    assert told("check", "example", "--strict", code=1)["gaps"] == gaps


def test_a_broken_pack_fails_with_every_place(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    pack.change("pack.yaml", "Asia/Shanghai", "Asia/Atlantis")
    line = pack.change("parameters/limits.yaml", "value: 2 hour", "value: 2 fortnight")
    table = said("check", str(pack.folder), code=1)
    assert "pack.yaml:8" in table
    assert f"parameters/limits.yaml:{line}" in table
    first, second = told("check", str(pack.folder), code=1)["problems"]
    assert (first["kind"], first["file"], first["key"]) == (
        "zone-unknown",
        "pack.yaml",
        "time_zone",
    )
    assert (second["line"], second["what"]["en"]) == (line, 'Expected here: e.g. "7 calendar_day".')


def test_a_change_from_a_day_to_come_leaves_the_past_alone(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    pack.change(
        "catalogues/units.csv",
        "Civil Affairs Bureau,department,,hotline,2000-01-01,,",
        "Civil Affairs Bureau,department,,hotline,2000-01-01,2999-01-01,hotline",
    )
    said_so = "leaves the past as"
    assert said_so in said("check", str(pack.folder), "--against", "example")


def test_what_rewrites_the_past_is_listed(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    pack.change("parameters/limits.yaml", "value: 7 calendar_day", "value: 6 calendar_day")
    pack.change("catalogues/duties.csv", "civil-bureau,d7", "labour-bureau,d7")
    pack.change("catalogues/units.csv", "2015-07-01,urban-bureau", "2015-08-01,urban-bureau")
    pack.change(
        "catalogues/calendar.csv",
        "2024-02-11,holiday,春节,Spring Festival,",
        "2024-02-11,makeup,补班,Make-up day,",
    )
    listed = told("check", str(pack.folder), "--against", "example", code=1)["rewritten"]
    limit, duty, unit, day = listed
    assert limit == {
        "part": "parameter",
        "key": "limit.d7",
        "since": "2015-07-01",
        "before": "7 calendar_day",
        "after": "6 calendar_day",
    }
    assert (duty["part"], duty["since"]) == ("duty", "2000-01-01")
    assert (unit["key"], "2015-08-01" in unit["after"]) == ("sanitation-bureau", True)
    assert day["part"] == "calendar"
    assert "4 difference(s)" in said("check", str(pack.folder), "--against", "example", code=1)


def test_an_unknown_pack_is_refused_with_the_known_ones() -> None:
    known = said("check", "nowhere", code=1).partition("Installed: ")[2]
    assert "example" in known
    assert told("check", "nowhere", code=1)["error"] == "unknown-pack"


@pytest.mark.parametrize(
    ("day", "value", "article"),
    [
        ("2015-06-30", "10 calendar_day", "anhe-procedure"),
        ("2015-07-01", "7 calendar_day", "anhe-procedure-2015"),
    ],
)
def test_a_parameter_is_shown_as_of_a_day(day: str, value: str, article: str) -> None:
    found = told("show", "limit.d7", "--as-of", day)
    assert (found["value"], found["instrument"], found["standing"]) == (value, article, "official")
    assert value in said("show", "limit.d7", "--as-of", day)


def test_without_a_day_the_newest_law_is_shown() -> None:
    found = told("show", "order.signing")
    assert (found["value"], found["as_of"]) == ("4 hour", "latest")


def test_both_languages_are_spoken() -> None:
    assert "Signing within eight hours becomes four." in said("show", "order.signing")
    assert "签收时限由八小时改为四小时。" in said("show", "order.signing", "--lang", "zh")


def test_a_repealed_rule_is_refused_with_its_article() -> None:
    assert "2015 revision), Art. 3" in said("show", "limit.d30", "--as-of", "2016-01-01", code=1)


@pytest.mark.parametrize("listing", list(LISTINGS))
def test_every_listing_can_be_shown(listing: str) -> None:
    assert told("show", listing)
    assert said("show", listing, "--as-of", "2010-01-01", "--lang", "zh")


@pytest.mark.parametrize(
    ("day", "lead"), [("2015-06-30", "sanitation-bureau"), ("2015-07-01", "@subdistrict")]
)
def test_duties_are_listed_as_of_a_day(day: str, lead: str) -> None:
    duties = {duty["code"]: duty for duty in told("show", "duties", "--as-of", day)}
    assert duties["urban.waste.collection"]["lead"] == lead


def test_a_unit_is_listed_until_it_ends() -> None:
    codes = [
        {u["code"] for u in told("show", "units", "--as-of", d)}
        for d in ("2015-06-30", "2015-07-01")
    ]
    assert ["sanitation-bureau" in listed for listed in codes] == [True, False]


def test_a_parameter_is_explained_with_its_history_and_reader() -> None:
    found = told("explain", "limit.d30")
    assert [value["value"] for value in found["values"]] == ["30 calendar_day", None]
    assert found["consumer"] == "OrderPolicy.limits"
    assert told("explain", "appeal.words_max")["consumer"] == "AppealPolicy.words_max"
    assert "(repealed)" in said("explain", "limit.d30")


@pytest.mark.parametrize(
    ("wrong", "right"), [("limt.d7", "limit.d7"), ("words", "appeal.words_max"), ("unit", "units")]
)
def test_a_misspelt_key_is_answered_with_what_is_near(wrong: str, right: str) -> None:
    assert right in said("show", wrong, code=1)
    assert told("show", wrong, code=1)["error"] == "unknown-key"


def test_a_listing_cannot_be_explained() -> None:
    assert told("explain", "units", code=1)["error"] == "unknown-key"


def test_a_day_that_is_none_is_refused() -> None:
    assert told("show", "limit.d7", "--as-of", "yesterday", code=1)["error"] == "unreadable-day"


def test_scenarios_are_played_and_counted() -> None:
    assert "✓ A community never leads  Anhe Appeals Ordinance, Art. 18" in said("try", "example")
    assert "1个场景，0个不符" in said(
        "try", "example", "--only", "anhe-ordinance/18", "--lang", "zh"
    )
    found = told("try", "example", "--only", "anhe-procedure")
    assert found["ok"] is True
    assert {one["instrument"] for one in found["scenarios"]} == {"anhe-procedure"}


def test_a_scenario_that_does_not_hold_is_told_with_its_place(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    pack.change("scenarios/duties.yaml", "then: {lead: water-bureau,", "then: {lead: water-co,")
    line = pack.line_of("scenarios/duties.yaml", "河道污染由水务局主办")
    shown = said("try", str(pack.folder), code=1)
    assert f"scenarios/duties.yaml:{line}" in shown
    assert "    lead: expected water-co; found water-bureau" in shown
    failed = [one for one in told("try", str(pack.folder), code=1)["scenarios"] if not one["ok"]]
    assert [(one["line"], one["findings"]) for one in failed] == [
        (line, [{"path": "lead", "expected": "water-co", "found": "water-bureau"}])
    ]


def test_a_pack_that_is_broken_or_silent_on_the_article_is_not_played(tmp_path: Path) -> None:
    assert told("try", "example", "--only", "nothing", code=1)["error"] == "no-such-scenario"
    pack = draft_pack(tmp_path)
    pack.change("scenarios/duties.yaml", "then: {lead: water-bureau,", "then: {leed: water-bureau,")
    assert told("try", str(pack.folder), code=1)["error"] == "broken-pack"


def test_a_pack_is_the_same_as_itself() -> None:
    assert "no difference" in said("diff", "example", "example")
    assert told("diff", "example", "example")["same"] is True


def test_what_differs_is_told_and_ends_with_one(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    pack.change("parameters/limits.yaml", "value: 10 calendar_day", "value: 11 calendar_day")
    table = said("diff", "example", str(pack.folder), code=1)
    assert "Parameters (1)" in table
    assert "limit.d7 @ 2000-01-01" in table
    found = told("diff", "example", str(pack.folder), "--as-of", "2010-01-01", code=1)
    (one,) = found["differences"]
    assert (one["key"], one["before"]["en"], one["after"]["en"]) == (
        "limit.d7",
        "10 calendar_day",
        "11 calendar_day",
    )
    assert told("diff", "example", str(pack.folder), "--as-of", "2020-01-01")["same"] is True


def test_a_broken_pack_is_not_compared_but_its_problems_are_told(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    pack.change("pack.yaml", "Asia/Shanghai", "Asia/Atlantis")
    assert "pack.yaml:8" in said("diff", "example", str(pack.folder), code=2)
    (broken,) = told("diff", str(pack.folder), "example", code=2)["broken"]
    assert [problem["kind"] for problem in broken["problems"]] == ["zone-unknown"]
    assert told("diff", "example", "nowhere", code=2)["error"] == "unknown-pack"


def test_help_loads_no_yaml_no_shapely_and_no_policy() -> None:
    heavy = "'yaml', 'shapely', 'jiesu.adapters.packs'"
    code = f"import sys, jiesu.cli.pack; print([m for m in ({heavy}) if m in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
