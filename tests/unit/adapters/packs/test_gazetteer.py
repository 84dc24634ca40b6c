# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""catalogues/gazetteer.csv: good names are read, each bad row is told with its line."""

from pathlib import Path

import pytest

from jiesu.adapters.packs import ProblemKind as K
from jiesu.adapters.packs.gazetteer import FILE, place_names, read_gazetteer
from jiesu.adapters.packs.problems import Report
from jiesu.application.places import NamedPlace, PlaceNames
from jiesu.domain.understanding import PlaceKind
from tests.builders.packs import DraftPack, draft_pack

HEADER = "kind,zh,area,aliases,lon,lat,source"


def pack_with(folder: Path, *rows: str, header: str = HEADER) -> DraftPack:
    pack = draft_pack(folder)
    (pack.folder / FILE).write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return pack


def names(pack: DraftPack) -> PlaceNames:
    return place_names(pack.folder, {"qc-liuyin": None, "baishi": None})  # type: ignore[dict-item]  # only the codes are looked at


def test_names_are_read(tmp_path: Path) -> None:
    pack = pack_with(
        tmp_path,
        "landmark,北门广场,qc-liuyin,广场 北广场,100.05,30.02,assumed",
        "landmark,北门广场,baishi,,,,assumed",  # a name may lie in several areas
        "word,光明,,,,,assumed",
    )
    assert pack.problems() == []
    assert names(pack) == PlaceNames(
        (
            NamedPlace(
                PlaceKind.LANDMARK, "北门广场", "qc-liuyin", ("广场", "北广场"), (100.05, 30.02)
            ),
            NamedPlace(PlaceKind.LANDMARK, "北门广场", "baishi"),
        ),
        frozenset({"光明"}),
    )


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("river,柳河,qc-liuyin,,,,assumed", K.WRONG_CHOICE),
        ("landmark,柳河,nowhere,,,,assumed", K.AREA_UNKNOWN),
        ("landmark,柳河,,,,,assumed", K.KEY_MISSING),
        ("landmark,,qc-liuyin,,,,assumed", K.LANGUAGE_MISSING),
        ("landmark,柳河,qc-liuyin,,100,,assumed", K.KEY_MISSING),
        ("landmark,柳河,qc-liuyin,,east,30,assumed", K.NOT_A_NUMBER),
        ("landmark,柳河,qc-liuyin,,30,116,assumed", K.NOT_A_NUMBER),
        ("landmark,柳河,qc-liuyin", K.ROW_WIDTH),
        ("road,柳荫路,qc-liuyin,,,,assumed", K.NAME_TWICE),
    ],
)
def test_a_bad_row_is_told_with_its_line(tmp_path: Path, row: str, kind: K) -> None:
    lines = [HEADER, "road,柳荫路,qc-liuyin,,,,assumed", row]
    (tmp_path / "catalogues").mkdir()
    (tmp_path / FILE).write_text("\n".join(lines), encoding="utf-8")
    report = Report()
    found = read_gazetteer(tmp_path, {"qc-liuyin"}, report)
    assert [(p.kind, p.place.file, p.place.line) for p in report.problems()] == [(kind, FILE, 3)]
    assert [place.name for place in found.places][:1] == ["柳荫路"]


def test_the_pack_is_not_used_while_a_row_is_bad(tmp_path: Path) -> None:
    pack = pack_with(tmp_path, "landmark,柳河,nowhere,,,,assumed")
    assert [p.kind for p in pack.problems()] == [K.AREA_UNKNOWN]


def test_a_pack_may_have_none(tmp_path: Path) -> None:
    assert names(draft_pack(tmp_path)) == PlaceNames()


def test_another_header_gives_nothing(tmp_path: Path) -> None:
    pack = pack_with(tmp_path, "a", header="name")
    assert {p.kind for p in pack.problems()} == {K.COLUMN_MISSING, K.COLUMN_UNKNOWN}
