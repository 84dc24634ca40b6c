# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""Thorough redaction asks a tagger only where a name is in doubt, and only adds."""

from jiesu.adapters.text.redact import redact
from jiesu.adapters.text.second_opinion import SecondOpinion

DOUBTED = "前天赵丽娜看见过"


class Marks:
    """A tagger that takes every 赵丽娜 for a person, and 市长 too."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def run(self, texts: str) -> list[tuple[str, str]]:
        self.asked.append(texts)
        before, name, after = texts.partition("赵丽娜")
        return [(before, "v"), (name, "PER"), (after, "PER")]


def test_a_doubt_is_settled_by_the_tagger() -> None:
    assert redact(DOUBTED).text == DOUBTED
    assert SecondOpinion(Marks())(DOUBTED).text == "前天【姓名】看见过"


def test_only_the_clause_in_doubt_is_read() -> None:
    tagger = Marks()
    SecondOpinion(tagger)(f"路灯坏了。{DOUBTED}。请市长重视。")
    assert tagger.asked == [DOUBTED]


def test_where_nothing_is_in_doubt_nobody_is_asked() -> None:
    tagger = Marks()
    assert SecondOpinion(tagger)("我叫王小明。").text == "我叫【姓名】。"
    assert tagger.asked == []
