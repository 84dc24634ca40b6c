# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How often places are told rightly: on made-up addresses always, on real ones in the long run."""

import os
from pathlib import Path

import pytest

from jiesu.bench.placing import (
    NoSuchData,
    Placed,
    district_on_compounds,
    district_on_river_appeals,
    points_a_second,
    street_by_nearest,
    street_on_generated,
)
from jiesu.kernel.errors import NotFound
from tests.architecture.tree import ROOT

DATA = Path(os.environ.get("JIESU_SHARED_DATA", ROOT.parent / "shared" / "data"))
DISTRICT, RIVERS, STREET = 0.95, 0.85, 0.95
"""The bars."""
NEAREST = 0.7
"""No bar was set: what is found, rounded down."""


@pytest.fixture
def real() -> Path:
    if not DATA.is_dir():
        pytest.skip(f"real data not found at {DATA}; set JIESU_SHARED_DATA to its folder")
    return DATA


def test_the_street_of_a_made_up_address_is_told() -> None:
    found = street_on_generated(600, seed=7)
    assert found.all == 600
    assert found.share >= STREET


def test_the_same_seed_gives_the_same_drill() -> None:
    first, second = (street_on_generated(50, seed=3) for _ in range(2))
    assert (first.right, first.wrong, first.silent) == (second.right, second.wrong, second.silent)


def test_silence_is_not_right() -> None:
    assert Placed(right=3, wrong=1, silent=4, cpu_ms=0.1).share == 3 / 8
    assert Placed(0, 0, 0, 0.0).share == 0.0


@pytest.mark.long
def test_points_are_counted() -> None:
    assert set(points_a_second("example", 300)) == {"many", "single", "claimants"}


def test_data_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoSuchData) as caught:
        district_on_compounds(tmp_path)
    assert isinstance(caught.value, NotFound)
    assert "JIESU_SHARED_DATA" in str(caught.value.next_step.zh)


@pytest.mark.long
@pytest.mark.parametrize("pack", ["beijing", "jinan"])
def test_the_street_is_told_in_real_cities(pack: str) -> None:
    assert street_on_generated(3000, seed=7, pack=pack).share >= STREET


@pytest.mark.long
def test_the_district_of_real_estates_is_told(real: Path) -> None:
    found = district_on_compounds(real)
    assert all(placed.share >= DISTRICT for placed in found.values()), found


@pytest.mark.long
def test_the_nearest_known_place_tells_most_streets(real: Path) -> None:
    assert street_by_nearest(real).share >= NEAREST


@pytest.mark.long
def test_the_district_of_real_appeals_is_told(real: Path) -> None:
    assert district_on_river_appeals(real).share >= RIVERS
