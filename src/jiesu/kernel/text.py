# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Text in the two languages every screen speaks."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence in Chinese and in English, with ``{named}`` places to fill.

    Chinese comes first wherever only one fits; English is complete, never a summary.
    """

    zh: str
    en: str

    def say(self, language: Language, /, **facts: object) -> str:
        """Return the sentence in ``language`` with its places filled from ``facts``."""
        template = self.zh if language == "zh" else self.en
        return template.format(**facts) if facts else template
