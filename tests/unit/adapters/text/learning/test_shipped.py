# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The models that packs bring: small, about the pack's own leaves, and nobody's data."""

import csv
import re
from itertools import product
from pathlib import Path
from random import Random

import pytest
import yaml

from jiesu.adapters.packs import load_pack
from jiesu.adapters.packs.loading import installed_packs, pack_folder
from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.model import CARD, MatterModel, load_model
from jiesu.adapters.text.matter import TextReader
from jiesu.bootstrap.understanding import model_folder, reader_of
from jiesu.simulation.texts import personal
from tests.builders.town import policy

MOST_BYTES = 2 * 2**20
NOT_A_WORD = re.compile(r"[0-9@]|\d|www|http|【|】")


@pytest.fixture(params=installed_packs())
def pack(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def model(pack: str) -> MatterModel:
    return load_model(model_folder(pack))


@pytest.fixture(scope="module")
def largest() -> TextReader:
    pack = max(installed_packs(), key=lambda pack: len(load_pack(pack).catalogue.matters))
    return reader_of(load_pack(pack), pack)


def test_it_is_small_and_tells_what_it_is(pack: str) -> None:
    files = list(model_folder(pack).iterdir())
    assert sum(file.stat().st_size for file in files) <= MOST_BYTES
    assert "没有任何真实诉求" in (model_folder(pack) / CARD).read_text("utf-8")
    assert not [file for file in files if file.suffix not in {".json", ".npz", ".md"}]


def test_it_knows_the_leaves_of_its_pack(pack: str, model: MatterModel) -> None:
    with (pack_folder(pack) / "catalogues" / "matters.csv").open(encoding="utf-8") as opened:
        codes = [row["code"] for row in csv.DictReader(opened)]
    assert set(model.facts.labels) == {code for code in codes if code.count(".") == 2}


def test_its_vocabulary_holds_nobodys_number_address_or_name(pack: str, model: MatterModel) -> None:
    known = set(model.light.vocabulary)
    assert [piece for piece in known if NOT_A_WORD.search(piece)] == []
    town = yaml.safe_load((pack_folder(pack) / "priors" / "town.yaml").read_text("utf-8"))
    names = {surname + given for surname, given in product(town["surnames"], town["given"])}
    dice = Random("names")
    names |= {personal.name(dice) for _ in range(3000)}
    whole = {name for name in names if len(name) > 2}  # of two characters many are words, too
    assert known & whole == set()


@pytest.mark.parametrize(
    ("text", "branch"),
    [("家里停水三天了，水龙头没有水", "water"), ("自來水發黃，不敢喝", "water")],
)
def test_it_tells_what_a_text_is_about(model: MatterModel, text: str, branch: str) -> None:
    best = model.confidences(Document("", text)).argsort()[::-1][:5]
    assert any(branch in model.facts.labels[at] for at in best.tolist())


def test_a_pack_without_a_model_is_read_by_its_words(tmp_path: Path) -> None:
    folder = tmp_path / "town"
    folder.mkdir()
    (folder / "pack.yaml").write_text("id: town\n", "utf-8")
    reader = reader_of(policy(), str(folder))
    assert reader.model is None
    leaf = next(m for m in policy().catalogue.matters.values() if m.words)
    assert reader.read(f"反映{leaf.words[0]}的事").matters


@pytest.mark.parametrize(
    ("text", "matters"),
    [
        ("家里暖气不热，室内只有15度，打电话没人管", {"heating.cold.group", "heating.cold.other"}),
        ("楼下烧烤店半夜还在营业太吵了", {"noise.business.entertainment"}),
        ("有人在楼道里给电动车充电", {"ebike.charging.indoor"}),
        ("饭店吃出虫子，卫生太差", {"food.restaurant.foreign-object"}),
        ("楼上漏水把我家泡了", {"housing.repair.neighbour-leak"}),
        ("公交车等了四十分钟不来", {"transit.bus.interval"}),
        ("房东不退押金", {"housing.rent.deposit"}),
        ("健身房关门了，预付卡退不了钱", {"prepaid.fitness.gym"}),
    ],
)
def test_what_people_of_the_largest_pack_call_about_most_is_told(
    largest: TextReader, text: str, matters: set[str]
) -> None:
    assert largest.read(text).matters[0].code in matters
