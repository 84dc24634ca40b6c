# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""When a suggestion may stand without asking a person."""

from datetime import date

import pytest

from jiesu.domain.understanding import MatterGuess
from tests.builders.town import policy

DAY = date(2020, 1, 1)


@pytest.mark.parametrize(("confidence", "sure"), [(0.69, False), (0.7, True), (1.0, True)])
def test_a_guess_is_sure_from_the_packs_bar_on(confidence: float, sure: bool) -> None:
    assert policy().understanding.is_sure(MatterGuess("roads", confidence), DAY) is sure
