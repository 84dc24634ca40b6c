# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The example maps read the real files they are written for: every row is taken or has a reason."""

import os
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jiesu.adapters.files.tables import open_table
from jiesu.application.importing.codes import Codes
from jiesu.application.importing.map_parser import parse_map
from jiesu.application.importing.problems import RowProblem
from jiesu.application.importing.read import read_rows
from jiesu.application.importing.rows import ImportedAppeal
from jiesu.application.importing.values import ReadRules
from jiesu.kernel.instants import instant
from jiesu.kernel.private import PrivateKind

ROOT = Path(__file__).parents[2]
MAPS = ROOT / "examples" / "maps"
DATA = Path(os.environ.get("JIESU_SHARED_DATA", ROOT.parent / "shared" / "data"))
RULES = ReadRules(
    cut=instant(datetime(2021, 3, 1, tzinfo=UTC)), limits=dict.fromkeys(PrivateKind, 10_000)
)
FILES = {
    "fuzhou_12345_river": ("fuzhou12345_river_appeals.csv.gz", 1187),
    "cn_appeals_with_replies": ("messages_replies_train.csv.gz", 1878),
    "cn_hot_issue_messages": ("messages.csv.gz", 4326),
}
AREAS = {"qingchuan", "baishi", "qc-liuyin", "qc-dongmen", "bs-heyan", "bs-shanqian"}


def data_file(name: str) -> Path:
    path = DATA / name / FILES[name][0]
    if not path.exists():
        pytest.skip(f"real data not found at {path}; set JIESU_SHARED_DATA to its folder")
    return path


def taken_and_problems(name: str) -> tuple[list[ImportedAppeal], list[RowProblem]]:
    path = data_file(name)
    text = (MAPS / f"{name}.toml").read_text(encoding="utf-8")
    import_map = parse_map(text, Codes(area=frozenset(AREAS)))
    with open_table(path, format=import_map.format) as table:
        items = list(read_rows(table, import_map, RULES))
    taken = [item for item in items if isinstance(item, ImportedAppeal)]
    return taken, [item for item in items if isinstance(item, RowProblem)]


@pytest.mark.parametrize("name", FILES)
def test_the_example_maps_are_sound(name: str) -> None:
    text = (MAPS / f"{name}.toml").read_text(encoding="utf-8")
    assert parse_map(text, Codes(area=frozenset(AREAS))).name


@pytest.mark.parametrize("name", FILES)
def test_every_row_of_the_real_file_is_taken_or_has_a_reason(name: str) -> None:
    taken, problems = taken_and_problems(name)
    assert len(taken) + len(problems) == FILES[name][1]
    assert Counter(problem.code for problem in problems) == {}


@pytest.mark.parametrize("name", ["cn_appeals_with_replies", "cn_hot_issue_messages"])
def test_most_messages_find_their_matter(name: str) -> None:
    taken, _ = taken_and_problems(name)
    other = sum(appeal.matter == "general.other.other" for appeal in taken)
    assert other / len(taken) < 0.05


def test_replies_come_with_both_times() -> None:
    taken, _ = taken_and_problems("cn_appeals_with_replies")
    assert all(a.reported_at and a.reply and a.reported_at > a.registered_at for a in taken)


def test_rivers_carry_kind_channel_transfers_and_days() -> None:
    taken, _ = taken_and_problems("fuzhou_12345_river")
    assert Counter(str(a.kind) for a in taken)["complaint"] == 996
    assert Counter(str(a.channel) for a in taken)["phone"] == 485
    assert sum(a.transfers > 0 for a in taken) == 356
    assert sum(a.reported_at is None for a in taken) == 1  # the one row without its days
    assert sum(a.confidential for a in taken) == 1015
