# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The tool that writes Beijing's gazetteer: usual names of committees, and what stands alone."""

from pathlib import Path

import pytest
from tools import beijing_gazetteer as tool


@pytest.mark.parametrize(
    ("written", "usual", "bare"),
    [
        ("多福巷社区居委会", "多福巷社区", "多福巷"),
        ("劲松西社区居民委员会", "劲松西社区", "劲松西"),
        ("四道口居民委员会", "四道口社区", "四道口"),
        ("古庄村委会", "古庄村", "古庄"),
        ("车站村村委会", "车站村", "车站"),
        ("小红门村民委员会", "小红门村", "小红门"),
        ("看丹村", "看丹村", "看丹村"),
        ("土井村股份经济合作社生活区", "土井村", "土井村"),
    ],
)
def test_committees_get_their_usual_names(written: str, usual: str, bare: str) -> None:
    assert tool.community(written) == (usual, bare)


def register(folder: Path, *rows: str) -> Path:
    (folder / "dist").mkdir()
    text = "\n".join(["code,name,streetCode,provinceCode,cityCode,areaCode", *rows])
    (folder / "dist" / "villages.csv").write_text(text, encoding="utf-8")
    return folder


def test_a_short_name_stands_alone_only_where_it_is_long_and_the_only_one(tmp_path: Path) -> None:
    division = register(
        tmp_path,
        "1,安贞西里社区居委会,s1,1,1,1",
        "2,和平里社区居委会,s1,1,1,1",
        "3,和平里社区居委会,s2,1,1,1",
        "4,平安社区居委会,s1,1,1,1",
        "5,东风乡社区居委会,s1,1,1,1",
        "6,别处社区居委会,elsewhere,1,1,1",
        "7,第一社区居委会,s1,1,1,1",  # says nothing without the street's name
        "8,青年路社区居委会,s1,1,1,1",
    )
    found = tool.communities(division, {"s1": "one", "s2": "two"})
    assert [(n.zh, n.area, n.aliases) for n in found] == [
        ("安贞西里社区", "one", ("安贞西里",)),
        ("和平里社区", "one", ()),
        ("和平里社区", "two", ()),
        ("平安社区", "one", ()),
        ("东风乡社区", "one", ()),
        ("青年路社区", "one", ()),
    ]


def test_the_table_of_landmarks_says_aliases_and_several_areas(tmp_path: Path) -> None:
    table = tmp_path / "landmarks.csv"
    table.write_text("kind,area,names\nlandmark,a|b,故宫=紫禁城 北站\nword,-,光明\n", "utf-8")
    found = [(n.kind, n.zh, n.area, n.aliases) for n in tool.landmarks(table)]
    assert found == [
        ("landmark", "故宫", "a", ("紫禁城",)),
        ("landmark", "故宫", "b", ("紫禁城",)),
        ("landmark", "北站", "a", ()),
        ("landmark", "北站", "b", ()),
        ("word", "光明", "", ()),
    ]


def test_every_name_is_written_once(tmp_path: Path) -> None:
    name = tool.Name("landmark", "故宫", "a", ("紫禁城",), "assumed")
    assert tool.write(tmp_path / "g.csv", [name, name]) == 1
    text = (tmp_path / "g.csv").read_text("utf-8")
    assert text == "kind,zh,area,aliases,lon,lat,source\nlandmark,故宫,a,紫禁城,,,assumed\n"


def test_it_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert tool.main([]) == 2
    assert "npm pack" in capsys.readouterr().out
