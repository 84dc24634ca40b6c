# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Places a city surveyed itself: good rows are taken, bad ones told; they win over the pack's."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from jiesu.adapters.packs import ProblemKind as K
from jiesu.adapters.packs import load_pack
from jiesu.adapters.packs.own_places import (
    DamagedPlaces,
    OwnPlaces,
    UnwritablePlaces,
    places_file,
    read_own_places,
    with_own_places,
    write_own_places,
)
from jiesu.adapters.packs.place_files import UnknownPlacesFormat, read_places
from jiesu.application.coordinates import CoordinateSystem, Wgs84Point
from jiesu.application.policy import CityPolicy
from jiesu.domain.organisations import Area
from tests.builders.packs import draft_pack

WGS84 = CoordinateSystem.WGS84
SQUARE = (((100.01, 30.01), (100.02, 30.01), (100.02, 30.02), (100.01, 30.01)),)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> CityPolicy:
    """The example city with schematic points and one national code."""
    pack = draft_pack(tmp_path_factory.mktemp("town"))
    pack.change("pack.yaml", "locale: zh", "locale: zh\nschematic_points: true")
    pack.change("catalogues/areas.csv", "qc-dongmen,qingchuan,,", "qc-dongmen,qingchuan,990101002,")
    return load_pack(str(pack.folder))


def table(folder: Path, *rows: str, header: str = "area,lon,lat") -> Path:
    file = folder / "own.csv"
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    return file


def drawing(folder: Path, **rings: list[tuple[float, float]]) -> Path:
    features = [
        {
            "type": "Feature",
            "properties": {"code": code.replace("_", "-"), "height": 3},
            "geometry": {"type": "Polygon", "coordinates": [[*ring, ring[0]]]},
        }
        for code, ring in rings.items()
    ]
    file = folder / "own.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}, indent=1))
    return file


def areas(city: CityPolicy) -> dict[str, Area]:
    return dict(city.organisation.areas)


def test_good_rows_are_taken_and_each_bad_one_is_told(tmp_path: Path, city: CityPolicy) -> None:
    file = table(
        tmp_path,
        "qc-liuyin,100.04,30.02",
        "990101002,100.06,30.07",  # by its national code
        "nowhere,100.04,30.02",
        "bs-heyan,east,30.05",
        "bs-heyan,30.05,100.125",  # the wrong way round: no such latitude
        "bs-shanqian,30.05,10.1",
        "qc-dongmen,100.06,30.07",  # again
        "bs-heyan,100.12",
        ",100.12,30.02",
    )
    found, problems = read_places(file, areas(city))
    assert found.points == {"qc-liuyin": (100.04, 30.02), "qc-dongmen": (100.06, 30.07)}
    assert [(p.place.line, p.kind) for p in problems] == [
        (4, K.AREA_UNKNOWN),
        (5, K.NOT_A_NUMBER),
        (6, K.NOT_A_NUMBER),
        (7, K.POINT_OUTSIDE),
        (8, K.CODE_TWICE),
        (9, K.ROW_WIDTH),
        (10, K.KEY_MISSING),
    ]


def test_another_header_gives_nothing(tmp_path: Path, city: CityPolicy) -> None:
    found, problems = read_places(table(tmp_path, "a,1,2", header="name,x,y"), areas(city))
    assert not found
    assert {p.kind for p in problems} == {K.COLUMN_MISSING, K.COLUMN_UNKNOWN}


def test_a_file_of_another_kind_is_refused(tmp_path: Path, city: CityPolicy) -> None:
    with pytest.raises(UnknownPlacesFormat):
        read_places(tmp_path / "own.shp", areas(city))


def test_good_borders_are_taken_and_bad_ones_told(tmp_path: Path, city: CityPolicy) -> None:
    left = [(100.01, 30.01), (100.05, 30.01), (100.05, 30.05), (100.01, 30.05)]
    bow = [(100.11, 30.01), (100.12, 30.02), (100.12, 30.01), (100.11, 30.02)]
    off = [(100.3, 30.01), (100.35, 30.01), (100.35, 30.05)]
    file = drawing(
        tmp_path, qc_liuyin=left, qc_dongmen=left, bs_heyan=bow, bs_shanqian=off, nowhere=left
    )
    found, problems = read_places(file, areas(city))
    assert set(found.grounds) == {"qc-dongmen"}
    told = {(p.place.key, p.kind) for p in problems}
    assert told == {
        ("qc-liuyin", K.POLYGON_OVERLAP),
        ("bs-heyan", K.POLYGON_INVALID),
        ("bs-shanqian", K.POLYGON_OUTSIDE),
        ("nowhere", K.AREA_UNKNOWN),
        ("qingchuan", K.POLYGON_GAP),  # its two streets leave most of it to nobody
    }


def test_surveys_need_not_meet_exactly(tmp_path: Path, city: CityPolicy) -> None:
    west = [(99.9995, 30.0), (100.0501, 30.0), (100.0501, 30.1), (99.9995, 30.1)]
    east = [(100.05, 30.0), (100.1, 30.0), (100.1, 30.1), (100.05, 30.1)]
    found, problems = read_places(drawing(tmp_path, qc_liuyin=west, qc_dongmen=east), areas(city))
    assert (len(found.grounds), problems) == (2, [])


def test_a_district_of_ones_own_holds_its_streets(tmp_path: Path, city: CityPolicy) -> None:
    district = [(100.3, 30.0), (100.4, 30.0), (100.4, 30.1), (100.3, 30.1)]
    street = [(100.31, 30.01), (100.35, 30.01), (100.35, 30.05)]
    file = drawing(tmp_path, baishi=district, bs_shanqian=street)
    found, problems = read_places(file, areas(city))
    assert (set(found.grounds), problems) == ({"baishi", "bs-shanqian"}, [])


def told(city: CityPolicy, file: Path, system: CoordinateSystem = WGS84) -> dict[str, K]:
    return {p.place.key: p.kind for p in read_places(file, areas(city), system)[1]}


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        ("qc-liuyin,30.02,80", K.POINT_OUTSIDE),
        ("qc-liuyin,-100.04,30.02", K.POINT_SWAPPED),  # the other half of the world
        ("qc-liuyin,100.04,-30.02", K.POINT_SWAPPED),
    ],
)
def test_a_position_the_wrong_way_round_is_told(
    tmp_path: Path, city: CityPolicy, row: str, kind: K
) -> None:
    found, problems = read_places(table(tmp_path, row), areas(city))
    assert (len(found), [p.kind for p in problems]) == (0, [kind])


def test_what_is_far_from_the_city_is_no_place_of_it(tmp_path: Path, city: CityPolicy) -> None:
    known = areas(city)
    sketched = {code: replace(area, polygon=None) for code, area in known.items()}
    africa = [(0.4, 9.9), (0.5, 9.9), (0.5, 10.0)]
    for file in (drawing(tmp_path, qc_liuyin=africa), table(tmp_path, "qc-liuyin,87.5,43.8")):
        found, problems = read_places(file, sketched)
        assert (len(found), [p.kind for p in problems]) == (0, [K.PLACE_FAR])
    nothing = {code: replace(area, point=None) for code, area in sketched.items()}
    assert len(read_places(file, nothing)[0]) == 1  # of a city nothing is known of, all may be true


RING = [(100.01, 30.07), (100.05, 30.07), (100.05, 30.09), (100.01, 30.09)]


@pytest.mark.parametrize(
    ("ring", "reason"),
    [
        ([*RING], "一环没有闭合，末点为 100.01000, 30.09000"),
        ([RING[0], RING[1], RING[0]], "不足四点"),
        ([(lat, lon) for lon, lat in [*RING, RING[0]]], "纬度写在了经度之前"),
        ([(float("nan"), 30.0), *RING], "不是两个度数"),
    ],
)
def test_what_is_wrong_with_a_ring_is_told(
    tmp_path: Path, city: CityPolicy, ring: list[tuple[float, float]], reason: str
) -> None:
    file = drawing(tmp_path, qc_dongmen=RING)
    whole = json.loads(file.read_text())
    whole["features"].append(
        {
            "type": "Feature",
            "properties": {"code": "qc-liuyin"},
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
    )
    file.write_text(json.dumps(whole))
    found, problems = read_places(file, areas(city))
    assert set(found.grounds) == {"qc-dongmen"}
    (problem,) = problems
    assert problem.kind is K.POLYGON_SHAPE
    assert "第 2 个要素“qc-liuyin”" in problem.what.zh
    assert reason in problem.what.zh


def test_ground_in_no_street_is_told_and_the_borders_are_taken(
    tmp_path: Path, city: CityPolicy
) -> None:
    south = [(100.0, 30.0), (100.1, 30.0), (100.1, 30.06), (100.0, 30.06)]
    north = [(100.0, 30.07), (100.1, 30.07), (100.1, 30.1), (100.0, 30.1)]
    found, problems = read_places(drawing(tmp_path, qc_liuyin=south, qc_dongmen=north), areas(city))
    assert set(found.grounds) == {"qc-liuyin", "qc-dongmen"}
    (problem,) = problems
    assert problem.kind is K.POLYGON_GAP
    assert '12.2% of the ground of "qingchuan"' in problem.what.en


def test_new_borders_over_a_neighbour_that_was_known_are_told(
    tmp_path: Path, city: CityPolicy
) -> None:
    wide = [(100.0, 30.0), (100.1, 30.0), (100.1, 30.09), (100.0, 30.09)]
    assert told(city, drawing(tmp_path, qc_liuyin=wide)) == {"qc-liuyin": K.POLYGON_OVERLAP}


def shifted(ring: list[tuple[float, float]]) -> list[tuple[float, float]]:
    drawn = [Wgs84Point(*point).to_gcj02() for point in ring]
    return [(point.longitude, point.latitude) for point in drawn]


def test_borders_in_another_coordinate_system_are_noticed_or_converted(
    tmp_path: Path, city: CityPolicy
) -> None:
    districts = {
        "qingchuan": [(100.0, 30.0), (100.1, 30.0), (100.1, 30.1), (100.0, 30.1)],
        "baishi": [(100.1, 30.0), (100.2, 30.0), (100.2, 30.1), (100.1, 30.1)],
    }
    file = drawing(tmp_path, **{code: shifted(ring) for code, ring in districts.items()})
    assert set(told(city, file).values()) == {K.POLYGON_SHIFTED}
    found, problems = read_places(file, areas(city), CoordinateSystem.GCJ02)
    assert problems == []
    assert found.grounds["qingchuan"][0][0][:4] == tuple(districts["qingchuan"])


def test_positions_are_converted(tmp_path: Path, city: CityPolicy) -> None:
    drawn = Wgs84Point(100.04, 30.02).to_gcj02().to_bd09()
    file = table(tmp_path, f"qc-liuyin,{drawn.longitude},{drawn.latitude}")
    found, _ = read_places(file, areas(city), CoordinateSystem.BD09)
    assert found.points == {"qc-liuyin": (100.04, 30.02)}


def test_own_places_win_and_are_no_longer_schematic(city: CityPolicy) -> None:
    own = OwnPlaces({"qc-liuyin": (100.04, 30.02), "gone": (1, 1)}, {"qc-dongmen": (SQUARE,)})
    placed = with_own_places(city, own)
    found = placed.organisation.areas
    assert (found["qc-liuyin"].point, found["qc-liuyin"].schematic) == ((100.04, 30.02), False)
    assert found["qc-dongmen"].polygon == (SQUARE,)
    assert (found["qc-dongmen"].point, found["qc-dongmen"].schematic) == (None, False)
    assert found["bs-heyan"] == city.organisation.areas["bs-heyan"]
    assert placed.dispatch.organisation is placed.organisation
    assert placed.identity == city.identity
    assert with_own_places(city, OwnPlaces()) is city


def test_places_are_kept_and_newer_ones_are_added(tmp_path: Path) -> None:
    file = places_file(tmp_path / "places", "example")
    assert not read_own_places(file)
    first = OwnPlaces({"a": (1.0, 2.0), "b": (3.0, 4.0)}, {"c": (SQUARE,)})
    write_own_places(file, first)
    assert read_own_places(file) == first
    newer = first.with_newer(OwnPlaces({"b": (5.0, 6.0)}))
    assert newer.points == {"a": (1.0, 2.0), "b": (5.0, 6.0)}
    assert newer.grounds == first.grounds
    assert [kept.name for kept in file.parent.iterdir()] == ["example.json"]


def test_the_pack_is_loaded_with_the_citys_own_places(tmp_path: Path) -> None:
    file = places_file(tmp_path / "places", "example")
    cache = tmp_path / "cache"
    plain = load_pack("example", cache_dir=cache, places_dir=file.parent)
    write_own_places(file, OwnPlaces({"bs-heyan": (100.12, 30.02)}))
    placed = load_pack("example", cache_dir=cache, places_dir=file.parent)
    assert plain.organisation.areas["bs-heyan"].point == (100.125, 30.05)
    assert placed.organisation.areas["bs-heyan"].point == (100.12, 30.02)
    assert load_pack("example", cache_dir=cache) == plain


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"points": {"a": [1]}, "polygons": {}}', "null"])
def test_damaged_places_are_not_passed_over(tmp_path: Path, text: str) -> None:
    file = places_file(tmp_path, "example")
    file.write_text(text)
    with pytest.raises(DamagedPlaces):
        load_pack("example", places_dir=tmp_path)


def test_places_that_cannot_be_kept_are_told(tmp_path: Path) -> None:
    (tmp_path / "places").write_text("in the way")
    with pytest.raises(UnwritablePlaces):
        write_own_places(tmp_path / "places" / "example.json", OwnPlaces({"a": (1, 2)}))
