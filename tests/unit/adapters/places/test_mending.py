# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The thorough tier mends names with one character wrong; the model of words is stood in for."""

import pytest

from jiesu.adapters.places import mending
from jiesu.adapters.places.reader import GazetteerReader
from tests.unit.adapters.places.town import gazetteer


class Tagger:
    """Takes everything between commas, half width as folded, for a place."""

    def run(self, text: str) -> list[tuple[str, str]]:
        words = text.split(",")
        apart = [pair for word in words for pair in ((word, "LOC"), (",", "w"))]
        return apart[:-1]


@pytest.fixture(autouse=True)
def _tagger(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mending, "_model", Tagger)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("你好，沙河西崖四区", "zy-wl"),  # another character that sounds otherwise
        ("你好，沙河西四区", "zy-wl"),  # one missing
        ("你好，沙河西岸边四区", "zy-wl"),  # one too many
        ("你好，沙湖东岸四区", None),  # two
        ("你好，某某", None),
    ],
)
def test_one_slip_is_mended(text: str, code: str | None) -> None:
    reader = GazetteerReader(gazetteer())
    guesses = reader.read(text, thorough=True).guesses
    assert [guess.area for guess in guesses] == ([code] if code else [])
    assert all("只差一字" in guess.reason.zh for guess in guesses)


def test_a_name_as_it_should_be_is_left_alone() -> None:
    reader = GazetteerReader(gazetteer())
    text = "沙河西岸四区社区"
    assert reader.read(text, thorough=True) == reader.read(text)
