# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The page of settings and the class of settings say the same, both ways."""

import re
from pathlib import Path

import pytest

from jiesu.bootstrap.settings import Settings, variable_of

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"
ROW = re.compile(
    r"^\| `(?P<variable>[A-Z_]+)` \| (?P<default>[^|]+) \| (?P<meaning>[^|]+) \|$", re.MULTILINE
)


def documented() -> dict[str, tuple[str, str]]:
    """Return what the page says of each variable: default and meaning."""
    text = PAGE.read_text(encoding="utf-8")
    return {
        row["variable"]: (row["default"].strip(" `"), row["meaning"]) for row in ROW.finditer(text)
    }


def spelled(value: object) -> str:
    """Return a default as the page writes it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return str(value).lower()
    return ",".join(value) if isinstance(value, tuple) else str(value)


def default_of(field: str) -> object:
    """Return the default of a field; those that follow the home folder as they are under it."""
    info = Settings.model_fields[field]
    home = {"home": Settings.model_fields["home"].default}
    return info.get_default(call_default_factory=True, validated_data=home)


def test_every_setting_is_documented_and_nothing_else() -> None:
    assert sorted(documented()) == sorted(map(variable_of, Settings.model_fields))


@pytest.mark.parametrize("field", Settings.model_fields)
def test_the_page_gives_the_default(field: str) -> None:
    assert documented()[variable_of(field)][0] == spelled(default_of(field))


@pytest.mark.parametrize("field", Settings.model_fields)
def test_every_allowed_word_is_named(field: str) -> None:
    words = re.findall(r"Literal\[([^\]]*)\]", str(Settings.model_fields[field].annotation))
    allowed = re.findall(r"'(\w+)'", words[0]) if words else []
    meaning = documented()[variable_of(field)][1]
    assert [word for word in allowed if f"`{word}`" not in meaning] == []


def test_no_variable_is_listed_twice() -> None:
    found = [row["variable"] for row in ROW.finditer(PAGE.read_text(encoding="utf-8"))]
    assert len(found) == len(set(found))
