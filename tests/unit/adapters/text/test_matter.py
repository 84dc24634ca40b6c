# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Reading a text by a model and by the catalogue's words, whatever somebody types."""

from dataclasses import replace

import pytest

from jiesu.adapters.text.catalogue_words import CatalogueWords
from jiesu.adapters.text.learning.documents import Document
from jiesu.adapters.text.learning.model import MatterModel, digests_of
from jiesu.adapters.text.matter import TextReader
from jiesu.domain.taxonomy import AppealKind, DispatchCatalogue, Matter
from jiesu.domain.understanding import Party, Understood, Urgency
from jiesu.kernel.text import Text
from tests.builders.taught import facts, light


def node(code: str, name: str, *words: str) -> Matter:
    parent, _, _ = code.rpartition(".")
    return Matter(code, Text(name, code), parent or None, code.count(".") + 1, words)


def catalogue(*leaves: Matter) -> DispatchCatalogue:
    return DispatchCatalogue({leaf.code: leaf for leaf in leaves}, {})


CITY = catalogue(
    node("water.supply.none", "停水", "没有水", "no water"),
    node("noise.site.night", "夜间施工噪声", "施工太吵", "噪声"),
    node("parking.estate.fee", "停车费", "停车费", "收费"),
    node("parking.estate.place", "停车位", "车位", "收费"),
    node("street.lamp.dark", "路灯不亮", "路灯", "street lamp"),
)
LABELS = {"供水": "water.supply.none", "噪声": "noise.site.night", "停车": "parking.estate.fee"}


def model(**labels: str) -> MatterModel:
    """Return the model of small texts, its labels leaves of the city."""
    named = tuple((LABELS | labels)[label] for label in light().labels)
    return MatterModel(facts(labels=named), replace(light(), labels=named), digests_of([]))


def reader(**labels: str) -> TextReader:
    return TextReader.of_city(CITY, model(**labels), ("着火",))


def test_a_text_is_read_as_a_whole() -> None:
    read = reader().read("我公司电话13800138000，楼下停车费又乱涨价，投诉！旁边着火了。")
    assert read.matters[0].code == "parking.estate.fee"
    assert "停车费" in "".join(read.matters[0].words)
    assert (read.kind.kind, read.urgency.level) == (AppealKind.COMPLAINT, Urgency.DANGER)
    assert read.party is Party.FIRM
    assert sum(guess.confidence for guess in read.matters) <= 1.0001


def test_a_leaf_the_model_never_met_is_told_by_its_words() -> None:
    assert reader().read("路灯一个都不亮，路灯坏了").matters[0].code == "street.lamp.dark"


def test_a_label_that_is_no_leaf_any_more_falls_out() -> None:
    read = reader(停车="parking.gone").read("楼下停车费乱涨价，消防通道停满了车")
    codes = [guess.code for guess in read.matters]
    assert "parking.gone" not in codes
    assert "parking.estate.fee" in codes


def test_without_a_model_the_words_remain() -> None:
    read = TextReader.of_city(CITY, None, ()).read("停车费")
    assert [guess.code for guess in read.matters] == ["parking.estate.fee"]
    assert read.matters[0].words == ("停车费",)
    assert read.matters[0].confidence < 0.7


def test_a_word_of_many_leaves_says_little_of_each() -> None:
    heard = CatalogueWords(CITY).heard_in("收费，停车费")
    assert heard["parking.estate.fee"][0] > 2 * heard["parking.estate.place"][0]


@pytest.mark.parametrize(
    ("text", "leaves"), [("no water", 1), ("NO WATER!", 1), ("casino waters", 0), ("没有水", 1)]
)
def test_english_words_stand_alone(text: str, leaves: int) -> None:
    assert len(CatalogueWords(CITY).heard_in(text)) == leaves


def test_two_matters_in_one_text_are_both_named() -> None:
    read = reader().read("工地半夜施工太吵睡不着，吵到凌晨。另外家里停水了，水管没有水。")
    assert {guess.code for guess in read.several} == {"noise.site.night", "water.supply.none"}
    assert reader().read("工地半夜施工太吵睡不着。另外广场舞音响声音太大。").several == ()


def test_what_explains_a_guess_is_never_personal() -> None:
    said = "我叫王停车，电话13800138000，停车费乱涨价"
    masked = Document("", said).masked()
    read = reader().read(said)
    assert all(word in masked.body for guess in read.matters for word in guess.words)


BAD = {
    "empty": "",
    "blank": " \n\t",
    "one word": "停",
    "ten thousand characters": "停车费乱涨价，" * 1_430,
    "traditional": "樓下停車費亂漲價",
    "mixed scripts": "樓下 parking 费乱涨价 ПРИВЕТ مرحبا",
    "emoji": "🚗🚗🚗💢💢",
    "English": "The parking fee went up again",
    "markup": "<script>alert('停车费')</script>{{ 7*7 }}%s%n${x}",
    "surrogates": "停车\ud800费",
    "zero bytes": "停\x00车\x00费",
    "one line a thousand times": "停车费乱涨价\n" * 1_000,
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD.keys())
def test_bad_input_is_read_as_far_as_it_goes(text: str) -> None:
    read = reader().read(text)
    assert isinstance(read, Understood)
    assert all(0 <= guess.confidence <= 1.0001 for guess in read.matters)
    if not text.strip():
        assert read == Understood()


def test_traditional_characters_are_read_like_simplified_ones() -> None:
    codes = [
        reader().read(text).matters[0].code for text in ("樓下停車費亂漲價", "楼下停车费乱涨价")
    ]
    assert codes[0] == codes[1] == "parking.estate.fee"
