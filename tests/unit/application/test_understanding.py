# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Reading a text under the pack: what works without any model."""

import pytest

from jiesu.application.understanding import NoPlaces, Understanding, WordsOfTheCatalogue
from jiesu.domain.understanding import PlacesRead, Understood
from jiesu.kernel.instants import parse_instant
from tests.builders.town import policy

NOW = parse_instant("2020-01-01T08:00:00Z")


def reading() -> Understanding:
    return Understanding(lambda: WordsOfTheCatalogue(policy().catalogue), NoPlaces)


def test_a_leafs_own_words_name_it_and_explain_it() -> None:
    leaf = next(m for c, m in policy().catalogue.matters.items() if policy().catalogue.is_leaf(c))
    read = reading().read(f"你好，{leaf.words[0]}，请处理", policy(), NOW)
    best = {guess.code: guess for guess in read.matters}[leaf.code]
    assert leaf.words[0].lower() in best.words
    assert sum(guess.confidence for guess in read.matters) <= 1
    assert read.places == PlacesRead()


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_an_empty_text_says_nothing(text: str) -> None:
    assert reading().read(text, policy(), NOW) == Understood()


def test_words_nobody_knows_leave_the_matter_open() -> None:
    read = reading().read("嗯嗯嗯", policy(), NOW)
    assert not read.matters
    assert not read.sure
