# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Long lists to choose from stand in groups that people know."""

from dataclasses import replace

import pytest
from django import forms
from django.test.html import parse_html
from django.utils.translation import override

from jiesu.domain.organisations import Area, AreaKind
from jiesu.kernel.text import Text
from jiesu.web.shared.choices import areas, matters, units
from jiesu.web.shared.long_select import LongSelect, LongSelectMultiple
from tests.builders.town import DAY, policy

pytestmark = pytest.mark.usefixtures("town")


def test_streets_stand_under_their_district_which_can_itself_be_chosen() -> None:
    with override("en"):
        groups = dict(areas(policy().organisation, "en"))
    assert groups["Qingchuan"] == [
        ("qingchuan", "Qingchuan (street not known)"),
        ("qc-liuyin", "Liuyin"),
        ("qc-dongmen", "Dongmen"),
    ]


def test_a_street_outside_every_district_can_still_be_chosen() -> None:
    law = policy().organisation
    isle = Area("isle", Text("岛", "Isle"), AreaKind.STREET, "bs-heyan", None)
    assert ("isle", "Isle") in areas(replace(law, areas={**law.areas, "isle": isle}), "en")


def test_matters_stand_under_what_they_belong_to_and_only_leaves_are_offered() -> None:
    groups = dict(matters(policy().catalogue, "zh"))
    assert groups["物业"] == [("housing.property.service", "物业服务")]


def test_units_of_the_city_come_first_then_each_district_with_its_own() -> None:
    with override("en"):
        groups = units(policy().organisation, "en", DAY)
    names = [name for name, _ in groups]
    assert names == ["The city", "Qingchuan District", "Baishi District"]
    assert ("qc-parks", "Qingchuan Parks Office") in dict(groups)["Qingchuan District"]


def test_a_unit_that_has_ended_is_not_offered() -> None:
    offered = {code for _, group in units(policy().organisation, "zh", DAY) for code, _ in group}
    assert "sanitation-bureau" not in offered


CHOICES = [("", "–"), ("district & co", [("a", "<A>"), ("b", "B")])]


@pytest.mark.parametrize(
    ("ours", "theirs", "value"),
    [
        (LongSelect, forms.Select, "b"),
        (LongSelect, forms.Select, None),
        (LongSelectMultiple, forms.SelectMultiple, ["a", "b"]),
    ],
)
def test_a_long_list_says_what_djangos_own_would(
    ours: type[forms.Select], theirs: type[forms.Select], value: object
) -> None:
    mine, other = ours(), theirs({"data-search": ""})
    mine.choices = other.choices = CHOICES
    attrs = {"id": "id_x", "required": True, "aria-describedby": "help"}
    said, wanted = mine.render("x", value, attrs), other.render("x", value, attrs)
    assert parse_html(said) == parse_html(wanted)
