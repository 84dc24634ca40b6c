# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""The map shown to people is one that works, and every part a map may fill is named."""

import re

from jiesu.application.importing.city import city_codes
from jiesu.application.importing.map_parser import parse_map
from jiesu.application.importing.rows import TARGETS
from tests.architecture.tree import ROOT, text_of
from tests.builders.town import policy

HOW_TO = text_of(ROOT / "docs" / "how-to" / "import-history.md")


def test_the_map_of_the_how_to_is_sound() -> None:
    found = re.search(r"^```toml\n(.*?)^```", HOW_TO, re.DOTALL | re.MULTILINE)
    assert found is not None
    assert parse_map(found[1], city_codes(policy())).name == "old-hotline"


def test_every_part_a_map_may_fill_is_named() -> None:
    assert [name for name in TARGETS if name not in HOW_TO] == []
