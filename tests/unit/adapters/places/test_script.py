# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""One way of writing for many, of the same length; and what sounds alike becomes equal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu.adapters.places.script import folded, sounded


@pytest.mark.parametrize(
    ("text", "plain"),
    [("朝陽區", "朝阳区"), ("ＡＢ１２　Ｃ", "ab12 c"), ("望京", "望京")],
)
def test_writing_is_made_plain(text: str, plain: str) -> None:
    assert folded(text) == plain


@settings(max_examples=40)
@given(st.text(max_size=30))
def test_positions_stay(text: str) -> None:
    assert len(folded(text)) == len(sounded(text)) == len(text)


@pytest.mark.parametrize(("one", "other"), [("回笼馆", "回龙观"), ("园", "苑"), ("绿", "律")])
def test_what_sounds_alike_becomes_equal(one: str, other: str) -> None:
    assert sounded(one) == sounded(other)


@pytest.mark.parametrize(("one", "other"), [("女", "努"), ("中", "宗"), ("林", "灵")])
def test_what_sounds_otherwise_stays_apart(one: str, other: str) -> None:
    assert sounded(one) != sounded(other)
