# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What differs between two packs is found once, whichever side it stands on."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from jiesu.adapters.packs import load_pack
from jiesu.adapters.packs.differences import LAYOUT, Difference, Group, Kind, differences
from jiesu.cli.pack_diff import ASPECTS, GROUPS, KINDS, compare
from tests.builders.packs import draft_pack

EXAMPLE = load_pack("example")
LONG_AGO, AFTER = date(2010, 1, 1), date(2020, 1, 1)


def changed(
    folder: Path, *changes: tuple[str, str, str], day: date | None = None
) -> list[Difference]:
    """Return what differs once a copy of the example pack has been changed."""
    pack = draft_pack(folder)
    for change in changes:
        pack.change(*change)
    found = differences(EXAMPLE, load_pack(str(pack.folder)), day)
    return [one for one in found if one.group is not Group.PACK]


def test_a_pack_differs_in_nothing_from_itself() -> None:
    assert differences(EXAMPLE, EXAMPLE) == []
    assert differences(EXAMPLE, EXAMPLE, AFTER) == []


def test_another_version_is_told() -> None:
    later = load_pack("example")
    object.__setattr__(later.identity, "version", "1.0.1")
    (one,) = differences(load_pack("example"), later)
    assert (one.group, one.aspect, one.after.en) == (Group.PACK, "version", "1.0.1")


@pytest.mark.parametrize(
    ("change", "group", "aspect", "before", "after"),
    [
        (
            ("parameters/limits.yaml", "value: 2 hour", "value: 3 hour"),
            Group.PARAMETERS,
            "value",
            "2 hour",
            "3 hour",
        ),
        (
            ("parameters/limits.yaml", "standing: official", "standing: reported"),
            Group.PARAMETERS,
            "standing",
            "official",
            "reported",
        ),
        (
            ("catalogues/units.csv", "Anhe Water Company", "Anhe Waterworks"),
            Group.UNITS,
            "name",
            "自来水公司 / Anhe Water Company",
            "自来水公司 / Anhe Waterworks",
        ),
        (
            ("catalogues/tags.csv", "Safety", "Being safe"),
            Group.TAGS,
            "name",
            "平安 / Safety",
            "平安 / Being safe",
        ),
        (
            ("instruments/anhe-ordinance.yaml", "kind: ordinance", "kind: rule"),
            Group.ARTICLES,
            "kind",
            "ordinance",
            "rule",
        ),
        (
            ("instruments/anhe-ordinance.yaml", "adopted: 1999-11-20", "adopted: 1999-01-01"),
            Group.ARTICLES,
            "adopted",
            "1999-11-20",
            "1999-01-01",
        ),
        (
            ("schemes/roles.yaml", "        - audit.read\n", ""),
            Group.ROLES,
            "permissions",
            "audit.read",
            "",
        ),
    ],
)
def test_one_change_is_one_difference(
    tmp_path: Path,
    change: tuple[str, str, str],
    group: Group,
    aspect: str,
    before: str,
    after: str,
) -> None:
    found = changed(tmp_path, change)
    assert [(d.group, d.aspect, d.before.en, d.after.en) for d in found] == [
        (group, aspect, before, after)
    ]


def test_a_day_of_checking_is_no_difference(tmp_path: Path) -> None:
    file = "parameters/limits.yaml"
    assert changed(tmp_path, (file, "last_checked: 20", "last_checked: 19")) == []


def test_a_value_of_old_law_differs_only_on_its_days(tmp_path: Path) -> None:
    change = ("parameters/limits.yaml", "value: 10 calendar_day", "value: 11 calendar_day")
    assert changed(tmp_path / "old", change, day=LONG_AGO)
    assert changed(tmp_path / "new", change, day=AFTER) == []


def test_what_one_side_lacks_is_added_or_gone(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    pack.change("texts/names.yaml", "\n", "\nextra.text: {zh: 多, en: More}\n")
    other = load_pack(str(pack.folder))
    (added,), (gone,) = differences(EXAMPLE, other), differences(other, EXAMPLE)
    assert (added.kind, added.key, added.after.en) == (Kind.ADDED, "extra.text", "More")
    assert (gone.kind, gone.key, gone.before.zh) == (Kind.GONE, "extra.text", "多")


def test_a_scenario_that_expects_something_else_differs(tmp_path: Path) -> None:
    (one,) = changed(tmp_path, ("scenarios/parameters.yaml", "7 calendar_day", "8 calendar_day"))
    assert (one.group, one.aspect) == (Group.SCENARIOS, "content")


def test_a_border_that_moved_is_told_though_it_has_as_many_points(tmp_path: Path) -> None:
    found = changed(tmp_path, ("catalogues/areas.geojson", "[100.0, 30.1]", "[99.9, 30.1]"))
    (one,) = found
    assert (one.group, one.key, one.aspect) == (Group.AREAS, "qingchuan", "border")
    assert one.after.en == f"{one.before.en}, the border moved"


def test_priors_that_say_something_else_differ(tmp_path: Path) -> None:
    (one,) = changed(tmp_path, ("priors/town.yaml", "\n", "\n# more\n"))
    assert (one.group, one.key, one.aspect) == (Group.PRIORS, "priors/town.yaml", "content")


def test_the_engine_a_pack_is_written_for_is_told(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    pack.change("pack.yaml", ">=0.1,<1", ">=0.1,<2")
    told = {one.aspect: one.after.en for one in differences(EXAMPLE, load_pack(str(pack.folder)))}
    assert told["engine"] == ">=0.1,<2"


def test_every_group_kind_and_aspect_has_its_words() -> None:
    assert set(GROUPS) == set(Group) == set(LAYOUT)
    assert set(KINDS) == set(Kind)
    laid = [lay(EXAMPLE, day) for lay in LAYOUT.values() for day in (None, AFTER)]
    aspects = {aspect for things in laid for thing in things.values() for aspect in thing.aspects}
    assert aspects <= set(ASPECTS)


def test_the_answer_counts_and_groups_what_differs() -> None:
    head, *groups = compare(EXAMPLE, replace(EXAMPLE, parameters={}), None)
    rows = [row for group in groups for row in group.rows]
    assert head.data["same"] is False
    assert len(head.data["differences"]) == len(rows) > len(EXAMPLE.parameters)
