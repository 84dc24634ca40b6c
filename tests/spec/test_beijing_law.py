# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Beijing's law as data is honest: what is called official stands in a law, and the days add up."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from jiesu.adapters.packs import pack_folder

BEIJING = Path(pack_folder("beijing"))
HEARSAY = {"practice"}
"""Kinds of instrument nothing official can rest on."""
LAW_BEGINS = date(2019, 1, 1)
DAYS_OFF = {2019: 11, 2020: 13, 2021: 11, 2022: 11, 2023: 11, 2024: 11, 2025: 13, 2026: 13}
"""Days the law grants; 2020 has the two by which the Spring Festival was extended."""


def read(file: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def instruments() -> dict[str, dict[str, Any]]:
    return {file.stem: read(file) for file in sorted(Path(BEIJING, "instruments").glob("*.yaml"))}


def values() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every dated value of parameters, schemes and roles with its key."""
    for folder in ("parameters", "schemes"):
        for file in sorted(Path(BEIJING, folder).glob("*.yaml")):
            for key, rule in read(file).items():
                for value in rule.get("values") or rule["permissions"]:
                    yield key, value


def days(year: int) -> list[tuple[date, str]]:
    text = Path(BEIJING, "catalogues", "calendar.csv").read_text(encoding="utf-8")
    rows = [
        (date.fromisoformat(row["date"]), row["kind"]) for row in csv.DictReader(text.splitlines())
    ]
    return [(day, kind) for day, kind in rows if day.year == year]


def test_the_ordinance_has_all_its_articles() -> None:
    articles = instruments()["beijing-ordinance"]["articles"]
    assert [int(number) for number in articles] == list(range(1, 39))


def test_only_what_binds_the_software_can_be_open() -> None:
    articles = [
        (one["id"], number, article)
        for one in instruments().values()
        for number, article in one["articles"].items()
    ]
    odd = [(id_, number) for id_, number, a in articles if "open" in a and "binds" not in a]
    assert odd == []


def test_nothing_official_rests_on_hearsay() -> None:
    kinds = {id_: one["kind"] for id_, one in instruments().items()}
    official = [
        (key, v["basis"]["instrument"]) for key, v in values() if v["standing"] == "official"
    ]
    assert official
    assert [(key, id_) for key, id_ in official if kinds[id_] in HEARSAY] == []


def test_nothing_that_rests_on_our_defaults_is_more_than_assumed() -> None:
    standings = {v["standing"] for _, v in values() if v["basis"]["instrument"] == "defaults"}
    assert standings == {"assumed"}


def test_every_rule_is_in_force_from_the_first_day() -> None:
    first: dict[str, date] = {}
    for key, value in values():
        first.setdefault(key, value["from"])
    assert {key: day for key, day in first.items() if day > LAW_BEGINS} == {}


@pytest.mark.parametrize("year", DAYS_OFF)
def test_days_off_and_make_up_days_add_up_to_what_the_law_grants(year: int) -> None:
    off = sum(kind == "holiday" and day.weekday() < 5 for day, kind in days(year))
    worked = [day for day, kind in days(year) if kind == "makeup"]
    assert off - len(worked) == DAYS_OFF[year]
    assert all(day.weekday() >= 5 for day in worked)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2019, 4, 28), "makeup"),
        (date(2019, 5, 4), "holiday"),
        (date(2020, 1, 31), "holiday"),
        (date(2020, 2, 1), "holiday"),
        (date(2022, 12, 31), "holiday"),
    ],
)
def test_days_that_a_second_notice_changed_or_a_year_shares(day: date, kind: str) -> None:
    assert (day, kind) in days(day.year)
