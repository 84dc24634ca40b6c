# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Texts are as alike as their signatures say: near-copies are, others are not."""

from struct import Struct
from time import process_time

import pytest

from jiesu.adapters.text.likeness import BANDS, bare, likeness, signature

TOLD = "河道里的水发黑发臭，下游的居民夏天不敢开窗，已经反映过三次，一直没有人来处理。"


def alike(one: str, other: str) -> float:
    return likeness(signature(one), signature(other))


@pytest.mark.parametrize(("agreeing", "told"), [(0, 0.0), (1, 0.027), (16, 0.498), (32, 1.0)])
def test_bytes_that_agree_by_chance_do_not_count(agreeing: int, told: float) -> None:
    drawn = bytes(range(32))
    other = drawn[:agreeing] + bytes(255 - byte for byte in drawn[agreeing:])
    bands = Struct(f"<{BANDS}i").unpack
    assert likeness(bands(drawn), bands(other)) == pytest.approx(told, abs=0.001)


@pytest.mark.parametrize(
    "other",
    [
        TOLD,
        f"您好，{TOLD}请尽快处理，谢谢！",
        TOLD.replace("三次", "5 次"),
        TOLD.replace("，", " , ").replace("。", ""),
        TOLD.replace("下游", "【姓名】说下游"),
        "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in TOLD),
        TOLD.replace("里", "裡").replace("发", "發").replace("经", "經").replace("开", "開"),
        TOLD.replace("已经反映过", "已反映过").replace("一直", "至今"),
    ],
)
def test_near_copies_are_alike(other: str) -> None:
    assert alike(TOLD, other) > 0.6


@pytest.mark.parametrize(
    "other",
    [
        "小区电梯坏了半个月，老人上下楼不方便，物业只说在等配件。",
        "工地夜里施工，吵得孩子睡不着。",
        "The lift in our building has been out of order for two weeks.",
    ],
)
def test_other_texts_are_not(other: str) -> None:
    assert alike(TOLD, other) < 0.1


@pytest.mark.parametrize(
    "text", ["", " ", "停水", "！？。，", "123 456", "😀😀😀😀", "您好，谢谢！"]
)
def test_what_says_too_little_has_no_signature_and_is_like_nothing(text: str) -> None:
    assert signature(text) == ()
    assert alike(text, text) == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "電梯壞了半個月沒人修",
        "the water is black 河水发黑",
        "😀河水发黑发臭😀",
        "<script>alert(1)</script>河水发黑",
        "𠮷野家门前的路灯坏了",
        "{{ water }} ' OR 1=1 --",
    ],
)
def test_any_script_has_a_signature_of_eight_integers_of_32_bits(text: str) -> None:
    bands = signature(text)
    assert len(bands) == BANDS
    assert all(-(2**31) <= band < 2**31 for band in bands)
    assert alike(text, text) == 1.0


def test_a_stored_signature_stays_good() -> None:
    """Another value here means that every signature in every database must be made anew."""
    assert signature("河水发黑发臭")[:3] == (1812877303, -726636455, -659629250)


def test_greetings_numbers_and_what_was_hidden_do_not_count() -> None:
    assert (
        bare("尊敬的领导您好：【姓名】家 3 号楼的 WATER 停了，恳请处理") == "家号楼的water停了处理"
    )


def test_a_long_text_takes_its_length_in_time_and_no_more() -> None:
    began = process_time()
    assert alike(TOLD * 250, TOLD * 249) > 0.9
    assert process_time() - began < 0.5
