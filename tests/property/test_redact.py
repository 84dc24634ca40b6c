# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""However a person's number is written and whatever stands around it, it does not stay."""

from collections.abc import Callable
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from jiesu.adapters.text import redact as redact_module
from jiesu.adapters.text.redact import PLACEHOLDERS, redact

_DIGITS = st.text("0123456789", min_size=8, max_size=8)
_MOBILES = st.builds("1{}{}{}".format, st.integers(3, 9), st.integers(0, 9), _DIGITS)
_AROUND = st.sampled_from(["", "电话", "：", "，", "请打", "\n", "。", "三天", " "])
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")
_SPOKEN = str.maketrans("0123456789", "零一二三四五六七八九")
_SPELLINGS = st.sampled_from(
    [
        str,
        lambda mobile: mobile.translate(_FULL_WIDTH),
        lambda mobile: mobile.translate(_SPOKEN),
        lambda mobile: f"{mobile[:3]} {mobile[3:7]} {mobile[7:]}",
        lambda mobile: f"{mobile[:3]}-{mobile[3:7]}-{mobile[7:]}",
        " ".join,
    ]
)


@given(_MOBILES, _AROUND, _AROUND, _SPELLINGS)
def test_a_mobile_never_stays(
    mobile: str, before: str, after: str, spelling: Callable[[str], str]
) -> None:
    written = spelling(mobile)
    assert redact(f"{before}{written}{after}").text == f"{before}【电话】{after}"


@given(st.text("0123456789", min_size=15, max_size=15))
def test_a_card_with_its_check_digit_never_stays(digits: str) -> None:
    card = _with_luhn_digit("6" + digits[1:])
    assert card not in redact(f"我的卡{card}被盗刷").text


@given(st.text(max_size=80))
def test_only_the_spans_change(text: str) -> None:
    redacted = redact(text)
    rebuilt, position = "", 0
    for span in redacted.spans:
        assert position <= span.start < span.end <= len(text)
        rebuilt += text[position : span.start] + PLACEHOLDERS[span.type]
        position = span.end
    assert redacted.text == rebuilt + text[position:]


def _with_luhn_digit(digits: str) -> str:
    doubled = [
        sum(divmod(int(digit) * (2 if place % 2 == 0 else 1), 10))
        for place, digit in enumerate(reversed(digits))
    ]
    return f"{digits}{-sum(doubled) % 10}"


ALPHABET = (
    "王李张师傅电话手机微信qQwx京A12345678901楼栋号室单元门弄院房一幺三@.-_ 的了是我叫姓人名"
    "，。１２٣"
)
ROOMS = (
    "3",
    "12",
    "B",
    "十",
    "号",
    "号楼",
    "号院",
    "#",
    "栋",
    "弄",
    "单元",
    "门",
    "层",
    "室",
    "房",
    "-",
    " ",
)


@given(st.text(alphabet=ALPHABET, max_size=60))
def test_a_row_spared_the_search_would_have_found_nothing(text: str) -> None:
    seen = text.translate(redact_module._FOLDED)
    for row in redact_module._RECOGNISERS:
        digits = sum(map(str.isdecimal, seen))
        if not row.may_match({*seen, "\0"}, digits):
            assert list(row.find(seen)) == []


@given(st.lists(st.sampled_from(ROOMS), max_size=9).map("".join))
def test_a_hint_spares_searches_and_changes_nothing(text: str) -> None:
    for row in redact_module._RECOGNISERS:
        if isinstance(row, redact_module._Recogniser):
            assert list(row.find(text)) == list(replace(row, hint=None).find(text))
