# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Each state of a city's own places is kept under a number; damage is told, nothing overwritten."""

from errno import ENOSPC
from pathlib import Path

import pytest

from jiesu.adapters.packs.own_places import (
    DamagedPlaces,
    OwnPlaces,
    UnwritablePlaces,
    read_own_places,
    write_own_places,
)
from jiesu.adapters.packs.place_versions import NoSuchVersion, PlaceVersions

HERE, THERE = OwnPlaces({"a": (1.0, 2.0)}), OwnPlaces({"a": (3.0, 4.0)})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "places" / "town.json"


def test_what_was_loaded_stays_readable(file: Path) -> None:
    versions = PlaceVersions(file)
    assert versions.all() == []
    first = versions.keep(HERE, "2026-01-02", "a.csv")
    second = versions.keep(THERE, "2026-01-03", "b.csv")
    assert versions.all() == [first, second]
    assert (versions.read(1), versions.read(2)) == (HERE, THERE)
    assert read_own_places(file) == THERE
    assert versions.read(0) == OwnPlaces()


def test_places_from_before_there_were_versions_become_the_first(file: Path) -> None:
    write_own_places(file, HERE)
    assert PlaceVersions(file).keep(THERE, "2026-01-02", "b.csv").number == 2
    first, _ = PlaceVersions(file).all()
    assert (first.day, first.source, first.points) == ("", "", 1)
    assert PlaceVersions(file).read(1) == HERE


def test_a_number_taken_meanwhile_is_left_alone(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    PlaceVersions(file).keep(HERE, "", "")
    late = PlaceVersions(file)
    monkeypatch.setattr(late, "_files", list)  # looked before the other one wrote
    assert late.keep(THERE, "", "").number > 1
    assert PlaceVersions(file).read(1) == HERE


def test_an_unknown_number_is_refused(file: Path) -> None:
    with pytest.raises(NoSuchVersion):
        PlaceVersions(file).read(3)


@pytest.mark.parametrize("text", ["", "[]", "{}", "null"])
def test_damage_is_told(file: Path, text: str) -> None:
    versions = PlaceVersions(file)
    versions.keep(HERE, "", "")
    (file.parent / "town-versions" / "0001.json").write_text(text)
    with pytest.raises(DamagedPlaces):
        versions.all()
    with pytest.raises(DamagedPlaces):
        versions.read(1)


def test_a_damaged_state_can_be_left_for_an_earlier_one(file: Path) -> None:
    versions = PlaceVersions(file)
    versions.keep(HERE, "", "")
    versions.keep(THERE, "", "")
    file.write_text("{")
    (file.parent / "town-versions" / "0002.json").write_text("{")
    assert versions.keep(versions.read(1), "", "", back_to=1).number == 3
    assert read_own_places(file) == HERE


def test_what_cannot_be_kept_is_told(file: Path) -> None:
    file.parent.mkdir()
    (file.parent / "town-versions").write_text("in the way")
    with pytest.raises(UnwritablePlaces):
        PlaceVersions(file).keep(HERE, "", "")
    assert not file.exists()


@pytest.mark.parametrize("method", ["replace", "hardlink_to"])
def test_nothing_half_written_stays(
    file: Path, monkeypatch: pytest.MonkeyPatch, method: str
) -> None:
    def full(*_: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, method, full)
    with pytest.raises(UnwritablePlaces, match="No space"):
        PlaceVersions(file).keep(HERE, "", "")
    assert list(file.parent.rglob(".*")) == []
