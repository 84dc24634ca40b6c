# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Whatever comes in: kept text is clean, keeping it again changes nothing, errors say no words."""

from hypothesis import assume, given
from hypothesis import strategies as st

from jiesu.kernel.errors import BadInput
from jiesu.kernel.wording import inspect

_ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60)
_HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=4, max_size=20)


@given(_ANY_TEXT)
def test_text_is_kept_clean_or_refused(text: str) -> None:
    try:
        kept = inspect(text, 50)
    except BadInput:
        return
    assert 0 < len(kept) <= 50
    assert inspect(kept, 50) == kept
    assert kept.encode()


@given(_HAN, st.sampled_from(["\x00", "\x07", "\ud800", ""]), st.integers(0, 3))
def test_an_error_never_repeats_the_words(words: str, broken: str, limit: int) -> None:
    try:
        inspect(words + broken, limit)
    except BadInput as error:
        said = f"{error} {error.explain('zh')} {error.explain('en')}"
        assume(words[:4] not in f"{type(error).what} {type(error).next_step}")
        assert words[:4] not in said
    else:
        raise AssertionError
