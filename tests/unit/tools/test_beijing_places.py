# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The tool that writes Beijing's places: names, the way back from GCJ-02, borders, positions."""

import json
import sys
from collections.abc import Sequence
from math import cos, hypot, radians
from pathlib import Path
from types import SimpleNamespace

import pytest
import shapely
from tools import beijing_places as tool
from tools.beijing_units import ABSENT, district_departments

METRES = 111_320  # a degree of latitude
SOUNDS = {"东华门": "dong hua men", "西长安街": "xi chang an jie", "于家务": "yu jia wu"}


@pytest.fixture(autouse=True)
def _sounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in for the package that knows how characters sound."""

    def lazy_pinyin(name: str) -> list[str]:
        return SOUNDS[name].split() if name in SOUNDS else [f"s{ord(each)}" for each in name]

    monkeypatch.setitem(sys.modules, "pypinyin", SimpleNamespace(lazy_pinyin=lazy_pinyin))


@pytest.mark.parametrize(
    ("official", "zh", "code", "en"),
    [
        ("110101001", "东华门街道", "dongcheng-donghuamen", "Donghuamen Sub-district"),
        ("110102001", "西长安街街道", "xicheng-xichanganjie", "Xichang'anjie Sub-district"),
        ("110112209", "于家务回族乡", "tongzhou-yujiawu", "Yujiawu Hui Ethnic Township"),
        ("110102012", "什刹海街道", "xicheng-shichahai", "Shichahai Sub-district"),
        ("110111105", "长阳镇", "fangshan-changyang", "Changyang Town"),
    ],
)
def test_streets_are_named(official: str, zh: str, code: str, en: str) -> None:
    found = tool.street(official, zh)
    assert (found.code, found.en, found.zh) == (code, en, zh)


@pytest.mark.parametrize(
    ("zh", "parts"),
    [
        ("牛街街道", ("牛街", "", "街道")),
        ("南磨房地区", ("南磨房", "", "地区")),
        ("张镇", ("张镇", "", "镇")),
        ("喇叭沟门满族乡", ("喇叭沟门", "满族", "乡")),
    ],
)
def test_a_name_falls_into_its_parts(zh: str, parts: tuple[str, str, str]) -> None:
    assert tool.name_parts(zh) == parts


def test_what_is_no_street_is_refused() -> None:
    with pytest.raises(ValueError, match="neither street nor town"):
        tool.name_parts("大兴国际机场")


def register(folder: Path, streets: Sequence[tuple[str, str]]) -> Path:
    (folder / "dist").mkdir()
    lines = [f"{code},{zh},{code[:6]},11,1101" for code, zh in streets]
    text = "\n".join(["code,name,areaCode,provinceCode,cityCode", *lines])
    (folder / "dist" / "streets.csv").write_text(text, encoding="utf-8")
    return folder


def test_development_zones_and_other_cities_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [("110115406", "大兴国际机场"), ("120101001", "劝业场街道"), ("110101001", "东华门街道")]
    found = tool.read_streets(register(tmp_path, rows))
    assert [one.zh for one in found] == ["东华门街道"]
    assert "110115406 大兴国际机场" in capsys.readouterr().out


def test_two_streets_may_not_share_a_code(tmp_path: Path) -> None:
    rows = [("110101001", "东华门街道"), ("110101002", "东华门镇")]
    with pytest.raises(ValueError, match="dongcheng-donghuamen"):
        tool.read_streets(register(tmp_path, rows))


def test_departments_follow_the_pattern_where_nothing_else_is_known() -> None:
    found = {body.code: body for body in district_departments("dongcheng", "东城区", "Dongcheng")}
    assert found["dongcheng.housing"].zh == "东城区住房和城市建设委员会"
    assert found["dongcheng.water"].zh == "东城区水务局"
    assert found["dongcheng.police"].zh == "北京市公安局东城分局"
    assert (found["dongcheng.edu"].line, found["dongcheng.edu"].parent) == ("edu", "dongcheng")
    assert not ABSENT & set(found)


@pytest.mark.parametrize("lon", [115.42, 116.397, 117.5])
@pytest.mark.parametrize("lat", [39.44, 39.909, 41.06])
def test_the_way_back_from_gcj02_misses_by_less_than_a_metre(lon: float, lat: float) -> None:
    back = tool.to_wgs84(tool.to_gcj02((lon, lat)))
    east, north = (back[0] - lon) * cos(radians(lat)), back[1] - lat
    assert hypot(east, north) * METRES < 1


def test_the_shift_of_gcj02_is_the_known_one() -> None:
    lon, lat = tool.to_gcj02((116.397, 39.909))
    assert (round(lon, 4), round(lat, 4)) == (116.4032, 39.9104)


def wavy(x: float) -> list[tuple[float, float]]:
    return [(x + 0.00002 * (step % 3), step / 100) for step in range(101)]


def test_neighbours_share_their_border_after_simplifying() -> None:
    border = wavy(1.0)
    west = shapely.Polygon([(0, 1), (0, 0), *border])
    east = shapely.Polygon([(2, 0), (2, 1), *reversed(border)])
    first, second = tool.simpler([west, east])
    assert shapely.get_num_coordinates(first) < shapely.get_num_coordinates(west) / 4
    assert first.intersection(second).area == 0
    assert shapely.union(first, second).area == pytest.approx(2, abs=1e-3)


def test_a_feature_is_one_line_of_geojson() -> None:
    hole = [(0.2, 0.2), (0.4, 0.2), (0.4, 0.4), (0.2, 0.2)]
    shape = shapely.MultiPolygon([([(0, 0), (1, 0), (1, 1.1234567), (0, 0)], [hole])])
    line = tool.feature("a", shape)
    told = json.loads(line)
    assert "\n" not in line
    assert (told["properties"], told["geometry"]["type"]) == ({"code": "a"}, "Polygon")
    assert [1.0, 1.12346] in told["geometry"]["coordinates"][0]
    assert len(told["geometry"]["coordinates"]) == 2


@pytest.mark.parametrize("count", [1, 2, 7, 43])
def test_schematic_positions_lie_inside_apart_and_always_the_same(count: int) -> None:
    shape = shapely.Polygon([(116, 40), (116.3, 40), (116.3, 40.1), (116.1, 40.1), (116.1, 40.3)])
    small = shapely.box(117, 40, 117.05, 40.05)
    both = shapely.MultiPolygon([small, shape])
    found = tool.schematic(both, count)
    assert len(set(found)) == count
    assert all(shapely.contains_xy(shape, *point) for point in found)
    assert found == tool.schematic(both, count)
