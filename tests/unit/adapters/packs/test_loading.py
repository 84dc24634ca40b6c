# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A pack is found by name or path, loads to a frozen policy, or names everything wrong with it."""

import dataclasses
import pickle
import shutil
from pathlib import Path

import pytest

from jiesu.adapters.packs import BrokenPack, UnknownPack, check_pack, load_pack, pack_folder
from jiesu.adapters.packs.files import list_files
from jiesu.adapters.packs.needs import PARAMETER_TEXT, PREFIXES, dated_fields, fixed_needs
from jiesu.application.policy import CityPolicy
from jiesu.rulebook.citation import Standing
from tests.builders.packs import draft_pack


@pytest.fixture(scope="module")
def example() -> CityPolicy:
    return load_pack("example")


def test_the_example_pack_is_clean() -> None:
    assert check_pack("example") == []


def test_a_pack_is_found_by_name_and_by_path(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    assert load_pack(str(pack.folder)).identity == load_pack("example").identity


def test_an_unknown_name_lists_the_installed_packs() -> None:
    with pytest.raises(UnknownPack, match="example"):
        load_pack("nowhere")


def test_an_empty_folder_is_told_what_it_lacks(tmp_path: Path) -> None:
    missing = {p.place.file for p in check_pack(tmp_path)}
    assert {"pack.yaml", "catalogues/units.csv", "schemes/roles.yaml"} <= missing


def test_a_broken_pack_never_yields_a_policy(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    pack.change("pack.yaml", "Asia/Shanghai", "Asia/Atlantis")
    pack.change("catalogues/units.csv", "utility,,water-bureau", "utility,,river-bureau")
    with pytest.raises(BrokenPack) as caught:
        load_pack(str(pack.folder))
    assert [p.place.file for p in caught.value.problems] == ["catalogues/units.csv", "pack.yaml"]
    assert "pack.yaml:8 time_zone" in caught.value.explain("en")
    assert "请使用 IANA 名称" in caught.value.explain("zh")


def test_every_parameter_carries_its_basis_and_standing(example: CityPolicy) -> None:
    for rule in example.parameters.values():
        for value in rule.values:
            articles = example.instruments[value.citation.instrument].articles
            assert value.citation.article in articles
            assert value.standing in Standing
            assert value.last_checked is not None


def test_every_parameter_is_described_in_both_languages(example: CityPolicy) -> None:
    described = [example.texts[f"{PARAMETER_TEXT}{key}"] for key in example.parameters]
    assert all(text.zh and text.en for text in described)


def test_every_dated_field_of_every_policy_is_needed_of_the_pack() -> None:
    wanted = {f"{prefix}.{n}" for policy, prefix in PREFIXES.items() for n in dated_fields(policy)}
    assert wanted <= set(fixed_needs())


def test_the_policy_is_frozen(example: CityPolicy) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        example.name = example.name  # type: ignore[misc]


def test_units_know_their_district(example: CityPolicy) -> None:
    units = example.organisation.units
    found = {code: units[code].district for code in ("qc-liuyin-c1", "qingchuan", "water-bureau")}
    assert found == {"qc-liuyin-c1": "qingchuan", "qingchuan": "qingchuan", "water-bureau": None}


def test_matters_know_their_level(example: CityPolicy) -> None:
    matters = example.catalogue.matters
    codes = ("water", "water.river", "water.river.pollution")
    assert [matters[code].level for code in codes] == [1, 2, 3]


def test_the_stamp_names_pack_version_and_bytes(example: CityPolicy) -> None:
    digest = list_files(pack_folder("example")).digest()
    assert example.identity.stamp == f"example@1.0.0+{digest[:8]}"


@pytest.mark.parametrize("act", ["edit", "rename"])
def test_the_digest_follows_bytes_and_names(act: str, tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    before = list_files(pack.folder).digest()
    file = pack.folder / "texts" / "rules.yaml"
    if act == "edit":
        file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    else:
        file.rename(file.with_name("sentences.yaml"))
    assert list_files(pack.folder).digest() != before


def test_the_digest_does_not_depend_on_the_folder_or_on_hidden_files(tmp_path: Path) -> None:
    pack = draft_pack(tmp_path)
    before = list_files(pack.folder).digest()
    (pack.folder / ".notes").write_text("mine")
    shutil.copytree(pack.folder, tmp_path / "other")
    assert list_files(tmp_path / "other").digest() == before


def test_a_policy_survives_pickling(example: CityPolicy) -> None:
    assert pickle.loads(pickle.dumps(example)) == example
