# SPDX-FileCopyrightText: 2026 The jiesu authors
# SPDX-License-Identifier: Apache-2.0
"""A text as the light tier sees it: short runs of characters, in one form of writing.

Traditional characters, full-width letters and capitals become what most people type. Emoji,
digits, marks and the placeholders of redaction part the text and are never pieces themselves, so
no number anybody wrote can be learned. The time grows with the length of the text.
"""

import re
from functools import cache

from jiesu.adapters.text.script import simplified

LONGEST = 3
"""Characters in the longest Chinese piece: a fourth brought nothing and cost half as much again."""

_LONGEST_WORD = 24  # letters; what is longer is an address or a slip, never a word
_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0002ebef"
_PLACEHOLDER = re.compile("【[^】]{1,8}】")
_RUN = re.compile(f"[{_HAN}](?:[ \t\r\n]*[{_HAN}])*|[a-z]+")
_LAST_LETTER = "z"


Placed = tuple[list[str], list[int], list[int]]
"""Pieces, where each begins in the text, and where it ends (exclusive)."""


def plain(text: str) -> str:
    """Return ``text`` in one form of writing, every character in its old position."""
    masked = _PLACEHOLDER.sub(lambda found: "\v" * len(found[0]), text)
    return masked.translate(_one_form())


@cache
def _one_form() -> dict[int, str]:
    """Return what becomes of single characters: simplified, half-width, small."""
    table = {
        **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
        **dict.fromkeys(map(ord, "\u3000\u00a0"), " "),
        **{code: chr(code + 32) for code in range(ord("A"), ord("Z") + 1)},
        **{code: chr(code - 0xFEE0 + 32) for code in range(0xFF21, 0xFF3B)},
    }
    return table | simplified()


def pieces(said: str) -> list[str]:
    """Return every piece of a plain text, as often as it stands there.

    Runs of 1 to 3 Chinese characters, blanks between them left out; English words, and pairs of
    neighbouring ones.
    """
    found: list[str] = []
    before = ""
    for run in _RUN.findall(said):
        if run[0] <= _LAST_LETTER:
            word = run if len(run) <= _LONGEST_WORD else ""
            found += [word] if word else []
            found += [f"{before} {word}"] if before and word else []
            before = word
        else:
            before = ""
            found += _chinese(run if run.isalpha() else "".join(run.split()))
    return found


def _chinese(run: str) -> list[str]:
    found = list(run)
    for length in range(2, LONGEST + 1):
        found += [run[start : start + length] for start in range(len(run) - length + 1)]
    return found


def placed_pieces(said: str) -> Placed:
    """Return the same pieces as :func:`pieces`, and where each begins and ends in the text."""
    found: list[str] = []
    first: list[int] = []
    behind: list[int] = []
    before, began = "", 0
    for run in _RUN.finditer(said):
        word, start = run[0], run.start()
        if word[0] > _LAST_LETTER:
            before = ""
            _place_chinese(word, start, (found, first, behind))
            continue
        word = word if len(word) <= _LONGEST_WORD else ""
        for piece, at in ((word, start), (f"{before} {word}" if before and word else "", began)):
            if piece:
                found.append(piece)
                first.append(at)
                behind.append(run.end())
        before, began = word, start
    return found, first, behind


def _place_chinese(run: str, start: int, into: Placed) -> None:
    found, first, behind = into
    places = list(range(start, start + len(run)))
    if not run.isalpha():
        places = [start + at for at, character in enumerate(run) if not character.isspace()]
        run = "".join(run.split())
    ends = [place + 1 for place in places]
    found += _chinese(run)
    for length in range(1, min(LONGEST, len(run)) + 1):
        first += places[: len(run) - length + 1]
        behind += ends[length - 1 :]
