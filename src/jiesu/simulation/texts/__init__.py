# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""文本生成: invented appeals in many styles, with the truth about each. See ``Composer``."""

from jiesu.domain.understanding import Party, PlaceKind, Urgency
from jiesu.simulation.texts.composing import Composer, NotALeaf
from jiesu.simulation.texts.truth import (
    Composed,
    Need,
    PersonalSpan,
    PlaceSpan,
    Style,
)

__all__ = [
    "Composed",
    "Composer",
    "Need",
    "NotALeaf",
    "Party",
    "PersonalSpan",
    "PlaceKind",
    "PlaceSpan",
    "Style",
    "Urgency",
]
