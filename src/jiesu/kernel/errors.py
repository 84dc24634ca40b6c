# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Errors are interface: what happened, which rule, what to do next.

    JiesuError                     everything this project raises on purpose
    ├── Refusal                    a command was understood and turned down; nothing changed
    ├── BadInput                   a value, a row or a file cannot be read as what it should be
    ├── Conflict                   somebody else was faster, or the same id says something else
    ├── NotFound                   absent, or not for your eyes: both read alike
    └── Trouble                    the machine, the database or a file is not as it must be

Each concrete class names itself in ``code`` (derived from the class name), says ``what`` happened
and the ``next_step``, both in two languages with ``{named}`` facts.
"""

import re
from typing import ClassVar, Protocol

from jiesu.kernel.text import Language, Text

_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


class Rule(Protocol):
    """Anything that can name the article behind a decision; see ``rulebook.citation.Citation``."""

    def label(self, language: Language) -> str:
        """Return the article as people quote it, e.g. 《…条例》第十二条."""
        ...


class JiesuError(Exception):
    """Base of every error raised on purpose; ``facts`` fill the sentences."""

    code: ClassVar[str] = "jiesu-error"
    what: ClassVar[Text] = Text("出错了。", "Something went wrong.")
    next_step: ClassVar[Text] = Text("请联系管理员。", "Please contact the administrator.")

    def __init_subclass__(cls, **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        cls.code = _CAPITAL.sub("-", cls.__name__).lower()

    def __init__(self, rule: Rule | None = None, **facts: object) -> None:
        self.rule = rule
        self.facts = facts
        super().__init__(self.explain("en"))

    def explain(self, language: Language) -> str:
        """Return what happened, the rule behind it and what to do next, as one paragraph."""
        parts = [self.what.say(language, **self.facts)]
        if self.rule is not None:
            label = self.rule.label(language)
            parts.append(f"依据：{label}。" if language == "zh" else f"Rule: {label}.")
        parts.append(self.next_step.say(language, **self.facts))
        return " ".join(part for part in parts if part)


class Refusal(JiesuError):
    """A command was understood and turned down; nothing has changed."""


class BadInput(JiesuError):
    """A value, a row or a file cannot be read as what it should be."""


class Conflict(JiesuError):
    """Somebody else was faster, or the same id now says something else."""


class NotFound(JiesuError):
    """Absent, or not for these eyes: the two must read alike."""


class Trouble(JiesuError):
    """The machine, the database or a file is not as it must be."""
