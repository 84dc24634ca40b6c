# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The real files the example maps are written for, whole, through the gate of the example town."""

import os
from pathlib import Path

import pytest

from jiesu.bootstrap.importing import ImportDone, ImportOrder, import_history
from jiesu.bootstrap.wiring import City
from tests.builders.calendars import at

pytestmark = pytest.mark.long

ROOT = Path(__file__).parents[3]
DATA = Path(os.environ.get("JIESU_SHARED_DATA", ROOT.parent / "shared" / "data"))
CUTS = {
    "fuzhou_12345_river": at("2026-01-01 00:00"),
    "cn_appeals_with_replies": at("2026-01-01 00:00"),
    "cn_hot_issue_messages": at("2020-01-27 00:00"),
}
FILES = {
    "fuzhou_12345_river": "fuzhou12345_river_appeals.csv.gz",
    "cn_appeals_with_replies": "messages_replies_train.csv.gz",
    "cn_hot_issue_messages": "messages.csv.gz",
}


def imported(city: City, name: str, folder: Path, **how: object) -> ImportDone:
    file = DATA / name / FILES[name]
    if not file.exists():
        pytest.skip(f"real data not found at {file}; set JIESU_SHARED_DATA to its folder")
    map_file = ROOT / "examples" / "maps" / f"{name}.toml"
    order = ImportOrder(file=file, map_file=map_file, folder=folder, cut=CUTS[name], **how)
    return import_history(city, order)


@pytest.mark.parametrize(
    ("name", "rows", "refused"),
    [
        ("fuzhou_12345_river", 1187, {"reply-without-time": 1}),
        ("cn_appeals_with_replies", 1878, {}),
        ("cn_hot_issue_messages", 4326, {}),
    ],
)
def test_every_row_of_a_real_file_walks_through_the_gate_or_is_listed(
    city: City, tmp_path: Path, name: str, rows: int, refused: dict[str, int]
) -> None:
    report = imported(city, name, tmp_path).report
    assert (report.rows, report.refused, report.unaccounted) == (rows, refused, 0)
    assert report.accepted == rows - sum(refused.values())


def test_every_reply_becomes_a_report(city: City, tmp_path: Path) -> None:
    report = imported(city, "cn_appeals_with_replies", tmp_path).report
    assert report.states == {"handled": 1878}
    assert sum(line.reported for line in report.units) == sum(line.orders for line in report.units)


def test_what_is_due_after_the_cut_has_no_live_clock(city: City, tmp_path: Path) -> None:
    report = imported(city, "cn_hot_issue_messages", tmp_path).report
    assert report.not_started["handling"] > 0
    assert report.states == {"dispatched": 4326}


def test_a_second_import_of_a_real_file_adds_nothing(city: City, tmp_path: Path) -> None:
    first = imported(city, "fuzhou_12345_river", tmp_path).report
    again = imported(city, "fuzhou_12345_river", tmp_path).report
    assert (again.accepted, again.there) == (0, first.accepted)
    assert (again.units, again.on_time) == (first.units, first.on_time)
