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
        """Return the sentence in ``language``, its places filled from ``facts``.

        A fact that is a text itself, or a tuple of texts, is said in the same language.
        """
        template = self.zh if language == "zh" else self.en
        if not facts:
            return template
        return template.format(**{name: _said(fact, language) for name, fact in facts.items()})


def _said(fact: object, language: Language) -> object:
    if isinstance(fact, Text):
        return fact.say(language)
    if isinstance(fact, tuple):
        mark = "、" if language == "zh" else ", "
        return mark.join(str(_said(one, language)) for one in fact) or "–"
    return fact
