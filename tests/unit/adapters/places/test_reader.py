# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Where a text is about: short, misspelt, foreign and ambiguous names, homes, contradictions."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu.adapters.places.gazetteer import Gazetteer
from jiesu.adapters.places.names import all_written
from jiesu.adapters.places.reader import GazetteerReader
from jiesu.application.places import PlaceNames
from jiesu.domain.understanding import PlacesRead
from tests.unit.adapters.places.town import AREAS, NAMES, gazetteer

READER = GazetteerReader(gazetteer())


def read(text: str) -> PlacesRead:
    return READER.read(text)


def area(text: str) -> str | None:
    guesses = read(text).guesses
    return guesses[0].area if guesses else None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("望林街道的路灯坏了", "zy-wl"),
        ("望林那边的路灯坏了", "zy-wl"),
        ("望林镇的路灯坏了", "zy-wl"),  # called a town by mistake
        ("望林社区的路灯坏了", "hl-lyg"),  # a community of that name is elsewhere
        ("朝云区没人管", "zy"),
        ("朝云这边没人管", "zy"),
        ("旧云这边没人管", "zy"),  # a former name
        ("于家坞的井盖丢了", "fs-yj"),
        ("龍玉觀鎮的井蓋丟了", "hl-lyg"),  # traditional script
        ("龙玉馆镇的井盖丢了", "hl-lyg"),  # sounds alike
        ("龙域观这边停水", "hl-lyg"),
        ("The lamp in Wanglin is out", "zy-wl"),
        ("ｗａｎｇｌｉｎ", "zy-wl"),
        ("海蓝区海蓝停水", "hl-hl"),  # the street that is called like its district
        ("海蓝停水", "hl"),
        ("海蓝街道停水", "hl-hl"),
        ("朝云区平坊停水", "zy-pf"),  # an ordinary word, but right after its district
        ("平坊停水", None),
        ("平坊地区停水", "zy-pf"),
        ("柏家庄朝云", "zy-bl"),  # the district settles which
        ("海蓝区柏家庄街道", "hl-bl"),
        ("住在东门", "hl-dm"),
        ("小区东门堆了垃圾", None),  # the gate of something
        ("望林东路在枫石", "fs"),  # a road called after a street may be anywhere
        ("杀和西安四区停水", None),  # sounds alike, but three characters are others
        ("患湖路停水", None),  # so short a road is not heard
        ("Wanglinhai", None),  # no word of its own
        ("", None),
        ("你好", None),
        ("😀😀<script>alert(1)</script>{{ x }}", None),
    ],
)
def test_a_text_is_about_an_area(text: str, code: str | None) -> None:
    assert area(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("我家住海蓝区，反映的是朝云区望林街道的噪音", "zy-wl"),
        ("反映朝云区望林的噪音，我本人户口在海蓝区", "zy-wl"),
        ("我家住海蓝区龙玉观镇，楼上漏水", "hl-lyg"),  # the only place
        ("不是枫石区的，是海蓝区的", "hl"),
        ("我家住海蓝区海蓝街道，单位楼下朝云停水", "zy"),
    ],
)
def test_the_place_of_the_trouble_goes_before_the_home(text: str, code: str) -> None:
    assert area(text) == code


def test_a_mention_knows_where_it_stands_and_what_is_named() -> None:
    text = "朝云望林12号楼3单元"
    (guess,) = read(text).guesses
    told = [(text[m.start : m.end], m.kind.value, m.name) for m in guess.mentions]
    assert told == [
        ("朝云", "district", "朝云区"),
        ("望林", "street", "望林街道"),
        ("12号楼", "house", "12号楼"),
        ("3单元", "house", "3单元"),
    ]


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        (
            "望林停水",
            "文中写有“望林”，是朝云区望林街道的简称。",
            'The text has "望林", short for Wanglin Sub-district, Zhaoyun District.',
        ),
        ("望林街道停水", "文中写有“望林街道”，即朝云区望林街道。", ""),
        ("工体停水", "文中写有“工体”，在朝云区。", ""),
        ("龙域观停水", "文中“龙域观”与“龙玉观镇”读音相同，在海蓝区龙玉观镇。", ""),
        ("望林东路停水", "文中“望林东路”以“望林街道”命名，可能在朝云区望林街道。", ""),
    ],
)
def test_a_guess_says_why(text: str, zh: str, en: str) -> None:
    reason = read(text).guesses[0].reason
    assert reason.zh == zh
    assert reason.en == (en or reason.en)
    assert "{" not in reason.en


def test_it_asks_which_where_one_name_is_in_several_areas() -> None:
    question = read("幸福家园停水").question
    assert question is not None
    assert question.zh == "哪一个“幸福家园社区”？枫石区的，还是朝云区的？"
    assert question.en.startswith(
        'Which "幸福家园社区"? the one in Fengshi District, or the one in'
    )
    assert read("朝云区幸福家园停水").question is None
    assert area("朝云区幸福家园停水") == "zy-wl"


def test_a_street_settles_which_of_its_district() -> None:
    first, second = read("望林街道沙河小区").guesses
    assert (first.area, second.area) == ("zy-wl", "zy-bl")
    assert second.confidence < 0.1


def test_it_asks_which_district_where_two_are_named() -> None:
    found = read("海蓝区和枫石区都停水")
    assert found.question is not None
    assert found.question.zh == "是枫石区，还是海蓝区？"
    sure = read("枫石区停水").guesses[0].confidence
    assert found.guesses[0].confidence < 0.5 < sure


def test_more_that_agrees_is_surer_and_a_road_is_no_proof() -> None:
    sure = {
        text: read(text).guesses[0].confidence
        for text in ("环湖路停水", "枫石区停水", "枫石区环湖路停水")
    }
    assert list(sure.values()) == sorted(sure.values())


def test_a_city_without_names_finds_nothing() -> None:
    empty = GazetteerReader(Gazetteer((), PlaceNames()))
    assert empty.read("望林街道") == PlacesRead()


def test_names_of_areas_that_are_not_there_count_for_nothing() -> None:
    few = [one for one in AREAS if one.code in {"hl", "hl-lyg"}]
    reader = GazetteerReader(Gazetteer(few, PlaceNames()))
    assert reader.read("望林街道") == PlacesRead()


def test_long_texts_are_read_in_proportion() -> None:
    def spent(times: int) -> float:
        text = "朝云区望林街道，平坊停水，我家住海蓝区幸福家园3号楼。" * times
        started = time.process_time()
        assert area(text) == "zy-wl"
        return time.process_time() - started

    spent(10)
    assert spent(300) < 20 * max(spent(60), 0.001)  # five times the text; a square would be 25


PIECES = st.sampled_from(
    [
        *(text for text, _ in all_written(AREAS, NAMES)),
        "我家住",
        "反映",
        "不是",
        "，",
        "东路",
        "3-2-501",
        "\0",
    ]
)


@settings(max_examples=60)
@given(st.lists(PIECES | st.text(max_size=4), max_size=12).map("".join))
def test_whatever_is_said_guesses_keep_their_form(text: str) -> None:
    found = read(text)
    sure = [guess.confidence for guess in found.guesses]
    assert sure == sorted(sure, reverse=True)
    assert all(0 < one <= 1 for one in sure)
    assert len({guess.area for guess in found.guesses}) == len(found.guesses)
    for guess in found.guesses:
        starts = [mention.start for mention in guess.mentions]
        assert starts == sorted(starts)
        assert all(0 <= m.start < m.end <= len(text) for m in guess.mentions)
        assert guess.reason.zh.endswith("。")
