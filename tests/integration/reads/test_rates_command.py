# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""``jiesu rates`` as people and scripts read it."""

import csv
import json
from fractions import Fraction
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from jiesu.adapters.personal.key_file import create_key_file
from jiesu.application.evaluating import NoSuchGroup
from jiesu.cli.app import app
from jiesu.cli.rates import OneFormat
from jiesu.domain.access import NotPermitted
from jiesu.domain.evaluation.months import NotAMonth
from tests.builders.desk import MASTER_KEY
from tests.builders.story import told


@pytest.fixture
def home(tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    create_key_file(tmp_path / "keys" / "master.key", lambda _size: MASTER_KEY)
    monkeypatch.setenv("JIESU_HOME", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", database)
    monkeypatch.setenv("JIESU_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "120")
    return tmp_path


def rates(*args: str) -> Result:
    return CliRunner().invoke(app, ["rates", *args])


@pytest.mark.usefixtures("home")
def test_a_month_nobody_answered_in_is_not_rated() -> None:
    said = rates("--month", "2026-10", "--group", "streets").output
    assert "2026-09-19 to 2026-10-18" in said
    assert said.count("not rated") == 4
    assert "0.0%" not in said
    assert "evaluation.weights = 0.1/0.5/0.4, official" in said
    found = json.loads(rates("--month", "2026-10", "--json").output)
    street = found["groups"][0]["units"][0]
    assert (street["rated"], street["place"], street["score"]) == (False, None, None)
    assert street["response"] == {"numerator": 0, "denominator": 0}


@pytest.mark.usefixtures("home")
def test_fractions_stay_exact_for_programs_and_are_rounded_for_people(database: str) -> None:
    told(database, days=4)
    month = ("--month", "2026-12")
    found = json.loads(rates(*month, "--json").output)
    units = {one["unit"]: one for group in found["groups"] for one in group["units"]}
    lines = {row["unit"]: row for row in csv.DictReader(rates(*month, "--csv").output.splitlines())}
    rated = {unit: one for unit, one in units.items() if one["rated"]}
    assert rated
    table = rates(*month).output
    for unit, one in rated.items():
        score = Fraction(one["score"]["numerator"], one["score"]["denominator"])
        assert Fraction(lines[unit]["score"]) == score
        share = one["resolution"]
        exact = Fraction(share["numerator"]) / share["denominator"]
        assert Fraction(lines[unit]["resolution"]) == exact
        assert len(one["verdicts"]) == one["valid"] == share["denominator"]
        assert f"{one['name']['en']}" in table
    assert all(ground["article"]["zh"] and ground["standing"] for ground in found["basis"])


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(
    ("args", "error"),
    [
        (("--month", "October"), NotAMonth),
        (("--group", "villages"), NoSuchGroup),
        (("--as", "operator"), NotPermitted),
        (("--json", "--csv"), OneFormat),
    ],
)
def test_what_cannot_be_answered_is_said(args: tuple[str, ...], error: type[Exception]) -> None:
    assert isinstance(rates(*args).exception, error)


@pytest.mark.usefixtures("home")
def test_a_leader_may_read_them() -> None:
    assert rates("--as", "leader").exit_code == 0
