# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Where a rule stands written, and how sure we are of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from jiesu.kernel.text import Language, Text


class Standing(StrEnum):
    """How sure a value is; shown wherever the number is shown."""

    OFFICIAL = "official"  # 法规原文
    REPORTED = "reported"  # 公开报道
    PRACTICE = "practice"  # 实践做法
    ASSUMED = "assumed"  # 推定


@dataclass(frozen=True, slots=True)
class Instrument:
    """法规文件: a law, rule or standard; ``articles`` gives each article's gist in own words.

    ``binding`` are the articles the software itself must do something for, ``open`` says of an
    article what of it the software does not do yet. ``kind`` is what sort of text it is.
    """

    id: str
    title: Text
    articles: dict[str, Text]
    binding: frozenset[str] = frozenset()
    open: Mapping[str, Text] = field(default_factory=dict)
    kind: str = ""
    adopted: date | None = None


WHOLE = "all"
"""Label that cites an instrument as a whole, where no single article is meant."""


@dataclass(frozen=True, slots=True)
class Citation:
    """依据: one article of one instrument, as quoted on screens and kept in the log."""

    instrument: str
    article: str
    title: Text

    def label(self, language: Language) -> str:
        """Return e.g. 《示例条例》第12条 or "Example Ordinance, Art. 12"."""
        if self.article == WHOLE:
            return f"《{self.title.zh}》" if language == "zh" else self.title.en
        if language == "zh":
            return f"《{self.title.zh}》第{self.article}条"
        return f"{self.title.en}, Art. {self.article}"
