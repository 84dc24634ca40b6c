# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""No decision ever sees personal words."""

import pytest

from jiesu.domain.sealed import UnsealedWords, sealed_or_none
from jiesu.domain.sealed import sealed as require_sealed
from tests.builders.appeals import sealed, words


def test_a_sealed_reference_passes() -> None:
    assert require_sealed(sealed()) == sealed()
    assert sealed_or_none(sealed()) == sealed()


def test_nothing_stays_nothing() -> None:
    assert sealed_or_none(None) is None


@pytest.mark.parametrize("check", [require_sealed, sealed_or_none])
def test_plain_words_are_a_defect_that_does_not_repeat_them(check: object) -> None:
    with pytest.raises(UnsealedWords) as defect:
        check(words("张三的电话"))  # type: ignore[operator]
    assert "张三" not in str(defect.value)
