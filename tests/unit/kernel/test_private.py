# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Personal words do not show themselves."""

import pytest

from jiesu.kernel.private import PrivateKind, PrivateText

NAME = PrivateText(PrivateKind.NAME, "欧阳铁柱")


@pytest.mark.parametrize("shown", [repr(NAME), str(NAME), f"{NAME}", f"{[NAME]}"])
def test_no_way_of_printing_repeats_them(shown: str) -> None:
    assert "欧阳" not in shown
    assert "PrivateText(name, 4 characters)" in shown
