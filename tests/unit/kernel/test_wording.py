# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""What people write is kept as they wrote it, or refused with a place and a count."""

import pytest

from jiesu.kernel.errors import BadInput
from jiesu.kernel.wording import (
    ControlCharacter,
    LoneSurrogate,
    NoWords,
    NulCharacter,
    TooLong,
    ascii_digits,
    inspect,
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("河水发臭", "河水发臭"),
        ("  两头的空白\u3000\n", "两头的空白"),
        ("第一行\r\n第二行\r第三行\n\t缩进", "第一行\n第二行\n第三行\n\t缩进"),
        ("𠮷田𪚥先生", "𠮷田𪚥先生"),
        ("\uf900\ufa0e", "\uf900\ufa0e"),  # compatibility ideographs stay: they are names
        ("１２３", "１２３"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
    ],
)
def test_what_people_write_is_kept(text: str, kept: str) -> None:
    assert inspect(text, 100) == kept


@pytest.mark.parametrize("dot", "·•‧・∙⋅")
def test_the_dot_inside_a_name_has_one_form(dot: str) -> None:
    assert inspect(f"买买提{dot}艾力", 100) == "买买提·艾力"


def test_a_dot_before_a_list_item_is_no_name() -> None:
    assert inspect("两件事：\n• 停水\n• 停电", 100) == "两件事：\n• 停水\n• 停电"


@pytest.mark.parametrize(
    ("text", "error", "facts"),
    [
        ("一\x00二\x00", NulCharacter, {"count": 2, "position": 2}),
        ("一二\ud83d", LoneSurrogate, {"count": 1, "position": 3}),
        ("\x07一\x9f", ControlCharacter, {"count": 2, "position": 1, "character": "U+0007"}),
        ("一\x7f", ControlCharacter, {"count": 1, "position": 2, "character": "U+007F"}),
        ("", NoWords, {}),
        (" \u3000\n", NoWords, {}),
        ("\u200b\ufeff", NoWords, {}),
        ("一二三四五六", TooLong, {"count": 6, "limit": 5}),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(
    text: str, error: type[BadInput], facts: dict[str, object]
) -> None:
    with pytest.raises(error) as refused:
        inspect(text, 5)
    assert refused.value.facts == facts


def test_the_worst_kind_is_named_first() -> None:
    with pytest.raises(NulCharacter):
        inspect("\x07\ud800\x00", 5)
    with pytest.raises(LoneSurrogate):
        inspect("\x07\ud800", 5)


def test_length_counts_what_is_kept() -> None:
    assert inspect("  一二\r\n三  ", 4) == "一二\n三"
    assert inspect("𠮷" * 5, 5) == "𠮷" * 5


def test_only_digits_become_ascii() -> None:
    assert ascii_digits("１３８，Ａ区０号") == "138，Ａ区0号"
