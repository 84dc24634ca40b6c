# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""How sure a suggestion is, in a word; what must be asked before anybody can be sent."""

from datetime import date

import pytest

from jiesu.application.foresight import SURENESS, Sureness, needs_place, sureness
from jiesu.domain.taxonomy import UnknownMatter
from tests.builders.town import policy

DAY, BEFORE = date(2020, 1, 1), date(2010, 1, 1)


@pytest.mark.parametrize(
    ("confidence", "said"),
    [
        (1.0, Sureness.LIKELY),
        (0.7, Sureness.LIKELY),  # the bar of the town
        (0.69, Sureness.POSSIBLE),
        (0.35, Sureness.POSSIBLE),  # half of it
        (0.34, Sureness.UNSURE),
        (0.0, Sureness.UNSURE),
    ],
)
def test_a_confidence_is_said_in_a_word(confidence: float, said: Sureness) -> None:
    assert sureness(confidence, policy(), DAY) is said


def test_every_word_stands_in_both_languages() -> None:
    assert {*SURENESS} == {*Sureness}
    assert all(text.zh and text.en for text in SURENESS.values())


@pytest.mark.parametrize(
    ("matter", "day", "needed"),
    [
        ("labour.wage.arrears", DAY, False),  # one bureau leads everywhere
        ("housing.property.service", DAY, True),  # the sub-district leads since 2015
        ("housing.property.service", BEFORE, False),  # a bureau led
        ("general.other.other", DAY, True),  # the district leads
        ("urban.green.damage", DAY, True),  # the district's department, the sub-district assists
        ("water", DAY, True),  # nobody is named for a whole branch
    ],
)
def test_a_place_is_needed_where_it_decides_who_acts(
    matter: str, day: date, *, needed: bool
) -> None:
    assert needs_place(matter, policy().catalogue, day) is needed


def test_a_matter_nobody_knows_is_refused() -> None:
    with pytest.raises(UnknownMatter):
        needs_place("atlantis", policy().catalogue, DAY)
