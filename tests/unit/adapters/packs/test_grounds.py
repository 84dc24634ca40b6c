# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Territories in several parts and with holes, and points that are only drawn to a pattern."""

import json
from pathlib import Path
from typing import Any

import pytest

from jiesu.adapters.packs import ProblemKind, load_pack
from tests.builders.packs import DraftPack, draft_pack

GROUND = "catalogues/areas.geojson"
FIELD = [[100.02, 30.02], [100.03, 30.02], [100.03, 30.03], [100.02, 30.03], [100.02, 30.02]]


def drawn(pack: DraftPack, code: str) -> Any:  # noqa: ANN401 - whatever the JSON holds
    whole = json.loads((pack.folder / GROUND).read_text("utf-8"))
    return next(f["geometry"] for f in whole["features"] if f["properties"]["code"] == code)


def redraw(pack: DraftPack, code: str, geometry: object) -> None:
    path = pack.folder / GROUND
    whole = json.loads(path.read_text("utf-8"))
    next(f for f in whole["features"] if f["properties"]["code"] == code)["geometry"] = geometry
    path.write_text(json.dumps(whole), "utf-8")


def with_exclave(pack: DraftPack) -> None:
    """Give a field in the middle of one district to the other."""
    host, home = drawn(pack, "qingchuan"), drawn(pack, "baishi")
    around = [*host["coordinates"], FIELD]
    redraw(pack, "qingchuan", {"type": "Polygon", "coordinates": around})
    redraw(
        pack,
        "qc-liuyin",
        {"type": "Polygon", "coordinates": [*drawn(pack, "qc-liuyin")["coordinates"], FIELD]},
    )
    redraw(pack, "baishi", {"type": "MultiPolygon", "coordinates": [home["coordinates"], [FIELD]]})


def test_exclaves_and_holes_are_read(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    with_exclave(pack)
    areas = load_pack(str(pack.folder)).organisation.areas
    home, host = areas["baishi"].polygon, areas["qingchuan"].polygon
    assert home is not None
    assert host is not None
    assert [len(part) for part in home] == [1, 1]
    assert [len(part) for part in host] == [2]
    assert host[0][1] == home[1][0] == tuple(map(tuple, FIELD))


def test_an_exclave_without_its_hole_overlaps_the_district_around_it(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    home = drawn(pack, "baishi")
    redraw(pack, "baishi", {"type": "MultiPolygon", "coordinates": [home["coordinates"], [FIELD]]})
    assert [p.kind for p in pack.problems()] == [ProblemKind.POLYGON_OVERLAP]


@pytest.mark.parametrize("coordinates", [[], [[]], [[FIELD, []]], [[FIELD[:3]]], [[FIELD[:-1]]]])
def test_a_part_that_is_not_closed_spoils_the_whole(tmp_path: Path, coordinates: object) -> None:
    pack = draft_pack(tmp_path)
    redraw(pack, "bs-heyan", {"type": "MultiPolygon", "coordinates": coordinates})
    assert [p.kind for p in pack.problems()] == [ProblemKind.POLYGON_SHAPE]


def test_points_drawn_to_a_pattern_say_so(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    assert not any(a.schematic for a in load_pack(str(pack.folder)).organisation.areas.values())
    pack.change("pack.yaml", "locale: zh", "locale: zh\nschematic_points: true")
    assert all(a.schematic for a in load_pack(str(pack.folder)).organisation.areas.values())
    pack.change("pack.yaml", "schematic_points: true", "schematic_points: perhaps")
    assert [p.kind for p in pack.problems()] == [ProblemKind.WRONG_TYPE]
