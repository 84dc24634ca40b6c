# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""文本生成: invented appeals in many styles, with the truth about each. See ``Composer``."""

from jiesu.simulation.texts.composing import Composer, NotALeaf
from jiesu.simulation.texts.truth import (
    Composed,
    Need,
    Party,
    PersonalSpan,
    PlaceKind,
    PlaceSpan,
    Style,
    Urgency,
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
